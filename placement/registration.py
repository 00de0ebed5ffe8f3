"""Registration by talking: consent first, then facts one by one, each with where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from placement import facts, standing
from placement.chats import chat_of
from placement.errors import NeedsRegistrationError
from placement.fields import FIELDS, START, TOPICS, WITHOUT_MAJOR
from placement.rows import values_of
from placement.storage import due, moment, people, seekers
from placement.storage.models import Chat, Seeker

REQUIRED = START
"""The four facts that give the first vacancies, in the order in which they are asked."""
CONSENT_VERSION = "2026-11"
ERASE_WITHDRAWN = "erase_withdrawn"
"""The work that erases a seeker some days after the consent was withdrawn; its subject is the chat."""
FORGET_CHATTER = "forget_chatter"
"""The work that forgets what was said without consent; its subject is the chat."""


@dataclass(frozen=True)
class Profile:
    """What is known of a seeker, in plain values; the names are those of `placement.fields`."""

    seeker_id: int
    registration_number: str | None = None
    registered_at: datetime | None = None
    valid_until: date | None = None
    ended_at: datetime | None = None
    ended_why: str | None = None
    person_name: str | None = None
    nik: str | None = None
    birth_date: date | None = None
    birth_place: str | None = None
    sex: str | None = None
    marital: str | None = None
    card_region: str | None = None
    home_region: str | None = None
    phone: str | None = None
    email: str | None = None
    education: str | None = None
    major: str | None = None
    school_year: int | None = None
    experiences: tuple[Mapping[str, Any], ...] = ()
    experience_months: int | None = None
    courses: tuple[Mapping[str, Any], ...] = ()
    skills: tuple[str, ...] = ()
    spoken_languages: tuple[Mapping[str, Any], ...] = ()
    driving_licences: tuple[str, ...] = ()
    wish_text: str | None = None
    wish_occupations: tuple[str, ...] = ()
    wish_regions: tuple[str, ...] = ()
    willing_to_move: bool | None = None
    wage_min: int | None = None
    work_types: tuple[str, ...] = ()
    available_from: date | None = None
    accommodation: tuple[str, ...] = ()
    left_aside: tuple[str, ...] = ()
    matching_objected_at: datetime | None = None

    def value(self, field: str) -> Any:
        """Give the value of a field of `placement.fields`; None or empty while it is not known."""
        return self.wish_text if field == "wish" else getattr(self, field)

    def knows(self, field: str) -> bool:
        """Whether a field has a value; «no» and 0 are values."""
        return self.value(field) not in (None, (), "")

    def settled(self, topic: str) -> bool:
        """Whether a topic needs no question: its facts are known, or it was answered with «nothing» or skipped."""
        if topic in self.left_aside or (topic == "schooling" and self.education in WITHOUT_MAJOR):
            return True
        needed = TOPICS[topic].needed
        if needed:
            return all(self.knows(field) for field in needed)
        return any(self.knows(field) for field in TOPICS[topic].fields)

    @property
    def missing(self) -> tuple[str, ...]:
        """The required facts that are not known yet, in the order of asking."""
        return tuple(name for name in REQUIRED if not self.knows(name))

    def open_topics(self, use: str | None = None) -> tuple[str, ...]:
        """Give the topics that are still to be asked, in the order of asking; only those of one use, if given."""
        return tuple(name for name, topic in TOPICS.items() if use in (None, topic.use) and not self.settled(name))

    @property
    def progress(self) -> tuple[int, int]:
        """How many topics are settled, of how many."""
        needed = [name for name, topic in TOPICS.items() if not topic.optional]
        return sum(map(self.settled, needed)), len(needed)

    @property
    def complete(self) -> bool:
        """Whether every topic that a complete record needs is settled."""
        done, of = self.progress
        return done == of


def profile_of(seeker: Seeker) -> Profile:
    """Give what is known of a seeker, in plain values."""
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
    return profile_of(seeker) if seeker else None


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
            office_id=await seekers.default_office_id(session),
        )
        session.add(seeker)
        await session.flush()
        chat.seeker_id = seeker.id
        await people.add(session, chat_id, seeker.id)
    elif seeker.consent_withdrawn_at:
        seeker.consent_withdrawn_at = None
        seeker.consent_at = now
        seeker.consent_version = CONSENT_VERSION
        # Whoever agrees again before the erasure keeps what is there, from whichever chat it was asked for.
        for own in await seekers.chats_of(session, seeker.id):
            await due.cancel(session, ERASE_WITHDRAWN, str(own.id))
    await due.cancel(session, FORGET_CHATTER, str(chat_id))
    return profile_of(seeker)


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
    """Keep what the person behind a chat has told (`placement.facts.record`); a list for a field with several entries.

    NeedsRegistrationError before consent, InvalidError for a value that can't be.
    """
    seeker = await consenting(session, chat_id)
    several = isinstance(value, list) and field in FIELDS and FIELDS[field].key is not None
    # The last is kept first: entries without dates stand in the order in which they were told.
    for entry in reversed(value) if several else [value]:
        await facts.record(session, seeker, field, entry, facts.Said(quote, source, turn_id))
    return profile_of(seeker)


async def leave_aside(session: AsyncSession, chat_id: int, topic: str, *, quote: str | None, turn_id: int) -> Profile:
    """Keep that the person has nothing to say to a topic; NeedsRegistrationError before consent."""
    seeker = await consenting(session, chat_id)
    await facts.leave_aside(session, seeker, topic, facts.Said(quote, "chat" if quote else "button", turn_id))
    return profile_of(seeker)


async def consenting(session: AsyncSession, chat_id: int) -> Seeker:
    """Give the seeker behind a chat; NeedsRegistrationError before consent."""
    seeker = await seeker_of(session, chat_id)
    if seeker is None:
        raise NeedsRegistrationError(REQUIRED)
    return seeker


async def complete(session: AsyncSession, chat_id: int) -> Profile:
    """Give the registration its number; a second call changes nothing. NeedsRegistrationError names missing facts."""
    seeker = await consenting(session, chat_id)
    known = profile_of(seeker)
    if known.missing:
        raise NeedsRegistrationError(known.missing)
    if seeker.registration_number is None:
        now = moment.now(session)
        today = moment.today(session)
        seeker.registration_number = number_of(seeker.id, seeker.home_region or "0000", today)
        seeker.registered_at = now
        seeker.valid_until = today + standing.VALID_FOR
        await standing.plan(session, seeker)
        await session.flush()
    return profile_of(seeker)


def number_of(seeker_id: int, region: str, day: date) -> str:
    """Make a registration number that can be read out and checked: region, month, running number, check digit."""
    digits = f"{region:0<4.4}{day:%y%m}{seeker_id:06d}"
    # Luhn's check digit finds every single wrong digit and most swapped neighbours.
    total = sum(
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10)) for place, digit in enumerate(reversed(digits))
    )
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}-{-total % 10}"
