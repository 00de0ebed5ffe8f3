"""What is kept about a person, gathered for that person's copy."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage.models import Case, CaseMessage, Fact, Utterance


async def facts(session: AsyncSession, seeker_id: int) -> list[dict[str, Any]]:
    """Give where each fact comes from."""
    rows = (await session.execute(select(Fact).where(Fact.seeker_id == seeker_id).order_by(Fact.field))).scalars()
    return [
        {"field": row.field, "quote": row.quote, "source": row.source, "said_at": row.said_at.isoformat()}
        for row in rows
    ]


async def cases(session: AsyncSession, chat_id: int) -> list[dict[str, Any]]:
    """Give the person's cases, with what was written to and fro; officers' notes are not part of the talk."""
    result = []
    for case in (await session.execute(select(Case).where(Case.chat_id == chat_id).order_by(Case.id))).scalars():
        rows = await session.execute(
            select(CaseMessage)
            .where(CaseMessage.case_id == case.id, CaseMessage.author.in_(("seeker", "officer")))
            .order_by(CaseMessage.id)
        )
        result.append(
            {
                "reason": case.reason,
                "state": case.state,
                "opened_at": case.opened_at.isoformat(),
                "messages": [
                    {"from": row.author, "kind": row.kind, "text": row.text, "at": row.at.isoformat()}
                    for row in rows.scalars()
                ],
            }
        )
    return result


async def utterances(session: AsyncSession, chat_id: int) -> list[dict[str, Any]]:
    """Give what the person has said."""
    rows = await session.execute(select(Utterance).where(Utterance.chat_id == chat_id).order_by(Utterance.id))
    return [{"text": row.text, "understood_as": row.intent, "at": row.at.isoformat()} for row in rows.scalars()]
