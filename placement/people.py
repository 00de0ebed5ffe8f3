"""Several people on one phone, and several chats of one person."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from placement import registration
from placement.chats import chat_of
from placement.crypto import token_mark
from placement.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from placement.registration import Profile
from placement.storage import moment, people
from placement.storage.models import Seeker, Staff, StartLink

LINK_LASTS = timedelta(days=14)
"""How long a start link can be used."""
MOST_PEOPLE = 6
"""Records that one chat may hold."""
MAY_LINK = frozenset({"officer", "administrator"})


@dataclass(frozen=True)
class Person:
    """Somebody who uses a chat."""

    seeker_id: int
    name: str | None
    active: bool


_KIN = (
    r"(?:ibu|ibuk|mama|mamah|emak|mak|bunda|bapak|bapa|ayah|papa|suami|istri|bojo|anak|adik|adek|kakak|abang|mas|mbak|kakek|nenek|"
    r"mbah|om|tante|bibi|paman|temen|teman|sepupu|ponakan|keponakan)"
)
_ANOTHER = re.compile(
    rf"\b(?:ini|nih|iki|sekarang|skrg|giliran|gantian|balik|kembali)\s+(?:\w+\s+){{0,2}}?{_KIN}(?:nya|ne|e)\b|"
    r"\b(?:giliran|gantian|balik lagi ke|kembali ke)\s+(?:saya|sy|aku|gue|gw)\b|"
    r"\bthis is (?:his|her|the|their) (?:mother|mom|mum|father|dad|husband|wife|son|daughter|brother|sister|friend)\b",
    re.IGNORECASE,
)


def another_writes(text: str) -> bool:
    """Whether somebody says that it is another of a phone's people who writes: «ini ibunya lagi»."""
    return _ANOTHER.search(" ".join(text.split())) is not None


async def people_of(session: AsyncSession, chat_id: int) -> list[Person]:
    """Give who uses a chat, the active one first."""
    chat = await chat_of(session, chat_id)
    rows = await people.of_chat(session, chat_id)
    found = [Person(row.id, row.person_name, row.id == chat.seeker_id) for row in rows]
    return sorted(found, key=lambda person: not person.active)


async def another_person(session: AsyncSession, chat_id: int) -> None:
    """Make room for another person on the same phone: the next consent makes a record of their own.

    InvalidError when the chat holds as many as it may.
    """
    chat = await chat_of(session, chat_id)
    if len(await people.of_chat(session, chat_id)) >= MOST_PEOPLE:
        raise InvalidError("too_many_people", most=MOST_PEOPLE)
    chat.seeker_id = None
    chat.results = None
    await session.flush()


async def switch(session: AsyncSession, chat_id: int, seeker_id: int) -> Profile:
    """Let another of the chat's people go on; NotFoundError for somebody who is not one of them."""
    chat = await chat_of(session, chat_id)
    if seeker_id not in {row.id for row in await people.of_chat(session, chat_id)}:
        raise NotFoundError("This person does not use this chat.")
    chat.seeker_id = seeker_id
    chat.results = None
    await session.flush()
    known = await registration.profile(session, chat_id)
    if known is None:
        raise NotFoundError("This person's consent was withdrawn.")
    return known


async def make_link(session: AsyncSession, seeker_id: int, staff: Staff) -> str:
    """Make a single-use token that joins a chat to a record; gives it, and keeps only its hash.

    NotAllowedError for whoever may not, NotFoundError for a record that there is not.
    """
    if not staff.active or staff.role not in MAY_LINK:
        raise NotAllowedError("Only officers and administrators may hand out start links.")
    seeker = await session.get(Seeker, seeker_id)
    if seeker is None or seeker.merged_into is not None:
        raise NotFoundError(f"There is no record {seeker_id}.")
    token = secrets.token_urlsafe(24)
    now = moment.now(session)
    session.add(
        StartLink(
            mark=token_mark(token), seeker_id=seeker_id, staff_id=staff.id, made_at=now, expires_at=now + LINK_LASTS
        )
    )
    await session.flush()
    return token


async def join(session: AsyncSession, chat_id: int, token: str) -> Profile:
    """Join a chat to the record that a start link was made for.

    NotFoundError for a token that nobody made, ConflictError (whose words are for logs) for one that was used by
    another chat or is too old. Used again in the same chat it gives the same record.
    """
    link = await session.get(StartLink, token_mark(token), with_for_update=True)
    if link is None:
        raise NotFoundError("There is no such start link.")
    if link.used_at is not None and link.chat_id != chat_id:
        raise ConflictError("The start link was used already.")
    if link.used_at is None and moment.now(session) > link.expires_at:
        raise ConflictError("The start link is too old.")
    chat = await chat_of(session, chat_id)
    seeker = await people.surviving(session, link.seeker_id)
    if seeker is None:
        raise NotFoundError("The record of this start link is gone.")
    if link.used_at is None:
        link.used_at, link.chat_id = moment.now(session), chat_id
        chat.seeker_id = seeker.id
        await people.add(session, chat_id, seeker.id)
        await session.flush()
    known = await registration.profile(session, chat_id)
    if known is None:
        raise NotFoundError("The record of this start link is gone.")
    return known
