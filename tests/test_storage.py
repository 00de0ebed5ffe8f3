"""The promises of storage, on SQLite and PostgreSQL alike."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from placement.clock import ManualClock
from placement.storage import due, effects, inbox, leases, outbox, schema, waiting
from placement.storage.database import Database
from placement.storage.models import Change, Chat, DueWork, Office, Outgoing, Update


async def _chat(session: AsyncSession, telegram_id: int = 1001) -> int:
    return await inbox.ensure_chat(session, bot_id=1, telegram_id=telegram_id, kind="private", language="id")


async def _store(database: Database, update_id: int, hold: float = 0, telegram_id: int = 1001) -> bool:
    async with database.transaction("test", "inbox") as session:
        chat = await _chat(session, telegram_id)
        return await inbox.store_update(
            session,
            bot_id=1,
            update_id=update_id,
            chat_id=chat,
            payload={"update_id": update_id, "secret": "RAHASIA"},
            hold=timedelta(seconds=hold),
        )


async def test_migrations_make_what_the_models_say(database: Database) -> None:
    await schema.check_version(database)
    assert await schema.differences(database) == []


async def test_an_update_is_stored_once_and_encrypted(database: Database) -> None:
    assert await _store(database, 7)
    assert not await _store(database, 7)
    async with database.engine.connect() as connection:
        raw = (await connection.execute(text("SELECT payload FROM updates"))).scalar_one()
    assert "RAHASIA" not in raw


async def test_a_chat_is_claimed_by_one_worker_and_taken_over_when_that_one_is_silent(
    database: Database, clock: ManualClock
) -> None:
    await _store(database, 1)
    async with database.transaction("a", "claim") as session:
        claimed = await inbox.claim_chats(session, "a", 8)
    async with database.transaction("b", "claim") as session:
        assert await inbox.claim_chats(session, "b", 8) == []
    clock.advance(leases.LEASE - timedelta(seconds=1))
    async with database.transaction("a", "renew") as session:
        await inbox.renew_chats(session, "a", claimed)
        await inbox.renew_chats(session, "b", claimed)
    clock.advance(leases.LEASE - timedelta(seconds=1))
    async with database.transaction("b", "claim") as session:
        assert await inbox.claim_chats(session, "b", 8) == [], "renewed, it is still a's"
    clock.advance(timedelta(seconds=2))
    async with database.transaction("b", "claim") as session:
        assert await inbox.claim_chats(session, "b", 8) == claimed
    async with database.transaction("a", "commit") as session:
        assert await inbox.hold_chat(session, claimed[0], "a") is None, "the first worker may not commit any more"


async def test_updates_come_in_telegrams_order_and_one_that_failed_keeps_the_next_waiting(
    database: Database, clock: ManualClock
) -> None:
    await _store(database, 12)
    await _store(database, 11)
    async with database.transaction("a", "claim") as session:
        (chat_id,) = await inbox.claim_chats(session, "a", 1)
        rows = await inbox.waiting_updates(session, chat_id)
        assert [row.update_id for row in rows] == [11, 12]
        await inbox.postpone(session, [rows[0].id], timedelta(seconds=4))
        chat = await inbox.hold_chat(session, chat_id, "a")
        assert chat is not None
        await inbox.release_chat(session, chat)
    async with database.transaction("a", "claim") as session:
        assert await inbox.claim_chats(session, "a", 1) == []
    clock.advance(timedelta(seconds=5))
    async with database.transaction("a", "claim") as session:
        assert await inbox.claim_chats(session, "a", 1) == [chat_id]


async def test_what_comes_while_a_chat_is_given_back_is_not_forgotten(database: Database, clock: ManualClock) -> None:
    await _store(database, 11)
    async with database.transaction("a", "claim") as session:
        (chat_id,) = await inbox.claim_chats(session, "a", 1)
    clock.advance(timedelta(seconds=1))
    async with database.transaction("a", "turn") as session:
        chat = await inbox.hold_chat(session, chat_id, "a")
        assert chat is not None
        (answered,) = await inbox.waiting_updates(session, chat_id)
        await inbox.finish(session, [answered.id], answered.id)
        await inbox.release_chat(session, chat)
        storing = asyncio.create_task(_store(database, 12))
        await asyncio.wait({storing}, timeout=0.5)  # It may have to wait for us, or not; it must not be overlooked.
    assert await storing
    async with database.transaction("a", "claim") as session:
        assert await inbox.claim_chats(session, "a", 1) == [chat_id]


async def test_what_comes_behind_a_failed_update_does_not_shorten_its_waiting(
    database: Database, clock: ManualClock
) -> None:
    await _store(database, 11)
    async with database.transaction("a", "claim") as session:
        (chat_id,) = await inbox.claim_chats(session, "a", 1)
        (failed,) = await inbox.waiting_updates(session, chat_id)
        await inbox.postpone(session, [failed.id], timedelta(seconds=60))
        chat = await inbox.hold_chat(session, chat_id, "a")
        assert chat is not None
        await inbox.release_chat(session, chat)
    await _store(database, 12)
    async with database.reading() as session:
        assert inbox.turn_due_at(await inbox.waiting_updates(session, chat_id)) == clock.now() + timedelta(seconds=60)


async def test_a_turn_that_was_cut_off_is_known_from_what_came_later(database: Database, clock: ManualClock) -> None:
    async def taken_up(worker: str) -> dict[int, int | None]:
        async with database.transaction(worker, "claim") as session:
            (chat_id,) = await inbox.claim_chats(session, worker, 8)
            return {row.update_id: row.turn_id for row in await inbox.waiting_updates(session, chat_id)}

    await _store(database, 11)
    await _store(database, 12)
    first = await taken_up("a")
    assert first[11] == first[12] is not None
    await _store(database, 13)
    clock.advance(leases.LEASE + timedelta(seconds=1))
    cut_off = await taken_up("b")
    assert cut_off[11] == cut_off[12] == first[11]
    assert cut_off[13] not in (None, first[11])
    async with database.transaction("b", "given back") as session:
        chat = await inbox.hold_chat(session, await _chat(session), "b")
        assert chat is not None
        await inbox.release_chat(session, chat)
    assert len(set((await taken_up("b")).values())) == 1, "nothing had begun: all of them may be one turn"


async def test_an_opener_waits_until_something_follows(database: Database) -> None:
    await _store(database, 1, hold=2)
    async with database.reading() as session:
        assert not (await waiting.look(session)).chats
    await _store(database, 2)
    async with database.reading() as session:
        assert (await waiting.look(session)).chats


async def test_a_handled_update_forgets_what_it_said(database: Database) -> None:
    await _store(database, 1)
    async with database.transaction("a", "turn") as session:
        row = (await session.execute(select(Update))).scalar_one()
        await inbox.finish(session, [row.id], row.id)
    async with database.reading() as session:
        row = (await session.execute(select(Update))).scalar_one()
    assert (row.state, row.payload) == ("done", None)


async def test_an_effect_happens_once_and_gives_the_same_result(database: Database) -> None:
    runs: list[int] = []

    async def run() -> dict[str, int]:
        runs.append(1)
        return {"number": len(runs)}

    for _ in range(2):
        async with database.transaction("a", "effect") as session:
            assert await effects.once(session, 5, "action_apply", 0, run) == {"number": 1}
    assert len(runs) == 1


async def test_an_effect_that_fails_leaves_no_key(database: Database) -> None:
    async def fail() -> None:
        raise RuntimeError("cut")

    async def run() -> str:
        return "done"

    with pytest.raises(RuntimeError):
        async with database.transaction("a", "effect") as session:
            await effects.once(session, 5, "action_apply", 0, fail)
    async with database.transaction("a", "effect") as session:
        assert await effects.once(session, 5, "action_apply", 0, run) == "done"


async def test_history_records_who_when_from_to_why_and_can_not_be_rewritten(database: Database) -> None:
    async with database.transaction("staff:1", "opened") as session:
        session.add(Office(name="Disnaker A", hours={}))
    async with database.transaction("staff:2", "renamed") as session:
        office = (await session.execute(select(Office))).scalar_one()
        office.name = "Disnaker B"
    async with database.reading() as session:
        rows = (await session.execute(select(Change).where(Change.field == "name").order_by(Change.id))).scalars().all()
    assert [(row.actor, row.old, row.new, row.why) for row in rows] == [
        ("staff:1", None, "Disnaker A", "opened"),
        ("staff:2", "Disnaker A", "Disnaker B", "renamed"),
    ]
    for statement in (update(Change).values(actor="nobody"), delete(Change)):
        with pytest.raises(DBAPIError, match="append-only"):
            async with database.transaction("x", "rewrite") as session:
                await session.execute(statement)


async def test_a_lease_has_one_holder_until_it_runs_out(database: Database, clock: ManualClock) -> None:
    async with database.transaction("a", "lease") as session:
        assert await leases.hold(session, "sender", "a")
        assert not await leases.hold(session, "sender", "b")
        assert await leases.hold(session, "sender", "a")
    clock.advance(leases.LEASE + timedelta(seconds=1))
    async with database.transaction("b", "lease") as session:
        assert await leases.hold(session, "sender", "b")


async def test_the_outbox_gives_one_call_a_chat_in_order(database: Database, clock: ManualClock) -> None:
    async with database.transaction("a", "turn") as session:
        one, two = await _chat(session, 1), await _chat(session, 2)
        first = await outbox.put(session, one, "send_message", {"text": "1"})
        await outbox.put(session, one, "send_message", {"text": "2"})
        other = await outbox.put(session, two, "send_message", {"text": "3"})
        await session.flush()
        assert [call.row.id for call in await outbox.next_calls(session, [])] == [first.id, other.id]
        assert [call.row.id for call in await outbox.next_calls(session, [one])] == [other.id]
        await outbox.retry_later(session, first.id, timedelta(seconds=3), "429")
    async with database.reading() as session:
        assert [call.row.id for call in await outbox.next_calls(session, [])] == [other.id], (
            "what follows must wait too"
        )
    clock.advance(timedelta(seconds=4))
    async with database.transaction("a", "sent") as session:
        settled = await outbox.settle(session, first.id, "sent", message_id=9)
        assert settled is not None
        assert settled.payload is None
        assert await outbox.settle(session, first.id, "sent", message_id=9) is None


async def test_a_blocked_chat_takes_nothing_more(database: Database) -> None:
    async with database.transaction("a", "turn") as session:
        chat = await _chat(session)
        await outbox.put(session, chat, "send_message", {"text": "x"})
        await outbox.block_chat(session, chat)
    async with database.reading() as session:
        assert (await session.execute(select(Outgoing.state))).scalar_one() == "blocked"
        assert (await session.execute(select(Chat.blocked_at))).scalar_one() is not None


async def test_due_work_is_done_once_and_planned_anew_while_it_runs(database: Database, clock: ManualClock) -> None:
    async with database.transaction("a", "plan") as session:
        await due.plan(session, "report", "1", clock.now() + timedelta(hours=1))
    async with database.transaction("a", "claim") as session:
        assert await due.claim(session, "a") is None
    clock.advance(timedelta(hours=2))
    async with database.transaction("a", "claim") as session:
        work = await due.claim(session, "a")
        assert work is not None
        assert await due.claim(session, "b") is None
        await due.plan(session, "report", "1", clock.now() + timedelta(hours=1))
        assert not await due.finish(session, work.id, "a"), "planned anew: it stays"
    clock.advance(timedelta(hours=2))
    async with database.transaction("a", "claim") as session:
        work = await due.claim(session, "a")
        assert work is not None
        assert await due.finish(session, work.id, "a")


async def test_a_work_that_another_worker_has_taken_over_is_not_done_twice(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction("a", "plan") as session:
        await due.plan(session, "report", "1", clock.now())
    async with database.transaction("a", "claim") as session:
        work = await due.claim(session, "a")
    assert work is not None
    async with database.transaction("a", "work") as session:
        assert await due.held(session, work.id, "a") is not None
    clock.advance(leases.LEASE + timedelta(seconds=1))
    async with database.transaction("b", "claim") as session:
        assert await due.claim(session, "b") is not None
    async with database.transaction("a", "work") as session:
        assert await due.held(session, work.id, "a") is None


async def test_two_processes_may_plan_the_same_work_at_once(database: Database, clock: ManualClock) -> None:
    later = clock.now() + timedelta(hours=1)

    async def plan(keep_earlier: bool) -> None:
        async with database.transaction("start", "plan") as session:
            await due.plan(session, "housekeeping", "all", later, keep_earlier=keep_earlier)

    await asyncio.gather(*(plan(number % 2 == 0) for number in range(8)))
    async with database.reading() as session:
        assert (await session.execute(select(DueWork.due_at))).scalars().all() == [later]
