"""Buttons: opaque ids in callback data; what a press means, and for how long, stays here."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage import moment
from placement.storage.models import Button

LIFETIME = timedelta(days=90)


async def put(
    session: AsyncSession,
    chat_id: int,
    meaning: dict[str, Any],
    *,
    turn_id: int | None = None,
    once: bool = False,
    lifetime: timedelta = LIFETIME,
) -> str:
    """Add a button; give the id that stands in its callback data (22 characters)."""
    identifier = secrets.token_urlsafe(16)
    session.add(
        Button(
            id=identifier,
            chat_id=chat_id,
            turn_id=turn_id,
            meaning=meaning,
            once=once,
            expires_at=moment.now(session) + lifetime,
        )
    )
    return identifier


async def find(session: AsyncSession, identifier: str, chat_id: int) -> Button | None:
    """Give a button of this chat; None when it is forged, foreign or expired."""
    button = await session.get(Button, identifier, populate_existing=True) if identifier.isascii() else None
    if button is None or button.chat_id != chat_id or button.expires_at <= moment.now(session):
        return None
    return button


async def press(session: AsyncSession, identifier: str) -> bool:
    """Record a press; False when it is a second press of a button that works once."""
    pressed = await session.execute(
        update(Button)
        .where(Button.id == identifier, (Button.once.is_(False)) | (Button.pressed_at.is_(None)))
        .values(pressed_at=moment.now(session))
        .returning(Button.id)
    )
    return pressed.scalar_one_or_none() is not None


async def forget_expired(session: AsyncSession, now: datetime) -> None:
    """Delete the buttons that no longer work."""
    await session.execute(delete(Button).where(Button.expires_at <= now))
