"""What a call's result means: a topic's id, the card's message, a relayed message that arrived or did not."""

from __future__ import annotations

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import desk
from bot.services import Services
from placement import cases as rules
from placement.storage import cases, due, moment, outbox
from placement.storage.models import Chat, Outgoing

log = structlog.get_logger(__name__)


async def apply(services: Services, session: AsyncSession, call: Outgoing, topic_id: int | None) -> None:
    """Keep what a successful call gave."""
    case = await cases.by_id(session, call.case_id) if call.case_id is not None else None
    if call.purpose == "topic" and case is not None and topic_id is not None:
        case.topic_id = topic_id
    elif call.purpose == "card" and case is not None and call.message_id is not None:
        case.card_message_id = call.message_id
        pin = {"message_id": call.message_id, "disable_notification": True}
        await outbox.put(session, call.chat_id, "pin_chat_message", pin, case_id=case.id)
    elif call.purpose in ("relay", "mirror") and call.case_message_id is not None:
        message = await outbox.case_message(session, call.case_message_id)
        if message is None:
            return
        chat = await session.get_one(Chat, call.chat_id)
        message.target_chat_id, message.target_message_id = chat.telegram_id, call.message_id
        if call.purpose == "relay":
            if message.delivery == "taken_back":
                # Taken back before it was sent: it must not stay.
                await outbox.put(session, call.chat_id, "delete_message", {"message_id": call.message_id})
                return
            message.delivery = "sent"
            await desk.delivered(services, session, message)


async def failed(services: Services, session: AsyncSession, call: Outgoing) -> None:
    """Show that a relayed message did not arrive; a missing topic leaves the case to the desk."""
    if call.purpose == "relay" and call.case_message_id is not None:
        await desk.delivery_failed(services, session, call.case_message_id, "desk_failed")
    elif call.purpose == "topic":
        log.error(
            "no topic could be made: make the bot an administrator of the officers' group with the right to manage "
            "topics, and switch topics on; the case waits at the desk",
            case=call.case_id,
            error=call.error,
        )


async def blocked(services: Services, session: AsyncSession, case_message_id: int) -> None:
    """Show that the seeker has blocked the bot."""
    await desk.delivery_failed(services, session, case_message_id, "desk_blocked")


async def topic_gone(session: AsyncSession, call: Outgoing) -> None:
    """Have a deleted topic made anew while its case is open."""
    case = await cases.by_id(session, call.case_id, lock=True) if call.case_id is not None else None
    if case is not None and case.state in cases.OPEN:
        case.topic_id = case.card_message_id = None
        await session.flush()
        await due.plan(session, rules.OPENED, str(case.id), moment.now(session))
