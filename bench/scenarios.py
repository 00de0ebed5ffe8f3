"""What is measured, one function a scenario: our line by its phones, and both Rasas by their HTTP doors."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import cycle

import httpx

from bench.channel import Conversation, RestChannel, TurnChannel, chats, in_a_row, saturate
from bench.figures import WINDOW, Load, Long, Side, Window, of_channel, of_phones
from bench.meters import Clocks, memory, percentile
from bench.phones import Phones, Played
from bench.stock_line import StockLine
from bench.story import MIXED, STORY
from launcher.progress import Progress
from tests.fixtures.line import Line
from tests.fixtures.sandbox import Sandbox

IDLE_SECONDS = 5.0
TOGETHER = 16
"""Conversations side by side at an HTTP door: more than either Rasa can use."""
PHONES_AT_MOST = 60
"""Seekers side by side when as much as possible is asked of the line: each writes every one or two seconds."""
PACE = 1.2
"""Seconds between two messages of one seeker in a long talk: below the bot's send budget of 5 in 5 s to a chat."""
SIDE_BY_SIDE = 4
"""Seekers who talk long at the same time: more turns to take a median of in the same minutes."""


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Attributes:
        rates: turns a second.
        seconds: of each load.
        long_turns: of the long conversation; 0 for none. A multiple of 50 from 100 on is compared as promised.
        warm_up: stories played before anything is counted.
    """

    rates: tuple[float, ...] = (1.0, 5.0, 20.0)
    seconds: float = 30.0
    long_turns: int = 500
    warm_up: int = 2


async def measure_line(line: Line, plan: Plan, progress: Progress) -> Side:
    """Measure our line, which is running."""
    side = Side("Antarkerja", line.start_seconds)
    async with httpx.AsyncClient(base_url=line.sandbox_url, timeout=70, trust_env=False) as http:
        sandbox = Sandbox(line.sandbox_url, http)
        await sandbox.limits(False)
        phones = Phones(sandbox)
        with progress.step("warming up: everything is used once before it counts"):
            for _ in range(plan.warm_up):
                await phones.long_talk(await phones.newcomers(1, STORY), len(STORY), PACE, tell(progress))
        with progress.step("idle"):
            side.idle = await _idle(line)
        for rate in plan.rates:
            with progress.step(f"the story at {rate:g} turns/s for {plan.seconds:g} s"):
                clocks = Clocks.now(line.pids())
                played = await phones.open_loop(rate, plan.seconds, tell(progress, int(rate * plan.seconds)))
                side.loads.append(_summed(f"{rate:g} turns/s", rate, played, line, clocks))
        with progress.step(f"as many turns as the line takes, {PHONES_AT_MOST} seekers"):
            clocks = Clocks.now(line.pids())
            played = await phones.closed_loop(PHONES_AT_MOST, plan.seconds, tell(progress))
            side.loads.append(_summed("line at most", None, played, line, clocks))
        with progress.step(f"the turn channel alone, {TOGETHER} conversations"):
            side.loads.append(await _channel_at_most(line, TurnChannel, plan.seconds, progress))
        if plan.long_turns:
            side.long = await _long_line(line, phones, plan.long_turns, progress)
        bugs = (await sandbox.ask("GET", "/health"))["bugs"]
        side.notes += [f"the sandbox met a bug: {bug}" for bug in bugs]
    return side


async def measure_stock(line: StockLine, plan: Plan, progress: Progress) -> Side:
    """Measure stock Rasa, which is running."""
    side = Side("stock Rasa 3.6.21", line.start_seconds)
    with progress.step("stock Rasa: warming up"):
        async with _door(line) as http:
            for chat in await chats(line.env["DATABASE_URL"], line.var, plan.warm_up):
                await in_a_row(RestChannel(http, chat), STORY, len(STORY), tell(progress))
    side.idle = await _idle(line)
    with progress.step("stock Rasa: one conversation at a time"):
        side.loads.append(await _channel_at_most(line, RestChannel, plan.seconds, progress, 1))
    with progress.step(f"stock Rasa: {TOGETHER} conversations"):
        side.loads.append(await _channel_at_most(line, RestChannel, plan.seconds, progress))
    if plan.long_turns:
        side.long = await _long_stock(line, plan.long_turns, progress)
    return side


def tell(progress: Progress, of: int | None = None) -> Callable[[int], None]:
    """Return what shows how many turns are done."""

    def show(done: int) -> None:
        progress.detail = f"{done} turns" if of is None else f"{done} of about {of} turns"

    return show


def _door(line: Line) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=TOGETHER, max_keepalive_connections=TOGETHER)
    return httpx.AsyncClient(base_url=line.rasa_url, timeout=60, trust_env=False, limits=limits)


async def _idle(line: Line) -> dict[str, float]:
    before, began = Clocks.now(line.pids()), time.monotonic()
    await asyncio.sleep(IDLE_SECONDS)
    return before.per(Clocks.now(line.pids()), time.monotonic() - began)


def _summed(name: str, rate: float | None, played: Played, line: Line, clocks: Clocks) -> Load:
    cpu = clocks.per(Clocks.now(line.pids()), len(played.turns))
    return of_phones(name, rate, played, cpu, memory(line.pids()))


async def _channel_at_most(
    line: Line, channel: Callable[[httpx.AsyncClient, int], Conversation], seconds: float, progress: Progress,
    together: int = TOGETHER,
) -> Load:  # fmt: skip
    """Have a Rasa answer as fast as it can."""
    free = cycle(await chats(line.env["DATABASE_URL"], line.var, int(together * 4 + seconds * 20)))
    async with _door(line) as http:
        clocks = Clocks.now(line.pids())
        drive = await saturate(lambda: channel(http, next(free)), STORY, together, seconds, tell(progress))
        cpu = clocks.per(Clocks.now(line.pids()), len(drive.turns))
    name = "channel at most" if together > 1 else "channel, one at a time"
    # Ours names its answers; they are worded by the bot.
    return of_channel(name, drive, cpu, memory(line.pids()), worded=channel is RestChannel)


async def _long_line(line: Line, phones: Phones, turns: int, progress: Progress) -> Long:
    seekers = await phones.newcomers(SIDE_BY_SIDE, [one for one, _ in zip(cycle(MIXED), range(turns), strict=False)])
    windows = []
    with progress.step(f"{turns} turns of one seeker, {SIDE_BY_SIDE} side by side ({turns * PACE / 60:.0f} minutes)"):
        for first in range(0, turns, WINDOW):
            count = min(WINDOW, turns - first)
            clocks = Clocks.now(line.pids())
            show = partial(_show_long, progress, first, turns)
            played = await phones.long_talk(seekers, count, PACE, show)
            cpu = clocks.per(Clocks.now(line.pids()), len(played.turns))
            times = [turn.latency for turn in played.turns if turn.latency is not None]
            windows.append(Window(first + 1, first + count, percentile(times, 0.5), cpu))
    return Long(turns, SIDE_BY_SIDE, windows)


def _show_long(progress: Progress, first: int, turns: int, done: int) -> None:
    progress.detail = f"turn {first + done // SIDE_BY_SIDE} of {turns}"


async def _long_stock(line: StockLine, turns: int, progress: Progress) -> Long:
    windows = []
    (chat,) = await chats(line.env["DATABASE_URL"], line.var, 1)
    with progress.step(f"stock Rasa: {turns} turns of one seeker"):
        async with _door(line) as http:
            conversation = RestChannel(http, chat)
            for first in range(0, turns, WINDOW):
                count = min(WINDOW, turns - first)
                clocks = Clocks.now(line.pids())
                drive = await in_a_row(conversation, MIXED, count, partial(_show_stock, progress, first, turns))
                cpu = clocks.per(Clocks.now(line.pids()), count)
                windows.append(
                    Window(first + 1, first + count, percentile([one.latency for one in drive.turns], 0.5), cpu)
                )
    return Long(turns, 1, windows)


def _show_stock(progress: Progress, first: int, turns: int, done: int) -> None:
    progress.detail = f"turn {first + done} of {turns}"
