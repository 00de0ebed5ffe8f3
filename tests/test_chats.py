"""Chats of all kinds of people, played through the real bot, Rasa and matcher; see conversations/README.md."""

from __future__ import annotations

import asyncio

import pytest

from tests.chats import CONVERSATIONS, groups, parts, read, short, tells
from tests.fixtures.ledger import Ledger
from tests.fixtures.sandbox import Sandbox
from tests.test_nlu_data import TRAINING, examples, normalised

CHATS = read(CONVERSATIONS / "chats")
FAULTY = {name: chat["fault"] for name, chat in CHATS.items() if "fault" in chat}
GOOD = [name for name in CHATS if name not in FAULTY]
MOST_STEPS = 12
LONGEST_PART = 40
"""Characters of a part that is heard: what tells, and not the whole wording."""


@pytest.mark.parametrize("names", groups(GOOD[::2]), ids=short)
async def test_every_other_chat_is_answered_well(telegram: Sandbox, ledger: Ledger, names: tuple[str, ...]) -> None:
    await told_well(telegram, ledger, names)


@pytest.mark.soak
@pytest.mark.parametrize("names", groups(GOOD), ids=short)
async def test_chats_are_answered_well(telegram: Sandbox, ledger: Ledger, names: tuple[str, ...]) -> None:
    await told_well(telegram, ledger, names)


async def told_well(telegram: Sandbox, ledger: Ledger, names: tuple[str, ...]) -> None:
    """Tell chats side by side; fails with all that were answered otherwise."""
    told = await asyncio.gather(*(tells(telegram, ledger, name, CHATS[name]) for name in names), return_exceptions=True)
    wrong = [f"{name}: {problem}" for name, problem in zip(names, told, strict=True) if problem is not None]
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.soak
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=fault, raises=AssertionError))
        for name, fault in FAULTY.items()
    ],
)
async def test_known_faults(telegram: Sandbox, ledger: Ledger, name: str) -> None:
    """What should be heard and is not yet: a chat that is answered well loses its `fault`."""
    await tells(telegram, ledger, name, CHATS[name])


def test_chats_say_what_the_model_has_not_seen() -> None:
    """One word alone («batal»), a burst's openers and commands may stand in the training sentences."""
    trained = {normalised(one.text) for file in TRAINING.glob("*.yml") for one in examples(file)}
    said = [
        step[word]
        for chat in CHATS.values()
        for step in chat["chat"]
        for word in ("says", "edits")
        if isinstance(step.get(word), str) and " " in step[word]
    ]
    assert [text for text in said if normalised(text) in trained] == []


@pytest.mark.parametrize("name", CHATS)
def test_chats_are_short(name: str) -> None:
    steps = CHATS[name]["chat"]
    assert CHATS[name]["who"]
    assert 3 <= len(steps) <= MOST_STEPS
    heard = [part for step in steps for part in parts(step, "hears")]
    assert [part for part in heard if len(part) > LONGEST_PART] == []
