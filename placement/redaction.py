"""What a group of people may not see: identity numbers and phone numbers."""

from __future__ import annotations

import re

HIDDEN = "•••"
_NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[\s.()/-]{0,2}\d){8,}")
"""Nine digits and more, however they are grouped: an identity number has 16, a phone number from 9 on."""


def without_numbers(text: str) -> str:
    """Hide every number that may be an identity or a phone number; rather one too many than one too few."""
    return _NUMBER.sub(HIDDEN, text)
