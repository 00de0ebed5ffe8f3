"""The rest of the record: one topic after the other, at the seeker's pace, for as long as it is of use."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import SlotSet

from actions import told
from actions.documents import needed_for_proof, say_proof
from actions.facts import hear
from actions.form import asked_by_answer, silent, turn_away
from actions.record import keep, known, noted
from actions.turn import (
    RECORD_FORM,
    REQUESTED,
    Event,
    Reply,
    Turn,
    TurnAction,
    answered_already,
    asking,
    button,
    reply,
)
from placement import registration
from placement.fields import REST, TOPICS
from placement.office_facts import minimum_wage
from placement.registration import Profile

PURPOSE = "record_for"
"""The slot that says what the questions are asked for: «all», a use of `placement.fields`, or a topic alone."""

WITHOUT_SKIP = frozenset({"phone", "birth", "card_region", "reach", "availability"})
"""Topics whose question shows no way out the first time: they are of most use."""


def wanted(profile: Profile, purpose: str | None) -> tuple[str, ...]:
    """Give the topics that a purpose still asks for, in order."""
    if purpose is not None and purpose in TOPICS:
        return (purpose,)
    return tuple(
        topic
        for topic in profile.open_topics(None if purpose in (None, "all") else purpose)
        if topic in REST and (purpose == "all" or not TOPICS[topic].optional)
    )


def ask_topic(turn: Turn, topic: str, profile: Profile, before: list[Reply | str], *, again: bool = False) -> None:
    """Ask for a topic, or for what is missing of it; `again`, with a way out for whoever can't answer."""
    place = wanted(profile, turn.slot(PURPOSE))
    left = len(place) if topic in place else 0
    lines = [line for line in before if line]
    if not lines and turn.requested is None and turn.slot(PURPOSE) == "all" and left > 1:
        lines = [reply("questions_left", count=left)]
    key, buttons = _question(topic, profile)
    if again and topic in WITHOUT_SKIP:
        buttons.append(button("button_leave", "skip"))
    turn.say(key, buttons, before=lines, home=profile.home_region)


def _question(topic: str, profile: Profile) -> tuple[str, list[dict[str, Any]]]:
    if topic == "birth" and profile.birth_date and not profile.sex:
        return "ask_sex", [button(f"button_{sex}", "inform", gender=sex) for sex in ("male", "female")]
    if topic == "birth" and profile.sex and not profile.birth_date:
        return "ask_birth_date", []
    if topic == "card_region" and profile.home_region:
        same = button("button_same_region", "inform", {"code": profile.home_region}, location=profile.home_region)
        return "ask_card_region", [same]
    return f"ask_{topic}", []


class ValidateRecordForm(TurnAction):
    """Takes the answer to a topic, keeps it, and asks for the next one."""

    action = f"validate_{RECORD_FORM}"

    async def answer(self, turn: Turn) -> list[Event]:
        """Answer a form's turn; gives no slot when the message is no answer, so that other rules have it."""
        profile = await known(turn)
        if profile is None:
            return [SlotSet(REQUESTED, None)]
        if answered_already(turn):
            if turn.slot(PURPOSE) == "apply" and turn.requested:
                # An offer in passing: whoever asks something else instead is not asked again and again.
                return [SlotSet(REQUESTED, None)]
            # At most one question a message: the one that the answer ended with is answered first.
            return silent(turn) if asked_by_answer(turn) else self._next(turn, profile, [])
        topic = turn.requested
        if topic is None or (turn.slot("asking") and turn.intent in {"affirm", "deny"}):
            return []
        turn.minimum_wage = minimum_wage(turn.services.facts, profile.home_region)
        if told.nothing(turn, topic):
            return await self._nothing(turn, topic, profile)
        if topic == "card_region" and profile.home_region and told.SAME.fullmatch(turn.text):
            turn.entities.append({"entity": "location", "value": profile.home_region})
        heard = await hear(turn, topic)
        if heard.under_age:
            return await turn_away(turn)
        if not heard:
            return []
        options = heard.options
        heard = await keep(turn, heard, topic)
        if heard.under_age:
            return await turn_away(turn)
        profile = await known(turn) or profile
        if options:
            turn.say("ask_which_region", _choices(options), before=[noted(heard)] if heard.facts else [])
            return [SlotSet(REQUESTED, topic), SlotSet("region_options", options)]
        return self._next(turn, profile, [noted(heard), *heard.notes, *heard.problems], stay=bool(heard.problems))

    async def _nothing(self, turn: Turn, topic: str, profile: Profile) -> list[Event]:
        async def run(session: Any) -> None:
            await registration.leave_aside(session, turn.chat_id, topic, quote=turn.quote, turn_id=turn.turn_id)

        if not profile.settled(topic):
            await turn.once("the seeker has nothing to say to it", run)
        profile = await known(turn) or profile
        return self._next(turn, profile, [reply("left_aside")], done=topic)

    def _next(
        self, turn: Turn, profile: Profile, before: list[Reply | str], *, stay: bool = False, done: str | None = None
    ) -> list[Event]:
        """Ask for the next topic; at the end leave the rest to the action that follows the form."""
        purpose = turn.slot(PURPOSE)
        # A topic that is changed is asked for until it was answered once.
        answered = purpose in TOPICS and (done == purpose or (before and not stay))
        open_topics = () if answered else wanted(profile, purpose)
        events = [SlotSet("region_options", None), *([asking(None)] if turn.slot("asking") else [])]
        if stay and turn.requested:
            open_topics = (turn.requested, *open_topics)
        if open_topics:
            ask_topic(turn, open_topics[0], profile, before, again=open_topics[0] == turn.requested)
            return [*events, SlotSet(REQUESTED, open_topics[0])]
        lines = [line for line in before if line]
        return [*events, SlotSet("record", True), SlotSet("record_last", lines or None), SlotSet(REQUESTED, None)]


def _choices(options: list[str]) -> list[dict[str, Any]]:
    return [button("button_region", "inform", {"code": code}, location=code) for code in options]


class RecordDone(TurnAction):
    """Ends the questions: how far the record is, and what can be done with it."""

    action = "action_record_done"

    async def answer(self, turn: Turn) -> list[Event]:
        """Say it, after what was noted last."""
        profile = await known(turn)
        events: list[Event] = [asking(None), *(SlotSet(name, None) for name in ("record", "record_last", PURPOSE))]
        if profile is None or not turn.slot("record"):
            return events
        done, of = profile.progress
        before = turn.slot("record_last") or []
        if turn.slot(PURPOSE) == "proof" and profile.registration_number and not needed_for_proof(profile):
            say_proof(turn, profile, before)
            return events
        buttons = [button("button_search", "search_job"), button("button_profile", "show_profile")]
        if profile.complete:
            turn.say("record_complete", [button("button_proof", "ask_ak1", right="proof"), *buttons], before=before)
        else:
            turn.say("record_so_far", [button("button_complete", "register"), *buttons],
                     before=before, done=done, of=of)  # fmt: skip
        return events
