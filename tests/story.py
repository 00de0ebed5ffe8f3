"""The story that everything grows on: search, why, four facts, apply, an officer, an answer, the bot again.

Played by phones against a running line; each step waits until its last answer is seen, then the next begins.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from sandbox import cast
from tests.fixtures.sandbox import Json, Person, Sandbox

TROUBLE = "sedang agak lambat"
"""From the sentence that tells of a delay; it may come once when a server was killed."""


@dataclass
class Step:
    """One thing that is done, and how one sees that it was answered.

    Attributes:
        name: for failures.
        act: does it.
        seen_by: whose phone shows the answer.
        answer: words of the answer's last message.
    """

    name: str
    act: Callable[[], Awaitable[object]]
    seen_by: Callable[[], Person]
    answer: str
    done: bool = False

    async def do(self) -> None:
        """Do it, once."""
        if not self.done:
            self.done = True
            await self.act()


@dataclass
class Story:
    """One seeker's story with one officer."""

    sandbox: Sandbox
    seeker: Person
    name: str = "Siti Aminah"
    patience: float = 15.0
    topic: Person | None = None
    said: list[str] = field(default_factory=list)

    def steps(self) -> list[Step]:
        """Return the steps in order."""
        return [
            self._says("cari kerja kasir di Bekasi", "kasir"),
            self._says("yang kedua kenapa cocok?", "cocok"),
            self._says("mau daftar", "boleh data"),
            self._says("iya setuju", "nama"),
            self._says(f"{self.name}, lulusan SMK akuntansi, tinggal di Kota Bekasi, mau jadi kasir", "sudah benar"),
            self._says("iya benar", "lowongan"),
            self._says("lamar yang pertama", "perusahaan"),
            self._says("gimana lamaran saya?", "lamaran"),
            self._says("mau ngomong sama petugas", "petugas"),
            Step("the officer claims", self._claim, lambda: self.seeker, "Rina"),
            Step("the officer answers", self._officer_answers, lambda: self.seeker, "ada yang bisa saya bantu"),
            Step(
                "the seeker asks on", lambda: self._say("saya mau tanya jam kerjanya"), self._in_topic, "jam kerjanya"
            ),
            Step("the officer ends it", self._resolve, lambda: self.seeker, "selesai"),
            Step("the seeker rates it", lambda: self.seeker.presses("5 ★"), lambda: self.seeker, "penilaiannya"),
            self._says("jadi gimana lamaran saya?", "kabar lamaran"),
        ]

    async def play(self) -> AsyncIterator[Step]:
        """Do each step and wait for its answer; yields before each, so that a caller can arrange trouble."""
        for step in self.steps():
            yield step
            await step.do()
            person = step.seen_by()
            await person.hears(step.answer, patience=self.patience)

    async def tell(self) -> None:
        """Play it from beginning to end."""
        async for _step in self.play():
            pass

    async def heard(self) -> list[str]:
        """Return what the bot and the officer said to the seeker, with what differs between two seekers made alike."""
        return [alike(one["text"] or "") for one in await self.seeker.history() if not one["out"]]

    async def in_topic(self) -> list[str]:
        """Return what stands in the case's topic, made alike."""
        assert self.topic is not None
        return [alike(one["text"] or "") for one in await self.topic.history() if not one["out"] and not one["service"]]

    def _says(self, text: str, answer: str) -> Step:
        return Step(text, lambda: self._say(text), lambda: self.seeker, answer)

    async def _say(self, text: str) -> Json:
        self.said.append(text)
        return await self.seeker.says(text)

    def _in_topic(self) -> Person:
        assert self.topic is not None
        return self.topic

    async def _claim(self) -> None:
        group = self.sandbox.person(cast.RINA).at(cast.OFFICERS_CHAT_ID)
        opened = await self.sandbox.until(
            lambda messages: next((one for one in reversed(messages) if self._is_open_packet(one)), None),
            group,
            f"the packet of {self.name}'s case",
            self.patience,
        )
        self.topic = group.at(cast.OFFICERS_CHAT_ID, opened["thread"])
        await self.topic.presses("Ambil kasus", opened["id"], wait=self.patience)

    def _is_open_packet(self, message: Json) -> bool:
        titles = [button["text"] for row in message["buttons"] or [] for button in row]
        return "Ambil kasus" in titles and self.name in (message["text"] or "")

    async def _officer_answers(self) -> None:
        await self._in_topic().says("Halo, saya Rina. Ada yang bisa saya bantu?")

    async def _resolve(self) -> None:
        await self._in_topic().presses("Selesai", wait=self.patience)


def alike(text: str) -> str:
    """Make what differs between two seekers the same: names, numbers of registrations and cases."""
    text = re.sub(r"\d{4}-\d{4}-\d{6}-\d", "NUMBER", text)
    text = re.sub(r"urutan ke-\d+", "urutan ke-N", text)
    return re.sub(r"#\d+", "#N", text)
