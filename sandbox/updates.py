"""The queue of updates: kept until confirmed, fetched by one poller or sent to a webhook."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.errors import ApiError
from sandbox.schema import check_update

EPOCH = 1767225600
"""2026-01-01: ids grow with the clock, so that a restarted sandbox never repeats one that a bot has seen."""
KEPT = 5000
"""Arrivals that are remembered."""
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
POLLING_WITH_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
TWO_POLLERS = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def fresh_id() -> int:
    """Return an id above all that an earlier sandbox gave."""
    return int((time.time() - EPOCH) * 10)


@dataclass(slots=True)
class Pending:
    """One update that waits."""

    id: int
    body: dict[str, Any]
    forced: bool = False
    message: tuple[int, int] | None = None

    @property
    def lane(self) -> int:
        """The chat whose order must be kept."""
        for part in self.body.values():
            if isinstance(part, dict):
                chat = part.get("chat") or part.get("message", {}).get("chat") or part.get("from") or {}
                return int(chat.get("id", 0))
        return 0


class Updates:
    """All that the bot has not confirmed yet."""

    def __init__(self, fetched: Callable[[int, int], None]) -> None:
        """Take what is told when the bot has got a message (chat, id)."""
        self.pending: list[Pending] = []
        self.arrivals: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self.allowed: frozenset[str] | None = None
        self.next_id = fresh_id()
        self.webhook_active = False
        self.polled_at = 0.0
        self._fetched = fetched
        self._news = asyncio.Event()
        self._poller = 0

    def push(self, kind: str, content: dict[str, Any], message: tuple[int, int] | None = None) -> int | None:
        """Add an update, unless the bot does not want its kind; return its id."""
        if (kind in NOT_BY_DEFAULT) if self.allowed is None else (kind not in self.allowed):
            return None
        self.next_id += 1
        body = {"update_id": self.next_id, kind: content}
        check_update(body)
        one = Pending(self.next_id, body, message=message)
        self.pending.append(one)
        self.arrivals.append({"update_id": one.id, "kind": kind, "chat": one.lane, "at": datetime.now(UTC).isoformat()})
        self.wake()
        return self.next_id

    def inject(self, update: dict[str, Any], *, verbatim: bool) -> int:
        """Add a raw update: duplicate, out of order or odd, delivered once whatever was confirmed."""
        if "update_id" not in update:
            self.next_id += 1
            update = {"update_id": self.next_id, **update}
        if not verbatim:
            check_update(update)
        self.pending.append(Pending(int(update["update_id"]), update, forced=True))
        self.wake()
        return int(update["update_id"])

    def since(self, update_id: int) -> list[dict[str, Any]]:
        """Tell when the updates after one arrived here."""
        return [one for one in self.arrivals if one["update_id"] > update_id]

    def wake(self) -> None:
        """Tell those who wait that there is something new."""
        self._news.set()
        self._news = asyncio.Event()

    async def news(self, patience: float) -> None:
        """Wait for something new, at most so many seconds."""
        try:
            await asyncio.wait_for(self._news.wait(), patience)
        except TimeoutError:
            return

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remember what the bot wants; an empty list is the default, None changes nothing."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def done(self, items: Iterable[Pending]) -> None:
        """Take delivered updates out."""
        gone = {id(item) for item in items}
        self.pending = [item for item in self.pending if id(item) not in gone]

    def got(self, items: Iterable[Pending]) -> None:
        """Mark messages as read by the bot."""
        for item in items:
            if item.message:
                self._fetched(*item.message)

    async def poll(self, offset: int | None, limit: int, patience: float) -> list[dict[str, Any]]:
        """Do what getUpdates does.

        Raises:
            ApiError: 409, when a webhook is set or another poller came.
        """
        if self.webhook_active:
            raise ApiError(409, POLLING_WITH_WEBHOOK)
        self._poller += 1
        mine = self._poller
        self.wake()
        end = time.monotonic() + patience
        if offset is not None and offset < 0:
            self.pending = self.pending[offset:]
        elif offset:
            self.pending = [item for item in self.pending if item.forced or item.id >= offset]
        while True:
            self.polled_at = time.monotonic()
            if self.pending:
                batch = self.pending[:limit]
                forced = [item for item in batch if item.forced]
                self.done(forced)
                self.got(batch)
                return [item.body for item in batch]
            left = end - time.monotonic()
            if left <= 0:
                return []
            await self.news(left)
            if mine != self._poller:
                raise ApiError(409, TWO_POLLERS)
            if self.webhook_active:
                raise ApiError(409, POLLING_WITH_WEBHOOK)
