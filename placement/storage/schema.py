"""The schema's versions: Alembic migrations, applied on any engine."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from placement.errors import UnusableStorageError
from placement.storage.database import Database
from placement.storage.models import Base
from placement.storage.troubles import explained

MIGRATIONS = Path(__file__).parent / "migrations"

EMPTY = "The database has no tables yet: run «python -m placement init» (make setup does) first."
OLDER = (
    "The database is of an older version than this program: run «python -m placement init» (make setup does) first; "
    "it keeps everything that is in it."
)
NEWER = (
    "The database was made by a newer version of this program: update the program, or restore the backup that was "
    "made before the update. Nothing was changed."
)


def _config(connection: Connection | None = None) -> Config:
    """Give Alembic's configuration; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _known() -> tuple[str | None, set[str]]:
    """Give this program's version of the schema, and all that came before it."""
    script = ScriptDirectory.from_config(_config())
    return script.get_current_head(), {revision.revision for revision in script.walk_revisions()}


async def _version(database: Database) -> str | None:
    """Give the database's version; None for one without our tables."""
    with explained():
        async with database.engine.execution_options(reader=True).connect() as connection:
            return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def migrate(database: Database) -> None:
    """Bring the schema to this program's version; UnusableStorageError for one that a newer program made."""

    def upgrade(connection: Connection) -> None:
        command.upgrade(_config(connection), "head")

    version = await _version(database)
    if version is not None and version not in _known()[1]:
        raise UnusableStorageError(NEWER)
    with explained():
        async with database.engine.begin() as connection:
            await connection.run_sync(upgrade)


async def new_migration(database: Database, message: str) -> None:
    """Write a migration for what the models have and the database has not."""

    def generate(connection: Connection) -> None:
        command.revision(_config(connection), message=message, autogenerate=True)

    async with database.engine.connect() as connection:
        await connection.run_sync(generate)


async def differences(database: Database) -> list[str]:
    """Say in what the database's schema differs from the models; empty when it does not."""
    async with database.engine.connect() as connection:
        found = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync, opts={"compare_type": False}), Base.metadata)
        )
    return [repr(difference) for difference in found]


async def check_version(database: Database) -> None:
    """Make sure that the schema is this program's; UnusableStorageError says what to do."""
    trouble = trouble_with(await _version(database), *_known())
    if trouble:
        raise UnusableStorageError(trouble)


def trouble_with(version: str | None, head: str | None, known: Collection[str]) -> str | None:
    """Say what is to be done about a database's version; None for this program's own."""
    if version == head:
        return None
    if version is None:
        return EMPTY
    return OLDER if version in known else NEWER
