"""Registration as the domain keeps it: consent, facts and their sources, withdrawal, erasure; on both engines."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from placement import applications, cases, privacy, registration, search, staff
from placement.clock import ManualClock
from placement.errors import InvalidError, NeedsRegistrationError, NotFoundError
from placement.names import check_name, find_name, names_nobody
from placement.registration import REQUIRED, number_of
from placement.settings import ROOT
from placement.standing import REPORT_EVERY
from placement.storage import buttons, effects, inbox, outbox, seekers, utterances
from placement.storage.database import Database
from placement.storage.models import Case, Change, Chat, DueWork, Fact, Seeker, Update
from placement.vocabulary import Vocabularies
from tests.fixtures.storage import everything
from tests.fixtures.vacancies import add_vacancy

FACTS: dict[str, Any] = {
    "person_name": "siti aminah",
    "home_region": "3275",
    "education": "smk",
    "wish": {"text": "jaga kasir", "occupations": ["5230"]},
}


async def new_chat(session: AsyncSession, telegram_id: int = 1001) -> int:
    return await inbox.ensure_chat(session, bot_id=1, telegram_id=telegram_id, kind="private", language="id")


async def tell(session: AsyncSession, chat_id: int, **facts: Any) -> registration.Profile:
    profile = None
    for turn, (field, value) in enumerate(facts.items(), start=1):
        profile = await registration.record_fact(
            session, chat_id, field, value, quote=f"kata {field}", source="chat", turn_id=turn
        )
    assert profile is not None
    return profile


async def registered(session: AsyncSession, telegram_id: int = 1001, **facts: Any) -> int:
    chat_id = await new_chat(session, telegram_id)
    await registration.give_consent(session, chat_id)
    await tell(session, chat_id, **(FACTS | facts))
    return chat_id


# --- consent -------------------------------------------------------------------------------------------------------


async def test_no_fact_is_kept_without_consent(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await new_chat(session)
        assert await registration.profile(session, chat_id) is None
        with pytest.raises(NeedsRegistrationError) as told:
            await tell(session, chat_id, person_name="Siti")
        assert told.value.missing == REQUIRED
        with pytest.raises(NeedsRegistrationError):
            await registration.complete(session, chat_id)
    async with database.reading() as session:
        for kept in (Seeker, Fact):
            assert (await session.execute(select(kept))).first() is None


async def test_consent_is_given_once_with_its_time_and_version(database: Database, clock: ManualClock) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await new_chat(session)
        first = await registration.give_consent(session, chat_id)
    clock.advance(timedelta(hours=1))
    async with database.transaction("chat:1", "again") as session:
        assert await registration.give_consent(session, chat_id) == first
        seeker = (await session.execute(select(Seeker))).scalar_one()
    assert seeker.consent_at == clock.now() - timedelta(hours=1)
    assert seeker.consent_version == registration.CONSENT_VERSION
    assert first.missing == REQUIRED


async def test_withdrawn_consent_stops_at_once_and_erases_after_three_days(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session)
        assert await privacy.withdraw_consent(session, chat_id)
        assert await registration.profile(session, chat_id) is None
        assert await privacy.copy(session, chat_id) is None
        assert not await privacy.withdraw_consent(session, chat_id), "there is none left to withdraw"
        with pytest.raises(NeedsRegistrationError):
            await tell(session, chat_id, education="s1")
        due = (await session.execute(select(DueWork).where(DueWork.kind == "erase_withdrawn"))).scalar_one()
        assert due.due_at == clock.now() + timedelta(days=3)


async def test_who_agrees_again_within_the_three_days_is_not_erased(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session)
        await privacy.withdraw_consent(session, chat_id)
        known = await registration.give_consent(session, chat_id)
        assert known.person_name == "Siti Aminah"
        assert (await session.execute(select(DueWork).where(DueWork.kind == "erase_withdrawn"))).first() is None


# --- facts ---------------------------------------------------------------------------------------------------------


async def test_every_fact_keeps_where_it_comes_from(database: Database, clock: ManualClock) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session)
        await registration.record_fact(
            session, chat_id, "phone", "+6281200000001", quote=None, source="contact", turn_id=9
        )
    async with database.reading() as session:
        facts = {row.field: row for row in (await session.execute(select(Fact))).scalars()}
    assert set(facts) == {*FACTS, "phone"}
    assert (facts["education"].quote, facts["education"].source, facts["education"].turn_id) == (
        "kata education", "chat", 3,
    )  # fmt: skip
    assert (facts["phone"].quote, facts["phone"].source) == (None, "contact")
    assert {row.confirmed_by for row in facts.values()} == {"seeker"}
    assert {row.said_at for row in facts.values()} == {clock.now()}


async def test_a_corrected_fact_keeps_its_past(database: Database, clock: ManualClock) -> None:
    async with database.transaction("chat:1", "first") as session:
        chat_id = await registered(session)
    clock.advance(timedelta(minutes=5))
    async with database.transaction("chat:1", "eh salah") as session:
        known = await tell(session, chat_id, home_region="3276")
    assert known.home_region == "3276"
    async with database.reading() as session:
        changes = await session.execute(select(Change).where(Change.field == "home_region").order_by(Change.id))
        assert [(row.old, row.new, row.actor, row.why) for row in changes.scalars()] == [
            (None, "3275", "chat:1", "first"),
            ("3275", "3276", "chat:1", "eh salah"),
        ]
        fact = await session.get(Fact, (known.seeker_id, "home_region", ""))
    assert fact is not None
    assert fact.said_at == clock.now()


async def test_missing_facts_are_named_in_the_order_of_asking(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await new_chat(session)
        await registration.give_consent(session, chat_id)
        assert (await tell(session, chat_id, wish=FACTS["wish"])).missing == ("person_name", "home_region", "education")
        assert (await tell(session, chat_id, home_region="3275")).missing == ("person_name", "education")


async def test_only_facts_of_the_record_are_kept(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session)
        with pytest.raises(ValueError, match="registration_number"):
            await tell(session, chat_id, registration_number="3275-0000-000001-1")
        with pytest.raises(InvalidError):
            await tell(session, chat_id, person_name="http://x")


async def test_long_words_are_cut_not_refused(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session)
        known = await registration.record_fact(
            session, chat_id, "wish", {"text": "kasir " * 1000}, quote="x" * 5000, source="chat", turn_id=1
        )
        assert len(known.wish_text or "") <= 200
        fact = await session.get(Fact, (known.seeker_id, "wish", ""))
    assert fact is not None
    assert len(fact.quote or "") == 500


async def test_a_chat_that_is_gone_says_how_to_begin_anew(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        with pytest.raises(NotFoundError, match="/start"):
            await registration.give_consent(session, 12345)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("siti aminah", "Siti Aminah"),
        ("  MUHAMMAD   rizky ", "Muhammad Rizky"),
        ("nama saya Siti Aminah", "Siti Aminah"),
        ("Nama saya: siti", "Siti"),
        ("namaku Dewi", "Dewi"),
        ("nama lengkap saya Ahmad Fauzi", "Ahmad Fauzi"),
        ("my name is budi", "Budi"),
        ("My name's Budi", "Budi"),
        ("I’m Joko Widodo", "Joko Widodo"),
        ("saya Rina kak", "Rina"),
        ("Halo, perkenalkan, nama saya budi", "Budi"),
        ("gw Dimas", "Dimas"),
        ("Siti!", "Siti"),
        ("sy Dewi Lestari", "Dewi Lestari"),
        ("nm gw Budi", "Budi"),
        ("namaku joko", "Joko"),
        ("aku namanya Rini", "Rini"),
        ("I'm Emma Watson", "Emma Watson"),
        ("Joko", "Joko"),
        ("Nur'aini", "Nur'aini"),
        ("M. Yusuf A.", "M. Yusuf A."),
        ("Ani-Rahma", "Ani-rahma"),
        ("José Ñandú", "José Ñandú"),
        # Names that only begin like these words stay whole.
        ("Namara Putri", "Namara Putri"),
        ("Akusara Dewi", "Akusara Dewi"),
    ],
)
def test_a_name_is_taken_out_of_what_stands_around_it(said: str, name: str) -> None:
    assert check_name(said) == name


@pytest.mark.parametrize(
    "said",
    ["", " ", "x", "12345", "Siti123", "mau daftar", "cari loker dong", "http://evil.example", "@siti", "/inform{}",
     "a" * 61, "satu dua tiga empat lima enam tujuh delapan", "🌸🌸", "nama saya", "saya", "kak", "\u200b\u200b",
     "<b>Siti</b>", "sy", "gw", "nama", "namaku"],
)  # fmt: skip
def test_what_can_not_be_a_name_is_refused(said: str) -> None:
    with pytest.raises(InvalidError) as told:
        check_name(said)
    assert told.value.key == "invalid_name"


# --- completing ----------------------------------------------------------------------------------------------------


async def test_completing_needs_the_four_facts_and_gives_one_number(database: Database, clock: ManualClock) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await new_chat(session)
        await registration.give_consent(session, chat_id)
        await tell(session, chat_id, person_name="Siti")
        with pytest.raises(NeedsRegistrationError) as told:
            await registration.complete(session, chat_id)
        assert told.value.missing == ("home_region", "education", "wish")
        await tell(session, chat_id, **FACTS)
        done = await registration.complete(session, chat_id)
        clock.advance(timedelta(days=1))
        assert await registration.complete(session, chat_id) == done, "a second press changes nothing"
        due = (await session.execute(select(DueWork).where(DueWork.kind == "six_month_report"))).scalar_one()
    assert done.registration_number == number_of(done.seeker_id, "3275", clock.now() - timedelta(days=1))
    assert done.valid_until == date(2028, 11, 23)
    assert due.due_at == clock.now() - timedelta(days=1) + REPORT_EVERY


def test_a_number_read_out_wrongly_is_found(clock: ManualClock) -> None:
    number = number_of(123, "3275", clock.now())
    digits = [place for place, sign in enumerate(number) if sign.isdigit()]
    assert number.startswith("3275-2611-000123-")
    assert luhn(number)
    for place in digits:
        for wrong in set("0123456789") - {number[place]}:
            assert not luhn(number[:place] + wrong + number[place + 1 :])


def luhn(number: str) -> bool:
    """Check as any library for card numbers would."""
    total = 0
    for place, digit in enumerate(int(sign) for sign in reversed(number) if sign.isdigit()):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


async def test_two_seekers_have_two_numbers(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        numbers = {
            (await registration.complete(session, await registered(session, telegram_id))).registration_number
            for telegram_id in (1, 2, 3)
        }
    assert len(numbers) == 3


# --- rights --------------------------------------------------------------------------------------------------------

MARKS = ("Zulaikha", "+62812999888", "tukang pijat", "bahasa kalbu", "3374", "rahasia")
"""What may stand nowhere after an erasure."""


async def a_whole_life(session: AsyncSession) -> int:
    """Let somebody do everything that leaves a trace."""
    await staff.ensure_offices(session, ROOT / "data" / "offices.csv", None)
    vacancy = await add_vacancy(session)
    chat_id = await registered(
        session, person_name="Zulaikha", home_region="3374", major="bahasa kalbu",
        wish={"text": "tukang pijat", "occupations": []}, phone="+62812999888",
    )  # fmt: skip
    await registration.complete(session, chat_id)
    await applications.apply(session, chat_id, vacancy)
    await search.remember(session, chat_id, search.Query(text="tukang pijat"), [vacancy], 0)
    await inbox.store_update(
        session, bot_id=1, update_id=1, chat_id=chat_id, payload={"text": "rahasia"}, hold=timedelta()
    )
    turn = (await session.execute(select(Update.id))).scalar_one()

    async def result() -> str:
        return "Zulaikha"

    await effects.once(session, turn, "action_search_jobs", 0, result)
    chat = await session.get(Chat, chat_id, populate_existing=True)
    assert chat is not None
    chat.state = {"slots": {"wish": "tukang pijat"}}
    parse = {
        "intent": {"name": "inform", "confidence": 1.0},
        "entities": [{"entity": "phone", "value": "+62812999888"}],
    }
    await utterances.keep(session, chat, turn, "rahasia", parse, "model", consented=True)
    await buttons.put(session, chat_id, {"entities": {"person_name": "Zulaikha"}})
    await outbox.put(session, chat_id, "send_message", {"text": "Halo Zulaikha"})
    await cases.open_case(session, chat_id, "asked", summary=["Zulaikha, tukang pijat"])
    await inbox.finish(session, [turn], turn)
    return chat_id


async def test_erasure_leaves_nothing_in_any_table(database: Database) -> None:
    async with database.transaction("chat:1", "a life") as session:
        chat_id = await a_whole_life(session)
    before = await everything(database)
    assert [mark for mark in MARKS if mark not in before and mark != "rahasia"] == []
    async with database.transaction("chat:1", "erase") as session:
        assert (await privacy.erase(session, chat_id)).anything
    after = await everything(database)
    assert [mark for mark in MARKS if mark in after] == []
    async with database.reading() as session:
        history = await session.execute(select(Change).where(Change.entity.in_(("seekers", "referrals"))))
        rows = history.scalars().all()
        assert rows, "that something happened stays"
        assert {(row.old, row.new) for row in rows} == {(None, None)}
        case = (await session.execute(select(Case))).scalar_one()
        assert (case.state, case.outcome, case.packet, case.seeker_id) == ("returned", "erased", {}, None)
        kinds = set((await session.execute(select(DueWork.kind))).scalars())
    assert "six_month_report" not in kinds


async def test_erasing_twice_and_erasing_nobody_do_no_harm(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session)
        stranger = await new_chat(session, 2)
        assert (await privacy.erase(session, chat_id)).anything
        assert not (await privacy.erase(session, chat_id)).anything
        assert not (await privacy.erase(session, stranger)).anything


async def test_an_erasure_takes_all_chats_of_a_seeker_and_nobody_else_s(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        first, other = await registered(session, 1), await registered(session, 2, person_name="Budi")
        second = await new_chat(session, 3)
        known = await registration.profile(session, first)
        assert known is not None
        chat = await session.get(Chat, second)
        assert chat is not None
        chat.seeker_id = known.seeker_id
        await session.flush()
        chats = await seekers.chats_of(session, known.seeker_id)
        assert {one.id for one in chats} == {first, second}
        await privacy.erase(session, second)
        assert await registration.profile(session, first) is None
        left = await registration.profile(session, other)
    assert left is not None
    assert left.person_name == "Budi"


async def test_who_comes_back_after_an_erasure_begins_anew(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session)
        await privacy.erase(session, chat_id)
        known = await registration.give_consent(session, chat_id)
    assert known.missing == REQUIRED
    assert known.registration_number is None


async def test_a_copy_holds_everything_that_is_kept_and_is_json(database: Database) -> None:
    async with database.transaction("chat:1", "a life") as session:
        chat_id = await a_whole_life(session)
        data = await privacy.copy(session, chat_id)
    assert data is not None
    text = json.dumps(data, ensure_ascii=False)
    assert [mark for mark in MARKS if mark not in text] == []
    assert {"profile", "facts", "applications", "cases", "messages"} <= set(data)


# --- names ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "nobody"),
    [
        ("sopir atau kuli", True),
        ("apa aja yg penting halal", True),
        ("bekasi", True),
        ("sma depok", True),
        ("kenapa harus nama", True),
        ("Joko", False),
        ("Siti Aminah", False),
        ("Dewi Lestari", False),
        ("pengennya sih jadi montir motor", True),
        ("pengennya tukang las di bengkel", True),
        ("Maudy Ayunda", False),
    ],
)
def test_trades_places_and_questions_name_nobody(said: str, nobody: bool) -> None:
    assert names_nobody(said, Vocabularies.load(ROOT / "data")) is nobody


async def test_the_field_of_study_goes_with_its_school(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat_id = await registered(session, education="smk")
        await tell(session, chat_id, major="akuntansi")
        same = await tell(session, chat_id, education="smk")
        other = await tell(session, chat_id, education="smp")
        assert await session.scalar(select(Fact).where(Fact.field == "major")) is None
    assert (same.major, other.major) == ("akuntansi", None)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("nama saya eko prasetyo, smk mesin, cikarang", "Eko Prasetyo"),
        ("halo kak nama sy Siti Aminah umur 23 dari garut", "Siti Aminah"),
        ("cari kerja dong, my name is Emma Watson", "Emma Watson"),
        ("nama saya belum ada di daftar", None),
        ("nama saya salah", None),
        ("nama perusahaannya apa", None),
        ("kasir di bekasi", None),
    ],
)
def test_a_name_is_found_where_it_is_given_as_such(said: str, name: str | None) -> None:
    assert find_name(said) == name
