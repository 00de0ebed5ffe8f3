"""A seeker's facts: kept with the words they come from, taken back, proposed and confirmed.

What the seeker says about themself counts as confirmed by the seeker; what an officer enters, by the officer. What
anything else suggests is a proposal, and no fact, until one of them says yes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from placement import fields
from placement.errors import InvalidError, NotFoundError
from placement.fields import FIELDS
from placement.storage import moment, records
from placement.storage.models import Fact, Proposal, Seeker
from placement.storage.types import cipher_of

MOST_ITEMS = 40
"""Entries of one kind that a record holds."""


@dataclass(frozen=True)
class Said:
    """Where a value comes from.

    Attributes:
        quote: the words it was taken from; None for a press.
        source: chat, button, contact, location, officer, or document:ID.
        turn_id: the turn that brought it; None outside a conversation.
        by: who confirms it by saying it: «seeker» or «staff:ID».
    """

    quote: str | None
    source: str
    turn_id: int | None = None
    by: str = "seeker"


async def record(session: AsyncSession, seeker: Seeker, field: str, value: Any, said: Said) -> None:
    """Keep one value, or one entry of a field that has several; InvalidError for one that can't be.

    ``value`` is in normal form (`placement.fields`). An entry with the key of one that is there takes its place.
    """
    kind = FIELDS.get(field)
    if kind is None:
        raise ValueError(f"not a fact that can be told: {field}")
    checked = kind.check(value, _facing(session, seeker))
    if field == "education" and checked != seeker.education:
        # The field of study and its year belonged to the school that was named before.
        for other in ("major", "school_year"):
            await forget(session, seeker, other)
    item = ""
    if kind.key is not None:
        item = kind.key(checked)
        entries = [entry for entry in getattr(seeker, field) if kind.key(entry) != item]
        if len(entries) >= MOST_ITEMS:
            raise InvalidError("too_many_entries", most=MOST_ITEMS)
        set_value(session, seeker, field, kind.order([checked, *entries]))
    elif field == "wish":
        seeker.wish_text, seeker.wish_occupations = checked["text"], checked["occupations"]
    else:
        set_value(session, seeker, field, checked)
    seeker.left_aside = [topic for topic in seeker.left_aside if field not in fields.TOPICS[topic].fields]
    await _remember(session, seeker, field, item, said)


async def forget(session: AsyncSession, seeker: Seeker, field: str, item: str = "") -> None:
    """Take a value back, or one entry (all of them, with no ``item``); nothing happens when there is none."""
    kind = FIELDS[field]
    if kind.key is not None:
        entries = [entry for entry in getattr(seeker, field) if item and kind.key(entry) != item]
        set_value(session, seeker, field, entries)
    elif field == "wish":
        seeker.wish_text, seeker.wish_occupations = None, []
    else:
        set_value(session, seeker, field, [] if isinstance(getattr(seeker, field), list) else None)
    await records.forget_facts(session, seeker.id, field, marks_of(session, item))


async def leave_aside(session: AsyncSession, seeker: Seeker, topic: str, said: Said) -> None:
    """Keep that a topic was answered with «nothing», or skipped, so that it is not asked again by itself."""
    if topic not in seeker.left_aside:
        seeker.left_aside = [*seeker.left_aside, topic]
    if topic == "experience" and not seeker.experiences:
        seeker.experience_months = 0
        await _remember(session, seeker, "experiences", "", said)
    await session.flush()


async def confirm(session: AsyncSession, seeker: Seeker, field: str, *, by: str, item: str = "") -> None:
    """Keep that somebody confirms a fact that is there; NotFoundError when it is not."""
    fact = await records.fact(session, seeker.id, field, marks_of(session, item))
    if fact is None:
        raise NotFoundError("There is no such fact to confirm.")
    fact.confirmed_by, fact.confirmed_at = by, moment.now(session)
    await session.flush()


async def propose(
    session: AsyncSession,
    seeker: Seeker,
    field: str,
    value: Any,
    *,
    quote: str | None,
    source: str,
    document_id: int | None = None,
    page: int | None = None,
) -> int | None:
    """Keep a suggestion that waits for a yes; gives its id, or None when it is known already or can't be right."""
    kind = FIELDS[field]
    try:
        checked = kind.check(value, _facing(session, seeker))
    except InvalidError:
        return None
    if _holds(seeker, field, checked):
        return None
    row = Proposal(
        seeker_id=seeker.id,
        document_id=document_id,
        field=field,
        value=fields.as_json(checked),
        quote=quote[:500] if quote else None,
        page=page,
        source=source,
        made_at=moment.now(session),
    )
    session.add(row)
    await session.flush()
    return row.id


async def accept(session: AsyncSession, seeker: Seeker, proposal_id: int, *, turn_id: int | None, by: str) -> str:
    """Make a proposal a fact; gives its field. NotFoundError when it is not there any more."""
    row = await records.proposal(session, seeker.id, proposal_id)
    if row is None:
        raise NotFoundError("This proposal has been answered already.")
    field, value, said = row.field, row.value, Said(row.quote, row.source, turn_id, by)
    await session.delete(row)
    await record(session, seeker, field, value, said)
    return field


async def refuse(session: AsyncSession, seeker: Seeker, proposal_id: int) -> None:
    """Drop a proposal; nothing happens when it is not there any more."""
    row = await records.proposal(session, seeker.id, proposal_id)
    if row is not None:
        await session.delete(row)
        await session.flush()


def _holds(seeker: Seeker, field: str, value: Any) -> bool:
    kind = FIELDS[field]
    if kind.key is not None:
        return kind.key(value) in map(kind.key, getattr(seeker, field))
    if field == "wish":
        return bool(seeker.wish_text)
    return bool(getattr(seeker, field) == value)


def marks_of(session: AsyncSession, item: str) -> list[str]:
    """Give what stands in the table for an entry's key, by the newest key first.

    The key names an employer or a need at work, so only its keyed hash is kept.
    """
    return cipher_of(session).marks(item) if item else [""]


def items_of(session: AsyncSession, seeker: Seeker) -> dict[str, str]:
    """Give mark → key of all that a seeker has several of."""
    return {
        mark: kind.key(entry)
        for field, kind in FIELDS.items()
        if kind.key is not None
        for entry in getattr(seeker, field)
        for mark in marks_of(session, kind.key(entry))
    }


def set_value(session: AsyncSession, seeker: Seeker, field: str, value: Any) -> None:
    """Set a column and what follows from it: the mark by which a number is found, the months worked."""
    setattr(seeker, field, value)
    if field in ("nik", "phone"):
        setattr(seeker, f"{field}_mark", cipher_of(session).marks(value)[0] if value else None)
    if field == "experiences":
        seeker.experience_months = fields.total_months(value, moment.today(session)) if value else None


def _facing(session: AsyncSession, seeker: Seeker) -> fields.Known:
    return fields.Known(
        today=moment.today(session),
        birth_date=seeker.birth_date,
        sex=seeker.sex,
        nik=seeker.nik,
    )


async def _remember(session: AsyncSession, seeker: Seeker, field: str, item: str, said: Said) -> None:
    now = moment.now(session)
    marks = marks_of(session, item)
    fact = await records.fact(session, seeker.id, field, marks)
    if fact is None:
        fact = Fact(seeker_id=seeker.id, field=field, item=marks[0])
        session.add(fact)
    fact.quote = said.quote[:500] if said.quote else None
    fact.source = said.source
    fact.turn_id = said.turn_id
    fact.said_at = now
    fact.confirmed_by, fact.confirmed_at = said.by, now
    await session.flush()
