"""Registration by talking: consent first, then facts one by one, each with where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from placement.chats import chat_of
from placement.errors import NeedsRegistrationError
from placement.names import check_name
from placement.rows import values_of
from placement.storage import due, moment, seekers
from placement.storage.models import Chat, Fact, Seeker

REQUIRED = ("person_name", "home_region", "education", "wish")
"""The four facts that give the first vacancies, in the order in which they are asked."""
CONSENT_VERSION = "2026-11"
VALID_FOR = timedelta(days=730)
"""AK/I: a registration is valid for two years."""
REPORT_EVERY = timedelta(days=182)
"""AK/I: the holder reports every six months."""

ERASE_WITHDRAWN = "erase_withdrawn"
"""The work that erases a seeker some days after the consent was withdrawn; its subject is the chat."""
FORGET_CHATTER = "forget_chatter"
"""The work that forgets what was said without consent; its subject is the chat."""
REPORT_DUE = "six_month_report"
"""The work that reminds of the report; its subject is the seeker."""


@dataclass(frozen=True)
class Profile:
    """What is known of a seeker, in plain values."""

    seeker_id: int
    registration_number: str | None
    registered_at: datetime | None
    valid_until: date | None
    person_name: str | None
    phone: str | None
    home_region: str | None
    education: str | None
    major: str | None
    wish_text: str | None
    wish_occupations: tuple[str, ...]
    wish_regions: tuple[str, ...]
    wage_min: int | None
    work_types: tuple[str, ...]
    willing_to_move: bool | None
    skills: tuple[str, ...]
    experience_months: int | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The required facts that are not known yet, in the order of asking."""
        known = {
            "person_name": self.person_name,
            "home_region": self.home_region,
            "education": self.education,
            "wish": self.wish_text,
        }
        return tuple(name for name in REQUIRED if not known[name])


def _profile(seeker: Seeker) -> Profile:
    return Profile(**values_of(seeker, Profile, seeker_id=seeker.id))


async def seeker_of(session: AsyncSession, chat_id: int) -> Seeker | None:
    """Give the consenting seeker behind a chat."""
    chat = await session.get(Chat, chat_id, populate_existing=True)
    if chat is None or chat.seeker_id is None:
        return None
    seeker = await session.get(Seeker, chat.seeker_id, populate_existing=True)
    return None if seeker is None or seeker.consent_withdrawn_at else seeker


async def profile(session: AsyncSession, chat_id: int) -> Profile | None:
    """Give what is known of the seeker behind a chat; None without consent."""
    seeker = await seeker_of(session, chat_id)
    return _profile(seeker) if seeker else None


async def give_consent(session: AsyncSession, chat_id: int) -> Profile:
    """Keep that the person agrees to being kept (UU 27/2022, art. 20-22): from now on facts are kept."""
    chat = await chat_of(session, chat_id)
    now = moment.now(session)
    seeker = await session.get(Seeker, chat.seeker_id) if chat.seeker_id else None
    if seeker is None:
        seeker = Seeker(
            consent_at=now,
            consent_version=CONSENT_VERSION,
            created_at=now,
            wish_occupations=[],
            wish_regions=[],
            work_types=[],
            skills=[],
            office_id=await seekers.default_office_id(session),
        )
        session.add(seeker)
        await session.flush()
        chat.seeker_id = seeker.id
    elif seeker.consent_withdrawn_at:
        seeker.consent_withdrawn_at = None
        seeker.consent_at = now
        seeker.consent_version = CONSENT_VERSION
        # Whoever agrees again before the erasure keeps what is there, from whichever chat it was asked for.
        for own in await seekers.chats_of(session, seeker.id):
            await due.cancel(session, ERASE_WITHDRAWN, str(own.id))
    await due.cancel(session, FORGET_CHATTER, str(chat_id))
    return _profile(seeker)


async def record_fact(
    session: AsyncSession,
    chat_id: int,
    field: str,
    value: Any,
    *,
    quote: str | None,
    source: str,
    turn_id: int | None,
) -> Profile:
    """Keep one fact with its quote; NeedsRegistrationError before consent, InvalidError for a value that can't be.

    ``field`` is a column of the seeker, or ``wish`` with {«text», «occupations»}. What the seeker says about
    themself counts as confirmed by the seeker.
    """
    seeker = await seeker_of(session, chat_id)
    if seeker is None:
        raise NeedsRegistrationError(REQUIRED)
    if field == "wish":
        wish: Mapping[str, Any] = value
        seeker.wish_text = str(wish["text"]).strip()[:200]
        seeker.wish_occupations = list(wish.get("occupations") or [])
    elif field == "person_name":
        seeker.person_name = check_name(value)
    elif field in ("home_region", "education", "phone", "major", "wage_min", "work_types", "willing_to_move"):
        if field == "education" and value != seeker.education and seeker.major:
            # The field of study belonged to the school that was named before.
            seeker.major = None
            studied = await session.get(Fact, (seeker.id, "major"))
            if studied is not None:
                await session.delete(studied)
        setattr(seeker, field, value)
    else:
        raise ValueError(f"not a fact that can be told: {field}")
    now = moment.now(session)
    fact = await session.get(Fact, (seeker.id, field))
    if fact is None:
        fact = Fact(seeker_id=seeker.id, field=field)
        session.add(fact)
    fact.quote = quote[:500] if quote else None
    fact.source = source
    fact.turn_id = turn_id
    fact.said_at = now
    fact.confirmed_by, fact.confirmed_at = "seeker", now
    await session.flush()
    return _profile(seeker)


async def complete(session: AsyncSession, chat_id: int) -> Profile:
    """Give the registration its number; a second call changes nothing. NeedsRegistrationError names missing facts."""
    seeker = await seeker_of(session, chat_id)
    if seeker is None:
        raise NeedsRegistrationError(REQUIRED)
    known = _profile(seeker)
    if known.missing:
        raise NeedsRegistrationError(known.missing)
    if seeker.registration_number is None:
        now = moment.now(session)
        today = moment.today(session)
        seeker.registration_number = number_of(seeker.id, seeker.home_region or "0000", today)
        seeker.registered_at = now
        seeker.valid_until = today + VALID_FOR
        await due.plan(session, REPORT_DUE, str(seeker.id), now + REPORT_EVERY)
        await session.flush()
    return _profile(seeker)


def number_of(seeker_id: int, region: str, day: date) -> str:
    """Make a registration number that can be read out and checked: region, month, running number, check digit."""
    digits = f"{region:0<4.4}{day:%y%m}{seeker_id:06d}"
    # Luhn's check digit finds every single wrong digit and most swapped neighbours.
    total = sum(
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10)) for place, digit in enumerate(reversed(digits))
    )
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}-{-total % 10}"
