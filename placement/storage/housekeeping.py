"""Forgetting what has served: effects, expired buttons, settled updates and calls."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage import buttons, effects, moment
from placement.storage.models import Outgoing, Update

KEEP = timedelta(days=7)
"""Telegram keeps an update for a day; after a week nothing settled is asked for again."""


async def tidy(session: AsyncSession) -> None:
    """Delete what is settled and older than a week; message ids are kept as long as Telegram lets us delete (48 h)."""
    before = moment.now(session) - KEEP
    await effects.forget_before(session, before)
    await buttons.forget_expired(session, moment.now(session))
    settled_at = func.coalesce(Outgoing.sent_at, Outgoing.created_at)  # What was dropped was never sent.
    await session.execute(delete(Update).where(Update.state != "waiting", Update.done_at < before))
    await session.execute(delete(Outgoing).where(Outgoing.state != "waiting", settled_at < before))
