"""What can go wrong with a database, in sentences that say what to do; everything else is a bug and stays as it is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import asyncpg  # type: ignore[import-untyped]
from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError

from placement.errors import SettingError, StorageError, UnusableStorageError

BAD_URL = (
    "Setting malformed: DATABASE_URL must be like sqlite:////folder/antarkerja.sqlite3 or "
    "postgresql://user:password@host:5432/name. Correct it in .env or in the environment."
)
DAMAGED = (
    "The database file is damaged. Stop everything, keep a copy of the file, and restore the last backup "
    "(or move the file away to start empty)."
)
READ_ONLY = (
    "The database can't be written: its file or folder is read-only for this user. Give this user the right to write "
    "both (SQLite keeps further files beside it), or choose another place with DATABASE_URL in .env."
)
FULL = "The disk is full: make room, then go on; nothing that was confirmed is lost."
DISK = (
    "The disk can't be written or read: it may be full, over a quota, or failing. Make room, look at the system's log, "
    "then go on; nothing that was confirmed is lost."
)
LOCKED = "The database has been locked for 15 seconds: is another program holding the file open?"
GONE = "The database server does not answer any more: is PostgreSQL running? This goes on by itself when it does."

SENTENCES: tuple[tuple[tuple[str, ...], str, type[StorageError]], ...] = (
    (("malformed", "not a database"), DAMAGED, UnusableStorageError),
    (("readonly database", "unable to open database file", "read-only transaction"), READ_ONLY, UnusableStorageError),
    (("disk is full", "no space left"), FULL, StorageError),
    (("disk i/o",), DISK, StorageError),
    (("database is locked",), LOCKED, StorageError),
    # PostgreSQL: the connection broke, was closed by a stop, or is not taken yet.
    (
        ("connection is closed", "connection was closed", "connection does not exist", "terminating connection",
         "connection has been released", "is shutting down", "is starting up", "connection reset", "broken pipe"),
        GONE,
        StorageError,
    ),
)  # fmt: skip
"""Words of the engines, the sentence that says what to do, and its error."""


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Turn the few database errors that a person can mend into sentences."""
    try:
        yield
    except DBAPIError as problem:
        words = str(problem.orig).lower()
        for signs, sentence, kind in SENTENCES:
            if any(sign in words for sign in signs):
                raise kind(sentence) from problem
        if problem.connection_invalidated:
            raise StorageError(GONE) from problem
        raise


REFUSED = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidPasswordError,
    asyncpg.InvalidCatalogNameError,
)
"""What a server says that will not take us in, however often it is asked."""


@contextlib.contextmanager
def explained_connecting(dialect: Dialect, host: str | None, port: int | None, database: str | None) -> Iterator[None]:
    """Turn what a server answers to a new connection into sentences; they never hold user or password."""
    try:
        yield
    except (OSError, dialect.loaded_dbapi.Error) as problem:
        if dialect.name != "postgresql":
            raise
        if isinstance(problem.__cause__, REFUSED):
            raise SettingError(
                f"PostgreSQL on {host}:{port} does not take us into «{database}»: correct user, password and "
                "database's name in DATABASE_URL, or make the database (createdb)."
            ) from problem
        raise StorageError(
            f"PostgreSQL does not answer on {host}:{port}: start it, or correct DATABASE_URL in .env. "
            "This goes on by itself when it does."
        ) from problem
