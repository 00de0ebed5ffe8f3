"""Conversations that a person takes over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from placement.storage.models.base import Base, BigId
from placement.storage.models.service import Staff
from placement.storage.types import EncryptedJson, EncryptedText


class Case(Base):
    """A conversation that a person takes over."""

    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_topic", "officers_chat_id", "topic_id"),)
    historic = ("state", "owner_id", "priority", "outcome", "reason")

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), index=True)
    seeker_id: Mapped[int | None] = mapped_column(ForeignKey("seekers.id", ondelete="SET NULL"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    reason: Mapped[str] = mapped_column(String(16))
    """asked, distress, scam, complaint, abroad, disability, layoff or delivery."""
    priority: Mapped[int] = mapped_column(default=0)
    """Higher is first; distress is 100."""
    state: Mapped[str] = mapped_column(String(16), default="queued")
    """queued → claimed → waiting_seeker → resolved | returned."""
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    packet: Mapped[dict[str, Any]] = mapped_column(EncryptedJson)
    """What is known at the opening: why, summary, gaps, matches, last messages."""
    officers_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    topic_id: Mapped[int | None] = mapped_column(BigInteger)
    card_message_id: Mapped[int | None] = mapped_column(BigInteger)
    opened_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(40))
    rating: Mapped[int | None]

    owner: Mapped[Staff | None] = relationship(lazy="joined")


class CaseMessage(Base):
    """One message in a case: the seeker's, the owner's, a note, or what the system did."""

    __tablename__ = "case_messages"
    __table_args__ = (
        UniqueConstraint("case_id", "source_chat_id", "source_message_id"),
        Index("ix_case_messages_target", "target_chat_id", "target_message_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    author: Mapped[str] = mapped_column(String(12))
    """seeker, officer, note or system."""
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(16), default="text")
    text: Mapped[str | None] = mapped_column(EncryptedText)
    file_id: Mapped[str | None] = mapped_column(EncryptedText)
    source_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    source_message_id: Mapped[int | None] = mapped_column(BigInteger)
    target_chat_id: Mapped[int | None] = mapped_column(BigInteger)
    target_message_id: Mapped[int | None] = mapped_column(BigInteger)
    delivery: Mapped[str] = mapped_column(String(10), default="none")
    """none, waiting, sent, failed or taken_back."""
    edited_at: Mapped[datetime | None]
    at: Mapped[datetime]
