"""Seekers with phones at the sandbox: arrivals that wait for nobody, and a seeker who goes on for hundreds of turns.

A turn's latency is read off the sandbox's own clock: from the moment the message was taken in to the moment the
bot's first `sendMessage` of the answer arrived. A seeker writes again only after the answer and a rest, so that no two
messages become one turn and nobody's pace is above the bot's own send budget (about one message a second to a chat).
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bench.story import STORY, Said
from tests.fixtures.sandbox import Sandbox

REST = 1.5
"""Seconds between an answer and the seeker's next message."""
PATIENCE = 20.0
"""Seconds after which a turn counts as not answered."""
LOOK_EVERY = 0.05
SEED = 20261124

Tell = Callable[[int], None]
"""Takes how many turns are done."""


@dataclass
class Turn:
    """One message and its answer; instants are the sandbox's."""

    said: Said
    accepted: datetime | None = None
    answered: datetime | None = None
    texts: list[str] = field(default_factory=list)

    @property
    def latency(self) -> float | None:
        """Milliseconds from message to first answer; None when there is none."""
        if self.accepted is None or self.answered is None:
            return None
        return (self.answered - self.accepted).total_seconds() * 1000

    @property
    def as_told(self) -> bool:
        """Whether the answer was the one that the story tells."""
        return self.said.fits("\n".join(self.texts))


class Watch:
    """Reads the sandbox's books: who was answered, and when."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Begin now."""
        self._sandbox = sandbox
        self._last = 0
        self._open: dict[int, tuple[Turn, asyncio.Event]] = {}
        self.sends = 0

    def expect(self, chat: int, turn: Turn) -> asyncio.Event:
        """Attribute what the chat gets from now on to a turn; the event is set with its first message."""
        answered = asyncio.Event()
        self._open[chat] = (turn, answered)
        return answered

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Watch while something goes on."""
        self._last = (await self._sandbox.ask("GET", "/control/journal?since=999999999999"))["last"]
        self.sends = 0
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await self._look()

    async def _watch(self) -> None:
        while True:
            await self._look()
            await asyncio.sleep(LOOK_EVERY)

    async def _look(self) -> None:
        told = await self._sandbox.ask("GET", f"/control/journal?since={self._last}&method=sendMessage")
        self._last = told["last"]
        for entry in told["entries"]:
            if entry["status"] != 200:
                continue
            self.sends += 1
            turn, answered = self._open.get(int(entry["params"]["chat_id"]), (None, None))
            if turn is None or answered is None:
                continue
            turn.texts.append(str(entry["params"].get("text", "")))
            if turn.answered is None:
                # The journal is written when a call is done.
                turn.answered = datetime.fromisoformat(entry["at"]) - timedelta(milliseconds=entry["ms"])
                answered.set()


@dataclass
class Seeker:
    """Somebody who plays a script, message by message."""

    id: int
    script: Sequence[Said]
    turns: list[Turn] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether nothing is left to say, or an answer did not come: what comes later can't be told apart."""
        return len(self.turns) >= len(self.script) or bool(self.turns and self.turns[-1].answered is None)


@dataclass
class Played:
    """What came of one load.

    Attributes:
        turns: all of them.
        seconds: from the first message to the last answer, or to the end of the time that was given.
        in_time: turns that were answered within these seconds.
        late: messages that were due while no seeker was free (the load was lighter than wanted).
        sends: messages that the bot sent.
    """

    turns: list[Turn]
    seconds: float
    in_time: int
    late: int = 0
    sends: int = 0


class Phones:
    """All the phones of a load."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Take the sandbox."""
        self.sandbox = sandbox
        self.watch = Watch(sandbox)
        self._dice = random.Random(SEED)

    async def open_loop(self, rate: float, seconds: float, tell: Tell = lambda done: None) -> Played:
        """Have the story's turns arrive at random moments (Poisson), so many a second, whatever the answers do."""
        seekers = [await self._newcomer(STORY) for _ in range(int(rate * seconds / len(STORY) + rate * 3) + 2)]
        waiting = list(seekers)
        playing: set[asyncio.Task[None]] = set()
        late = done = 0
        first = await self._last_update()
        async with self.watch.watching():
            began = due = time.monotonic()
            while (due := due + self._dice.expovariate(rate)) < began + seconds:
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                if not waiting:
                    late += 1
                    continue
                seeker = self._next(waiting)
                waiting.remove(seeker)
                task = asyncio.create_task(self._turn_and_rest(seeker, waiting))
                playing.add(task)
                task.add_done_callback(playing.discard)
                tell(done := done + 1)
            await asyncio.gather(*playing)
            ended = time.monotonic() - REST
        await self._date(seekers, first)
        return _played(seekers, ended - began, late, self.watch.sends)

    async def closed_loop(self, together: int, seconds: float, tell: Tell = lambda done: None) -> Played:
        """Have so many seekers play story after story, each as fast as a chat may; what the line can take at most."""
        seekers: list[Seeker] = []
        first = await self._last_update()
        end = time.monotonic() + seconds

        async def play() -> None:
            await asyncio.sleep(self._dice.uniform(0, REST))  # Else all would say the same at once.
            while time.monotonic() < end:
                seeker = await self._newcomer(STORY)
                seekers.append(seeker)
                while not seeker.done and time.monotonic() < end:
                    await self._turn(seeker)
                    tell(sum(len(one.turns) for one in seekers))
                    await asyncio.sleep(REST)

        async with self.watch.watching():
            await asyncio.gather(*(play() for _ in range(together)))
        await self._date(seekers, first)
        played = _played(seekers, seconds, 0, self.watch.sends)
        limit = min(turn.accepted for turn in played.turns if turn.accepted) + timedelta(seconds=seconds)
        played.in_time = sum(turn.answered is not None and turn.answered <= limit for turn in played.turns)
        return played

    async def long_talk(self, seekers: Sequence[Seeker], count: int, pace: float, tell: Tell) -> Played:
        """Have seekers say their next messages side by side, evenly spread, one each `pace` seconds."""
        first = await self._last_update()
        begin = time.monotonic()
        before = [len(one.turns) for one in seekers]

        async def play(number: int, seeker: Seeker) -> None:
            due = begin + pace * number / len(seekers)
            for _ in range(count):
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                await self._turn(seeker)
                tell(sum(len(one.turns) for one in seekers) - sum(before))
                due = max(due + pace, time.monotonic())

        async with self.watch.watching():
            await asyncio.gather(*(play(number, one) for number, one in enumerate(seekers)))
        await self._date(seekers, first, before)
        seconds = time.monotonic() - begin
        return _played(seekers, seconds, 0, self.watch.sends, before)

    def _next(self, waiting: Sequence[Seeker]) -> Seeker:
        """Choose who writes: one time in ten somebody new, else the farthest in the story; so all of it is said."""
        begins = self._dice.random() < 1 / len(STORY)
        ranked = sorted(waiting, key=lambda one: len(one.turns))
        return ranked[0] if begins else ranked[-1]

    async def newcomers(self, number: int, script: Sequence[Said]) -> list[Seeker]:
        """Give phones to people whom nobody knows yet."""
        return [await self._newcomer(script) for _ in range(number)]

    async def _newcomer(self, script: Sequence[Said]) -> Seeker:
        return Seeker((await self.sandbox.newcomer("Siti")).id, script)

    async def _turn_and_rest(self, seeker: Seeker, waiting: list[Seeker]) -> None:
        await self._turn(seeker)
        await asyncio.sleep(REST)
        if not seeker.done:
            waiting.append(seeker)

    async def _turn(self, seeker: Seeker) -> None:
        turn = Turn(seeker.script[len(seeker.turns)])
        seeker.turns.append(turn)
        answered = self.watch.expect(seeker.id, turn)
        await self.sandbox.person(seeker.id).says(turn.said.text)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(answered.wait(), PATIENCE)

    async def _last_update(self) -> int:
        found: list[dict[str, Any]] = (await self.sandbox.ask("GET", "/control/updates"))["updates"]
        return int(found[-1]["update_id"]) if found else 0

    async def _date(self, seekers: Sequence[Seeker], since: int, starts: Sequence[int] | None = None) -> None:
        """Give each turn the instant at which the sandbox took its message in."""
        arrivals: dict[int, list[datetime]] = defaultdict(list)
        for one in (await self.sandbox.ask("GET", f"/control/updates?since={since}"))["updates"]:
            arrivals[one["chat"]].append(datetime.fromisoformat(one["at"]))
        for number, seeker in enumerate(seekers):
            start = starts[number] if starts else 0
            for turn, at in zip(seeker.turns[start:], arrivals[seeker.id], strict=True):
                turn.accepted = at


def _played(
    seekers: Sequence[Seeker], seconds: float, late: int, sends: int, starts: Sequence[int] | None = None
) -> Played:
    turns = [turn for number, one in enumerate(seekers) for turn in one.turns[starts[number] if starts else 0 :]]
    return Played(turns, seconds, sum(turn.latency is not None for turn in turns), late, sends)
