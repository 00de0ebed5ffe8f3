"""Erasing a person from every table; the rows that stay hold no content."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage import case_places, due, history, moment
from placement.storage.models import (
    Button,
    Case,
    CaseMessage,
    Chat,
    Effect,
    Outgoing,
    Referral,
    Seeker,
    Staff,
    Update,
    Utterance,
)


async def chats_of(session: AsyncSession, seeker_id: int) -> list[int]:
    """Give the chats that belong to a seeker."""
    return list((await session.execute(select(Chat.id).where(Chat.seeker_id == seeker_id))).scalars())


async def erase_chat(session: AsyncSession, chat_id: int, *, keep_turn: int | None) -> None:
    """Forget a chat's conversation; ``keep_turn`` is the turn that asks, whose own effect must stay repeatable."""
    chat = await session.get(Chat, chat_id, with_for_update=True, populate_existing=True)
    if chat is None:
        return
    chat.state = chat.results = None
    chat.erased_at = moment.now(session)
    turns = select(Update.id).where(Update.chat_id == chat_id)
    await session.execute(delete(Effect).where(Effect.turn_id.in_(turns), Effect.turn_id != (keep_turn or 0)))
    await session.execute(delete(Utterance).where(Utterance.chat_id == chat_id))
    await session.execute(delete(Button).where(Button.chat_id == chat_id))
    await session.execute(
        update(Outgoing)
        .where(Outgoing.chat_id == chat_id, Outgoing.state == "waiting")
        .values(state="dropped", payload=None)
    )
    ids = list((await session.execute(select(Case.id).where(Case.chat_id == chat_id))).scalars())
    if ids:
        await erase_cases(session, ids)
        await history.forget(session, "cases", ids)


async def erase_cases(session: AsyncSession, ids: Sequence[int]) -> None:
    """Empty cases of all content, wherever it stands: here, in their topics, in their owners' private chats."""
    await session.execute(
        update(Outgoing)
        .where(Outgoing.case_id.in_(ids), Outgoing.state == "waiting")
        .values(state="dropped", payload=None)
    )
    shown = await case_places.shown_privately(session, ids)
    await session.execute(delete(CaseMessage).where(CaseMessage.case_id.in_(ids)))
    await _forget_offers(session, ids)
    for case in (await session.execute(select(Case).where(Case.id.in_(ids)))).scalars():
        case.packet = {}
        case.seeker_id = None
        if case.state not in ("resolved", "returned"):
            case.state, case.outcome, case.ended_at = "returned", "erased", moment.now(session)
        await due.plan(session, "case_erased", str(case.id), moment.now(session), {"shown": shown.get(case.id, [])})
    await session.flush()


async def _forget_offers(session: AsyncSession, case_ids: Sequence[int]) -> None:
    """Delete the questions put to officers which of their cases a text is for, one of these among them."""
    officers = select(Chat.id).join(Staff, Staff.telegram_id == Chat.telegram_id)
    rows = (await session.execute(select(Button).where(Button.chat_id.in_(officers)))).scalars()
    offers = [row for row in rows if row.meaning.get("do") == "to_case"]
    asked = {(row.chat_id, row.meaning.get("message")) for row in offers if row.meaning.get("case") in case_ids}
    for row in offers:  # Each of a question's buttons holds the whole text.
        if (row.chat_id, row.meaning.get("message")) in asked:
            await session.delete(row)


async def erase_seeker(session: AsyncSession, seeker: Seeker) -> None:
    """Delete a seeker's record and referrals, and empty their history."""
    referrals = list((await session.execute(select(Referral.id).where(Referral.seeker_id == seeker.id))).scalars())
    await session.execute(delete(Referral).where(Referral.seeker_id == seeker.id))
    await history.forget(session, "referrals", referrals)
    await session.execute(update(Chat).where(Chat.seeker_id == seeker.id).values(seeker_id=None))
    await session.execute(delete(Seeker).where(Seeker.id == seeker.id))
    session.expire_all()
    await history.forget(session, "seekers", [seeker.id])


async def forget_unconsented(session: AsyncSession, chat_id: int) -> None:
    """Delete what was said without consent; of a chat without a record, also state, buttons and effects that carry it.

    A turn that is being answered meanwhile was begun with the old state, and does not bring it back.
    """
    await session.execute(delete(Utterance).where(Utterance.chat_id == chat_id, Utterance.consented.is_(False)))
    chat = await session.get(Chat, chat_id, with_for_update=True, populate_existing=True)
    if chat is not None and chat.seeker_id is None:
        chat.state = chat.results = None
        chat.erased_at = moment.now(session)
        turns = select(Update.id).where(Update.chat_id == chat_id)
        await session.execute(delete(Effect).where(Effect.turn_id.in_(turns)))
        await session.execute(delete(Button).where(Button.chat_id == chat_id))
