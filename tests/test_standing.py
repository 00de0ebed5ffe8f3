"""How a registration stands: reports, reminders, its end after two years or with work; on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from placement import registration, standing
from placement.clock import ManualClock
from placement.errors import InvalidError
from placement.storage import moment
from placement.storage.database import Database
from placement.storage.models import DueWork, Seeker
from tests.test_registration import registered


async def with_number(session: AsyncSession) -> Seeker:
    chat_id = await registered(session)
    await registration.complete(session, chat_id)
    return await registration.consenting(session, chat_id)


async def planned(session: AsyncSession) -> dict[str, DueWork]:
    return {work.kind: work for work in (await session.execute(select(DueWork))).scalars()}


async def test_a_registration_plans_its_reports_and_its_end(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        await with_number(session)
        works, now = await planned(session), moment.now(session)
        assert works[standing.REPORT_DUE].due_at == now + standing.REPORT_EVERY
        assert works[standing.EXPIRY].due_at == now + standing.VALID_FOR
        assert works[standing.EXPIRY_NEAR].due_at == now + standing.VALID_FOR - standing.TELL_BEFORE


async def test_a_reminder_is_repeated_once_and_a_report_moves_the_next(database: Database, clock: ManualClock) -> None:
    async with database.transaction("chat:1", "turn") as session:
        seeker = await with_number(session)
        now = moment.now(session)
        assert await standing.next_reminder(session, seeker, 0) == now + standing.REMIND_AGAIN
        assert await standing.next_reminder(session, seeker, 1) == now + standing.REPORT_EVERY
    clock.advance(timedelta(days=3))
    async with database.transaction("chat:1", "turn") as session:
        seeker = await session.merge(seeker)
        await standing.report(session, seeker)
        assert seeker.reported_at == clock.now()
        work = (await planned(session))[standing.REPORT_DUE]
        assert (work.due_at, work.payload) == (clock.now() + standing.REPORT_EVERY, {"reminders": 0})


async def test_a_report_near_the_end_extends_the_registration(database: Database, clock: ManualClock) -> None:
    async with database.transaction("chat:1", "turn") as session:
        seeker = await with_number(session)
        first = seeker.valid_until
    clock.advance(standing.VALID_FOR - standing.TELL_BEFORE + timedelta(days=1))
    async with database.transaction("chat:1", "turn") as session:
        seeker = await session.merge(seeker)
        await standing.report(session, seeker)
        assert first is not None and seeker.valid_until == moment.today(session) + standing.VALID_FOR
        assert (await planned(session))[standing.EXPIRY].due_at == clock.now() + standing.VALID_FOR


@pytest.mark.parametrize("why", ["placed", "expired"])
async def test_an_ended_registration_asks_for_nothing_and_begins_anew_by_a_report(
    database: Database, clock: ManualClock, why: str
) -> None:
    async with database.transaction("chat:1", "turn") as session:
        seeker = await with_number(session)
        number = seeker.registration_number
        await standing.end(session, seeker, why)
        assert await planned(session) == {}
        assert await standing.next_reminder(session, seeker, 0) is None
        assert (seeker.ended_why, seeker.registration_number) == (why, number)
        await standing.report(session, seeker)
        assert seeker.ended_at is None
        assert seeker.valid_until == moment.today(session) + standing.VALID_FOR
        assert standing.REPORT_DUE in await planned(session)


async def test_who_has_no_number_reports_nothing(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        seeker = await registration.consenting(session, await registered(session))
        with pytest.raises(InvalidError, match="not_registered"):
            await standing.report(session, seeker)
