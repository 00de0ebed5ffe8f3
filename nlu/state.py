"""A conversation's state between turns: an event list, compacted so that its size stays flat for years.

A state is `{"version": 1, "events": [...]}` in Rasa's event format. Compaction replays everything older than the last
few turns into its result (slots, active form, last action) and strips the kept turns of what prediction never reads:
bot utterances, texts, entity values, confidences and times. Rules see the same past as without compaction, `WINDOW`
turns deep.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME, DEFAULT_SLOT_NAMES, REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, Restarted, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

Events = list[dict[str, Any]]

VERSION = 1
WINDOW = 3  # turns kept as they were; rules look back over the current turn and the one before

_KEPT_AS_IS = frozenset({"active_loop", "loop_interrupted", "rewind", "undo", "pause", "resume", "followup"})


class BadState(ValueError):
    """The state of a request can't be read; the message names the field."""


def read_state(state: Any, domain: Domain) -> Events:
    """Give the events of a state, without what the loaded model does not know (it may have been trained since).

    Raises:
        BadState: Not a state that this module wrote.
    """
    if state is None:
        return []
    if not isinstance(state, dict) or state.get("version") != VERSION:
        raise BadState(f"state.version must be {VERSION}")
    events = state.get("events")
    if not isinstance(events, list) or not all(isinstance(e, dict) and isinstance(e.get("event"), str) for e in events):
        raise BadState("state.events must be a list of events")
    slots = {slot.name for slot in domain.slots}
    actions = set(domain.action_names_or_texts)
    forms = {None, *domain.form_names}
    kept = []
    for event in events:
        kind, name = event["event"], event.get("name")
        unknown = (
            (kind == "slot" and name not in slots)
            or (kind == "action" and name not in actions)
            or (kind in {"active_loop", "action_execution_rejected"} and name not in forms)
        )
        if not unknown:
            kept.append(event)
    return kept


def compact(tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """Give the state after a turn, to be sent with the next one."""
    events = _since_reset(list(tracker.events))
    cut = _window_start(events)
    past = DialogueStateTracker.from_events(tracker.sender_id, events[:cut], domain.slots)
    exact = {slot.name for slot in domain.slots if slot.influence_conversation} | {REQUESTED_SLOT}
    prefix = _summary(past, tracker, exact) if cut else _free_slots(tracker, exact)
    window = [slim for event in events[cut:] if (slim := _slim(event, exact)) is not None]
    return {"version": VERSION, "events": prefix + window}


def _since_reset(events: list[Event]) -> list[Event]:
    """Leave out a session's start and all before it: replayed, it would empty the slots told before the window."""
    resets = [index for index, event in enumerate(events) if isinstance(event, (Restarted, SessionStarted))]
    return events[resets[-1] + 1 :] if resets else events


def _window_start(events: list[Event]) -> int:
    """Give the index of the first event of the kept turns; 0 when there are no older ones."""
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    return starts[-WINDOW] if len(starts) > WINDOW else 0


def _summary(past: DialogueStateTracker, now: DialogueStateTracker, exact: set[str]) -> Events:
    """Stand in for the dropped turns. Ends as they did, so that a rule for a conversation's start doesn't fit."""
    events = _free_slots(now, exact)
    events += [
        {"event": "slot", "name": slot.name, "value": slot.value}
        for slot in past.slots.values()
        if slot.name in exact and slot.value != slot.initial_value
    ]
    if past.is_paused():
        events.append({"event": "pause"})
    loop = past.active_loop_name
    last = _last_real_action(past) or loop
    if last and last != loop:
        events.append({"event": "action", "name": last})
    if loop:
        events += [{"event": "action", "name": loop}, {"event": "active_loop", "name": loop}]
        if past.is_active_loop_rejected:
            events.append({"event": "action_execution_rejected", "name": loop})
    events.append({"event": "action", "name": ACTION_LISTEN_NAME})
    return events


def _free_slots(now: DialogueStateTracker, exact: set[str]) -> Events:
    """Give the slots that no prediction looks at, with their present values: their history is of no use."""
    return [
        {"event": "slot", "name": slot.name, "value": slot.value}
        for slot in now.slots.values()
        if slot.name not in exact and slot.name not in DEFAULT_SLOT_NAMES and slot.value != slot.initial_value
    ]


def _last_real_action(past: DialogueStateTracker) -> str | None:
    for event in reversed(past.events):
        if event.type_name == "action" and event.action_name not in {None, ACTION_LISTEN_NAME}:
            return str(event.action_name)
    return None


def _slim(event: Event, exact: set[str]) -> dict[str, Any] | None:
    """Give what prediction needs of an event of the kept turns; None when that is nothing."""
    kind = event.type_name
    if isinstance(event, SlotSet):
        return {"event": "slot", "name": event.key, "value": event.value} if event.key in exact else None
    if isinstance(event, UserUttered):
        # Only the kinds of entities count afterwards; the words and values would be personal data kept for nothing.
        entities = [{k: e[k] for k in ("entity", "role", "group") if k in e} for e in event.entities]
        intent = {"name": event.intent_name, "confidence": 1.0}
        return {"event": "user", "parse_data": {"intent": intent, "entities": entities}}
    if kind == "action":
        return {
            "event": "action",
            "name": event.action_name,
            **({"hide_rule_turn": True} if event.hide_rule_turn else {}),
        }
    if kind == "action_execution_rejected":
        return {"event": kind, "name": event.action_name}
    if kind == "user_featurization":
        return {"event": kind, "use_text_for_featurization": event.use_text_for_featurization}
    if kind in _KEPT_AS_IS:
        return {k: v for k, v in event.as_dict().items() if k not in {"timestamp", "metadata"}}
    return None
