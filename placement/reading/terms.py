"""From when somebody can work, and how far they would go."""

from __future__ import annotations

import re
from datetime import date, timedelta

from placement.reading.dates import find_date, find_months

_NOW = re.compile(
    r"\b(?:sekarang|skrg|skrng|skr|secepatnya|secepat|kapan\s?(?:pun|aja|saja)|segera|langsung|siap|hari ini|besok|bsk|"
    r"now|immediately|right away|asap|any\s?time|anytime|today|tomorrow)\b",
    re.IGNORECASE,
)
_WEEKS = re.compile(r"\b(\d{1,2}|se|satu|dua|tiga)\s?(?:minggu|mgg|weeks?)\b", re.IGNORECASE)
_NEXT_WEEK = re.compile(r"\b(?:minggu depan|pekan depan|mgg depan|next week)\b", re.IGNORECASE)
_NEXT_MONTH = re.compile(r"\b(?:bulan depan|bln depan|awal bulan|next month)\b", re.IGNORECASE)
_NEXT_YEAR = re.compile(r"\b(?:tahun depan|thn depan|next year|habis tahun baru|abis tahun baru)\b", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(r"\b(?:tgl|tanggal)\s(\d{1,2})\b", re.IGNORECASE)
_NEAR = re.compile(
    r"\b(?:dekat|deket|dkt|sekitar|daerah sini|"
    r"(?:nggak|ngga|gak|ga|gk|tidak|tdk|no)\s(?:mau\s|bisa\s|siap\s)?(?:pindah|jauh|luar kota)|"
    r"jangan jauh|near(?:by)?|close to home|can'?t move|won'?t move)\b",
    re.IGNORECASE,
)
_FAR = re.compile(
    r"\b(?:di\s?mana\s?(?:aja|saja|pun)|dmn aja|mana aja|mana saja|siap (?:di)?(?:tempatkan|pindah)|bersedia|"
    r"mau pindah|bisa pindah|"
    r"luar kota|luar daerah|merantau|seluruh indonesia|pindah gpp|gapapa pindah|anywhere|willing to move|relocate)\b",
    re.IGNORECASE,
)
_COUNTS = {"se": 1, "satu": 1, "dua": 2, "tiga": 3}


def read_available(text: str, today: date) -> date | None:
    """Give the day from which somebody can work; None when the text tells none."""
    found = find_date(text, today)
    if found and found[0]:
        return found[0]
    if _NEXT_MONTH.search(text):
        return date(today.year + today.month // 12, today.month % 12 + 1, 1)
    if _NEXT_WEEK.search(text):
        return today + timedelta(days=7 - today.weekday())
    if _NEXT_YEAR.search(text):
        return date(today.year + 1, 1, 2)
    weeks = _WEEKS.search(text)
    if weeks:
        return today + timedelta(weeks=_COUNTS.get(weeks[1].casefold()) or int(weeks[1]))
    months = find_months(text)
    if months:
        return today + timedelta(days=30 * months[0])
    day = _DAY_OF_MONTH.search(text)
    if day and 1 <= int(day[1]) <= 28:
        this = date(today.year, today.month, int(day[1]))
        return this if this >= today else date(today.year + today.month // 12, today.month % 12 + 1, int(day[1]))
    return today if _NOW.search(text) else None


def read_willing(text: str) -> bool | None:
    """Give whether somebody would move for work; None when the text does not tell."""
    if _NEAR.search(text):
        return False
    return True if _FAR.search(text) else None
