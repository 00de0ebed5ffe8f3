"""The webhook over real HTTP: only Telegram is heard, and what is no update harms nobody."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.services import Services, make_services
from bot.webhook import LARGEST, listen, serve
from placement.errors import SettingError
from placement.settings import load_settings
from placement.storage.models import Update
from placement.storage.schema import migrate
from tests.fixtures.postgres import free_port
from tests.fixtures.sandbox import Sandbox

SECRET = "s3cret-of-the-tests"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Door:
    """A bot's webhook that listens, and its database."""

    services: Services
    url: str
    http: httpx.AsyncClient

    async def gets(self, content: Any, secret: str | None = SECRET) -> httpx.Response:
        """Deliver a body: bytes as they are, all else as JSON."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        headers = {"Content-Type": "application/json"} | ({} if secret is None else {HEADER: secret})
        return await self.http.post(self.url, content=body, headers=headers)

    async def stored(self) -> list[int]:
        """The ids of the updates in the inbox."""
        async with self.services.database.reading() as session:
            return list((await session.execute(select(Update.update_id).order_by(Update.id))).scalars())


@pytest_asyncio.fixture
async def door(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Door]:
    """A webhook on a free port; what Telegram itself would deliver goes elsewhere."""
    port = free_port()
    services = make_services(
        load_settings(
            var=tmp_path,
            sandbox_url=sandbox.url,
            telegram_webhook_url=f"http://127.0.0.1:{port}/telegram",
            telegram_webhook_secret=SECRET,
            webhook_listen=f"127.0.0.1:{port}",
        )
    )
    await migrate(services.database)
    await services.bot.initialize()
    serving = asyncio.create_task(serve(services))
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        one = Door(services, f"http://127.0.0.1:{port}/telegram", http)
        while not serving.done():
            try:
                if (await http.get(f"http://127.0.0.1:{port}/health")).status_code == 200:
                    break
            except httpx.ConnectError:
                await asyncio.sleep(0.02)
        yield one
    services.stop()
    await serving
    await services.close()


def update(update_id: int, **message: Any) -> dict[str, Any]:
    """An update with a message."""
    chat = {"id": 1001, "type": "private", "first_name": "Siti"}
    person = {"id": 1001, "is_bot": False, "first_name": "Siti"}
    return {"update_id": update_id, "message": {"message_id": 1, "date": 1, "chat": chat, "from": person, **message}}


async def test_an_update_is_stored_before_it_is_answered_and_only_once(door: Door) -> None:
    for _ in range(2):
        assert (await door.gets(update(7, text="halo"))).status_code == 200
        assert await door.stored() == [7]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET[:-1], SECRET.upper()])
async def test_without_the_secret_nothing_is_heard(door: Door, secret: str | None) -> None:
    assert (await door.gets(update(7, text="halo"), secret)).status_code == 403
    assert await door.stored() == []


async def test_a_secret_of_odd_bytes_is_only_wrong(door: Door) -> None:
    answer = await door.http.post(door.url, content=b"{}", headers=[(HEADER.encode(), "kunci-é".encode("latin-1"))])
    assert answer.status_code == 403


async def test_a_body_too_large_is_refused_before_it_is_read(door: Door) -> None:
    assert (await door.gets(b"[" * (LARGEST + 1))).status_code == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(10_000):
            yield b" " * 65_536

    try:
        answer = await door.http.post(door.url, content=endless(), headers={HEADER: SECRET})
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # The door was shut before all of it was pushed through.
    assert (await door.gets(update(8, text="x" * (LARGEST // 4)))).status_code == 200
    assert await door.stored() == [8]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"null",
        b"7",
        b'"halo"',
        b"[]",
        b'[{"update_id": 1}]',
        b"{}",
        b'{"update_id": 1}',
        b'{"update_id": "x", "message": {}}',
        b'{"message": {"message_id": 1}}',
        b'{"update_id": 1, "message": []}',
        b'{"update_id": 1, "callback_query": {"id": "1"}}',
        b'{"update_id": 1, "message": {"message_id": 1, "date": NaN, "chat": {"id": 1, "type": "private"}}}',
        b'{"update_id": 1e400, "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}}',
        b'{"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "location":'
        b' {"latitude": NaN, "longitude": 1}}}',
    ],
)
async def test_what_is_no_update_is_taken_and_forgotten(door: Door, body: bytes) -> None:
    assert (await door.gets(body)).status_code == 200, "Telegram would send it again for ever"
    assert await door.stored() == []
    assert (await door.gets(update(9, text="halo"))).status_code == 200
    assert await door.stored() == [9]


async def test_odd_characters_are_stored_as_they_came(door: Door) -> None:
    text = "a\x00b\ud800c\u200b\u202e😀"
    assert (await door.gets(update(7, text=text))).status_code == 200
    async with door.services.database.reading() as session:
        payload = (await session.execute(select(Update.payload))).scalar_one()
    assert payload is not None and payload["message"]["text"] == text


async def test_only_posts_are_updates(door: Door) -> None:
    assert (await door.http.get(door.url)).status_code in (404, 405)
    assert (await door.http.put(door.url, content=b"{}", headers={HEADER: SECRET})).status_code == 405


async def test_telegram_is_told_the_secret_and_what_we_want(door: Door, sandbox: Sandbox) -> None:
    [told] = await sandbox.journal("setWebhook")
    assert told["params"]["secret_token"] == SECRET
    assert "callback_query" in told["params"]["allowed_updates"]


@pytest.mark.parametrize(
    "address", ["8443", ":8443", "127.0.0.1:", "127.0.0.1:https", "127.0.0.1:99999", "no.such.host.invalid:1"]
)
def test_an_address_that_is_none_is_named(address: str) -> None:
    with pytest.raises(SettingError, match="WEBHOOK_LISTEN"):
        listen(address)


def test_a_busy_port_says_what_to_do() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(SettingError, match="stop the other program"),
    ):
        listen(f"127.0.0.1:{taken.getsockname()[1]}")
