"""Days, months and lengths of time as people write them: «3 mei 99», «03/05/1999», «setahun setengah»."""

from __future__ import annotations

import re
from datetime import date

from placement.reading.numbers import COUNT, number

_MONTHS = {
    "jan": 1, "januari": 1, "january": 1, "feb": 2, "februari": 2, "pebruari": 2, "february": 2, "mar": 3, "mrt": 3,
    "maret": 3, "march": 3, "apr": 4, "april": 4, "mei": 5, "may": 5, "jun": 6, "juni": 6, "june": 6, "jul": 7,
    "juli": 7, "july": 7, "ags": 8, "agt": 8, "agu": 8, "agts": 8, "agst": 8, "agus": 8, "agustus": 8, "aug": 8,
    "august": 8, "sep": 9, "sept": 9, "september": 9, "okt": 10, "oktober": 10, "oct": 10, "october": 10, "nov": 11,
    "nop": 11, "november": 11, "nopember": 11, "des": 12, "desember": 12, "dec": 12, "december": 12,
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
MONTH_NAMES = "|".join(sorted((name for name in _MONTHS if len(name) > 3 or name == "mei"), key=len, reverse=True))
"""A pattern for months that may stand alone; the short ones mean too many other things."""
_DAY = r"(?P<day>\d{1,2})"
_DATES = (
    re.compile(r"(?<!\d)(?P<year>(?:18|19|20)\d{2})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(
        rf"(?<!\d){_DAY}\s?[-/.]?\s?(?P<name>{_NAMES})\s?[-/.,']?\s?(?P<year>\d{{4}}|\d{{2}})(?!\d)", re.IGNORECASE
    ),
    re.compile(rf"\b(?P<name>{_NAMES})\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})(?!\d)", re.IGNORECASE),
    re.compile(
        r"\b(?:tgl|tanggal)?\s?(?P<day>\d{1,2})\s(?:bulan|bln)\s(?P<month>\d{1,2})\s(?:tahun|thn|th)?\s?(?P<year>\d{4}|\d{2})(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\d.,/-])(?P<day>\d{1,2})\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<year>\d{4}|\d{2})(?![\d/-]|[.,]\d)"
    ),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\s(?P<month>\d{1,2})\s(?P<year>(?:19|20)\d{2})(?!\d)"),
)
"""The day comes first, as it does in Indonesia; every quantifier is bounded."""

_YEARS = r"tahunan|tahun|taun|thun|thn|th|years?|yrs?"
_MONTH_WORDS = r"bulanan|bulan|bln|bl|months?|mos?"
_WEEKS = r"minggu|mgg|pekan|weeks?"
_LENGTH = re.compile(
    rf"(?<![\w.,/])(?:(?P<count>{COUNT})(?:\s?(?:-|–|sampai|sampe|s/d|atau|to|or)\s?(?:{COUNT}))?"
    rf"\s?(?P<unit>{_YEARS}|{_MONTH_WORDS}|{_WEEKS})"
    rf"|se\s?(?P<one>tahun|taun|thn|bulan|bln|minggu)|(?:setengah|stengah|1/2|½|half(?: a)?)\s?(?P<half>{_YEARS}))"
    r"(?P<more>\s(?:setengah|stengah|and a half))?\b"
    rf"(?:\s(?:(?:dan|lewat|lebih|and)\s)?(?P<months>\d{{1,2}})\s?(?:{_MONTH_WORDS})\b)?",
    re.IGNORECASE,
)
"""«2 tahun 3 bulan», «2-3 tahun» (the smaller count is sure), «setahun setengah»."""
_OF_AN_AGE = re.compile(r"\b(?:umur|usia|aged?)\w{0,3}\s(?:\w{1,6}\s)?$", re.IGNORECASE)
_NOW = r"sekarang|skarang|skrang|skrng|skrg|skg|skr|saat ini|kini|now|present"
_TO = r"-|–|—|s\.?[/.]?d\.?|sampai|sampe|smp|smpe|hingga|ke|to|till|until"
_YEAR_WORD = r"(?:(?:tahun|thn|th)\s)?"
_SPAN = re.compile(
    rf"(?:\b(?P<name1>{_NAMES})\s|(?<![\d/.-])(?P<number1>\d{{1,2}})[/.-])?{_YEAR_WORD}(?<!\d)(?<!\d-)(?P<year1>(?:19|20)\d{{2}})"
    rf"\s?(?:{_TO})\s?(?:dengan\s)?(?:(?P<name2>{_NAMES})\s|(?P<number2>\d{{1,2}})[/.-])?{_YEAR_WORD}"
    rf"(?P<year2>(?:19|20)\d{{2}}|{_NOW}|(?:1[3-9]|[2-9]\d)(?!\d))(?![\w-])",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"\b(?P<name1>{_NAMES})\s?(?:{_TO})\s?(?P<name2>{_NAMES})\s{_YEAR_WORD}(?P<year>(?:19|20)\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"\b(?:sejak|semenjak|since|mulai)\s(?:(?:bulan|bln)\s)?(?:(?P<name1>{_NAMES})\s)?{_YEAR_WORD}(?P<year1>(?:19|20)\d{{2}})(?!\d)",
    re.IGNORECASE,
)
_PARTS = ("name1", "number1", "year1", "name2", "number2", "year2", "year")
"""What the three patterns of a span may tell."""
_ALONE = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_FROM_TO = re.compile(r"(?<!\d)(?:19|20)\d{2}\s?[-–/]\s?((?:19|20)\d{2})(?!\d)")
_LAST_YEAR = re.compile(r"\b(?:(?:tahun|thn|taun|th)\s(?:lalu|kemar[ei]n|kmrn)|last year)\b", re.IGNORECASE)
_THIS_YEAR = re.compile(r"\b(?:(?:tahun|thn|taun|th)\sini|this year)\b", re.IGNORECASE)
_SHORT = re.compile(
    r"(?:lulus\w{0,9}|lulusan|angkatan|tamat\w{0,9}|thn|tahun|th|graduated|class of)\s"
    r"(?:thn|tahun|th)?\s?'?(\d{2})(?!\d)",
    re.IGNORECASE,
)


_TOGETHER = (
    re.compile(r"(?<!\d)(?P<day>\d{2})(?P<month>\d{2})(?P<year>(?:19|20)\d{2})(?!\d)"),
    re.compile(r"^\D{0,20}(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{2})\D{0,20}$"),
)
"""«03051999», «030599»: a birth when one was asked for."""


def month_named(name: str) -> int:
    """Give the number of a month; KeyError for a word that names none."""
    return _MONTHS[name.casefold()]


def whole_year(year: int, today: date) -> int:
    """Give the year that two digits mean: not later than ten years from now."""
    if year >= 100:
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year + 10 else century - 100 + year


def find_date(text: str, today: date, *, past: bool = False) -> tuple[date | None, str] | None:
    """Find the first day in a text: (day, its words); the day is None for one that no calendar has («31 Februari»).

    ``past``: two digits of a year mean one that is over (a birth).
    """
    for pattern in (*_DATES, *(_TOGETHER if past else ())):
        found = pattern.search(text)
        if found is None:
            continue
        parts = found.groupdict()
        month = _MONTHS[parts["name"].casefold()] if parts.get("name") else int(parts["month"])
        year = whole_year(int(parts["year"]), today)
        if past and year > today.year and len(parts["year"]) == 2:
            year -= 100
        day = int(parts["day"])
        if month > 12 and day <= 12 and not parts.get("name"):
            # «05/13/1999» can only be meant the American way.
            day, month = month, day
        try:
            return date(year, month, day), found[0]
        except ValueError:
            if pattern in _TOGETHER:
                continue
            return None, found[0]
    return None


def find_year(text: str, today: date) -> int | None:
    """Find the year in which something ended: «lulus 2021», «angkatan 19», «2019/2020», «tahun lalu»."""
    found = _FROM_TO.search(text)
    if found:
        return int(found[1])
    found = _ALONE.search(text)
    if found:
        return int(found[1])
    found = _SHORT.search(text)
    if found:
        return whole_year(int(found[1]), today)
    if _LAST_YEAR.search(text):
        return today.year - 1
    return today.year if _THIS_YEAR.search(text) else None


def find_months(text: str) -> tuple[int, str] | None:
    """Find a length of time in whole months, which no age is: (months, its words); «1,5 tahun» 18, «2-3 tahun» 24."""
    for found in _LENGTH.finditer(text):
        if not _OF_AN_AGE.search(text[max(found.start() - 20, 0) : found.start()]):
            break
    else:
        return None
    unit = (found["unit"] or found["one"] or "tahun").casefold()
    # A month, in months; a week of a month has 4.345.
    size = 12.0 if re.fullmatch(_YEARS, unit) else 1 / 4.345 if re.fullmatch(_WEEKS, unit) else 1.0
    count = number(found["count"]) if found["count"] else 1.0 if found["one"] else 0.5
    months = (count + (0.5 if found["more"] else 0)) * size + int(found["months"] or 0)
    return min(round(months), 999), found[0]


def find_span(text: str, today: date) -> tuple[str, str, int, str] | None:
    """Find a span of work: (since, until, months, words); «2019-2021», «jan 2020 sampai sekarang», «sejak 2020».

    Months are ISO («2020-01»; of a year alone, January); «now» for a job that goes on. None for one of the future or
    that ends before it begins.
    """
    found = _SPAN.search(text) or _WITHIN.search(text) or _SINCE.search(text)
    if found is None:
        return None
    told: dict[str, str | None] = dict.fromkeys(_PARTS) | found.groupdict()
    now = (today.year, today.month)
    first = int(told["year1"] or told["year"] or 0), _month(told["name1"], told["number1"])
    ends = told["year2"] or told["year"] or "now"
    if ends.isdigit():
        year = int(ends) if len(ends) == 4 else first[0] // 100 * 100 + int(ends)
        last = min((year, _month(told["name2"], told["number2"])), now)
    else:
        last = now
    months = (last[0] - first[0]) * 12 + last[1] - first[1]
    if months < 0:
        return None
    return _iso(first), _iso(last) if ends.isdigit() else "now", months, found[0]


def _month(name: str | None, digits: str | None) -> int:
    """Give a month by its name or number; January for a year alone."""
    if name:
        return _MONTHS[name.casefold()]
    return min(max(int(digits or 1), 1), 12)


def _iso(month: tuple[int, int]) -> str:
    return f"{month[0]:04d}-{month[1]:02d}"
