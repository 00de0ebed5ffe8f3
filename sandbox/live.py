"""Live events for phones: a short log for each account that is being watched, and those who wait on it."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Any

KEPT = 1000
WATCHED_FOR = 300.0

Event = tuple[int, str, Any]


class Live:
    """Events by account. Nothing is made for accounts that nobody has watched lately."""

    def __init__(self) -> None:
        """Start with nobody watching."""
        self.last = int(time.time() * 1000)
        self._logs: dict[int, deque[Event]] = {}
        self._starts: dict[int, int] = {}
        self._watchers: dict[int, int] = {}
        self._left: dict[int, float] = {}
        self._news = asyncio.Event()

    def watched(self, account: int) -> bool:
        """Return whether somebody looks at this account, or did a moment ago."""
        return account in self._logs and (
            self._watchers.get(account, 0) > 0 or time.monotonic() - self._left.get(account, 0.0) < WATCHED_FOR
        )

    def everybody(self) -> list[int]:
        """Return the accounts that are watched."""
        return [account for account in self._logs if self.watched(account)]

    def publish(self, account: int, event: str, make: Callable[[], Any]) -> None:
        """Add an event; ``make`` is called only when somebody watches."""
        if not self.watched(account):
            self._logs.pop(account, None)
            return
        self.last += 1
        self._logs[account].append((self.last, event, make()))
        self._news.set()
        self._news = asyncio.Event()

    async def follow(
        self, accounts: list[int], since: int | None, beat: float = 15.0
    ) -> AsyncIterator[tuple[int, int, str, Any]]:
        """Yield (account, id, event, data), from after ``since``; (0, last, "", None) is a heartbeat."""
        for account in accounts:
            if account not in self._logs:
                self._logs[account] = deque(maxlen=KEPT)
                self._starts[account] = self.last
            self._watchers[account] = self._watchers.get(account, 0) + 1
        seen = self.last if since is None else since
        try:
            if since is not None and any(not self._reaches(account, since) for account in accounts):
                seen = self.last
                for account in accounts:
                    yield account, seen, "reset", {}
            while True:
                news = self._news
                fresh = self._after(accounts, seen)
                for number, account, event, data in fresh:
                    seen = number
                    yield account, number, event, data
                if fresh:
                    continue
                try:
                    await asyncio.wait_for(news.wait(), beat)
                except TimeoutError:
                    yield 0, seen, "", None
        finally:
            for account in accounts:
                self._watchers[account] -= 1
                self._left[account] = time.monotonic()

    def _after(self, accounts: list[int], seen: int) -> list[tuple[int, int, str, Any]]:
        found = [
            (number, account, event, data)
            for account in accounts
            for number, event, data in self._logs.get(account, ())
            if number > seen
        ]
        return sorted(found, key=lambda one: one[0])

    def _reaches(self, account: int, since: int) -> bool:
        log = self._logs[account]
        if since > self.last or since < self._starts[account]:
            return False
        return len(log) < KEPT or log[0][0] <= since + 1
