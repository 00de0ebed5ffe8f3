"""The time of a transaction, from the clock that its database was opened with."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from placement.clock import Clock


def now(session: AsyncSession | Session) -> datetime:
    """Give the present instant, aware, in UTC."""
    clock: Clock = session.info["clock"]
    return clock.now()


def today(session: AsyncSession | Session) -> date:
    """Give the day that it is where the service is."""
    return local(session, now(session)).date()


def local(session: AsyncSession | Session, instant: datetime) -> datetime:
    """Give an instant by the clocks where the service is."""
    zone: ZoneInfo = session.info["zone"]
    return instant.astimezone(zone)
