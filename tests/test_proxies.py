"""A proxy that leads out to the internet is not asked the way to what stands on this machine."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.rasa import Rasa
from bot.services import make_bot
from launcher.processes import answers
from placement.errors import UnavailableError
from placement.settings import load_settings
from tests.fixtures.postgres import free_port
from tests.fixtures.sandbox import Sandbox


@pytest.fixture(autouse=True)
def _dead_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)


async def test_the_sandbox_is_reached_directly(sandbox: Sandbox, tmp_path: Path) -> None:
    bot = make_bot(load_settings(sandbox_url=sandbox.url, var=tmp_path, telegram_bot_token=None))
    await bot.initialize()
    assert bot.username
    await bot.shutdown()


async def test_rasa_is_reached_directly(sandbox: Sandbox) -> None:
    rasa = Rasa(sandbox.url, 10.0)  # It is no Rasa, but it answers.
    with pytest.raises(UnavailableError, match="answers 404"):
        await rasa.parse("halo")
    await rasa.close()


async def test_the_launcher_sees_that_a_process_is_well(sandbox: Sandbox) -> None:
    assert await asyncio.to_thread(answers(f"{sandbox.url}/health"))
