"""Two records made one and parted again; who may; what moves; on both engines."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from placement import applications, facts, merging, registration, staff
from placement.clock import ManualClock
from placement.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from placement.facts import Said
from placement.storage.database import Database
from placement.storage.models import Chat, Fact, Referral, Seeker, Staff
from tests.fixtures.vacancies import add_vacancy
from tests.test_registration import registered

SAID = Said("katanya", "chat", 1)


async def seeker(session: AsyncSession, telegram_id: int, **values: Any) -> Seeker:
    chat_id = await registered(session, telegram_id)
    one = await registration.consenting(session, chat_id)
    for field, value in values.items():
        await facts.record(session, one, field, value, SAID)
    return one


async def officer(session: AsyncSession, role: str = "officer") -> Staff:
    return await staff.add_staff(session, 900, "Rina", role)


async def chat_of(session: AsyncSession, seeker_id: int) -> int:
    return (await session.execute(select(Chat.id).where(Chat.seeker_id == seeker_id))).scalars().one()


async def test_records_with_the_same_number_are_found_and_never_merged_by_themselves(database: Database) -> None:
    async with database.transaction("staff:1", "look") as session:
        first = await seeker(session, 1, phone="+6281200000001")
        second = await seeker(session, 2, phone="+6281200000001")
        other = await seeker(session, 3, phone="+6281200000002")
        assert await merging.duplicates(session, first.id) == [second.id]
        assert await merging.duplicates(session, other.id) == []
        assert first.merged_into is None and second.merged_into is None


async def test_a_merge_fills_gaps_joins_lists_moves_chats_and_is_undone(database: Database, clock: ManualClock) -> None:
    async with database.transaction("staff:1", "the same person") as session:
        rina = await officer(session)
        kept = await seeker(session, 1, skills="excel", education="smk")
        dropped = await seeker(session, 2, skills="masak", phone="+6281200000001", education="s1",
                               experiences={"occupation": "kasir", "months": 6})  # fmt: skip
        kept_id, dropped_id = kept.id, dropped.id
        their_chat = await chat_of(session, dropped_id)
        shared, own = await add_vacancy(session, "A"), await add_vacancy(session, "B")
        await applications.apply(session, await chat_of(session, kept_id), shared)
        for vacancy in (shared, own):
            await applications.apply(session, their_chat, vacancy)

        plan = await merging.preview(session, kept_id, dropped_id)
        taken = {difference.field: difference.taken for difference in plan.differences}
        assert taken == {"education": False, "skills": True, "phone": True, "experiences": True}
        assert plan.moved == {"applications": 1, "chats": 1, "documents": 0, "proposals": 0, "cases": 0}

        merge_id = await merging.merge(session, kept_id, dropped_id, rina)
        known = await registration.profile(session, their_chat)
        assert known is not None and known.seeker_id == kept_id
        assert (known.education, known.phone, known.experience_months) == ("smk", "+6281200000001", 6)
        assert known.skills == ("excel", "masak")
        sources = {
            row.field for row in (await session.execute(select(Fact).where(Fact.seeker_id == kept_id))).scalars()
        }
        assert {"phone", "experiences"} <= sources
        assert await merging.duplicates(session, kept_id) == [], "a merged record is nobody's double"
        with pytest.raises(ConflictError):
            await merging.preview(session, kept_id, dropped_id)

        await facts.record(session, kept, "phone", "+6281200000009", SAID)
        await merging.undo(session, merge_id, rina)
        again = await registration.profile(session, their_chat)
        assert again is not None and again.seeker_id == dropped_id and again.phone == "+6281200000001"
        first = await session.get(Seeker, kept_id)
        assert first is not None
        assert (first.phone, first.skills, first.experience_months) == ("+6281200000009", ["excel"], None)
        mine = (await session.execute(select(Referral.vacancy_id).where(Referral.seeker_id == kept_id))).scalars().all()
        assert mine == [shared]
        with pytest.raises(ConflictError):
            await merging.undo(session, merge_id, rina)


async def test_the_officer_says_which_value_is_right(database: Database) -> None:
    async with database.transaction("staff:1", "the same person") as session:
        rina = await officer(session)
        kept, dropped = await seeker(session, 1, education="smk"), await seeker(session, 2, education="s1")
        merge_id = await merging.merge(session, kept.id, dropped.id, rina, take={"education", "wish"})
        assert kept.education == "s1"
        await merging.undo(session, merge_id, rina)
        assert kept.education == "smk"
        with pytest.raises(InvalidError):
            await merging.preview(session, kept.id, dropped.id, take={"shoe_size"})


async def test_merges_are_undone_in_their_order(database: Database) -> None:
    async with database.transaction("staff:1", "the same person") as session:
        rina = await officer(session)
        one, two, three = [await seeker(session, number) for number in (1, 2, 3)]
        first = await merging.merge(session, one.id, two.id, rina)
        second = await merging.merge(session, one.id, three.id, rina)
        with pytest.raises(ConflictError, match="undo that one first"):
            await merging.undo(session, first, rina)
        await merging.undo(session, second, rina)
        await merging.undo(session, first, rina)


async def test_who_may_not_merges_nothing(database: Database) -> None:
    async with database.transaction("staff:1", "no") as session:
        viewer = await officer(session, "viewer")
        one, two = await seeker(session, 1), await seeker(session, 2)
        with pytest.raises(NotAllowedError):
            await merging.merge(session, one.id, two.id, viewer)
        with pytest.raises(NotFoundError):
            await merging.preview(session, one.id, 999)
        with pytest.raises(InvalidError):
            await merging.preview(session, one.id, one.id)
        with pytest.raises(NotFoundError):
            await merging.undo(session, 5, await officer(session))
