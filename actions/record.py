"""What is kept of the person who writes: reading it, adding to it, and what waits for consent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk.events import SlotSet

from actions.facts import Heard, fact_lines
from actions.turn import Event, Reply, Turn, reply
from placement import registration
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
    """Keep what was heard and is not settled yet, all or none; gives what was new, also when asked again."""
    source = "location" if turn.intent == "location_shared" else "chat" if turn.text else "button"

    async def run(session: Any) -> dict[str, Any]:
        before = await registration.profile(session, turn.chat_id)
        facts = heard.unsettled(settled(before), requested, turn.intent).facts
        for name, fact in facts.items():
            await registration.record_fact(
                session, turn.chat_id, name, fact["value"], quote=fact["quote"], source=source, turn_id=turn.turn_id
            )
        return facts

    if not heard.facts:
        return heard.unsettled(settled(await known(turn)), requested, turn.intent)
    facts = await turn.once("the seeker said so", run)
    # Where a place was ambiguous the message named no other home, so this reads the same when asked again.
    options = heard.unsettled(settled(await known(turn)), requested, turn.intent).options
    return Heard(facts, heard.problems, options, heard.age, heard.open_wish)


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
