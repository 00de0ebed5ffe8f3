"""The append-only history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from placement.storage.models.base import Base, BigId
from placement.storage.types import EncryptedJson


class Change(Base):
    """One change of one field: who, when, from, to, why. Only ever added to; erasure empties the values."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_row", "entity", "row_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(40))
    """«seeker:ID», «staff:ID», «system» or «import»."""
    entity: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int] = mapped_column(BigInteger)
    field: Mapped[str] = mapped_column(String(40))
    old: Mapped[Any] = mapped_column(EncryptedJson, nullable=True)
    new: Mapped[Any] = mapped_column(EncryptedJson, nullable=True)
    why: Mapped[str]
