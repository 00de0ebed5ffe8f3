"""Rasa's HTTP door, driven as fast as it answers: our turn channel and stock Rasa's REST channel, by one driver.

No Telegram, no bot: one request a turn, a story after another, so many conversations side by side.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import httpx

from bench.story import Said
from placement.settings import load_settings
from placement.storage import inbox
from placement.storage.database import open_database

FIRST_TURN = 1_000_000_000
"""Ids of turns that no inbox gives, so that effects of the line's own turns are never met."""
_turn_ids = count(FIRST_TURN)


class Conversation(Protocol):
    """One seeker's side of a channel."""

    async def say(self, said: Said) -> str:
        """Say something; return all that the answer holds, as text."""


@dataclass
class TurnChannel:
    """Our channel: the state goes with each request and comes back with its answer."""

    http: httpx.AsyncClient
    chat: int
    state: dict[str, Any] | None = None

    async def say(self, said: Said) -> str:
        """Have one message handled.

        Raises:
            httpx.HTTPStatusError: the turn failed.
        """
        body = {
            "turn_id": next(_turn_ids),
            "conversation": f"c{self.chat}",
            "state": self.state,
            "message": {"text": said.text},
            "metadata": {"chat": self.chat, "language": "id", "quote": said.text},
        }
        answer = (await self.http.post("/webhooks/turn/webhook", json=body)).raise_for_status().json()
        self.state = answer["state"]
        return json.dumps(answer["messages"], ensure_ascii=False)


@dataclass
class RestChannel:
    """Stock Rasa's channel: the state is in its tracker store."""

    http: httpx.AsyncClient
    chat: int

    async def say(self, said: Said) -> str:
        """Have one message handled; Rasa swallows what goes wrong."""
        body = {
            "sender": f"c{self.chat}",
            "message": said.text,
            "metadata": {"turn_id": next(_turn_ids), "chat": self.chat, "language": "id", "quote": said.text},
        }
        answer = (await self.http.post("/webhooks/rest/webhook", json=body)).raise_for_status().json()
        return json.dumps(answer, ensure_ascii=False)


@dataclass
class Asked:
    """One turn at a channel: which, milliseconds, whether anything was answered."""

    said: Said
    latency: float
    answer: str

    @property
    def answered(self) -> bool:
        """Whether there was an answer at all."""
        return self.answer != "[]"


@dataclass
class Drive:
    """Turns at a channel."""

    seconds: float = 0.0
    turns: list[Asked] = field(default_factory=list)


async def chats(database_url: str, var: Path, number: int) -> list[int]:
    """Make rows for so many chats, which actions look for, and return their ids."""
    database = open_database(load_settings(database_url=database_url, var=var))
    try:
        async with database.transaction("system", "bench") as session:
            base = next(_turn_ids)  # A Telegram id that nobody has.
            return [
                await inbox.ensure_chat(session, bot_id=1, telegram_id=base * 1000 + one, kind="private", language="id")
                for one in range(number)
            ]
    finally:
        await database.close()


async def saturate(
    begin: Callable[[], Conversation],
    script: Sequence[Said],
    together: int,
    seconds: float,
    tell: Callable[[int], None],
) -> Drive:
    """Play script after script in so many conversations at once; count what is answered within the time."""
    drive = Drive()
    start = time.monotonic()

    async def play() -> None:
        while time.monotonic() - start < seconds:
            conversation = begin()
            for said in script:
                asked = await _ask(conversation, said)
                if time.monotonic() - start > seconds:
                    return
                drive.turns.append(asked)
                tell(len(drive.turns))

    await asyncio.gather(*(play() for _ in range(together)))
    drive.seconds = seconds
    return drive


async def in_a_row(
    conversation: Conversation, script: Sequence[Said], number: int, tell: Callable[[int], None]
) -> Drive:
    """Play so many turns of one conversation, the script over and over."""
    drive = Drive()
    start = time.monotonic()
    for turn in range(number):
        drive.turns.append(await _ask(conversation, script[turn % len(script)]))
        tell(turn + 1)
    drive.seconds = time.monotonic() - start
    return drive


async def _ask(conversation: Conversation, said: Said) -> Asked:
    began = time.perf_counter()
    answer = await conversation.say(said)
    return Asked(said, (time.perf_counter() - began) * 1000, answer)
