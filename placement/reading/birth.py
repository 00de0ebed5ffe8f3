"""Place and date of birth, and sex, from one message in any order: «Bekasi, 3 mei 99, cewek»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from placement.errors import InvalidError
from placement.reading.dates import find_date
from placement.vocabulary import Codes

_AGE = re.compile(
    r"\b(?:umur|usia|umurku|umurnya|age[d]?|i'?m|aku|saya)\s(?:saya\s|ku\s|aku\s|is\s)?(\d{1,2})\b", re.IGNORECASE
)
_AGE_AFTER = re.compile(r"\b(\d{1,2})\s?(?:tahun|thn|th|years? old|y/?o)\b", re.IGNORECASE)
_TENS = {"dua": 20, "tiga": 30, "empat": 40, "lima": 50, "enam": 60, "2": 20, "3": 30, "4": 40, "5": 50, "6": 60}
_HEADS = {
    "nol": 0, "kosong": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9,
}  # fmt: skip
_HEAD = re.compile(rf"\bkepala\s({'|'.join(_TENS)})(?:\s({'|'.join(_HEADS)}))?\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:lahir(?:an)?\s(?:di\s|d\s)?|kelahiran\s|born\s(?:in|at)\s|ttl\s?:?\s?|tempat lahir(?:nya)?\s?:?\s?(?:di\s)?)"
    r"(?P<place>[^\W\d_][^\d,;:.\n]{1,40})",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"\b(?:saya|aku|sy|gw|tgl|tanggal|pada|tahun|thn|lahir|lahirnya|ttl|umur|usia|kak|min|nih|ya|di|dan|on|born|in|i|was|"
    r"jenis|kelamin|ktp|bulan|bln|status)\b|[^\w\s'-]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Birth:
    """What a message tells of a birth; None for what it does not tell."""

    day: date | None = None
    place: str | None = None
    sex: str | None = None
    age: int | None = None


def read_birth(text: str, today: date, sexes: Codes) -> Birth:
    """Read it; InvalidError «invalid_date» for a day that no calendar has, «birth_contradicts_age» for a false age."""
    found = find_date(text, today, past=True)
    rest = text.replace(found[1], " , ", 1) if found else text
    if found and found[0] is None:
        raise InvalidError("invalid_date")
    day = found[0] if found else None
    age = find_age(rest)
    if day and age is not None and abs(_years(day, today) - age) > 1:
        raise InvalidError("birth_contradicts_age", age=age)
    sex = sexes.find(rest)
    return Birth(day, _place(rest, sexes, bare=day is not None), sex, age)


def find_age(text: str) -> int | None:
    """Find an age in years: «umur 25», «25 thn», «kepala dua lima»."""
    found = _HEAD.search(text)
    if found:
        return _TENS[found[1].casefold()] + (_HEADS[found[2].casefold()] if found[2] else 0)
    found = _AGE.search(text) or _AGE_AFTER.search(text)
    return int(found[1]) if found else None


def _years(day: date, today: date) -> int:
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def _place(text: str, sexes: Codes, *, bare: bool) -> str | None:
    """Give the place: after «lahir di …», or what stands alone beside the date."""
    found = _PLACE.search(text)
    said = found["place"] if found else text.split(",")[0] if bare else ""
    for word in sorted(sexes.by_word, key=len, reverse=True):
        said = re.sub(rf"\b{re.escape(word)}\b", " ", said, flags=re.IGNORECASE)
    said = " ".join(_NOISE.sub(" ", said).split())
    if not 3 <= len(said) <= 40 or any(letter.isdigit() for letter in said) or len(said.split()) > 3:
        return None
    return said.title()
