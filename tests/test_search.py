"""Searching: what is said joins what is known, «yang kedua» finds its vacancy, the index follows the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from placement import search
from placement.clock import ManualClock
from placement.errors import NotFoundError
from placement.registration import Profile
from placement.search import Query, Shown, pick
from placement.settings import ROOT
from placement.storage import moment, vacancies
from placement.storage.database import Database
from placement.storage.models import Chat, Vacancy
from placement.vocabulary import Vocabularies
from tests.fixtures.vacancies import add_vacancy
from tests.test_registration import new_chat

MAJORS = Vocabularies.load(ROOT / "data").majors
SIGNED = Profile(
    seeker_id=7, registration_number=None, registered_at=None, valid_until=None, person_name="Siti", phone=None,
    home_region="3275", education="smk", major="akuntansi", wish_text="kasir", wish_occupations=("5230",),
    wish_regions=("3275", "3216"), wage_min=4_000_000, work_types=("shift",), willing_to_move=True,
    skills=("jujur",), experience_months=6,
)  # fmt: skip


def test_who_is_known_need_not_say_it_again() -> None:
    wish = search.wish(SIGNED, Query(), MAJORS)
    assert (wish.text, wish.occupations, wish.regions) == ("kasir", ("5230",), ("3275", "3216"))
    assert (wish.education, wish.majors, wish.wage_min, wish.person) == ("smk", ("akuntansi",), 4_000_000, 7)


def test_a_major_in_free_words_is_compared_by_its_code() -> None:
    for said, codes in (
        ("otomotif", ("teknik-kendaraan-ringan",)),
        ("TKJ", ("teknik-komputer-jaringan",)),
        ("apa ya", ()),
    ):
        assert search.wish(replace(SIGNED, major=said), Query(), MAJORS).majors == codes


def test_what_is_said_wins_over_what_is_known() -> None:
    wish = search.wish(
        SIGNED, Query(text="gudang", regions=("3171",), wage_min=5_000_000, work_types=("daily",)), MAJORS
    )
    assert (wish.text, wish.occupations, wish.regions) == ("gudang", (), ("3171",)), "the old trade is not meant now"
    assert (wish.wage_min, wish.work_types) == (5_000_000, ("daily",))
    assert (wish.home_region, wish.education) == ("3275", "smk"), "what was not said is what is known"


def test_a_stranger_s_wish_holds_only_what_was_said() -> None:
    wish = search.wish(None, Query(text="kasir"), MAJORS)
    assert (wish.text, wish.home_region, wish.person, wish.skills) == ("kasir", None, None, ())


SEEN = Shown(Query(text="kasir"), (11, 12, 13), 0)


@pytest.mark.parametrize(
    ("reference", "vacancy_id"),
    [
        ("V12", 12), ("v999", 999), ("no 2", 12), ("nomor 3", 13), ("no2", 12), ("yang pertama", 11), ("ke-3", 13),
        ("ke3", 13), ("kedua", 12), ("the second one", 12), ("terakhir", 13), ("yang paling bawah", 13), ("1", 11),
        ("yang paling atas", 11), ("teratas", 11), ("plg atas kak", 11),
        ("no 4", None), ("no 0", None), ("yang itu", None), ("", None), ("V", None), ("V" + "9" * 40, None),
        ("Vx", None), ("-1", 11),
    ],
)  # fmt: skip
def test_a_vacancy_is_meant_by_position_or_code(reference: str, vacancy_id: int | None) -> None:
    assert pick(SEEN, reference) == vacancy_id


def test_a_position_means_nothing_before_something_was_shown() -> None:
    assert pick(None, "no 1") is None
    assert pick(Shown(Query(), (), 0), "terakhir") is None
    assert pick(None, "V5") == 5


async def test_what_a_chat_saw_is_remembered_encrypted_and_replaced(database: Database) -> None:
    asked = Query(
        text="kasir", occupations=("5230",), regions=("3275",), education="sma", wage_min=1, work_types=("shift",)
    )
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await new_chat(session)
        assert await search.shown(session, chat_id) is None
        await search.remember(session, chat_id, asked, [3, 1, 2], 6)
        await session.flush()
        assert await search.shown(session, chat_id) == Shown(asked, (3, 1, 2), 6)
        await search.remember(session, chat_id, Query(), [], 0)
        await session.flush()
        assert await search.shown(session, chat_id) == Shown(Query(), (), 0)
        assert (await session.execute(select(Chat.results))).scalar_one() is not None


async def test_a_card_shows_the_vacancy_as_it_is_now(database: Database, clock: ManualClock) -> None:
    async with database.transaction("test", "turn") as session:
        vacancy_id = await add_vacancy(session, "LK-1", wage_min=4_000_000, skills=["jujur", "teliti"])
        card = await search.vacancy(session, vacancy_id)
        assert (card.ref, card.employer, card.skills, card.open) == ("LK-1", "Toko Berkah", ("jujur", "teliti"), True)
        assert card.valid_until == (moment.today(session) + timedelta(days=30)).isoformat()
        assert await search.vacancy_by_ref(session, "LK-1") == card
        assert await search.vacancy_by_ref(session, "LK-2") is None
        clock.advance(timedelta(days=31))
        assert not (await search.vacancy(session, vacancy_id)).open
        with pytest.raises(NotFoundError):
            await search.vacancy(session, 12345)


async def test_the_index_learns_what_opened_what_changed_and_what_closed(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction("test", "three") as session:
        ids = [await add_vacancy(session, f"T-{number}") for number in range(3)]
        await add_vacancy(session, "T-9", state="held")
        changes = await search.changes_since(session, None, moment.today(session), {})
    assert sorted(vacancy.id for vacancy, _, _ in changes.put) == ids
    assert len(changes.remove) == 1
    assert changes.until == clock.now()
    clock.advance(timedelta(hours=1))
    async with database.transaction("test", "one closes") as session:
        await search.keep_vectors(session, {ids[1]: (changes.seen[ids[1]], b"vector")}, "model")
        row = await session.get(Vacancy, ids[0])
        assert row is not None
        row.state, row.changed_at = "closed", clock.now()
        await session.flush()
        today = moment.today(session)
        later = await search.changes_since(session, changes.until + timedelta(minutes=1), today, changes.seen)
        seen = changes.seen | later.seen
        nothing = await search.changes_since(session, changes.until, today, seen)
        everything = await search.changes_since(session, None, moment.today(session), {})
    assert (later.put, later.remove) == ([], [ids[0]])
    assert (nothing.put, nothing.remove) == ([], []), "what is known in its newest version is not given again"
    assert {vacancy.id: (vector, model) for vacancy, vector, model in everything.put} == {
        ids[1]: (b"vector", "model"),
        ids[2]: (None, None),
    }


async def test_a_vector_of_older_words_is_not_kept_with_newer_ones(database: Database, clock: ManualClock) -> None:
    async with database.transaction("test", "add") as session:
        vacancy_id = await add_vacancy(session)
        made_of = (await search.changes_since(session, None, moment.today(session), {})).seen
    clock.advance(timedelta(seconds=1))
    async with database.transaction("import", "changed while the old words were encoded") as session:
        row = await session.get(Vacancy, vacancy_id)
        assert row is not None
        row.description, row.changed_at = "kasir malam", clock.now()
    async with database.transaction("system", "vectors made") as session:
        await search.keep_vectors(session, {vacancy_id: (made_of[vacancy_id], b"of the old words")}, "model")
    async with database.reading() as session:
        (again,) = (await search.changes_since(session, None, moment.today(session), made_of)).put
    assert again[1:] == (None, None), "it is encoded anew"


async def test_the_index_sees_free_seats_and_a_version_that_grows(database: Database, clock: ManualClock) -> None:
    async with database.transaction("test", "turn") as session:
        row = await session.get(Vacancy, await add_vacancy(session, headcount=3, filled=1, remote=True))
        assert row is not None
        before = search.for_index(row)
        clock.advance(timedelta(seconds=1))
        row.changed_at, row.filled = clock.now(), 5
        after = search.for_index(row)
    assert (before.seats, after.seats) == (2, 0)
    assert after.version > before.version
    assert before.remote is True
    assert before.work_types == ("full_time",)


async def test_more_references_than_one_statement_takes_are_looked_up(database: Database) -> None:
    many = [f"R-{number}" for number in range(40_000)]
    async with database.transaction("import", "large file") as session:
        vacancy_id = await add_vacancy(session, "R-39999")
        found = await vacancies.by_refs(session, many)
        employers = await vacancies.employers_by_name(session, ["Toko Berkah", "Toko Baru"])
    assert {ref: row.id for ref, row in found.items()} == {"R-39999": vacancy_id}
    assert set(employers) == {"Toko Berkah", "Toko Baru"}
