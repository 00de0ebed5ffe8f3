"""Wages as people write them → whole rupiah a month."""

from __future__ import annotations

import re
from collections.abc import Iterator

LEAST, MOST = 100_000, 500_000_000
"""Outside of these an amount is a slip, not a wage (rupiah a month)."""
FAR_TOO_MUCH = 1e15
"""Rupiah; more is not told apart."""

_UNITS = {
    "jt": 1_000_000,
    "juta": 1_000_000,
    "jtan": 1_000_000,
    "jutaan": 1_000_000,
    "m": 1_000_000_000,  # «4 M» is four milliard in Indonesian; nobody is paid so much a month.
    "miliar": 1_000_000_000,
    "milyar": 1_000_000_000,
    "mio": 1_000_000,
    "million": 1_000_000,
    "rb": 1_000,
    "ribu": 1_000,
    "rban": 1_000,
    "ribuan": 1_000,
    "k": 1_000,
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
# Every quantifier is bounded: a message of four thousand digits is read as fast as any other.
_NUMBER = r"(?<!\d)(?:\d{1,3}(?:[.,]\d{3}){1,5}|\d{1,15}(?:[.,]\d{1,2})?)"
_AMOUNT = re.compile(rf"({_NUMBER})\s{{0,3}}({_UNIT})?\b", re.IGNORECASE)
_RANGE = re.compile(
    rf"({_NUMBER})\s{{0,3}}({_UNIT})?\s{{0,3}}(?:-|–|sampai|sampe|s/d|sd|hingga|to)\s{{0,3}}(?:rp\.?\s{{0,3}})?"
    rf"({_NUMBER})\s{{0,3}}({_UNIT})?\b",
    re.IGNORECASE,
)


def parse_wage(text: str) -> tuple[int, int | None] | None:
    """Read «4-5 jutaan», «4,5 jt», «Rp4.500.000», «3500rb»: (least, most or None); None when there is no wage."""
    for least, most in amounts(text):
        if LEAST <= least <= MOST and (most is None or most <= MOST):
            return least, most
    return None


def amounts(text: str) -> Iterator[tuple[int, int | None]]:
    """Give the amounts of a text in rupiah, each (least, most or None), whether or not they can be a wage.

    A span comes first. A bare small number means millions («gaji 4»).
    """
    found = _RANGE.search(text)
    if found:
        unit = found.group(4) or found.group(2)
        low, high = _amount(found.group(1), found.group(2) or unit), _amount(found.group(3), unit)
        if low <= high:
            yield low, high
    for found in _AMOUNT.finditer(text):
        yield _amount(found.group(1), found.group(2)), None


def _amount(number: str, unit: str | None) -> int:
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number):
        value = float(re.sub(r"[.,]", "", number))
    else:
        value = float(number.replace(",", "."))
    if unit:
        value *= _UNITS[unit.casefold()]
    elif value < 100:
        value *= 1_000_000
    return round(min(value, FAR_TOO_MUCH))
