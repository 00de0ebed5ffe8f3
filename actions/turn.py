"""What every action starts from: the turn it belongs to, what was said, and how to answer."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.denied import meant_by
from actions.services import Services, current, plain
from placement.logs import bind_turn, unbind_turn
from placement.stops import stop
from placement.storage import effects

Event = dict[str, Any]
Reply = dict[str, Any]
"""{"response": key, "args": {...}}: a named response, also inside another's arguments."""

FORM = "registration_form"
RECORD_FORM = "record_form"
FORMS = frozenset({FORM, RECORD_FORM})
REQUESTED = "requested_slot"
HANDED_ON = frozenset({"action_inform", "action_unclear"})
"""Actions that may get a message from another one; no rule goes on after that."""
MOST_VALUES = 8
"""Different values of one entity that a message is taken to mean: each may cost a look into the vocabularies."""


def reply(key: str, **args: Any) -> Reply:
    """Name a response that stands inside another one."""
    return {"response": key, "args": args}


def button(key: str, intent: str, title_args: Mapping[str, Any] | None = None, **entities: Any) -> dict[str, Any]:
    """Make a button: the response that is its title, and what a press says."""
    return {"title": reply(key, **(title_args or {})), "intent": intent, "entities": entities}


@dataclass
class Turn:
    """One action's view of one turn."""

    turn_id: int
    chat_id: int
    text: str
    """The words of the message; empty for a press, a file, a location."""
    intent: str
    entities: list[dict[str, Any]]
    tracker: Tracker
    services: Services
    action: str
    _dispatcher: CollectingDispatcher
    _ordinal: int = field(default=0)
    denied: list[dict[str, Any]] = field(default_factory=list)
    """Entities that the message takes back («bukan Bekasi»)."""
    unfinished: list[dict[str, Any]] = field(default_factory=list)
    """Schooling that was begun and not finished."""
    sureness: float = 1.0
    """How sure the intent is (0–1)."""
    minimum_wage: int | None = None
    """Rupiah a month where the person lives, once that is known and told by the office."""

    def values(self, entity: str) -> list[str]:
        """Give the values of an entity in the order in which they were said, each once; the first few of very many."""
        said = (str(found["value"]) for found in self.entities if found.get("entity") == entity and found.get("value"))
        return list(dict.fromkeys(said))[:MOST_VALUES]

    def places(self) -> list[str]:
        """Give the places said, each with the kind before it that a tagger leaves out: «kab tangerang» is no city."""
        return [self._with_kind(place) for place in self.values("location")]

    def _with_kind(self, place: str) -> str:
        said = re.search(rf"\b(?:kab(?:upaten)?|kota)\b[.\s]{{1,3}}{re.escape(place)}\b", self.text, re.IGNORECASE)
        return said[0] if said else place

    def first(self, entity: str) -> str | None:
        """Give the first value of an entity."""
        return next(iter(self.values(entity)), None)

    def has(self, entity: str) -> bool:
        """Whether the message names an entity, be its value empty (a location at sea)."""
        return any(found.get("entity") == entity for found in self.entities)

    @property
    def quote(self) -> str | None:
        """The words as they are kept beside a fact; None for a press."""
        return self.text or None

    @property
    def in_form(self) -> bool:
        """Whether registration is going on, so that its question comes back after this answer."""
        return self.form is not None

    @property
    def form(self) -> str | None:
        """The form that is going on; None outside of one."""
        name = self.tracker.active_loop_name
        return str(name) if name in FORMS else None

    @property
    def requested(self) -> str | None:
        """The fact that registration asked for last."""
        return self.tracker.get_slot(REQUESTED) if self.in_form else None

    def slot(self, name: str) -> Any:
        """Give a slot's value."""
        return self.tracker.get_slot(name)

    def say(self, key: str, buttons: list[dict[str, Any]] | None = None, **args: Any) -> None:
        """Answer with a named response."""
        self._dispatcher.utter_message(response=key, buttons=buttons or [], **plain(args))

    def say_again(self, told: Mapping[str, Any]) -> None:
        """Answer with a response that was kept with an effect: {"response", "args", "buttons"}."""
        self.say(told["response"], told.get("buttons"), **told.get("args", {}))

    async def once(self, why: str, run: Callable[[Any], Awaitable[Any]]) -> Any:
        """Do something in one transaction, once a turn; gives its result (JSON), also when it was done before.

        A domain error (`PlacementError`) leaves the database as it was and comes through.
        """
        ordinal, self._ordinal = self._ordinal, self._ordinal + 1
        await stop("actions.begun")
        async with self.services.database.transaction(f"chat:{self.chat_id}", why) as session:

            async def run_plain() -> Any:
                return plain(await run(session))

            result = await effects.once(session, self.turn_id, self.action, ordinal, run_plain)
            await stop("actions.effect_done")
        await stop("actions.committed")
        return result

    async def read(self, run: Callable[[Any], Awaitable[Any]]) -> Any:
        """Read something in one consistent picture."""
        async with self.services.database.reading() as session:
            return await run(session)


class TurnAction(Action, ABC):
    """An action that answers a turn."""

    action: ClassVar[str]

    def name(self) -> str:
        """Give the name by which domain and rules know it."""
        return self.action

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]) -> list[Event]:
        """Read the turn and answer it; whatever goes wrong fails the turn, which is then tried again."""
        turn = read_turn(self.action, dispatcher, tracker, await current())
        bind_turn(turn.turn_id)
        try:
            return _and_then(turn, await self.answer(turn))
        finally:
            unbind_turn()

    @abstractmethod
    async def answer(self, turn: Turn) -> list[Event]:
        """Answer; gives events for the conversation's state."""


def read_turn(action: str, dispatcher: CollectingDispatcher, tracker: Tracker, services: Services) -> Turn:
    """Read a turn from the tracker's latest message; ValueError without turn_id and chat in its metadata."""
    message = tracker.latest_message
    metadata = message.get("metadata") or {}
    try:
        turn_id, chat_id = int(metadata["turn_id"]), int(metadata["chat"])
    except (KeyError, TypeError, ValueError):
        raise ValueError("the message's metadata must carry turn_id and chat") from None
    said = str(metadata.get("quote") or message.get("text") or "")
    # A payload is a press, never words to be kept.
    text = "" if said.startswith("/") else said.strip()
    intent = message.get("intent") or {}
    meant = meant_by(text, list(message.get("entities") or []))
    return Turn(
        turn_id=turn_id,
        chat_id=chat_id,
        text=text,
        intent=str(intent.get("name") or ""),
        entities=meant.entities,
        tracker=tracker,
        services=services,
        action=action,
        _dispatcher=dispatcher,
        denied=meant.denied,
        unfinished=meant.unfinished,
        sureness=float(intent.get("confidence", 1.0)),
    )


def _and_then(turn: Turn, events: list[Event]) -> list[Event]:
    """Say what comes next where the rules can't: a rule that began with one question open does not fit its end.

    The answer ends the turn, or, in the middle of registration, lets the form come back with its question.
    """
    handed_on = turn.action in HANDED_ON and answered_already(turn)
    changed = any(event["event"] == "slot" and event["name"] == "asking" and event["value"] != turn.slot("asking")
                  for event in events)  # fmt: skip
    kinds = {event["event"] for event in events}
    if "followup" in kinds or not (changed or handed_on or kinds & {"reset_slots", "active_loop"}):
        return events
    goes_on = turn.in_form and "active_loop" not in kinds
    if goes_on and turn.action == f"validate_{turn.form}":
        return events
    return [*events, FollowupAction(turn.form if goes_on else "action_listen")]


def answered_already(turn: Turn) -> bool:
    """Whether another action has had this message."""
    for event in reversed(turn.tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "action" and event["name"] not in {"action_listen", "action_extract_slots", *FORMS}:
            return True
    return False


def hand_on(action: str) -> list[Event]:
    """Leave a message that was no answer to the question to another action, and the question with it."""
    return [asking(None), FollowupAction(action)]


def asking(what: str | None) -> Event:
    """Keep what the answer asks, so that «iya» and «nggak» mean something."""
    event: Event = SlotSet("asking", what)
    return event


def begin_record(purpose: str) -> list[Event]:
    """Go on with the rest of the record: with «all», with what one use needs, or with one topic."""
    return [asking(None), SlotSet("record_for", purpose), SlotSet("record", None), SlotSet(REQUESTED, None),
            FollowupAction(RECORD_FORM)]  # fmt: skip


def leave_form() -> list[Event]:
    """Stop registration where it is."""
    return [ActiveLoop(None), SlotSet(REQUESTED, None)]
