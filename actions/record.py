"""What is kept of the person who writes: reading it, adding to it, and what waits for consent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk.events import SlotSet

from actions.hearing import Heard
from actions.lines import fact_lines
from actions.turn import Event, Reply, Turn, reply
from placement import privacy, registration
from placement.errors import InvalidError
from placement.fields import ADULT
from placement.registration import REQUIRED, Profile

WAITING_FOR = timedelta(days=1)
"""Facts said before consent are forgotten after this."""


async def known(turn: Turn) -> Profile | None:
    """Give what is kept of the person who writes; None without consent."""
    found: Profile | None = await turn.read(lambda session: registration.profile(session, turn.chat_id))
    return found


def settled(profile: Profile | None) -> set[str]:
    """Give the required fields that are known; the others change whenever they are told."""
    return set(REQUIRED) - set(profile.missing) if profile else set()


async def keep(turn: Turn, heard: Heard, requested: str | None = None) -> Heard:
    """Keep what was heard and is not settled yet; gives what was new and what could not be, also when asked again.

    A birth date of somebody under 18 erases what was kept: there is no record of them (`Heard.under_age`).
    """
    source = _SOURCES.get(turn.intent) or ("chat" if turn.text else "button")

    async def run(session: Any) -> dict[str, Any]:
        before = await registration.profile(session, turn.chat_id)
        facts = heard.unsettled(settled(before), requested, turn.intent).facts
        return await record_all(session, turn, facts, source)

    if not heard.facts:
        return heard.unsettled(settled(await known(turn)), requested, turn.intent)
    done = await turn.once("the seeker said so", run)
    if done["under_age"]:
        return Heard(age=ADULT - 1)
    # Where a place was ambiguous the message named no other home, so this reads the same when asked again.
    options = heard.unsettled(settled(await known(turn)), requested, turn.intent).options
    problems = [*heard.problems, *done["problems"]]
    return Heard(done["facts"], problems, options, heard.age, heard.open_wish, heard.notes)


async def record_all(session: Any, turn: Turn, facts: Mapping[str, Any], source: str) -> dict[str, Any]:
    """Record facts one by one: {«facts»: those kept, «problems»: why others were not, «under_age»}.

    A birth date of somebody under 18 erases what was kept.
    """
    kept: dict[str, Any] = {}
    problems: list[Reply] = []
    for name, fact in facts.items():
        try:
            await registration.record_fact(
                session, turn.chat_id, name, fact["value"], quote=fact["quote"], source=source, turn_id=turn.turn_id
            )
        except InvalidError as problem:
            if problem.key == "under_age":
                await privacy.erase(session, turn.chat_id, turn_id=turn.turn_id)
                return {"facts": {}, "problems": [], "under_age": True}
            problems.append(reply(problem.key, **problem.args_of_response))
        else:
            kept[name] = fact
    return {"facts": kept, "problems": problems, "under_age": False}


_SOURCES = {"location_shared": "location", "contact_shared": "contact"}


def noted(heard: Heard) -> Reply | str:
    """Show what was understood; empty when nothing was."""
    if not heard.facts:
        return ""
    return reply("noted", facts=fact_lines({name: fact["value"] for name, fact in heard.facts.items()}))


def waiting_facts(turn: Turn) -> dict[str, Any]:
    """Give the facts that wait for consent, unless they are older than a day."""
    waiting = turn.slot("waiting")
    if not waiting:
        return {}
    age = turn.services.database.clock.now() - datetime.fromisoformat(waiting["at"])
    return dict(waiting["facts"]) if age < WAITING_FOR else {}


def wait(turn: Turn, facts: Mapping[str, Any]) -> Event:
    """Let facts wait for consent; they are kept nowhere but in the conversation's state."""
    at = turn.services.database.clock.now().isoformat()
    event: Event = SlotSet("waiting", {"at": at, "facts": dict(facts)} if facts else None)
    return event
