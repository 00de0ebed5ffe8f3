"""Facts, proposals and papers of a record, as rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage.models import Document, DocumentContent, Fact, Proposal


async def fact(session: AsyncSession, seeker_id: int, field: str, marks: Sequence[str]) -> Fact | None:
    """Give where a value comes from; of a field with several, the entry with one of these marks."""
    rows = select(Fact).where(Fact.seeker_id == seeker_id, Fact.field == field, Fact.item.in_(marks))
    return (await session.execute(rows)).scalars().first()


async def forget_facts(session: AsyncSession, seeker_id: int, field: str, marks: Sequence[str]) -> None:
    """Delete where a value came from; of a field with several, one entry's, or all for the mark «»."""
    rows = [Fact.seeker_id == seeker_id, Fact.field == field, *([] if "" in marks else [Fact.item.in_(marks)])]
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


async def document(session: AsyncSession, seeker_id: int, document_id: int) -> Document | None:
    """Give a seeker's own paper; None when it is another's, or gone."""
    rows = select(Document).where(Document.id == document_id, Document.seeker_id == seeker_id)
    return (await session.execute(rows)).scalar_one_or_none()


async def document_by_digest(session: AsyncSession, seeker_id: int, digests: Sequence[str]) -> Document | None:
    """Give the paper of a seeker with one of these digests."""
    rows = select(Document).where(Document.seeker_id == seeker_id, Document.digest.in_(digests)).limit(1)
    return (await session.execute(rows)).scalar_one_or_none()


async def documents_of(session: AsyncSession, seeker_id: int) -> Sequence[Document]:
    """Give a seeker's papers, without their bytes, in the order in which they came."""
    rows = select(Document).where(Document.seeker_id == seeker_id).order_by(Document.id)
    return (await session.execute(rows)).scalars().all()


async def count_documents(session: AsyncSession, seeker_id: int) -> int:
    """Count a seeker's papers."""
    rows = select(func.count()).select_from(Document).where(Document.seeker_id == seeker_id)
    return (await session.execute(rows)).scalar_one()


async def document_content(session: AsyncSession, seeker_id: int, document_id: int) -> DocumentContent | None:
    """Give the bytes of a seeker's own paper; None when it is another's, or gone."""
    rows = (
        select(DocumentContent)
        .join(Document, Document.id == DocumentContent.document_id)
        .where(Document.id == document_id, Document.seeker_id == seeker_id)
    )
    return (await session.execute(rows)).scalar_one_or_none()


async def drop_document(session: AsyncSession, seeker_id: int, document_id: int) -> bool:
    """Delete a seeker's own paper, its bytes and what it proposes; False when there is none."""
    row = await document(session, seeker_id, document_id)
    if row is None:
        return False
    await session.execute(delete(Proposal).where(Proposal.document_id == document_id))
    await session.execute(delete(DocumentContent).where(DocumentContent.document_id == document_id))
    await session.delete(row)
    await session.flush()
    return True
