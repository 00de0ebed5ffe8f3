"""The inbox: updates are stored before they are acknowledged, and handled chat by chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from placement.storage import moment
from placement.storage.insertion import insert_if_new
from placement.storage.leases import LEASE
from placement.storage.models import Chat, Update


async def ensure_chat(session: AsyncSession, *, bot_id: int, telegram_id: int, kind: str, language: str) -> int:
    """Give the id of a chat's row, made at its first update."""
    known = select(Chat.id).where(Chat.bot_id == bot_id, Chat.telegram_id == telegram_id)
    found = (await session.execute(known)).scalar_one_or_none()
    if found is None:
        values = {
            "bot_id": bot_id,
            "telegram_id": telegram_id,
            "kind": kind,
            "language": language,
            "created_at": moment.now(session),
        }
        await session.execute(insert_if_new(session, Chat).values(**values))
        found = (await session.execute(known)).scalar_one()
    return found


async def store_update(
    session: AsyncSession, *, bot_id: int, update_id: int, chat_id: int, payload: dict[str, Any], hold: timedelta
) -> bool:
    """Store one update, to be handled after ``hold``; False when it is there already."""
    now = moment.now(session)
    due = now + hold
    added = await session.execute(
        insert_if_new(session, Update)
        .values(
            bot_id=bot_id,
            update_id=update_id,
            chat_id=chat_id,
            payload=payload,
            state="waiting",
            received_at=now,
            due_at=due,
            attempts=0,
        )
        .returning(Update.id)
    )
    if added.scalar_one_or_none() is None:
        return False
    # What follows an opener ends its waiting: the chat is due as soon as one of its messages is. The row is written in
    # any case: so this waits for whoever is just giving the chat back, who has not seen this update.
    earlier = case((or_(Chat.due_at.is_(None), Chat.due_at > due), due), else_=Chat.due_at)
    await session.execute(
        update(Chat).where(Chat.id == chat_id).values(due_at=earlier).execution_options(synchronize_session=False)
    )
    return True


def is_due(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """A chat is due when one of its updates is and nobody works on it."""
    return and_(Chat.due_at <= now, or_(Chat.lease_until.is_(None), Chat.lease_until < now))


async def claim_chats(session: AsyncSession, worker: str, number: int) -> list[int]:
    """Take up to a number of chats that have been due longest and that nobody works on; give their ids."""
    now = moment.now(session)
    chats = await session.execute(
        select(Chat)
        .where(is_due(now))
        .order_by(Chat.due_at)
        .limit(number)
        .with_for_update(skip_locked=True, key_share=True)
    )
    claimed, cut_off = [], []
    for chat in chats.scalars():
        if chat.lease_owner is not None:
            cut_off.append(chat.id)
        chat.lease_owner = worker
        chat.lease_until = now + LEASE
        claimed.append(chat.id)
    if claimed:
        await _take_up(session, claimed, cut_off)
    return claimed


async def _take_up(session: AsyncSession, claimed: Sequence[int], cut_off: Sequence[int]) -> None:
    """Note which updates are taken up together: those that came later are none of a turn that has begun.

    A turn that was cut off is begun again with its own words, for its effects are kept for them.
    """
    other = aliased(Update)
    newest = select(func.max(other.id)).where(other.chat_id == Update.chat_id, other.state == "waiting")
    await session.execute(
        update(Update)
        .where(
            Update.chat_id.in_(claimed),
            Update.state == "waiting",
            or_(Update.chat_id.not_in(cut_off), Update.turn_id.is_(None)),
        )
        .values(turn_id=newest.correlate(Update).scalar_subquery())
        .execution_options(synchronize_session=False)
    )


async def renew_chats(session: AsyncSession, worker: str, ids: Sequence[int]) -> None:
    """Keep chats that are still being worked on."""
    await session.execute(
        update(Chat).where(Chat.id.in_(ids), Chat.lease_owner == worker).values(lease_until=moment.now(session) + LEASE)
    )


async def hold_chat(session: AsyncSession, chat_id: int, worker: str) -> Chat | None:
    """Lock a chat's row for the end of a turn; None when the lease has gone to somebody else."""
    return (
        await session.execute(
            select(Chat)
            .where(Chat.id == chat_id, Chat.lease_owner == worker)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    ).scalar_one_or_none()


async def waiting_updates(session: AsyncSession, chat_id: int, limit: int = 50) -> Sequence[Update]:
    """Give a chat's unhandled updates in Telegram's order."""
    rows = await session.execute(
        select(Update)
        .where(Update.chat_id == chat_id, Update.state == "waiting")
        .order_by(Update.update_id)
        .limit(limit)
    )
    return rows.scalars().all()


async def finish(session: AsyncSession, ids: Sequence[int], turn_id: int, state: str = "done") -> None:
    """Mark updates as handled by a turn, and forget what they said."""
    await session.execute(
        update(Update)
        .where(Update.id.in_(ids))
        .values(state=state, turn_id=turn_id, done_at=moment.now(session), payload=None)
    )


async def postpone(session: AsyncSession, ids: Sequence[int], delay: timedelta) -> None:
    """Count a failed try and wait before the next."""
    await session.execute(
        update(Update)
        .where(Update.id.in_(ids))
        .values(attempts=Update.attempts + 1, due_at=moment.now(session) + delay)
    )


def turn_due_at(waiting: Sequence[Update] | Sequence[Row[datetime, int]]) -> datetime:
    """Say when the next turn of a chat is due, from its waiting updates' due times and attempts, in their order.

    An update that failed keeps those behind it waiting; an opener is answered as soon as something follows it.
    """
    return waiting[0].due_at if waiting[0].attempts else min(row.due_at for row in waiting)


async def release_chat(session: AsyncSession, chat: Chat) -> None:
    """Give a held chat back; it is due again when its next turn is."""
    waiting = select(Update.due_at, Update.attempts).where(Update.chat_id == chat.id, Update.state == "waiting")
    rows = (await session.execute(waiting.order_by(Update.update_id).limit(50))).all()
    chat.due_at = turn_due_at(rows) if rows else None
    chat.lease_owner = None
    chat.lease_until = None
