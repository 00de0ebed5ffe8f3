"""The whole line, as a seeker and an officer meet it."""

from __future__ import annotations

from tests.fixtures.sandbox import Sandbox


async def test_a_first_message_is_answered(telegram: Sandbox) -> None:
    ani = await telegram.newcomer("Ani")
    await ani.says("cari kerja kasir di Bekasi")
    assert "kasir" in (await ani.hears("kasir"))["text"].lower()
