"""The turn being handled, carried by a context variable, and the tracker store that reads and fills it.

Rasa keeps nothing between turns: the request brings the conversation's events, the answer takes them away. Turns of
different conversations run in one event loop; a `ContextVar` keeps them apart, because every request is handled in
a task with a context of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


@dataclass
class Turn:
    """One request: what came in, and what is collected on the way."""

    turn_id: int | str
    events: list[dict[str, Any]] = field(default_factory=list)
    tracker: DialogueStateTracker | None = None
    failure: str | None = None
    unreadable: bool = False
    """Whether the events could not be replayed: what came of the turn has to be thrown away."""


current_turn: ContextVar[Turn | None] = ContextVar("current_turn", default=None)


class PassThroughTrackerStore(TrackerStore):
    """Build a tracker from the current turn's events and put the new one back there; store nothing."""

    def __init__(self, domain: Domain | None, event_broker: EventBroker | None = None, **_: Any) -> None:
        """Take what Rasa passes to any store; host and options have no meaning here."""
        super().__init__(domain, event_broker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Give the tracker that the request brought; None outside a turn and at a conversation's start."""
        turn = current_turn.get()
        if turn is None or not turn.events:
            return None
        try:
            return DialogueStateTracker.from_dict(sender_id, turn.events, self.domain.slots)
        except Exception:  # Rasa says in many ways that an event is not what it should be, in a person's words too.
            turn.unreadable = True
            return None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Leave the tracker with the turn; outside a turn it is dropped."""
        turn = current_turn.get()
        if turn is not None:
            turn.tracker = tracker

    async def keys(self) -> Iterable[str]:
        """Give no conversation: none is kept."""
        return []
