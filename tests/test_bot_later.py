"""Due work: what comes by itself, and what must not."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from placement import privacy, registration, standing
from placement.storage import due, moment
from placement.storage.models import Chat, DueWork, Outgoing
from tests.fixtures.desk import Desk
from tests.fixtures.sandbox import Person


async def _reminded(desk: Desk, chat_id: int) -> int:
    """Have the six-month report come due, and give how many calls it made."""
    async with desk.write() as session:
        chat = await session.get(Chat, chat_id)
        assert chat is not None
        before = len((await session.execute(select(Outgoing.id))).all())
        await due.plan(session, standing.REPORT_DUE, str(chat.seeker_id), moment.now(session))

    async def done(session: AsyncSession) -> bool:
        row = (await session.execute(select(DueWork).where(DueWork.kind == standing.REPORT_DUE))).scalar_one_or_none()
        return row is not None and row.due_at > moment.now(session)

    await desk.until(done, "the next reminder's plan")
    async with desk.services.database.reading() as session:
        return len((await session.execute(select(Outgoing.id))).all()) - before


async def test_nobody_is_reminded_after_consent_was_withdrawn(desk: Desk, siti: Person) -> None:
    chat_id = await desk.comes(siti)
    async with desk.write() as session:
        await registration.give_consent(session, chat_id)
    assert await _reminded(desk, chat_id) == 1
    async with desk.write() as session:
        assert await privacy.withdraw_consent(session, chat_id)
    assert await _reminded(desk, chat_id) == 0
    async with desk.write() as session:  # Whoever agrees again within the three days is reminded again.
        await registration.give_consent(session, chat_id)
    assert await _reminded(desk, chat_id) == 1
