"""Erasure through the whole line: who had a record, a CV, an application and a case is found nowhere afterwards."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from placement.settings import load_settings
from placement.storage.database import open_database
from tests.fixtures.ledger import Ledger
from tests.fixtures.line import Line
from tests.fixtures.sandbox import Person, Sandbox
from tests.fixtures.storage import everything
from tests.story import Story
from tests.test_conversations import TALKS, plays
from tests.test_documents_cv import LABELLED
from tests.test_documents_line import PATIENCE, enclosed
from tests.test_documents_reading import pdf

NAME = "Zulmarka Qvistanto"
MARKS = ("zulmarka", "qvistanto", "81277788899", "qvxtoko", "qvxlapak", "qvxcurhat")
"""Parts of a name, of a number and of what was told in the CV, in the registration and to the officer."""
CV = (
    LABELLED.replace("SITI RAHMAWATI", NAME.upper())
    .replace("Siti.Rahma@gmail.com", "zulmarka@qvistanto.example")
    .replace("Indomaret Tambun", "Qvxtoko Tambun")
)


def _found_in(content: str | bytes) -> set[str]:
    text = content if isinstance(content, str) else content.decode("utf-8", "ignore")
    return {mark for mark in MARKS if mark in text.casefold()}


def _in_files(folder: Path) -> dict[str, set[str]]:
    """Search the bytes of every file that the system keeps; the models lie elsewhere, by a link."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"field.key", "bot-1.log", "actions.log", "rasa.log"} <= {path.name for path in files}
    return {path.name: marks for path in files if (marks := _found_in(path.read_bytes()))}


async def _uses_everything(telegram: Sandbox, ani: Person) -> None:
    story = Story(telegram, ani, name=NAME, patience=PATIENCE)
    async for step in story.play():
        if step.name == "the officer ends it":
            await ani.says("qvxcurhat: saya malu nganggur lama")
            assert story.topic is not None
            await story.topic.hears("qvxcurhat", patience=PATIENCE)
    await ani.says("nomor hp saya 081277788899")
    await ani.hears(patience=PATIENCE)
    await ani.says("pernah jaga kasir 2 tahun di Toko Qvxlapak")
    await ani.hears(patience=PATIENCE)
    await ani.sends_file("document", pdf(CV.splitlines()), f"{NAME}.pdf")
    await ani.hears("zulmarka", patience=PATIENCE)
    await ani.presses("Semua benar")
    await ani.hears("saya catat", patience=PATIENCE)
    await ani.says("/data")
    await enclosed(ani, ".json")
    await enclosed(ani, ".pdf")


async def _is_found_nowhere(line: Line, telegram: Sandbox, ledger: Ledger) -> None:
    ani = await telegram.newcomer("Qvistanto")
    await _uses_everything(telegram, ani)
    kept = _found_in(await everything(ledger.database))
    assert kept >= set(MARKS), "only what is there can be erased"
    assert not _in_files(line.folder), "on the disk they stand encrypted, and in no log"

    await ani.says("/hapus")
    await ani.presses("Ya, hapus semua", (await ani.hears("yakin, kak", patience=PATIENCE))["id"])
    await ani.hears("sudah dihapus", patience=PATIENCE)
    assert not _found_in(await everything(ledger.database))
    assert not _in_files(line.folder)


async def test_who_is_erased_is_found_nowhere(line: Line, telegram: Sandbox, ledger: Ledger) -> None:
    await _is_found_nowhere(line, telegram, ledger)


async def test_talks_and_an_erasure_go_the_same_on_postgresql(postgres_database: str, tmp_path: Path) -> None:
    line = Line(tmp_path, database_url=postgres_database)
    database = open_database(load_settings(var=line.var, database_url=postgres_database))
    try:
        await asyncio.to_thread(line.start)
        async with httpx.AsyncClient(base_url=line.sandbox_url, timeout=70, trust_env=False) as http:
            telegram = Sandbox(line.sandbox_url, http)
            await asyncio.gather(*(plays(telegram, name) for name in list(TALKS)[:5]))
            await _is_found_nowhere(line, telegram, Ledger(database))
    finally:
        await database.close()
        await asyncio.to_thread(line.stop)
