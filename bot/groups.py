"""Updates from groups: the officers' supergroup, and those where the bot does not belong."""

from __future__ import annotations

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import desk
from bot.incoming import Incoming
from bot.presses import Press, answer_press, read_press
from bot.replies import say
from bot.services import Services
from placement import cases as case_rules
from placement.cases import SENSITIVE
from placement.errors import PlacementError
from placement.storage import buttons, cases, inbox, moment, outbox, seekers
from placement.storage.models import Case, Chat, Office, Staff, Update

log = structlog.get_logger(__name__)

NOTE = "//"
"""What begins with this is for colleagues only."""


async def handle(services: Services, chat: Chat, update: Update, incoming: Incoming) -> None:
    """Handle one update of a group, in one transaction."""
    press = Press()
    response: str | None = None
    async with services.database.transaction(f"telegram:{incoming.user_id}", "group") as session:
        held = await inbox.hold_chat(session, chat.id, services.name)
        if held is None:
            return
        office = await seekers.office_of_group(session, held.telegram_id)
        if office is None:
            await _not_ours(services, session, held, incoming)
        elif incoming.kind == "service":
            _migrate(held, office, incoming)
        elif incoming.kind == "press":
            press = await read_press(session, held, incoming)
            response = await _pressed(services, session, held, incoming, press)
        elif incoming.thread_id is not None:
            case = await cases.by_topic(session, held.telegram_id, incoming.thread_id)
            if case is not None:
                await _written(services, session, held, case, incoming)
        await inbox.finish(session, [update.id], update.id)
        await inbox.release_chat(session, held)
    services.outbox_filled.set()
    if incoming.kind == "press":
        await answer_press(services, incoming, press, chat.language, response)


async def _not_ours(services: Services, session: AsyncSession, chat: Chat, incoming: Incoming) -> None:
    """Leave a group that is no office's, after saying why; once."""
    if incoming.membership in ("left", "kicked") or chat.blocked_at is not None:
        return
    await say(session, services.wording, chat, {"response": "group_not_ours"})
    await outbox.put(session, chat.id, "leave_chat", {})
    chat.blocked_at = moment.now(session)
    log.warning("left a group that belongs to no office", chat=chat.id)


def _migrate(chat: Chat, office: Office, incoming: Incoming) -> None:
    """Follow a group that Telegram gave a new id."""
    if incoming.migrated_to is not None:
        office.officers_chat_id = chat.telegram_id = incoming.migrated_to


async def _pressed(
    services: Services, session: AsyncSession, chat: Chat, incoming: Incoming, press: Press
) -> str | None:
    """Do what an officer's button means; give the response that the officer sees."""
    if press.refusal:
        return None
    staff = await seekers.staff_by_telegram(session, incoming.user_id)
    if staff is None:
        return "desk_not_staff"
    meaning = press.meaning
    try:
        match meaning.get("do"):
            case "claim":
                await case_rules.claim(session, meaning["case"], staff)
            case "resolve":
                await case_rules.resolve(session, meaning["case"], staff)
            case "return":
                await case_rules.return_to_bot(session, meaning["case"], staff)
            case "take_back":
                await _take_back(services, session, chat, incoming, meaning["message"], staff)
    except PlacementError as problem:
        return str(problem)
    if press.button:
        await buttons.press(session, press.button)
    return None


async def _take_back(
    services: Services, session: AsyncSession, chat: Chat, incoming: Incoming, message_id: int, staff: Staff
) -> None:
    """Delete the owner's message at the seeker's, and say so where the button was."""
    message = await case_rules.take_back(session, message_id, staff)
    case = await cases.by_id(session, message.case_id)
    if case is not None and message.target_message_id:
        await outbox.put(session, case.chat_id, "delete_message", {"message_id": message.target_message_id})
    await outbox.put(
        session,
        chat.id,
        "edit_message_text",
        {"message_id": incoming.message_id, "text": services.wording.text("desk_taken_back", chat.language)},
    )


async def _written(services: Services, session: AsyncSession, chat: Chat, case: Case, incoming: Incoming) -> None:
    """Handle what is written in a case's topic: only the owner's words after the claim reach the seeker."""
    if incoming.anonymous or incoming.kind not in ("text", "command", "media", "location", "contact", "edited"):
        return
    staff = await seekers.staff_by_telegram(session, incoming.user_id)
    if staff is None:
        return
    source = (chat.telegram_id, incoming.message_id or 0)
    if incoming.text is not None and incoming.text.lstrip().startswith(NOTE):
        if incoming.kind != "edited":
            await case_rules.note(session, case.id, staff, incoming.text.lstrip().removeprefix(NOTE).strip(), source)
        return
    if incoming.kind == "edited":
        await _edited(services, session, case, staff, incoming)
        return
    if case.reason in SENSITIVE:
        if case.owner_id == staff.id:
            await _remark(services, session, chat, case, incoming, "desk_sensitive_reply")
        return
    if case.owner_id != staff.id and case.state in cases.HELD:
        return  # A colleague's chatter is the colleagues' own.
    try:
        message = await case_rules.officer_wrote(
            session,
            case.id,
            staff,
            kind=incoming.media or ("text" if incoming.kind == "command" else incoming.kind),
            text=_said(incoming),
            file_id=incoming.file_id,
            source=source,
        )
    except PlacementError as problem:
        await _remark(services, session, chat, case, incoming, str(problem))
        return
    seeker_chat = await session.get(Chat, case.chat_id, populate_existing=True)
    if seeker_chat is None or seeker_chat.blocked_at is not None:
        await desk.delivery_failed(services, session, message.id, "desk_blocked")
    elif message.kind == desk.TEXT:
        shown = {"response": "seeker_from_officer", "args": {"name": staff.name, "text": message.text or ""}}
        await say(session, services.wording, seeker_chat, shown, case_message_id=message.id, purpose="relay")
    else:
        await outbox.put(
            session,
            seeker_chat.id,
            "copy_message",
            {"from_chat_id": chat.telegram_id, "message_id": incoming.message_id},
            case_message_id=message.id,
            purpose="relay",
        )


def _said(incoming: Incoming) -> str | None:
    """Give an officer's words as they stood: what looks like a command in a topic is only a text."""
    if incoming.kind == "command":
        return f"/{incoming.command} {incoming.text or ''}".strip()
    return incoming.text


async def _edited(services: Services, session: AsyncSession, case: Case, staff: Staff, incoming: Incoming) -> None:
    """Edit at the seeker's what the owner edited."""
    message = await cases.message_from(session, case.id, case.officers_chat_id or 0, incoming.message_id or 0)
    if message is None or message.author != "officer" or message.staff_id != staff.id or incoming.text is None:
        return
    message.text = incoming.text
    message.edited_at = moment.now(session)
    seeker_chat = await session.get(Chat, case.chat_id, populate_existing=True)
    if seeker_chat is None or message.target_message_id is None or message.delivery != "sent":
        return
    if message.kind == desk.TEXT:
        text = services.wording.text("seeker_from_officer", seeker_chat.language, name=staff.name, text=incoming.text)
        call = ("edit_message_text", {"message_id": message.target_message_id, "text": text, "parse_mode": "HTML"})
    else:
        call = ("edit_message_caption", {"message_id": message.target_message_id, "caption": incoming.text})
    await outbox.put(session, seeker_chat.id, call[0], call[1])


async def _remark(
    services: Services, session: AsyncSession, chat: Chat, case: Case, incoming: Incoming, response: str
) -> None:
    """Tell the writer in the topic why a message does not reach the seeker."""
    await say(
        session,
        services.wording,
        chat,
        {"response": response, "reply_to": incoming.message_id},
        case_id=case.id,
    )
