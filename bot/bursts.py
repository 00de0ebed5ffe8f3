"""Which of a chat's waiting updates are handled as one turn, and what text they make together."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.incoming import Incoming
from placement.storage.models import Update
from placement.vocabulary import plain

BURST = timedelta(seconds=2)
"""Texts that follow one another within this time are one turn."""
READ = 1000
"""Characters that are read of a turn: what somebody wants stands there, and a turn's time does not reach for more."""


@dataclass(frozen=True)
class Burst:
    """What is handled at once.

    Attributes:
        updates: the rows that are settled by it, in order.
        messages: what was sent, each in its last wording.
        text: what they say together; None when nothing is said.
        cut: whether the text was longer than is read.
    """

    updates: list[Update]
    messages: list[Incoming]
    text: str | None
    cut: bool


def first_burst(readable: Sequence[tuple[Update, Incoming]], openers: Set[str]) -> Burst:
    """Take the first update, and of those behind it what belongs to the same turn."""
    waiting = _edited_in_time(readable)
    updates, first = waiting[0]
    settled, messages = list(updates), [first]
    for rows, incoming in waiting[1:]:
        if not _belongs(messages[-1], incoming) or not _begun_together(rows[0], updates[0]):
            break
        settled += rows
        messages.append(incoming)
    said = _joined([incoming.text for incoming in messages if incoming.text is not None], openers)
    return Burst(
        updates=settled,
        messages=messages,
        text=None if said is None else said[:READ],
        cut=any(incoming.cut for incoming in messages) or len(said or "") > READ,
    )


def _edited_in_time(readable: Sequence[tuple[Update, Incoming]]) -> list[tuple[list[Update], Incoming]]:
    """Let an edit of a message that still waits replace what the message said."""
    waiting: list[tuple[list[Update], Incoming]] = []
    for update, incoming in readable:
        place = next(
            (
                number
                for number, (rows, other) in enumerate(waiting)
                if _is_edit_of(incoming, other) and _begun_together(rows[0], update)
            ),
            None,
        )
        if place is None:
            waiting.append(([update], incoming))
        else:
            rows, first = waiting[place]
            waiting[place] = ([*rows, update], replace(first, text=incoming.text, cut=incoming.cut))
    return waiting


def _begun_together(update: Update, other: Update) -> bool:
    """Say whether no turn was begun with only one of them: it is done again as it was, for its effects are kept."""
    return (update.attempts, update.turn_id) == (other.attempts, other.turn_id)


def _is_edit_of(edit: Incoming, incoming: Incoming) -> bool:
    return (
        edit.private
        and edit.kind == "edited"
        and edit.text is not None
        and incoming.kind in ("text", "media")
        and incoming.message_id == edit.message_id
    )


def _belongs(last: Incoming, incoming: Incoming) -> bool:
    """Say whether a message goes on what the one before it began: a text soon after a text, or the same album."""
    if not (last.private and incoming.private):
        return False
    if last.album is not None:
        return incoming.album == last.album
    return last.kind == incoming.kind == "text" and incoming.sent_at - last.sent_at <= BURST


def _joined(texts: Sequence[str], openers: Set[str]) -> str | None:
    """Join texts; mere openers give way to what they opened."""
    if not texts:
        return None
    contents = [text for text in texts if plain(text) not in openers]
    return "\n".join(contents or texts[:1])
