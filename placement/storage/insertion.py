"""INSERT … ON CONFLICT DO NOTHING, for either engine."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from placement.storage.models import Base


def insert_if_new(session: AsyncSession, table: type[Base]) -> Any:
    """Give an INSERT that does nothing when a unique key is there already; both engines spell it alike."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(table).on_conflict_do_nothing()
