"""From what a client sends to what Telegram keeps: parsed, cleaned, trimmed, with its entities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.errors import bad_request
from sandbox.text.found import find_entities
from sandbox.text.html_markup import parse_html
from sandbox.text.markdown_markup import parse_markdown_v2
from sandbox.text.utf16 import clean, length


def formatted(
    text: str, parse_mode: str | None, entities: Sequence[dict[str, Any]], limit: int, too_long: str
) -> tuple[str, list[dict[str, Any]]]:
    """Return the kept text and its entities.

    Args:
        text: as sent.
        parse_mode: HTML, MarkdownV2, or none.
        entities: given instead of a parse mode.
        limit: in UTF-16 code units after parsing.
        too_long: what is said beyond it.

    Raises:
        ApiError: Telegram's 400.
    """
    text = clean(text)
    mode = (parse_mode or "").lower()
    if mode == "html":
        text, own = parse_html(text)
    elif mode in ("markdownv2", "markdown"):
        text, own = parse_markdown_v2(text)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        own = [dict(entity) for entity in entities]
    text, own = _trimmed(text, own)
    if length(text) > limit:
        raise bad_request(too_long)
    covered = [(entity["offset"], entity["offset"] + entity["length"]) for entity in own]
    for entity in find_entities(text):
        end = entity["offset"] + entity["length"]
        inside_code = any(
            other["type"] in ("code", "pre", "text_link") and start < end and entity["offset"] < stop
            for other, (start, stop) in zip(own[: len(covered)], covered, strict=False)
        )
        if not inside_code:
            own.append(entity)
    return text, sorted(own, key=lambda entity: (entity["offset"], -entity["length"]))


def _trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    stripped = text.lstrip()
    ahead = length(text) - length(stripped)
    stripped = stripped.rstrip()
    whole = length(stripped)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - ahead)
        end = min(whole, entity["offset"] - ahead + entity["length"])
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return stripped, kept
