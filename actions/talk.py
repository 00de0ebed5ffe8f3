"""Small talk and what arrives without words: greetings, a bare yes or no, languages, files, the not understood."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet, UserUtteranceReverted

from actions import documents
from actions.cases import hear_out, standing
from actions.facts import age_said, only_facts
from actions.form import turn_away
from actions.hurdles import answered_hurdle
from actions.meanings import two_meanings
from actions.offers import accepted, decline, declined, tells_the_officer
from actions.on_view import TOLD
from actions.people import asked_who_writes, join_by_link
from actions.record import known
from actions.registration import Cancel, decline_consent
from actions.review import see
from actions.search import SEARCHED, picture, search_on, search_with_facts
from actions.turn import Event, Reply, Turn, TurnAction, asking, button, hand_on, reply
from placement import applications, chats, danger
from placement.applications import UNDER_WAY, Application
from placement.cases import who_reads
from placement.fields import too_young
from placement.wording import LANGUAGES

MEDIA = frozenset({"voice", "photo", "document", "video", "video_note", "sticker", "poll", "dice", "album", "other"})


class Greet(TurnAction):
    """Greets: who I am to a newcomer, what is open to somebody known."""

    action = "action_greet"

    async def answer(self, turn: Turn) -> list[Event]:
        """Greet; in the middle of registration only briefly, since its question follows."""
        token = turn.first("start")
        joined = await join_by_link(turn, token) if token else None
        if joined is not None:
            return joined
        if await asked_who_writes(turn):
            return [asking(None)]
        profile = await known(turn)
        if turn.in_form:
            turn.say("greet_again")
            return []
        case = await standing(turn)
        waits: list[Reply] = [reply("open_case", who=who_reads(case))] if case else []
        if profile is None or not profile.person_name:
            _, seen = await picture(turn)
            if waits or (seen is not None and seen.vacancy_ids):
                turn.say("greet_on", things=waits)
            else:
                turn.say("greet_new")
            return [asking(None)]
        rows: list[Application] = await turn.read(lambda session: applications.list_applications(session, turn.chat_id))
        under_way = sum(row.state in UNDER_WAY for row in rows)
        open_things = waits
        if profile.missing or not profile.registration_number:
            open_things.append(reply("open_registration"))
        if under_way:
            open_things.append(reply("open_applications", count=under_way))
        buttons = [button("button_search", "search_job")]
        if profile.missing or not profile.registration_number:
            buttons.append(button("button_continue", "register"))
        if under_way:
            buttons.append(button("button_status", "application_status"))
        buttons.append(button("button_officer", "talk_to_officer"))
        turn.say("greet_back", buttons, name=profile.person_name, things=open_things)
        return [asking(None)]


class Affirm(TurnAction):
    """Takes a yes to nothing."""

    action = "action_affirm"

    async def answer(self, turn: Turn) -> list[Event]:
        """Offer what can be done; in registration, its question follows by itself."""
        if turn.in_form:
            return []
        if turn.slot("asking") == "search":
            # «Mau cari di sekitar sini?» – «iya dong, yang kasir».
            return await search_on(turn)
        if turn.text and only_facts(turn):
            return hand_on("action_inform")
        turn.say("affirm_nothing")
        return []


class Deny(TurnAction):
    """Takes a no."""

    action = "action_deny"

    async def answer(self, turn: Turn) -> list[Event]:
        """Respect a no to consent, or to what was offered last."""
        if turn.requested == "consent" and turn.text and not turn.slot("asking"):
            return decline_consent(turn)
        return decline(turn)


class Goodbye(TurnAction):
    """Takes a farewell."""

    action = "action_goodbye"

    async def answer(self, turn: Turn) -> list[Event]:
        """Part; whoever leaves in the middle of registration can go on later («sisanya besok»)."""
        if turn.in_form:
            return await Cancel().answer(turn)
        turn.say("utter_goodbye")
        return []


class ChangeLanguage(TurnAction):
    """Changes the language of the answers."""

    action = "action_change_language"

    async def answer(self, turn: Turn) -> list[Event]:
        """Set the language that a button or the words name, or offer them all."""
        language = turn.first("language") or chats.language_meant(turn.text, turn.services.vocabularies.languages)
        if language not in LANGUAGES and declined(turn):
            return decline(turn)
        if language not in LANGUAGES:
            turn.say("ask_language", [button(f"button_language_{code}", "change_language", language=code)
                                      for code in LANGUAGES])  # fmt: skip
            return []

        async def run(session: Any) -> str:
            return await chats.set_language(session, turn.chat_id, str(language))

        await turn.once("the seeker chose a language", run)
        turn.say("language_set")
        # What was shown to be confirmed is shown again, in the language that can be read now.
        return await see(turn) if turn.slot("asking") == "review" else []


class Media(TurnAction):
    """Answers files, voices, stickers."""

    action = "action_media"

    async def answer(self, turn: Turn) -> list[Event]:
        """Answer papers by what was read of them, a button by what it says of one; else say what can't be done."""
        if turn.has("document"):
            return await documents.named(turn)
        files = (turn.tracker.latest_message.get("metadata") or {}).get("files")
        if files:
            return await documents.received(turn, files)
        kind = turn.first("kind") or "other"
        turn.say(f"media_{kind if kind in MEDIA else 'other'}")
        return []


class Unclear(TurnAction):
    """Answers what was not understood or is none of our business."""

    action = "action_unclear"

    async def answer(self, turn: Turn) -> list[Event]:
        """Help with examples; twice in a row, offer a person. A job or a place alone is a search."""
        if answered_hurdle(turn):
            return [] if turn.in_form else [asking("search")]
        if declined(turn):
            return decline(turn)
        if accepted(turn):
            return [FollowupAction("action_talk_to_officer")]
        if await asked_who_writes(turn):
            return [asking(None)]
        age = age_said(turn)
        if too_young(age):
            return await turn_away(turn)
        if turn.intent == "nlu_fallback" and any(turn.has(entity) for entity in SEARCHED):
            return await search_with_facts(turn)
        if turn.intent == "nlu_fallback" and not turn.in_form and any(turn.has(entity) for entity in TOLD):
            return hand_on("action_inform")
        if danger.worn_out(turn.text):
            return hear_out(turn)
        if tells_the_officer(turn):
            turn.say("offer_again", [button("button_officer", "talk_to_officer", reason=turn.slot("case_reason"))])
            return []
        meanings = two_meanings(turn) if turn.intent == "nlu_fallback" else []
        if meanings:
            turn.say("which_meaning", meanings)
            return []
        if _unclear_before(turn):
            turn.say("unclear_again", [button("button_officer", "talk_to_officer"), button("button_help", "help")])
            return [asking("officer"), SlotSet("case_reason", None)]
        turn.say("utter_out_of_scope" if turn.intent == "out_of_scope" else "utter_unclear")
        return []


def _unclear_before(turn: Turn) -> bool:
    """Whether the message before this one was answered with «belum paham» too."""
    messages = 0
    for event in reversed(turn.tracker.events):
        messages += event["event"] == "user"
        if messages == 1 and event["event"] == "action" and event["name"] == Unclear.action:
            return True
        if messages == 2:
            break
    return False


class DefaultFallback(TurnAction):
    """Answers where no rule fits, which is a gap in the rules."""

    action = "action_default_fallback"

    async def answer(self, turn: Turn) -> list[Event]:
        """Say that it was not understood, and leave the conversation where it was."""
        turn.say("utter_unclear")
        return [UserUtteranceReverted()]
