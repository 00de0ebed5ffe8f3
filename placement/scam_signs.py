"""Evident signs of a false vacancy: such a row is held until an officer has looked at it, and shown to nobody.

The signs are those that the ministry and the press warn of: no employer may ask money of a seeker, nor keep papers.
Only what speaks for itself counts; weighing faint signs against one another is another matter.
"""

from __future__ import annotations

import re
from typing import Protocol

ABSURD_WAGE = 12_000_000
"""Rupiah a month that nobody pays for work that asks for neither experience nor more than a secondary school."""
NO_TRADE = frozenset({None, "none", "sd", "smp", "sma", "smk"})

_NOT = r"(?<!tanpa )(?<!bebas )(?<!tidak ada )(?<!bukan )(?<!no )"
_PAPERS = r"(?:ijazah|paspor|passport|ktp)"
_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (why, re.compile(pattern, re.IGNORECASE))
    for why, pattern in (
        (
            "asks money of the seeker",
            rf"{_NOT}\b(?:deposit|uang (?:administrasi|jaminan|pendaftaran|pangkal|muka)"
            r"|(?:bayar|membayar|transfer) (?:biaya|uang|dulu)|(?:registration|admin(?:istration)?|training) fee)\b",
        ),
        (
            "asks for identity data or codes",
            r"\b(?:kirim|send)\w*\b[^.!?]{0,40}\b(?:ktp|kk|otp|pin|nomor rekening|no rek|bank account)\b",
        ),
        (
            "keeps original papers",
            rf"\b{_PAPERS}\b[^.!?]{{0,30}}\b(?:dititip\w*|dipegang|ditahan|disita|diserahkan|kept by)\b",
        ),
        ("work abroad outside the official way", r"\b(?:kamboja|cambodia|myanmar|visa turis|tourist visa)\b"),
        (
            "has tickets bought for an interview",
            r"\b(?:tiket|ticket)\w*\b[^.!?]{0,60}\b(?:reimburse\w*|diganti|travel rekanan)\b",
        ),
    )
)


_ASKED_FOR_MONEY = re.compile(
    r"\b(?:pelicin|uang\s+(?:masuk|pelicin|muka|jaminan|pangkal|administrasi|pendaftaran|seragam|sogok\w*)|sogok\w*|suap\w*|"
    r"calo|"
    r"(?:di)?(?:suruh|minta\w*|mintain|wajib\w*|haruskan|harus|kudu|mesti|asked to|told to|have to)\s+(?:\w+\s+){0,2}?"
    r"(?:setor\w*|nyetor\w*|transfer\w*|tf|trf|deposit\w*|nebus|tebus|pay)|"
    r"(?:di)?(?:suruh|minta\w*|mintain)\s+(?:\w+\s+){0,2}?(?:bayar\w*|duit|uang)\b.{0,60}?"
    r"\b(?:masuk|diterima|keterima|interview|wawancara|seragam|pabrik|kerja|loker|lolos))\b",
    re.IGNORECASE,
)


def asks_money(text: str) -> bool:
    """Whether a seeker tells of money asked for getting in: «disuruh setor 750rb buat pelicin masuk pabrik»."""
    return _ASKED_FOR_MONEY.search(" ".join(text.split())) is not None


class Offer(Protocol):
    """What is looked at of a vacancy."""

    title: str
    description: str
    wage_min: int | None
    wage_max: int | None
    experience_months: int | None
    education_min: str | None


def signs(offer: Offer) -> list[str]:
    """Give the evident signs of a vacancy, in words for an officer; empty for nearly all."""
    text = " ".join(f"{offer.title}. {offer.description}".split())
    found = [why for why, pattern in _SIGNS if pattern.search(text)]
    asks_nothing = not offer.experience_months and offer.education_min in NO_TRADE
    if asks_nothing and max(offer.wage_min or 0, offer.wage_max or 0) >= ABSURD_WAGE:
        found.append("promises absurd pay for work that asks for nothing")
    return found
