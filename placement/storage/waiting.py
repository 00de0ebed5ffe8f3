"""One look for all that waits: chats to be answered, calls to be made, work that is due."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage import due, inbox, moment, outbox
from placement.storage.models import Chat, DueWork, Outgoing


class Waiting(NamedTuple):
    """What there is of each kind."""

    chats: bool
    calls: bool
    work: bool


_NOW = bindparam("now", type_=Chat.due_at.type)
_LOOK = select(
    exists(select(Chat.id).where(inbox.is_due(_NOW))),
    exists(select(Outgoing.id).where(outbox.is_due(_NOW))),
    exists(select(DueWork.id).where(due.is_due(_NOW))),
)


async def look(session: AsyncSession) -> Waiting:
    """Look; one statement, built once, for it runs many times a second."""
    row = (await session.execute(_LOOK, {"now": moment.now(session)})).one()
    return Waiting(*(bool(value) for value in row))
