"""The rules of cases, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from placement import case_messages, cases, staff
from placement.case_messages import Content
from placement.cases import who_reads
from placement.clock import ManualClock
from placement.errors import ConflictError, InvalidError, NotAllowedError
from placement.settings import ROOT
from placement.storage import case_places, due, inbox, outbox
from placement.storage import cases as stored
from placement.storage.database import Database
from placement.storage.models import Case, Change, Chat, DueWork, Office, Outgoing, Staff, Utterance
from placement.vocabulary import Vocabularies
from placement.wording import Wording

GROUP = -1001


@pytest_asyncio.fixture
async def office(database: Database) -> AsyncIterator[Database]:
    """A database with one office (open on weekdays 8–16), its group, two officers and a viewer."""
    async with database.transaction("test", "set-up") as session:
        await staff.ensure_offices(session, ROOT / "data" / "offices.csv", GROUP)
        await staff.add_staff(session, 2001, "Rina", "officer")
        await staff.add_staff(session, 2002, "Dewi", "officer")
        await staff.add_staff(session, 2003, "Tamu", "viewer")
    yield database


async def chat_of(database: Database, telegram_id: int = 1001) -> int:
    async with database.transaction("test", "chat") as session:
        return await inbox.ensure_chat(session, bot_id=1, telegram_id=telegram_id, kind="private", language="id")


async def opens(database: Database, reason: str, telegram_id: int = 1001, **more: Any) -> cases.CaseOpened:
    chat_id = await chat_of(database, telegram_id)
    async with database.transaction(f"chat:{chat_id}", "asked") as session:
        return await cases.open_case(session, chat_id, reason, **more)


async def person(database: Database, name: str) -> Staff:
    async with database.reading() as session:
        return (await session.execute(select(Staff).where(Staff.name == name))).scalar_one()


async def claims(database: Database, case_id: int, name: str) -> None:
    officer = await person(database, name)
    async with database.transaction(f"staff:{officer.id}", "claim") as session:
        await cases.claim(session, case_id, officer)


async def writes(database: Database, case_id: int, name: str, text: str, message_id: int = 1) -> int:
    officer = await person(database, name)
    async with database.transaction(f"staff:{officer.id}", "write") as session:
        content = Content("text", text, source=(officer.telegram_id or 0, message_id))
        return (await case_messages.officer_wrote(session, case_id, officer, content)).id


async def seeker_writes(database: Database, case_id: int, text: str, message_id: int = 1) -> int:
    async with database.transaction("seeker", "write") as session:
        case = await stored.by_id(session, case_id, lock=True)
        assert case is not None
        return (await case_messages.seeker_wrote(session, case, Content("text", text, source=(1001, message_id)))).id


async def said(database: Database, clock: ManualClock, text: str, turn: int) -> None:
    chat_id = await chat_of(database)
    async with database.transaction("test", "utterance") as session:
        session.add(
            Utterance(
                turn_id=turn, chat_id=chat_id, text=text, parse={}, intent="complaint", confidence=0.9, model="m",
                consented=True, at=clock.now(),
            )
        )  # fmt: skip


async def case_of(database: Database, case_id: int) -> Case:
    async with database.reading() as session:
        found = await stored.by_id(session, case_id)
        assert found is not None
        return found


async def planned(database: Database, kind: str) -> list[DueWork]:
    async with database.reading() as session:
        return list((await session.execute(select(DueWork).where(DueWork.kind == kind))).scalars())


# --- opening -----------------------------------------------------------------------------------------------------


def told(opened: cases.CaseOpened) -> str:
    wording = Wording(ROOT / "data" / "responses", Vocabularies.load(ROOT / "data"))
    reply = who_reads(asdict(opened))
    return wording.render(reply["response"], reply["args"], "id").text


async def test_while_the_office_is_open_the_seeker_hears_the_place_in_the_queue(office: Database) -> None:
    await opens(office, "asked", 1001)
    assert "urutan ke-2" in told(await opens(office, "asked", 1002))


@pytest.mark.parametrize(
    ("hours_later", "opening"),
    [(10, "Rabu, 25 November 2026, pukul 08.00"), (24 * 4, "Senin, 30 November 2026, pukul 08.00")],
)
async def test_when_nobody_is_there_the_seeker_hears_when_the_office_opens(
    office: Database, clock: ManualClock, hours_later: int, opening: str
) -> None:
    clock.advance(timedelta(hours=hours_later))
    opened = await opens(office, "asked")
    assert not opened.open_now
    assert opening in told(opened)
    assert "belum ada petugas" in told(opened)


async def test_an_office_without_hours_promises_no_hour(office: Database) -> None:
    async with office.transaction("test", "no hours") as session:
        (await session.execute(select(Office))).scalar_one().hours = {}
    assert "begitu bertugas" in told(await opens(office, "asked"))


async def test_urgent_cases_stand_first_and_a_second_wish_is_the_same_case(office: Database) -> None:
    first = await opens(office, "asked", 1001)
    second = await opens(office, "distress", 1002)
    assert (first.place, second.place) == (1, 1)
    again = await opens(office, "asked", 1001)
    assert (again.case_id, again.new, again.place) == (first.case_id, False, 2)


async def test_without_a_group_a_case_waits_and_moves_into_the_group_that_comes(database: Database) -> None:
    async with database.transaction("test", "set-up") as session:
        await staff.ensure_offices(session, ROOT / "data" / "offices.csv", None)
    opened = await opens(database, "asked")
    assert (await case_of(database, opened.case_id)).officers_chat_id is None
    async with database.transaction("test", "first shown to nobody") as session:
        await due.cancel(session, cases.OPENED, str(opened.case_id))
    async with database.transaction("test", "a group at last") as session:
        await staff.ensure_offices(session, ROOT / "data" / "offices.csv", GROUP)
    assert (await case_of(database, opened.case_id)).officers_chat_id == GROUP
    assert [work.subject for work in await planned(database, cases.OPENED)] == [str(opened.case_id)]


async def test_another_group_gets_the_open_cases_and_no_ended_one(office: Database) -> None:
    ended, still = await opens(office, "asked", 1001), await opens(office, "asked", 1002)
    async with office.transaction("test", "topics") as session:
        for case_id in (ended.case_id, still.case_id):
            case = await stored.by_id(session, case_id)
            assert case is not None
            case.topic_id = case.card_message_id = 7
        await cases.return_to_bot(session, ended.case_id, None)
    async with office.transaction("test", "new group") as session:
        await staff.ensure_offices(session, ROOT / "data" / "offices.csv", GROUP - 1)
    moved = await case_of(office, still.case_id)
    assert (moved.officers_chat_id, moved.topic_id, moved.card_message_id) == (GROUP - 1, None, None)
    assert (await case_of(office, ended.case_id)).officers_chat_id == GROUP


@pytest.mark.parametrize("new_row", [True, False])
async def test_what_waits_for_a_group_goes_to_its_new_id(office: Database, new_row: bool) -> None:
    opened = await opens(office, "asked")
    async with office.transaction("test", "waits") as session:
        old = await inbox.ensure_chat(session, bot_id=1, telegram_id=GROUP, kind="group", language="id")
        await outbox.put(session, old, "create_forum_topic", {"name": "x"}, case_id=opened.case_id, purpose="topic")
        if new_row:  # The new group has written before the old one was asked.
            await inbox.ensure_chat(session, bot_id=1, telegram_id=GROUP - 5, kind="supergroup", language="id")
    async with office.transaction("test", "migrated") as session:
        await outbox.move_chat(session, old, GROUP - 5)
    async with office.reading() as session:
        goes_to = select(Chat.telegram_id).join(Outgoing, Outgoing.chat_id == Chat.id)
        assert (await session.execute(goes_to)).scalar_one() == GROUP - 5
    assert (await case_of(office, opened.case_id)).officers_chat_id == GROUP - 5


# --- urgency and discretion ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "reported", "reason", "priority"),
    [
        ("asked", "scam", "scam", 40),
        ("asked", "disability", "disability", 20),
        ("scam", "complaint", "complaint", 40),
        ("complaint", "scam", "complaint", 40),
        ("disability", "scam", "disability", 40),
        ("complaint", "distress", "distress", 100),
    ],
)
async def test_a_case_becomes_more_urgent_or_more_discreet(
    office: Database, before: str, reported: str, reason: str, priority: int
) -> None:
    opened = await opens(office, before)
    await opens(office, reported)
    case = await case_of(office, opened.case_id)
    assert (case.reason, case.priority) == (reason, priority)
    assert len(await planned(office, cases.RAISED)) == 1


@pytest.mark.parametrize(("before", "reported"), [("distress", "scam"), ("scam", "scam"), ("complaint", "asked")])
async def test_and_never_less(office: Database, before: str, reported: str) -> None:
    opened = await opens(office, before)
    await opens(office, reported)
    assert (await case_of(office, opened.case_id)).reason == before
    assert await planned(office, cases.RAISED) == []


# --- claiming ----------------------------------------------------------------------------------------------------


async def test_one_officer_owns_a_case(office: Database) -> None:
    case_id = (await opens(office, "asked")).case_id
    await claims(office, case_id, "Rina")
    await claims(office, case_id, "Rina")
    with pytest.raises(ConflictError, match="desk_owned"):
        await claims(office, case_id, "Dewi")
    with pytest.raises(NotAllowedError, match="desk_not_staff"):
        await claims(office, case_id, "Tamu")
    case = await case_of(office, case_id)
    assert (case.state, case.owner.name if case.owner else "") == ("claimed", "Rina")


async def test_an_ended_case_can_not_be_claimed(office: Database) -> None:
    case_id = (await opens(office, "asked")).case_id
    async with office.transaction("test", "ends") as session:
        await cases.return_to_bot(session, case_id, None)
    with pytest.raises(ConflictError, match="desk_ended"):
        await claims(office, case_id, "Rina")


async def test_nobody_holds_the_sensitive_case_of_the_own_account(office: Database) -> None:
    ordinary = await opens(office, "asked", 2001)
    await claims(office, ordinary.case_id, "Rina")
    sensitive = await opens(office, "complaint", 2002)
    with pytest.raises(NotAllowedError, match="desk_own_case"):
        await claims(office, sensitive.case_id, "Dewi")
    await claims(office, sensitive.case_id, "Rina")


async def test_the_bot_is_silent_from_the_claim_to_the_end(office: Database) -> None:
    case_id = (await opens(office, "asked")).case_id
    chat_id = await chat_of(office)

    async def held() -> bool:
        async with office.reading() as session:
            return await cases.held_case(session, chat_id) is not None

    assert not await held()
    await claims(office, case_id, "Rina")
    assert await held()
    async with office.transaction("test", "ends") as session:
        await cases.resolve(session, case_id, await person(office, "Rina"))
    assert not await held()


# --- words -------------------------------------------------------------------------------------------------------


async def test_only_the_owner_writes_to_the_seeker_and_only_while_holding_the_case(office: Database) -> None:
    case_id = (await opens(office, "asked")).case_id
    with pytest.raises(ConflictError, match="desk_not_claimed"):
        await writes(office, case_id, "Rina", "terlalu dini")
    await claims(office, case_id, "Rina")
    with pytest.raises(NotAllowedError, match="desk_not_owner"):
        await writes(office, case_id, "Dewi", "bukan kasus saya")
    await writes(office, case_id, "Rina", "halo")
    async with office.transaction("test", "ends") as session:
        await cases.resolve(session, case_id, await person(office, "Rina"))
    with pytest.raises(ConflictError, match="desk_ended"):
        await writes(office, case_id, "Rina", "terlambat", 2)
    async with office.reading() as session:
        kept = await stored.messages(session, case_id)
    assert [(one.author, one.text, one.delivery) for one in kept] == [("officer", "halo", "waiting")]


async def test_a_message_is_taken_back_once_and_by_its_writer(office: Database) -> None:
    case_id = (await opens(office, "asked")).case_id
    await claims(office, case_id, "Rina")
    message_id = await writes(office, case_id, "Rina", "salah kirim")
    rina, dewi = await person(office, "Rina"), await person(office, "Dewi")
    async with office.transaction("test", "take back") as session:
        with pytest.raises(NotAllowedError, match="desk_not_owner"):
            await case_messages.take_back(session, message_id, dewi)
        assert (await case_messages.take_back(session, message_id, rina)).delivery == "taken_back"
        with pytest.raises(ConflictError, match="desk_taken_back_already"):
            await case_messages.take_back(session, message_id, rina)


async def test_the_owners_clock_runs_from_the_first_unanswered_word(office: Database, clock: ManualClock) -> None:
    case_id = (await opens(office, "asked")).case_id
    await claims(office, case_id, "Rina")
    await writes(office, case_id, "Rina", "halo")
    assert await planned(office, cases.SILENCE) == []
    await seeker_writes(office, case_id, "pertama", 1)
    began = clock.now()
    clock.advance(timedelta(minutes=10))
    await seeker_writes(office, case_id, "kedua", 2)
    (work,) = await planned(office, cases.SILENCE)
    assert work.due_at == began + cases.REMIND_AFTER


async def test_only_a_case_that_waits_for_its_owner_goes_back_to_the_queue(office: Database) -> None:
    case_id = (await opens(office, "asked")).case_id
    await claims(office, case_id, "Rina")
    await writes(office, case_id, "Rina", "halo")
    async with office.transaction("test", "silence") as session:
        assert await cases.back_to_queue(session, case_id) is None
    await seeker_writes(office, case_id, "halo juga")
    async with office.transaction("test", "silence") as session:
        freed = await cases.back_to_queue(session, case_id)
    assert freed is not None
    assert (freed.state, freed.owner_id) == ("queued", None)
    await claims(office, case_id, "Dewi")


async def test_what_was_said_in_the_queue_is_told_once(office: Database, clock: ManualClock) -> None:
    await said(office, clock, "gaji saya tidak dibayar", 1)
    clock.advance(timedelta(minutes=1))
    case_id = (await opens(office, "complaint")).case_id
    clock.advance(timedelta(minutes=1))
    await said(office, clock, "sudah dua bulan\ntolong", 2)
    await claims(office, case_id, "Rina")
    clock.advance(timedelta(minutes=1))
    await seeker_writes(office, case_id, "halo bu")
    await said(office, clock, "halo bu", 3)  # What is relayed is parsed and kept as well.
    clock.advance(timedelta(minutes=1))
    await writes(office, case_id, "Rina", "halo kak")
    async with office.reading() as session:
        case = await stored.by_id(session, case_id)
        assert case is not None
        unheard = await case_messages.said_unheard(session, case)
        talk = await case_messages.conversation(session, case)
    assert [line.text for line in unheard] == ["sudah dua bulan\ntolong"]
    assert [(line.author, line.text) for line in talk] == [
        ("seeker", "gaji saya tidak dibayar"),
        ("seeker", "sudah dua bulan\ntolong"),
        ("seeker", "halo bu"),
        ("officer", "halo kak"),
    ]


async def test_a_message_is_found_where_it_was_written_and_where_it_was_shown(office: Database) -> None:
    case_id = (await opens(office, "complaint")).case_id
    await claims(office, case_id, "Rina")
    shown, unshown = await seeker_writes(office, case_id, "satu", 1), await seeker_writes(office, case_id, "dua", 2)
    async with office.transaction("test", "shown") as session:
        first = await outbox.case_message(session, shown)
        assert first is not None
        first.target_chat_id, first.target_message_id = 2001, 77
    async with office.transaction("test", "look") as session:
        for place in ((1001, 1), (2001, 77)):
            found = await case_places.message_at(session, *place)
            assert found is not None
            assert found.id == shown
        assert await case_places.message_at(session, 2001, 78) is None
        case = await stored.by_id(session, case_id)
        assert case is not None
        assert [one.id for one in await case_places.unshown(session, case)] == [unshown]
        assert await case_places.shown_privately(session, [case_id]) == {case_id: [[2001, 77]]}
        chat_id = await inbox.ensure_chat(session, bot_id=1, telegram_id=2001, kind="private", language="id")
        await outbox.put(session, chat_id, "send_message", {"text": "dua"}, case_message_id=unshown, purpose="mirror")
        assert await case_places.unshown(session, case) == [], "it is on its way"
        case.owner_id, case.owner = None, None
        assert [one.id for one in await case_places.unshown(session, case)] == [shown], "the next owner has not seen it"
        await case_places.forget_topic(session, case_id)
        assert await case_places.message_at(session, 2001, 77) is not None, "a private chat is no topic"


# --- the end -----------------------------------------------------------------------------------------------------


async def test_a_rating_is_the_seekers_own_of_an_ended_case(office: Database) -> None:
    case_id = (await opens(office, "asked")).case_id
    mine, others = await chat_of(office), await chat_of(office, 1002)
    await claims(office, case_id, "Rina")
    async with office.transaction("test", "rate") as session:
        with pytest.raises(InvalidError):
            await cases.rate(session, case_id, mine, 5)
        await cases.resolve(session, case_id, await person(office, "Rina"))
        for chat_id, rating in ((others, 5), (mine, 0), (mine, 6)):
            with pytest.raises(InvalidError):
                await cases.rate(session, case_id, chat_id, rating)
        await cases.rate(session, case_id, mine, 4)
    assert (await case_of(office, case_id)).rating == 4


async def test_every_change_of_a_case_is_in_the_history(office: Database) -> None:
    case_id = (await opens(office, "asked")).case_id
    await claims(office, case_id, "Rina")
    rina = await person(office, "Rina")
    async with office.transaction(f"staff:{rina.id}", "resolve") as session:
        await cases.resolve(session, case_id, rina)
    async with office.reading() as session:
        rows = await session.execute(
            select(Change.old, Change.new, Change.actor)
            .where(Change.entity == "cases", Change.row_id == case_id, Change.field == "state")
            .order_by(Change.id)
        )
        chat_id = (await session.execute(select(Chat.id))).scalar_one()
    assert [tuple(row) for row in rows] == [
        (None, "queued", f"chat:{chat_id}"),
        ("queued", "claimed", f"staff:{rina.id}"),
        ("claimed", "resolved", f"staff:{rina.id}"),
    ]


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True)
async def test_two_chats_in_the_middle_of_their_turns_write_to_one_another(office: Database) -> None:
    """Were a chat's row locked against the calls that others put there, each would wait for the other."""
    seeker, officer = await chat_of(office, 1001), await chat_of(office, 2001)
    async with office.transaction("test", "leases") as session:
        for chat in (await session.execute(select(Chat))).scalars():
            chat.lease_owner = "worker"
    async with (
        asyncio.timeout(10),
        office.transaction("seeker", "relay") as one,
        office.transaction("officer", "relay") as other,
    ):
        assert await inbox.hold_chat(one, seeker, "worker")
        assert await inbox.hold_chat(other, officer, "worker")
        await outbox.put(one, officer, "send_message", {"text": "dari pencari kerja"})
        await outbox.put(other, seeker, "send_message", {"text": "dari petugas"})
        await one.flush()
        await other.flush()
    async with office.reading() as session:
        assert len(await outbox.next_calls(session, [])) == 2
