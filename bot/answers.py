"""An officer's words to the seeker, wherever they were written; and the marks by which the writer sees their fate."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import desk
from bot.incoming import Incoming
from bot.replies import LIMIT, say, units
from bot.services import Services
from placement import case_messages
from placement.case_messages import Content
from placement.errors import PlacementError
from placement.storage import case_places, cases, moment, outbox
from placement.storage.models import Case, CaseMessage, Chat, Staff

NOTE = "//"
"""What begins with this is for colleagues only."""
KINDS = frozenset({"text", "command", "media", "location", "contact"})
"""Kinds of updates that can be words to a seeker."""


def content_of(chat: Chat, incoming: Incoming) -> Content:
    """Give what an officer wrote; what looks like a command in a topic is only a text."""
    text = incoming.text
    if incoming.kind == "command":
        text = f"/{incoming.command} {text or ''}".strip()
    kind = incoming.media or ("text" if incoming.kind == "command" else incoming.kind)
    return Content(kind, text, incoming.file_id, (chat.telegram_id, incoming.message_id or 0))


def is_note(text: str | None) -> bool:
    """Say whether a text is for colleagues only."""
    return text is not None and text.lstrip().startswith(NOTE)


async def write(services: Services, session: AsyncSession, case: Case, staff: Staff, content: Content) -> None:
    """Bring an officer's message to the seeker, or say to its writer why not; a note stays inside."""
    if is_note(content.text):
        text = (content.text or "").lstrip().removeprefix(NOTE).strip()
        await case_messages.note(session, case.id, staff, text, content.source)
        if content.source and content.source[0] > 0:  # In private nobody else is there to see that it went nowhere.
            await remark(services, session, case, content, "desk_note_kept")
        return
    try:
        message = await case_messages.officer_wrote(session, case.id, staff, content)
    except PlacementError as problem:
        await remark(services, session, case, content, str(problem))
        return
    seeker_chat = await session.get(Chat, case.chat_id, populate_existing=True)
    routing: dict[str, Any] = {"case_message_id": message.id, "purpose": "relay"}
    if seeker_chat is None or seeker_chat.blocked_at is not None:
        await mark_failed(services, session, message, "desk_blocked")
    elif message.kind == desk.TEXT:
        shown = {"response": "seeker_from_officer", "args": {"name": staff.name, "text": message.text or ""}}
        await say(session, services.wording, seeker_chat, shown, **routing)
    else:
        copy = {"from_chat_id": message.source_chat_id, "message_id": message.source_message_id}
        await outbox.put(session, seeker_chat.id, "copy_message", copy, **routing)


async def edit(services: Services, session: AsyncSession, message: CaseMessage, staff: Staff, text: str | None) -> None:
    """Edit at the seeker's what the owner edited; what can't be edited there is said to its writer."""
    case = await cases.by_id(session, message.case_id)
    if case is None or message.author != "officer" or message.staff_id != staff.id or text is None or is_note(text):
        return
    if case.state not in cases.HELD or case.owner_id != staff.id:
        return  # After the end, or once somebody else has it, nothing of the old owner's reaches the seeker.
    message.text = text
    message.edited_at = moment.now(session)
    seeker_chat = await session.get(Chat, case.chat_id, populate_existing=True)
    if seeker_chat is None or message.delivery in ("failed", "taken_back"):
        return
    parts = await case_places.sent_parts(session, message.id)
    method, key = "edit_message_caption", "caption"
    if message.kind == desk.TEXT:
        method, key = "edit_message_text", "text"
        text = services.wording.text("seeker_from_officer", seeker_chat.language, name=staff.name, text=text)
    if len(parts) != 1 or units(text) > (LIMIT if key == "text" else 1024):
        await _mark(services, session, case, message, {"response": "desk_edit_failed"})
        return
    call = {"message_id": parts[0], key: text, **({"parse_mode": "HTML"} if key == "text" else {})}
    await outbox.put(session, seeker_chat.id, method, call, case_message_id=message.id, purpose="edit")


async def take_back(services: Services, session: AsyncSession, message_id: int, staff: Staff) -> None:
    """Delete the owner's message at the seeker's; when that is done, the writer is told."""
    message = await case_messages.take_back(session, message_id, staff)
    case = await cases.by_id(session, message.case_id)
    if case is None:
        return
    for part in await case_places.sent_parts(session, message.id):
        gone = {"message_id": part}
        await outbox.put(session, case.chat_id, "delete_message", gone, case_message_id=message.id, purpose="take_back")


async def mark_delivered(services: Services, session: AsyncSession, message: CaseMessage) -> None:
    """Mark the owner's message as delivered, with a button that takes it back."""
    case = await cases.by_id(session, message.case_id)
    if case is not None:
        button = {"title": {"response": "desk_take_back"}, "do": {"do": "take_back", "message": message.id}}
        await _mark(services, session, case, message, {"response": "desk_delivered", "buttons": [button]})


async def mark_failed(services: Services, session: AsyncSession, message: CaseMessage, response: str) -> None:
    """Mark the owner's message as not delivered, where its writer sees it."""
    case = await cases.by_id(session, message.case_id)
    message.delivery = "failed"
    if case is not None:
        await _mark(services, session, case, message, {"response": response})


async def mark(services: Services, session: AsyncSession, message: CaseMessage, response: str) -> None:
    """Say to a message's writer what became of it."""
    case = await cases.by_id(session, message.case_id)
    if case is not None:
        await _mark(services, session, case, message, {"response": response})


async def remark(services: Services, session: AsyncSession, case: Case, content: Content, response: str) -> None:
    """Say to the writer, below the message, why it does not reach the seeker."""
    chat_id, message_id = content.source or (None, None)
    await desk.tell_writer(services, session, case, chat_id, {"response": response, "reply_to": message_id})


async def _mark(
    services: Services, session: AsyncSession, case: Case, message: CaseMessage, shown: dict[str, Any]
) -> None:
    shown = {**shown, "reply_to": message.source_message_id}
    await desk.tell_writer(services, session, case, message.source_chat_id, shown)
