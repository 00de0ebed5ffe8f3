"""A seeker's words to the officer who holds the chat, while the bot is silent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import desk
from bot.incoming import Incoming
from bot.replies import say
from bot.services import Services
from placement import danger
from placement.case_messages import Content, seeker_wrote
from placement.cases import held_case, raise_case, return_to_bot
from placement.errors import UnavailableError
from placement.registration import seeker_of
from placement.storage import cases, inbox, moment, utterances
from placement.storage.models import Case, Chat
from placement.vocabulary import plain
from placement.wording import LANGUAGES

if TYPE_CHECKING:
    from bot.conversation import Turn

log = structlog.get_logger(__name__)

RELAYED = frozenset({"text", "media", "contact", "location", "edited"})
RAISING = {"distress": "distress", "report_scam": "scam"}
"""Intents that are seen even while the bot is silent, and what they make of the case."""
SURE = 0.5
"""Confidence from which such an intent raises the case."""


def goes_to_officer(held: bool, incoming: Incoming) -> bool:
    """Say whether an update is the officer's: all but commands and presses, while a case is held."""
    return held and incoming.kind in RELAYED


def wants_bot_back(services: Services, text: str | None) -> bool:
    """Say whether the words are those of the button that gives the chat back to the bot."""
    titles = {plain(services.wording.plain_text({"response": "button_return"}, language)) for language in LANGUAGES}
    return plain(text or "") in titles


async def seeker_to_officer(services: Services, turn: Turn) -> None:
    """Keep a seeker's message in the case and show it in the topic; it is still parsed, for what may not be missed."""
    incoming = turn.incoming
    parse: Mapping[str, Any] | None = None
    model = ""
    if incoming.kind == "text" and turn.text:
        try:
            parse, model = await services.rasa.parse(turn.text)
        except UnavailableError as problem:
            # The officer reads it now; a missing parse must not hold it back.
            log.warning("a relayed message stays unparsed", error=str(problem))
    async with services.database.transaction(f"chat:{turn.chat.id}", "relay") as session:
        chat = await inbox.hold_chat(session, turn.chat.id, services.name)
        if chat is None:
            return
        case = await held_case(session, chat.id)
        if case is None:
            # It ended meanwhile: the turn is taken again, and the bot answers.
            await inbox.release_chat(session, chat)
            return
        if incoming.kind == "edited":
            await edited(services, session, chat, case, incoming)
        elif incoming.kind == "text" and wants_bot_back(services, turn.text):
            await return_to_bot(session, case.id, None)
        else:
            await keep_for_officer(services, session, chat, case, turn, parse=parse)
            if parse is not None and turn.text:
                consented = await seeker_of(session, chat.id) is not None
                await utterances.keep(session, chat, turn.id, turn.text, parse, model, consented=consented)
        await inbox.finish(session, turn.update_ids, turn.id)
        await inbox.release_chat(session, chat)
    services.outbox_filled.set()
    log.info("relayed to the officer", case=case.id, merged=len(turn.updates))


async def keep_for_officer(
    services: Services,
    session: AsyncSession,
    chat: Chat,
    case: Case,
    turn: Turn,
    *,
    parse: Mapping[str, Any] | None = None,
    unanswered: bool = False,
) -> None:
    """Keep each message of a turn in the case, show it, and raise the case for what may not wait.

    Danger in a case that is held is answered with the numbers of help; so is danger that has raised the case already,
    whose answer is `unanswered` because the case was claimed meanwhile.
    """
    for incoming in turn.merged:
        source = (chat.telegram_id, incoming.message_id or 0)
        text = _place(services, incoming) if incoming.kind == "location" else incoming.text
        content = Content(incoming.media or incoming.kind, text, incoming.file_id, source)
        message = await seeker_wrote(session, case, content)
        await desk.show_to_officers(services, session, case, message)
    intent = (parse or {}).get("intent") or {}
    reason = RAISING.get(str(intent.get("name"))) if float(intent.get("confidence") or 0) >= SURE else None
    text = turn.text or ""
    if danger.of_life(text):
        reason = "distress"
    raised = reason is not None and await raise_case(session, case, reason, text)
    if (unanswered or (raised and reason == "distress")) and case.state in cases.HELD:
        # Whoever holds the case may not be looking: the numbers come at once, and once.
        answer = "distress_life_held" if danger.of_life(text) else "distress_held"
        shown = {"response": answer, "args": {"numbers": danger.numbers(text, services.settings.data)}}
        await say(session, services.wording, chat, shown, turn_id=turn.id)


def _place(services: Services, incoming: Incoming) -> str | None:
    """Name the region of a location: as much of it as officers see who do not hold the case."""
    region = services.vocabularies.regions.nearest(incoming.location["latitude"], incoming.location["longitude"])
    return region.name if region else None


async def edited(services: Services, session: AsyncSession, chat: Chat, case: Case, incoming: Incoming) -> bool:
    """Mark an edit at the officer's; False for a message that is none of the case's."""
    message = await cases.message_from(session, case.id, chat.telegram_id, incoming.message_id or 0)
    if message is None:
        return False
    if incoming.text is None:
        return True
    message.text = incoming.text
    message.edited_at = moment.now(session)
    await desk.show_edit(services, session, case, message)
    return True
