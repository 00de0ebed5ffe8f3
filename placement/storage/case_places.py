"""Where in Telegram the messages of a case stand: written there, or shown there."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage.models import Case, CaseMessage, Outgoing


async def message_at(session: AsyncSession, telegram_id: int, message_id: int) -> CaseMessage | None:
    """Give the case message that was written or shown at a place of a Telegram chat."""
    query = (
        select(CaseMessage)
        .where(
            or_(
                and_(CaseMessage.source_chat_id == telegram_id, CaseMessage.source_message_id == message_id),
                and_(CaseMessage.target_chat_id == telegram_id, CaseMessage.target_message_id == message_id),
            )
        )
        .order_by(CaseMessage.id.desc())
        .limit(1)
    )
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


async def packet_of(session: AsyncSession, case: Case) -> CaseMessage | None:
    """Give the packet that a case's owner was shown last; None when none has been made since the claim."""
    query = (
        select(CaseMessage)
        .where(
            CaseMessage.case_id == case.id,
            CaseMessage.kind == "packet",
            CaseMessage.staff_id == case.owner_id,
            CaseMessage.at >= case.claimed_at,
        )
        .order_by(CaseMessage.id.desc())
        .limit(1)
    )
    return (await session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


async def unshown(session: AsyncSession, case: Case) -> Sequence[CaseMessage]:
    """Give the seeker's messages that neither the group nor the present owner has been shown, in their order.

    What is on its way is not among them.
    """
    on_the_way = select(Outgoing.case_message_id).where(
        Outgoing.state == "waiting", Outgoing.case_message_id.is_not(None)
    )
    owner = case.owner.telegram_id if case.owner else None
    query = select(CaseMessage).where(
        CaseMessage.case_id == case.id,
        CaseMessage.author == "seeker",
        or_(
            CaseMessage.target_message_id.is_(None),
            and_(CaseMessage.target_chat_id > 0, CaseMessage.target_chat_id != (owner or 0)),  # Groups are negative.
        ),
        CaseMessage.id.not_in(on_the_way),
    )
    return (await session.execute(query.order_by(CaseMessage.id))).scalars().all()


async def forget_topic(session: AsyncSession, case_id: int) -> None:
    """Forget where a topic that is gone showed a seeker's messages."""
    await session.execute(
        update(CaseMessage)
        .where(CaseMessage.case_id == case_id, CaseMessage.author == "seeker", CaseMessage.target_chat_id < 0)
        .values(target_chat_id=None, target_message_id=None)
    )


async def shown_privately(session: AsyncSession, case_ids: Sequence[int]) -> dict[int, list[list[int]]]:
    """Give, by case, what stands of it in officers' private chats, as [Telegram chat, message] pairs."""
    rows = await session.execute(
        select(CaseMessage.case_id, CaseMessage.target_chat_id, CaseMessage.target_message_id).where(
            CaseMessage.case_id.in_(case_ids),
            CaseMessage.author.in_(("seeker", "system")),
            CaseMessage.target_chat_id > 0,  # Groups have negative ids.
            CaseMessage.target_message_id.is_not(None),
        )
    )
    shown: dict[int, list[list[int]]] = {}
    for case_id, chat, message in rows:
        shown.setdefault(case_id, []).append([chat or 0, message or 0])
    return shown


async def sent_parts(session: AsyncSession, case_message_id: int) -> Sequence[int]:
    """Give the messages in which an officer's message stands at the seeker's: a long text is sent in several."""
    rows = await session.execute(
        select(Outgoing.message_id)
        .where(
            Outgoing.case_message_id == case_message_id,
            Outgoing.purpose == "relay",
            Outgoing.message_id.is_not(None),
        )
        .order_by(Outgoing.id)
    )
    return [row for row in rows.scalars() if row is not None]


async def parts_waiting(session: AsyncSession, case_message_id: int, purpose: str) -> bool:
    """Say whether a part of a message still waits to be sent, or to be taken back."""
    query = select(Outgoing.id).where(
        Outgoing.case_message_id == case_message_id, Outgoing.purpose == purpose, Outgoing.state == "waiting"
    )
    return (await session.execute(query.limit(1))).scalar_one_or_none() is not None


async def drop_calls(session: AsyncSession, chat_id: int, case_id: int) -> None:
    """Take back what waits to be shown of a case in a group."""
    await session.execute(
        update(Outgoing)
        .where(Outgoing.chat_id == chat_id, Outgoing.case_id == case_id, Outgoing.state == "waiting")
        .values(state="dropped", payload=None)
    )
