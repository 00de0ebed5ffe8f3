"""The command that writes a migration: for what the models have and the database has not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Column, String
from typer.testing import CliRunner

from placement.__main__ import app
from placement.errors import EX_CONFIG
from placement.storage import schema
from placement.storage.models import Base


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
