"""Place and date of birth, and sex, from one message in any order: «Bekasi, 3 mei 99, cewek»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from placement.errors import InvalidError
from placement.reading.dates import find_date, whole_year
from placement.reading.numbers import COUNT, ONES, number
from placement.reading.spaces import single
from placement.vocabulary import Codes, Regions, plain

MOST_PARTS = 12
"""Parts of a message that are looked at for a place."""
YOUNGEST = 10
"""A smaller number of years, without «umur», is no age."""

_AGE = re.compile(
    rf"\b(?:umur|usia|age[d]?)(?:ku|nya|q)?\s?:?\s?(?:saya\s|sy\s|aku\s|skrg\s|sekarang\s|baru\s|udah\s|sudah\s|is\s)?"
    rf"(?P<age>{COUNT})(?:\s(?P<one>{ONES}))?\b",
    re.IGNORECASE,
)
_AGE_ALONE = re.compile(
    rf"\b(?:(?:i'?m|i am|aku|saya|sy|gw)\s(?P<age>[1-9]\d)(?!\d)(?=\s?(?:tahun|thn|th|years?|y/?o|$|[,.]))"
    rf"|(?P<before>{COUNT})\s?(?:tahun|thn|th|taun|years? old|y/?o)(?!\s(?:lalu|lagi|depan|lebih)))\b",
    re.IGNORECASE,
)
_OF_WORK = re.compile(
    r"\b(?:pengalaman\w{0,9}|peng|ke?rja\w{0,9}|be?kerja|krja|jadi|jd|selama|slm|magang|pkl|sebagai|experience|work\w{0,9}|kontrak|nganggur)\b",
    re.IGNORECASE,
)
"""Beside these words, years are the length of some work and no age."""
_TENS = {"dua": 20, "tiga": 30, "empat": 40, "lima": 50, "enam": 60, "2": 20, "3": 30, "4": 40, "5": 50, "6": 60}
_HEADS = {
    "nol": 0, "kosong": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9,
}  # fmt: skip
_HEAD = re.compile(rf"\bkepala\s({'|'.join(_TENS)})(?:\s({'|'.join(_HEADS)}))?\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:lahir(?:an|nya)?\s(?:di\s|d\s)?|kelahiran\s|born\s(?:in|at)\s|ttl\s?:?\s?|"
    r"tempat lahir(?:nya)?\s?:?\s?(?:di\s)?)(?P<place>[^\W\d_][^\d,;:.\n]{1,40})",
    re.IGNORECASE,
)
_IN = re.compile(r"(?:^|[\s,;])(?:di|d|in|at)\s(?P<place>[^\W\d_][^\d,;:.\n]{1,40})", re.IGNORECASE)
_I = re.compile(r"\b(?:saya|aku|sy|gw|gue|nama\w{0,9}|i|i'm|my)\b", re.IGNORECASE)
_NOISE = re.compile(
    r"\b(?:saya|aku|sy|gw|tgl|tanggal|pada|tahun|thn|lahir|lahirnya|ttl|umur|usia|kak|min|nih|ya|di|dan|on|born|in|i|was|"
    r"jenis|kelamin|jk|ktp|bulan|bln|status|sudah|udah|sdh|belum|blm|nikah|menikah|kawin|lajang|cerai|janda|duda|"
    r"single|married|agama|besok|bsk|lusa|kemarin|hari|ini|tempat|rahasia|asli|orang|the|and|lp)\b|[^\w\s'-]",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"\b(?:mas|mbak|mba|ibu|bapak|bpk|pak|bu|bang|kak)\b(?!\s(?:rumah|dua|anak))", re.IGNORECASE)
"""Said to whoever reads: «3 mei 99 ya mbak» tells nothing of the writer."""
_LETTER = re.compile(r"(?:^|[,;/\n]|\b(?:jk|kelamin)\s?:?)\s{0,3}([LPlp])\s?(?=$|[,;.\n])")
"""As forms have it: «L», «P»."""
_TO_COME = re.compile(r"\b(?:lahir\w{0,9}|born)\s(?:\w{1,12}\s){0,2}(?:besok|bsk|lusa|tomorrow|nanti)\b", re.IGNORECASE)
_YEAR_ALONE = re.compile(
    r"\b(?:lahir\w{0,9}|kelahiran|born|thn|tahun|th)\s(?:\w{2,6}\s){0,2}'?((?:19|20)\d{2}|\d{2})(?![\d/.-])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Birth:
    """What a message tells of a birth; None for what it does not tell."""

    day: date | None = None
    place: str | None = None
    sex: str | None = None
    age: int | None = None


def read_birth(text: str, today: date, sexes: Codes, regions: Regions | None = None) -> Birth:
    """Read what a message tells; InvalidError says what can't be.

    «invalid_date» for a day that no calendar has, «invalid_birth_future» for one to come, «birth_contradicts_age»
    for a false age, «birth_year_only» when nothing but a year is told. With ``regions``, a place that stands alone
    is one of theirs; without, the words before the date.
    """
    text = single(text)
    found = find_date(text, today, past=True)
    if found and found[0] is None:
        raise InvalidError("invalid_date")
    if found is None and _TO_COME.search(text):
        raise InvalidError("invalid_birth_future")
    day = found[0] if found else None
    before, after = text.split(found[1], 1) if found else ("", text)
    rest = f"{before} , {after}"
    age = find_age(rest)
    if day and age is not None and abs(_years(day, today) - age) > 1:
        raise InvalidError("birth_contradicts_age", age=age)
    sex = _sex(rest, sexes, beside=day is not None or len(text) > 1)
    place = _place(before, after, sexes, regions, bare=day is not None)
    if not (day or age is not None or sex or place):
        year = _YEAR_ALONE.search(text)
        if year:
            raise InvalidError("birth_year_only", year=str(whole_year(int(year[1]), today)))
    return Birth(day, place, sex, age)


def find_age(text: str) -> int | None:
    """Find an age in years: «umur 25», «25 thn», «umur dua puluh lima», «kepala dua lima»; no length of work is one."""
    found = _HEAD.search(text)
    if found:
        return _TENS[found[1].casefold()] + (_HEADS[found[2].casefold()] if found[2] else 0)
    found = _AGE.search(text)
    if found:
        age = int(number(found["age"]))
        # «umur dua lima» is 25, as «kepala dua lima».
        return age * 10 + int(number(found["one"])) if found["one"] and 2 <= age <= 6 else age
    found = None if _OF_WORK.search(text) else _AGE_ALONE.search(text)
    age = int(number(found["age"] or found["before"])) if found else 0
    return age if age >= YOUNGEST else None


def _years(day: date, today: date) -> int:
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def _sex(text: str, sexes: Codes, *, beside: bool) -> str | None:
    told = sexes.find(_ADDRESSED.sub(" ", text))
    # «p» alone is how many say hello: a letter counts beside something else.
    letter = _LETTER.search(text) if beside and not told else None
    if letter:
        return "male" if letter[1].casefold() == "l" else "female"
    return told


def _place(before: str, after: str, sexes: Codes, regions: Regions | None, *, bare: bool) -> str | None:
    """Give the place: after «lahir di …», or what stands alone beside the date."""
    text = f"{before} , {after}"
    found = _PLACE.search(text)
    said = [found["place"]] if found else []
    if bare:
        inside = _IN.search(text)
        said += [inside["place"]] if inside else []
        # «Siti, Bekasi, 3 mei 99»: what stands nearest to the date.
        said += [part for part in reversed(re.split(r"[,;\n]", before)) if regions or not _I.search(part)]
        said += re.split(r"[,;\n]", after) if regions else []
    for part in said[:MOST_PARTS]:
        place = _clean(part, sexes)
        if place and ((found and part == found["place"]) or regions is None or regions.by_word.get(plain(place))):
            return place.title()
    return None


def _clean(said: str, sexes: Codes) -> str | None:
    padded = f" {plain(said)} "
    if any(f" {word} " in padded for word in sexes.by_word):
        for word in sorted(sexes.by_word, key=len, reverse=True):
            said = re.sub(rf"\b{re.escape(word)}\b", " ", said, flags=re.IGNORECASE)
    said = " ".join(_NOISE.sub(" ", said).split())
    if not 3 <= len(said) <= 40 or any(letter.isdigit() for letter in said) or len(said.split()) > 3:
        return None
    return said
