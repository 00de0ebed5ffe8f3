"""Alembic's environment: runs on the connection that ``placement.storage.schema`` hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from placement.storage.models import Base
from placement.storage.types import EncryptedBytes, EncryptedDate, EncryptedJson, EncryptedList, EncryptedText, Instant


def _render(kind: str, thing: Any, _autogenerate: Any) -> str | Literal[False]:
    """Write our column types as what they are in the database, so that a migration never depends on our code."""
    if kind == "type" and isinstance(thing, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, EncryptedText | EncryptedJson | EncryptedList | EncryptedDate):
        return "sa.Text()"
    if kind == "type" and isinstance(thing, EncryptedBytes):
        return "sa.LargeBinary()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_render,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
