"""The language of a page, by what the browser asks for."""

from __future__ import annotations

from placement.wording import LANGUAGES


def preferred(accept: str) -> str:
    """Give our language that an Accept-Language header likes best; Indonesian when it names none of ours."""
    best, liking = LANGUAGES[0], 0.0
    for part in accept[:200].split(","):
        tag, _, rest = part.strip().partition(";")
        # «in» is what Indonesian was called before 1989, and what old phones still send.
        language = {"in": "id"}.get(tag[:2].lower(), tag[:2].lower())
        quality = _quality(rest)
        if language in LANGUAGES and quality > liking:
            best, liking = language, quality
    return best


def _quality(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
