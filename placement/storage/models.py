"""The tables. Names are those of the domain; every instant is aware, every amount whole rupiah a month."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from placement.storage.types import EncryptedJson, EncryptedText, Instant

BigId = BigInteger().with_variant(Integer, "sqlite")
"""A key that counts by itself: SQLite does so only for INTEGER."""


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant,
        list[str]: JSON,
        dict[str, Any]: JSON,
        str: Text,
    }
    historic: ClassVar[tuple[str, ...]] = ()
    """The columns whose every change stands in ``history``."""


# --- people of the service ---------------------------------------------------------------------------------------


class Office(Base):
    """A district's employment office."""

    __tablename__ = "offices"
    historic = ("name", "region", "officers_chat_id", "hours", "timezone")

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str]
    region: Mapped[str | None] = mapped_column(String(8))
    officers_chat_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Weekday («0» Monday) → [[«08:00», «16:00»], …]."""
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


# --- turns -------------------------------------------------------------------------------------------------------


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
    """When all that was known was erased: a turn begun before keeps nothing."""
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
    """The turn that answered it: another row's id when several messages made one turn."""
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


# --- seekers -----------------------------------------------------------------------------------------------------


class Seeker(Base):
    """A job seeker who has consented to being kept."""

    __tablename__ = "seekers"
    historic = (
        "registration_number",
        "consent_at",
        "consent_withdrawn_at",
        "person_name",
        "phone",
        "home_region",
        "education",
        "major",
        "wish_text",
        "wish_occupations",
        "wish_regions",
        "wage_min",
        "work_types",
        "willing_to_move",
        "skills",
        "experience_months",
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    registration_number: Mapped[str | None] = mapped_column(String(32), unique=True)
    registered_at: Mapped[datetime | None]
    valid_until: Mapped[date | None]
    consent_at: Mapped[datetime]
    consent_version: Mapped[str] = mapped_column(String(16))
    consent_withdrawn_at: Mapped[datetime | None]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    person_name: Mapped[str | None] = mapped_column(EncryptedText)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    home_region: Mapped[str | None] = mapped_column(String(8), index=True)
    education: Mapped[str | None] = mapped_column(String(8))
    major: Mapped[str | None]
    wish_text: Mapped[str | None]
    wish_occupations: Mapped[list[str]] = mapped_column(default=list)
    wish_regions: Mapped[list[str]] = mapped_column(default=list)
    wage_min: Mapped[int | None] = mapped_column(BigInteger)
    work_types: Mapped[list[str]] = mapped_column(default=list)
    willing_to_move: Mapped[bool | None]
    skills: Mapped[list[str]] = mapped_column(default=list)
    experience_months: Mapped[int | None]
    created_at: Mapped[datetime]

    facts: Mapped[list[Fact]] = relationship(cascade="all, delete-orphan", lazy="raise")


class Fact(Base):
    """Where the value of a seeker's field comes from."""

    __tablename__ = "facts"

    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    quote: Mapped[str | None] = mapped_column(EncryptedText)
    """The words it was taken from."""
    source: Mapped[str] = mapped_column(String(16))
    """chat, button, contact, location, officer or document."""
    turn_id: Mapped[int | None] = mapped_column(BigInteger)
    said_at: Mapped[datetime]
    confirmed_by: Mapped[str | None] = mapped_column(String(40))
    """«seeker» or «staff:ID»; NULL while nobody has."""
    confirmed_at: Mapped[datetime | None]


# --- vacancies and referrals ---------------------------------------------------------------------------------------


class Employer(Base):
    """An employer; invented in the samples, checked by an officer in life."""

    __tablename__ = "employers"
    historic = ("name", "verified_at")

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    verified_at: Mapped[datetime | None]


class Vacancy(Base):
    """A vacancy as reported (Perpres 57/2023)."""

    __tablename__ = "vacancies"
    historic = (
        "title",
        "occupation",
        "headcount",
        "valid_until",
        "region",
        "education_min",
        "wage_min",
        "wage_max",
        "state",
        "how_to_apply",
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ref: Mapped[str] = mapped_column(String(40), unique=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"), index=True)
    title: Mapped[str]
    occupation: Mapped[str | None] = mapped_column(String(4), index=True)
    headcount: Mapped[int] = mapped_column(default=1)
    filled: Mapped[int] = mapped_column(default=0)
    valid_until: Mapped[date | None] = mapped_column(index=True)
    region: Mapped[str | None] = mapped_column(String(8), index=True)
    education_min: Mapped[str | None] = mapped_column(String(8))
    majors: Mapped[list[str]] = mapped_column(default=list)
    skills: Mapped[list[str]] = mapped_column(default=list)
    licences: Mapped[list[str]] = mapped_column(default=list)
    experience_months: Mapped[int | None]
    wage_min: Mapped[int | None] = mapped_column(BigInteger)
    wage_max: Mapped[int | None] = mapped_column(BigInteger)
    work_types: Mapped[list[str]] = mapped_column(default=list)
    remote: Mapped[bool | None]
    age_demand: Mapped[str | None]
    sex_demand: Mapped[str | None]
    description: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    how_to_apply: Mapped[str] = mapped_column(String(8), default="officer")
    """officer or direct."""
    contact: Mapped[str | None]
    state: Mapped[str] = mapped_column(String(8), default="open")
    """open, held (an officer must look), filled or closed."""
    changed_at: Mapped[datetime] = mapped_column(index=True)
    vector: Mapped[bytes | None]
    vector_model: Mapped[str | None] = mapped_column(String(120))

    employer: Mapped[Employer] = relationship(lazy="joined", innerjoin=True)


class Referral(Base):
    """A seeker's way to one vacancy."""

    __tablename__ = "referrals"
    __table_args__ = (UniqueConstraint("seeker_id", "vacancy_id"),)
    historic = ("state", "reason", "next_by")

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), index=True)
    vacancy_id: Mapped[int] = mapped_column(ForeignKey("vacancies.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    """interested → referred → interview → offered → placed | rejected | withdrawn | no_show | closed."""
    reason: Mapped[str | None]
    next_by: Mapped[datetime | None]
    """When whoever acts next should have acted."""
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    vacancy: Mapped[Vacancy] = relationship(lazy="joined", innerjoin=True)


# --- cases -------------------------------------------------------------------------------------------------------


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


# --- history -----------------------------------------------------------------------------------------------------


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
