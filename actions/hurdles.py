"""Answers to what somebody fears stands between them and work, before guesses at a wish."""

from __future__ import annotations

from actions.turn import Turn
from placement.hurdles import hurdle


def answered_hurdle(turn: Turn) -> bool:
    """Answer such a fear, if it is said; False where it is not."""
    feared = hurdle(turn.text)
    if feared is not None:
        turn.say(f"hurdle_{feared}")
    return feared is not None
