"""A case that waits for an officer: what the seeker tells is received for it; all else is the bot's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import relay
from bot.replies import say
from bot.services import Services
from placement import danger
from placement.case_messages import acknowledge
from placement.cases import call_off, standing, who_reads
from placement.errors import UnavailableError
from placement.queue_talk import needs_none, wonders
from placement.registration import seeker_of
from placement.storage import cases, inbox, utterances
from placement.storage.models import Case, Chat

if TYPE_CHECKING:
    from bot.conversation import Turn

log = structlog.get_logger(__name__)

ASKED_OF_BOT = frozenset(
    {
        "application_status",
        "apply_job",
        "ask_ak1",
        "ask_cost",
        "ask_documents",
        "ask_market",
        "ask_office",
        "ask_training",
        "bot_challenge",
        "change_language",
        "explain_match",
        "goodbye",
        "greet",
        "help",
        "job_detail",
        "more_results",
        "privacy",
        "register",
        "reject_results",
        "search_job",
        "show_profile",
        "subscribe_alerts",
        "talk_to_officer",
        "thank",
        "unsubscribe_alerts",
        "update_profile",
        "withdraw_application",
    }
)
"""Intents that want something of the bot; all others tell something."""
SHORT = 4
"""Words of a text that is hardly a story."""
CLEAR_IF_SHORT, CLEAR = 0.6, 0.9
"""Confidence from which such an intent is believed: a story has words of everything in it."""
ANSWERS = frozenset({"affirm", "deny", "skip", "correct", "inform", "cancel"})
"""Intents that answer a question, where the bot has one open."""
NEVER_AN_ANSWER = frozenset({"complaint", "distress", "report_scam", "feedback"})
"""Intents that are the officer's even in the middle of registration."""
NEVER_CALLED_OFF = frozenset({"complaint", "distress", "report_scam", "search_job", "apply_job"})
"""Intents that say more than that nobody is needed."""
OFFICERS_OWN = frozenset({None, "safe", "officer"})
"""What the bot may have asked last without waiting for facts."""


@dataclass(frozen=True)
class Parsed:
    """What Rasa makes of a text, without having a turn of it."""

    parse: Mapping[str, Any] | None = None
    model: str = ""

    @property
    def intent(self) -> str:
        """The intent's name; empty for what was not parsed."""
        return str(((self.parse or {}).get("intent") or {}).get("name") or "")

    @property
    def confidence(self) -> float:
        """How sure the intent is, 0–1."""
        return float(((self.parse or {}).get("intent") or {}).get("confidence") or 0)

    @property
    def words(self) -> int:
        """How many words the text has."""
        return len(str((self.parse or {}).get("text") or "").split())

    def names(self, entity: str) -> bool:
        """Say whether the text names an entity."""
        return any(found.get("entity") == entity for found in (self.parse or {}).get("entities") or [])


@dataclass(frozen=True)
class Question:
    """What the bot waits for, by the conversation's state."""

    asking: str | None = None
    in_form: bool = False
    after: str | None = None
    """The action that answered last."""


def open_question(state: Mapping[str, Any] | None) -> Question:
    """Read from a conversation's state what the bot asked last, whether a form goes on, and which action answered."""
    asking: str | None = None
    form: str | None = None
    after: str | None = None
    for event in (state or {}).get("events", []):
        if event.get("event") == "slot" and event.get("name") == "asking":
            asking = event.get("value")
        elif event.get("event") == "active_loop":
            form = event.get("name")
        elif event.get("event") == "action" and event.get("name") != "action_listen":
            after = event.get("name")
    return Question(asking, form is not None, after)


def asked(state: Mapping[str, Any] | None, what: str) -> dict[str, Any] | None:
    """Give a conversation's state after the bot has asked something by itself; nothing is asked where none began."""
    if state is None:
        return None
    return {**state, "events": [*state.get("events", []), {"event": "slot", "name": "asking", "value": what}]}


def is_called_off(text: str, parsed: Parsed, reason: str, question: Question) -> bool:
    """Say whether whoever waits needs no officer any more; danger is never called off so."""
    if reason == "distress" or question.in_form or question.asking not in OFFICERS_OWN:
        return False
    just_asked = question.after == "action_talk_to_officer"
    return parsed.intent not in NEVER_CALLED_OFF and needs_none(text, just_asked=just_asked)


def is_told(parsed: Parsed, reason: str, question: Question) -> bool:
    """Say whether a text is told to the officer, not asked of the bot.

    The first words of danger are the bot's, for it has the numbers; after that they are the officer's as well.
    """
    if parsed.intent == "distress" and reason != "distress":
        return False
    if question.in_form and reason != "distress":
        return parsed.intent in NEVER_AN_ANSWER
    short = parsed.words <= SHORT
    if parsed.intent in ASKED_OF_BOT:
        return parsed.confidence < (CLEAR_IF_SHORT if short else CLEAR)
    if parsed.intent in ("inform", "nlu_fallback") and short and parsed.names("occupation") and reason != "distress":
        return False  # «kasir di bekasi» is a search.
    if parsed.intent not in ANSWERS:
        return True
    if short and parsed.intent in ("affirm", "deny", "skip"):
        return False  # «oke kak» tells nothing.
    return question.asking in OFFICERS_OWN


async def received(services: Services, turn: Turn) -> bool:
    """Receive a turn's words and files for the case that waits; False leaves the turn to the bot."""
    reason, incoming = turn.waiting, turn.incoming
    if reason is None:
        return False
    question, parsed = open_question(turn.chat.state), Parsed()
    match incoming.kind:
        case "text":
            if relay.wants_bot_back(services, turn.text):
                return False
            parsed = await _parsed(services, turn.text or "", reason)
            if is_called_off(turn.text or "", parsed, reason, question):
                return await _call_off(services, turn, parsed)
            told = bool(turn.text) and is_told(parsed, reason, question)
        case "media":
            told = True
        case "contact" | "location":
            told = not question.in_form and question.asking in OFFICERS_OWN
        case "edited":
            told = True
        case _:
            told = False
    return told and await _keep(services, turn, parsed)


async def _parsed(services: Services, text: str, reason: str) -> Parsed:
    try:
        return Parsed(*await services.rasa.parse(text))
    except UnavailableError as problem:
        if reason != "distress":
            raise
        # Words of danger do not wait for a parse.
        log.warning("words in danger stay unparsed", error=str(problem))
        return Parsed()


async def _keep(services: Services, turn: Turn, parsed: Parsed) -> bool:
    """Keep a turn in the case, show it where officers may see it, and say so; False when it is the bot's after all."""
    async with services.database.transaction(f"chat:{turn.chat.id}", "received for the officer") as session:
        chat = await inbox.hold_chat(session, turn.chat.id, services.name)
        if chat is None:
            return True  # Another worker's now.
        case = await cases.open_case_of(session, chat.id, lock=True)
        if case is None:
            await inbox.release_chat(session, chat)
            return True  # It ended meanwhile: the turn is taken again, and the bot answers.
        if turn.incoming.kind == "edited":
            if not await relay.edited(services, session, chat, case, turn.incoming):
                return False
        else:
            before = case.reason
            await relay.keep_for_officer(services, session, chat, case, turn, parse=parsed.parse)
            if parsed.parse is not None and turn.text:
                consented = await seeker_of(session, chat.id) is not None
                await utterances.keep(
                    session, chat, turn.id, turn.text, parsed.parse, parsed.model, consented=consented
                )
            if case.state not in cases.HELD:
                await _acknowledge(services, session, chat, case, turn, parsed, before)
        await inbox.finish(session, turn.update_ids, turn.id)
        await inbox.release_chat(session, chat)
    services.outbox_filled.set()
    log.info("received for the officer", case=turn.waiting, merged=len(turn.updates))
    return True


async def _call_off(services: Services, turn: Turn, parsed: Parsed) -> bool:
    """End the case of a seeker who needs nobody any more, and say so; False once an officer holds it."""
    async with services.database.transaction(f"chat:{turn.chat.id}", "nobody is needed any more") as session:
        chat = await inbox.hold_chat(session, turn.chat.id, services.name)
        if chat is None:
            return True  # Another worker's now.
        case = await cases.open_case_of(session, chat.id, lock=True)
        ended = await call_off(session, case.id) if case is not None else None
        if ended is None:
            await inbox.release_chat(session, chat)
            return True  # An officer has it now: the turn is taken again.
        if parsed.parse is not None and turn.text:
            consented = await seeker_of(session, chat.id) is not None
            await utterances.keep(session, chat, turn.id, turn.text, parsed.parse, parsed.model, consented=consented)
        await say(session, services.wording, chat, {"response": "case_called_off"}, turn_id=turn.id)
        await inbox.finish(session, turn.update_ids, turn.id)
        await inbox.release_chat(session, chat)
    services.outbox_filled.set()
    services.work_due.set()
    return True


async def _acknowledge(
    services: Services, session: AsyncSession, chat: Chat, case: Case, turn: Turn, parsed: Parsed, before: str
) -> None:
    """Say that it has been passed on: once in some minutes, yet always to words of danger or of a new fraud."""
    answer = "seeker_passed_on"
    args: dict[str, Any] = {}
    urgent = False
    text = turn.text or ""
    if case.reason == "distress":
        life = danger.of_life(text)
        away = danger.got_away(text)
        urgent = life or away or parsed.intent == "distress" or danger.asks(text) or wonders(text)
        answer = "seeker_passed_on_life" if life else "seeker_passed_on_distress"
        folder = services.settings.data
        named = danger.country_named(text, folder) is not None
        # Who has said before where that is needs the numbers of there.
        before_now = " ".join([text, *(case.packet or {}).get("summary", [])])
        if named or danger.country_named(before_now, folder):
            urgent, answer = urgent or named, "seeker_passed_on_abroad"
            args = {"numbers": danger.numbers(before_now, folder)}
        if open_question(chat.state).asking == "safe" and danger.is_unsafe(text):
            # Whoever is watched must not be written to again.
            urgent, answer, args = True, "utter_distress_unsafe", {}
    elif case.reason == "scam":
        urgent, answer = before != "scam", "seeker_passed_on_scam"
        if wonders(text):
            urgent, answer, args = True, "seeker_still_waits", await _place_in_queue(session, chat)
    elif wonders(text):
        urgent, answer, args = True, "seeker_still_waits", await _place_in_queue(session, chat)
    if await acknowledge(session, case) or urgent:
        await say(session, services.wording, chat, {"response": answer, "args": args}, turn_id=turn.id)


async def _place_in_queue(session: AsyncSession, chat: Chat) -> dict[str, Any]:
    """Give what a seeker hears of the queue who asks where the officer stays."""
    stands = await standing(session, chat.id)
    return {"who": who_reads(asdict(stands))} if stands is not None else {}
