"""Updates from groups: the officers' supergroup, and those where the bot does not belong."""

from __future__ import annotations

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import answers, desk
from bot.incoming import Incoming
from bot.officer_presses import press_by_officer
from bot.presses import Press, answer_press, read_press
from bot.replies import say
from bot.services import Services
from placement import staff as offices
from placement.cases import OPENED, SENSITIVE
from placement.storage import case_places, cases, due, inbox, moment, outbox, seekers
from placement.storage.models import Case, Chat, Update

log = structlog.get_logger(__name__)

WRITTEN = answers.KINDS | {"edited"}


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
        elif incoming.migrated_to is not None:
            await outbox.block_chat(session, held.id)  # What waits for the old id is shown anew under the new one.
            await offices.connect_group(session, office, incoming.migrated_to)
        elif incoming.kind == "membership":
            await _membership(session, held, incoming)
        elif incoming.kind == "press":
            press = await read_press(session, held, incoming)
            response = await press_by_officer(services, session, held, incoming, press)
        elif incoming.service == "forum_topic_closed" and incoming.user_id != services.bot.id:
            await _closed_by_hand(services, session, held, incoming)
        elif incoming.thread_id is not None and incoming.kind in WRITTEN and not incoming.anonymous:
            case = await cases.by_topic(session, held.telegram_id, incoming.thread_id)
            if case is not None:
                await _written(services, session, held, case, incoming)
        await inbox.finish(session, [update.id], update.id)
        await inbox.release_chat(session, held)
    services.outbox_filled.set()
    if incoming.kind == "press":
        await answer_press(services, incoming, press, chat.language, response)


async def _not_ours(services: Services, session: AsyncSession, chat: Chat, incoming: Incoming) -> None:
    """Leave a group that is no office's, after saying why; once. What Telegram tells of a group asks for no answer."""
    if incoming.membership in ("left", "kicked"):
        chat.blocked_at = None  # Added once more, the bot says it once more.
        return
    if incoming.kind == "service" or chat.blocked_at is not None:
        return
    await say(session, services.wording, chat, {"response": "group_not_ours"})
    await outbox.put(session, chat.id, "leave_chat", {})
    chat.blocked_at = moment.now(session)
    log.warning("left a group that belongs to no office", chat=chat.id)


async def _membership(session: AsyncSession, chat: Chat, incoming: Incoming) -> None:
    """Note that the officers' group can't be reached; once it can again, show all open cases that are not shown."""
    if incoming.membership in ("left", "kicked"):
        await outbox.block_chat(session, chat.id)
        log.error(
            "the bot was removed from the officers' group: add it again as an administrator with the right to manage "
            "topics; cases wait meanwhile",
            chat=chat.id,
        )
        return
    chat.blocked_at = None
    for case in await cases.in_group(session, chat.telegram_id):
        await due.plan(session, OPENED, str(case.id), moment.now(session))


async def _closed_by_hand(services: Services, session: AsyncSession, chat: Chat, incoming: Incoming) -> None:
    """Open a topic again whose case goes on: it would wait unseen; and say how a case is taken or ended."""
    case = await cases.by_topic(session, chat.telegram_id, incoming.thread_id) if incoming.thread_id else None
    if case is None or case.state not in cases.OPEN:
        return
    await outbox.put(session, chat.id, "reopen_forum_topic", {}, case_id=case.id, purpose="title")
    response = "desk_closed_by_hand" if case.state in cases.HELD else "desk_closed_unclaimed"
    await desk.tell_officers(services, session, case, {"response": response})


async def _written(services: Services, session: AsyncSession, chat: Chat, case: Case, incoming: Incoming) -> None:
    """Handle what is written in a case's topic: only the owner's words after the claim reach the seeker."""
    staff = await seekers.staff_by_telegram(session, incoming.user_id)
    if staff is None:
        return
    if incoming.kind == "edited":
        message = await case_places.message_at(session, chat.telegram_id, incoming.message_id or 0)
        if message is not None and message.case_id == case.id:
            await answers.edit(services, session, message, staff, incoming.text)
        return
    content = answers.content_of(chat, incoming)
    if answers.is_note(content.text):
        await answers.write(services, session, case, staff, content)
    elif case.state in cases.HELD and case.owner_id != staff.id:
        return  # A colleague's chatter is the colleagues' own.
    elif case.state in cases.HELD and case.reason in SENSITIVE:
        await answers.remark(services, session, case, content, "desk_sensitive_reply")
    else:
        await answers.write(services, session, case, staff, content)
