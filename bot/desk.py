"""The officers' supergroup: one topic a case, and what happens to a case shown there and at the seeker's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.presses import Press
from bot.replies import inline_keyboard, say
from bot.services import Services
from placement.cases import SENSITIVE, rate, return_to_bot
from placement.errors import PlacementError
from placement.storage import buttons, cases, inbox, outbox
from placement.storage.models import Case, CaseMessage, Chat

if TYPE_CHECKING:
    from bot.conversation import Turn

log = structlog.get_logger(__name__)

TEXT = "text"


async def group_of(services: Services, session: AsyncSession, case: Case) -> Chat | None:
    """Give the officers' group of a case; None when the office works at the desk only."""
    if case.officers_chat_id is None:
        return None
    chat_id = await inbox.ensure_chat(
        session, bot_id=services.bot.id, telegram_id=case.officers_chat_id, kind="supergroup", language="id"
    )
    return await session.get(Chat, chat_id, populate_existing=True)


async def tell_officers(
    services: Services, session: AsyncSession, case: Case, message: dict[str, Any], purpose: str = "", **routing: Any
) -> None:
    """Write into a case's topic."""
    group = await group_of(services, session, case)
    if group is not None:
        await say(session, services.wording, group, message, case_id=case.id, purpose=purpose, **routing)


async def tell_seeker(services: Services, session: AsyncSession, case: Case, message: dict[str, Any]) -> None:
    """Write to the seeker of a case."""
    chat = await session.get(Chat, case.chat_id, populate_existing=True)
    if chat is not None:
        await say(session, services.wording, chat, message)


async def show_to_officers(services: Services, session: AsyncSession, case: Case, message: CaseMessage) -> None:
    """Show a seeker's message in the topic: texts as texts, all else as copies; nothing of it in a sensitive case."""
    group = await group_of(services, session, case)
    if group is None:
        return
    if case.reason in SENSITIVE:
        await say(session, services.wording, group, {"response": "desk_sensitive_message"}, case_id=case.id)
    elif message.kind == TEXT:
        shown = {"response": "desk_seeker", "args": {"text": message.text or ""}}
        await say(
            session,
            services.wording,
            group,
            shown,
            case_id=case.id,
            case_message_id=message.id,
            purpose="mirror",
        )
    elif message.kind == "contact":
        # A phone number is never shown in a group.
        await say(session, services.wording, group, {"response": "desk_contact"}, case_id=case.id)
    else:
        await outbox.put(
            session,
            group.id,
            "copy_message",
            {"from_chat_id": message.source_chat_id, "message_id": message.source_message_id, "protect_content": True},
            case_id=case.id,
            case_message_id=message.id,
            purpose="mirror",
        )


async def show_edit(services: Services, session: AsyncSession, case: Case, message: CaseMessage) -> None:
    """Edit what the topic shows of a message, with a mark; a caption's edit is told in a line of its own."""
    group = await group_of(services, session, case)
    if group is None or case.reason in SENSITIVE:
        return
    edited = {"response": "desk_edited", "args": {"text": message.text or ""}}
    if message.kind == TEXT and message.target_message_id:
        await outbox.put(
            session,
            group.id,
            "edit_message_text",
            {
                "message_id": message.target_message_id,
                "text": services.wording.text("desk_edited", group.language, text=message.text or ""),
                "parse_mode": "HTML",
            },
            case_id=case.id,
        )
    else:
        await say(session, services.wording, group, edited, case_id=case.id)


async def delivered(services: Services, session: AsyncSession, message: CaseMessage) -> None:
    """Mark the owner's message as delivered, with a button that takes it back."""
    case = await cases.by_id(session, message.case_id)
    if case is None:
        return
    button = {
        "title": {"response": "desk_take_back"},
        "do": {"do": "take_back", "message": message.id},
    }
    mark = {"response": "desk_delivered", "buttons": [button], "reply_to": message.source_message_id}
    await tell_officers(services, session, case, mark)


async def delivery_failed(services: Services, session: AsyncSession, case_message_id: int, response: str) -> None:
    """Mark a message of a case as not delivered, where its writer sees it."""
    message = await session.get(CaseMessage, case_message_id, populate_existing=True)
    if message is None or message.author != "officer":
        return
    message.delivery = "failed"
    case = await cases.by_id(session, message.case_id)
    if case is not None:
        await tell_officers(services, session, case, {"response": response, "reply_to": message.source_message_id})


async def card_keyboard(services: Services, session: AsyncSession, group: Chat, case: Case) -> dict[str, Any]:
    """Give the buttons that a case's card has in its state."""
    if case.state == "queued":
        wishes = [("desk_claim", "claim")]
    elif case.state in cases.HELD:
        wishes = [("desk_resolve", "resolve"), ("desk_return", "return")]
    else:
        return {"inline_keyboard": []}
    titles = [
        (services.wording.plain_text({"response": title}, group.language), {"do": do, "case": case.id})
        for title, do in wishes
    ]
    return await inline_keyboard(session, group.id, titles, None)


async def refresh_card(services: Services, session: AsyncSession, case: Case) -> None:
    """Give the card the buttons of the case's present state."""
    group = await group_of(services, session, case)
    if group is not None and case.card_message_id:
        await outbox.put(
            session,
            group.id,
            "edit_message_reply_markup",
            {
                "message_id": case.card_message_id,
                "reply_markup": await card_keyboard(services, session, group, case),
            },
            case_id=case.id,
        )


async def seeker_pressed(services: Services, turn: Turn, press: Press) -> None:
    """Do what a seeker's button about a case means: give the chat back to the bot, or rate."""
    meaning = press.meaning
    async with services.database.transaction(f"chat:{turn.chat.id}", "button") as session:
        chat = await inbox.hold_chat(session, turn.chat.id, services.name)
        if chat is None:
            return
        try:
            if meaning["do"] == "return_to_bot":
                await return_to_bot(session, meaning["case"], None)
            elif meaning["do"] == "rate":
                await rate(session, meaning["case"], chat.id, meaning["rating"])
                await say(session, services.wording, chat, {"response": "seeker_rating_thanks"}, turn_id=turn.id)
        except PlacementError as problem:
            log.info("a seeker's press came too late", error=str(problem))
            await say(session, services.wording, chat, {"response": "button_stale"}, turn_id=turn.id)
        if press.button:
            await buttons.press(session, press.button)
        await inbox.finish(session, turn.update_ids, turn.id)
        await inbox.release_chat(session, chat)
    services.outbox_filled.set()
