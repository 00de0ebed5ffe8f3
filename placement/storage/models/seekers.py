"""Job seekers, and where each of their facts comes from."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from placement.storage.models.base import Base, BigId
from placement.storage.types import EncryptedText


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
    major: Mapped[str | None] = mapped_column(EncryptedText)
    wish_text: Mapped[str | None] = mapped_column(EncryptedText)
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
