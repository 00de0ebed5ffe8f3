"""Papers on both engines: kept once and encrypted, answered once, and gone without a trace with their person."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from placement import merging, papers, people, privacy, registration, staff
from placement.documents.cv import Proposed
from placement.documents.reading import Page, Reading
from placement.errors import InvalidError, NeedsRegistrationError, NotFoundError
from placement.storage import inbox
from placement.storage.database import Database
from placement.storage.models import ChatPerson, Document, DocumentContent, Merge, Proposal, Seeker, StartLink
from tests.fixtures.storage import everything

MARK = "Zulaikha"
WHOLE = Reading("pdf", "application/pdf", f"CV {MARK}.pdf", (Page(1, MARK),), 1)
FOUND = (
    Proposed("person_name", MARK, f"Nama: {MARK}", 1),
    Proposed("skills", "melayani pelanggan", f"{MARK} melayani pelanggan", 1),
    Proposed("birth_date", "2015-01-01", "2015", 1),
)


async def comes(session: AsyncSession, telegram_id: int = 17, *, consent: bool = True) -> int:
    chat_id = await inbox.ensure_chat(session, bot_id=1, telegram_id=telegram_id, kind="private", language="id")
    if consent:
        await registration.give_consent(session, chat_id)
    return chat_id


async def sends(session: AsyncSession, chat_id: int, content: bytes = MARK.encode(), turn: int = 1) -> papers.Kept:
    return await papers.keep(session, chat_id, content, WHOLE, FOUND, turn_id=turn)


async def test_a_paper_is_kept_once_encrypted_and_its_suggestions_answered_once(database: Database) -> None:
    async with database.transaction("test", "test") as session:
        chat_id = await comes(session)
        first = await sends(session, chat_id)
        again = await sends(session, chat_id, turn=2)
    assert (first.new, again.new, again.paper.id) == (True, False, first.paper.id)
    assert first.paper.kind == "cv"
    async with database.reading() as session:
        waiting = await papers.suggestions(session, chat_id)
        assert [one.field for one in waiting] == ["person_name", "skills"], "what can't be right is not proposed"
        assert await papers.content_of(session, chat_id, first.paper.id) == MARK.encode()
        raw = (await session.execute(text("SELECT content FROM document_contents"))).scalar_one()
        assert MARK.encode() not in bytes(raw)
    ids = [one.id for one in waiting]
    async with database.transaction("test", "test") as session:
        done = await papers.answer(session, chat_id, ids[:1], yes=True, turn_id=2)
        assert done.kept == [("person_name", MARK)]
        assert (await papers.answer(session, chat_id, ids[1:], yes=False, turn_id=2)).refused == 1
        late = await papers.answer(session, chat_id, ids, yes=True, turn_id=3)
        assert (late.gone, late.kept) == (2, [])
        known = await registration.profile(session, chat_id)
    assert known is not None
    assert (known.person_name, known.skills) == (MARK, ())


async def test_without_consent_nothing_is_kept_and_nobody_reaches_anothers(database: Database) -> None:
    async with database.transaction("test", "test") as session:
        stranger = await comes(session, 1, consent=False)
        with pytest.raises(NeedsRegistrationError):
            await sends(session, stranger)
        kept = await sends(session, await comes(session, 2))
        other = await comes(session, 3)
        with pytest.raises(NotFoundError):
            await papers.content_of(session, other, kept.paper.id)
        assert not await papers.papers_of(session, other, [kept.paper.id])
        assert not await papers.name_kind(session, other, kept.paper.id, "diploma")
        assert not await papers.remove(session, other, kept.paper.id)
        assert (await session.execute(select(func.count()).select_from(Document))).scalar_one() == 1


async def test_a_record_holds_only_so_many_papers(database: Database) -> None:
    async with database.transaction("test", "test") as session:
        chat_id = await comes(session)
        for number in range(papers.MOST):
            await sends(session, chat_id, str(number).encode())
        with pytest.raises(InvalidError, match="too_many_documents"):
            await sends(session, chat_id, b"one more")
        assert len(await papers.suggestions(session, chat_id)) == 2, "the same from many papers is asked once"


async def test_a_person_is_erased_with_papers_links_and_merged_records(database: Database) -> None:
    async with database.transaction("test", "test") as session:
        chat_id, second = await comes(session, 17), await comes(session, 18)
        for one in (chat_id, second):
            await registration.record_fact(session, one, "person_name", MARK, quote=MARK, source="chat", turn_id=1)
            await sends(session, one)
        kept, dropped = [await registration.profile(session, one) for one in (chat_id, second)]
        assert kept is not None
        assert dropped is not None
        officer = await staff.add_staff(session, 2001, "Rina", "officer")
        await session.flush()
        await people.make_link(session, kept.seeker_id, officer)
        await merging.merge(session, kept.seeker_id, dropped.seeker_id, officer)
        data = await privacy.copy(session, chat_id)
    assert data is not None
    assert (len(data["documents"]), len(data["merges"]), len(data["start_links"])) == (2, 1, 1)
    assert MARK in await everything(database)
    async with database.transaction("test", "test") as session:
        await privacy.erase(session, chat_id)
    assert MARK not in await everything(database)
    async with database.reading() as session:
        for table in (Seeker, Document, DocumentContent, Proposal, StartLink, Merge, ChatPerson):
            assert (await session.execute(select(func.count()).select_from(table))).scalar_one() == 0, table


async def test_who_shares_a_phone_keeps_their_own_when_another_is_erased(database: Database) -> None:
    async with database.transaction("test", "test") as session:
        chat_id = await comes(session)
        first = await registration.profile(session, chat_id)
        await registration.record_fact(session, chat_id, "person_name", MARK, quote=MARK, source="chat", turn_id=1)
        await privacy.withdraw_consent(session, chat_id)
        await people.another_person(session, chat_id)
        await registration.give_consent(session, chat_id)
        await registration.record_fact(session, chat_id, "person_name", "Budi", quote="Budi", source="chat", turn_id=2)
        await privacy.erase_withdrawn(session, chat_id)
    assert first is not None
    assert MARK not in await everything(database)
    async with database.reading() as session:
        left = await registration.profile(session, chat_id)
    assert left is not None
    assert left.person_name == "Budi", "the work of the one who withdrew does not erase the one who writes now"
