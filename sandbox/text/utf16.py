"""Lengths and offsets as Telegram counts them: UTF-16 code units."""

from __future__ import annotations

import re

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")


def length(text: str) -> int:
    """Return the number of UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 if not text.isascii() else len(text)


def cut(text: str, offset: int, size: int) -> str:
    """Return the part of a text at an offset, both in UTF-16 code units."""
    if text.isascii():
        return text[offset : offset + size]
    raw = text.encode("utf-16-le")
    return raw[offset * 2 : (offset + size) * 2].decode("utf-16-le", "replace")


def clean(text: str) -> str:
    """Return a text without what Telegram takes out: control characters become spaces, direction marks go."""
    return REMOVED.sub("", CONTROL.sub(" ", text))
