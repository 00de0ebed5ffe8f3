"""What is kept about a person, gathered for that person's copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage import records
from placement.storage.models import (
    Case,
    CaseMessage,
    ChatPerson,
    Document,
    Merge,
    Proposal,
    Seeker,
    StartLink,
    Utterance,
)


async def facts(session: AsyncSession, seeker_id: int, items: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give where each fact comes from; ``items`` tells which entry a mark stands for."""
    return [
        {
            "field": row.field,
            "item": items.get(row.item, ""),
            "quote": row.quote,
            "source": row.source,
            "said_at": row.said_at.isoformat(),
            "confirmed_by": row.confirmed_by,
        }
        for row in await records.facts_of(session, seeker_id)
    ]


async def proposals(session: AsyncSession, seeker_id: int) -> list[dict[str, Any]]:
    """Give what waits for the person's yes."""
    rows = await session.execute(select(Proposal).where(Proposal.seeker_id == seeker_id).order_by(Proposal.id))
    return [
        {
            "field": row.field,
            "value": row.value,
            "quote": row.quote,
            "page": row.page,
            "source": row.source,
            "made_at": row.made_at.isoformat(),
        }
        for row in rows.scalars()
    ]


async def documents(session: AsyncSession, seeker_id: int) -> list[dict[str, Any]]:
    """Give which papers are kept; the papers themselves the person has."""
    rows = await session.execute(select(Document).where(Document.seeker_id == seeker_id).order_by(Document.id))
    return [
        {
            "kind": row.kind,
            "file_name": row.file_name,
            "media_type": row.media_type,
            "size": row.size,
            "pages": row.pages,
            "sent_at": row.sent_at.isoformat(),
        }
        for row in rows.scalars()
    ]


async def chats(session: AsyncSession, seeker_id: int) -> list[dict[str, Any]]:
    """Give since when the person uses which chats; who else uses them is not this person's to know."""
    rows = select(ChatPerson).where(ChatPerson.seeker_id == seeker_id).order_by(ChatPerson.since)
    return [{"chat": row.chat_id, "since": row.since.isoformat()} for row in (await session.execute(rows)).scalars()]


async def start_links(session: AsyncSession, seeker_id: int) -> list[dict[str, Any]]:
    """Give the links that officers made for joining a chat to the record; nobody knows their words any more."""
    rows = select(StartLink).where(StartLink.seeker_id == seeker_id).order_by(StartLink.made_at)
    return [
        {
            "made_at": row.made_at.isoformat(),
            "expires_at": row.expires_at.isoformat(),
            "used_at": row.used_at.isoformat() if row.used_at else None,
        }
        for row in (await session.execute(rows)).scalars()
    ]


async def merges(session: AsyncSession, seeker_id: int) -> list[dict[str, Any]]:
    """Give the records of the same person that were made part of this one."""
    rows = (
        select(Merge.made_at, Merge.undone_at, Seeker.registration_number)
        .join(Seeker, Seeker.id == Merge.dropped_id)
        .where(Merge.kept_id == seeker_id)
        .order_by(Merge.id)
    )
    return [
        {
            "registration_number": number,
            "made_at": made_at.isoformat(),
            "undone_at": undone_at.isoformat() if undone_at else None,
        }
        for made_at, undone_at, number in await session.execute(rows)
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
