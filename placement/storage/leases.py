"""Elections: a name that one process holds at a time, for as long as it keeps renewing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage import moment
from placement.storage.insertion import insert_if_new
from placement.storage.models import Lease

LEASE = timedelta(seconds=8)
"""How long a process may be silent before others take over what it holds."""
RENEW_EVERY = 2.5
"""Seconds between two renewals; a process that lives renews three times before it would lose anything."""


async def hold(session: AsyncSession, name: str, owner: str) -> bool:
    """Take or renew a lease; False while another holds it."""
    now = moment.now(session)
    await session.execute(insert_if_new(session, Lease).values(name=name, owner=owner, until=now))
    held = await session.execute(
        update(Lease)
        .where(Lease.name == name, or_(Lease.owner == owner, Lease.until <= now))
        .values(owner=owner, until=now + LEASE)
        .returning(Lease.name)
    )
    return held.scalar_one_or_none() is not None


async def give_up(session: AsyncSession, name: str, owner: str) -> None:
    """Let others have the lease at once."""
    await session.execute(
        update(Lease).where(Lease.name == name, Lease.owner == owner).values(until=moment.now(session))
    )
