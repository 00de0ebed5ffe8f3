"""`kill -9` at the built-in stops of a turn, over the story: nothing lost, nothing handled twice, order kept.

The oracle is the same story without kills: what the seeker hears must be the same, line by line. Allowed beyond it: one
sentence that says that it takes longer, and one re-sent message for each kill that fell between send and mark.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from launcher.places import CHECKOUT
from placement.settings import load_settings
from placement.stops import POINTS
from placement.storage.database import open_database
from placement.storage.models import Case, Outgoing, Referral, Seeker, Update
from tests.fixtures.line import Line
from tests.fixtures.not_run import not_run
from tests.fixtures.sandbox import Sandbox
from tests.story import TROUBLE, Story

PATIENCE = 180.0
"""Seconds until an answer may come when a process was killed: it starts again, leases run out, tries back off."""
pytestmark = pytest.mark.timeout(3600)
NAME = "Pencari"
"""Every seeker of these tests, so that stories can be counted."""
SETUPS = (("sqlite", 1), ("sqlite", 2), ("postgresql", 1), ("postgresql", 2))
SAMPLE = (("sqlite", 1), ("postgresql", 2))


@pytest.fixture(scope="module", params=SETUPS, ids=lambda setup: f"{setup[0]}-{setup[1]}-bots")
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """A line of its own for each engine, with one bot by polling or two by webhook."""
    engine, bots = request.param
    if not Path(CHECKOUT.rasa_python).exists():
        not_run("kills", "Rasa's environment; run «make setup»")
    url = ""
    if engine == "postgresql":
        server = request.getfixturevalue("postgres_server")
        name = f"kills_{bots}"
        server.tool("createdb", "--template=template0", name)
        url = server.url(name)
    line = Line(tmp_path_factory.mktemp("kills"), database_url=url, bots=bots).start()
    yield line
    line.stop()


@asynccontextmanager
async def sandbox_of(line: Line) -> AsyncIterator[Sandbox]:
    """The line's sandbox."""
    async with httpx.AsyncClient(base_url=line.sandbox_url, timeout=120, trust_env=False) as http:
        yield Sandbox(line.sandbox_url, http)


def without_resent(heard: Sequence[str], expected: Sequence[str]) -> tuple[list[str], int]:
    """Give what was heard without the sentence of trouble and without messages that came twice, and how many did."""
    kept: list[str] = []
    twice = 0
    for text in heard:
        if TROUBLE in text and TROUBLE not in "".join(expected):
            continue
        if kept and text == kept[-1]:
            twice += 1
        else:
            kept.append(text)
    return kept, twice


async def settled(line: Line, sandbox: Sandbox) -> None:
    """Check the database's end: all done, and each story's effects there once."""
    stories = sum(one["first_name"] == NAME for one in await sandbox.ask("GET", "/phone/accounts"))
    database = open_database(load_settings(database_url=line.env["DATABASE_URL"], var=line.var))
    try:
        async with database.reading() as session:

            async def number(table: type[Update | Outgoing | Seeker | Referral | Case], *where: object) -> int:
                query = select(func.count()).select_from(table)
                for condition in where:
                    query = query.where(condition)  # type: ignore[arg-type]
                return int((await session.execute(query)).scalar_one())

            assert await number(Update, Update.state == "waiting") == 0
            assert await number(Update, Update.state == "failed") == 0
            assert await number(Outgoing, Outgoing.state == "waiting") == 0
            assert await number(Outgoing, Outgoing.state == "failed") == 0
            assert await number(Seeker) == stories
            assert await number(Referral) == stories
            assert await number(Case) == stories
    finally:
        await database.close()


async def play_with_kills(line: Line, sandbox: Sandbox, points: Iterable[str], reference: Sequence[str]) -> set[str]:
    """Play one story, before each step arming the next point; give the points at which a process was killed."""
    story = Story(sandbox, await sandbox.newcomer(NAME), patience=PATIENCE)
    turn, armed, killed = iter(points), set[str](), []
    async for _step in story.play():
        for point in [point for point in armed if line.reached(point)]:
            armed.discard(point)
            killed.append(point)
        coming = next(turn, None)
        if coming and coming not in armed:
            line.arm(coming)
            armed.add(coming)
    killed += [point for point in armed if line.reached(point)]
    for point in armed:
        line.disarm(point)
    heard, twice = without_resent(await story.heard(), reference)
    assert heard == list(reference)
    # A kill may fall between another message's delivery and its mark, wherever in the bot it strikes.
    assert twice <= sum(point.startswith("bot.") for point in killed), killed
    return set(killed)


async def reference_of(sandbox: Sandbox) -> list[str]:
    """Play the story undisturbed and give what the seeker heard."""
    story = Story(sandbox, await sandbox.newcomer(NAME), patience=PATIENCE)
    await story.tell()
    return await story.heard()


@pytest.mark.parametrize("running", SAMPLE, ids=lambda setup: f"{setup[0]}-{setup[1]}-bots", indirect=True)
async def test_each_point_once_over_one_story(running: Line, request: pytest.FixtureRequest) -> None:
    """Each point in one of the two set-ups; in all of them at every step: `make soak`."""
    half = POINTS[SAMPLE.index(request.node.callspec.params["running"]) :: len(SAMPLE)]
    async with sandbox_of(running) as sandbox:
        reference = await reference_of(sandbox)
        # Effects come from the fourth step (the consent) on, so their points are armed there.
        effects = [point for point in half if point.startswith("actions.")]
        others = [point for point in half if point not in effects]
        points = [*others[:3], *effects, *others[3:]]
        killed = await play_with_kills(running, sandbox, points, reference)
        assert killed == set(half), f"not come to: {set(half) - killed}"
        await settled(running, sandbox)


@pytest.mark.soak
async def test_each_point_at_every_step(running: Line) -> None:
    async with sandbox_of(running) as sandbox:
        reference = await reference_of(sandbox)
        for point in POINTS:
            assert await play_with_kills(running, sandbox, cycle([point]), reference) == {point}
        await settled(running, sandbox)


@pytest.mark.soak
async def test_rasa_and_actions_die_in_the_middle_of_an_action(running: Line) -> None:
    async with sandbox_of(running) as sandbox:
        reference = await reference_of(sandbox)
        for name in ("rasa", "actions"):
            story = Story(sandbox, await sandbox.newcomer(NAME), patience=PATIENCE)
            async for step in story.play():
                if step.name.startswith(story.name):
                    running.arm("actions.effect_done", "wait")
                    killing = sandbox.until(
                        lambda _messages: {} if running.reached("actions.effect_done") else None,
                        story.seeker,
                        "the action in the middle of its effect",
                        PATIENCE,
                    )
                    await step.do()
                    await killing
                    running.kill(name)
                    running.disarm("actions.effect_done")
            heard, twice = without_resent(await story.heard(), reference)
            assert (heard, twice) == (reference, 0)
        await settled(running, sandbox)
