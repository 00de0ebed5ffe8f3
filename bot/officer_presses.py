"""What an officer's button means, in the group and in private alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import answers, desk
from bot.incoming import Incoming
from bot.presses import Press
from bot.services import Services
from placement import cases as rules
from placement.case_messages import Content
from placement.errors import PlacementError
from placement.storage import buttons, case_places, cases, outbox, seekers
from placement.storage.models import Chat, Staff

DEEDS = frozenset({"claim", "resolve", "return", "keep", "reopen", "take_back", "to_case"})
"""What only staff may do by a button."""


async def press_by_officer(
    services: Services, session: AsyncSession, chat: Chat, incoming: Incoming, press: Press
) -> str | None:
    """Do what a button means; give the response that the presser sees, None when the result shows by itself."""
    if press.refusal:
        return None
    staff = await seekers.staff_by_telegram(session, incoming.user_id)
    if staff is None:
        return "desk_not_staff"
    meaning = press.meaning
    try:
        match meaning.get("do"):
            case "resolve" | "return" if await _asks_once_more(services, session, chat, incoming, press, staff):
                return "desk_sure"
            case "keep":
                kept = await rules.owned(session, meaning["case"], staff)
                await desk.edit_buttons(services, session, chat, incoming.message_id or 0, kept)
            case "reopen":
                await _reopen(services, session, meaning["case"], staff)
            case "claim":
                await rules.claim(session, meaning["case"], staff)
            case "resolve":
                await rules.resolve(session, meaning["case"], staff)
            case "return":
                await rules.return_to_bot(session, meaning["case"], staff)
            case "take_back":
                await answers.take_back(services, session, meaning["message"], staff)
                bare: dict[str, Any] = {"message_id": incoming.message_id, "reply_markup": {"inline_keyboard": []}}
                await outbox.put(session, chat.id, "edit_message_reply_markup", bare)
            case "to_case":
                return await _to_case(services, session, chat, incoming, press, staff)
    except PlacementError as problem:
        return str(problem)
    if press.button:
        await buttons.press(session, press.button)
    return None


async def _asks_once_more(
    services: Services, session: AsyncSession, chat: Chat, incoming: Incoming, press: Press, staff: Staff
) -> bool:
    """Ask whether a case of danger is really over, by other buttons: one slip must not leave somebody alone."""
    meaning = press.meaning
    case = await rules.owned(session, meaning["case"], staff)
    if case.reason != "distress" or meaning.get("sure"):
        return False
    wanted: list[dict[str, Any]] = [
        {"title": {"response": "desk_sure_end"}, "do": {**meaning, "sure": True}},
        {"title": {"response": "desk_sure_not"}, "do": {"do": "keep", "case": case.id}},
    ]
    await desk.edit_buttons(services, session, chat, incoming.message_id or 0, case, wanted)
    return True


async def _reopen(services: Services, session: AsyncSession, case_id: int, staff: Staff) -> None:
    """Give a case that was ended by mistake back to its owner, with its topic."""
    case = await rules.reopen(session, case_id, staff)
    group = await desk.group_of(services, session, case)
    if group is not None and case.topic_id is not None:
        await outbox.put(session, group.id, "reopen_forum_topic", {}, case_id=case.id, purpose="title")


async def _to_case(
    services: Services, session: AsyncSession, chat: Chat, incoming: Incoming, press: Press, staff: Staff
) -> str | None:
    """Send a message to the case that its writer chose; once, whichever buttons are pressed."""
    meaning = press.meaning
    source = (chat.telegram_id, int(meaning["message"]))
    if await case_places.message_at(session, *source) is not None:
        return "button_used"
    case = await cases.by_id(session, meaning["case"])
    if case is None:
        return "desk_gone"
    content = Content(meaning["kind"], meaning["text"], meaning["file_id"], source)
    await answers.write(services, session, case, staff, content)
    chosen = services.wording.text("desk_chosen", chat.language, n=case.id)
    edit = {"message_id": incoming.message_id, "text": chosen, "parse_mode": "HTML"}
    await outbox.put(session, chat.id, "edit_message_text", edit)
    return None
