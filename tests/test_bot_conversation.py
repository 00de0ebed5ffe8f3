"""What Rasa will never answer is no outage: the conversation begins anew, an old button is told as such."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest_asyncio
from aiohttp import web
from sqlalchemy import select

from placement import cases
from placement.storage import buttons, outbox, seekers
from placement.storage.models import Case, Chat, Update
from sandbox import cast
from tests.fixtures.desk import Desk
from tests.fixtures.sandbox import Person


@dataclass
class NewModel:
    """A server in Rasa's place, whose model reads no state of before and knows only the intent «greet»."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[dict[str, Any]]] | None = None
    """What happens while it thinks; gives the parts of its answer that are other than usual."""

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a turn as the channel does."""
        body = await request.json()
        self.asked.append(body)
        if body["state"] is not None and body["state"].get("version") != 2:
            return web.json_response({"error": "bad_state", "detail": "state.version must be 2"}, status=400)
        if body["message"].get("intent", "greet") != "greet":
            return web.json_response({"error": "unknown_intent", "detail": "message.intent"}, status=400)
        parse = {"text": "", "intent": {"name": "greet", "confidence": 1.0}, "intent_ranking": [], "entities": []}
        said = [{"response": "empty_text"}]
        other = await self.meanwhile() if self.meanwhile else {}
        return web.json_response({"messages": said, "parse": parse, "model": "new", "state": {"version": 2}, **other})


@pytest_asyncio.fixture
async def rasa(desk: Desk) -> AsyncIterator[NewModel]:
    """The server, where the bot looks for Rasa."""
    model = NewModel()
    application = web.Application()
    application.router.add_post("/webhooks/turn/webhook", model.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", urlsplit(desk.services.settings.rasa_url).port).start()
    yield model
    await runner.cleanup()


async def _no_case(desk: Desk) -> bool:
    async with desk.services.database.reading() as session:
        failed = (await session.execute(select(Update.id).where(Update.attempts > 0))).first()
        return (await session.execute(select(Case.id))).first() is None and failed is None


async def test_a_state_that_can_not_be_read_is_dropped_and_said_once(desk: Desk, rasa: NewModel, siti: Person) -> None:
    chat_id = await desk.comes(siti)
    async with desk.write() as session:
        chat = await session.get(Chat, chat_id)
        assert chat is not None
        chat.state = {"version": 1}
    for text in ("halo", "halo lagi"):
        await siti.says(text)
        await desk.quiet()
        await desk.later(timedelta(seconds=5))  # What may come in a burst is waited for.
    heard = [one["text"] for one in await siti.history() if not one["out"]]
    assert sum("kita mulai dari sini" in text for text in heard) == 1
    assert [one["state"] for one in rasa.asked] == [{"version": 1}, None, {"version": 2}]
    assert rasa.asked[0]["turn_id"] == rasa.asked[1]["turn_id"], "what the turn has done already is not done again"
    assert await _no_case(desk)


async def test_a_button_that_no_model_knows_any_more_is_told_as_stale(desk: Desk, rasa: NewModel, siti: Person) -> None:
    chat_id = await desk.comes(siti)
    async with desk.write() as session:
        button = await buttons.put(session, chat_id, {"intent": "intent_of_old"})
        markup = {"inline_keyboard": [[{"text": "Lama", "callback_data": button}]]}
        await outbox.put(session, chat_id, "send_message", {"text": "Pilih", "reply_markup": markup})
    await siti.hears("Pilih")
    await siti.presses("Lama")
    await siti.hears("sudah tidak berlaku")
    await desk.quiet()
    assert len(rasa.asked) == 1
    assert await _no_case(desk)


async def test_numbers_of_help_go_out_although_an_officer_takes_the_case_meanwhile(
    desk: Desk, rasa: NewModel, siti: Person
) -> None:
    chat_id = await desk.comes(siti)

    async def danger() -> dict[str, Any]:
        async with desk.write() as session:
            case = await cases.open_case(session, chat_id, "distress", summary=["saya disekap"])
            officer = await seekers.staff_by_telegram(session, cast.RINA)
            assert officer is not None
            await cases.claim(session, case.case_id, officer)
        return {
            "parse": {"text": "saya disekap", "intent": {"name": "distress", "confidence": 1.0}, "entities": []},
            "messages": [{"response": "distress", "args": {"numbers": {"response": "numbers"}, "who": ""}}],
        }

    rasa.meanwhile = danger
    await siti.says("saya disekap")
    await desk.quiet()
    await siti.hears("Kata-kata Kakak sudah saya teruskan ke petugas sebagai darurat")
    heard = [one["text"] for one in await siti.history() if not one["out"]]
    assert sum("110" in text for text in heard) == 1
