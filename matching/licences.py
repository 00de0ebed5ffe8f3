"""Driving licences: which holds which."""

from __future__ import annotations

from collections.abc import Iterable

_A = ("sim-a",)
_B1 = (*_A, "sim-b1")
_HOLDS = {
    "sim-a-umum": _A,
    "sim-b1": _A,
    "sim-b1-umum": (*_B1, "sim-a-umum"),
    "sim-b2": _B1,
    "sim-b2-umum": (*_B1, "sim-a-umum", "sim-b1-umum", "sim-b2"),
    "sim-c1": ("sim-c",),
    "sim-c2": ("sim-c", "sim-c1"),
}
"""By Police Regulation 5/2021: the heavier holds the lighter, and a public licence the private one."""


def covered(licences: Iterable[str]) -> frozenset[str]:
    """Return licences with all that they hold; codes that are no driving licence stand for themselves."""
    owned = frozenset(licences)
    return owned.union(*(_HOLDS.get(licence, ()) for licence in owned))
