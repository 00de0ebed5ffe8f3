"""The append-only history: every change of a historic column is recorded in the transaction that makes it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import event, inspect, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from placement.storage import moment
from placement.storage.models import Base, Change


def _plain(value: Any) -> Any:
    """Make a value fit for JSON."""
    return value.isoformat() if isinstance(value, date | datetime) else value


@event.listens_for(Session, "after_flush")
def _record(session: Session, _context: Any) -> None:
    """Add a row for each historic column that this flush changed; a write without a signature is refused."""
    rows: list[Change] = []
    for thing in [*session.new, *session.dirty]:
        if not isinstance(thing, Base) or not thing.historic:
            continue
        state = inspect(thing)
        for field in thing.historic:
            change = state.attrs[field].history
            if not change.has_changes():
                continue
            old = change.deleted[0] if change.deleted else None
            new = change.added[0] if change.added else None
            if old == new or (thing in session.new and new in (None, [], {})):
                continue
            rows.append(
                Change(
                    at=moment.now(session),
                    actor=session.info["actor"],
                    why=session.info["why"],
                    entity=thing.__tablename__,
                    row_id=thing.id,  # type: ignore[attr-defined]
                    field=field,
                    old=_plain(old),
                    new=_plain(new),
                )
            )
    session.add_all(rows)


async def forget(session: AsyncSession, entity: str, row_ids: list[int]) -> None:
    """Empty the values of an erased row's history; that something changed, when and by whom, stays."""
    await session.execute(
        update(Change).where(Change.entity == entity, Change.row_id.in_(row_ids)).values(old=None, new=None)
    )
