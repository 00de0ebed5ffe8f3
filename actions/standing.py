"""How a registration stands: the report every six months, and its end when work was found."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.record import known
from actions.search import search_with_facts
from actions.turn import Event, Turn, TurnAction, asking, button, leave_form
from placement import registration, standing
from placement.errors import InvalidError, NeedsRegistrationError
from placement.reading.replies import found_work, still_searching


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


class ReportAnswer(TurnAction):
    """Takes the answer in words to «masih cari kerja?»."""

    action = "action_report_answer"

    async def answer(self, turn: Turn) -> list[Event]:
        """Keep it; whoever wants something else gets that, and the reminder's buttons stay."""
        if found_work(turn.text) or turn.intent == "deny":
            return await ReportPlaced().ask(turn)
        if turn.intent != "affirm" and not still_searching(turn.text):
            return [asking(None), FollowupAction(OTHERWISE[turn.intent])]
        events = await report(turn)
        # «Masih nyari, ada loker kasir?»
        return [*events, *(await search_with_facts(turn) if turn.has("occupation") else [])]


OTHERWISE = {
    "inform": "action_inform",
    "more_results": "action_more_results",
    "nlu_fallback": "action_unclear",
    "out_of_scope": "action_unclear",
    "search_job": "action_search",
}
"""Who has a message that does not answer whether its writer is still looking."""


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
            return await self.ask(turn)

        async def run(session: Any) -> None:
            await standing.end(session, await registration.consenting(session, turn.chat_id), "placed")

        await turn.once("the seeker has got work", run)
        turn.say("placed_ended", [button("button_rights", "privacy")])
        return [asking(None), SlotSet("record_for", None), *(leave_form() if turn.in_form else [])]

    async def ask(self, turn: Turn) -> list[Event]:
        """Rejoice, and ask whether the registration is to end; nothing of it for whoever has none."""
        turn.say("placed_confirm", [button("button_placed", "report_placed", agree="yes"),
                                    button("button_still_searching", "still_searching")])  # fmt: skip
        return [asking("placed")]
