"""How a registration stands over its two years: reports every six months, its end, its renewal (AK/I)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from placement.errors import InvalidError
from placement.storage import due, moment
from placement.storage.models import Seeker

VALID_FOR = timedelta(days=730)
"""AK/I: a registration is valid for two years."""
REPORT_EVERY = timedelta(days=182)
"""AK/I: the holder reports every six months."""
REPORT_DUE = "six_month_report"
"""The work that reminds of the report; its subject is the seeker."""
REMIND_AGAIN = timedelta(days=14)
"""After this an unanswered reminder is repeated, once."""
EXPIRY_NEAR = "registration_expires_soon"
"""The work that tells some weeks before that a registration ends; its subject is the seeker."""
EXPIRY = "registration_expires"
"""The work that ends a registration after its two years; its subject is the seeker."""
TELL_BEFORE = timedelta(days=30)


async def plan(session: AsyncSession, seeker: Seeker) -> None:
    """Plan what a registration that has just begun, or begun anew, asks for."""
    subject, now = str(seeker.id), moment.now(session)
    await due.plan(session, REPORT_DUE, subject, now + REPORT_EVERY, {"reminders": 0})
    await due.plan(session, EXPIRY_NEAR, subject, now + VALID_FOR - TELL_BEFORE)
    await due.plan(session, EXPIRY, subject, now + VALID_FOR)


async def forget_plans(session: AsyncSession, seeker_id: int) -> None:
    """Drop all that was planned for a registration."""
    for kind in (REPORT_DUE, EXPIRY_NEAR, EXPIRY):
        await due.cancel(session, kind, str(seeker_id))


async def report(session: AsyncSession, seeker: Seeker) -> None:
    """Keep that a seeker is still looking, and plan the next report; one that has ended, or ends soon, begins anew.

    InvalidError «not_registered» without a number.
    """
    if seeker.registration_number is None:
        raise InvalidError("not_registered")
    now = moment.now(session)
    seeker.reported_at = now
    if seeker.ended_at is not None:
        seeker.ended_at = seeker.ended_why = None
        seeker.valid_until = moment.today(session) + VALID_FOR
        await plan(session, seeker)
    elif seeker.valid_until is not None and seeker.valid_until <= moment.today(session) + TELL_BEFORE:
        # Whoever has been told of the end and is still looking goes on for another two years.
        seeker.valid_until = moment.today(session) + VALID_FOR
        await plan(session, seeker)
    else:
        await due.plan(session, REPORT_DUE, str(seeker.id), now + REPORT_EVERY, {"reminders": 0})
    await session.flush()


async def end(session: AsyncSession, seeker: Seeker, why: str) -> None:
    """End a registration (placed, expired or closed); the record stays, and can begin anew by a report."""
    if seeker.ended_at is None:
        seeker.ended_at, seeker.ended_why = moment.now(session), why
    await forget_plans(session, seeker.id)
    await session.flush()


async def next_reminder(session: AsyncSession, seeker: Seeker, reminders: int) -> datetime | None:
    """Plan what follows a reminder of the report: another one, then the next half-year's; gives when."""
    now = moment.now(session)
    if seeker.ended_at is not None:
        return None
    again = reminders == 0
    at = now + (REMIND_AGAIN if again else REPORT_EVERY)
    await due.plan(session, REPORT_DUE, str(seeker.id), at, {"reminders": 1 if again else 0})
    return at
