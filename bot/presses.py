"""Button presses: an opaque id, checked against the chat it was shown in, its age and its use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import TelegramError

from bot.incoming import Incoming
from bot.services import Services
from placement.storage import buttons
from placement.storage.models import Chat

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Press:
    """A press: what it means, or the response that refuses it."""

    button: str | None = None
    meaning: Mapping[str, Any] = field(default_factory=dict)
    refusal: str | None = None


async def read_press(session: AsyncSession, chat: Chat, incoming: Incoming) -> Press:
    """Look a press up; forged, foreign, expired and used-up buttons are refused."""
    button = await buttons.find(session, incoming.button or "", chat.id)
    if button is None:
        return Press(refusal="button_stale")
    if button.once and button.pressed_at is not None:
        return Press(refusal="button_used")
    return Press(button.id, button.meaning)


async def answer_press(
    services: Services, incoming: Incoming, press: Press, language: str, response: str | None = None
) -> None:
    """End the button's waiting at the person's; what goes wrong here harms nobody."""
    key = press.refusal or response
    text = services.wording.plain_text({"response": key}, language)[:200] if key else None
    try:
        await services.bot.answer_callback_query(incoming.callback_id or "", text=text, show_alert=bool(press.refusal))
    except TelegramError as problem:
        log.info("a press could not be answered", error=type(problem).__name__)
