"""What the bot asked for and what it got: the last few thousand calls."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime
from itertools import islice
from typing import Any

KEPT = 5000


class Journal:
    """The last calls, numbered."""

    def __init__(self) -> None:
        """Start empty."""
        self.last = 0
        self._entries: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def add(self, method: str, params: dict[str, Any], status: int, answer: Any, milliseconds: float) -> None:
        """Write one call down."""
        self.last += 1
        self._entries.append(
            {
                "n": self.last,
                "at": datetime.now(UTC).isoformat(),
                "ms": round(milliseconds, 2),
                "method": method,
                "params": params,
                "status": status,
                "answer": answer,
            }
        )

    def since(self, number: int, method: str | None) -> list[dict[str, Any]]:
        """Return the calls after a number, of one method when it is given."""
        wanted = method.lower() if method else None
        # Numbers rise by one up to the last entry: whoever asks often is not made to wait for what was told before.
        fresh = islice(self._entries, max(0, len(self._entries) - max(0, self.last - number)), None)
        return [one for one in fresh if wanted is None or one["method"].lower() == wanted]

    def clear(self) -> None:
        """Forget all; numbers go on rising."""
        self._entries.clear()
