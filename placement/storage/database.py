"""The engine and its transactions, alike on SQLite and PostgreSQL.

SQLite: write-ahead log, ``BEGIN IMMEDIATE``, full synchronisation, deleted content overwritten. Its writers wait in
the process's own queue first, so that the file's lock is contended only between processes.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Dialect, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from placement.clock import Clock, SystemClock
from placement.crypto import FieldCipher, load_cipher
from placement.errors import SettingError, UnusableStorageError
from placement.settings import Settings
from placement.storage import (
    history,  # noqa: F401 - its listener records the changes
    sqlite,
)
from placement.storage.troubles import BAD_URL, DAMAGED, explained, explained_connecting
from placement.storage.types import CIPHER

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={sqlite.PATIENCE}",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
)


def make_engine(url: str, cipher: FieldCipher) -> AsyncEngine:
    """Make the engine for an SQLAlchemy URL with an asynchronous driver; SettingError for one that is not ours."""
    try:
        parsed = make_url(url)
    except ArgumentError as problem:
        raise SettingError(BAD_URL) from problem
    options: dict[str, Any] = {}
    if parsed.drivername == "postgresql+asyncpg":
        options = {"pool_size": 10, "max_overflow": 10, "pool_pre_ping": True}
    elif parsed.drivername != "sqlite+aiosqlite":
        raise SettingError(BAD_URL)
    else:
        options = {"connect_args": {"async_creator_fn": sqlite.connect}}
        if parsed.database:
            make_folder(Path(parsed.database).parent)
    engine = create_async_engine(parsed, hide_parameters=True, **options)
    setattr(engine.dialect, CIPHER, cipher)
    event.listen(engine.sync_engine, "do_connect", _connect)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def make_folder(folder: Path) -> None:
    """Make the folder that a database or key stands in; UnusableStorageError says what to do."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise UnusableStorageError(
            f"The folder {folder} can't be made ({problem.strerror}): let this user write there, or choose another "
            "with VAR or DATABASE_URL in .env."
        ) from problem


def _connect(dialect: Dialect, _record: Any, arguments: Any, options: Any) -> Any:
    """Connect; what goes wrong is said in a sentence."""
    with explained_connecting(dialect, options.get("host"), options.get("port"), options.get("database")):
        return dialect.connect(*arguments, **options)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Set the pragmas."""
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    """Begin with the lock already held, or, for readers, without one."""
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get("reader") else "BEGIN IMMEDIATE")


class Database:
    """Gives transactions; the clock says when their changes happened."""

    def __init__(self, engine: AsyncEngine, clock: Clock | None = None, zone: str = "Asia/Jakarta") -> None:
        """Wrap an engine."""
        self.engine = engine
        self.clock = clock or SystemClock()
        self._time = {"clock": self.clock, "zone": ZoneInfo(zone)}
        self._sessions = async_sessionmaker(engine, expire_on_commit=False, autoflush=True)
        self._readers = async_sessionmaker(engine.execution_options(reader=True), expire_on_commit=False)
        self._queue: contextlib.AbstractAsyncContextManager[Any] = (
            asyncio.Lock() if engine.dialect.name == "sqlite" else contextlib.nullcontext()
        )

    @contextlib.asynccontextmanager
    async def transaction(self, actor: str, why: str) -> AsyncIterator[AsyncSession]:
        """Write: all or nothing; changes of historic columns are recorded as this actor's, for this reason."""
        async with self._queue:
            with explained():
                async with self._sessions(info={**self._time, "actor": actor, "why": why}) as session, session.begin():
                    yield session

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Read a consistent picture; nothing is kept of what is changed here."""
        with explained():
            async with self._readers(info=self._time) as session:
                yield session

    async def check(self) -> None:
        """Read through the whole database; UnusableStorageError says what to do when it is damaged."""
        with explained():
            async with self.engine.execution_options(reader=True).connect() as connection:
                if self.engine.dialect.name == "sqlite":
                    verdict = (await connection.execute(text("PRAGMA quick_check(1)"))).scalars().first()
                    if verdict != "ok":
                        raise UnusableStorageError(DAMAGED)
                else:
                    await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


def open_database(settings: Settings, clock: Clock | None = None) -> Database:
    """Open the database that the settings name."""
    return Database(make_engine(settings.database, load_cipher(settings)), clock, settings.timezone)
