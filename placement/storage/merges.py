"""What moves from one record to another when they are made one, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage.models import Case, Chat, ChatPerson, Document, Fact, Merge, Proposal, Referral, Seeker

MOVED: Mapping[str, type[Chat | Document | Proposal | Case]] = {
    "chats": Chat,
    "documents": Document,
    "proposals": Proposal,
    "cases": Case,
}
"""The tables whose rows simply change hands."""


async def with_marks(
    session: AsyncSession, nik: Collection[str], phone: Collection[str], *, other_than: int
) -> list[int]:
    """Give the records that bear one of these marks, without those that were merged already."""
    alike = or_(Seeker.nik_mark.in_(nik), Seeker.phone_mark.in_(phone))
    rows = select(Seeker.id).where(alike, Seeker.id != other_than, Seeker.merged_into.is_(None)).order_by(Seeker.id)
    return list((await session.execute(rows)).scalars())


async def _referrals_to_move(session: AsyncSession, source: int, target: int) -> list[int]:
    """Give the applications that the target has not made itself."""
    own = select(Referral.vacancy_id).where(Referral.seeker_id == target)
    rows = select(Referral.id).where(Referral.seeker_id == source, Referral.vacancy_id.not_in(own))
    return list((await session.execute(rows)).scalars())


async def count(session: AsyncSession, kept_id: int, dropped_id: int) -> dict[str, int]:
    """Count what a merge would move, by table."""
    numbers = {"applications": len(await _referrals_to_move(session, dropped_id, kept_id))}
    for name, table in MOVED.items():
        rows = select(func.count()).select_from(table).where(table.seeker_id == dropped_id)
        numbers[name] = (await session.execute(rows)).scalar_one()
    return numbers


async def move(session: AsyncSession, source: int, target: int) -> dict[str, list[int]]:
    """Give everything of one record to another; gives the ids of what moved, by table."""
    moved = {"referrals": await _referrals_to_move(session, source, target)}
    await session.execute(update(Referral).where(Referral.id.in_(moved["referrals"])).values(seeker_id=target))
    for name, table in MOVED.items():
        moved[name] = list((await session.execute(select(table.id).where(table.seeker_id == source))).scalars())
        await session.execute(update(table).where(table.id.in_(moved[name])).values(seeker_id=target))
    own = select(ChatPerson.chat_id).where(ChatPerson.seeker_id == target)
    people = select(ChatPerson.chat_id).where(ChatPerson.seeker_id == source, ChatPerson.chat_id.not_in(own))
    moved["people"] = list((await session.execute(people)).scalars())
    await session.execute(
        update(ChatPerson)
        .where(ChatPerson.seeker_id == source, ChatPerson.chat_id.in_(moved["people"]))
        .values(seeker_id=target)
    )
    return moved


async def move_back(session: AsyncSession, moved: Mapping[str, list[int]], to: int) -> None:
    """Give back what a merge moved; what is gone since stays gone."""
    await session.execute(update(Referral).where(Referral.id.in_(moved["referrals"])).values(seeker_id=to))
    for name, table in MOVED.items():
        await session.execute(update(table).where(table.id.in_(moved[name])).values(seeker_id=to))
    await session.execute(update(ChatPerson).where(ChatPerson.chat_id.in_(moved["people"])).values(seeker_id=to))


async def later_than(session: AsyncSession, merge: Merge) -> bool:
    """Whether another record was merged into the same one since, and not undone."""
    later = select(Merge.id).where(Merge.kept_id == merge.kept_id, Merge.id > merge.id, Merge.undone_at.is_(None))
    return (await session.execute(later)).first() is not None


async def facts_as_json(session: AsyncSession, seeker_id: int) -> list[dict[str, Any]]:
    """Give where a record's values come from, as JSON."""
    rows = (await session.execute(select(Fact).where(Fact.seeker_id == seeker_id))).scalars()
    return [
        {
            "field": row.field,
            "item": row.item,
            "quote": row.quote,
            "source": row.source,
            "turn_id": row.turn_id,
            "said_at": row.said_at.isoformat(),
            "confirmed_by": row.confirmed_by,
            "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
        }
        for row in rows
    ]


async def restore_facts(
    session: AsyncSession, seeker_id: int, fields: Collection[str], facts: list[dict[str, Any]]
) -> None:
    """Put back where some fields' values came from."""
    await session.execute(delete(Fact).where(Fact.seeker_id == seeker_id, Fact.field.in_(fields)))
    for fact in facts:
        if fact["field"] in fields:
            told = {
                name: datetime.fromisoformat(fact[name]) if fact[name] else None for name in ("said_at", "confirmed_at")
            }
            session.add(Fact(seeker_id=seeker_id, **(fact | told)))
    await session.flush()


async def copy_facts(session: AsyncSession, source: int, target: int, field: str, items: Collection[str]) -> None:
    """Copy where a field's values come from."""
    rows = select(Fact).where(Fact.seeker_id == source, Fact.field == field, Fact.item.in_(items))
    for row in (await session.execute(rows)).scalars().all():
        await session.merge(
            Fact(
                seeker_id=target,
                field=field,
                item=row.item,
                quote=row.quote,
                source=row.source,
                turn_id=row.turn_id,
                said_at=row.said_at,
                confirmed_by=row.confirmed_by,
                confirmed_at=row.confirmed_at,
            )
        )
    await session.flush()
