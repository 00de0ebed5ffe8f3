"""The figures of an evaluation for a reader: aligned text, and the confusion table as a picture."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

Report = dict[str, Any]
NAMES = {
    "intent_accuracy": "intent accuracy",
    "intent_macro_f1": "intent macro-F1",
    "entities.exact_f1": "entity F1, exact",
    "entities.overlap_f1": "entity F1, overlapping",
    "out_of_scope_false_accept": "out of scope, accepted",
    "in_scope_fallback": "in scope, fallen back",
    "calibration.expected_error": "calibration error",
    "latency_ms.p50": "parse p50, ms",
    "latency_ms.p95": "parse p95, ms",
}
"""What the figures of `nlu.evaluation.flat` are called here, in the order of the page."""
GROUPS = {
    "accuracy_by_style": "accuracy by style",
    "by_intent": "F1 by intent",
    "entities_by_name": "F1 by entity, exact",
}


def as_text(report: Report, figures: dict[str, float | None]) -> str:
    """Write the report of one model; `figures` is its flat form."""
    named = [[name, _number(figures[key])] for key, name in NAMES.items()]
    parts = [table([["messages", str(report["messages"])], *named])]
    rows = [[name, _number(row["accuracy"]), str(row["count"])] for name, row in report["accuracy_by_style"].items()]
    parts.append(table([["by style", "accuracy", "of"], *rows]))
    rows = [
        [name, *(_number(row[key]) for key in ("precision", "recall", "f1", "count"))]
        for name, row in report["by_intent"].items()
    ]
    parts.append(table([["by intent", "precision", "recall", "F1", "of"], *rows]))
    rows = [
        [name, *(_number(row[key]) for key in ("exact_f1", "overlap_f1", "count", "got"))]
        for name, row in report["entities_by_name"].items()
    ]
    parts.append(table([["by entity", "exact F1", "overlapping F1", "of", "found"], *rows]))
    rows = [
        [f"{row['from']:.1f} – {row['to']:.1f}", *(_number(row[key]) for key in ("count", "confidence", "accuracy"))]
        for row in report["calibration"]["bins"]
    ]
    parts.append(table([["confidence", "messages", "mean", "accuracy"], *rows]))
    parts.append(confusion_text(report))
    return "\n\n".join(parts)


def comparison_text(comparison: Report, names: tuple[str, str]) -> str:
    """Write two models' figures side by side, then the sentences that changed side."""
    figures = comparison["figures"]
    counted = ["messages", *[str(comparison["messages"])] * 2, ""]
    parts = [
        "\n".join(f"{letter} is {name}" for letter, name in zip("AB", names, strict=True)),
        table([["", "A", "B", "B - A"], counted, *(_side_by_side(name, figures[key]) for key, name in NAMES.items())]),
    ]
    for group, title in GROUPS.items():
        rows = [
            _side_by_side(key[len(group) + 1 :], row)
            for key, row in sorted(figures.items())
            if key.startswith(f"{group}.")
        ]
        parts.append(table([[title, "A", "B", "B - A"], *rows]))
    mended, broken = comparison["mended"], comparison["broken"]
    parts.append(
        f"intents: {len(mended)} mended, {len(broken)} broken; McNemar's exact p = {comparison['mcnemar_p']:.3g}"
    )
    for title, rows in (("mended (A wrong, B right)", mended), ("broken (A right, B wrong)", broken)):
        said = [f"  {row['wanted']}: A {row['a']}, B {row['b']}: {' '.join(row['text'].split())}" for row in rows]
        parts.append("\n".join([title, *(said or ["  none"])]))
    return "\n\n".join(parts)


def confusion(report: Report) -> tuple[list[str], list[str], list[list[int]]]:
    """Give the wanted intents with errors, what was got for them, and how often (rows × columns)."""
    counts = {(row["wanted"], row["got"]): row["count"] for row in report["confused"]}
    wanted = sorted({name for name, _ in counts})
    wrong = {name: sum(count for (of, _), count in counts.items() if of == name) for name in wanted}
    for name in wanted:
        right = report["by_intent"][name]["count"] - wrong[name]
        if right:
            counts[name, name] = right
    got = sorted({name for _, name in counts})
    return wanted, got, [[counts.get((row, column), 0) for column in got] for row in wanted]


def confusion_text(report: Report) -> str:
    """Write the confusion table; the columns' names run downwards, so that forty of them fit."""
    wanted, got, counts = confusion(report)
    if not wanted:
        return "no intent was confused"
    edge = max(map(len, wanted)) + 2
    wide = max(len(str(count)) for row in counts for count in row) + 1
    height = max(map(len, got))
    lines = ["confused: wanted in rows, got in columns"]
    for letters in zip(*(name.rjust(height) for name in got), strict=True):
        lines.append((" " * edge + "".join(letter.rjust(wide) for letter in letters)).rstrip())
    for name, row in zip(wanted, counts, strict=True):
        lines.append(name.ljust(edge) + "".join(str(count or "·").rjust(wide) for count in row))
    return "\n".join(lines)


def confusion_picture(report: Report, title: str) -> bytes:
    """Draw the confusion table as a PNG: errors in red, what was right in green."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # type: ignore[import-not-found]
    from matplotlib.figure import Figure  # type: ignore[import-not-found]

    wanted, got, counts = confusion(report)
    figure = Figure(figsize=(3.5 + 0.28 * len(got), 2.5 + 0.28 * len(wanted)), dpi=120)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_title(title, fontsize=9)
    if wanted:
        errors = [
            [0 if row == column else count for column, count in zip(got, line, strict=True)]
            for row, line in zip(wanted, counts, strict=True)
        ]
        axes.imshow(errors, cmap="Reds", vmin=0, vmax=max(map(max, errors)) * 1.5, aspect="auto")
        axes.set_xticks(range(len(got)), got, rotation=90, fontsize=7)
        axes.set_yticks(range(len(wanted)), wanted, fontsize=7)
        axes.set_xlabel("got", fontsize=8)
        axes.set_ylabel("wanted", fontsize=8)
        for y, row in enumerate(wanted):
            for x, column in enumerate(got):
                if counts[y][x]:
                    colour = "tab:green" if row == column else "black"
                    axes.text(x, y, str(counts[y][x]), ha="center", va="center", fontsize=7, color=colour)
    else:
        axes.text(0.5, 0.5, "no intent was confused", ha="center", va="center", fontsize=9)
        axes.set_axis_off()
    picture = io.BytesIO()
    figure.savefig(picture, format="png", bbox_inches="tight")
    return picture.getvalue()


def table(rows: Iterable[Sequence[str]]) -> str:
    """Align rows of cells: the first column to the left, the others, which are numbers, to the right."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = []
    for first, *others in cells:
        numbers = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        lines.append("  ".join([first.ljust(widths[0]), *numbers]).rstrip())
    return "\n".join(lines)


def _side_by_side(name: str, row: dict[str, float | None]) -> list[str]:
    difference = row["difference"]
    return [name, _number(row["a"]), _number(row["b"]), "-" if difference is None else f"{difference:+.3f}"]


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
