"""Files at the bot: fetched with consent only, waited for through an outage, kept once, and made when they are sent."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pypdf
import pytest_asyncio
from aiohttp import web
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies import say
from placement import registration
from placement.documents.kinds import LARGEST
from placement.storage.models import Chat, Document, Outgoing, Proposal
from tests.fixtures.desk import Desk
from tests.fixtures.sandbox import Json, Person
from tests.test_documents_cv import LABELLED
from tests.test_documents_reading import pdf
from tests.test_proofs import FACTS

CV = pdf(LABELLED.splitlines())


@dataclass
class Listener:
    """A server in Rasa's place that keeps what it is asked."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    down: int = 0
    """How many turns it does not answer."""

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a turn as the channel does."""
        self.asked.append(await request.json())
        if len(self.asked) <= self.down:
            return web.json_response({"error": "action_failed", "detail": ""}, status=503)
        parse = {"text": "", "intent": {"name": "media_received", "confidence": 1.0}, "entities": []}
        said = [{"response": "document_known"}]
        return web.json_response({"messages": said, "parse": parse, "model": "new", "state": {"version": 2}})

    @property
    def files(self) -> dict[str, Any]:
        """What the last turn told of files."""
        found: dict[str, Any] = self.asked[-1]["metadata"]["files"]
        return found


@pytest_asyncio.fixture
async def rasa(desk: Desk) -> AsyncIterator[Listener]:
    """The server, where the bot looks for Rasa."""
    listener = Listener()
    application = web.Application()
    application.router.add_post("/webhooks/turn/webhook", listener.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", urlsplit(desk.services.settings.rasa_url).port).start()
    yield listener
    await runner.cleanup()


async def consents(desk: Desk, person: Person) -> int:
    chat_id = await desk.chat_of(person)
    async with desk.write() as session:
        await registration.give_consent(session, chat_id)
    return chat_id


async def papers(desk: Desk) -> list[Document]:
    async with desk.services.database.reading() as session:
        return list((await session.execute(select(Document))).scalars())


async def test_without_consent_no_file_is_fetched(desk: Desk, rasa: Listener, siti: Person) -> None:
    await siti.sends_file("document", CV, "cv.pdf")
    await desk.quiet()
    assert rasa.files == {"consent": False, "papers": [], "told": []}
    assert not await desk.sandbox.journal("getFile")
    assert not await papers(desk)


async def test_a_file_is_kept_once_with_what_it_proposes_and_rasa_never_sees_it(
    desk: Desk, rasa: Listener, siti: Person
) -> None:
    await consents(desk, siti)
    for _ in range(2):
        await siti.sends_file("document", CV, "cv.pdf")
        await desk.quiet()
    (paper,) = await papers(desk)
    assert (paper.kind, paper.file_name, paper.size) == ("cv", "cv.pdf", len(CV))
    assert [one["metadata"]["files"]["papers"][0]["new"] for one in rasa.asked] == [True, False]
    assert "RAHMAWATI" not in json.dumps(rasa.asked), "its words reach actions by the database"
    async with desk.services.database.reading() as session:
        assert (await session.execute(select(Proposal.id))).first() is not None


async def test_a_file_too_large_is_told_before_it_is_fetched(desk: Desk, rasa: Listener, siti: Person) -> None:
    await consents(desk, siti)
    await siti.sends_file("document", b"x" * (LARGEST + 1), "besar.pdf")
    await desk.quiet()
    assert rasa.files["told"] == [{"response": "document_too_large", "args": {"megabytes": 10}}]
    assert not await desk.sandbox.journal("getFile")


async def test_an_outage_of_telegrams_files_is_waited_for(desk: Desk, rasa: Listener, siti: Person) -> None:
    await consents(desk, siti)
    await desk.sandbox.fault("error", method="getFile", status=500, times=2)
    rasa.down = 1
    await siti.sends_file("document", CV, "cv.pdf")
    await siti.hears("agak lambat")
    assert not rasa.asked
    for _ in range(3):
        await desk.later(timedelta(seconds=5))
    assert len(await papers(desk)) == 1
    assert len(rasa.asked) == 2
    assert rasa.files["papers"][0]["new"], "a turn that is taken again answers as it would have"


async def test_an_album_is_one_turn_and_all_of_it_is_kept(desk: Desk, rasa: Listener, siti: Person) -> None:
    await consents(desk, siti)
    await siti.sends_files(
        "document",
        [
            ("cv.pdf", CV),
            ("kosong.pdf", b"MZ\x90program"),
            ("lain.pdf", pdf(["Surat keterangan kelakuan baik dari desa"])),
        ],
    )
    await desk.quiet()
    await desk.later(timedelta(seconds=5))
    assert len(await papers(desk)) == 2
    assert len(rasa.asked) == 1
    assert [one["response"] for one in rasa.files["told"]] == ["document_other_kind"]


async def enclosed(person: Person, ending: str) -> bytes:
    def named(messages: list[Json]) -> Json | None:
        files = [one for one in messages if not one["out"] and one.get("media")]
        return next((one for one in files if str(one["media"].get("name")).endswith(ending)), None)

    found = await person.sandbox.until(named, person, f"a file «{ending}»")
    return (await person.sandbox.http.get(found["media"]["url"])).content


async def test_proof_and_copy_are_made_when_they_are_sent(desk: Desk, siti: Person) -> None:
    await desk.comes(siti)
    chat_id = await consents(desk, siti)
    async with desk.write() as session:
        for name, value in FACTS.items():
            await registration.record_fact(session, chat_id, name, value, quote=None, source="chat", turn_id=None)
        known = await registration.complete(session, chat_id)
        chat = await session.get(Chat, chat_id)
        assert chat is not None
        for document in (
            {"name": "bukti", "proof": known.seeker_id},
            {"name": "data", "json": {"profile": FACTS["wish"]}},
        ):
            await say(
                session, desk.services.wording, chat, {"response": "document_known", "args": {"document": document}}
            )
    proof = pypdf.PdfReader(io.BytesIO(await enclosed(siti, "bukti.pdf")))
    assert known.registration_number
    assert known.registration_number in proof.pages[0].extract_text()
    assert json.loads(await enclosed(siti, "data.json")) == {"profile": FACTS["wish"]}
    assert "kasir" in pypdf.PdfReader(io.BytesIO(await enclosed(siti, "data.pdf"))).pages[0].extract_text()


async def test_a_proof_of_somebody_who_is_gone_is_not_tried_for_ever(desk: Desk, siti: Person) -> None:
    await desk.comes(siti)
    chat_id = await consents(desk, siti)
    async with desk.write() as session:
        chat = await session.get(Chat, chat_id)
        assert chat is not None
        args = {"document": {"name": "bukti", "proof": 999}}
        await say(session, desk.services.wording, chat, {"response": "document_known", "args": args})
    await siti.hears("sudah tersimpan")

    async def given_up(session: AsyncSession) -> bool:
        found = await session.execute(select(Outgoing.state).where(Outgoing.method == "send_document"))
        return found.scalar_one() == "failed"

    await desk.until(given_up, "the end of a call that can't be made")
