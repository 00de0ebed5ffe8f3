"""The send budget: 30 messages a second overall, about one a second to a chat, 20 a minute to a group."""

from __future__ import annotations

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
