"""Where officers see a case: its topic in the officers' group, and, for what no group may see, the owner's own chat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import cards
from bot.presses import Press
from bot.replies import LIMIT, inline_keyboard, say, units
from bot.services import Services
from placement.case_messages import PERSONAL
from placement.cases import SENSITIVE, rate, return_to_bot
from placement.errors import PlacementError
from placement.redaction import without_numbers
from placement.storage import buttons, case_places, cases, inbox, outbox
from placement.storage.models import Case, CaseMessage, Chat

if TYPE_CHECKING:
    from bot.conversation import Turn

log = structlog.get_logger(__name__)

TEXT, LOCATION = "text", "location"
CAPTIONED = frozenset({"photo", "document", "voice", "video", "audio", "animation"})
"""Kinds whose copy can carry a caption, and so the case's number."""


async def group_of(services: Services, session: AsyncSession, case: Case) -> Chat | None:
    """Give the officers' group of a case; None when the case waits without one."""
    if case.officers_chat_id is None:
        return None
    return await _chat(services, session, case.officers_chat_id, "supergroup")


async def owner_chat(services: Services, session: AsyncSession, case: Case) -> Chat | None:
    """Give the private chat of a case's owner with the bot; it may never have been begun."""
    if case.owner is None or case.owner.telegram_id is None:
        return None
    return await _chat(services, session, case.owner.telegram_id, "private")


async def _chat(services: Services, session: AsyncSession, telegram_id: int, kind: str) -> Chat | None:
    chat_id = await inbox.ensure_chat(
        session, bot_id=services.bot.id, telegram_id=telegram_id, kind=kind, language="id"
    )
    return await session.get(Chat, chat_id, populate_existing=True)


async def tell_officers(
    services: Services, session: AsyncSession, case: Case, message: dict[str, Any], purpose: str = "", **routing: Any
) -> None:
    """Write into a case's topic."""
    group = await group_of(services, session, case)
    if group is not None:
        await say(session, services.wording, group, message, case_id=case.id, purpose=purpose, **routing)


async def tell_owner(services: Services, session: AsyncSession, case: Case, message: dict[str, Any]) -> None:
    """Write to the owner in private, if that chat can be reached."""
    chat = await owner_chat(services, session, case)
    if chat is not None and chat.blocked_at is None:
        await say(session, services.wording, chat, message)


async def tell_seeker(services: Services, session: AsyncSession, case: Case, message: dict[str, Any]) -> None:
    """Write to the seeker of a case."""
    chat = await session.get(Chat, case.chat_id, populate_existing=True)
    if chat is not None:
        await say(session, services.wording, chat, message)


async def tell_writer(
    services: Services, session: AsyncSession, case: Case, source_chat_id: int | None, message: dict[str, Any]
) -> None:
    """Write where an officer wrote: into the topic, or into that officer's private chat."""
    if source_chat_id is not None and source_chat_id > 0:  # Groups have negative ids.
        chat = await _chat(services, session, source_chat_id, "private")
        if chat is not None:
            await say(session, services.wording, chat, message)
    else:
        await tell_officers(services, session, case, message)


def for_owner_only(case: Case, message: CaseMessage) -> bool:
    """Say whether the group may not see a message: a sensitive case, a paper, a contact, or a number in the text."""
    text = message.text or ""
    return case.reason in SENSITIVE or message.kind in PERSONAL or without_numbers(text) != text


async def show_to_officers(services: Services, session: AsyncSession, case: Case, message: CaseMessage) -> None:
    """Show a seeker's message: in the topic, or to the owner alone, of which the topic of an ordinary case is told."""
    if not for_owner_only(case, message):
        await _show_in_topic(services, session, case, message)
        return
    await show_to_owner(services, session, case, message)
    if case.reason in SENSITIVE:
        return
    if message.kind == TEXT:
        notice = {"response": "desk_seeker", "args": {"text": without_numbers(message.text or "")}}
    else:
        response = "desk_location" if message.kind == LOCATION and message.text else "desk_personal"
        who = {"response": "desk_who_holds" if case.owner else "desk_who_takes", "args": {"name": _owner_name(case)}}
        args = {"kind": kind_of(message), "place": message.text or "", "who": who}
        notice = {"response": response, "args": args}
    await tell_officers(services, session, case, notice)


async def _show_in_topic(services: Services, session: AsyncSession, case: Case, message: CaseMessage) -> None:
    group = await group_of(services, session, case)
    if group is None:
        return
    routing: dict[str, Any] = {"case_id": case.id, "case_message_id": message.id, "purpose": "mirror"}
    if message.kind == TEXT:
        shown = {"response": "desk_seeker", "args": {"text": message.text or ""}}
        await say(session, services.wording, group, shown, **routing)
    else:
        copy = {"from_chat_id": message.source_chat_id, "message_id": message.source_message_id}
        await outbox.put(session, group.id, "copy_message", {**copy, "protect_content": True}, **routing)


async def show_to_owner(services: Services, session: AsyncSession, case: Case, message: CaseMessage) -> None:
    """Show a seeker's message in the owner's private chat; while that can't be reached, it stays unshown."""
    chat = await owner_chat(services, session, case)
    if chat is None or chat.blocked_at is not None:
        return
    routing: dict[str, Any] = {"case_message_id": message.id, "purpose": "mirror"}
    if message.kind == TEXT:
        shown = {"response": "desk_seeker_in", "args": {"n": case.id, "text": message.text or ""}}
        await say(session, services.wording, chat, shown, **routing)
        return
    copy: dict[str, Any] = {"from_chat_id": message.source_chat_id, "message_id": message.source_message_id}
    if message.kind in CAPTIONED:
        caption = services.wording.text("desk_seeker_in", chat.language, n=case.id, text=(message.text or "")[:900])
        copy |= {"caption": caption, "parse_mode": "HTML"}
    else:
        notice = {"response": "desk_sends_in", "args": {"n": case.id, "kind": kind_of(message)}}
        await say(session, services.wording, chat, notice)
    await outbox.put(session, chat.id, "copy_message", {**copy, "protect_content": True}, **routing)


async def show_edit(services: Services, session: AsyncSession, case: Case, message: CaseMessage) -> None:
    """Edit what officers see of a message, with a mark, where each may see it."""
    text = message.text or ""
    if for_owner_only(case, message):
        chat = await owner_chat(services, session, case)
        if chat is not None and chat.blocked_at is None:
            shown = {"response": "desk_edited_in", "args": {"n": case.id, "text": text}}
            await _edit_in(services, session, chat, message, shown, None)
    group = await group_of(services, session, case)
    if group is not None and case.reason not in SENSITIVE:
        shown = {"response": "desk_edited", "args": {"text": without_numbers(text)}}
        await _edit_in(services, session, group, message, shown, case.id)


async def _edit_in(
    services: Services,
    session: AsyncSession,
    chat: Chat,
    message: CaseMessage,
    shown: dict[str, Any],
    case_id: int | None,
) -> None:
    """Edit a text where it stands; what stands elsewhere, is no text or has become too long is said in a new line."""
    text = services.wording.text(shown["response"], chat.language, **shown["args"])
    stands_here = message.target_message_id and message.target_chat_id == chat.telegram_id
    if stands_here and message.kind == TEXT and units(text) <= LIMIT:
        edit = {"message_id": message.target_message_id, "text": text, "parse_mode": "HTML"}
        await outbox.put(session, chat.id, "edit_message_text", edit, case_id=case_id)
    else:
        await say(session, services.wording, chat, shown, case_id=case_id)


async def catch_up(services: Services, session: AsyncSession, case: Case) -> None:
    """Show the owner what only the owner may see and has not been shown yet."""
    packet = await case_places.packet_of(session, case)
    for message in await case_places.unshown(session, case):
        in_packet = packet is not None and message.kind == TEXT and message.id < packet.id
        if for_owner_only(case, message) and not in_packet:
            await show_to_owner(services, session, case, message)


def kind_of(message: CaseMessage) -> dict[str, Any]:
    """Name a message's kind as a response."""
    return {"response": f"kind_{message.kind}" if message.kind in KINDS else "kind_other"}


KINDS = CAPTIONED | {"contact", "location", "sticker", "video_note"}


def _owner_name(case: Case) -> str:
    return case.owner.name if case.owner else ""


def start_link(services: Services) -> str:
    """Give the link that opens the private chat with the bot, and brings what waits there."""
    return f"https://t.me/{services.bot.username}?start=meja"


async def tell_to_start(services: Services, session: AsyncSession, case: Case) -> None:
    """Say in the topic that the owner's private chat can't be reached, and how to open it."""
    args = {"name": _owner_name(case), "link": start_link(services)}
    await tell_officers(services, session, case, {"response": "desk_start_bot", "args": args})


def case_buttons(case: Case) -> list[dict[str, Any]]:
    """Give the buttons that a case has in its state."""
    if case.state == "queued":
        wishes = [("desk_claim", "claim")]
    else:
        wishes = [("desk_resolve", "resolve"), ("desk_return", "return")] if case.state in cases.HELD else []
    return [{"title": {"response": title}, "do": {"do": do, "case": case.id}} for title, do in wishes]


async def edit_buttons(
    services: Services,
    session: AsyncSession,
    chat: Chat,
    message_id: int,
    case: Case,
    wanted: Sequence[dict[str, Any]] | None = None,
) -> None:
    """Give a message other buttons: those of its case's present state, or those that are wanted."""
    call = {"message_id": message_id, "reply_markup": await _markup(services, session, chat, case, wanted)}
    in_topic = None if chat.kind == "private" else case.id
    await outbox.put(session, chat.id, "edit_message_reply_markup", call, case_id=in_topic)


async def _markup(
    services: Services, session: AsyncSession, chat: Chat, case: Case, wanted: Sequence[dict[str, Any]] | None = None
) -> dict[str, Any]:
    wishes = case_buttons(case) if wanted is None else wanted
    titles = [(services.wording.plain_text(button["title"], chat.language), button["do"]) for button in wishes]
    return await inline_keyboard(session, chat.id, titles, None)


async def refresh_card(services: Services, session: AsyncSession, case: Case) -> None:
    """Give the card in the topic the words and the buttons of the case's present state."""
    group = await group_of(services, session, case)
    if group is None or not case.card_message_id:
        return
    shown = await cards.card(services, session, case)
    text = services.wording.render(shown["response"], shown["args"], group.language).text
    if units(text) > LIMIT:  # It was sent in several parts, of which the last has the buttons.
        await edit_buttons(services, session, group, case.card_message_id, case)
        return
    edit = {
        "message_id": case.card_message_id,
        "text": text,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": await _markup(services, session, group, case),
    }
    await outbox.put(session, group.id, "edit_message_text", edit, case_id=case.id)


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
