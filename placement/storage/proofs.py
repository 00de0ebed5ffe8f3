"""Rows behind a proof of registration."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage.models import Document, DocumentContent, Office, Seeker

MERGES = 5
"""Records that may have been made one after the other."""


async def by_mark(session: AsyncSession, mark: str) -> Seeker | None:
    """Give the record whose proof bears a mark; of one that was made part of another, that other one."""
    found = (await session.execute(select(Seeker).where(Seeker.proof_mark == mark))).scalar_one_or_none()
    for _ in range(MERGES):
        if found is None or found.merged_into is None:
            return found
        found = await session.get(Seeker, found.merged_into)
    return None


async def photo_of(session: AsyncSession, seeker_id: int) -> bytes | None:
    """Give the newest photo of a person."""
    newest = (
        select(DocumentContent.content)
        .join(Document, Document.id == DocumentContent.document_id)
        .where(Document.seeker_id == seeker_id, Document.kind == "photo")
        .order_by(Document.id.desc())
        .limit(1)
    )
    return (await session.execute(newest)).scalar_one_or_none()


async def office_name(session: AsyncSession, office_id: int | None) -> str | None:
    """Give an office's name."""
    office = await session.get(Office, office_id) if office_id else None
    return office.name if office else None
