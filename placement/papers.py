"""Papers of a seeker: kept encrypted, and what is proposed from them answered with yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from placement import facts
from placement.documents.cv import Proposed
from placement.documents.reading import Reading
from placement.errors import InvalidError, NotFoundError
from placement.fields import FIELDS
from placement.registration import consenting, seeker_of
from placement.storage import moment, records
from placement.storage.models import Document, DocumentContent
from placement.storage.types import cipher_of

KINDS = frozenset({"cv", "diploma", "certificate", "identity", "photo", "other"})
MOST = 30
"""Papers that a record holds."""


@dataclass(frozen=True)
class Paper:
    """A paper that is kept."""

    id: int
    kind: str
    file_name: str | None
    media_type: str


@dataclass(frozen=True)
class Kept:
    """What keeping a paper did.

    Attributes:
        new: False for a file that was there already.
    """

    paper: Paper
    new: bool


@dataclass(frozen=True)
class Suggestion:
    """A value that waits for the seeker's yes, with the words that it was taken from."""

    id: int
    document_id: int | None
    field: str
    value: Any
    quote: str | None


@dataclass(frozen=True)
class Answered:
    """What an answer to suggestions did.

    Attributes:
        kept: (field, value) of each that became a fact.
        problems: (response, arguments) of each that can't be one.
        refused: how many were dropped.
        gone: how many had been answered before.
    """

    kept: list[tuple[str, Any]] = field(default_factory=list)
    problems: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refused: int = 0
    gone: int = 0


async def keep(
    session: AsyncSession,
    chat_id: int,
    content: bytes,
    reading: Reading,
    found: Sequence[Proposed],
    *,
    turn_id: int | None,
) -> Kept:
    """Keep a paper once, however often it is sent, with what it proposes.

    NeedsRegistrationError before consent; InvalidError when the record holds as many papers as it may.
    """
    seeker = await consenting(session, chat_id)
    marks = cipher_of(session).marks(sha256(content).hexdigest())
    known = await records.document_by_digest(session, seeker.id, marks)
    if known is not None:
        if known.kind == "photo" and known.turn_id != turn_id:
            # Only its small picture was kept; whoever sends it again may mean something else by it.
            await _replace(session, known, content, reading.media_type)
            known.kind = "other"
        # A turn that is taken again after a cut is answered as it would have been.
        return Kept(_paper(known), new=turn_id is not None and known.turn_id == turn_id)
    if await records.count_documents(session, seeker.id) >= MOST:
        raise InvalidError("too_many_documents", most=MOST)
    row = Document(
        seeker_id=seeker.id,
        kind="other",
        file_name=reading.file_name,
        media_type=reading.media_type,
        size=len(content),
        digest=marks[0],
        pages=len(reading.pages) or None,
        turn_id=turn_id,
        sent_at=moment.now(session),
    )
    session.add(row)
    await session.flush()
    session.add(DocumentContent(document_id=row.id, content=content))
    waiting = {(one.field, repr(one.value)) for one in await records.proposals_of(session, seeker.id)}
    for one in found:
        if (one.field, repr(one.value)) in waiting:
            continue
        made = await facts.propose(
            session,
            seeker,
            one.field,
            one.value,
            quote=one.quote,
            source=f"document:{row.id}",
            document_id=row.id,
            page=one.page,
        )
        if made is not None:
            row.kind = "cv"
    await session.flush()
    return Kept(_paper(row), new=True)


async def suggestions(session: AsyncSession, chat_id: int) -> list[Suggestion]:
    """Give what waits for the yes of the seeker behind a chat, in the order in which it was found."""
    seeker = await seeker_of(session, chat_id)
    rows = await records.proposals_of(session, seeker.id) if seeker else []
    return [Suggestion(row.id, row.document_id, row.field, row.value, row.quote) for row in rows]


async def answer(
    session: AsyncSession, chat_id: int, ids: Sequence[int], *, yes: bool, turn_id: int | None
) -> Answered:
    """Make suggestions facts, or drop them; those that are answered already are only counted."""
    seeker = await consenting(session, chat_id)
    done = Answered()
    refused = gone = 0
    for one in ids:
        row = await records.proposal(session, seeker.id, one)
        if row is None:
            gone += 1
        elif not yes:
            await facts.refuse(session, seeker, one)
            refused += 1
        else:
            name, value = row.field, row.value
            try:
                await facts.accept(session, seeker, one, turn_id=turn_id, by="seeker")
            except InvalidError as problem:
                done.problems.append((problem.key, problem.args_of_response))
            else:
                done.kept.append((name, value))
    return Answered(done.kept, done.problems, refused, gone)


async def papers_of(session: AsyncSession, chat_id: int, ids: Sequence[int]) -> list[Paper]:
    """Give the papers with these ids, of the seeker behind a chat; those that are gone or another's are left out."""
    seeker = await seeker_of(session, chat_id)
    if seeker is None:
        return []
    return [_paper(row) for row in await records.documents_of(session, seeker.id) if row.id in ids]


async def content_of(session: AsyncSession, chat_id: int, document_id: int) -> bytes:
    """Give a paper's bytes; NotFoundError when it is gone or another's."""
    seeker = await seeker_of(session, chat_id)
    row = await records.document_content(session, seeker.id, document_id) if seeker else None
    if row is None:
        raise NotFoundError("There is no such paper.")
    return row.content


async def name_kind(
    session: AsyncSession, chat_id: int, document_id: int, kind: str, portrait: bytes | None = None
) -> bool:
    """Keep what a paper is; False when it is gone.

    A photo of the person is kept only as what `placement.documents.reading.portrait` made of it.
    """
    if kind not in KINDS or (kind == "photo") != (portrait is not None):
        raise ValueError(f"not a kind of paper: {kind}")
    seeker = await seeker_of(session, chat_id)
    row = await records.document(session, seeker.id, document_id) if seeker else None
    if row is None:
        return False
    row.kind = kind
    if portrait is not None:
        await _replace(session, row, portrait, "image/jpeg")
    await session.flush()
    return True


async def remove(session: AsyncSession, chat_id: int, document_id: int) -> bool:
    """Delete a paper and what it still proposes; False when it is gone already. Facts that it gave stay."""
    seeker = await seeker_of(session, chat_id)
    return seeker is not None and await records.drop_document(session, seeker.id, document_id)


async def _replace(session: AsyncSession, row: Document, content: bytes, media_type: str) -> None:
    held = await session.get(DocumentContent, row.id)
    if held is not None:
        held.content = content
    row.media_type, row.size = media_type, len(content)
    await session.flush()


def _paper(row: Document) -> Paper:
    return Paper(row.id, row.kind, row.file_name, row.media_type)


def as_facts(field_name: str, value: Any) -> dict[str, Any]:
    """Give a suggested value as a record holds it: one entry of several in a list."""
    return {field_name: [value] if FIELDS[field_name].key is not None else value}
