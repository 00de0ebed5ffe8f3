"""The send budget: 30 messages a second overall, about one a second to a chat, 20 a minute to a group."""

from __future__ import annotations

import asyncio

from aiolimiter import AsyncLimiter

OVERALL = (30, 1.0)
PRIVATE = (5, 5.0)
"""One a second on average; an answer of several messages goes out at once."""
GROUP = (20, 60.0)
KEEP = 2_000
"""Chats whose pace is remembered."""


class Budget:
    """Waits until a call may be made."""

    def __init__(self) -> None:
        """Start with a full budget."""
        self._overall = AsyncLimiter(*OVERALL)
        self._chats: dict[int, AsyncLimiter] = {}
        self._refused: tuple[int, float] | None = None
        self._not_before = 0.0

    def refused(self, telegram_id: int, seconds: float) -> None:
        """Note that Telegram asks to wait.

        It does not say whether the limit is the chat's or the bot's. A second private chat that meets one while the
        first still waits means the bot's: then nothing is sent until the time is over, for each try makes it longer.
        """
        if telegram_id < 0:
            return  # A group has a limit of its own, which it meets alone.
        now = asyncio.get_running_loop().time()
        first, until = self._refused or (telegram_id, 0.0)
        if first != telegram_id and until > now:
            self._not_before = max(self._not_before, until, now + seconds)
        self._refused = (telegram_id, now + seconds)

    async def spend(self, telegram_id: int) -> None:
        """Wait for a place: the chat's own first, then the overall one."""
        limiter = self._chats.pop(telegram_id, None)
        if limiter is None:
            limiter = AsyncLimiter(*(GROUP if telegram_id < 0 else PRIVATE))
        self._chats[telegram_id] = limiter  # Newest last: the oldest is forgotten first.
        if len(self._chats) > KEEP:
            self._chats.pop(next(iter(self._chats)))
        await limiter.acquire()
        await self._overall.acquire()
        loop = asyncio.get_running_loop()
        while (wait := self._not_before - loop.time()) > 0:  # noqa: ASYNC110 - it may grow meanwhile
            await asyncio.sleep(wait)
