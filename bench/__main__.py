"""`python -m bench`: what a turn takes through the whole line, beside stock Rasa on the same data and story."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from bench.figures import Side, aims
from bench.report import Machine, Report
from bench.scenarios import Plan, measure_line, measure_stock
from bench.stock_line import StockLine
from bench.stock_project import EPOCHS, StockProject, find_trained, newest_trained, trained
from launcher.errors import Stuck
from launcher.progress import Progress
from tests.fixtures.environment import forget_settings
from tests.fixtures.line import Line

QUICK = Plan(rates=(1.0, 5.0), seconds=6.0, long_turns=0, warm_up=1)
LINE_STEPS, STOCK_STEPS = 4, 3
"""Steps besides the rates and the long conversation."""


def parser() -> argparse.ArgumentParser:
    """Return the parser."""
    top = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure the turns of the story through the real bot and sandbox, and stock Rasa beside them.",
    )
    top.add_argument("--rates", type=_rates, default=Plan.rates, help="turns a second, like 1,5,20 (default)")
    top.add_argument("--seconds", type=float, default=Plan.seconds, help="of each load (default: %(default)g)")
    top.add_argument(
        "--turns", type=int, default=Plan.long_turns, help="of the long conversation; 0 for none (default: %(default)s)"
    )
    top.add_argument("--quick", action="store_true", help="a minute's run, to see that the bench itself works")
    top.add_argument(
        "--baseline",
        choices=("train", "cached", "none"),
        default="train",
        help="stock Rasa: train it when its inputs changed (default), take the newest that is there, or leave it out",
    )
    top.add_argument(
        "--epochs", type=int, default=EPOCHS,
        help="how long stock Rasa's networks learn; changes no turn's cost (default: %(default)s; its own: 100)",
    )  # fmt: skip
    top.add_argument("--line", choices=("measure", "none"), default="measure", help="our own line, or leave it out")
    top.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return top


def main(arguments: list[str]) -> int:
    """Measure and report; 1 when something did not work, whatever the figures are."""
    options = parser().parse_args(arguments)
    forget_settings()  # Beside a real bot's .env, the line would fetch that bot's messages.
    plan = QUICK if options.quick else Plan(options.rates, options.seconds, options.turns)
    console = Console()
    began, machine = datetime.now(UTC), Machine.here()

    def report(*sides: Side | None) -> Report:
        found = [side for side in sides if side]
        made = Report(began, machine, found, aims(found[0], sides[1]) if sides[0] else [])
        if options.json:
            made.write(options.json)
        return made

    try:
        project = _project(options.baseline, options.epochs, console)
        ours = _ours(plan) if options.line == "measure" else None
        report(ours, None)  # What took a quarter of an hour is kept, whatever comes.
        stock = _stock(plan, project) if project else None
    except (Stuck, RuntimeError) as problem:
        console.print(str(problem), markup=False)
        return 1
    if stock and project:
        stock.notes += _remarks(project, options.epochs)
    report(ours, stock).show(console)
    if options.json:
        console.print(f"figures: {options.json}")
    return 0


def _rates(text: str) -> tuple[float, ...]:
    try:
        rates = tuple(float(one) for one in text.split(",") if one.strip())
    except ValueError:
        rates = ()
    if not rates or min(rates) <= 0:
        raise argparse.ArgumentTypeError("give turns a second, separated by commas: 1,5,20")
    return rates


def _project(baseline: str, epochs: int, console: Console) -> StockProject | None:
    if baseline == "none":
        return None
    if baseline == "train":
        return trained(epochs)
    project = newest_trained()
    if project is None:
        console.print("stock Rasa is left out: none was trained yet («--baseline train» does it)")
    return project


def _ours(plan: Plan) -> Side:
    progress = Progress(LINE_STEPS + 1 + len(plan.rates) + bool(plan.long_turns))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        line = Line(Path(folder), can_stop=False)
        with progress.step("starting the line over a fresh database"):
            line.start()
        try:
            return asyncio.run(measure_line(line, plan, progress))
        finally:
            line.stop()


def _stock(plan: Plan, project: StockProject) -> Side:
    progress = Progress(STOCK_STEPS + 1 + bool(plan.long_turns))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        line = StockLine(Path(folder), can_stop=False, project=project)
        with progress.step("starting stock Rasa and the action server over a fresh database"):
            line.start()
        try:
            return asyncio.run(measure_stock(line, plan, progress))
        finally:
            line.stop()


def _remarks(project: StockProject, epochs: int) -> list[str]:
    notes = []
    if project.trained_in is not None:
        notes.append(f"trained in {project.trained_in / 60:.1f} minutes, {epochs} epochs")
    current = find_trained(epochs)
    if current is None or current.folder != project.folder:
        notes.append("the baseline was trained on earlier data than ours: «--baseline train» brings it up to date")
    return notes


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        sys.exit(130)
