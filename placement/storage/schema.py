"""The schema's versions: Alembic migrations, applied on any engine."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from placement.errors import StorageError
from placement.storage.database import Database
from placement.storage.models import Base

MIGRATIONS = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    """Give Alembic's configuration; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


async def migrate(database: Database) -> None:
    """Bring the schema to this program's version."""

    def upgrade(connection: Connection) -> None:
        command.upgrade(_config(connection), "head")

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
    """Make sure that the schema is this program's; StorageError says what to do."""
    async with database.engine.connect() as connection:
        has = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    if has != ScriptDirectory.from_config(_config()).get_current_head():
        raise StorageError(
            "The database is not of this program's version: run «python -m placement init» first "
            "(it keeps everything that is in it)."
        )
