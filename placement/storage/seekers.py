"""Seekers and offices: what is looked up by more than one use case."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage.models import Chat, Office, Staff


async def default_office(session: AsyncSession) -> Office | None:
    """Give the office that serves whoever no other office serves: the first one."""
    return (await session.execute(select(Office).order_by(Office.id).limit(1))).scalar_one_or_none()


async def default_office_id(session: AsyncSession) -> int | None:
    """Give its id."""
    office = await default_office(session)
    return office.id if office else None


async def staff_by_telegram(session: AsyncSession, telegram_id: int) -> Staff | None:
    """Give the active member of staff with this Telegram account."""
    return (
        await session.execute(select(Staff).where(Staff.telegram_id == telegram_id, Staff.active.is_(True)))
    ).scalar_one_or_none()


async def account(session: AsyncSession, telegram_id: int) -> Staff | None:
    """Give whoever of the staff has this Telegram account, active or not: an account stands only once."""
    return (await session.execute(select(Staff).where(Staff.telegram_id == telegram_id))).scalar_one_or_none()


async def office_of_group(session: AsyncSession, telegram_id: int) -> Office | None:
    """Give the office whose officers' group a Telegram chat is."""
    return (await session.execute(select(Office).where(Office.officers_chat_id == telegram_id))).scalar_one_or_none()


async def chats_of(session: AsyncSession, seeker_id: int) -> list[Chat]:
    """Give the chats of a seeker."""
    return list((await session.execute(select(Chat).where(Chat.seeker_id == seeker_id))).scalars())
