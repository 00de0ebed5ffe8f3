"""Sends updates to a webhook: in order in each chat, several chats at once, again until the bot says 200."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import structlog

from sandbox.updates import Pending, Updates
from sandbox.wire import to_json

log = structlog.get_logger(__name__)
FIRST_WAIT = 0.2
LONGEST_WAIT = 30.0
PATIENCE = 60.0
JSON = {"Content-Type": "application/json"}

Answer = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(slots=True)
class Target:
    """Where updates go, and what went wrong last."""

    url: str
    secret: str | None = None
    max_connections: int = 40
    custom_certificate: bool = False
    ip_address: str | None = None
    last_error_at: int | None = None
    last_error: str | None = None


class Webhook:
    """The one webhook of the bot."""

    def __init__(self, updates: Updates, answer: Answer) -> None:
        """Take the queue, and what runs a method that the bot's answer holds."""
        self.target: Target | None = None
        self._updates = updates
        self._answer = answer
        self._task: asyncio.Task[None] | None = None

    async def set(self, target: Target | None) -> None:
        """Change the webhook; None ends it."""
        await self.stop()
        self.target = target
        self._updates.webhook_active = target is not None
        self._updates.wake()
        if target is not None:
            self._task = asyncio.create_task(self._run(target))

    async def stop(self) -> None:
        """End deliveries."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _run(self, target: Target) -> None:
        busy: dict[int, asyncio.Task[None]] = {}
        headers = {"X-Telegram-Bot-Api-Secret-Token": target.secret} if target.secret else {}
        # Certificates are the bot's own here (self-signed ones are allowed by Telegram when uploaded).
        async with httpx.AsyncClient(timeout=PATIENCE, headers=headers, verify=False, trust_env=False) as client:  # noqa: S501
            try:
                while True:
                    for lane in [lane for lane, task in busy.items() if task.done()]:
                        busy.pop(lane).result()
                    for item in list(self._updates.pending):
                        if len(busy) >= target.max_connections:
                            break
                        if item.lane not in busy:
                            busy[item.lane] = asyncio.create_task(self._deliver(client, target, item))
                    await self._updates.news(1.0)
            finally:
                for task in busy.values():
                    task.cancel()
                await asyncio.gather(*busy.values(), return_exceptions=True)

    async def _deliver(self, client: httpx.AsyncClient, target: Target, item: Pending) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                answer = await client.post(target.url, content=to_json(item.body), headers=JSON)
                problem = (
                    None if answer.status_code == 200 else f"Wrong response from the webhook: {answer.status_code}"
                )
            except (httpx.HTTPError, OSError) as error:
                answer, problem = None, str(error) or "Connection failed"
            if problem is None:
                break
            target.last_error_at, target.last_error = int(time.time()), problem
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
        self._updates.got([item])
        self._updates.done([item])
        self._updates.wake()
        if answer is not None and answer.content[:1] == b"{":
            body = answer.json()
            if isinstance(body, dict) and "method" in body:
                await self._answer(body)
