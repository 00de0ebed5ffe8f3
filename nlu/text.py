"""Message texts made safe for parsing: no NUL or lone surrogates, no intent payloads, a bounded length."""

from __future__ import annotations

import re

MAX_LENGTH = 4096  # Telegram's own limit; what is longer was not typed in Telegram

_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_PAYLOAD_START = re.compile(r"^[\s/]+")


def clean(text: str) -> str:
    """Give the text as it may be parsed: at most `MAX_LENGTH` characters, never starting with `/`.

    Rasa reads «/inform{…}» as an intent with entities, whoever typed it.
    """
    return _PAYLOAD_START.sub("", _UNREADABLE.sub(" ", text[:MAX_LENGTH])).rstrip()
