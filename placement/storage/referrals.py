"""Referrals in the database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage.models import Referral


async def find(session: AsyncSession, seeker_id: int, vacancy_id: int) -> Referral | None:
    """Give a seeker's referral to a vacancy."""
    return (
        await session.execute(
            select(Referral).where(Referral.seeker_id == seeker_id, Referral.vacancy_id == vacancy_id)
        )
    ).scalar_one_or_none()


async def of_seeker(session: AsyncSession, seeker_id: int) -> Sequence[Referral]:
    """Give a seeker's referrals, the latest change first."""
    rows = await session.execute(
        select(Referral).where(Referral.seeker_id == seeker_id).order_by(Referral.changed_at.desc(), Referral.id.desc())
    )
    return rows.scalars().all()
