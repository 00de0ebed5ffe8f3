"""What seekers said, with its parse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage import moment
from placement.storage.models import Chat, Utterance


async def keep(
    session: AsyncSession,
    chat: Chat,
    turn_id: int,
    text: str,
    parse: Mapping[str, Any],
    model: str,
    *,
    consented: bool,
) -> None:
    """Keep an utterance; whether it was said with consent decides how long it stays."""
    intent = parse.get("intent") or {}
    session.add(
        Utterance(
            turn_id=turn_id,
            chat_id=chat.id,
            text=text,
            parse={
                "intent": intent,
                "intent_ranking": list(parse.get("intent_ranking") or [])[:5],
                "entities": list(parse.get("entities") or []),
            },
            intent=str(intent.get("name") or "nlu_fallback"),
            confidence=float(intent.get("confidence") or 0.0),
            model=model,
            consented=consented,
            at=moment.now(session),
        )
    )
