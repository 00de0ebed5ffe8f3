"""Forgetting and erasing, on both engines: what is gone is gone from every table."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from placement import case_messages, cases, privacy, registration, staff
from placement.case_messages import Content
from placement.clock import ManualClock
from placement.settings import ROOT
from placement.storage import buttons, effects, inbox, outbox, utterances
from placement.storage import cases as stored
from placement.storage.database import Database
from placement.storage.models import Case, Change, Chat, DueWork, Staff, Utterance
from tests.fixtures.storage import everything

MARK = "Zulaikha"


async def _chat(session: AsyncSession) -> Chat:
    chat_id = await inbox.ensure_chat(session, bot_id=1, telegram_id=1001, kind="private", language="id")
    chat = await session.get(Chat, chat_id)
    assert chat is not None
    return chat


async def _say(session: AsyncSession, chat: Chat, turn: int, *, consented: bool) -> None:
    parse = {"intent": {"name": "inform", "confidence": 0.9}}
    await utterances.keep(session, chat, turn, f"nama saya {MARK}", parse, "model", consented=consented)


async def test_an_erased_person_stands_in_no_table(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat = await _chat(session)
        await registration.give_consent(session, chat.id)
        await registration.record_fact(
            session, chat.id, "person_name", MARK, quote=f"saya {MARK}", source="chat", turn_id=1
        )
        chat.state = {"slots": {"person_name": MARK}}
        await _say(session, chat, 1, consented=True)
        await buttons.put(session, chat.id, {"intent": "inform", "entities": {"person_name": MARK}})
        await outbox.put(session, chat.id, "send_message", {"text": f"Halo {MARK}"})
    assert MARK in await everything(database)
    async with database.transaction("chat:1", "erase") as session:
        assert (await privacy.erase(session, (await _chat(session)).id)).anything
    assert MARK not in await everything(database)
    async with database.reading() as session:
        kept = (await session.execute(select(Change).where(Change.field == "person_name"))).scalars().all()
    assert [(row.old, row.new) for row in kept] == [(None, None)], "that something changed stays, not what"


async def test_what_was_said_before_consent_is_forgotten_and_the_rest_stays(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat = await _chat(session)
        await _say(session, chat, 1, consented=False)
        await _say(session, chat, 2, consented=True)
        await privacy.forget_chatter(session, chat.id)
    async with database.reading() as session:
        assert [row.turn_id for row in (await session.execute(select(Utterance))).scalars()] == [2]


async def test_without_a_record_buttons_effects_and_state_go_too(database: Database) -> None:
    async def result() -> str:
        return MARK

    async with database.transaction("chat:1", "turn") as session:
        chat = await _chat(session)
        await inbox.store_update(session, bot_id=1, update_id=1, chat_id=chat.id, payload={}, hold=timedelta())
        turn = (await session.execute(text("SELECT id FROM updates"))).scalar_one()
        await effects.once(session, turn, "action_search_jobs", 0, result)
        await buttons.put(session, chat.id, {"intent": "inform", "entities": {"person_name": MARK}})
        chat.state = {"said": MARK}
    async with database.transaction("system", "forget") as session:
        await privacy.forget_chatter(session, (await _chat(session)).id)
    assert MARK not in await everything(database)


async def test_a_turn_that_was_begun_before_does_not_bring_back_what_was_forgotten(database: Database) -> None:
    async with database.transaction("chat:1", "turn") as session:
        chat = await _chat(session)
        await inbox.store_update(session, bot_id=1, update_id=1, chat_id=chat.id, payload={}, hold=timedelta())
        (begun,) = await inbox.waiting_updates(session, chat.id)
    async with database.transaction("system", "forget") as session:
        await privacy.forget_chatter(session, (await _chat(session)).id)
    async with database.reading() as session:
        chat = await _chat(session)
    assert chat.erased_at is not None
    assert chat.erased_at >= begun.received_at


async def _case(database: Database, *, registered: bool) -> int:
    """Open a case in which the mark is said to the bot and to the officer, who holds it; give its id."""
    async with database.transaction("chat:1", "asked") as session:
        await staff.ensure_offices(session, ROOT / "data" / "offices.csv", -1001)
        await staff.add_staff(session, 2001, "Rina", "officer")
        chat = await _chat(session)
        if registered:
            await registration.give_consent(session, chat.id)
        await _say(session, chat, 1, consented=registered)
        case_id = (await cases.open_case(session, chat.id, "scam", summary=[f"{MARK} diminta uang"])).case_id
        await session.flush()
        officer = (await session.execute(select(Staff))).scalar_one()
        case = await cases.claim(session, case_id, officer)
        await case_messages.seeker_wrote(session, case, Content("text", f"saya {MARK}", source=(1001, 7)))
    return case_id


async def _end(database: Database, case_id: int) -> None:
    async with database.transaction("staff:1", "end") as session:
        await cases.resolve(session, case_id, (await session.execute(select(Staff))).scalar_one())


async def _forget(database: Database, case_id: int) -> None:
    """Do what is planned for the day after: what was said to the bot, and the case."""
    async with database.transaction("system", "forget") as session:
        await privacy.forget_chatter(session, (await _chat(session)).id)
        await privacy.forget_case(session, case_id)


async def test_an_ended_case_of_a_person_without_record_holds_nothing_a_day_later(
    database: Database, clock: ManualClock
) -> None:
    case_id = await _case(database, registered=False)
    await _end(database, case_id)
    async with database.reading() as session:
        (planned,) = (await session.execute(select(DueWork).where(DueWork.kind == cases.FORGET))).scalars()
    assert (planned.subject, planned.due_at) == (str(case_id), clock.now() + timedelta(days=1))
    assert MARK in await everything(database)
    await _forget(database, case_id)
    assert MARK not in await everything(database)
    async with database.reading() as session:
        case = await session.get(Case, case_id)
        assert case is not None and (case.state, case.reason, case.packet) == ("resolved", "scam", {})
        assert (await session.execute(select(DueWork.subject).where(DueWork.kind == "case_erased"))).scalar_one()
        states = select(Change.new).where(Change.entity == "cases", Change.field == "state").order_by(Change.id)
        assert list((await session.execute(states)).scalars()) == ["queued", "claimed", "resolved"], "history stays"


@pytest.mark.parametrize("registered", [False, True])
async def test_a_case_that_is_worked_on_or_of_a_registered_person_keeps_what_it_holds(
    database: Database, registered: bool
) -> None:
    case_id = await _case(database, registered=registered)
    await _end(database, case_id)
    if not registered:
        async with database.transaction("staff:1", "reopen") as session:
            await cases.reopen(session, case_id, (await session.execute(select(Staff))).scalar_one())
        async with database.reading() as session:
            assert not (await session.execute(select(DueWork).where(DueWork.kind == cases.FORGET))).scalars().all()
    await _forget(database, case_id)
    async with database.reading() as session:
        case = await stored.by_id(session, case_id)
    assert case is not None and MARK in str(case.packet)


async def test_erasing_takes_what_an_officer_was_asked_to_send_out_of_the_officers_chat(database: Database) -> None:
    case_id = await _case(database, registered=True)
    async with database.transaction("staff:1", "ask") as session:
        officer = await inbox.ensure_chat(session, bot_id=1, telegram_id=2001, kind="private", language="id")
        for message, case in ((5, case_id), (5, case_id + 1), (6, case_id + 1)):
            text_of = f"Kak {MARK}, besok ya" if message == 5 else "Lain"
            await buttons.put(
                session, officer, {"do": "to_case", "case": case, "message": message, "kind": "text", "text": text_of}
            )
    async with database.transaction("chat:1", "erase") as session:
        await privacy.erase(session, (await _chat(session)).id)
    said = await everything(database)
    assert MARK not in said
    assert "Lain" in said, "what is for another case stays"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("tolong apus semua dataku dari sistem kalian", "erase"),
        ("yakin, hapus aja semua", "erase"),
        ("jangan simpan data gue", "erase"),
        ("please delete all my data", "erase"),
        ("don't keep my data", "erase"),
        ("datanya bisa dihapus gak", ""),
        ("cara hapus semua data gimana", ""),
        ("jangan dihapus semua datanya", ""),
        ("can you delete everything?", ""),
        ("hapus lamaran yang kedua", ""),
        ("data saya dipake buat apa", ""),
        ("jangan simpan nomor suami saya", ""),
    ],
)
def test_words_that_plainly_ask_to_erase_everything_are_heard(text: str, right: str) -> None:
    assert privacy.right_meant(text) == right
