"""How updates reach a bot: polling, webhooks, twice, out of order; and trouble on demand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application, MessageHandler, filters
from telegram.request import HTTPXRequest

from sandbox.journal import KEPT, Journal
from tests.fixtures.sandbox import Person, Sandbox


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    # Two connections for getUpdates, so that one bot can be its own rival.
    polling = HTTPXRequest(connection_pool_size=4, read_timeout=30)
    async with Bot(sandbox.token, base_url=f"{sandbox.url}/bot", get_updates_request=polling) as one:
        yield one


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [one.effective_message.text if one.effective_message else None for one in updates]


async def test_offset_confirms(bot: Bot, siti: Person) -> None:
    for text in ("satu", "dua", "tiga"):
        await siti.says(text)
    assert texts(await bot.get_updates(limit=2)) == ["satu", "dua"]
    first = (await bot.get_updates())[0]
    assert (await siti.history())[0]["state"] == "read"
    assert texts(await bot.get_updates(offset=first.update_id + 1)) == ["dua", "tiga"]
    assert texts(await bot.get_updates(offset=-1)) == ["tiga"]
    assert texts(await bot.get_updates()) == ["tiga"]


async def test_arrivals_are_told_with_their_time(bot: Bot, siti: Person, sandbox: Sandbox) -> None:
    before = datetime.now(UTC)
    await siti.says("halo")
    await siti.says("kak")
    first, second = await bot.get_updates()
    told = (await sandbox.ask("GET", f"/control/updates?since={first.update_id - 1}"))["updates"]
    assert [(one["update_id"], one["kind"], one["chat"]) for one in told] == [
        (first.update_id, "message", siti.id),
        (second.update_id, "message", siti.id),
    ]
    times = [datetime.fromisoformat(one["at"]) for one in told]
    assert before <= times[0] <= times[1] <= datetime.now(UTC)


async def test_long_polling_wakes_at_once(bot: Bot, siti: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0)
    await siti.says("halo")
    assert texts(await poll) == ["halo"]


async def test_two_pollers_conflict(bot: Bot, siti: Person) -> None:
    polls = [asyncio.create_task(bot.get_updates(timeout=20)) for _ in range(2)]
    done, waiting = await asyncio.wait(polls, return_when=asyncio.FIRST_COMPLETED)
    assert len(done) == 1
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await done.pop()
    await siti.says("halo")
    assert texts(await waiting.pop()) == ["halo"]


async def test_allowed_updates_are_remembered(bot: Bot, siti: Person) -> None:
    await bot.get_updates(allowed_updates=["edited_message"])
    said = await siti.says("halo")
    await siti.edits(said["id"], "halo kak")
    found = await bot.get_updates()
    assert [bool(one.edited_message) for one in found] == [True]
    assert texts(found) == ["halo kak"]


async def test_same_update_twice_and_out_of_order(bot: Bot, siti: Person, sandbox: Sandbox) -> None:
    await siti.says("a")
    await siti.says("b")
    first, second = await bot.get_updates()
    await bot.get_updates(offset=second.update_id + 1)
    await sandbox.inject(second.to_dict(), first.to_dict(), first.to_dict(), verbatim=True)
    again = await bot.get_updates(offset=second.update_id + 1)
    assert [one.update_id for one in again] == [second.update_id, first.update_id, first.update_id]
    assert await bot.get_updates() == ()


async def test_the_framework_polls(sandbox: Sandbox, siti: Person) -> None:
    app = Application.builder().token(sandbox.token).base_url(f"{sandbox.url}/bot").build()

    async def echo(update: Update, context: object) -> None:
        assert update.message is not None
        await update.message.reply_text(f"Kata kakak: {update.message.text}")

    app.add_handler(MessageHandler(filters.TEXT, echo))
    async with app:
        assert app.updater is not None
        await app.start()
        await app.updater.start_polling()
        await siti.says("halo")
        assert (await siti.hears("kata kakak"))["text"] == "Kata kakak: halo"
        await app.updater.stop()
        await app.stop()


class Receiver:
    """A webhook that refuses a number of times first."""

    def __init__(self) -> None:
        self.got: list[tuple[str | None, Update | None]] = []
        self.refuse = 0
        self.answer: dict[str, object] | None = None
        self.news = asyncio.Event()

    async def receive(self, request: Request) -> Response:
        if self.refuse:
            self.refuse -= 1
            return Response(status_code=500)
        update = Update.de_json(await request.json())
        self.got.append((request.headers.get("x-telegram-bot-api-secret-token"), update))
        self.news.set()
        return JSONResponse(self.answer) if self.answer else Response()

    async def until(self, count: int) -> list[str | None]:
        async with asyncio.timeout(15):
            while len(self.got) < count:
                self.news.clear()
                await self.news.wait()
        return [one.effective_message.text if one and one.effective_message else None for _, one in self.got]


@pytest.fixture
async def receiver(sandbox: Sandbox) -> AsyncIterator[tuple[Receiver, str]]:
    one = Receiver()
    app = Starlette(routes=[Route("/hook", one.receive, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    running = asyncio.create_task(server.serve())
    async with asyncio.timeout(10):
        while not server.started:  # noqa: ASYNC110 - uvicorn tells of its start by this flag only
            await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield one, f"http://127.0.0.1:{port}/hook"
    await sandbox.call("deleteWebhook")
    server.should_exit = True
    await running


async def test_webhook_with_secret_retries_and_keeps_order(
    bot: Bot, siti: Person, budi: Person, receiver: tuple[Receiver, str]
) -> None:
    hook, url = receiver
    hook.refuse = 2
    await bot.set_webhook(url, secret_token="rahasia_1")
    for text in ("a", "b", "c"):
        await siti.says(text)
    assert await hook.until(3) == ["a", "b", "c"]
    assert {secret for secret, _ in hook.got} == {"rahasia_1"}
    info = await bot.get_webhook_info()
    assert info.url == url and info.last_error_message == "Wrong response from the webhook: 500"
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    hook.answer = {"method": "sendMessage", "chat_id": budi.id, "text": "lewat jawaban"}
    await budi.says("d")
    assert (await budi.hears("lewat"))["text"] == "lewat jawaban"
    hook.answer = None
    await bot.delete_webhook()
    await siti.says("e")
    assert texts(await bot.get_updates()) == ["e"]


async def test_webhook_of_a_bot_that_is_away_waits(bot: Bot, siti: Person, receiver: tuple[Receiver, str]) -> None:
    hook, url = receiver
    await siti.says("lama")
    await bot.set_webhook(url, drop_pending_updates=True)
    await siti.says("baru")
    assert await hook.until(1) == ["baru"]
    with pytest.raises(BadRequest, match="Secret token"):
        await bot.set_webhook(url, secret_token="tidak boleh")


async def test_faults(bot: Bot, siti: Person, sandbox: Sandbox) -> None:
    await siti.starts()
    await sandbox.fault("retry_after", method="sendMessage", retry_after=7)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(siti.id, "x")
    assert int(str(refused.value.retry_after).split(":")[-1].split(".")[0]) == 7
    await sandbox.fault("forbidden", chat_id=siti.id)
    with pytest.raises(Forbidden):
        await bot.send_message(siti.id, "x")
    await sandbox.fault("error", times=2)
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(siti.id, "x")
    await sandbox.fault("drop_before")
    with pytest.raises(NetworkError):
        await bot.send_message(siti.id, "hilang")
    await sandbox.fault("drop_after")
    with pytest.raises(NetworkError):
        await bot.send_message(siti.id, "sampai")
    await sandbox.fault("slow", seconds=0.05)
    await bot.send_message(siti.id, "pelan")
    assert [one["text"] for one in (await siti.history())[1:]] == ["sampai", "pelan"]
    await sandbox.fault("status", status=401, description="Unauthorized")
    with pytest.raises(TelegramError):
        await bot.get_me()


async def test_real_limits_on_demand(bot: Bot, siti: Person, sandbox: Sandbox) -> None:
    await siti.starts()
    await sandbox.limits(True)
    await bot.send_message(siti.id, "1")
    with pytest.raises(RetryAfter):
        await bot.send_message(siti.id, "2")
    await sandbox.limits(False)
    await bot.send_message(siti.id, "3")


async def test_journal_holds_no_bodies(bot: Bot, siti: Person, sandbox: Sandbox) -> None:
    await siti.starts()
    await bot.send_document(siti.id, b"x" * 5000, filename="cv.pdf")
    entry = (await sandbox.journal("sendDocument"))[0]
    assert "<file of 5000 bytes>" in entry["params"].values() and entry["status"] == 200


async def test_nonsense_requests_are_refused(sandbox: Sandbox) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url) as http:
        path = f"/bot{sandbox.token}/sendMessage"
        for body in (b"{", b"[]", b'{"chat_id": 1001, "text": "\\ud800"}'):
            answer = await http.post(path, content=body, headers={"content-type": "application/json"})
            assert (answer.status_code, answer.json()["ok"]) == (400, False)


def test_the_journal_tells_what_came_after_a_number() -> None:
    journal = Journal()
    for number in range(KEPT + 10):
        journal.add("sendMessage" if number % 2 else "getMe", {}, 200, {}, 1.0)
    assert [one["n"] for one in journal.since(KEPT + 6, None)] == [KEPT + 7, KEPT + 8, KEPT + 9, KEPT + 10]
    assert [one["n"] for one in journal.since(KEPT + 6, "SENDMESSAGE")] == [KEPT + 8, KEPT + 10]
    assert len(journal.since(0, None)) == KEPT
    assert journal.since(journal.last + 5, None) == []
    journal.clear()
    journal.add("getMe", {}, 200, {}, 1.0)
    assert [one["n"] for one in journal.since(0, None)] == [KEPT + 11]
