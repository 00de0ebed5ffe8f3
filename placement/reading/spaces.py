"""Spaces brought together, so that no pattern has to look for how many there are."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_RUNS = re.compile(r"[^\S\n]+")


def single(text: str) -> str:
    """Give a text with one space where there were several, without empty lines and spaces around lines."""
    lines = (_RUNS.sub(" ", line).strip() for line in _LINE_ENDS.split(text))
    return "\n".join(line for line in lines if line)
