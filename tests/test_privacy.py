"""Forgetting and erasing, on both engines: what is gone is gone from every table."""

from datetime import timedelta

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from placement import privacy, registration
from placement.storage import buttons, effects, inbox, outbox, utterances
from placement.storage.database import Database
from placement.storage.models import Change, Chat, Utterance
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
