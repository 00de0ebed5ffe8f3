"""The officers' commands over records, as they are typed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from placement import facts, registration, staff
from placement.__main__ import app
from placement.facts import Said
from placement.settings import load_settings
from placement.storage.database import open_database
from tests.test_registration import registered

RINA = 900


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A database with two records of the same telephone number, and an officer."""
    env = {"VAR": str(tmp_path), "DATABASE_URL": "", "FIELD_KEY": ""}
    assert CliRunner().invoke(app, ["init"], env=env).exit_code == 0

    async def fill() -> None:
        database = open_database(load_settings(var=tmp_path))
        async with database.transaction("test", "fill") as session:
            await staff.add_staff(session, RINA, "Rina", "officer")
            for number in (1, 2):
                seeker = await registration.consenting(session, await registered(session, number))
                await facts.record(session, seeker, "phone", "+6281200000001", Said(None, "chat"))
        await database.close()

    asyncio.run(fill())
    return env


def call(env: dict[str, str], *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(words), env=env)
    return done.exit_code, done.output


def test_doubles_are_found_merged_and_parted(env: dict[str, str]) -> None:
    assert call(env, "duplicates", "1") == (0, "2\n")
    code, said = call(env, "merge", "1", "2", "--as", str(RINA))
    assert code == 0 and "nothing was changed" in said
    code, said = call(env, "merge", "1", "2", "--as", str(RINA), "--yes")
    assert code == 0 and "unmerge 1" in said
    assert "0812" not in said and "+62" not in said
    assert "none" in call(env, "duplicates", "1")[1]
    assert call(env, "unmerge", "1", "--as", str(RINA))[0] == 0
    code, said = call(env, "unmerge", "1", "--as", str(RINA))
    assert code != 0 and "already" in said


def test_a_start_link_is_made(env: dict[str, str]) -> None:
    code, said = call(env, "start-link", "1", "--as", str(RINA))
    assert code == 0 and "?start=" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["merge", "1", "9", "--as", "900"], "There is no record 9"),
        (["merge", "1", "1", "--as", "900"], "same record"),
        (["merge", "1", "2", "--as", "900", "--take", "shoe"], "unknown field"),
        (["merge", "1", "2", "--as", "5"], "add-staff"),
        (["start-link", "9", "--as", "900"], "There is no record 9"),
        (["unmerge", "7", "--as", "900"], "no such merge"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(env: dict[str, str], words: list[str], told: str) -> None:
    code, said = call(env, *words)
    assert code != 0
    assert told in " ".join(said.split())
