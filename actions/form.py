"""The registration form: takes facts out of a message and asks for the next one that is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import SlotSet

from actions.facts import ANSWERS, hear, only_facts
from actions.hearing import Heard
from actions.record import keep, known, noted, record_all, wait, waiting_facts
from actions.turn import (
    FORM,
    REQUESTED,
    Event,
    Reply,
    Turn,
    TurnAction,
    answered_already,
    asking,
    button,
    leave_form,
    reply,
)
from placement import privacy, registration
from placement.registration import REQUIRED, Profile

YES_OR_NO = frozenset({"affirm", "deny"})
"""Intents that answer whichever question was asked last."""
MISSED = {"person_name": "invalid_name", "education": "invalid_education"}
"""What is said when a message answers another question than the one that was asked."""


def ask(turn: Turn, what: str, before: list[Reply | str], options: list[str] | None = None) -> None:
    """Ask for one field, after what has to be said before."""
    lines = [line for line in before if line]
    if what == "home_region" and options:
        choices = [button("button_region", "inform", {"code": code}, location=code) for code in options]
        turn.say("ask_which_region", choices, before=lines)
    else:
        turn.say(f"ask_{what}", before=lines)


class ValidateRegistrationForm(TurnAction):
    """Takes facts out of the message, keeps them, and asks for the next one that is missing."""

    action = f"validate_{FORM}"

    async def answer(self, turn: Turn) -> list[Event]:
        """Answer a form's turn; returns no slot when the message is no answer, so that other rules have it."""
        if answered_already(turn):
            # At most one question a message: the one that the answer ended with is answered first.
            return silent(turn) if asked_by_answer(turn) else self._ask_again(turn, await known(turn))
        if turn.slot("asking") and turn.intent in YES_OR_NO:
            return []
        events = await self._take(turn)
        return [*events, asking(None)] if events and turn.slot("asking") else events

    async def _take(self, turn: Turn) -> list[Event]:
        if turn.requested == "consent":
            return await self._about_consent(turn)
        profile = await known(turn)
        if profile is None:
            return self._ask_again(turn, None)
        return await self._about_facts(turn, profile)

    def _ask_again(self, turn: Turn, profile: Profile | None) -> list[Event]:
        """Come to the question after another action has answered, or has started the form."""
        field = next_field(turn, profile)
        if field:
            ask(turn, field, [], turn.slot("region_options"))
        closed = [asking(None)] if turn.slot("asking") else []
        return [*marks(profile, turn.slot("editing")), SlotSet(REQUESTED, field), *closed]

    async def _about_consent(self, turn: Turn) -> list[Event]:
        """Take a yes, with the facts that waited for it; facts said instead of a yes wait on."""
        waiting = waiting_facts(turn)
        heard = await hear(turn)
        if heard.under_age:
            return await turn_away(turn)
        waiting |= heard.unsettled(waiting, None, turn.intent).facts
        options = heard.options or turn.slot("region_options")
        # A yes by button counts under this question only; every other one means something else.
        if (turn.intent == "affirm" and turn.text) or (turn.intent == "consent" and turn.first("agree") == "yes"):
            profile, done = await self._consent(turn, waiting)
            if profile is None:
                return await turn_away(turn)
            before: list[Reply | str] = [reply("consent_given"), noted(Heard(facts=done["facts"])), *done["problems"]]
            field = next_field(turn, profile)
            if field:
                ask(turn, field, before, options)
            else:
                turn.say("kept", facts=reply("consent_given"))
            return [
                *marks(profile, turn.slot("editing")),
                wait(turn, {}),
                SlotSet("region_options", options),
                SlotSet(REQUESTED, field),
            ]
        if not heard:
            return []
        ask(turn, "consent", [reply("waits_for_consent")])
        return [wait(turn, waiting), SlotSet("region_options", options), SlotSet(REQUESTED, "consent")]

    async def _consent(self, turn: Turn, waiting: Mapping[str, Any]) -> tuple[Profile | None, dict[str, Any]]:
        """Keep the yes and what waited for it; gives no profile for somebody who is too young for one."""

        async def run(session: Any) -> dict[str, Any]:
            await registration.give_consent(session, turn.chat_id)
            return await record_all(session, turn, waiting, "chat")

        done = await turn.once("the seeker agreed", run)
        return (None if done["under_age"] else await known(turn)), done

    async def _about_facts(self, turn: Turn, profile: Profile) -> list[Event]:
        requested = turn.requested if turn.requested in REQUIRED else None
        heard = await hear(turn, requested)
        if heard.under_age:
            return await turn_away(turn)
        if heard:
            heard = await keep(turn, heard, requested)
        if heard.under_age:
            return await turn_away(turn)
        changed = turn.first("field")
        if not heard and changed in REQUIRED:
            ask(turn, changed, [])
            return [SlotSet("editing", changed), SlotSet(changed, None), SlotSet(REQUESTED, changed)]
        if not heard and requested and _answers_another(turn, heard):
            ask(turn, requested, [reply(MISSED[requested])] if requested in MISSED else [])
            return [*marks(profile, turn.slot("editing")), SlotSet(REQUESTED, requested)]
        if not heard:
            return []
        profile = await known(turn) or profile
        editing = turn.slot("editing")
        editing = None if editing in heard.facts else editing
        options = None if "home_region" in heard.facts else heard.options or turn.slot("region_options")
        if heard.options and "home_region" not in profile.missing:
            editing = "home_region"
        # Who names a place is talking about it now: which one is meant comes before the next question.
        field = "home_region" if heard.options else editing or next(iter(profile.missing), None)
        if field == "wish" and heard.open_wish:
            turn.say("ask_wish_open", before=[line for line in (noted(heard),) if line])
        elif field:
            ask(turn, field, [noted(heard), *heard.problems], options)
        return [
            *marks(profile, editing),
            SlotSet("editing", editing),
            SlotSet("region_options", options),
            SlotSet(REQUESTED, field),
        ]


def asked_by_answer(turn: Turn) -> bool:
    """Whether the action that has had this message asks something itself."""
    for event in reversed(turn.tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "slot" and event["name"] == "asking":
            return bool(event["value"])
    return False


def silent(turn: Turn) -> list[Event]:
    """Leave registration's own question for later."""
    return [SlotSet(REQUESTED, turn.slot(REQUESTED))]


def _answers_another(turn: Turn, heard: Heard) -> bool:
    """Whether a message tells what is known or not kept: «Bekasi» again, an age. That is no search, and no answer."""
    return turn.intent in ANSWERS | {"search_job"} and (only_facts(turn) or heard.age is not None)


def next_field(turn: Turn, profile: Profile | None) -> str | None:
    """Give the field to ask for: consent, the one being changed, then what is missing."""
    if profile is None:
        return "consent"
    return turn.slot("editing") or next(iter(profile.missing), None)


def marks(profile: Profile | None, editing: str | None) -> list[Event]:
    """Mark in the form which fields are known; their values stay in the database."""
    missing = {*(profile.missing if profile else REQUIRED), editing}
    return [
        SlotSet("consent", True if profile else None),
        *(SlotSet(name, None if name in missing else True) for name in REQUIRED),
    ]


async def turn_away(turn: Turn) -> list[Event]:
    """Show somebody under 18 a kind way on; no record is made, and one that was begun is erased.

    A record with a number says that its owner is grown: it is left as it is, and an officer may say what is right.
    """
    profile = await known(turn)
    registered = profile is not None and bool(profile.registration_number)
    if profile is not None and not registered:

        async def run(session: Any) -> None:
            await privacy.erase(session, turn.chat_id, turn_id=turn.turn_id)

        await turn.once("somebody under 18", run)
    turn.say("under_age_registered" if registered else "under_age")
    return [SlotSet("waiting", None), SlotSet("pending_vacancy", None), SlotSet("editing", None),
            *leave_form()]  # fmt: skip
