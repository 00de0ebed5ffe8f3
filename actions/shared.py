"""What a phone shares: a contact, a location."""

from __future__ import annotations

from typing import Any

from actions.record import known
from actions.turn import Event, Turn, TurnAction, asking, button
from placement import registration, search
from placement.reading import contact
from placement.search import Query


class Contact(TurnAction):
    """Takes a shared contact."""

    action = "action_contact"

    async def answer(self, turn: Turn) -> list[Event]:
        """Keep one's own number with consent; somebody else's is never kept."""
        phone = turn.first("phone")
        if (turn.first("own") or "").casefold() != "true" or not phone:
            turn.say("contact_foreign")
        elif await known(turn) is None:
            turn.say("contact_before_consent")
        else:
            await turn.once("the seeker shared the contact", lambda session: self._keep(session, turn, phone))
            turn.say("contact_kept", phone=contact.shown(phone))
        return []

    async def _keep(self, session: Any, turn: Turn, phone: str) -> None:
        await registration.record_fact(
            session, turn.chat_id, "phone", phone, quote=None, source="contact", turn_id=turn.turn_id
        )


class Location(TurnAction):
    """Takes a shared location outside the question for it."""

    action = "action_location"

    async def answer(self, turn: Turn) -> list[Event]:
        """Offer to search around it; like any place that is searched it is remembered for the answer, and no fact."""
        region = turn.first("region")
        if not region:
            turn.say("invalid_location_alone")
            return []

        async def run(session: Any) -> None:
            await search.remember(session, turn.chat_id, Query(regions=(region,)), [], 0)

        await turn.once("a place to search around", run)
        turn.say("location_seen", [button("button_search_here", "search_job", location=region)], code=region)
        return [] if turn.in_form else [asking("search")]
