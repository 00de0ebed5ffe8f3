"""What is kept, shown to the person, with a button to change each fact."""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions.documents import needed_for_proof, prove
from actions.facts import hear
from actions.hearing import Heard
from actions.lines import fact_lines, profile_facts
from actions.people import asked_who_writes, offer_people
from actions.record import keep, known, noted, wait, waiting_facts
from actions.turn import FORM, Event, Reply, Turn, TurnAction, asking, begin_record, button, reply
from placement import privacy
from placement.fields import REST
from placement.names import fuller_name
from placement.registration import REQUIRED, Profile

DENIED = {"person_name": "person_name", "location": "home_region", "education_level": "education", "occupation": "wish"}
"""The fact that is wrong when an entity is denied."""
_PHONE = re.compile(
    r"\b(?:hp|hape|handphone|telp?|telepon|telfon|wa|whatsapp|phone|nomor|nomer|number)\b", re.IGNORECASE
)
REVIEW_BUTTONS = ("person_name", "home_region", "education", "wish")


def show_review(turn: Turn, profile: Profile, before: Reply | str = "") -> list[Event]:
    """Show all facts with buttons to change each; before there is a number, it waits for a yes."""
    edits = [button(f"button_edit_{name}", "correct", field=name) for name in REVIEW_BUTTONS
             if name not in profile.missing]  # fmt: skip
    lines = fact_lines(profile_facts(profile))
    if profile.registration_number:
        done, of = profile.progress
        turn.say(
            "review_registered",
            [
                *([button("button_still_searching", "still_searching")] if profile.ended_at else []),
                *([] if profile.complete or profile.ended_at else [button("button_complete", "register")]),
                button("button_change", "correct"),
                button("button_proof", "ask_ak1", right="proof"),
                button("button_search", "search_job"),
            ],
            before=before,
            facts=lines,
            progress=reply("registration_ended", day=profile.ended_at.isoformat())
            if profile.ended_at
            else reply("progress", done=done, of=of),
            number=profile.registration_number,
            valid_until=profile.valid_until.isoformat() if profile.valid_until else None,
        )
        return [asking(None)]
    if profile.missing and not lines:
        turn.say("review_empty", [button("button_continue", "register")], before=before)
        return [asking("register")]
    if profile.missing:
        turn.say("review_unfinished", [*edits, button("button_continue", "register")], before=before, facts=lines)
        return [asking("register")]
    turn.say("review", [button("button_right", "affirm"), *edits], before=before, facts=lines)
    return [asking("review")]


class Review(TurnAction):
    """Shows the facts when the form is done."""

    action = "action_review"

    async def answer(self, turn: Turn) -> list[Event]:
        """Show them; a form that was left early has nothing to show."""
        profile = await known(turn)
        if profile is None or profile.missing:
            return []
        return show_review(turn, profile)


async def see(turn: Turn) -> list[Event]:
    """Show what is kept, or say that nothing is."""
    profile = await known(turn)
    return await nothing_kept(turn) if profile is None else show_review(turn, profile)


async def nothing_kept(turn: Turn) -> list[Event]:
    """Say that nothing is kept; or until when it waits to be erased, after consent was withdrawn."""
    if await offer_people(turn):
        return [asking(None)]
    until = await turn.read(lambda session: privacy.withdrawn_until(session, turn.chat_id))
    if until is None:
        turn.say("utter_profile_none")
    else:
        turn.say("profile_withdrawn", until=until.isoformat())
    return [asking("register")]


class ShowProfile(TurnAction):
    """Shows what is kept of the person who writes."""

    action = "action_show_profile"

    async def answer(self, turn: Turn) -> list[Event]:
        """Show it, or say that nothing is kept; whose it is comes first where several use the phone."""
        if await asked_who_writes(turn):
            return [asking(None)]
        return await see(turn)


class AskCard(TurnAction):
    """Answers about the job seeker's card (AK/I), and gives the proof of registration."""

    action = "action_ask_ak1"

    async def answer(self, turn: Turn) -> list[Event]:
        """Explain it; whoever has a number hears where it is printed, and gets the proof."""
        profile = await known(turn)
        if profile is None or not profile.registration_number:
            turn.say("utter_ask_ak1")
            return [asking(None if turn.in_form else "register")]
        if turn.first("right") == "proof" or not needed_for_proof(profile):
            return prove(turn, profile)
        # Whoever only asks about the card is not questioned: the proof is a button away.
        until = profile.valid_until.isoformat() if profile.valid_until else None
        proof = button("button_proof", "ask_ak1", right="proof")
        turn.say("ak1_number", [proof], number=profile.registration_number, valid_until=until)
        return [asking(None)]


async def corrected(turn: Turn, profile: Profile, heard: Heard) -> list[Event]:
    """Take what is told at the review for what is right, and show it anew; what tells nothing leaves it open.

    A name written out needs no «nama saya»: it shares a word with the one that is shown.
    """
    name = None if heard or turn.entities else fuller_name(turn.text, profile.person_name, turn.services.vocabularies)
    if name:
        heard.keep("person_name", name, turn.quote)
    if not heard.facts and not heard.options:
        turn.say("utter_unclear")
        return []
    turn.intent = "correct"
    return await take(turn, profile, heard)


async def take(turn: Turn, profile: Profile, heard: Heard) -> list[Event]:
    """Keep corrected facts and show the review anew; ask which place is meant where there are several."""
    if heard.options:
        return [asking(None), SlotSet("editing", "home_region"), SlotSet("home_region", None),
                SlotSet("region_options", heard.options), FollowupAction(FORM)]  # fmt: skip
    heard = await keep(turn, heard)
    return [asking(None), *show_review(turn, await known(turn) or profile, noted(heard))]


class Correct(TurnAction):
    """Changes a fact that is known, or asks which."""

    action = "action_correct"

    async def answer(self, turn: Turn) -> list[Event]:
        """Take the right fact from the message, ask for the one that a button names, or ask which one."""
        profile = await known(turn)
        if profile is None:
            await nothing_kept(turn)
            return [wait(turn, waiting_facts(turn) | (await hear(turn)).facts), asking("register")]
        field = turn.first("field")
        if field in REST:
            return begin_record(field)
        if field in REQUIRED:
            return [asking(None), SlotSet("editing", field), SlotSet(field, None), FollowupAction(FORM)]
        heard = await hear(turn)
        if not heard.facts and not heard.options:
            # «Bukan Bekasi» says which fact is wrong, and not yet what is right.
            wrong = {DENIED.get(str(one["entity"])) for one in (*turn.denied, *turn.unfinished)} - {None}
            if len(wrong) == 1:
                field = wrong.pop()
                return [asking(None), SlotSet("editing", field), SlotSet(field, None), FollowupAction(FORM)]
        if heard.facts or heard.options:
            return await take(turn, profile, heard)
        if turn.in_form and _PHONE.search(turn.text):
            turn.say("ask_new_phone")
            return [asking("register")]
        registered = bool(profile.registration_number)
        topics = [*REVIEW_BUTTONS, *(topic for topic in REST if registered)]
        other = [button("button_somebody_else", "person")] if registered else []
        turn.say("ask_which_fact", [*(button(f"button_edit_{name}", "correct", field=name) for name in topics), *other])
        # At most one question: in registration its own waits until this one is answered.
        return [asking("register" if turn.in_form else None)]
