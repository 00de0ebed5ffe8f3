"""Facts, proposals and papers of a record, as rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage.models import Fact, Proposal


async def forget_facts(session: AsyncSession, seeker_id: int, field: str, item: str = "") -> None:
    """Delete where a value came from; of a field with several, one entry's, or all without ``item``."""
    rows = [Fact.seeker_id == seeker_id, Fact.field == field, *([Fact.item == item] if item else [])]
    for fact in (await session.execute(select(Fact).where(*rows))).scalars().all():
        await session.delete(fact)
    await session.flush()


async def facts_of(session: AsyncSession, seeker_id: int) -> Sequence[Fact]:
    """Give where a seeker's values come from."""
    return (await session.execute(select(Fact).where(Fact.seeker_id == seeker_id).order_by(Fact.field))).scalars().all()


async def proposal(session: AsyncSession, seeker_id: int, proposal_id: int) -> Proposal | None:
    """Give a seeker's own proposal; None when it is another's, or gone."""
    return (
        await session.execute(select(Proposal).where(Proposal.id == proposal_id, Proposal.seeker_id == seeker_id))
    ).scalar_one_or_none()


async def proposals_of(session: AsyncSession, seeker_id: int, limit: int = 60) -> Sequence[Proposal]:
    """Give what waits for a seeker's yes, in the order in which it was found."""
    return (
        (
            await session.execute(
                select(Proposal).where(Proposal.seeker_id == seeker_id).order_by(Proposal.id).limit(limit)
            )
        )
        .scalars()
        .all()
    )


async def drop_proposals(session: AsyncSession, seeker_id: int) -> None:
    """Delete all that waits for a yes."""
    await session.execute(delete(Proposal).where(Proposal.seeker_id == seeker_id))
