"""Staff: who may act, called away and back; on both engines."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select
from typer.testing import CliRunner

from placement import staff
from placement.__main__ import app
from placement.errors import EX_CONFIG
from placement.settings import ROOT
from placement.storage import seekers
from placement.storage.database import Database
from placement.storage.models import Staff

ACCOUNT = 3001


async def test_who_was_called_away_stays_away_at_the_next_set_up_and_can_be_called_back(database: Database) -> None:
    async with database.transaction("system", "set-up") as session:
        await staff.ensure_offices(session, ROOT / "data" / "offices.csv", None)
        await staff.ensure_administrators(session, [ACCOUNT])
        person = await seekers.staff_by_telegram(session, ACCOUNT)
        assert person is not None
        person.active = False
    async with database.transaction("system", "the next set-up") as session:
        await staff.ensure_administrators(session, [ACCOUNT])
        assert await seekers.staff_by_telegram(session, ACCOUNT) is None
    async with database.transaction("system", "added by command") as session:
        back = await staff.add_staff(session, ACCOUNT, "Hadi", "officer")
    assert (back.name, back.role, back.active) == ("Hadi", "officer", True)
    async with database.reading() as session:
        assert (await session.execute(select(func.count()).select_from(Staff))).scalar_one() == 1


def test_the_command_says_what_to_do_without_a_database(tmp_path: Path) -> None:
    env = {"VAR": str(tmp_path), "DATABASE_URL": "", "FIELD_KEY": ""}
    done = CliRunner().invoke(app, ["add-staff", "2001", "Rina"], env=env)
    assert done.exit_code == EX_CONFIG
    assert "python -m placement init" in done.output
