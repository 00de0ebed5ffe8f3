"""Labelled messages against a running server: how often intents and entities are understood.

A file holds one JSON object a line: `{"text", "intent", "style", "entities": [{"entity", "value"}]}`, a value being an
exact part of the text. `nlu_fallback` counts as `out_of_scope`. Entities compare by name and place.
"""

from __future__ import annotations

import json
import re
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OUT_OF_SCOPE = "out_of_scope"
Span = tuple[str, int, int]


@dataclass(frozen=True)
class Labelled:
    """What a message means; spans are (entity, start, end)."""

    text: str
    intent: str
    style: str
    spans: frozenset[Span]


def read_labelled(path: Path) -> list[Labelled]:
    """Read a labelled file.

    Raises:
        ValueError: A line can't be used; the message names it.
    """
    messages = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                row = json.loads(line)
                spans = _locate(row["text"], row.get("entities", []))
                messages.append(Labelled(row["text"], row["intent"], row.get("style", "-"), spans))
            except (KeyError, TypeError, ValueError) as problem:
                raise ValueError(f"{path}, line {number}: {problem}") from problem
    if not messages:
        raise ValueError(f"{path} holds no messages")
    return messages


def _locate(text: str, entities: Iterable[dict[str, str]]) -> frozenset[Span]:
    spans: set[Span] = set()
    for entity in entities:
        name, value = entity["entity"], entity["value"]
        found = [*re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text), *re.finditer(re.escape(value), text)]
        free = [m for m in found if not any(s[0] == name and s[1] < m.end() and m.start() < s[2] for s in spans)]
        if not free:
            raise ValueError(f"{value!r} is not in {text!r}")
        spans.add((name, free[0].start(), free[0].end()))
    return frozenset(spans)


def parse(url: str, text: str, timeout: float = 30.0) -> dict[str, Any]:
    """Have a running server parse one text; OSError if it can't be reached."""
    request = urllib.request.Request(  # noqa: S310 - the address is the operator's own
        f"{url.rstrip('/')}/model/parse",
        data=json.dumps({"text": text}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=timeout) as response:  # noqa: S310
        parsed: dict[str, Any] = json.load(response)
    return parsed


def score(wanted: list[Labelled], parsed: list[dict[str, Any]]) -> dict[str, Any]:
    """Compare parses with labels, in the same order; shares are 0 to 1."""
    got = [_intent(parse) for parse in parsed]
    by_style: dict[str, list[bool]] = defaultdict(list)
    confused: Counter[str] = Counter()
    exact = overlapping = predicted = labelled = 0
    for message, intent, answer in zip(wanted, got, parsed, strict=True):
        by_style[message.style].append(message.intent == intent)
        if message.intent != intent:
            confused[f"{message.intent} → {intent}"] += 1
        spans = {(e["entity"], e["start"], e["end"]) for e in answer.get("entities", [])}
        exact += len(spans & message.spans)
        overlapping += _overlapping(message.spans, spans)
        predicted += len(spans)
        labelled += len(message.spans)
    foreign = [intent for message, intent in zip(wanted, got, strict=True) if message.intent == OUT_OF_SCOPE]
    intents = [message.intent for message in wanted]
    right = sum(w == g for w, g in zip(intents, got, strict=True))
    return {
        "messages": len(wanted),
        "intent_accuracy": right / len(wanted),
        "intent_macro_f1": _macro_f1(intents, got),
        "entity_f1_exact": _f1(exact, predicted, labelled),
        "entity_f1_overlapping": _f1(overlapping, predicted, labelled),
        "out_of_scope_false_accept": sum(g != OUT_OF_SCOPE for g in foreign) / len(foreign) if foreign else None,
        "accuracy_by_style": {style: sum(oks) / len(oks) for style, oks in sorted(by_style.items())},
        "confused": dict(confused.most_common()),
    }


def _intent(parse: dict[str, Any]) -> str:
    name = (parse.get("intent") or {}).get("name") or OUT_OF_SCOPE
    return OUT_OF_SCOPE if name == "nlu_fallback" else str(name)


def _overlapping(wanted: Iterable[Span], got: Iterable[Span]) -> int:
    free, hits = set(got), 0
    for name, start, end in sorted(wanted):
        match = next((span for span in sorted(free) if span[0] == name and span[1] < end and start < span[2]), None)
        if match:
            free.remove(match)
            hits += 1
    return hits


def _f1(hits: int, predicted: int, labelled: int) -> float:
    return 2 * hits / (predicted + labelled) if predicted + labelled else 0.0


def _macro_f1(wanted: list[str], got: list[str]) -> float:
    hits = Counter(w for w, g in zip(wanted, got, strict=True) if w == g)
    wanted_counts, got_counts = Counter(wanted), Counter(got)
    scores = [_f1(hits[name], got_counts[name], count) for name, count in wanted_counts.items()]
    return sum(scores) / len(scores)
