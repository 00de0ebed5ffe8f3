"""Recorded conversations: read from files, several told at a time, each on a new phone against the running line."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from placement.cases import SENSITIVE
from sandbox import cast
from tests.fixtures.ledger import IN_A_TOPIC, Ledger
from tests.fixtures.sandbox import Json, Person, Sandbox, as_chat

CONVERSATIONS = Path(__file__).parent / "conversations"
PATIENCE = 60.0
TOGETHER = 14
"""Chats at a time: a chat's own pace (a message a second) is what takes long."""
CONTENT = {"photo": b"\xff\xd8\xff\xe0 a photo", "voice": b"OggS", "document": b"%PDF-1.4"}
"""What a file holds when a chat does not name one."""
PLACES = {"location": {"latitude": -6.2383, "longitude": 106.9756}, "contact": {"own": True}, "sticker": {}}
"""What is sent without a file: Bekasi, the own number, a thumb."""


def read(folder: Path) -> dict[str, dict[str, Any]]:
    """Return a folder's conversations under their files' names."""
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yml"))}


def groups(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Split names into those told together."""
    rest = list(names)
    return [tuple(rest[begin : begin + TOGETHER]) for begin in range(0, len(rest), TOGETHER)]


def short(names: tuple[str, ...]) -> str:
    """Name a group in pytest's list."""
    return "-".join(name.split("_")[0] for name in names)


async def newcomer(telegram: Sandbox, name: str, chat: dict[str, Any]) -> Person:
    """Give a conversation's person a phone."""
    return await telegram.newcomer(name.split("_")[0].title(), chat.get("language", "id"))


async def tells(telegram: Sandbox, ledger: Ledger, name: str, chat: dict[str, Any]) -> None:
    """Tell one chat; fails with the conversation as text where another answer comes."""
    told = Telling(ledger, await newcomer(telegram, name, chat))
    for step in chat["chat"]:
        await told.plays(step)


def parts(step: dict[str, Any], key: str) -> list[str]:
    """Give the wordings of a step under `hears` or `never`: one, several or none."""
    found = step.get(key, [])
    return [found] if isinstance(found, str) else list(found)


@dataclass
class Telling:
    """A chat that is being told.

    Attributes:
        ledger: tells when all that was said is answered.
        person: the seeker's phone.
        updates: how many have been made so far.
        last: what was said last, for edits.
        officer: the phone of the case's officer, where the case is answered.
    """

    ledger: Ledger
    person: Person
    updates: int = 0
    last: Json | None = None
    officer: Person | None = None

    async def plays(self, step: dict[str, Any]) -> None:
        """Do one step, and hear what it was answered with."""
        before = max((one["id"] for one in await self.person.history()), default=0)
        if "officer" in step:
            await self._officer(step["officer"])
            await self.person.sandbox.until(
                lambda messages: {} if not _unheard(step, _answer(messages, before)) else None,
                self.person,
                f"{step['hears']!r} after {step['officer']!r}",
                PATIENCE,
            )
        else:
            await self._seeker(step)
            await self.ledger.settled(self.person, self.updates)
        messages = await self.person.history()
        answer = _answer(messages, before)
        wrong = _unheard(step, answer) + [part for part in parts(step, "never") if part.lower() in answer]
        assert not wrong, f"after {step}: {wrong}\n{as_chat(messages)}"

    async def _seeker(self, step: dict[str, Any]) -> None:
        """Say, press, send or edit something."""
        said = [step["says"]] if isinstance(step.get("says"), str) else step.get("says", [])
        for text in said:
            self.last = await self.person.says(text)
        if "presses" in step:
            await self.person.presses(step["presses"])
        if "edits" in step:
            assert self.last is not None, "an edit needs something said before"
            await self.person.edits(self.last["id"], step["edits"])
        if "sends" in step:
            await self._sends(step["sends"], step)
        self.updates += len(said) + sum(word in step for word in ("presses", "edits", "sends"))

    async def _sends(self, kind: str, step: dict[str, Any]) -> None:
        if kind in PLACES:
            await self.person.sends(**{kind: step.get("what", PLACES[kind])})
            return
        file = CONVERSATIONS / "files" / step["file"] if "file" in step else None
        content = await asyncio.to_thread(file.read_bytes) if file else CONTENT[kind]
        more = {"caption": step["caption"]} if "caption" in step else {}
        await self.person.sends_file(kind, content, file.name if file else f"{kind}.bin", **more)

    async def _officer(self, does: str | dict[str, str]) -> None:
        """Claim, answer or end the case that this chat opened."""
        if does == "claims":
            await self._claim()
            return
        assert self.officer is not None, "nobody has claimed the case"
        if does == "resolves":
            await self.officer.presses("Selesai", patience=IN_A_TOPIC)
        else:
            assert isinstance(does, dict), does
            await self.officer.says(does["says"])

    async def _claim(self) -> None:
        case = await self.ledger.case_of(self.person)
        rina = self.person.sandbox.person(cast.RINA)
        topic = rina.at(cast.OFFICERS_CHAT_ID, case.topic_id)
        if case.reason in SENSITIVE and not await rina.history():
            await rina.starts("meja")
        await topic.presses("Ambil kasus", patience=IN_A_TOPIC)
        self.officer = rina if case.reason in SENSITIVE else topic


def _answer(messages: list[Json], before: int) -> str:
    """Give what came in after a message, with the buttons' titles, in small letters."""
    news = [one for one in messages if one["id"] > before and not one["out"] and not one["service"]]
    titles = [button["text"] for one in news for row in one["buttons"] or [] for button in row]
    return "\n".join([*(one["text"] or "" for one in news), *titles]).lower()


def _unheard(step: dict[str, Any], answer: str) -> list[str]:
    return [part for part in parts(step, "hears") if part.lower() not in answer]
