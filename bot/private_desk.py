"""An officer's private chat with the bot: where the content of sensitive cases is read and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import answers, desk
from bot.case_events import open_privately
from bot.incoming import Incoming
from bot.officer_presses import DEEDS, press_by_officer
from bot.presses import answer_press
from bot.replies import say
from bot.services import Services
from placement.cases import SENSITIVE
from placement.storage import case_places, cases, inbox
from placement.storage.models import Case, CaseMessage, Chat, Staff

if TYPE_CHECKING:
    from bot.conversation import Turn

log = structlog.get_logger(__name__)

START = "meja"
"""What follows /start in the link that the topic shows."""


async def handled(services: Services, turn: Turn) -> bool:
    """Handle an update of an officer's private chat, if it is about cases; False leaves it to the conversation.

    While sensitive cases are held, all but commands and the bot's own buttons belongs to them; an answer to a shown
    message belongs to its case at any time.
    """
    staff = turn.staff
    if staff is None:
        return False
    if turn.press is not None:
        return await _pressed(services, turn)
    async with services.database.transaction(f"staff:{staff.id}", "private desk") as session:
        chat = await inbox.hold_chat(session, turn.chat.id, services.name)
        if chat is None:
            return True  # Another worker's now.
        waiting = await _bring_waiting(services, session, chat, staff)
        if not await _is_ours(services, session, chat, staff, turn):
            return False
        await inbox.finish(session, turn.update_ids, turn.id)
        await inbox.release_chat(session, chat)
    services.outbox_filled.set()
    log.info("private desk", waiting=waiting, merged=len(turn.updates))
    return True


async def _pressed(services: Services, turn: Turn) -> bool:
    press = turn.press
    if press is None or press.meaning.get("do") not in DEEDS:
        return False
    async with services.database.transaction(f"telegram:{turn.incoming.user_id}", "private desk") as session:
        chat = await inbox.hold_chat(session, turn.chat.id, services.name)
        if chat is None:
            return True
        response = await press_by_officer(services, session, chat, turn.incoming, press)
        await inbox.finish(session, turn.update_ids, turn.id)
        await inbox.release_chat(session, chat)
    services.outbox_filled.set()
    await answer_press(services, turn.incoming, press, turn.chat.language, response)
    return True


async def _bring_waiting(services: Services, session: AsyncSession, chat: Chat, staff: Staff) -> int:
    """Show what could not be shown before: whoever writes here can be reached. Give the number of packets."""
    packets = 0
    chat.blocked_at = None
    await session.flush()
    for case in await _held(session, chat, staff):
        packet = await case_places.packet_of(session, case)
        if case.reason in SENSITIVE and (packet is None or packet.delivery == "failed"):
            packets += 1
            await open_privately(services, session, case)
        else:
            await desk.catch_up(services, session, case)
    return packets


async def _held(session: AsyncSession, chat: Chat, staff: Staff) -> list[Case]:
    """Give the cases that an officer holds, but for one in which this chat is the seeker's."""
    return [case for case in await cases.owned_by(session, staff.id) if case.chat_id != chat.id]


async def _is_ours(services: Services, session: AsyncSession, chat: Chat, staff: Staff, turn: Turn) -> bool:
    """Handle what belongs to cases; False when nothing of this turn does."""
    incoming = turn.incoming
    if incoming.kind == "command":
        if incoming.command != "start" or incoming.text != START:
            return False
        await say(session, services.wording, chat, {"response": "desk_private_open"})
        return True
    if incoming.kind == "edited":
        message = await case_places.message_at(session, chat.telegram_id, incoming.message_id or 0)
        if message is None or message.author not in ("officer", "note"):
            return False
        await answers.edit(services, session, message, staff, incoming.text)
        return True
    if incoming.kind not in answers.KINDS:
        return False
    sensitive = [case for case in await _held(session, chat, staff) if case.reason in SENSITIVE]
    targets = [await _case_answered(session, chat, staff, one.reply_to) for one in turn.merged]
    if not sensitive and not any(targets):
        return False
    for one, target in zip(turn.merged, targets, strict=True):
        await _send(services, session, chat, staff, one, [target] if target else sensitive)
    return True


async def _case_answered(session: AsyncSession, chat: Chat, staff: Staff, message_id: int | None) -> Case | None:
    """Give the case of the message that an officer answers, whatever has become of it."""
    if message_id is None:
        return None
    message = await case_places.message_at(session, chat.telegram_id, message_id)
    if message is None or not _seen_by(message, chat, staff):
        return None
    case = await cases.by_id(session, message.case_id)
    return case if case is not None and case.chat_id != chat.id else None


def _seen_by(message: CaseMessage, chat: Chat, staff: Staff) -> bool:
    """Say whether a message was shown in this chat, or written here by this officer, not as a seeker."""
    return message.staff_id == staff.id or (message.author == "seeker" and message.target_chat_id == chat.telegram_id)


async def _send(
    services: Services, session: AsyncSession, chat: Chat, staff: Staff, incoming: Incoming, targets: list[Case]
) -> None:
    """Send to the case that is meant; if several may be, ask which one; if none, say that it went nowhere."""
    content = answers.content_of(chat, incoming)
    if len(targets) == 1:
        await answers.write(services, session, targets[0], staff, content)
        return
    answer: dict[str, Any] = {"response": "desk_which_case", "reply_to": incoming.message_id}
    if not targets:
        answer["response"] = "desk_to_nobody"
    kept = {"message": incoming.message_id, "kind": content.kind, "text": content.text, "file_id": content.file_id}
    answer["buttons"] = [
        {
            "title": {
                "response": "desk_case",
                "args": {"n": case.id, "reason": {"response": f"desk_reason_{case.reason}"}},
            },
            "do": {"do": "to_case", "case": case.id, **kept},
        }
        for case in targets
    ]
    await say(session, services.wording, chat, answer)
