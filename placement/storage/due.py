"""Due work: things to be done later, one row each, claimed like chats; the clock is the transaction's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage import moment
from placement.storage.insertion import insert_if_new, insert_or_update
from placement.storage.leases import LEASE
from placement.storage.models import DueWork


async def plan(
    session: AsyncSession,
    kind: str,
    subject: str,
    due_at: datetime,
    payload: dict[str, Any] | None = None,
    *,
    keep_earlier: bool = False,
) -> None:
    """Plan a work; planned again for the same subject, it moves to the new time (or stays, on wish)."""
    values = {"kind": kind, "subject": subject, "due_at": due_at, "payload": payload or {}, "attempts": 0}
    if keep_earlier:
        await session.execute(insert_if_new(session, DueWork).values(**values))
    else:
        values |= {"lease_owner": None, "lease_until": None}
        await session.execute(insert_or_update(session, DueWork, ("kind", "subject"), values))


async def cancel(session: AsyncSession, kind: str, subject: str) -> None:
    """Forget a planned work."""
    await session.execute(delete(DueWork).where(DueWork.kind == kind, DueWork.subject == subject))


def is_due(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """A work is due when its time has come and nobody works on it."""
    return and_(DueWork.due_at <= now, or_(DueWork.lease_until.is_(None), DueWork.lease_until < now))


async def claim(session: AsyncSession, worker: str) -> DueWork | None:
    """Take the work that has been due longest; None when there is none."""
    now = moment.now(session)
    row = (
        await session.execute(
            select(DueWork).where(is_due(now)).order_by(DueWork.due_at).limit(1).with_for_update(skip_locked=True)
        )
    ).scalar_one_or_none()
    if row is not None:
        row.lease_owner = worker
        row.lease_until = now + LEASE
        row.attempts += 1
    return row


async def held(session: AsyncSession, row_id: int, worker: str) -> DueWork | None:
    """Give a claimed work as it is now; None when it was planned anew, cancelled or taken over since.

    It is not locked: those who plan work hold what it is about first, and would wait for one another.
    """
    query = select(DueWork).where(DueWork.id == row_id, DueWork.lease_owner == worker)
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


async def finish(session: AsyncSession, row_id: int, worker: str) -> bool:
    """Delete a work that is done; False when it was planned anew or taken over meanwhile."""
    gone = await session.execute(
        delete(DueWork).where(DueWork.id == row_id, DueWork.lease_owner == worker).returning(DueWork.id)
    )
    return gone.scalar_one_or_none() is not None


async def postpone(session: AsyncSession, row_id: int, worker: str, delay: timedelta) -> None:
    """Let a work that failed wait."""
    row = await session.get(DueWork, row_id, with_for_update=True, populate_existing=True)
    if row is not None and row.lease_owner == worker:
        row.due_at = moment.now(session) + delay
        row.lease_owner = row.lease_until = None
