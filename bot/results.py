"""What a call's result means: a topic's id, the card's message, a message of a case that arrived or did not."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import answers, desk
from bot.services import Services
from placement import cases as rules
from placement.storage import case_places, cases, due, moment, outbox
from placement.storage.models import CaseMessage, Chat, Outgoing

log = structlog.get_logger(__name__)

TRY_TOPIC_AGAIN = timedelta(minutes=5)
"""When to try again to make a topic that the group's settings did not allow."""


async def apply(services: Services, session: AsyncSession, call: Outgoing, topic_id: int | None) -> None:
    """Keep what a successful call gave."""
    case = await cases.by_id(session, call.case_id) if call.case_id is not None else None
    if call.purpose == "topic" and case is not None and topic_id is not None:
        case.topic_id = topic_id
    elif call.purpose == "card" and case is not None and call.message_id is not None:
        case.card_message_id = call.message_id
        pin = {"message_id": call.message_id, "disable_notification": True}
        await outbox.put(session, call.chat_id, "pin_chat_message", pin, case_id=case.id)
        if case.state != "queued":  # Claimed or ended while its card was on the way.
            await desk.refresh_card(services, session, case)
    elif call.case_message_id is not None:
        message = await outbox.case_message(session, call.case_message_id)
        if message is not None:
            await _message_arrived(services, session, call, message)


async def _message_arrived(services: Services, session: AsyncSession, call: Outgoing, message: CaseMessage) -> None:
    if call.purpose in ("relay", "mirror", "packet"):
        chat = await session.get_one(Chat, call.chat_id)
        message.target_chat_id, message.target_message_id = chat.telegram_id, call.message_id
    if call.purpose == "packet":
        message.delivery = "sent"
    elif call.purpose == "take_back" and not await case_places.parts_waiting(session, message.id, "take_back"):
        await answers.mark(services, session, message, "desk_taken_back")
    elif call.purpose == "relay":
        if message.delivery == "taken_back":
            # Taken back before it was sent: it must not stay.
            gone = {"message_id": call.message_id}
            await outbox.put(
                session, call.chat_id, "delete_message", gone, case_message_id=message.id, purpose="take_back"
            )
        elif not await case_places.parts_waiting(session, message.id, "relay"):
            message.delivery = "sent"
            await answers.mark_delivered(services, session, message)


async def failed(services: Services, session: AsyncSession, call: Outgoing) -> None:
    """Show what could not be done to those whom it concerns; a topic that can't be made is tried again later."""
    if call.purpose == "topic" and call.case_id is not None:
        log.error(
            "no topic could be made: make the bot an administrator of the officers' group with the right to manage "
            "topics, and switch topics on; the case waits",
            case=call.case_id,
            error=call.error,
        )
        await due.plan(session, rules.OPENED, str(call.case_id), moment.now(session) + TRY_TOPIC_AGAIN)
        return
    message = await outbox.case_message(session, call.case_message_id) if call.case_message_id is not None else None
    if message is None:
        return
    match call.purpose:
        case "relay":
            await answers.mark_failed(services, session, message, "desk_failed")
        case "edit":
            await answers.mark(services, session, message, "desk_edit_failed")
        case "take_back":
            await answers.mark(services, session, message, "desk_take_back_failed")
        case "packet" | "mirror":
            await _not_shown(services, session, call, message)


async def _not_shown(services: Services, session: AsyncSession, call: Outgoing, message: CaseMessage) -> None:
    """A message that officers were to see did not arrive: never begun private chats, and kinds that can't be copied."""
    chat = await session.get(Chat, call.chat_id, populate_existing=True)
    case = await cases.by_id(session, message.case_id)
    if chat is None or case is None:
        return
    if chat.kind == "private" and "chat not found" in (call.error or "").casefold():
        others = await outbox.block_chat(session, chat.id)
        for message_id in dict.fromkeys((message.id, *others)):
            await blocked(services, session, message_id)
    elif call.method == "copy_message":
        shown = {"response": "desk_not_shown", "args": {"kind": desk.kind_of(message)}}
        await desk.tell_officers(services, session, case, shown)


async def blocked(services: Services, session: AsyncSession, case_message_id: int) -> None:
    """Show that the seeker, or the owner of a case that is worked on in private, can't be reached."""
    message = await outbox.case_message(session, case_message_id)
    if message is None:
        return
    if message.author == "officer":
        if message.delivery == "waiting":
            await answers.mark_failed(services, session, message, "desk_blocked")
        else:
            await answers.mark(services, session, message, "desk_blocked")
        return
    case = await cases.by_id(session, message.case_id)
    if case is None or not desk.for_owner_only(case, message):
        return  # The group itself is out of reach: all is shown again when the bot is back in it.
    packet = await case_places.packet_of(session, case)
    if packet is not None and packet.delivery == "failed":
        return  # Said already.
    if packet is not None:
        packet.delivery = "failed"
    await desk.tell_to_start(services, session, case)


async def no_topic(session: AsyncSession, call: Outgoing) -> None:
    """Have a message shown again that came to a topic which was not there: it may be missing from the new one."""
    case = await cases.by_id(session, call.case_id, lock=True) if call.case_id is not None else None
    if case is None or case.state not in cases.OPEN or call.case_message_id is None:
        return
    # Without a topic in sight the next try is planned already, and comes no sooner for this.
    coming = case.topic_id is not None or await cases.on_its_way(session, case.id, "topic")
    await due.plan(session, rules.OPENED, str(case.id), moment.now(session), keep_earlier=not coming)


async def topic_gone(session: AsyncSession, call: Outgoing) -> None:
    """Have a deleted topic made anew while its case is open, with all that was written in it."""
    case = await cases.by_id(session, call.case_id, lock=True) if call.case_id is not None else None
    if case is not None and case.state in cases.OPEN:
        case.topic_id = case.card_message_id = None
        await case_places.forget_topic(session, case.id)
        await session.flush()
        await due.plan(session, rules.OPENED, str(case.id), moment.now(session))
