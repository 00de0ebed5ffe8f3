"""INSERT … ON CONFLICT, for either engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage.models import Base


def insert_if_new(session: AsyncSession, table: type[Base]) -> Any:
    """Give an INSERT that does nothing when a unique key is there already; both engines spell it alike."""
    return _insert(session, table).on_conflict_do_nothing()


def insert_or_update(session: AsyncSession, table: type[Base], key: Sequence[str], values: Mapping[str, Any]) -> Any:
    """Give an INSERT that changes the row which has this key already; ``key`` names its columns."""
    changed = {name: value for name, value in values.items() if name not in key}
    return _insert(session, table).values(**values).on_conflict_do_update(index_elements=list(key), set_=changed)


def _insert(session: AsyncSession, table: type[Base]) -> Any:
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(table)
