"""Column types of ours: aware instants and encrypted values."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, Text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import TypeDecorator

from placement.crypto import FieldCipher

CIPHER = "field_cipher"
"""The attribute of an engine's dialect that holds its cipher: the key belongs to the engine, not to the program."""


def _cipher(dialect: Dialect) -> FieldCipher:
    """Give the cipher of the engine that a value is on its way to or from."""
    cipher: FieldCipher = getattr(dialect, CIPHER)
    return cipher


def cipher_of(session: AsyncSession) -> FieldCipher:
    """Give the cipher of a session's engine."""
    return _cipher(session.get_bind().dialect)


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


class EncryptedDate(TypeDecorator[date]):
    """A day that the database holds encrypted."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Encrypt."""
        return None if value is None else _cipher(dialect).encrypt(value.isoformat())

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Decrypt."""
        return None if value is None else date.fromisoformat(_cipher(dialect).decrypt(value))


class EncryptedBytes(TypeDecorator[bytes]):
    """A file that the database holds encrypted."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Encrypt."""
        return None if value is None else _cipher(dialect).encrypt_bytes(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Decrypt."""
        return None if value is None else _cipher(dialect).decrypt_bytes(value)


class EncryptedList(TypeDecorator[list[Any]]):
    """A list of JSON values that the database holds encrypted; NULL is the empty one."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[Any] | None, dialect: Dialect) -> str | None:
        """Encrypt."""
        if not value:
            return None
        return _cipher(dialect).encrypt(json.dumps(value, ensure_ascii=True, separators=(",", ":")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[Any]:
        """Decrypt."""
        return [] if value is None else list(json.loads(_cipher(dialect).decrypt(value)))
