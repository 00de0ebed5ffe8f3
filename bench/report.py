"""The report: tables for people, JSON for machines."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from bench.figures import Aim, Load, Long, Side, served


@dataclass(frozen=True)
class Machine:
    """Where it was measured.

    Attributes:
        cores: processors.
        python: version.
        busy: average number of running programs in the minute before; above 0.3 others were at work.
    """

    cores: int
    python: str
    busy: float

    @classmethod
    def here(cls) -> Machine:
        """Look at this one."""
        return cls(os.cpu_count() or 1, platform.python_version(), os.getloadavg()[0])


@dataclass(frozen=True)
class Report:
    """One run."""

    began: datetime
    machine: Machine
    sides: Sequence[Side]
    aims: Sequence[Aim]

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data, figures rounded to what they can mean."""
        return {
            "began": self.began.isoformat(timespec="seconds"),
            "machine": _plain(asdict(self.machine)),
            "sides": [_plain(asdict(side)) | {"long": _long_json(side.long)} for side in self.sides],
            "aims": [asdict(aim) for aim in self.aims],
        }

    def write(self, path: Path) -> None:
        """Write the JSON."""
        path.write_text(json.dumps(self.as_json(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    def show(self, console: Console) -> None:
        """Print the tables."""
        console.print(
            f"\n[bold]{self.machine.cores} cores, Python {self.machine.python}[/bold], "
            f"{self.machine.busy:.1f} programs at work when it began"
        )
        for side in self.sides:
            console.print(_loads(side))
            console.print(_processes(side))
            if side.loads and side.loads[0].by_step:
                console.print(_steps(side))
            if side.long:
                console.print(_long(side))
            for note in side.notes:
                console.print(f"  [yellow]{note}[/yellow]")
        if self.aims:
            console.print(_aims(self.aims))


def _long_json(long: Long | None) -> Any:
    if long is None:
        return None
    return _plain(asdict(long)) | {
        "latency_growth": round(long.latency_growth, 3),
        "cpu_growth": round(long.cpu_growth, 3),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", caption_justify="left", box=box.SIMPLE_HEAD)
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right", no_wrap=True)
    return table


def _loads(side: Side) -> Table:
    table = _table(
        f"{side.name}: turns (ready in {side.start_seconds:.1f} s)",
        *("load", "turns/s", "turns", "lost", "odd", "late", "msgs", "p50", "p95", "worst", "CPU"),
    )
    table.caption = (
        "lost: no answer in time; odd: another answer than the story's; late: no seeker was free; msgs: bot messages a "
        "turn; p50, p95, worst: ms to the first answer; CPU: ms a turn, without Telegram's and people's"
    )
    for load in side.loads:
        table.add_row(
            load.name, f"{load.per_second:.1f}", str(load.turns), str(load.unanswered), str(load.untold),
            str(load.late), f"{load.messages:.1f}" if load.messages else "–",
            *(f"{value:.0f}" for value in (load.p50, load.p95, load.worst, served(load.cpu))),
        )  # fmt: skip
    return table


def _names(loads: Sequence[Load]) -> list[str]:
    return list(dict.fromkeys(name for load in loads for name in load.cpu))


def _processes(side: Side) -> Table:
    names = _names(side.loads)
    table = _table(f"{side.name}: processor milliseconds a turn, by process", "load", *names)
    for load in side.loads:
        table.add_row(load.name, *(f"{load.cpu.get(name, 0):.1f}" for name in names))
    table.add_row("idle (ms a second)", *(f"{side.idle.get(name, 0):.1f}" for name in names), style="dim")
    if side.loads and side.loads[-1].memory:
        last = side.loads[-1].memory
        table.add_row("memory (MiB, PSS)", *(f"{last[name]:.0f}" if name in last else "–" for name in names))
    return table


def _steps(side: Side) -> Table:
    steps = list(dict.fromkeys(name for load in side.loads for name in load.by_step))
    table = _table(f"{side.name}: p50 / p95 ms by message", "message", *(load.name for load in side.loads))
    for step in steps:
        cells = [load.by_step.get(step) for load in side.loads]
        table.add_row(step, *(f"{cell[0]:.0f} / {cell[1]:.0f}" if cell else "–" for cell in cells))
    return table


def _long(side: Side) -> Table:
    assert side.long is not None  # noqa: S101 - the caller looked
    table = _table(
        f"{side.name}: {side.long.turns} turns of one seeker",
        "turns",
        "p50 ms",
        "CPU ms a turn",
        *side.long.windows[0].cpu,
    )
    for window in side.long.windows:
        table.add_row(
            f"{window.first}–{window.last}", f"{window.p50:.0f}", f"{window.whole_cpu:.1f}",
            *(f"{value:.1f}" for value in window.cpu.values()),
        )  # fmt: skip
    table.add_row("last to first", f"{side.long.latency_growth:+.1%}", f"{side.long.cpu_growth:+.1%}", style="bold")
    return table


def _aims(aims: Sequence[Aim]) -> Table:
    table = _table("Aims", "aim", "figure", "")
    words = {True: "[green]reached[/green]", False: "[red]not reached[/red]", None: "[yellow]open[/yellow]"}
    for aim in aims:
        table.add_row(aim.aim, aim.figure, words[aim.reached])
    return table
