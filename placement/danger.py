"""Words of danger: of one's own life, which need someone to talk to first, and of a country, which has its own help."""

from __future__ import annotations

import csv
import functools
import re
from pathlib import Path
from typing import Any

from placement.vocabulary import plain

_SIGNS = (
    r"bunuh\s+diri|bundir|gantung\s+diri|akhiri\s+(?:hidup|semua(?:nya)?)|mengakhiri\s+(?:hidup|semua(?:nya)?)",
    r"(?:pengen|pingin|pgn|ingin|mau|mending(?:an)?|lebih\s+baik|rasanya)\s+(?:\w+\s+)?(?:mati|mampus|meninggal)\b(?!\s+lampu)",
    r"mati\s+(?:aja|saja|ajah|sj)\b",
    r"(?:capek|cape|lelah|bosan|muak|nyerah|menyerah)\s+(?:sama\s+|dengan\s+)?hidup\b",
    r"(?:gak|ga|gk|nggak|ngga|enggak|tidak|tdk|males|malas)\s+(?:mau|ingin|pengen|pingin|kuat|sanggup)?\s*hidup\s*(?:lagi|lg)?\b",
    r"(?:lompat|loncat|terjun)\s+(?:aja\s+)?dari\s+(?:gedung|jembatan|atap|lantai)|minum\s+racun|(?:sayat|iris)\s+nadi",
    r"kill\s+my\s?self|suicid\w*|end\s+my\s+life|want\s+to\s+die|wanna\s+die|better\s+off\s+dead|don'?t\s+want\s+to\s+live",
)
WITH_NUMBERS = frozenset({"distress", "distress_life", "seeker_passed_on_abroad"})
"""Responses that bring the numbers of help: whatever else is dropped, these numbers go out."""
_LIFE = re.compile("|".join(_SIGNS), re.IGNORECASE)


_UNSAFE = re.compile(
    r"\b(?:n?gg?a+k?|gk|engg?a+k?|tidak|tdk|tak|ora|ndak|nda|belum|blm|durung|teu|teuing|not?|isn'?t)\s+(?:\w+\s+)?(?:aman|safe)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:ngapain|gimana|gmn|bagaimana|piye|kumaha|ke\s?mana|kmn|(?:menyang|nyang|nang|neng) (?:e?ndi)|kamana|"
    r"what (?:should|do|can) i|where (?:should|do|can) i)\b",
    re.IGNORECASE,
)
_GOT_AWAY = re.compile(
    r"\b(?:u?dah|sudah|sdh|wis|wes|geus|berhasil|barusan|now|already|just|i'?m|i am)\s+(?:\w+\s+){0,2}?"
    r"(?:luar|keluar|kabur|lari|mlayu|lolos|bebas|pergi|metu|minggat|aman|selamat|outside|out|escaped|away|safe|left)\b",
    re.IGNORECASE,
)
_WORN_OUT = re.compile(
    r"\b(?:cape+k?|capai|lelah|letih|nyerah|menyerah|putus (?:asa|harapan)|(?:ga+k?|gk|nggak|ngga|tidak|tdk|tak|ora)\s+"
    r"(?:ada|punya|duwe)\s+(?:\w+\s+)?harapan|hopeless|(?:lose|lost|losing) hope|frustas\w*|frustrat\w*|pesimis|minder|"
    r"give up|giving up|exhausted|tired)\b",
    re.IGNORECASE,
)
_OF_SEARCHING = re.compile(
    r"\b(?:(?:di)?tolak\w*|penolakan|(?:me)?lamar\w*|ngelamar\w*|(?:cari|nyari|mencari|dapet|dapat|dpt|golek)\s+(?:kerja\w*|loker)|"
    r"nganggur|menganggur|pengangguran|interview|wawancara|panggilan|reject\w*|applying|appl(?:y|ied)|job\s?(?:hunt\w*|search)|"
    r"unemployed)\b",
    re.IGNORECASE,
)
_OF_LIVING = re.compile(
    r"\b(?:hidup|idup|urip|mati|mampus|meninggal|bunuh|akhiri|mengakhiri|lompat|loncat|beban|selesai (?:aja|saja)|"
    r"sakiti|ga kuat|gak kuat|nggak kuat|live|living|die|dead|life|pukul\w*|dipukul\w*|ancam\w*|diancam\w*|"
    r"sekap\w*|disekap\w*)\b",
    re.IGNORECASE,
)


def is_unsafe(text: str) -> bool:
    """Say whether somebody says in words that it is not safe to answer."""
    return _UNSAFE.search(" ".join(text.split())) is not None


def asks(text: str) -> bool:
    """Say whether somebody asks what to do now: in danger nobody who asks is met with silence."""
    return _ASKS.search(text) is not None


def got_away(text: str) -> bool:
    """Say whether somebody in danger tells to have got away: whoever waits for an answer outside gets one."""
    return _GOT_AWAY.search(text) is not None and not is_unsafe(text)


def worn_out(text: str) -> bool:
    """Say whether somebody despairs of finding work and nothing is said of life or of danger."""
    said = " ".join(text.split())
    if of_life(said) or _OF_LIVING.search(said):
        return False
    return _WORN_OUT.search(said) is not None and _OF_SEARCHING.search(said) is not None


def of_life(text: str) -> bool:
    """Say whether somebody may speak of ending their life; rather once too often, for nothing is taken away by it."""
    return _LIFE.search(" ".join(text.split())) is not None


@functools.cache
def _countries(folder: Path) -> tuple[tuple[str, str], ...]:
    with (folder / "countries.csv").open(encoding="utf-8", newline="") as lines:
        return tuple((plain(name), row["code"]) for row in csv.DictReader(lines) for name in row["names"].split(";"))


def country_named(text: str, folder: Path) -> str | None:
    """Give the code (ISO 3166-1 alpha-2) of the first country that a text names, by ``countries.csv`` of a folder."""
    words = f" {plain(text)} "
    found = [(words.find(f" {name} "), code) for name, code in _countries(folder) if f" {name} " in words]
    return min(found)[1] if found else None


def numbers(text: str, folder: Path) -> dict[str, Any]:
    """Name the response with the numbers that help whoever wrote a text: those of the country that is named first."""
    country = country_named(text, folder)
    if country is not None:
        return {"response": "numbers_abroad", "args": {"country": {"response": f"help_in_{country}"}}}
    return {"response": "numbers_life" if of_life(text) else "numbers"}
