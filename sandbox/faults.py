"""Trouble on demand: refusals, cut connections, slow answers; and Telegram's real limits."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.errors import ApiError, PhoneError

KINDS = ("retry_after", "forbidden", "error", "drop_before", "drop_after", "slow", "status")


@dataclass(slots=True)
class Fault:
    """One kind of trouble; ``times`` 0 means always."""

    id: int
    kind: str
    method: str | None = None
    chat_id: int | None = None
    times: int = 1
    retry_after: int = 3
    seconds: float = 2.0
    status: int = 500
    description: str | None = None
    after: bool = False

    def error(self) -> ApiError | None:
        """Return the refusal that this fault answers, if it does."""
        if self.kind == "retry_after":
            reason = self.description or f"Too Many Requests: retry after {self.retry_after}"
            return ApiError(429, reason, retry_after=self.retry_after)
        if self.kind == "forbidden":
            return ApiError(403, self.description or "Forbidden: bot was blocked by the user")
        if self.kind in ("error", "status"):
            return ApiError(self.status, self.description or "Internal Server Error")
        return None


class Faults:
    """The faults that are set."""

    def __init__(self) -> None:
        """Start without any."""
        self._faults: list[Fault] = []
        self._last = 0

    def add(self, given: dict[str, Any]) -> Fault:
        """Set a fault.

        Raises:
            PhoneError: a field is wrong.
        """
        if given.get("kind") not in KINDS:
            raise PhoneError("bad_fault", f"kind must be one of {', '.join(KINDS)}")
        self._last += 1
        try:
            fault = Fault(self._last, **given)
        except TypeError as error:
            raise PhoneError("bad_fault", f"unknown field of a fault: {error}") from None
        self._faults.append(fault)
        return fault

    def remove(self, fault_id: int | None) -> None:
        """Take one fault away, or all."""
        self._faults = [one for one in self._faults if fault_id is not None and one.id != fault_id]

    def as_json(self) -> list[dict[str, Any]]:
        """Return the faults that are left."""
        return [asdict(one) for one in self._faults]

    def hit(self, method: str, chat_id: str) -> Fault | None:
        """Return the fault that befalls a call, and count it."""
        for fault in self._faults:
            if fault.method and fault.method.lower() != method.lower():
                continue
            if fault.method is None and method == "getUpdates":
                continue  # a fault for all is meant for what the bot does, not for its ear
            if fault.chat_id is not None and str(fault.chat_id) != chat_id:
                continue
            if fault.times == 1:
                self._faults.remove(fault)
            elif fault.times > 1:
                fault.times -= 1
            return fault
        return None


LIMITS = {"all": (30, 1.0), "chat": (1, 1.0), "group": (20, 60.0)}


class Limits:
    """30 messages a second overall, 1 a second in a chat, 20 a minute in a group; off at start."""

    def __init__(self) -> None:
        """Start switched off."""
        self.on = False
        self._sent: dict[str, deque[float]] = defaultdict(deque)

    def count(self, chat_id: str) -> None:
        """Count one send.

        Raises:
            ApiError: 429, when it is one too many.
        """
        if not self.on:
            return
        now = time.monotonic()
        for key, most, span in self._keys(chat_id):
            sent = self._sent[key]
            while sent and sent[0] <= now - span:
                sent.popleft()
            if len(sent) >= most:
                wait = max(1, math.ceil(sent[0] + span - now))
                raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        for key, _, _ in self._keys(chat_id):
            self._sent[key].append(now)

    def _keys(self, chat_id: str) -> Iterator[tuple[str, int, float]]:
        yield ("", *LIMITS["all"])
        # A short burst to one chat is let through by Telegram; here the stated figure is kept.
        yield (chat_id, *LIMITS["group" if chat_id.startswith("-") else "chat"])
