"""An offer that is declined in one's own words: what was asked last decides what they mean."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.turn import Event, Turn, asking
from placement.reading.replies import declines

OFFERED = frozenset({"officer", "register", "widen"})
"""What may be asked last that is an offer, and no question for a fact."""

YES = frozenset({"affirm", "talk_to_officer"})
"""Intents that take the offer of an officer."""
LIKELY = 0.35
"""Confidence from which the likeliest of them is believed: the offer has just been made."""
STORY = 3
"""Words of the shortest message that tells something."""


def declined(turn: Turn) -> bool:
    """Whether a message, whatever it was taken for, is a no to what was offered last."""
    return turn.slot("asking") in OFFERED and bool(turn.text) and declines(turn.text)


def accepted(turn: Turn) -> bool:
    """Whether a message that was not understood is a yes to an officer: «gas sambungin aja» is both."""
    if turn.slot("asking") != "officer" or turn.intent != "nlu_fallback" or declines(turn.text):
        return False
    ranking = turn.tracker.latest_message.get("intent_ranking") or []
    likeliest = next((meaning for meaning in ranking if meaning["name"] != "nlu_fallback"), None)
    return likeliest is not None and likeliest["name"] in YES and likeliest["confidence"] >= LIKELY


def tells_the_officer(turn: Turn) -> bool:
    """Whether somebody who was offered an officer begins to tell instead of saying yes."""
    waits = turn.slot("asking") == "officer" and turn.slot("case_reason")
    return bool(waits) and turn.intent != "out_of_scope" and len(turn.text.split()) >= STORY


def decline(turn: Turn) -> list[Event]:
    """Respect a no to what was offered last."""
    turn.say("denied_in_form" if turn.in_form else "denied")
    return [asking(None), SlotSet("case_reason", None)]
