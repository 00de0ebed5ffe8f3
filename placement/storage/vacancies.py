"""Vacancies and employers in the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage.models import Employer, Vacancy

OVERLAP = timedelta(seconds=30)
"""Changes are asked for from a little earlier than the last seen: a longer transaction may commit an older instant."""
CHUNK = 500
"""Values in one statement: the engines take some ten thousand, a file of vacancies may name more."""

Value = TypeVar("Value")


def _chunks(values: Iterable[Value]) -> Iterator[list[Value]]:
    rest = iter(values)
    while some := list(islice(rest, CHUNK)):
        yield some


async def by_id(session: AsyncSession, vacancy_id: int) -> Vacancy | None:
    """Give a vacancy by its id."""
    return await session.get(Vacancy, vacancy_id, populate_existing=True)


async def by_ref(session: AsyncSession, ref: str) -> Vacancy | None:
    """Give a vacancy by the office's reference."""
    return (await session.execute(select(Vacancy).where(Vacancy.ref == ref))).scalar_one_or_none()


async def by_refs(session: AsyncSession, refs: Iterable[str]) -> dict[str, Vacancy]:
    """Give the vacancies with these references."""
    found: dict[str, Vacancy] = {}
    for some in _chunks(refs):
        rows = await session.execute(select(Vacancy).where(Vacancy.ref.in_(some)))
        found |= {row.ref: row for row in rows.scalars()}
    return found


async def changed_since(
    session: AsyncSession, instant: datetime | None, known: Mapping[int, datetime]
) -> Sequence[Vacancy]:
    """Give the vacancies that changed since an instant (all, for None), without changes that are known, by id."""
    query = select(Vacancy.id, Vacancy.changed_at)
    if instant is not None:
        query = query.where(Vacancy.changed_at > instant - OVERLAP)
    found = (await session.execute(query)).all()
    ids = [row.id for row in found if known.get(row.id) != row.changed_at]
    rows: list[Vacancy] = []
    for some in _chunks(ids):
        rows += (await session.execute(select(Vacancy).where(Vacancy.id.in_(some)))).scalars()
    return rows


async def stamp(session: AsyncSession, rows: Iterable[Vacancy], instant: datetime) -> None:
    """Say at the end of a long transaction when its rows changed: nobody looks further back than `OVERLAP` for them."""
    for some in _chunks(row.id for row in rows):
        await session.execute(update(Vacancy).where(Vacancy.id.in_(some)).values(changed_at=instant))


async def employers_by_name(session: AsyncSession, names: Iterable[str]) -> dict[str, Employer]:
    """Give the employers with these names, made where they are missing."""
    wanted = set(names)
    found: dict[str, Employer] = {}
    for some in _chunks(wanted):
        rows = await session.execute(select(Employer).where(Employer.name.in_(some)))
        found |= {row.name: row for row in rows.scalars()}
    for name in sorted(wanted - set(found)):
        found[name] = Employer(name=name)
        session.add(found[name])
    await session.flush()
    return found


async def count(session: AsyncSession) -> int:
    """Count all vacancies."""
    return (await session.execute(select(func.count()).select_from(Vacancy))).scalar_one()


async def keep_vectors(session: AsyncSession, vectors: Mapping[int, tuple[datetime, bytes]], model: str) -> None:
    """Write vectors to their rows, each with the change that it was made of: what changed since needs a new one.

    The rows' own change time stays, since what they say did not change.
    """
    table = Vacancy.__table__
    statement = (
        update(table)  # type: ignore[arg-type]
        .where(table.c.id == bindparam("row_id"), table.c.changed_at == bindparam("row_changed_at"))
        .values(vector=bindparam("row_vector"), vector_model=model)
    )
    if vectors:
        connection = await session.connection()
        await connection.execute(
            statement,
            [
                {"row_id": row_id, "row_changed_at": changed_at, "row_vector": vector}
                for row_id, (changed_at, vector) in vectors.items()
            ],
        )
