"""Entities that Telegram finds by itself: commands, links, mentions, e-mail addresses, phone numbers."""

from __future__ import annotations

import re
from typing import Any

from sandbox.text.utf16 import length

PATTERNS = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]+\.)+[a-zA-Z]{2,24}(?!\w)")),
    ("url", re.compile(r"(?<![\w@.])(?:https?://[^\s<>\"]+|(?:[a-zA-Z0-9-]+\.)+(?:com|id|org|net|io|me|info)(?:/\S*)?)(?<![.,;:!?)])")),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z0-9_]{3,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<!\w)#\w{1,256}")),
    ("phone_number", re.compile(r"(?<!\w)\+\d[\d \-]{7,16}\d(?!\w)")),
)  # fmt: skip


def find_entities(text: str) -> list[dict[str, Any]]:
    """Return the entities of a plain text, in order, none over another."""
    if not any(sign in text for sign in "/@.#+"):
        return []
    taken: list[tuple[int, int]] = []
    found: list[dict[str, Any]] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found.append({"type": kind, "offset": length(text[: match.start()]), "length": length(match[0])})
    return sorted(found, key=lambda entity: entity["offset"])
