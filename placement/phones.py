"""Telephone numbers of Indonesia: as people write them, as they are kept (E.164), as they are shown."""

from __future__ import annotations

import re

_MOBILE = re.compile(r"(?:\+?62|0)(8\d{7,11})")


def find_mobile(text: str) -> str | None:
    """Give a mobile number in E.164; None for what is none («0813 8284 0080» → «+6281382840080»)."""
    match = _MOBILE.fullmatch(re.sub(r"[\s.()-]", "", text))
    return f"+62{match.group(1)}" if match else None


def shown(number: str) -> str:
    """Give a number as it is written in Indonesia, «0813-8284-0080»; one from elsewhere stays as it is."""
    kept = find_mobile(number)
    if kept is None:
        return number
    local = f"0{kept[3:]}"
    return "-".join((local[:4], *re.findall(r"\d{4}(?=\d{3})|\d{3,}", local[4:])))
