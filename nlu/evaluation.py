"""Labelled messages against a model or a running server: how often intents and entities are understood.

`nlu_fallback` counts as `out_of_scope`. Entities compare by name and place, not by value, which a normaliser may have
rewritten.
"""

from __future__ import annotations

import http.client
import json
import math
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nlu.labelled import Labelled, Trouble, overlap
from nlu.tagging import Span

OUT_OF_SCOPE = "out_of_scope"
FALLBACK = "nlu_fallback"
BINS = 10
Report = dict[str, Any]
Parser = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Answer:
    """What was understood: the intent after the fallbacks, and the classifier's own first guess with its confidence."""

    intent: str
    guess: str
    confidence: float
    spans: tuple[Span, ...] = ()
    seconds: float = 0.0


def parse(url: str, text: str, timeout: float = 30.0) -> dict[str, Any]:
    """Have a running server parse one text.

    Raises:
        Trouble: It can't be reached, or doesn't give a parse.
    """
    try:
        request = urllib.request.Request(  # noqa: S310 - the address is the operator's own
            f"{url.rstrip('/')}/model/parse",
            data=json.dumps({"text": text}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=timeout) as response:  # noqa: S310
            parsed = json.load(response)
    except urllib.error.HTTPError as problem:
        raise Trouble(
            f"{url} answers {problem.code} {problem.reason}: is it Rasa, with a model loaded?", 1
        ) from problem
    except (OSError, http.client.HTTPException) as problem:
        why = getattr(problem, "reason", problem)
        raise Trouble(f"{url} does not answer ({why}): start it with «python -m nlu serve»", 1) from problem
    except ValueError as problem:
        raise Trouble(f"{url} is no address of a Rasa server ({problem})") from problem
    if not isinstance(parsed, dict) or "intent" not in parsed:
        raise Trouble(f"{url} does not give a parse: is it Rasa?", 1)
    return parsed


def answer_of(parsed: Mapping[str, Any], seconds: float = 0.0) -> Answer:
    """Read what Rasa gives for a text.

    The fallbacks put themselves first with a confidence that is none (a threshold, or that of the guess they doubt), so
    that calibration is measured on the first guess behind them.
    """
    intent = parsed.get("intent") or {}
    name = str(intent.get("name") or FALLBACK)
    guesses = [guess for guess in (intent, *(parsed.get("intent_ranking") or ())) if guess.get("name") != FALLBACK]
    guess = guesses[0] if guesses else intent
    spans = {(e["entity"], e["start"], e["end"]) for e in parsed.get("entities") or ()}
    return Answer(
        OUT_OF_SCOPE if name == FALLBACK else name,
        str(guess.get("name") or OUT_OF_SCOPE),
        float(guess.get("confidence") or 0.0),
        tuple(sorted(spans)),
        seconds,
    )


def score(messages: Sequence[Labelled], answers: Sequence[Answer]) -> Report:
    """Compare answers with labels, in the same order: shares are 0 to 1, None where there is nothing to share.

    Macro-F1 is the mean over the intents of the file. Latencies are nearest-rank percentiles in milliseconds.
    """
    pairs = list(zip(messages, answers, strict=True))
    foreign = [answer.intent != OUT_OF_SCOPE for message, answer in pairs if message.intent == OUT_OF_SCOPE]
    ours = [answer.intent == OUT_OF_SCOPE for message, answer in pairs if message.intent != OUT_OF_SCOPE]
    by_intent = _by_intent(pairs)
    milliseconds = sorted(answer.seconds * 1000 for answer in answers)
    return {
        "messages": len(pairs),
        "intent_accuracy": sum(m.intent == a.intent for m, a in pairs) / len(pairs),
        "intent_macro_f1": _mean([row["f1"] for row in by_intent.values() if row["count"]]),
        "out_of_scope_false_accept": _mean(foreign),
        "in_scope_fallback": _mean(ours),
        "entities": _entity_scores([(m.spans, a.spans) for m, a in pairs]),
        "calibration": _calibration([(a.confidence, a.guess == m.intent) for m, a in pairs]),
        "latency_ms": {"p50": _percentile(milliseconds, 0.5), "p95": _percentile(milliseconds, 0.95)},
        "accuracy_by_style": _by_style(pairs),
        "by_intent": by_intent,
        "entities_by_name": _by_entity(pairs),
        "confused": _confused(pairs),
    }


def flat(report: Report) -> dict[str, float | None]:
    """Give the figures of a report that two models can be compared by, under dotted names."""
    single = ("intent_accuracy", "intent_macro_f1", "out_of_scope_false_accept", "in_scope_fallback")
    return {
        **{name: report[name] for name in single},
        **{f"entities.{name}": report["entities"][name] for name in ("exact_f1", "overlap_f1")},
        "calibration.expected_error": report["calibration"]["expected_error"],
        **{f"latency_ms.{name}": value for name, value in report["latency_ms"].items()},
        **{f"accuracy_by_style.{name}": row["accuracy"] for name, row in report["accuracy_by_style"].items()},
        **{f"by_intent.{name}": row["f1"] for name, row in report["by_intent"].items()},
        **{f"entities_by_name.{name}": row["exact_f1"] for name, row in report["entities_by_name"].items()},
    }


def compare(messages: Sequence[Labelled], first: Sequence[Answer], second: Sequence[Answer]) -> Report:
    """Set two models' answers to the same messages side by side; a difference is the second's figure less the first's.

    `mended` are the intents that only the second has right, `broken` those that only the first has; `mcnemar_p` is how
    likely it is that chance alone parts them so.
    """
    reports = score(messages, first), score(messages, second)
    left, right = map(flat, reports)
    figures: dict[str, Report] = {}
    for name in {**left, **right}:
        a, b = left.get(name), right.get(name)
        figures[name] = {"a": a, "b": b, "difference": None if a is None or b is None else b - a}
    changed: dict[tuple[bool, bool], list[dict[str, str]]] = {(False, True): [], (True, False): []}
    for message, a_said, b_said in zip(messages, first, second, strict=True):
        side = a_said.intent == message.intent, b_said.intent == message.intent
        if side in changed:
            row = {"text": message.text, "wanted": message.intent, "a": a_said.intent, "b": b_said.intent}
            changed[side].append(row)
    mended, broken = changed.values()
    return {
        "messages": len(messages),
        "figures": figures,
        "mcnemar_p": mcnemar(len(mended), len(broken)),
        "mended": mended,
        "broken": broken,
        "a": reports[0],
        "b": reports[1],
    }


def mcnemar(mended: int, broken: int) -> float:
    """Give the exact two-sided p of McNemar's test: a fair coin's to fall so unevenly (Psychometrika 12, 1947)."""
    tosses = mended + broken
    tail: int = sum(math.comb(tosses, heads) for heads in range(min(mended, broken) + 1))
    return min(1.0, 2 * tail / (1 << tosses))


Pairs = Sequence[tuple[Labelled, Answer]]


def _by_style(pairs: Pairs) -> dict[str, Report]:
    right: dict[str, list[bool]] = {}
    for message, answer in pairs:
        right.setdefault(message.style, []).append(message.intent == answer.intent)
    return {style: {"accuracy": _mean(oks), "count": len(oks)} for style, oks in sorted(right.items())}


def _by_intent(pairs: Pairs) -> dict[str, Report]:
    """Give the figures of every intent that was wanted or got."""
    hits = Counter(m.intent for m, a in pairs if m.intent == a.intent)
    wanted, got = Counter(m.intent for m, _ in pairs), Counter(a.intent for _, a in pairs)
    return {
        name: {
            "precision": hits[name] / got[name] if got[name] else None,
            "recall": hits[name] / wanted[name] if wanted[name] else None,
            "f1": _f1(hits[name], got[name], wanted[name]),
            "count": wanted[name],
            "got": got[name],
        }
        for name in sorted({*wanted, *got})
    }


def _by_entity(pairs: Pairs) -> dict[str, Report]:
    """Give the figures of every entity that was wanted or got."""
    names = {span[0] for message, answer in pairs for span in (*message.spans, *answer.spans)}
    result = {}
    for name in sorted(names):
        of_name = [
            tuple([span for span in spans if span[0] == name] for spans in (message.spans, answer.spans))
            for message, answer in pairs
        ]
        result[name] = {
            **_entity_scores([(wanted, got) for wanted, got in of_name]),
            "count": sum(len(wanted) for wanted, _ in of_name),
            "got": sum(len(got) for _, got in of_name),
        }
    return result


def _entity_scores(pairs: Iterable[tuple[Sequence[Span], Sequence[Span]]]) -> dict[str, float]:
    exact = overlapping = wanted_total = got_total = 0
    for wanted, got in pairs:
        exact += len(set(wanted) & set(got))
        overlapping += _overlapping(wanted, got)
        wanted_total, got_total = wanted_total + len(wanted), got_total + len(got)
    return {"exact_f1": _f1(exact, got_total, wanted_total), "overlap_f1": _f1(overlapping, got_total, wanted_total)}


def _overlapping(wanted: Sequence[Span], got: Sequence[Span]) -> int:
    free, hits = list(got), 0
    for span in wanted:
        match = next((other for other in free if overlap(span, other)), None)
        if match:
            free.remove(match)
            hits += 1
    return hits


def _confused(pairs: Pairs) -> list[dict[str, Any]]:
    texts: dict[tuple[str, str], list[str]] = {}
    for message, answer in pairs:
        if message.intent != answer.intent:
            texts.setdefault((message.intent, answer.intent), []).append(message.text)
    rows = [{"wanted": w, "got": g, "count": len(said), "texts": said} for (w, g), said in texts.items()]
    return sorted(rows, key=lambda row: -len(row["texts"]))


def _calibration(guesses: Sequence[tuple[float, bool]]) -> Report:
    """Give the expected calibration error over ten bins of equal width (Guo et al., ICML 2017), and the bins."""
    bins: list[Report] = []
    for at in range(BINS):
        inside = [guess for guess in guesses if min(int(guess[0] * BINS), BINS - 1) == at]
        confidence, accuracy = _mean([one for one, _ in inside]), _mean([right for _, right in inside])
        edges = {"from": at / BINS, "to": (at + 1) / BINS}
        bins.append({**edges, "count": len(inside), "confidence": confidence, "accuracy": accuracy})
    gaps = [row["count"] * abs(row["accuracy"] - row["confidence"]) for row in bins if row["count"]]
    return {"expected_error": sum(gaps) / len(guesses), "bins": bins}


def _f1(hits: int, got: int, wanted: int) -> float:
    return 2 * hits / (got + wanted) if got + wanted else 0.0


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]
