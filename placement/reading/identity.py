"""The number on the identity card (NIK): what it says by itself, and whether that agrees with what else is known."""

from __future__ import annotations

import re
from datetime import date

from placement.errors import InvalidError

_NIK = re.compile(r"(?<![\w])\d(?:[\s.-]?\d){15}(?![\w])")
_ISLANDS = {1: "1-9", 2: "1", 3: "1-6", 5: "1-3", 6: "1-5", 7: "1-6", 8: "1-2", 9: "1-7"}
_PROVINCE = re.compile("|".join(f"{island}[{ends}]" for island, ends in _ISLANDS.items()))
"""The first two digits (Kepmendagri 300.2.2-2138/2025). Regencies were split since cards were issued: any will do."""


def check_nik(text: str, today: date) -> str:
    """Give the sixteen digits in a text; InvalidError, which never holds them, for a number that no card can bear.

    Region (Permendagri 72/2022: province, regency, district), day of birth (women's + 40), month, year, and a running
    number from 0001. The region is the one of the first registration and stays for life: it contradicts no address.
    """
    found = _NIK.search(text)
    digits = re.sub(r"\D", "", found[0]) if found else ""
    possible = digits.isascii() and _PROVINCE.match(digits) and "00" not in (digits[2:4], digits[4:6])
    if not possible or digits[12:] == "0000" or born(digits, today) is None:
        raise InvalidError("invalid_nik")
    return digits


def born(nik: str, today: date) -> date | None:
    """Give the day of birth that a number carries (women's days are 40 higher)."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    century = 2000 if 2000 + year <= today.year else 1900
    try:
        return date(century + year, month, day - 40 if day > 40 else day)
    except ValueError:
        return None


def sex_of(nik: str) -> str:
    """Give the sex that a number carries."""
    return "female" if int(nik[6:8]) > 40 else "male"


def contradictions(nik: str, *, birth_date: date | None = None, sex: str | None = None) -> tuple[str, ...]:
    """Name what does not agree with the number."""
    found = []
    if birth_date is not None and (int(nik[6:8]) % 40, int(nik[8:10]), int(nik[10:12])) != (
        birth_date.day % 40,
        birth_date.month,
        birth_date.year % 100,
    ):
        found.append("birth_date")
    if sex is not None and sex != sex_of(nik):
        found.append("sex")
    return tuple(found)


def masked(nik: str) -> str:
    """Show a number without telling it: the region's digits and the last two."""
    return f"{nik[:4]}••••••••••{nik[-2:]}"
