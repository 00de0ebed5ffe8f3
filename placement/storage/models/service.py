"""Who serves: offices and their staff."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from placement.storage.models.base import Base, BigId


class Office(Base):
    """A district's employment office."""

    __tablename__ = "offices"
    historic = ("name", "region", "officers_chat_id", "hours", "timezone")

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    region: Mapped[str | None] = mapped_column(String(8))
    officers_chat_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Weekday («1» Monday … «7» Sunday) → [[«08:00», «16:00»], …]."""
    timezone: Mapped[str] = mapped_column(String(40), default="Asia/Jakarta")


class Staff(Base):
    """An officer, administrator or viewer; known by the Telegram id."""

    __tablename__ = "staff"
    historic = ("role", "name", "active", "office_id")

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    telegram_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(String(16))
    """officer, administrator or viewer."""
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    active: Mapped[bool] = mapped_column(default=True)
