"""Two records of one person made one, by an officer who has seen a preview; it can be undone.

A number or a name alone proves nothing (recycled SIM cards, shared phones): nothing is ever merged by itself.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from placement import facts
from placement.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from placement.fields import FIELDS, as_json
from placement.storage import merges, moment
from placement.storage.models import Merge, Seeker, Staff
from placement.storage.types import cipher_of

MAY_MERGE = frozenset({"officer", "administrator"})
COLUMNS = {"wish": ("wish_text", "wish_occupations")}
"""The columns of a field, where they are not the one of its name."""
DERIVED = ("nik_mark", "phone_mark", "experience_months")
"""Columns that follow from others, and go with them."""


@dataclass(frozen=True)
class Difference:
    """A field that both records know, or one of them.

    Attributes:
        field: of `placement.fields`.
        kept, dropped: the two values.
        taken: whether the merged record gets the dropped one's.
    """

    field: str
    kept: Any
    dropped: Any
    taken: bool


@dataclass(frozen=True)
class Preview:
    """What merging two records would do."""

    kept_id: int
    dropped_id: int
    differences: tuple[Difference, ...]
    moved: dict[str, int]
    """How many chats, applications, papers and cases would move."""


async def duplicates(session: AsyncSession, seeker_id: int) -> list[int]:
    """Give the records that bear the same identity or telephone number as a seeker's; perhaps of the same person."""
    seeker = await _record(session, seeker_id)
    cipher = cipher_of(session)
    nik = cipher.marks(seeker.nik) if seeker.nik else []
    phone = cipher.marks(seeker.phone) if seeker.phone else []
    return await merges.with_marks(session, nik, phone, other_than=seeker_id)


async def preview(session: AsyncSession, kept_id: int, dropped_id: int, take: Collection[str] = ()) -> Preview:
    """Show what merging would do; ``take`` names the fields in which the dropped record is right.

    NotFoundError for a record that there is not, ConflictError for one that was merged, InvalidError for a field
    that there is not.
    """
    kept, dropped = await _both(session, kept_id, dropped_id)
    unknown = set(take) - FIELDS.keys()
    if unknown:
        raise InvalidError("unknown_field", fields=sorted(unknown))
    differences = []
    for field in FIELDS:
        ours, theirs = _value(kept, field), _value(dropped, field)
        if ours != theirs and theirs not in (None, [], ""):
            taken = field in take or ours in (None, [], "") or FIELDS[field].key is not None
            differences.append(Difference(field, as_json(ours), as_json(theirs), taken))
    return Preview(kept_id, dropped_id, tuple(differences), await merges.count(session, kept_id, dropped_id))


async def merge(session: AsyncSession, kept_id: int, dropped_id: int, staff: Staff, take: Collection[str] = ()) -> int:
    """Make two records one; gives the merge's id, by which it can be undone. Errors as `preview`, NotAllowedError."""
    _may(staff)
    plan = await preview(session, kept_id, dropped_id, take)
    kept, dropped = await _both(session, kept_id, dropped_id)
    before = {"values": _snapshot(kept), "facts": await merges.facts_as_json(session, kept_id)}
    for difference in plan.differences:
        if difference.taken:
            await _take(session, kept, dropped, difference.field)
    before["after"] = _snapshot(kept)
    before["moved"] = await merges.move(session, dropped_id, kept_id)
    dropped.merged_into = kept_id
    row = Merge(kept_id=kept_id, dropped_id=dropped_id, staff_id=staff.id, made_at=moment.now(session), before=before)
    session.add(row)
    await session.flush()
    return row.id


async def undo(session: AsyncSession, merge_id: int, staff: Staff) -> None:
    """Part two records again; what the merged one has learnt since stays with the kept one.

    NotFoundError when there was no such merge, ConflictError when it was undone already, or one after it was not.
    """
    _may(staff)
    row = await session.get(Merge, merge_id)
    if row is None:
        raise NotFoundError("There is no such merge.")
    if row.undone_at is not None:
        raise ConflictError("This merge has been undone already.")
    if await merges.later_than(session, row):
        raise ConflictError("Another record was merged after it: undo that one first.")
    kept, dropped = await _record(session, row.kept_id), await session.get(Seeker, row.dropped_id)
    if dropped is None:
        raise NotFoundError("The record that was merged has been erased since.")
    now, then = _snapshot(kept), row.before["values"]
    unchanged = {name for name in then if now[name] == row.before["after"][name]}
    for name in unchanged:
        setattr(kept, name, _from_json(name, then[name]))
    fields = {field for field in FIELDS if set(COLUMNS.get(field, (field,))) <= unchanged}
    await merges.restore_facts(session, kept.id, fields, row.before["facts"])
    await merges.move_back(session, row.before["moved"], row.dropped_id)
    dropped.merged_into = None
    row.undone_at = moment.now(session)
    await session.flush()


async def _take(session: AsyncSession, kept: Seeker, dropped: Seeker, field: str) -> None:
    """Give the kept record the dropped one's value, with where it came from."""
    key = FIELDS[field].key
    if key is not None:
        ours = {key(entry) for entry in getattr(kept, field)}
        added = [entry for entry in getattr(dropped, field) if key(entry) not in ours]
        facts.set_value(session, kept, field, [*getattr(kept, field), *added])
        items = {mark for entry in added for mark in facts.marks_of(session, key(entry))}
    else:
        for column in COLUMNS.get(field, (field,)):
            facts.set_value(session, kept, column, getattr(dropped, column))
        items = {""}
    await merges.copy_facts(session, dropped.id, kept.id, field, items)


def _value(seeker: Seeker, field: str) -> Any:
    return seeker.wish_text if field == "wish" else getattr(seeker, field)


def _snapshot(seeker: Seeker) -> dict[str, Any]:
    names = [column for field in FIELDS for column in COLUMNS.get(field, (field,))]
    return {name: as_json(getattr(seeker, name)) for name in (*names, *DERIVED)}


def _from_json(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if value and name in ("birth_date", "available_from") else value


async def _record(session: AsyncSession, seeker_id: int) -> Seeker:
    seeker = await session.get(Seeker, seeker_id, populate_existing=True, with_for_update=True)
    if seeker is None:
        raise NotFoundError(f"There is no record {seeker_id}.")
    if seeker.merged_into is not None:
        raise ConflictError(f"The record {seeker_id} was merged into {seeker.merged_into}: undo that first.")
    return seeker


async def _both(session: AsyncSession, kept_id: int, dropped_id: int) -> tuple[Seeker, Seeker]:
    if kept_id == dropped_id:
        raise InvalidError("same_record")
    # In one order always, so that two officers who merge the same two wait for one another.
    rows = {one: await _record(session, one) for one in sorted((kept_id, dropped_id))}
    return rows[kept_id], rows[dropped_id]


def _may(staff: Staff) -> None:
    if not staff.active or staff.role not in MAY_MERGE:
        raise NotAllowedError("Only officers and administrators may merge records.")
