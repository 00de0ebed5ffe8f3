"""Staff and offices: who may act, and where."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from placement.cases import OPENED
from placement.errors import InvalidError, SettingError
from placement.hours import parse_hours
from placement.storage import cases, due, moment, seekers
from placement.storage.models import Office, Staff
from placement.vocabulary import read_table

ROLES = ("officer", "administrator", "viewer")


async def ensure_offices(session: AsyncSession, path: Path, officers_chat_id: int | None) -> None:
    """Make the offices of a file when there are none, and connect the first with OFFICERS_CHAT_ID."""
    office = await seekers.default_office(session)
    if office is None:
        for row in read_table(path, ("name", "region", "timezone", "hours")):
            session.add(
                Office(
                    name=row["name"],
                    region=row["region"] or None,
                    timezone=row["timezone"],
                    hours=parse_hours(row["hours"]),
                )
            )
        await session.flush()
        office = await seekers.default_office(session)
    if office is None:
        raise SettingError(f"{path.name} holds no office: add at least one.")
    if officers_chat_id is not None and office.officers_chat_id != officers_chat_id:
        await connect_group(session, office, officers_chat_id)


async def connect_group(session: AsyncSession, office: Office, officers_chat_id: int) -> None:
    """Give an office its officers' group; open cases that waited without one, or stand in the old one, move there."""
    office.officers_chat_id = officers_chat_id
    await session.flush()
    for case in await cases.not_in_group(session, office):
        case.officers_chat_id = officers_chat_id
        case.topic_id = case.card_message_id = None
        await due.plan(session, OPENED, str(case.id), moment.now(session))
    await session.flush()


async def ensure_administrators(session: AsyncSession, telegram_ids: Iterable[int]) -> None:
    """Make the people of ADMIN_IDS administrators; whoever is known already stays what they have become."""
    for telegram_id in telegram_ids:
        if await seekers.account(session, telegram_id) is None:
            await add_staff(session, telegram_id, "Administrator", "administrator")


async def add_staff(session: AsyncSession, telegram_id: int | None, name: str, role: str) -> Staff:
    """Add a member of staff to the default office, or change (and call back) the one with this account.

    InvalidError for a role that there is not.
    """
    if role not in ROLES:
        raise InvalidError("unknown_role")
    known = await seekers.account(session, telegram_id) if telegram_id is not None else None
    if known is not None:
        known.name, known.role, known.active = name, role, True
        return known
    staff = Staff(
        telegram_id=telegram_id,
        name=name,
        role=role,
        active=True,
        office_id=await seekers.default_office_id(session),
    )
    session.add(staff)
    await session.flush()
    return staff
