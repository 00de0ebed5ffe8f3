"""How a registration stands: the report every six months, and its end when work was found."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import SlotSet

from actions.record import known
from actions.turn import Event, Turn, TurnAction, asking, button, leave_form
from placement import registration, standing
from placement.errors import InvalidError, NeedsRegistrationError


class Report(TurnAction):
    """Takes the report that a seeker is still looking."""

    action = "action_report"

    async def answer(self, turn: Turn) -> list[Event]:
        """Keep it; a registration that has ended begins anew."""
        return await report(turn)


async def report(turn: Turn) -> list[Event]:
    """Keep that somebody is still looking, or is again."""

    async def run(session: Any) -> str | None:
        seeker = await registration.consenting(session, turn.chat_id)
        await standing.report(session, seeker)
        return seeker.valid_until.isoformat() if seeker.valid_until else None

    try:
        until = await turn.once("the seeker reported", run)
    except (NeedsRegistrationError, InvalidError):
        turn.say("utter_profile_none")
        return [asking("register")]
    turn.say("reported", [button("button_search", "search_job"), button("button_profile", "show_profile")], day=until)
    return [asking(None)]


class ReportPlaced(TurnAction):
    """Takes the news that a seeker has got work: asks once, then ends the registration."""

    action = "action_report_placed"

    async def answer(self, turn: Turn) -> list[Event]:
        """Rejoice; end the registration only after a yes."""
        profile = await known(turn)
        agreed = turn.intent == "affirm" or turn.first("agree") == "yes"
        if profile is None or not profile.registration_number or profile.ended_at is not None:
            turn.say("placed_unregistered")
            return [asking(None)]
        if not agreed:
            turn.say("placed_confirm", [button("button_placed", "report_placed", agree="yes"),
                                        button("button_still_searching", "still_searching")])  # fmt: skip
            return [asking("placed")]

        async def run(session: Any) -> None:
            await standing.end(session, await registration.consenting(session, turn.chat_id), "placed")

        await turn.once("the seeker has got work", run)
        turn.say("placed_ended", [button("button_rights", "privacy")])
        return [asking(None), SlotSet("record_for", None), *(leave_form() if turn.in_form else [])]
