"""Forgetting what has served, on both engines: nothing settled grows without end, nothing that waits is lost."""

from datetime import timedelta

from sqlalchemy import select

from placement.clock import ManualClock
from placement.storage import housekeeping, inbox, outbox
from placement.storage.database import Database
from placement.storage.models import Outgoing, Update

STATES = ("sent", "failed", "blocked", "dropped")


async def test_all_that_is_settled_goes_after_a_week_and_what_waits_stays(
    database: Database, clock: ManualClock
) -> None:
    async with database.transaction("test", "before") as session:
        chat_id = await inbox.ensure_chat(session, bot_id=1, telegram_id=1001, kind="private", language="id")
        for number, state in enumerate(("done", "failed", "waiting")):
            await inbox.store_update(
                session, bot_id=1, update_id=number, chat_id=chat_id, payload={}, hold=timedelta(minutes=number)
            )
            if state != "waiting":
                row = (await session.execute(select(Update).where(Update.update_id == number))).scalar_one()
                await inbox.finish(session, [row.id], row.id, state)
        calls = [await outbox.put(session, chat_id, "send_message", {"text": state}) for state in (*STATES, "waiting")]
        await session.flush()
        for call, state in zip(calls, STATES, strict=False):
            if state == "dropped":
                call.state, call.payload = "dropped", None  # As an erasure does.
            else:
                await outbox.settle(session, call.id, state)
    clock.advance(housekeeping.KEEP - timedelta(minutes=1))
    async with database.transaction("system", "tidy") as session:
        await housekeeping.tidy(session)
        assert len((await session.execute(select(Outgoing.id))).all()) == 5
        assert len((await session.execute(select(Update.id))).all()) == 3
    clock.advance(timedelta(minutes=2))
    async with database.transaction("system", "tidy") as session:
        await housekeeping.tidy(session)
        assert (await session.execute(select(Outgoing.state))).scalars().all() == ["waiting"]
        assert (await session.execute(select(Update.state))).scalars().all() == ["waiting"]
