"""Effects once: what an action has done in a turn is kept with its result; asked again, it gives the same result."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage import moment
from placement.storage.insertion import insert_if_new
from placement.storage.models import Effect


async def once(
    session: AsyncSession, turn_id: int, action: str, ordinal: int, run: Callable[[], Awaitable[Any]]
) -> Any:
    """Run something unless it was run under this key; give its result (any JSON value).

    The key and the effect are kept in one transaction, the caller's; a second call that comes meanwhile waits for the
    first (PostgreSQL: on the key's row; SQLite: on the database's lock).
    """
    key = (Effect.turn_id == turn_id, Effect.action == action, Effect.ordinal == ordinal)
    added = await session.execute(
        insert_if_new(session, Effect)
        .values(turn_id=turn_id, action=action, ordinal=ordinal, at=moment.now(session))
        .returning(Effect.turn_id)
    )
    if added.scalar_one_or_none() is None:
        return (await session.execute(select(Effect.result).where(*key))).scalar_one()
    result = await run()
    await session.execute(update(Effect).where(*key).values(result=result))
    return result


async def forget_before(session: AsyncSession, instant: datetime) -> None:
    """Delete the effects of turns that nobody will ask for again."""
    await session.execute(delete(Effect).where(Effect.at < instant))
