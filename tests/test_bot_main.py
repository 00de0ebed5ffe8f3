"""The bot's process: it can be stopped before Telegram was ever reached, and no part outlives another that failed."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot import __main__ as process
from bot.services import Services, make_services
from placement.settings import load_settings
from placement.storage import schema
from placement.storage.database import open_database
from tests.fixtures.postgres import free_port
from tests.fixtures.sandbox import Sandbox


@pytest_asyncio.fixture(autouse=True)
async def _signals() -> AsyncIterator[None]:
    """Take the process's handlers off again: here its signals are those of the tests."""
    yield
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().remove_signal_handler(number)


async def prepared(monkeypatch: pytest.MonkeyPatch, var: Path, telegram: str) -> None:
    """Make a database, and an environment that names it and a Telegram."""
    for name, value in (("VAR", str(var)), ("SANDBOX_URL", telegram), ("LOG_FORMAT", "json")):
        monkeypatch.setenv(name, value)
    for name in ("DATABASE_URL", "TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_URL"):
        monkeypatch.delenv(name, raising=False)
    database = open_database(load_settings())
    await schema.migrate(database)
    await database.close()


async def test_it_ends_when_told_so_while_telegram_can_not_be_reached(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    await prepared(monkeypatch, tmp_path, f"http://127.0.0.1:{free_port()}")
    tried = asyncio.Event()

    def noticing(*args: object, **kwargs: object) -> Services:
        services = make_services(*args, **kwargs)  # type: ignore[arg-type]
        initialize = services.bot.initialize

        async def initialize_and_tell() -> None:
            tried.set()
            await initialize()

        object.__setattr__(services.bot, "initialize", initialize_and_tell)
        return services

    monkeypatch.setattr(process, "make_services", noticing)
    running = asyncio.create_task(process.main())
    await asyncio.wait({running, asyncio.create_task(tried.wait())}, return_when=asyncio.FIRST_COMPLETED)
    assert not running.done()
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(60):
        await running
    assert not (tmp_path / "run" / "bot.ready").exists()


async def test_a_part_that_fails_ends_the_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sandbox: Sandbox
) -> None:
    await prepared(monkeypatch, tmp_path, sandbox.url)

    async def fails(_services: Services) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(process, "watch", fails)
    async with asyncio.timeout(60):
        with pytest.raises(RuntimeError, match="a fault of ours"):
            await process.main()
