"""A record's facts: what may be kept, where it comes from, what agrees with what, proposals; on both engines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from placement import facts, registration
from placement.errors import InvalidError, NotFoundError
from placement.facts import MOST_ITEMS, Said
from placement.fields import FIELDS, TOPICS, total_months
from placement.storage import records
from placement.storage.database import Database
from placement.storage.models import Change, Fact, Seeker
from placement.storage.types import cipher_of
from tests.test_registration import new_chat, registered

SAID = Said("katanya", "chat", 7)
NIK = "3275014305990001"
"""Of a woman born on 3 May 1999."""


async def seeker_with(session: AsyncSession, **values: Any) -> Seeker:
    chat_id = await registered(session)
    seeker = await registration.consenting(session, chat_id)
    for field, value in values.items():
        await facts.record(session, seeker, field, value, SAID)
    return seeker


WHOLE: dict[str, Any] = {
    "phone": "+6281200000001",
    "experiences": {"occupation": "kasir", "employer": "Toko Maju", "months": 24},
    "major": "akuntansi",
    "school_year": 2017,
    "skills": "excel",
    "spoken_languages": {"code": "en", "level": "basic"},
    "wage_min": 4_000_000,
    "willing_to_move": False,
    "available_from": "2026-12-01",
    "accommodation": "wheelchair",
    "birth_date": "1999-05-03",
    "sex": "female",
    "card_region": "3275",
}
"""A value for every topic that a complete record needs, in normal form."""


async def test_a_record_is_complete_when_every_topic_is_settled(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session)
        profile = await registration.profile(session, chat_id)
        assert profile is not None and profile.progress == (4, 15) and not profile.complete
        assert profile.open_topics("apply") == ("phone", "experience")
        for field, value in WHOLE.items():
            profile = await registration.record_fact(
                session, chat_id, field, value, quote=None, source="chat", turn_id=3
            )
        assert profile.complete
        assert profile.open_topics() == ("nik",), "the number of the card is never needed"
        assert profile.experience_months == 24


@pytest.mark.parametrize("topic", [name for name, topic in TOPICS.items() if topic.use != "start"])
async def test_what_is_left_aside_is_settled_until_it_is_told(database: Database, topic: str) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session)
        profile = await registration.leave_aside(session, chat_id, topic, quote="lewati", turn_id=5)
        assert topic not in profile.open_topics()
        field = TOPICS[topic].fields[0]
        value = NIK if field == "nik" else WHOLE[field]
        profile = await registration.record_fact(session, chat_id, field, value, quote=None, source="chat", turn_id=6)
        assert profile.left_aside == ()


@pytest.mark.parametrize(
    ("before", "field", "value", "key"),
    [
        ({}, "birth_date", "2026-11-25", "invalid_birth_future"),
        ({}, "birth_date", "1890-01-01", "invalid_birth_year"),
        ({}, "birth_date", "2008-11-25", "under_age"),
        ({}, "birth_date", "kemarin", "invalid_date"),
        ({"nik": NIK}, "birth_date", "1999-05-04", "birth_contradicts_nik"),
        ({"nik": NIK}, "sex", "male", "sex_contradicts_nik"),
        ({"birth_date": "1998-05-03"}, "nik", NIK, "nik_contradicts_birth"),
        ({"sex": "male"}, "nik", NIK, "nik_contradicts_sex"),
        ({}, "nik", "1234", "invalid_nik"),
        ({}, "nik", "3275019905990001", "invalid_nik"),
        ({}, "sex", "banci", "invalid_value"),
        ({}, "wage_min", 3, "invalid_wage"),
        ({}, "wage_min", 3_000_000_000, "invalid_wage"),
        ({}, "school_year", 1890, "invalid_school_year"),
        ({}, "available_from", "2040-01-01", "invalid_available"),
        ({}, "experiences", {"months": 3}, "invalid_experience"),
        ({}, "experiences", {"occupation": "kasir", "months": -1}, "invalid_experience"),
        ({}, "major", "123", "invalid_value"),
    ],
)
async def test_what_cannot_be_is_not_kept(
    database: Database, before: dict[str, Any], field: str, value: Any, key: str
) -> None:
    async with database.transaction("chat:1", "turn") as session:
        seeker = await seeker_with(session, **before)
        with pytest.raises(InvalidError) as told:
            await facts.record(session, seeker, field, value, SAID)
        assert told.value.key == key
        assert await session.get(Fact, (seeker.id, field, "")) is None


async def test_who_turns_eighteen_today_is_old_enough(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        seeker = await seeker_with(session, birth_date="2008-11-24")
        assert seeker.birth_date == date(2008, 11, 24)


async def test_entries_have_their_own_sources_and_an_entry_told_again_takes_its_place(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        seeker = await seeker_with(session)
        for months in (6, 24):
            job = {"occupation": "kasir", "employer": "Toko Maju", "months": months}
            await facts.record(session, seeker, "experiences", job, Said(f"{months} bulan", "chat", months))
        await facts.record(session, seeker, "experiences", {"occupation": "ojol", "months": 12}, SAID)
        assert [job["months"] for job in seeker.experiences] == [12, 24]
        assert seeker.experience_months == 36
        items = facts.items_of(session, seeker) | {"": ""}
        kept = {
            items[fact.item]: fact.quote
            for fact in await records.facts_of(session, seeker.id)
            if fact.field == "experiences"
        }
        assert kept == {"kasir|toko maju": "24 bulan", "ojol|": "katanya"}
        await facts.forget(session, seeker, "experiences", "ojol|")
        assert [job["occupation"] for job in seeker.experiences] == ["kasir"]
        await facts.forget(session, seeker, "experiences")
        assert seeker.experiences == [] and seeker.experience_months is None


async def test_entries_are_bounded(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        seeker = await seeker_with(session)
        for number in range(MOST_ITEMS):
            await facts.record(session, seeker, "skills", f"keahlian {'x' * number}", SAID)
        with pytest.raises(InvalidError, match="too_many_entries"):
            await facts.record(session, seeker, "skills", "satu lagi", SAID)


async def test_another_school_takes_major_and_year_with_it(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        seeker = await seeker_with(session, major="akuntansi", school_year=2017)
        await facts.record(session, seeker, "education", "smp", SAID)
        assert (seeker.major, seeker.school_year) == (None, None)
        assert {"major", "school_year"}.isdisjoint(fact.field for fact in await records.facts_of(session, seeker.id))


async def test_a_proposal_is_no_fact_until_somebody_says_yes(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session, phone="+6281200000001")
        seeker = await registration.consenting(session, chat_id)
        suggested = await facts.propose(
            session, seeker, "major", "tata boga", quote="SMK Tata Boga", source="document:1", page=1
        )
        other = await facts.propose(session, seeker, "sex", "female", quote="wanita", source="inferred")
        assert suggested and other
        profile = await registration.profile(session, chat_id)
        assert profile is not None and not (profile.knows("major") or profile.knows("sex"))
        known = await facts.propose(session, seeker, "phone", "+6281200000001", quote="x", source="document:1")
        wrong = await facts.propose(session, seeker, "birth_date", "1890-01-01", quote="x", source="document:1")
        assert known is None and wrong is None, "neither what is known nor what can't be is worth a question"
        assert await facts.accept(session, seeker, suggested, turn_id=9, by="seeker") == "major"
        assert seeker.major == "tata boga"
        fact = await session.get(Fact, (seeker.id, "major", ""))
        assert fact is not None
        assert (fact.quote, fact.source, fact.confirmed_by) == ("SMK Tata Boga", "document:1", "seeker")
        with pytest.raises(NotFoundError):
            await facts.accept(session, seeker, suggested, turn_id=9, by="seeker")
        await facts.refuse(session, seeker, other)
        assert await records.proposals_of(session, seeker.id) == []


async def test_nobody_answers_anothers_proposal(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        seeker = await seeker_with(session)
        suggested = await facts.propose(session, seeker, "sex", "female", quote=None, source="inferred")
        stranger = await registration.consenting(session, await registered(session, 2002))
        assert suggested
        with pytest.raises(NotFoundError):
            await facts.accept(session, stranger, suggested, turn_id=None, by="seeker")
        await facts.refuse(session, stranger, suggested)
        assert len(await records.proposals_of(session, seeker.id)) == 1


async def test_an_officer_confirms_what_the_seeker_said(database: Database) -> None:
    async with database.transaction("staff:3", "seen on the card") as session:
        seeker = await seeker_with(session, birth_date="1999-05-03")
        await facts.confirm(session, seeker, "birth_date", by="staff:3")
        fact = await session.get(Fact, (seeker.id, "birth_date", ""))
        assert fact is not None and fact.confirmed_by == "staff:3"
        with pytest.raises(NotFoundError):
            await facts.confirm(session, seeker, "phone", by="staff:3")


async def test_numbers_are_found_by_their_marks_and_lie_encrypted(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        seeker = await seeker_with(session, nik=NIK, phone="+6281200000001", birth_date="1999-05-03")
        marks = cipher_of(session).marks(NIK)
        assert (await session.execute(select(Seeker.id).where(Seeker.nik_mark.in_(marks)))).scalars().all() == [
            seeker.id
        ]
        rows = (await session.execute(text("SELECT * FROM seekers"))).mappings().all()
        stored = " ".join(str(value) for row in rows for value in row.values())
    for secret in (NIK, "081200000001", "+62812", "1999-05-03"):
        assert secret not in stored


async def test_every_change_of_the_record_stands_in_its_history(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        await seeker_with(session, **WHOLE)
        changed = set((await session.execute(select(Change.field).where(Change.entity == "seekers"))).scalars())
    assert {field for field in FIELDS if field in WHOLE} <= changed


def test_months_that_overlap_count_once() -> None:
    jobs: list[dict[str, Any]] = [
        {"since": "2019-01", "until": "2021-01"},
        {"since": "2020-01", "until": "2022-01"},
        {"since": "2026-05", "until": "now"},
        {"months": 5},
        {"since": "2022-01", "until": "2021-01", "months": 3},
        {},
    ]
    assert total_months(jobs, date(2026, 11, 24)) == 24 + 12 + 6 + 5 + 3


async def test_nothing_is_kept_of_whoever_has_not_agreed(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await new_chat(session)
        with pytest.raises(Exception, match="registration is needed"):
            await registration.leave_aside(session, chat_id, "phone", quote=None, turn_id=1)
