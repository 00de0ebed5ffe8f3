"""Cases and their messages in the database."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage.models import Case, CaseMessage, Office, Outgoing, Utterance

OPEN = ("queued", "claimed", "waiting_seeker")
HELD = ("claimed", "waiting_seeker")


async def open_case_of(session: AsyncSession, chat_id: int, *, lock: bool = False) -> Case | None:
    """Give the case of a chat that has not ended."""
    query = select(Case).where(Case.chat_id == chat_id, Case.state.in_(OPEN)).order_by(Case.id.desc()).limit(1)
    if lock:
        query = query.with_for_update(of=Case, key_share=True)
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


async def by_id(session: AsyncSession, case_id: int, *, lock: bool = False) -> Case | None:
    """Give a case."""
    query = select(Case).where(Case.id == case_id)
    if lock:
        query = query.with_for_update(of=Case, key_share=True)
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


async def by_topic(session: AsyncSession, officers_chat_id: int, topic_id: int) -> Case | None:
    """Give the case whose topic this is."""
    return (
        await session.execute(select(Case).where(Case.officers_chat_id == officers_chat_id, Case.topic_id == topic_id))
    ).scalar_one_or_none()


async def place_in_queue(session: AsyncSession, case: Case) -> int:
    """Give a queued case's place, 1 for the first: higher priority first, then the older."""
    before = select(func.count()).where(
        Case.office_id == case.office_id,
        Case.state == "queued",
        or_(
            Case.priority > case.priority,
            (Case.priority == case.priority) & (Case.id < case.id),
        ),
    )
    return (await session.execute(before)).scalar_one() + 1


async def messages(session: AsyncSession, case_id: int) -> Sequence[CaseMessage]:
    """Give a case's messages in their order."""
    return (
        (await session.execute(select(CaseMessage).where(CaseMessage.case_id == case_id).order_by(CaseMessage.id)))
        .scalars()
        .all()
    )


async def message_from(
    session: AsyncSession, case_id: int, source_chat_id: int, source_message_id: int
) -> CaseMessage | None:
    """Give the case message that was made of a Telegram message."""
    return (
        await session.execute(
            select(CaseMessage).where(
                CaseMessage.case_id == case_id,
                CaseMessage.source_chat_id == source_chat_id,
                CaseMessage.source_message_id == source_message_id,
            )
        )
    ).scalar_one_or_none()


async def last_utterances(session: AsyncSession, chat_id: int, limit: int = 5) -> Sequence[Utterance]:
    """Give what a chat said last, oldest first."""
    rows = await session.execute(
        select(Utterance).where(Utterance.chat_id == chat_id).order_by(Utterance.id.desc()).limit(limit)
    )
    return list(reversed(rows.scalars().all()))


async def owned_by(session: AsyncSession, staff_id: int) -> Sequence[Case]:
    """Give the cases that a member of staff holds, the oldest claim first."""
    query = select(Case).where(Case.owner_id == staff_id, Case.state.in_(HELD)).order_by(Case.claimed_at, Case.id)
    return (await session.execute(query.execution_options(populate_existing=True))).scalars().all()


async def in_group(session: AsyncSession, officers_chat_id: int) -> Sequence[Case]:
    """Give the open cases of an officers' group, most urgent first."""
    query = select(Case).where(Case.officers_chat_id == officers_chat_id, Case.state.in_(OPEN))
    return (await session.execute(query.order_by(Case.priority.desc(), Case.id))).scalars().all()


async def not_in_group(session: AsyncSession, office: Office) -> Sequence[Case]:
    """Give an office's open cases that are not shown in its present group, most urgent first."""
    query = select(Case).where(
        Case.office_id == office.id,
        Case.state.in_(OPEN),
        or_(Case.officers_chat_id.is_(None), Case.officers_chat_id != office.officers_chat_id),
    )
    return (await session.execute(query.order_by(Case.priority.desc(), Case.id))).scalars().all()


async def on_its_way(session: AsyncSession, case_id: int, purpose: str) -> bool:
    """Say whether a call of this purpose waits in the outbox for a case."""
    query = select(Outgoing.id).where(
        Outgoing.case_id == case_id, Outgoing.purpose == purpose, Outgoing.state == "waiting"
    )
    return (await session.execute(query.limit(1))).scalar_one_or_none() is not None
