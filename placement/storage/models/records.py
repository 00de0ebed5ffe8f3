"""Around a seeker's record: what waits for a yes, papers, ways to join a chat, records that were made one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from placement.storage.models.base import Base, BigId
from placement.storage.types import EncryptedBytes, EncryptedJson, EncryptedText


class Document(Base):
    """A paper that a seeker has sent: a CV that was read, a photo of a diploma that only people look at."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    """cv, diploma, certificate, identity, photo or other."""
    file_name: Mapped[str | None] = mapped_column(EncryptedText)
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    """Bytes."""
    digest: Mapped[str] = mapped_column(String(64))
    """The contents' keyed hash: the same file twice is kept once."""
    pages: Mapped[int | None]
    """Pages that were read; NULL for a picture."""
    turn_id: Mapped[int | None] = mapped_column(BigInteger)
    sent_at: Mapped[datetime]


class DocumentContent(Base):
    """A paper's bytes, apart, so that looking at the list does not load them."""

    __tablename__ = "document_contents"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes] = mapped_column(EncryptedBytes)


class Proposal(Base):
    """A value that something suggests, and nobody has confirmed: no fact yet. Confirmed or refused, its row is gone."""

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[Any] = mapped_column(EncryptedJson)
    quote: Mapped[str | None] = mapped_column(EncryptedText)
    page: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(40))
    """document:ID, or inferred."""
    made_at: Mapped[datetime]


class ChatPerson(Base):
    """A person who uses a chat: two people may share one phone. Whose turn it is stands in the chat itself."""

    __tablename__ = "chat_people"

    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True)
    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[datetime]


class StartLink(Base):
    """A single-use way to join a chat to a record, handed out by an officer."""

    __tablename__ = "start_links"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    """The token's hash; the token itself is known only to whoever got it."""
    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    chat_id: Mapped[int | None] = mapped_column(ForeignKey("chats.id", ondelete="SET NULL"))


class Merge(Base):
    """Two records of one person made one, with all that undoing it needs."""

    __tablename__ = "merges"
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), index=True)
    dropped_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    before: Mapped[dict[str, Any]] = mapped_column(EncryptedJson)
    """{«kept»: values and facts before, «moved»: {table: ids}}."""
