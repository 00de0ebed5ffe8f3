"""Pay that somebody wishes for, as people write it: «4-5 jutaan», «UMR», «150rb/hari», «tiga juta setengah»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from placement import money
from placement.errors import InvalidError
from placement.reading.numbers import COUNT, number

DAYS, WEEKS, HOURS, MONTHS = 25, 4, 200, 12
"""Working days, weeks and hours of a month, and the months of a year: by them other pay becomes a month's."""

_PER = (
    ("month", re.compile(r"(?:/|\bper\s?|\bse|\ba\s)\s?(?:bulan|bln|month)\b|\bbulanan\b|\bmonthly\b", re.IGNORECASE)),
    ("day", re.compile(r"(?:/|\bper\s?|\bse|\ba\s)\s?(?:hari\w{0,2}|day)\b|\bharian\b|\bdaily\b", re.IGNORECASE)),
    ("week", re.compile(r"(?:/|\bper\s?|\bse|\ba\s)\s?(?:minggu|pekan|week)\b|\bmingguan\b|\bweekly\b", re.IGNORECASE)),
    ("hour", re.compile(r"(?:/|\bper\s?|\bse|\ban\s)\s?(?:jam|hour)\b|\bhourly\b", re.IGNORECASE)),
    ("year", re.compile(r"(?:/|\bper\s?|\bse|\ba\s)\s?(?:tahun|thn|year)\b|\btahunan\b|\byearly\b", re.IGNORECASE)),
)
_TIMES = {"day": float(DAYS), "week": float(WEEKS), "hour": float(HOURS), "year": 1 / MONTHS, "month": 1.0}
_MINIMUM = re.compile(r"\b(?:umr|umk|ump|upah minimum|minimum wage)\b", re.IGNORECASE)
_ANY = re.compile(
    r"\b(?:terserah|bebas|nego\w{0,4}|berapa\s?(?:aja|saja|pun)|standar\w?|sesuai|ngikut|ikut|any)\b", re.IGNORECASE
)
_UNIT = r"(?:jutaan|juta|jtan|jt|ribuan|ribu|rban|rb|million)"
_IN_WORDS = re.compile(rf"\b(?P<count>{COUNT})\s(?P<unit>{_UNIT})\b", re.IGNORECASE)
_HUNDREDS = re.compile(rf"\b(?P<count>{COUNT})\s?ratus\b|\bseratus\b", re.IGNORECASE)
_ONE = re.compile(r"\bse(juta|ribu)\b", re.IGNORECASE)
_HALF_AFTER = re.compile(rf"(\d)\s?({_UNIT})\s(?:setengah|stengah)\b", re.IGNORECASE)
_AND_HUNDREDS = re.compile(r"\b(\d{1,3})\s?(?:juta|jt)\s(\d{3})(?:\s?(?:ribu|rb))?\b", re.IGNORECASE)
_COMMA = re.compile(r"(\d)\s(?:koma|point)\s(\d)", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?<![\d.,])\d{1,3}\s?(?:jam|hari|hr|shift|sif|tahun|thn|th|bulan|bln|minggu|kali|x|orang|km|menit|anak|hours?|hrs?|days?|"
    r"weeks?|months?|years?)\b|\b(?:jam|pukul|umur|usia|tgl|tanggal|shift|sif)\s\d{1,2}\b(?![.,]\d)",
    re.IGNORECASE,
)
"""Hours, days and ages: «shift 8 jam» is no wage of eight million."""
_GROUPED = re.compile(r"(?<=\d)[_' ](?=\d{3}(?!\d))")
_FOREIGN = re.compile(r"[$€£]|\b(?:usd|dollar|dolar|ringgit|myr|ntd|yen|riyal|euro)\b", re.IGNORECASE)
_BARE = re.compile(r"^\W*\d{1,2}(?:[.,]\d)?\W*$")
MOST = 300
"""Characters of a message in which pay is looked for."""


@dataclass(frozen=True)
class Pay:
    """Pay in rupiah a month.

    Attributes:
        least: None when no amount is told.
        most: of a span.
        per: what it was told by: month, day, week, hour or year; the amounts are a month's already.
        minimum: whether the minimum wage of the place will do («UMR»).
        any: whether any pay will do («nego», «terserah»).
    """

    least: int | None = None
    most: int | None = None
    per: str = "month"
    minimum: bool = False
    any: bool = False


def read_pay(text: str) -> Pay | None:
    """Read it; None for a text about no pay, InvalidError for an amount that can be none.

    «invalid_wage» beyond what is paid, «invalid_wage_unit» for a bare «3», «invalid_wage_currency» for dollars.
    """
    said = _plain(text[:MOST])
    told = [amount for amount in money.amounts(said) if amount[0]]
    minimum, anything = bool(_MINIMUM.search(said)), bool(_ANY.search(said))
    if not told:
        if re.search(r"\d", said) and not (minimum or anything):
            raise InvalidError("invalid_wage")
        return Pay(minimum=minimum, any=anything) if minimum or anything else None
    if _FOREIGN.search(said):
        raise InvalidError("invalid_wage_currency")
    if _BARE.match(said):
        raise InvalidError("invalid_wage_unit", wage=told[0][0])
    per = next((name for name, pattern in _PER if pattern.search(said)), "month")
    for least, most in told:
        month = round(least * _TIMES[per])
        highest = round(most * _TIMES[per]) if most is not None else None
        if money.LEAST <= month <= money.MOST and (highest is None or highest <= money.MOST):
            return Pay(month, highest, per, minimum)
    raise InvalidError("invalid_wage")


def _plain(text: str) -> str:
    """Write amounts in digits: «tiga juta setengah» is «3.5 juta»."""
    said = _COUNTED.sub(" ", _GROUPED.sub("", text))
    said = _ONE.sub(r"1 \1", _COMMA.sub(r"\1,\2", said))
    said = _HUNDREDS.sub(lambda found: f"{number(found['count']) * 100 if found['count'] else 100:.0f}", said)
    said = _IN_WORDS.sub(lambda found: f"{number(found['count']):g} {found['unit']}", said)
    said = _AND_HUNDREDS.sub(r"\1.\2.000", said)
    return _HALF_AFTER.sub(r"\1,5 \2", said)
