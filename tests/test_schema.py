"""The command that writes a migration: for what the models have and the database has not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Column, Connection, String, select, text
from typer.testing import CliRunner

from placement.__main__ import app
from placement.clock import ManualClock
from placement.crypto import FieldCipher, make_key_file
from placement.errors import EX_CONFIG
from placement.storage import schema
from placement.storage.database import Database, make_engine
from placement.storage.models import Base, Fact, Seeker


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A folder of its own for data, and a copy of the migrations."""
    copy = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(schema, "MIGRATIONS", copy)
    return {"VAR": str(tmp_path / "var"), "DATABASE_URL": "", "FIELD_KEY": ""}


def test_a_migration_is_written_and_applies(env: dict[str, str]) -> None:
    assert CliRunner().invoke(app, ["init"], env=env).exit_code == 0
    table = Base.metadata.tables["offices"]
    table.append_column(Column("telephone", String(20)))
    try:
        done = CliRunner().invoke(app, ["new-migration", "add the telephone"], env=env)
    finally:
        table._columns.remove(table.c.telephone)
    assert done.exit_code == 0, done.output
    (written,) = set(schema.MIGRATIONS.glob("versions/*add_the_telephone.py"))
    assert "telephone" in written.read_text(encoding="utf-8")
    assert CliRunner().invoke(app, ["init"], env=env).exit_code == 0


def test_it_starts_from_the_newest_version(env: dict[str, str]) -> None:
    done = CliRunner().invoke(app, ["new-migration", "too early"], env=env)
    assert done.exit_code == EX_CONFIG
    assert "python -m placement init" in done.output


async def test_a_wish_and_a_major_kept_by_an_older_version_are_encrypted(
    database_url: str, clock: ManualClock, tmp_path: Path
) -> None:
    database = Database(make_engine(database_url, FieldCipher([make_key_file(tmp_path / "field.key")])), clock)

    async def apply(step: str, version: str) -> None:
        def run(connection: Connection) -> None:
            getattr(command, step)(schema._config(connection), version)

        async with database.engine.begin() as connection:
            await connection.run_sync(run)

    async def plain() -> list[tuple[str | None, str | None]]:
        async with database.engine.connect() as connection:
            rows = await connection.execute(text("SELECT wish_text, major FROM seekers ORDER BY id"))
            return [(row[0], row[1]) for row in rows]

    before: list[tuple[str | None, str | None]] = [("kerja kasir, hubungi Siti 0812", "akuntansi"), (None, None)]
    insert = text(
        "INSERT INTO seekers (id, consent_at, consent_version, wish_text, major, wish_occupations, wish_regions, "
        "work_types, skills, created_at) VALUES (:id, :at, '1', :wish, :major, '[]', '[]', '[]', '[]', :at)"
    ).bindparams(at=clock.now().replace(tzinfo=None) if "sqlite" in database_url else clock.now())
    await apply("upgrade", "0001")
    async with database.engine.begin() as connection:
        for number, (wish, major) in enumerate(before, start=1):
            await connection.execute(insert, {"id": number, "wish": wish, "major": major})
    try:
        await schema.migrate(database)
        async with database.reading() as session:
            rows = (await session.execute(select(Seeker.wish_text, Seeker.major).order_by(Seeker.id))).all()
        assert [tuple(row) for row in rows] == before
        assert "kasir" not in str(await plain()) and "akuntansi" not in str(await plain())
        await apply("downgrade", "0001")
        assert await plain() == before
    finally:
        await database.close()


async def test_an_older_database_keeps_its_people(database_url: str, clock: ManualClock, tmp_path: Path) -> None:
    cipher = FieldCipher([make_key_file(tmp_path / "field.key")])
    opened = Database(make_engine(database_url, cipher), clock)
    async with opened.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(schema._config(sync), "0001"))
        await connection.execute(
            text(
                "INSERT INTO seekers (id, consent_at, consent_version, wish_text, major, wish_occupations, "
                "wish_regions, work_types, skills, created_at) VALUES (1, '2026-11-01 00:00:00', '2026-11', "
                "'jaga kasir', 'akuntansi', '[]', '[]', '[]', '[]', '2026-11-01 00:00:00')"
            )
        )
        await connection.execute(
            text(
                "INSERT INTO facts (seeker_id, field, source, said_at) "
                "VALUES (1, 'wish', 'chat', '2026-11-01 00:00:00')"
            )
        )
    await schema.migrate(opened)
    async with opened.reading() as session:
        seeker = (await session.execute(select(Seeker))).scalar_one()
        assert (seeker.wish_text, seeker.major, seeker.skills) == ("jaga kasir", "akuntansi", [])
        fact = (await session.execute(select(Fact))).scalar_one()
        assert (fact.field, fact.item) == ("wish", "")
        stored = (await session.execute(text("SELECT wish_text FROM seekers"))).scalar_one()
    assert "kasir" not in stored
    assert await schema.differences(opened) == []
    async with opened.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(schema._config(sync), "0001"))
        words = (await connection.execute(text("SELECT wish_text FROM seekers"))).scalars().all()
        facts = (await connection.execute(text("SELECT field FROM facts"))).scalars().all()
    await opened.close()
    assert (words, facts) == (["jaga kasir"], ["wish"])
