"""Due work: what is to be done later, claimed row by row; one transaction holds the work and its end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import case_events
from bot.replies import say
from bot.services import Services
from bot.waiting_case import asked
from placement import cases, privacy, registration, standing
from placement.errors import PlacementError
from placement.registration import ERASE_WITHDRAWN, FORGET_CHATTER
from placement.storage import due, housekeeping, moment, seekers
from placement.storage.models import DueWork, Seeker

log = structlog.get_logger(__name__)

Handler = Callable[[Services, AsyncSession, DueWork], Awaitable[None]]


async def _forget_chatter(_services: Services, session: AsyncSession, work: DueWork) -> None:
    await privacy.forget_chatter(session, int(work.subject))


async def _erase_withdrawn(_services: Services, session: AsyncSession, work: DueWork) -> None:
    await privacy.erase_withdrawn(session, int(work.subject))


async def _forget_case(_services: Services, session: AsyncSession, work: DueWork) -> None:
    await privacy.forget_case(session, int(work.subject))


async def _six_month_report(services: Services, session: AsyncSession, work: DueWork) -> None:
    """Remind a seeker of the report that the card asks for, and plan what follows."""
    seeker = await session.get(Seeker, int(work.subject))
    if seeker is None:
        return
    await _tell(services, session, seeker, "report_reminder", asks="report")
    await standing.next_reminder(session, seeker, work.payload.get("reminders", 0))


async def _expires_soon(services: Services, session: AsyncSession, work: DueWork) -> None:
    """Tell a seeker that the registration ends in some weeks."""
    seeker = await session.get(Seeker, int(work.subject))
    if seeker is not None and seeker.ended_at is None and seeker.valid_until:
        await _tell(services, session, seeker, "expires_soon", asks="report", day=seeker.valid_until.isoformat())


async def _expires(services: Services, session: AsyncSession, work: DueWork) -> None:
    """End a registration after its two years, and offer to begin anew."""
    seeker = await session.get(Seeker, int(work.subject))
    if seeker is not None and seeker.ended_at is None:
        await _tell(services, session, seeker, "expired", asks="report")
        await standing.end(session, seeker, "expired")


async def _tell(services: Services, session: AsyncSession, seeker: Seeker, key: str, *, asks: str, **args: str) -> None:
    """Say something in every chat of a seeker; nothing once consent is withdrawn, also while the erasure waits.

    `asks` is what the message asks, so that an answer in words («masih nyari») means something.
    """
    for chat in await seekers.chats_of(session, seeker.id):
        if await registration.seeker_of(session, chat.id) is not None:
            await say(session, services.wording, chat, {"response": key, "args": args})
            chat.state = asked(chat.state, asks)


async def _housekeeping(_services: Services, session: AsyncSession, work: DueWork) -> None:
    await housekeeping.tidy(session)
    await due.plan(session, work.kind, work.subject, moment.now(session) + timedelta(hours=1))


HANDLERS: Mapping[str, Handler] = {
    cases.OPENED: case_events.opened,
    cases.RAISED: case_events.raised,
    cases.CLAIMED: case_events.claimed,
    cases.ENDED: case_events.ended,
    cases.SILENCE: case_events.silent,
    cases.FORGET: _forget_case,
    "case_erased": case_events.erased,
    FORGET_CHATTER: _forget_chatter,
    ERASE_WITHDRAWN: _erase_withdrawn,
    standing.REPORT_DUE: _six_month_report,
    standing.EXPIRY_NEAR: _expires_soon,
    standing.EXPIRY: _expires,
    "housekeeping": _housekeeping,
}
"""Every kind of due work."""


async def work_off(services: Services) -> None:
    """Do what is due until the process stops."""
    planned = False
    while not services.stopping.is_set():
        services.work_due.clear()
        try:
            if not planned:  # In here: a database that goes away in this moment must not end the process either.
                async with services.database.transaction("system", "start") as session:
                    await due.plan(session, "housekeeping", "all", moment.now(session), keep_earlier=True)
                planned = True
            if await work_once(services):
                continue
        except PlacementError as problem:
            log.error("due work can't be read", error=str(problem))
            await asyncio.sleep(1)
            continue
        await services.work_due.wait()


async def work_once(services: Services) -> bool:
    """Do one piece of due work; False when there was none."""
    async with services.database.transaction("system", "claim") as session:
        work = await due.claim(session, services.name)
    if work is None:
        return False
    try:
        async with services.database.transaction("system", work.kind) as session:
            held = await due.held(session, work.id, services.name)
            if held is not None:
                await HANDLERS[held.kind](services, session, held)
                await due.finish(session, held.id, services.name)
        services.outbox_filled.set()
    except Exception:  # One work that goes wrong must not keep the others; it is tried again, later each time.
        log.exception("due work failed", kind=work.kind, subject=work.subject, attempts=work.attempts)
        async with services.database.transaction("system", "postpone") as session:
            await due.postpone(session, work.id, services.name, timedelta(seconds=min(2**work.attempts, 3600)))
    return True
