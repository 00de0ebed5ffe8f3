"""JSON as it goes over the wire, lone surrogates too: Telegram's own servers escape them, and a bot must survive it."""

from __future__ import annotations

import json
from typing import Any

import orjson


def to_json(value: Any) -> bytes:
    """Return a value as JSON; what UTF-8 can't hold is escaped."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return json.dumps(value, separators=(",", ":")).encode("ascii")


def from_json(body: bytes) -> Any:
    """Return what JSON says, escaped surrogates included.

    Raises:
        ValueError: it is not JSON.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return json.loads(body)
