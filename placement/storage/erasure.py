"""Erasing a person from every table; the rows that stay hold no content."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage import case_places, due, history, moment
from placement.storage.models import (
    Button,
    Case,
    CaseMessage,
    Chat,
    ChatPerson,
    Effect,
    Outgoing,
    Referral,
    Seeker,
    Staff,
    Update,
    Utterance,
)


async def records_of(session: AsyncSession, seeker_id: int) -> list[int]:
    """Give a person's record and all that were made part of it, and part of those."""
    ids, newest = [seeker_id], [seeker_id]
    while newest:
        rows = select(Seeker.id).where(Seeker.merged_into.in_(newest), Seeker.id.not_in(ids))
        newest = list((await session.execute(rows)).scalars())
        ids += newest
    return ids


async def chats_of(session: AsyncSession, seeker_ids: Sequence[int]) -> list[int]:
    """Give the chats that somebody uses, also those in which another person goes on just now."""
    used = select(ChatPerson.chat_id).where(ChatPerson.seeker_id.in_(seeker_ids))
    rows = select(Chat.id).where(or_(Chat.seeker_id.in_(seeker_ids), Chat.id.in_(used)))
    return list((await session.execute(rows)).scalars())


async def withdrawn(session: AsyncSession, chat_id: int) -> list[Seeker]:
    """Give the people of a chat who have taken their consent back."""
    used = select(ChatPerson.seeker_id).where(ChatPerson.chat_id == chat_id)
    active = select(Chat.seeker_id).where(Chat.id == chat_id, Chat.seeker_id.is_not(None))
    rows = select(Seeker).where(
        or_(Seeker.id.in_(used), Seeker.id.in_(active)), Seeker.consent_withdrawn_at.is_not(None)
    )
    return list((await session.execute(rows)).scalars())


async def erase_chat(
    session: AsyncSession, chat_id: int, *, keep_turn: int | None, seeker_ids: Sequence[int] = ()
) -> None:
    """Forget a chat's conversation, and the cases of these people or of nobody known; others who use it keep theirs.

    ``keep_turn`` is the turn that asks, whose own effect must stay repeatable.
    """
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
    shared = select(ChatPerson.seeker_id).where(
        ChatPerson.chat_id == chat_id, ChatPerson.seeker_id.not_in(seeker_ids), ChatPerson.seeker_id == Case.seeker_id
    )
    ids = list((await session.execute(select(Case.id).where(Case.chat_id == chat_id, ~shared.exists()))).scalars())
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


async def erase_records(session: AsyncSession, seeker_ids: Sequence[int]) -> None:
    """Delete a person's records with all that hangs on them, and empty their history.

    Papers, proposals, facts, start links, merges and who uses which chat go with their record, by the database.
    """
    rows = select(Referral.id).where(Referral.seeker_id.in_(seeker_ids))
    referrals = list((await session.execute(rows)).scalars())
    await session.execute(delete(Referral).where(Referral.seeker_id.in_(seeker_ids)))
    await history.forget(session, "referrals", referrals)
    await session.execute(update(Case).where(Case.seeker_id.in_(seeker_ids)).values(seeker_id=None))
    await session.execute(update(Chat).where(Chat.seeker_id.in_(seeker_ids)).values(seeker_id=None))
    await session.execute(delete(Seeker).where(Seeker.id.in_(seeker_ids)))
    session.expire_all()
    await history.forget(session, "seekers", list(seeker_ids))


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
