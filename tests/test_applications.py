"""Applications: from «interested» on, once, with who acts next and by when; on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from placement import applications, registration, staff
from placement.applications import working_days_later
from placement.clock import ManualClock
from placement.errors import InvalidError, NeedsRegistrationError, NotFoundError
from placement.settings import ROOT
from placement.storage.database import Database
from placement.storage.models import Change, Referral
from tests.fixtures.vacancies import add_vacancy
from tests.test_registration import new_chat, registered, tell


async def test_an_interest_is_kept_once_with_who_acts_and_by_when(database: Database, clock: ManualClock) -> None:
    async with database.transaction("chat:1", "turn") as session:
        await staff.ensure_offices(session, ROOT / "data" / "offices.csv", None)
        chat_id, vacancy = await registered(session), await add_vacancy(session)
        first = await applications.apply(session, chat_id, vacancy)
        clock.advance(timedelta(hours=5))
        second = await applications.apply(session, chat_id, vacancy)
        rows = (await session.execute(select(Referral))).scalars().all()
    assert first.new
    assert first.state == "interested"
    assert first.next_by == "2026-11-26"
    assert first.office
    assert first.vacancy.title == "Kasir Minimarket"
    assert not second.new
    assert (second.next_by, second.changed_at) == (first.next_by, first.changed_at)
    assert len(rows) == 1


async def test_days_are_counted_by_the_clocks_of_the_office(database: Database, clock: ManualClock) -> None:
    clock.advance(datetime(2026, 11, 29, 23, 30, tzinfo=UTC) - clock.now())  # Monday, 06.30 in Jakarta.
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session)
        done = await registration.complete(session, chat_id)
        applied = await applications.apply(session, chat_id, await add_vacancy(session))
    assert applied.next_by == "2026-12-02"
    assert done.valid_until == date(2028, 11, 29)


async def test_a_vacancy_with_a_contact_waits_for_nobody(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session)
        vacancy = await add_vacancy(session, how_to_apply="direct", contact="hrd@toko.example")
        done = await applications.apply(session, chat_id, vacancy)
    assert done.next_by is None
    assert done.vacancy.contact == "hrd@toko.example"


async def test_applying_needs_the_four_facts(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id, vacancy = await new_chat(session), await add_vacancy(session)
        with pytest.raises(NeedsRegistrationError) as told:
            await applications.apply(session, chat_id, vacancy)
        assert told.value.missing == registration.REQUIRED
        await registration.give_consent(session, chat_id)
        await tell(session, chat_id, person_name="Siti")
        with pytest.raises(NeedsRegistrationError) as told:
            await applications.apply(session, chat_id, vacancy)
        assert told.value.missing == ("home_region", "education", "wish")
        assert (await session.execute(select(Referral))).first() is None


@pytest.mark.parametrize(
    "columns",
    [{"state": "closed"}, {"state": "held"}, {"headcount": 2, "filled": 2}, {"valid_until": date(2026, 11, 23)}],
)  # fmt: skip
async def test_a_closed_vacancy_can_not_be_applied_for(database: Database, columns: dict[str, Any]) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id, vacancy = await registered(session), await add_vacancy(session, **columns)
        with pytest.raises(InvalidError) as told:
            await applications.apply(session, chat_id, vacancy)
    assert told.value.key == "vacancy_closed"


async def test_a_vacancy_is_open_on_its_last_day_where_the_service_is(database: Database, clock: ManualClock) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session)
        vacancy = await add_vacancy(session, valid_until=date(2026, 11, 24))
        clock.advance(datetime(2026, 11, 24, 16, 59, tzinfo=UTC) - clock.now())  # 23:59 in Jakarta
        assert (await applications.apply(session, chat_id, vacancy)).new
        another = await add_vacancy(session, "T-2", valid_until=date(2026, 11, 24))
        clock.advance(timedelta(minutes=1))
        with pytest.raises(InvalidError):
            await applications.apply(session, chat_id, another)


async def test_an_unknown_vacancy_is_told(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        with pytest.raises(NotFoundError):
            await applications.apply(session, await registered(session), 12345)


async def test_an_application_stays_visible_when_its_vacancy_closes(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id, vacancy = await registered(session), await add_vacancy(session)
        await applications.apply(session, chat_id, vacancy)
        row = (await session.execute(select(Referral))).scalar_one()
        row.vacancy.state = "closed"
        listed = await applications.list_applications(session, chat_id)
        again = await applications.apply(session, chat_id, vacancy)
    assert [one.vacancy.open for one in listed] == [False]
    assert not again.new, "applied before, so there is nothing to refuse"


async def test_withdrawing_takes_back_and_applying_again_begins_anew(database: Database, clock: ManualClock) -> None:
    async with database.transaction("chat:1", "applied") as session:
        chat_id, vacancy = await registered(session), await add_vacancy(session)
        await applications.apply(session, chat_id, vacancy)
    async with database.transaction("chat:1", "took back") as session:
        gone = await applications.withdraw(session, chat_id, vacancy)
        assert (gone.state, gone.next_by) == ("withdrawn", None)
        with pytest.raises(NotFoundError):
            await applications.withdraw(session, chat_id, vacancy)
    clock.advance(timedelta(days=3))
    async with database.transaction("chat:1", "applied again") as session:
        anew = await applications.apply(session, chat_id, vacancy)
        states = (await session.execute(select(Change).where(Change.field == "state", Change.entity == "referrals")
                                        .order_by(Change.id))).scalars()  # fmt: skip
        story = [(row.old, row.new, row.why) for row in states]
    assert anew.new
    assert anew.next_by == "2026-12-01"  # Friday the 27th, and two working days
    assert story == [
        (None, "interested", "applied"),
        ("interested", "withdrawn", "took back"),
        ("withdrawn", "interested", "applied again"),
    ]


@pytest.mark.parametrize("state", ["placed", "rejected", "no_show", "closed", "withdrawn"])
async def test_what_has_ended_can_not_be_taken_back(database: Database, state: str) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id, vacancy = await registered(session), await add_vacancy(session)
        await applications.apply(session, chat_id, vacancy)
        (await session.execute(select(Referral))).scalar_one().state = state
        await session.flush()
        with pytest.raises(NotFoundError):
            await applications.withdraw(session, chat_id, vacancy)


async def test_nobody_sees_or_takes_back_another_s_application(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        first, second = await registered(session, 1), await registered(session, 2)
        stranger, vacancy = await new_chat(session, 3), await add_vacancy(session)
        await applications.apply(session, first, vacancy)
        assert await applications.list_applications(session, second) == []
        assert await applications.list_applications(session, stranger) == []
        for other in (second, stranger):
            with pytest.raises(NotFoundError):
                await applications.withdraw(session, other, vacancy)
        assert (await applications.list_applications(session, first))[0].state == "interested"


async def test_the_latest_change_stands_first(database: Database, clock: ManualClock) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session)
        ids = [await add_vacancy(session, f"T-{number}") for number in range(3)]
        for vacancy in ids:
            await applications.apply(session, chat_id, vacancy)
            clock.advance(timedelta(minutes=1))
        await applications.withdraw(session, chat_id, ids[0])
        listed = await applications.list_applications(session, chat_id)
    assert [one.vacancy.vacancy_id for one in listed] == [ids[0], ids[2], ids[1]]


@pytest.mark.parametrize(
    ("start", "days", "later"),
    [
        (24, 2, 26),  # Tuesday → Thursday
        (26, 2, 30),  # Thursday → Monday
        (27, 1, 30),  # Friday → Monday
        (28, 1, 30),  # Saturday → Monday
        (24, 0, 24),
    ],
)
def test_working_days_leave_out_the_weekend(start: int, days: int, later: int) -> None:
    assert working_days_later(datetime(2026, 11, start, 3, tzinfo=UTC), days).day == later
