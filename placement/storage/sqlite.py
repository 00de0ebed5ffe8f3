"""SQLite for SQLAlchemy's asyncio, with statements run where they stand.

A statement inside a begun transaction waits for nobody, so handing it to a thread and back (four times: cursor,
execute, fetch, close) only costs. What can wait does go to a thread: a lock that somebody else holds, the pragmas of a
new connection, and the disk at the COMMIT of a change. Stands in for aiosqlite's connection behind SQLAlchemy's
aiosqlite dialect, by its argument ``async_creator_fn``.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Self

LOCKING = "BEGIN IMMEDIATE"
WAITING = ("PRAGMA", "VACUUM")
"""Beginnings of statements that may wait for a lock or a disk."""
PATIENCE = 15_000
"""Milliseconds that a lock is waited for."""


async def connect(database: str, **options: Any) -> Connection:
    """Open a database file; transactions are begun and ended by whoever uses it, never by the driver."""
    options |= {"check_same_thread": False, "isolation_level": None}
    return Connection(sqlite3.connect(database, **options))


async def _apart(work: Callable[[], Any]) -> Any:
    return await asyncio.get_running_loop().run_in_executor(None, work)


class Cursor:
    """One statement's cursor."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Make it."""
        self._cursor = connection.cursor()

    async def __aenter__(self) -> Self:
        """Give itself: it is open."""
        return self

    async def execute(self, statement: str, values: Any = ()) -> None:
        """Run a statement."""
        if statement == LOCKING:
            await self._lock()
        elif statement.startswith(WAITING):
            await _apart(partial(self._cursor.execute, statement, values))
        else:
            self._cursor.execute(statement, values)

    async def _lock(self) -> None:
        """Begin to write: at once when nobody else does, else waiting in a thread."""
        self._cursor.execute("PRAGMA busy_timeout=0")
        try:
            self._cursor.execute(LOCKING)
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            self._cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
            await _apart(partial(self._cursor.execute, LOCKING))
        finally:
            self._cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")

    async def executemany(self, statement: str, rows: Iterable[Any]) -> None:
        """Run a statement for each row."""
        self._cursor.executemany(statement, rows)

    async def fetchall(self) -> list[Any]:
        """Give all rows that are left."""
        return self._cursor.fetchall()

    async def close(self) -> None:
        """Close."""
        self._cursor.close()

    @property
    def description(self) -> Any:
        """The columns, or None."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """Rows that were changed."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The last row that was added."""
        return self._cursor.lastrowid


class Connection:
    """One connection; only one coroutine uses it at a time, SQLAlchemy's pool sees to that."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Wrap an open connection."""
        self._connection: sqlite3.Connection | None = connection  # The dialect asks this name whether it is open.
        self._changes = connection.total_changes

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise ValueError("Connection closed")  # As the dialect expects it.
        return self._connection

    def cursor(self) -> Cursor:
        """Give a new cursor."""
        return Cursor(self._open)

    async def create_function(self, *arguments: Any, **options: Any) -> None:
        """Add an SQL function."""
        self._open.create_function(*arguments, **options)

    async def commit(self) -> None:
        """Commit; the disk's turn, if anything was changed."""
        connection = self._open
        if connection.total_changes == self._changes:
            connection.commit()
        else:
            await _apart(connection.commit)
            self._changes = connection.total_changes

    async def rollback(self) -> None:
        """Undo."""
        self._open.rollback()

    async def close(self) -> None:
        """Close; again is fine."""
        self.stop()

    def stop(self) -> None:
        """Close at once."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
