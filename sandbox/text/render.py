"""Text and entities as safe HTML for a phone's page."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from sandbox.text.utf16 import cut, length

TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote>", "</blockquote>"),
}


def _tags(entity: dict[str, Any], words: str) -> tuple[str, str] | None:
    kind = entity["type"]
    if kind in TAGS:
        return TAGS[kind]
    target = {
        "text_link": entity.get("url", ""),
        "url": words if "://" in words else f"https://{words}",
        "email": f"mailto:{words}",
        "phone_number": f"tel:{words}",
    }.get(kind)
    if target and target.split(":")[0] in ("http", "https", "mailto", "tel"):
        return f'<a href="{html.escape(target)}" target="_blank" rel="noopener noreferrer">', "</a>"
    return None


def render_html(text: str, entities: Sequence[dict[str, Any]]) -> str:
    """Return HTML without anything that a person did not mean; newlines stay."""
    opened: dict[int, list[str]] = {}
    closed: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda one: (one["offset"], -one["length"])):
        tags = _tags(entity, cut(text, entity["offset"], entity["length"]))
        if tags:
            opened.setdefault(entity["offset"], []).append(tags[0])
            closed.setdefault(entity["offset"] + entity["length"], []).insert(0, tags[1])
    points = sorted({0, length(text), *opened, *closed})
    out: list[str] = []
    for start, end in zip(points, [*points[1:], points[-1]], strict=True):
        out += closed.get(start, [])
        out += opened.get(start, [])
        out.append(html.escape(cut(text, start, end - start), quote=False))
    return "".join(out)
