"""Whether a process can work with the database: its version, and the key of its encrypted columns."""

from __future__ import annotations

from sqlalchemy import select

from placement.storage import schema
from placement.storage.database import Database
from placement.storage.models import Base
from placement.storage.types import EncryptedJson, EncryptedText

LOOKED_AT = 20
"""Rows at each end of a table that are opened: what was lost is the old key or the new one."""


async def check(database: Database) -> None:
    """Make sure of both; UnusableStorageError or SettingError says what to do."""
    await schema.check_version(database)
    await check_key(database)


async def check_key(database: Database) -> None:
    """Open the oldest and the newest encrypted values; SettingError when FIELD_KEY is not the key that made them."""
    async with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            columns = [one for one in table.columns if isinstance(one.type, EncryptedText | EncryptedJson)]
            keys = list(table.primary_key.columns)
            for order in (keys, [key.desc() for key in keys]) if columns else ():
                # Reading is opening: the columns decrypt what comes out of them.
                (await session.execute(select(*columns).order_by(*order).limit(LOOKED_AT))).all()
