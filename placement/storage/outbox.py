"""The outbox: calls to the Bot API that are to be made, in order for each chat, by one elected sender."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage import moment
from placement.storage.models import Case, CaseMessage, Chat, Office, Outgoing


async def put(
    session: AsyncSession,
    chat_id: int,
    method: str,
    payload: dict[str, Any],
    *,
    turn_id: int | None = None,
    case_id: int | None = None,
    case_message_id: int | None = None,
    purpose: str = "",
    delay: timedelta = timedelta(),
) -> Outgoing:
    """Add a call; ``payload`` holds its parameters without chat and thread."""
    now = moment.now(session)
    row = Outgoing(
        chat_id=chat_id,
        turn_id=turn_id,
        method=method,
        payload=payload,
        case_id=case_id,
        case_message_id=case_message_id,
        purpose=purpose,
        state="waiting",
        not_before=now + delay,
        attempts=0,
        created_at=now,
    )
    session.add(row)
    return row


def is_due(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """A call is due when it waits and its time has come."""
    return and_(Outgoing.state == "waiting", Outgoing.not_before <= now)


class Call(NamedTuple):
    """A call that is to be made, with the Telegram chat, and the thread of the case's topic if it has one."""

    row: Outgoing
    telegram_id: int
    topic_id: int | None


_NEXT = (
    select(Outgoing, Chat.telegram_id, Case.topic_id)
    .join(Chat, Chat.id == Outgoing.chat_id)
    .outerjoin(Case, Case.id == Outgoing.case_id)
    .where(
        Outgoing.id.in_(
            select(func.min(Outgoing.id))
            .where(Outgoing.state == "waiting", Outgoing.chat_id.not_in(bindparam("busy", expanding=True)))
            .group_by(Outgoing.chat_id)
        ),
        Outgoing.not_before <= bindparam("now"),
    )
    .order_by(Outgoing.id)
    .limit(bindparam("number"))
)
"""Built once: it runs after every message."""


async def next_calls(session: AsyncSession, busy_chats: Sequence[int], limit: int = 100) -> list[Call]:
    """Give the first waiting call of each chat that is not busy, if its time has come; oldest first."""
    values = {"busy": list(busy_chats), "now": moment.now(session), "number": limit}
    return [Call(*row) for row in await session.execute(_NEXT, values)]


async def settle(
    session: AsyncSession, call_id: int, state: str, *, message_id: int | None = None, error: str | None = None
) -> Outgoing | None:
    """Mark a call as sent, failed, blocked or dropped, and forget what it said; None when it is settled already."""
    row = await session.get(Outgoing, call_id, with_for_update=True, populate_existing=True)
    if row is None or row.state != "waiting":
        return None
    row.state = state
    row.sent_at = moment.now(session)
    row.message_id = message_id
    row.error = error
    row.payload = None
    return row


async def is_dropped(session: AsyncSession, call_id: int) -> bool:
    """Say whether a call was taken back, be it while it was being made."""
    return (
        await session.execute(select(Outgoing.state).where(Outgoing.id == call_id))
    ).scalar_one_or_none() == "dropped"


async def retry_later(session: AsyncSession, call_id: int, delay: timedelta, error: str) -> None:
    """Leave a call waiting, for a while."""
    await session.execute(
        update(Outgoing)
        .where(Outgoing.id == call_id)
        .values(attempts=Outgoing.attempts + 1, not_before=moment.now(session) + delay, error=error)
    )


async def block_chat(session: AsyncSession, chat_id: int) -> list[int]:
    """Mark a chat as not reachable and all that waits for it as blocked; give the case messages concerned."""
    now = moment.now(session)
    await session.execute(update(Chat).where(Chat.id == chat_id).values(blocked_at=now))
    blocked = await session.execute(
        update(Outgoing)
        .where(Outgoing.chat_id == chat_id, Outgoing.state == "waiting")
        .values(state="blocked", sent_at=now, payload=None)
        .returning(Outgoing.case_message_id)
    )
    return [row for row in blocked.scalars() if row is not None]


async def case_message(session: AsyncSession, row_id: int) -> CaseMessage | None:
    """Give the case message that a call carries."""
    return await session.get(CaseMessage, row_id, populate_existing=True)


async def move_chat(session: AsyncSession, chat_id: int, telegram_id: int) -> None:
    """Follow a group to its new Telegram id; if that has written already, what waits goes there."""
    chat = await session.get(Chat, chat_id, with_for_update=True, populate_existing=True)
    if chat is None:
        return
    old = chat.telegram_id
    known = select(Chat.id).where(Chat.bot_id == chat.bot_id, Chat.telegram_id == telegram_id)
    successor = (await session.execute(known)).scalar_one_or_none()
    if successor is None:
        chat.telegram_id = telegram_id
    else:
        waiting = (Outgoing.chat_id == chat_id) & (Outgoing.state == "waiting")
        await session.execute(update(Outgoing).where(waiting).values(chat_id=successor))
    for office in (await session.execute(select(Office).where(Office.officers_chat_id == old))).scalars():
        office.officers_chat_id = telegram_id
    await session.execute(update(Case).where(Case.officers_chat_id == old).values(officers_chat_id=telegram_id))
