"""Labelled messages: one JSON object a line, or Rasa's NLU YAML.

A line is `{"text", "intent", "style", "entities": [{"entity", "value"}]}`, a value being an exact part of the text;
style and entities may be left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nlu.tagging import Span

WRITTEN = re.compile(r"\[(?P<value>[^\]]+)\](?:\((?P<name>[^():]+)(?::[^()]*)?\)|(?P<more>\{[^}]*\}))")
"""An entity as Rasa's YAML has it: `[value](name)`, `[value](name:synonym)` or `[value]{"entity": "name"}`."""


class Trouble(ValueError):
    """What keeps the figures from being made; its words are for the person, its code for the shell."""

    def __init__(self, sentence: str, code: int = 2) -> None:
        """Take the sentence to show, and the exit code."""
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class Labelled:
    """What a message means; spans are (entity, start, end) in the order of the file."""

    text: str
    intent: str
    style: str = "-"
    spans: tuple[Span, ...] = ()


def read_labelled(path: Path) -> list[Labelled]:
    """Read a labelled file, or all YAML files under a folder.

    Raises:
        Trouble: There is no such file, or a line can't be used; the message names it.
    """
    files = [path]
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in (".yml", ".yaml"))
    messages = [message for file in files for message in _read(file)]
    if not messages:
        raise Trouble(f"{path} holds no labelled messages")
    return messages


def _read(path: Path) -> Iterator[Labelled]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Trouble(f"there is no file {path}") from None
    except UnicodeDecodeError:
        raise Trouble(f"{path} is not UTF-8 text") from None
    except OSError as problem:
        raise Trouble(f"{path} can't be read: {problem.strerror}") from problem
    return _read_yaml(path, text) if path.suffix in (".yml", ".yaml") else _read_lines(path, text)


def _read_lines(path: Path, text: str) -> Iterator[Labelled]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield _from_row(json.loads(line))
            except json.JSONDecodeError as problem:
                raise Trouble(f"{path}, line {number}: not JSON ({problem.msg}, column {problem.colno})") from problem
            except ValueError as problem:
                raise Trouble(f"{path}, line {number}: {problem}") from problem


def _from_row(row: Any) -> Labelled:
    text, intent = _words(row, "text"), _words(row, "intent")
    entities = row.get("entities") or []
    if not isinstance(entities, list):
        raise ValueError("'entities' is not a list")
    return Labelled(text, intent, str(row.get("style", "-")), _locate(text, entities))


def _words(row: Any, name: str) -> str:
    value = row.get(name) if isinstance(row, dict) else None
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name!r} is missing, or is not text")
    return value


def _locate(text: str, entities: list[Any]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for entity in entities:
        name, value = _words(entity, "entity"), _words(entity, "value")
        found = [*re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text), *re.finditer(re.escape(value), text)]
        free = [match.span() for match in found if not any(overlap((name, *match.span()), span) for span in spans)]
        if not free:
            raise ValueError(f"{value!r} is not in {text!r}")
        spans.append((name, *free[0]))
    return tuple(spans)


def _read_yaml(path: Path, text: str) -> Iterator[Labelled]:
    try:
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise Trouble(f"{path}, line {line}: not YAML ({problem.problem})") from problem
    except yaml.YAMLError as problem:
        raise Trouble(f"{path}: not YAML ({problem})") from problem
    for intent, written in _examples(path, content):
        try:
            yield _from_written(written, intent)
        except ValueError as problem:
            lines = enumerate(text.split("\n"), start=1)
            number = next((number for number, line in lines if written in line), 1)
            raise Trouble(f"{path}, line {number}: {problem}") from problem


def _examples(path: Path, content: Any) -> Iterator[tuple[str, str]]:
    """Give (intent, sentence with its entities) of Rasa's NLU YAML; synonyms and look-ups are none."""
    entries = content.get("nlu") if isinstance(content, dict) else None
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and "intent" in entry:
            examples = entry.get("examples") or []
            if not isinstance(examples, str | list):
                raise Trouble(f"{path}: the examples of {entry['intent']!r} are neither a list nor lines")
            for example in examples.splitlines() if isinstance(examples, str) else examples:
                written = example.get("text") if isinstance(example, dict) else example
                written = re.sub(r"^\s*-\s+", "", str(written or "")).strip()
                if written:
                    yield str(entry["intent"]), written


def _from_written(written: str, intent: str) -> Labelled:
    text, end = "", 0
    spans: list[Span] = []
    for match in WRITTEN.finditer(written):
        text += written[end : match.start()]
        name = match["name"] or _named(match["more"])
        spans.append((name, len(text), len(text) + len(match["value"])))
        text, end = text + match["value"], match.end()
    text += written[end:]
    if re.search(r"\][({]", text):
        raise ValueError(f"an entity is not closed in {written!r}")
    return Labelled(text, intent, "-", tuple(spans))


def _named(more: str) -> str:
    try:
        return _words(json.loads(more), "entity")
    except json.JSONDecodeError as problem:
        raise ValueError(f"{more} is not JSON") from problem


def overlap(one: Span, other: Span) -> bool:
    """Say whether both have the same name and share a character."""
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
