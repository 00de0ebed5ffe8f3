"""Days, months and lengths of time as people write them: «3 mei 99», «03/05/1999», «setahun setengah»."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = {
    "jan": 1, "januari": 1, "january": 1, "feb": 2, "februari": 2, "pebruari": 2, "february": 2, "mar": 3, "mrt": 3,
    "maret": 3, "march": 3, "apr": 4, "april": 4, "mei": 5, "may": 5, "jun": 6, "juni": 6, "june": 6, "jul": 7,
    "juli": 7, "july": 7, "ags": 8, "agt": 8, "agu": 8, "agts": 8, "agst": 8, "agus": 8, "agustus": 8, "aug": 8,
    "august": 8, "sep": 9, "sept": 9, "september": 9, "okt": 10, "oktober": 10, "oct": 10, "october": 10, "nov": 11,
    "nop": 11, "november": 11, "nopember": 11, "des": 12, "desember": 12, "dec": 12, "december": 12,
}  # fmt: skip
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d{2}|\d{2}|'\d{2})"
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
    re.compile(r"(?<!\d)(?P<day>\d{1,2})\s?[-/. ]\s?(?P<month>\d{1,2})\s?[-/. ]\s?(?P<year>\d{4}|\d{2})(?!\d)"),
)
"""The day comes first, as it does in Indonesia; every quantifier is bounded."""

_ONES = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "a": 1, "an": 1,
}  # fmt: skip
_COUNT = r"\d{1,3}(?:[.,]\d{1,2})?|" + "|".join(sorted(_ONES, key=len, reverse=True))
_YEARS = r"tahunan|tahun|taun|thn|th|years?|yrs?|yr"
_MONTH_WORDS = r"bulanan|bulan|bln|bl|months?|mos?"
_LENGTH = re.compile(
    rf"(?<![\w.,])(?:(?P<count>{_COUNT})\s?(?P<unit>{_YEARS}|{_MONTH_WORDS}|minggu|mgg|weeks?)"
    rf"|(?P<one>setahun|setaun|sebulan|seminggu)|(?P<half>(?:setengah|half(?: a)?)\s(?:{_YEARS})))"
    r"(?P<more>\s(?:setengah|lebih|an|and a half))?\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"(?:(?P<name1>{_NAMES})\s)?(?<!\d)(?P<year1>(?:19|20)\d{{2}})\s?(?:-|–|—|s/d|sd|sampai|sampe|smp|hingga|to|until)\s?"
    rf"(?:(?P<name2>{_NAMES})\s)?(?P<year2>(?:19|20)\d{{2}}|sekarang|skrg|skrng|skr|saat ini|kini|now|present)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_SHORT = re.compile(
    r"(?:lulus\w*|lulusan|angkatan|tamat\w*|thn|tahun|th|graduated|class of)\s(?:thn|tahun|th)?\s?'?(\d{2})(?!\d)",
    re.IGNORECASE,
)


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
    for pattern in _DATES:
        found = pattern.search(text)
        if found is None:
            continue
        parts = found.groupdict()
        month = _MONTHS[parts["name"].casefold()] if parts.get("name") else int(parts["month"])
        year = whole_year(int(parts["year"]), today)
        if past and year > today.year and len(parts["year"]) == 2:
            year -= 100
        try:
            return date(year, month, int(parts["day"])), found[0]
        except ValueError:
            return None, found[0]
    return None


def find_year(text: str, today: date) -> int | None:
    """Find a year: «lulus 2021», «angkatan 19»."""
    found = _ALONE.search(text)
    if found:
        return int(found[1])
    found = _SHORT.search(text)
    return whole_year(int(found[1]), today) if found else None


def find_months(text: str) -> tuple[int, str] | None:
    """Find a length of time in whole months: (months, its words); «1,5 tahun» 18, «dua tahun lebih» 24."""
    found = _LENGTH.search(text)
    if found is None:
        return None
    words = found[0]
    if found["unit"] and re.fullmatch(_YEARS, found["unit"], re.IGNORECASE) and not found["more"]:
        # «2 tahun 3 bulan»
        rest = re.compile(rf"\s(?:dan\s|and\s)?(\d{{1,2}})\s?(?:{_MONTH_WORDS})\b", re.IGNORECASE).match(
            text, found.end()
        )
        if rest:
            years = _ONES.get(found["count"].casefold()) or float(found["count"].replace(",", "."))
            return min(round(years * 12) + int(rest[1]), 999), words + rest[0]
    if found["one"]:
        months = {"setahun": 12.0, "setaun": 12.0, "sebulan": 1.0, "seminggu": 0.25}[found["one"].casefold()]
        unit = "year" if months == 12 else "month"
    elif found["half"]:
        return 6, words
    else:
        raw = found["count"].casefold()
        number = float(_ONES[raw]) if raw in _ONES else float(raw.replace(",", "."))
        unit = "year" if re.fullmatch(_YEARS, found["unit"], re.IGNORECASE) else "month"
        if re.fullmatch(r"minggu|mgg|weeks?", found["unit"], re.IGNORECASE):
            number /= 4.345
        months = number * (12 if unit == "year" else 1)
    if re.search(r"half|setengah", found["more"] or "", re.IGNORECASE):
        months += 6 if unit == "year" else 0.5
    return min(round(months), 999), words


def find_span(text: str, today: date) -> tuple[str, str, int, str] | None:
    """Find a span of work: (since, until, months, words); «2019-2021», «jan 2020 sampai sekarang».

    Months are ISO («2020-01»), years alone ISO too («2019»); «now» for a job that goes on.
    """
    found = _SPAN.search(text)
    if found is None:
        return None
    first = (int(found["year1"]), _MONTHS[found["name1"].casefold()] if found["name1"] else None)
    ends = found["year2"].casefold()
    if ends.isdigit():
        last: tuple[int, int | None] = (int(ends), _MONTHS[found["name2"].casefold()] if found["name2"] else None)
    else:
        last = (today.year, today.month)
    months = (last[0] - first[0]) * 12 + (last[1] or 1) - (first[1] or 1)
    if months < 0:
        return None
    until = "now" if not ends.isdigit() else _iso(last)
    return _iso(first), until, months, found[0]


def _iso(month: tuple[int, int | None]) -> str:
    return f"{month[0]:04d}-{month[1] or 1:02d}"


def days_later(today: date, days: int) -> date:
    """Give the day a number of days later."""
    return today + timedelta(days=days)
