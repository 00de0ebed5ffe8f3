"""Telegram's MarkdownV2, with the sentences of its errors.

Source: https://core.telegram.org/bots/api#markdownv2-style.
"""

from __future__ import annotations

import re
from typing import Any

from sandbox.errors import ApiError, bad_request
from sandbox.text.utf16 import length

RESERVED = set("_*[]()~`>#+-=|{}.!")
MARKS = (
    ("||", "spoiler", "Spoiler"),
    ("__", "underline", "Underline"),
    ("*", "bold", "Bold"),
    ("_", "italic", "Italic"),
    ("~", "strikethrough", "Strikethrough"),
)


def _error(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.written = 0
        self.entities: list[dict[str, Any]] = []

    @property
    def where(self) -> int:
        return len(self.source[: self.at].encode())

    def put(self, text: str) -> None:
        self.text.append(text)
        self.written += length(text)

    def add(self, kind: str, start: int, **more: Any) -> None:
        if self.written > start:
            self.entities.append({"type": kind, "offset": start, "length": self.written - start, **more})

    def raw_until(self, mark: str, name: str) -> str:
        begin = self.where
        self.at += len(mark)
        end = self.at
        while True:
            end = self.source.find(mark, end)
            if end < 0:
                raise _error(f"Can't find end of {name} entity at byte offset {begin}")
            if self.source[end - 1] != "\\":
                break
            end += 1
        raw = self.source[self.at : end]
        self.at = end + len(mark)
        return re.sub(r"\\([\x01-\x7e])", r"\1", raw)


def parse_markdown_v2(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the text and the entities of a text in MarkdownV2.

    Raises:
        ApiError: with Telegram's sentence.
    """
    reader = _Reader(source)
    stack: list[tuple[str, str, str, int, int]] = []  # mark, kind, name, start, byte offset
    while reader.at < len(source):
        char = source[reader.at]
        if char == "\\" and reader.at + 1 < len(source) and ord(source[reader.at + 1]) < 127:
            reader.put(source[reader.at + 1])
            reader.at += 2
            continue
        if source.startswith("```", reader.at):
            start = reader.written
            block = reader.raw_until("```", "Pre")
            language, newline, rest = block.partition("\n")
            is_named = bool(newline) and re.fullmatch(r"\w+", language)
            reader.put(rest if is_named or (newline and not language) else block)
            reader.add("pre", start, **({"language": language} if is_named else {}))
            continue
        if char == "`":
            start = reader.written
            reader.put(reader.raw_until("`", "Code"))
            reader.add("code", start)
            continue
        if char == ">" and (reader.at == 0 or source[reader.at - 1] == "\n"):
            stack.append((">", "blockquote", "Blockquote", reader.written, reader.where))
            reader.at += 1
            continue
        if char == "\n" and stack and stack[-1][0] == ">":
            if source.startswith("\n>", reader.at):
                reader.put("\n")
                reader.at += 2
                continue
            reader.add("blockquote", stack.pop()[3])
        if char == "[" or source.startswith("![", reader.at):
            stack.append(("[", "text_link", "TextUrl", reader.written, reader.where))
            reader.at += 1 if char == "[" else 2
            continue
        if char == "]" and stack and stack[-1][0] == "[":
            _link(reader, stack.pop())
            continue
        if _mark(reader, stack):
            continue
        if char in RESERVED:
            raise _error(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")
        reader.put(char)
        reader.at += 1
    if stack and stack[-1][0] == ">":
        reader.add("blockquote", stack.pop()[3])
    if stack:
        raise _error(f"Can't find end of {stack[-1][2]} entity at byte offset {stack[-1][4]}")
    return "".join(reader.text), reader.entities


def _mark(reader: _Reader, stack: list[tuple[str, str, str, int, int]]) -> bool:
    for mark, kind, name in MARKS:
        if not reader.source.startswith(mark, reader.at):
            continue
        if stack and stack[-1][0] == mark:
            reader.add(kind, stack.pop()[3])
        else:
            stack.append((mark, kind, name, reader.written, reader.where))
        reader.at += len(mark)
        return True
    return False


def _link(reader: _Reader, opened: tuple[str, str, str, int, int]) -> None:
    reader.at += 1
    url = ""
    if reader.source.startswith("(", reader.at):
        end = reader.source.find(")", reader.at)
        if end < 0:
            raise _error(f"Can't find end of a URL at byte offset {reader.where}")
        url = re.sub(r"\\(.)", r"\1", reader.source[reader.at + 1 : end])
        reader.at = end + 1
    if re.match(r"tg://emoji\?id=\d+", url):
        reader.add("custom_emoji", opened[3], custom_emoji_id=url.partition("=")[2])
    elif url:
        reader.add("text_link", opened[3], url=url)
