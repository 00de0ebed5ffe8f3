"""A person takes over: asked for, offered, or at once when somebody is in danger."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rasa_sdk.events import SlotSet

from actions.hurdles import answered_hurdle
from actions.search import picture
from actions.turn import Event, Turn, TurnAction, asking, button, leave_form
from placement import cases, danger
from placement.cases import REASONS, who_reads
from placement.service_complaints import about_service, asks_money

OFFERS = {
    "report_scam": "scam",
    "complaint": "complaint",
    "work_abroad": "abroad",
    "disability_service": "disability",
    "ask_layoff": "layoff",
}
"""Intents that are answered with an officer, and the reason of their case."""


async def open_case(turn: Turn, reason: str) -> dict[str, Any]:
    """Open a case, once; gives `CaseOpened` as JSON."""
    _, last = await picture(turn)
    matches = last.vacancy_ids if last else ()

    async def run(session: Any) -> dict[str, Any]:
        summary = [turn.text[:200]] if turn.text else []
        return asdict(await cases.open_case(session, turn.chat_id, reason, matches=matches, summary=summary))

    opened: dict[str, Any] = await turn.once("a person is wanted", run)
    return opened


async def standing(turn: Turn) -> dict[str, Any] | None:
    """Give how the open case stands, as `open_case` does; None without one."""
    found = await turn.read(lambda session: cases.standing(session, turn.chat_id))
    return asdict(found) if found else None


class TalkToOfficer(TurnAction):
    """Opens a case because the seeker wants a person."""

    action = "action_talk_to_officer"

    async def answer(self, turn: Turn) -> list[Event]:
        """Open it, and say the place in the queue and the hours."""
        wanted = turn.first("reason") or (turn.slot("case_reason") if turn.slot("asking") == "officer" else None)
        opened = await open_case(turn, wanted if wanted in REASONS else "asked")
        turn.say("case_opened" if opened["new"] else "case_open_already", who=who_reads(opened))
        # Whoever has a person coming tells, and is not asked for facts; what was said of them is kept.
        return [*(leave_form() if turn.in_form else []), asking(None), SlotSet("case_reason", None)]


class OfferOfficer(TurnAction):
    """Answers what a machine should not decide, and offers an officer."""

    action = "action_offer_officer"

    async def answer(self, turn: Turn) -> list[Event]:
        """Say what is known in general terms, with a button that opens the case."""
        reason = OFFERS[turn.intent]
        if reason == "complaint" and danger.worn_out(turn.text):
            return hear_out(turn)
        if reason == "disability" and answered_hurdle(turn):
            return [asking("search")]
        if reason == "complaint" and asks_money(turn.text):
            reason = "scam"
        service = reason == "complaint" and about_service(turn.text)
        turn.say(
            "offer_service" if service else f"offer_{reason}",
            [button(f"button_officer_{reason}", "talk_to_officer", reason=reason)],
        )
        return [asking("officer"), SlotSet("case_reason", reason)]


def hear_out(turn: Turn) -> list[Event]:
    """Meet whoever despairs of finding work with kindness, and offer a person."""
    turn.say("worn_out", [button("button_officer", "talk_to_officer")])
    return [asking("officer"), SlotSet("case_reason", "asked")]


class Distress(TurnAction):
    """Opens an urgent case, with contacts that answer now."""

    action = "action_distress"

    async def answer(self, turn: Turn) -> list[Event]:
        """Contacts first; then whether somebody reads; then whether answering here is safe: all of it once."""
        opened = await open_case(turn, "distress")
        stops = leave_form() if turn.in_form else []
        of_life, folder = danger.of_life(turn.text), turn.services.settings.data
        if not opened.get("raised", True):
            if danger.country_named(turn.text, folder):
                turn.say("seeker_passed_on_abroad", numbers=danger.numbers(turn.text, folder))
            else:
                turn.say("seeker_passed_on_life" if of_life else "seeker_passed_on_distress")
            return stops
        buttons = [button("button_safe", "affirm"), button("button_unsafe", "deny")]
        numbers = danger.numbers(turn.text, folder)
        turn.say("distress_life" if of_life else "distress", buttons, who=who_reads(opened), numbers=numbers)
        return [*stops, asking("safe")]


class DistressSafe(TurnAction):
    """Takes it that answering here is safe."""

    action = "action_distress_safe"

    async def answer(self, turn: Turn) -> list[Event]:
        """Ask for the story, and say truly whether somebody reads it now."""
        opened = await open_case(turn, "distress")
        turn.say("distress_safe", who=who_reads(opened))
        return []
