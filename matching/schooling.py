"""Levels of schooling in order (the codes of the registration card)."""

from __future__ import annotations

LEVELS = ("none", "sd", "smp", "sma", "smk", "d1", "d2", "d3", "d4", "s1", "s2", "s3")
"""All codes, lowest first."""

_RANKS = {
    "none": 0,
    "sd": 1,
    "smp": 2,
    "sma": 3,
    "smk": 3,
    "d1": 4,
    "d2": 5,
    "d3": 6,
    "d4": 7,
    "s1": 7,
    "s2": 8,
    "s3": 9,
}

NOT_SAID = -1


def rank(level: str | None) -> int:
    """Return the place of a level, equal for equivalents (sma and smk, d4 and s1); -1 when not said or not known."""
    return _RANKS.get(level, NOT_SAID) if level else NOT_SAID
