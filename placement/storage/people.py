"""Who uses a chat, as rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage import moment
from placement.storage.insertion import insert_if_new
from placement.storage.models import ChatPerson, Seeker


async def add(session: AsyncSession, chat_id: int, seeker_id: int) -> None:
    """Keep that somebody uses a chat."""
    await session.execute(
        insert_if_new(session, ChatPerson).values(chat_id=chat_id, seeker_id=seeker_id, since=moment.now(session))
    )


async def of_chat(session: AsyncSession, chat_id: int) -> Sequence[Seeker]:
    """Give the consenting people who use a chat, in the order in which they came."""
    rows = (
        select(Seeker)
        .join(ChatPerson, ChatPerson.seeker_id == Seeker.id)
        .where(ChatPerson.chat_id == chat_id, Seeker.consent_withdrawn_at.is_(None), Seeker.merged_into.is_(None))
        .order_by(ChatPerson.since, Seeker.id)
    )
    return (await session.execute(rows)).scalars().all()


async def surviving(session: AsyncSession, seeker_id: int) -> Seeker | None:
    """Give a record, or the one that it was merged into; None when it is gone."""
    seeker = await session.get(Seeker, seeker_id)
    while seeker is not None and seeker.merged_into is not None:
        seeker = await session.get(Seeker, seeker.merged_into)
    return seeker
