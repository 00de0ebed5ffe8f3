"""Work experience as people tell it: «2 th jadi kasir di Indomaret, sebelumnya jaga toko setahun»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from placement.reading.dates import find_months, find_span
from placement.vocabulary import Codes, plain

MOST = 20
"""Jobs that one message is taken to tell."""
MOST_WORDS = 12
"""Longer pieces of a message are a story; of them only what is known is taken."""

_NONE = re.compile(
    r"^\W*(?:(?:saya|aku|sy|gw)\s)?(?:(?:belum|blm|blum|tidak|tdk|nggak|ngga|gak|ga|gk|never|no|not)\s?"
    r"(?:pernah|prnh|ada|punya|any|worked|experience|pengalaman|kerja|yet)|"
    r"fresh\s?graduate|freshgraduate|baru lulus|br lulus|kosong|nol|none|nothing|-)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:[;\n•]|\.\s|,|\b(?:sebelumnya|sebelum itu|sblmnya|sblm itu|terus|trus|trs|lalu|kemudian|abis itu|habis itu|"
    r"abis tu|setelah itu|stlh itu|pernah juga|prnh jg|before that|after that|then|previously)\b)\s*",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:di|d|at|@|pada|untuk|in)\s+(?P<name>[^,;.\n()]{2,60})", re.IGNORECASE)
_COMPANY = re.compile(r"\b(?P<name>(?:PT|CV|UD|PD|Tbk|Yayasan|Koperasi)\.?\s[^,;.\n()]{2,50})", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:jadi|jd|sebagai|sbg|sbgai|posisi|bagian|bag|as|kerjaan|kerja|krja|magang|ikut)\s+(?P<role>[^,;.\n()]{2,60})",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"\b(?:saya|aku|sy|gw|gue|pernah|prnh|dulu|dlu|kerja|krja|bekerja|selama|slm|sekitar|kurang lebih|hampir|udah|"
    r"sudah|sdh|dari|sampai|sampe|tahun|thn|th|bulan|bln|jadi|jd|sebagai|sbg|i|have|has|been|was|worked|work|working|for|"
    r"about|a|an|the|as|di|nganggur|menganggur|kak|min|gan|ya|sih|aja|saja|juga|jg|dan|sekarang|skrg|lagi|masih|posisi|bagian)\b",
    re.IGNORECASE,
)

_TRAINEE = re.compile(r"\b(?:magang|pkl|prakerin|intern(?:ship)?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What a message tells of work.

    Attributes:
        entries: [{«occupation», «occupation_code», «employer», «months», «since», «until», «what»}].
        none: whether it says that there was none.
        more: how many jobs beyond `MOST` it tells.
    """

    entries: tuple[dict[str, Any], ...] = ()
    none: bool = False
    more: int = 0


def read_experience(text: str, today: date, occupations: Codes) -> Told:
    """Read the jobs that a message tells, in its order."""
    if _NONE.search(text) and not find_months(text) and not find_span(text, today):
        return Told(none=True)
    entries: list[dict[str, Any]] = []
    for piece in _BETWEEN.split(text):
        if not piece.strip():
            continue
        read = _piece(piece, today, occupations)
        if entries and not read["occupation"]:
            # «kasir di Indomaret, 2 tahun», «kasir, Indomaret»: the rest of the job before.
            filled = _fill(entries[-1], read)
            if filled is not None:
                entries[-1] = filled
                continue
        if entries and _may_be_employer(entries[-1], read):
            read |= {"employer": piece.strip()[:60], "occupation": None}
            entries[-1] = _fill(entries[-1], read) or entries[-1]
        elif read["occupation"] or read["employer"] or (read["months"] and not entries):
            entries.append(read)
    if len(entries) > 1 and not (entries[0]["occupation"] or entries[0]["employer"]):
        # «2 tahun, kasir»: the length came first.
        first = entries.pop(0)
        entries[0] = _fill(entries[0], first) or entries[0]
    told = [entry for entry in entries if entry["occupation"] or entry["employer"]]
    return Told(tuple(told[:MOST]), more=max(len(told) - MOST, 0))


def _may_be_employer(before: dict[str, Any], read: dict[str, Any]) -> bool:
    """Whether a piece that names no known work says where the one before it was: «kasir, Indomaret»."""
    unknown = read["occupation"] is not None and read["occupation_code"] is None and read["employer"] is None
    return bool(unknown and len(read["occupation"].split()) <= 3 and before["occupation"] and not before["employer"])


def _piece(piece: str, today: date, occupations: Codes) -> dict[str, Any]:
    span = find_span(piece, today)
    rest = piece.replace(span[3], " ", 1) if span else piece
    length = find_months(rest)
    rest = rest.replace(length[1], " ", 1) if length else rest
    employer = _employer(rest)
    if employer:
        # «di PT Maju operator produksi»: the name ends where known work begins.
        inside = occupations.longest(employer[0])
        at = employer[0].casefold().find(inside[0]) if inside else -1
        if at > 0:
            employer = employer[0][:at].strip(), rest[: rest.find(employer[0])] + employer[0][:at]
    rest = rest.replace(employer[1], " ", 1) if employer else rest
    occupation, code = _occupation(rest, occupations)
    if occupation is None and employer and _TRAINEE.search(piece):
        occupation = "magang"
    return {
        "occupation": occupation,
        "occupation_code": code,
        "employer": employer[0] if employer else None,
        "months": length[0] if length else span[2] if span else None,
        "since": span[0] if span else None,
        "until": span[1] if span else None,
        "what": None,
    }


def _employer(text: str) -> tuple[str, str] | None:
    found = _COMPANY.search(text) or _AT.search(text)
    if found is None:
        return None
    name = " ".join(_NOISE.sub(" ", found["name"]).split()).strip(" -–:")
    role = _ROLE.search(name)
    name = name[: role.start()].strip() if role else name
    if not name or len(name.split()) > 6 or not any(letter.isalpha() for letter in name):
        return None
    return name[:60], found[0] if not role else found[0][: found[0].find(role[0])] or found[0]


def _occupation(text: str, occupations: Codes) -> tuple[str | None, str | None]:
    known = occupations.longest(text)
    if known:
        return _NOISE.sub(" ", known[0]).strip() or known[0], known[1]
    role = _ROLE.search(text)
    said = role["role"] if role else text
    said = " ".join(_NOISE.sub(" ", plain(said)).split())
    if not said or len(said.split()) > MOST_WORDS // 2 or (not role and len(said.split()) > 3) or said.isdigit():
        return None, None
    return (said, None) if any(letter.isalpha() for letter in said) else (None, None)


def _fill(entry: dict[str, Any], more: dict[str, Any]) -> dict[str, Any] | None:
    """Give an entry what another piece tells beyond it; None when that is another job's."""
    given = {name: value for name, value in more.items() if value is not None}
    if not given or any(entry[name] is not None for name in given):
        return None
    return entry | given
