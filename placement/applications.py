"""A seeker's way to a vacancy, from «interested» on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from placement.errors import InvalidError, NeedsRegistrationError, NotFoundError
from placement.registration import REQUIRED, profile
from placement.search import VacancyCard, card, is_open
from placement.storage import moment, referrals, seekers, vacancies
from placement.storage.models import Referral

OFFICER_ACTS_WITHIN = timedelta(days=2)
"""Working days within which an officer looks at an interest."""

UNDER_WAY = frozenset({"interested", "referred", "interview", "offered"})
"""States from which there is still a way to the job; the others are ends."""


@dataclass(frozen=True)
class Application:
    """A seeker's interest in a vacancy, in plain values."""

    vacancy: VacancyCard
    state: str
    new: bool
    next_by: str | None
    """The day by which whoever acts next should have acted (ISO)."""
    office: str
    reason: str | None
    changed_at: str


async def _application(session: AsyncSession, row: Referral, *, new: bool) -> Application:
    office = await seekers.default_office(session)
    return Application(
        vacancy=card(row.vacancy, moment.today(session)),
        state=row.state,
        new=new,
        next_by=moment.local(session, row.next_by).date().isoformat() if row.next_by else None,
        office=office.name if office else "",
        reason=row.reason,
        changed_at=row.changed_at.isoformat(),
    )


async def apply(session: AsyncSession, chat_id: int, vacancy_id: int) -> Application:
    """Record that a seeker is interested. Nothing reaches the employer by this: an officer, or the seeker, acts next.

    NeedsRegistrationError names the facts that are missing; NotFoundError for an unknown vacancy; InvalidError for
    one that is closed. A second call gives the same application, with ``new`` false.
    """
    known = await profile(session, chat_id)
    if known is None or known.missing:
        raise NeedsRegistrationError(known.missing if known else REQUIRED)
    vacancy = await vacancies.by_id(session, vacancy_id)
    if vacancy is None:
        raise NotFoundError("This vacancy does not exist.")
    now = moment.now(session)
    row = await referrals.find(session, known.seeker_id, vacancy_id)
    if row is not None and row.state != "withdrawn":
        return await _application(session, row, new=False)
    if not is_open(vacancy, moment.today(session)):
        raise InvalidError("vacancy_closed")
    if row is None:
        row = Referral(
            seeker_id=known.seeker_id, vacancy_id=vacancy_id, vacancy=vacancy, created_at=now, changed_at=now
        )
        session.add(row)
    row.state = "interested"
    row.changed_at = now
    by_officer = vacancy.how_to_apply == "officer"
    # Counted by the clocks of the office: early in its morning the day of UTC is still yesterday's.
    row.next_by = working_days_later(moment.local(session, now), OFFICER_ACTS_WITHIN.days) if by_officer else None
    await session.flush()
    return await _application(session, row, new=True)


async def list_applications(session: AsyncSession, chat_id: int) -> list[Application]:
    """Give a seeker's applications, the latest first."""
    known = await profile(session, chat_id)
    if known is None:
        return []
    rows = await referrals.of_seeker(session, known.seeker_id)
    return [await _application(session, row, new=False) for row in rows]


async def withdraw(session: AsyncSession, chat_id: int, vacancy_id: int) -> Application:
    """Take an application back; NotFoundError when there is none that is still on its way."""
    known = await profile(session, chat_id)
    row = await referrals.find(session, known.seeker_id, vacancy_id) if known else None
    if row is None or row.state not in UNDER_WAY:
        raise NotFoundError("There is no application to take back.")
    row.state, row.changed_at, row.next_by = "withdrawn", moment.now(session), None
    await session.flush()
    return await _application(session, row, new=False)


def working_days_later(start: datetime, days: int) -> datetime:
    """Give the instant a number of working days (Monday to Friday) later."""
    later = start
    while days:
        later += timedelta(days=1)
        days -= _is_working_day(later.date())
    return later


def _is_working_day(day: date) -> bool:
    return day.isoweekday() < 6
