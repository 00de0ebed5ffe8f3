"""Turns: chats, what comes in, what is done once, what goes out, what is due later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from placement.storage.models.base import Base, BigId
from placement.storage.types import EncryptedJson, EncryptedText


class Chat(Base):
    """A chat on Telegram, its conversation's state, and who is working on it just now."""

    __tablename__ = "chats"
    __table_args__ = (UniqueConstraint("bot_id", "telegram_id"), Index("ix_chats_due_at", "due_at"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    telegram_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(16), default="private")
    language: Mapped[str] = mapped_column(String(8), default="id")
    seeker_id: Mapped[int | None] = mapped_column(ForeignKey("seekers.id"), index=True)
    state: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    """The conversation as Rasa gave it back; Rasa itself keeps nothing."""
    results: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    """The search whose results were shown last, so that «yang kedua» and «lanjut» mean something."""
    due_at: Mapped[datetime | None]
    """When the oldest waiting update wants to be handled; NULL when none waits."""
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    told_of_trouble_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    """When all that was known was erased or forgotten: a turn begun before keeps nothing."""
    created_at: Mapped[datetime]


class Update(Base):
    """One update from Telegram: the inbox. Its id is the turn's id."""

    __tablename__ = "updates"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        Index("ix_updates_waiting", "chat_id", "state", "update_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    bot_id: Mapped[int] = mapped_column(BigInteger)
    update_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    payload: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    """The update as it came; gone once it is handled."""
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    """waiting, done, or failed (a person must look)."""
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    turn_id: Mapped[int | None] = mapped_column(BigInteger)
    """The turn that answered it: another row's id when several messages made one turn.

    While it waits: the newest of the updates that a worker took up together with it; NULL before.
    """
    done_at: Mapped[datetime | None]


class Effect(Base):
    """What an action has done in a turn; asked again, it gives this result."""

    __tablename__ = "effects"

    turn_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    action: Mapped[str] = mapped_column(String(80), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    result: Mapped[Any] = mapped_column(EncryptedJson, nullable=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Outgoing(Base):
    """One call to the Bot API that is to be made: the outbox."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_waiting", "state", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), index=True)
    turn_id: Mapped[int | None] = mapped_column(BigInteger, index=True)
    method: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson)
    """The call's parameters; gone once it is made."""
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    """Calls into a case's topic get its thread when they are made: the topic may not exist before."""
    case_message_id: Mapped[int | None] = mapped_column(ForeignKey("case_messages.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(16), default="")
    """What the result is for: topic, card, relay, panel, or nothing."""
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    """waiting, sent, failed, blocked or dropped."""
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str | None]


class Button(Base):
    """A button that was shown: the opaque id in its callback data, and what a press means."""

    __tablename__ = "buttons"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), index=True)
    turn_id: Mapped[int | None] = mapped_column(BigInteger)
    meaning: Mapped[dict[str, Any]] = mapped_column(EncryptedJson)
    """{«intent», «entities»} for the conversation, or {«do», …} for the desk."""
    once: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    pressed_at: Mapped[datetime | None]


class DueWork(Base):
    """Something to be done later; claimed like a chat."""

    __tablename__ = "due_work"
    __table_args__ = (UniqueConstraint("kind", "subject"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    """What it is about; one kind of work waits for a subject only once."""
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    due_at: Mapped[datetime] = mapped_column(index=True)
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)


class Lease(Base):
    """An office that one process holds at a time: sender, poller."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    owner: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime]


class Utterance(Base):
    """A seeker's message with its parse: the material of the studio."""

    __tablename__ = "utterances"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    turn_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(EncryptedText)
    parse: Mapped[dict[str, Any]] = mapped_column(EncryptedJson)
    intent: Mapped[str] = mapped_column(String(60))
    confidence: Mapped[float]
    model: Mapped[str] = mapped_column(String(120))
    consented: Mapped[bool]
    """False: said before consent, forgotten within a day, never shown in the studio."""
    at: Mapped[datetime] = mapped_column(index=True)
