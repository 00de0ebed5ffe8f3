"""From when somebody can work, and how far they would go."""

from __future__ import annotations

import re
from datetime import date, timedelta

from placement.reading.dates import MONTH_NAMES, find_date, month_named
from placement.reading.numbers import COUNT, number

_NOT = r"(?:nggak|ngga|gak|ga|gk|g|tidak|tdk|enggak|ndak|belum|blm|jangan|jgn|not|no|never|can'?t|cannot|won'?t|don'?t)"
_NOT_YET = re.compile(
    rf"\b{_NOT}\s(?:bisa\s|mau\s|siap\s)?"
    r"(?:sekarang|skrg|skrng|skr|langsung|segera|besok|bsk|hari ini|siap|now|today|tomorrow)\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:sekarang|skrg|skrng|skr|secepatnya|secepat|kapan\s?(?:pun|aja|saja)|segera|langsung|siap|hari ini|"
    r"(?:sudah|udah|udh|sdh)\sbisa|now|immediately|right away|asap|any\s?time|today)\b",
    re.IGNORECASE,
)
_DAYS_AWAY = (
    (1, re.compile(r"\b(?:besok|bsk|tomorrow)\b", re.IGNORECASE)),
    (2, re.compile(r"\b(?:lusa|day after tomorrow)\b", re.IGNORECASE)),
)
_LENGTHS = {
    "day": r"hari|hr|days?",
    "week": r"minggu|mgg|pekan|weeks?",
    "month": r"bulan|bln|months?",
    "year": r"tahun|thn|years?",
}
_AFTER = re.compile(
    rf"\b(?:(?P<count>{COUNT})\s?|se)(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LENGTHS.items())
    + r")(?:an)?\b",
    re.IGNORECASE,
)
_NEXT_WEEK = re.compile(r"\b(?:minggu depan|pekan depan|mgg depan|next week)\b", re.IGNORECASE)
_NEXT_MONTH = re.compile(r"\b(?:(?:bulan|bln) dep[ae]n|next month)\b", re.IGNORECASE)
_NEXT_YEAR = re.compile(
    r"\b(?:(?:tahun|thn) dep[ae]n|next year|awal tahun|(?:habis|abis|setelah|after)\s(?:tahun baru|new year))\b",
    re.IGNORECASE,
)
_PART = re.compile(r"\b(?P<part>awal|pertengahan|tengah|akhir|early|mid|late|end of)\b", re.IGNORECASE)
_PARTS = {"awal": 1, "early": 1, "pertengahan": 15, "tengah": 15, "mid": 15, "akhir": 25, "late": 25, "end of": 25}
_OF_THE_MONTH = re.compile(r"\b(?:bulan|bln|the month|this month)\b", re.IGNORECASE)
_END_OF_YEAR = re.compile(r"\b(?:akhir tahun|akhir thn|end of (?:the )?year)\b", re.IGNORECASE)
_MONTH = re.compile(
    rf"(?:\b(?:tgl|tanggal)?\s?(?P<day1>\d{{1,2}})\s)?\b(?P<name>{MONTH_NAMES})\b"
    r"(?:\s(?:tgl|tanggal)?\s?(?P<day2>\d{1,2})(?!\d))?"
    r"(?:\s(?P<year>20\d{2}))?",
    re.IGNORECASE,
)
_DAY_OF_MONTH = re.compile(r"\b(?:tgl|tanggal|the)\s(\d{1,2})(?:th|st|nd|rd)?\b", re.IGNORECASE)
_WEEKDAYS = (
    re.compile(r"\b(?:senin|senen|monday)\b", re.IGNORECASE),
    re.compile(r"\b(?:selasa|tuesday)\b", re.IGNORECASE),
    re.compile(r"\b(?:rabu|wednesday)\b", re.IGNORECASE),
    re.compile(r"\b(?:kamis|thursday)\b", re.IGNORECASE),
    re.compile(r"\b(?:jum'?at|friday)\b", re.IGNORECASE),
    re.compile(r"\b(?:sabtu|saturday)\b", re.IGNORECASE),
    re.compile(r"\b(?:hari minggu|sunday)\b", re.IGNORECASE),
)
_EID = re.compile(r"\b(?:lebaran|idul\s?fitri|eid|puasa|ramadh?an)\b", re.IGNORECASE)
_EIDS = (
    date(2026, 3, 20), date(2027, 3, 10), date(2028, 2, 27), date(2029, 2, 15), date(2030, 2, 5), date(2031, 1, 25),
    date(2032, 1, 14), date(2033, 1, 3), date(2033, 12, 23), date(2034, 12, 12), date(2035, 12, 2),
)  # fmt: skip
"""1 Syawal by astronomical reckoning; the day itself is fixed by decree, a day sooner or later."""
_CHRISTMAS = re.compile(r"\b(?:natal|natalan|christmas)\b", re.IGNORECASE)
AFTER_A_FEAST = timedelta(days=7)
"""After a feast people come back a week later."""

_PLACES_AWAY = (
    r"(?:pindah\w{0,3}|jauh(?:2|[- ]jauh)?|luar\s(?:kota|daerah|jawa|pulau|provinsi)|merantau|rantau|far|move|moving|"
    r"relocate|relocation|away)"
)
_FINE = (
    rf"(?:{_NOT}\s(?:masalah|papa|apa[- ]?apa|apa2|keberatan|problem)|gpp|gapapa|gppa|ngga?kpapa|nggapapa|no problem|"
    r"boleh|oke|ok|ayo|ayok|gas|sama aja|sama saja|bebas|fine)"
)
_GLADLY = re.compile(
    rf"\b{_FINE}\b[^,.;\n]{{0,30}}\b{_PLACES_AWAY}\b|\b{_PLACES_AWAY}\b[^,.;\n]{{0,30}}\b{_FINE}\b", re.IGNORECASE
)
_NOT_FAR = re.compile(
    rf"\b{_NOT}\s(?:\w{{1,12}}\s){{0,2}}(?:{_PLACES_AWAY}|bersedia|siap|willing)\b|\b(?:dekat|deket|dkt)(?:2|-(?:dekat|deket))?\b|"
    r"\b(?:sekitar|daerah sini|sini aja|sini saja|pp|pulang pergi|commute|nearby|near|close to home)\b|"
    r"\bdi\s(?!\s?mana)\w{3,20}\s(?:aja|saja|doang)\b",
    re.IGNORECASE,
)
_NO = re.compile(rf"{_NOT}(?:\s(?:mau|bisa|dulu|deh|kak|min|bang|ya|thanks|sorry)){{0,2}}", re.IGNORECASE)
_FAR = re.compile(
    r"\b(?:di\s?mana\s?(?:aja|saja|pun)|dmn\s?(?:aja|saja|pun|aj)|(?:ke\s?)?mana\s?(?:aja|saja|pun)|siap|bersedia|"
    r"(?:mau|bisa|boleh)\s(?:\w{1,10}\s)?(?:pindah|jauh|merantau|ke luar|luar)|"
    r"luar (?:kota|daerah|jawa|pulau|provinsi)|merantau|"
    r"seluruh indonesia|anywhere|everywhere|willing|(?:can|could|happy to|ready to|will) (?:move|relocate)|relocate)\b",
    re.IGNORECASE,
)


def read_available(text: str, today: date) -> date | None:
    """Give the day from which somebody can work; None when the text tells none that is still to come."""
    found = find_date(text, today)
    if found:
        return found[0] if found[0] and found[0] >= today else None
    said = _NOT_YET.sub(" ", text)
    feast = _after_a_feast(said, today)
    if feast:
        return feast
    if _END_OF_YEAR.search(said):
        return _not_before(today, date(today.year, 12, 25))
    if _NEXT_YEAR.search(said):
        return date(today.year + 1, 1, 2)
    part, day = _PART.search(said), _DAY_OF_MONTH.search(said)
    in_month = int(day[1]) if day else _PARTS[part["part"].casefold()] if part else None
    if _NEXT_MONTH.search(said):
        return _in_month(today, 1, in_month or 1)
    if part and not day and _OF_THE_MONTH.search(said):
        return _next(today, in_month or 1)
    named = _MONTH.search(said)
    if named:
        return _named_month(named, in_month, today)
    if day:
        return _next(today, int(day[1]))
    for weekday, pattern in enumerate(_WEEKDAYS):
        if pattern.search(said):
            return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if _NEXT_WEEK.search(said):
        return today + timedelta(days=7 - today.weekday())
    after = _AFTER.search(said)
    if after:
        return _after(after, today)
    for days, pattern in _DAYS_AWAY:
        if pattern.search(said):
            return today + timedelta(days=days)
    return today if _NOW.search(said) else None


def _after_a_feast(text: str, today: date) -> date | None:
    if _EID.search(text):
        return next((day + AFTER_A_FEAST for day in _EIDS if day + AFTER_A_FEAST > today), None)
    if _CHRISTMAS.search(text):
        return _not_before(today, date(today.year, 12, 27))
    return None


def _not_before(today: date, day: date) -> date:
    return day if day >= today else day.replace(year=day.year + 1)


def _in_month(today: date, months: int, day: int) -> date:
    """Give a day of the month that lies some months ahead; its last day when it has no such day."""
    year, month = divmod(today.year * 12 + today.month - 1 + min(months, 600), 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(max(day, 1), last))


def _next(today: date, day: int) -> date | None:
    if not 1 <= day <= 31:
        return None
    this = _in_month(today, 0, day)
    return this if this >= today else _in_month(today, 1, day)


def _named_month(named: re.Match[str], in_month: int | None, today: date) -> date | None:
    month, day = month_named(named["name"]), int(named["day1"] or named["day2"] or in_month or 1)
    ahead = (month - today.month) % 12
    if named["year"]:
        ahead = (int(named["year"]) - today.year) * 12 + month - today.month
        if ahead < 0:
            return None
    found = _in_month(today, ahead, day)
    # «Mulai November» in November: from now on.
    told_day = named["day1"] or named["day2"] or in_month
    return found if found >= today else _in_month(today, 12, day) if told_day and not named["year"] else today


def _after(after: re.Match[str], today: date) -> date:
    count = number(after["count"]) if after["count"] else 1.0
    if after["day"]:
        return today + timedelta(days=round(count))
    if after["week"]:
        return today + timedelta(days=round(count * 7))
    return _in_month(today, round(count * (12 if after["year"] else 1)), today.day)


def read_willing(text: str) -> bool | None:
    """Give whether somebody would move for work; None when the text does not tell."""
    if _GLADLY.search(text):
        return True
    if _NOT_FAR.search(text) or _NO.fullmatch(text.strip(" -.,!\n")):
        return False
    return True if _FAR.search(text) else None
