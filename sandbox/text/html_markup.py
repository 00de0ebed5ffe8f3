"""Telegram's HTML: the tags it knows, and the sentences of its errors.

Source: https://core.telegram.org/bots/api#html-style (tags) and the public server's messages (errors).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from sandbox.errors import ApiError, bad_request
from sandbox.text.utf16 import length

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
KNOWN = {*SIMPLE, "a", "span", "tg-emoji"}
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z0-9-]*)(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
ATTRIBUTE = re.compile(r"([a-zA-Z0-9-]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
ENTITY = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|lt|gt|amp|quot);?")


def _error(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


@dataclass(slots=True)
class _Open:
    name: str
    attributes: dict[str, str]
    start: int


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the text and the entities of a text in Telegram's HTML.

    Raises:
        ApiError: with Telegram's sentence.
    """
    parts: list[str] = []
    entities: list[dict[str, Any]] = []
    stack: list[_Open] = []
    at = 0
    written = 0
    while at < len(source):
        bracket = source.find("<", at)
        chunk = _unescape(source[at : bracket if bracket >= 0 else len(source)])
        parts.append(chunk)
        written += length(chunk)
        if bracket < 0:
            break
        where = len(source[:bracket].encode())
        tag = TAG.match(source, bracket)
        if tag is None:
            kind = "end" if source.startswith("</", bracket) else "start"
            raise _error(f"Unclosed {kind} tag at byte offset {where}")
        name = tag["name"].lower()
        if tag["end"]:
            _close(stack, name, where, written, entities)
        else:
            if name not in KNOWN:
                raise _error(f'Unsupported start tag "{name}" at byte offset {where}')
            attributes = {
                key.lower(): html.unescape(value.strip("\"'")) for key, value in ATTRIBUTE.findall(tag["attributes"])
            }
            if name == "span" and attributes.get("class") != "tg-spoiler":
                raise _error(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
            stack.append(_Open(name, attributes, written))
        at = tag.end()
    if stack:
        raise _error(f'Can\'t find end tag corresponding to start tag "{stack[-1].name}"')
    return "".join(parts), entities


def _unescape(text: str) -> str:
    return ENTITY.sub(lambda found: html.unescape(f"&{found[1]};"), text)


def _close(stack: list[_Open], name: str, where: int, written: int, entities: list[dict[str, Any]]) -> None:
    if not stack:
        raise _error(f"Unexpected end tag at byte offset {where}")
    opened = stack.pop()
    if name and opened.name != name:
        raise _error(f'Unmatched end tag at byte offset {where}, expected "</{opened.name}>", found "</{name}>"')
    if written == opened.start:
        return
    entity: dict[str, Any] = {"offset": opened.start, "length": written - opened.start}
    if opened.name == "a":
        href = opened.attributes.get("href", "")
        if not re.match(r"(https?|tg)://|mailto:|tel:", href):
            return
        entity |= {"type": "text_link", "url": href}
    elif opened.name == "tg-emoji":
        if not opened.attributes.get("emoji-id", "").isdigit():
            raise _error("Invalid custom emoji identifier specified")
        entity |= {"type": "custom_emoji", "custom_emoji_id": opened.attributes["emoji-id"]}
    elif opened.name == "code" and stack and stack[-1].name == "pre" and "class" in opened.attributes:
        stack[-1].attributes["language"] = opened.attributes["class"].removeprefix("language-")
        return
    else:
        entity["type"] = SIMPLE.get(opened.name, "spoiler")
        if opened.name == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        if opened.name == "pre" and "language" in opened.attributes:
            entity["language"] = opened.attributes["language"]
    entities.append(entity)
