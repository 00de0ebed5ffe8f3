"""The figures of one run, as they stand in the report's JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.channel import Drive
from bench.meters import percentile
from bench.phones import Played

ByProcess = dict[str, float]
WINDOW = 50
"""Turns at the beginning and at the end of a long conversation that are compared."""
TOLERANCE = 0.10
"""A cost is flat within this share."""

P50_AIM, P95_AIM, AIM_RATE = 60.0, 150.0, 5.0
"""Milliseconds at so many turns a second."""
TIMES_AIM = 3.0
"""Turns a second beside stock Rasa's."""


@dataclass
class Load:
    """What one load cost.

    Attributes:
        name: what was done.
        rate: turns a second that were wanted; None when as many as possible.
        per_second: turns a second that were answered.
        turns: how many; `unanswered` of them got nothing in time, `untold` got another answer than the story tells.
        late: turns that were not begun because no seeker was free.
        messages: bot messages a turn.
        p50, p95, worst: milliseconds to the first answer.
        cpu: processor milliseconds a turn, by process.
        memory: mebibytes (PSS) at the end, by process.
        by_step: the story's message → (p50, p95) milliseconds.
    """

    name: str
    rate: float | None
    per_second: float
    turns: int
    unanswered: int
    untold: int
    p50: float
    p95: float
    worst: float
    cpu: ByProcess
    memory: ByProcess = field(default_factory=dict)
    late: int = 0
    messages: float = 0.0
    by_step: dict[str, tuple[float, float]] = field(default_factory=dict)


@dataclass
class Window:
    """Neighbouring turns of a long conversation: their numbers, median milliseconds, processor milliseconds a turn."""

    first: int
    last: int
    p50: float
    cpu: ByProcess

    @property
    def whole_cpu(self) -> float:
        """Processor milliseconds a turn of all that answers."""
        return served(self.cpu)


@dataclass
class Long:
    """A conversation of hundreds of turns, in windows of equal talk."""

    turns: int
    seekers: int
    windows: list[Window]

    @property
    def latency_growth(self) -> float:
        """The last window's median over the first's, minus one."""
        return self.windows[-1].p50 / self.windows[0].p50 - 1 if self.windows[0].p50 else 0.0

    @property
    def cpu_growth(self) -> float:
        """The same for processor time."""
        return self.windows[-1].whole_cpu / self.windows[0].whole_cpu - 1 if self.windows[0].whole_cpu else 0.0


@dataclass
class Side:
    """One of the two that are compared.

    Attributes:
        name: whose figures.
        start_seconds: from the first process's start to all being well.
        idle: processor milliseconds a second when nobody writes, by process.
        loads: by name.
        long: the long conversation, when it was played.
        notes: what a reader must know.
    """

    name: str
    start_seconds: float
    idle: ByProcess = field(default_factory=dict)
    loads: list[Load] = field(default_factory=list)
    long: Long | None = None
    notes: list[str] = field(default_factory=list)

    def load(self, name: str) -> Load | None:
        """Return a load by its name."""
        return next((one for one in self.loads if one.name == name), None)


@dataclass(frozen=True)
class Aim:
    """Something promised; `reached` is None when this run did not measure it."""

    aim: str
    figure: str
    reached: bool | None


def served(cpu: Mapping[str, float]) -> float:
    """Add up what answers: neither the load nor the sandbox, which stands for Telegram and people."""
    return sum(value for name, value in cpu.items() if name not in ("load", "sandbox"))


def of_phones(name: str, rate: float | None, played: Played, cpu: ByProcess, memory: ByProcess | None = None) -> Load:
    """Sum up a load of the phones."""
    answered = [turn for turn in played.turns if turn.latency is not None]
    times = [turn.latency for turn in answered if turn.latency is not None]
    steps: dict[str, list[float]] = {}
    for turn in answered:
        steps.setdefault(turn.said.name, []).append(turn.latency or 0.0)
    return Load(
        name=name,
        rate=rate,
        per_second=played.in_time / played.seconds if played.seconds else 0.0,
        turns=len(played.turns),
        unanswered=len(played.turns) - len(answered),
        untold=sum(not turn.as_told for turn in answered),
        p50=percentile(times, 0.5),
        p95=percentile(times, 0.95),
        worst=max(times, default=0.0),
        cpu=cpu,
        memory=memory or {},
        late=played.late,
        messages=played.sends / max(len(played.turns), 1),
        by_step=_by_step(steps),
    )


def of_channel(
    name: str, drive: Drive, cpu: ByProcess, memory: ByProcess | None = None, *, worded: bool = True
) -> Load:
    """Sum up what was asked at a channel; one that only names its answers (`worded` false) can't be judged by words."""
    times = [one.latency for one in drive.turns]
    steps: dict[str, list[float]] = {}
    for one in drive.turns:
        steps.setdefault(one.said.name, []).append(one.latency)
    return Load(
        name=name,
        rate=None,
        per_second=len(drive.turns) / drive.seconds if drive.seconds else 0.0,
        turns=len(drive.turns),
        unanswered=sum(not one.answered for one in drive.turns),
        untold=sum(one.answered and not one.said.fits(one.answer) for one in drive.turns) if worded else 0,
        p50=percentile(times, 0.5),
        p95=percentile(times, 0.95),
        worst=max(times, default=0.0),
        cpu=cpu,
        memory=memory or {},
        by_step=_by_step(steps),
    )


def _by_step(steps: Mapping[str, Sequence[float]]) -> dict[str, tuple[float, float]]:
    return {name: (percentile(times, 0.5), percentile(times, 0.95)) for name, times in steps.items()}


def aims(ours: Side, stock: Side | None) -> list[Aim]:
    """Say of each aim whether it is reached."""
    judged = [
        *_latency_aims(ours.load(f"{AIM_RATE:g} turns/s")),
        _times_aim("the whole line", ours.load("line at most"), stock),
        _times_aim("Rasa and actions alone", ours.load("channel at most"), stock),
    ]
    for what, long in (("median latency", ours.long), ("processor time", ours.long)):
        if long is None:
            judged.append(Aim(f"{what} flat to turn 500 (±{TOLERANCE:.0%})", "not measured", None))
            continue
        growth = long.latency_growth if what == "median latency" else long.cpu_growth
        whole = long.turns >= 500
        judged.append(
            Aim(
                f"{what} flat to turn {long.turns} (±{TOLERANCE:.0%})",
                f"{growth:+.1%}",
                abs(growth) <= TOLERANCE if whole else None,
            )
        )
    return judged


def _latency_aims(load: Load | None) -> list[Aim]:
    found = []
    for name, limit in (("p50", P50_AIM), ("p95", P95_AIM)):
        aim = f"{name} ≤ {limit:g} ms at {AIM_RATE:g} turns/s"
        if load is None or not load.turns:
            found.append(Aim(aim, "not measured", None))
            continue
        value = load.p50 if name == "p50" else load.p95
        # An unanswered turn is no fast one.
        found.append(Aim(aim, f"{value:.0f} ms", value <= limit and not load.unanswered))
    return found


def _times_aim(what: str, load: Load | None, stock: Side | None) -> Aim:
    aim = f"≥ {TIMES_AIM:g}× stock Rasa's turns/s: {what}"
    beside = stock.load("channel at most") if stock else None
    if load is None or beside is None or not beside.per_second:
        return Aim(aim, "not measured", None)
    times = load.per_second / beside.per_second
    return Aim(aim, f"{times:.1f}× ({load.per_second:.1f} to {beside.per_second:.1f})", times >= TIMES_AIM)
