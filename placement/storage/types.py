"""Column types of ours: aware instants and encrypted values."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from placement.crypto import FieldCipher

CIPHER = "field_cipher"
"""The attribute of an engine's dialect that holds its cipher: the key belongs to the engine, not to the program."""


def _cipher(dialect: Dialect) -> FieldCipher:
    """Give the cipher of the engine that a value is on its way to or from."""
    cipher: FieldCipher = getattr(dialect, CIPHER)
    return cipher


class Instant(TypeDecorator[datetime]):
    """An aware instant in UTC; SQLite, which knows no zones, keeps it naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn to UTC; ValueError for a naive instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Say that it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EncryptedText(TypeDecorator[str]):
    """A text that the database holds encrypted."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt."""
        return None if value is None else _cipher(dialect).encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Decrypt."""
        return None if value is None else _cipher(dialect).decrypt(value)


class EncryptedJson(TypeDecorator[Any]):
    """Any JSON value that the database holds encrypted."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Encrypt; None stays NULL."""
        if value is None:
            return None
        return _cipher(dialect).encrypt(json.dumps(value, ensure_ascii=True, separators=(",", ":")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Decrypt."""
        return None if value is None else json.loads(_cipher(dialect).decrypt(value))
