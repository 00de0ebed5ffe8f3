"""Job seekers, and where each of their facts comes from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from placement.storage.models.base import Base, BigId
from placement.storage.types import EncryptedDate, EncryptedList, EncryptedText


class Seeker(Base):
    """A job seeker who has consented to being kept."""

    __tablename__ = "seekers"
    historic = (
        "registration_number",
        "consent_at",
        "consent_withdrawn_at",
        "matching_objected_at",
        "ended_at",
        "ended_why",
        "merged_into",
        "person_name",
        "nik",
        "birth_date",
        "birth_place",
        "sex",
        "marital",
        "card_region",
        "home_region",
        "phone",
        "email",
        "education",
        "major",
        "school_year",
        "experiences",
        "experience_months",
        "courses",
        "skills",
        "spoken_languages",
        "driving_licences",
        "wish_text",
        "wish_occupations",
        "wish_regions",
        "willing_to_move",
        "wage_min",
        "work_types",
        "available_from",
        "accommodation",
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    registration_number: Mapped[str | None] = mapped_column(String(32), unique=True)
    registered_at: Mapped[datetime | None]
    valid_until: Mapped[date | None]
    reported_at: Mapped[datetime | None]
    """When the seeker last reported, as every six months; NULL before the first report."""
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(16))
    """placed, expired or closed."""
    proof_mark: Mapped[str | None] = mapped_column(String(64), index=True, unique=True)
    """The hash of the token in the proof's QR code."""
    consent_at: Mapped[datetime]
    consent_version: Mapped[str] = mapped_column(String(16))
    consent_withdrawn_at: Mapped[datetime | None]
    matching_objected_at: Mapped[datetime | None]
    """Since when no machine chooses for this person (UU 27/2022, art. 10)."""
    merged_into: Mapped[int | None] = mapped_column(BigInteger, index=True)
    """The record that this one, of the same person, was merged into."""
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))

    person_name: Mapped[str | None] = mapped_column(EncryptedText)
    nik: Mapped[str | None] = mapped_column(EncryptedText)
    nik_mark: Mapped[str | None] = mapped_column(String(64), index=True)
    """The number's keyed hash, by which records of the same number are found without opening any."""
    birth_date: Mapped[date | None] = mapped_column(EncryptedDate)
    birth_place: Mapped[str | None] = mapped_column(EncryptedText)
    sex: Mapped[str | None] = mapped_column(String(8))
    marital: Mapped[str | None] = mapped_column(String(12))
    card_region: Mapped[str | None] = mapped_column(String(8))
    """The region on the identity card, which is often not the one lived in."""
    home_region: Mapped[str | None] = mapped_column(String(8), index=True)
    phone: Mapped[str | None] = mapped_column(EncryptedText)
    phone_mark: Mapped[str | None] = mapped_column(String(64), index=True)
    email: Mapped[str | None] = mapped_column(EncryptedText)
    education: Mapped[str | None] = mapped_column(String(8))
    major: Mapped[str | None] = mapped_column(EncryptedText)
    school_year: Mapped[int | None]
    experiences: Mapped[list[dict[str, Any]]] = mapped_column(EncryptedList, nullable=True, default=list)
    """[{«occupation», «occupation_code», «employer», «months», «since», «until», «what»}], the latest first."""
    experience_months: Mapped[int | None]
    """Of all work together, overlaps once; 0 for somebody who says to have none."""
    courses: Mapped[list[dict[str, Any]]] = mapped_column(EncryptedList, nullable=True, default=list)
    """[{«name», «provider», «year»}]."""
    skills: Mapped[list[str]] = mapped_column(EncryptedList, nullable=True, default=list)
    """Ids of the vocabulary, or as said."""
    spoken_languages: Mapped[list[dict[str, Any]]] = mapped_column(EncryptedList, nullable=True, default=list)
    """[{«code», «level»}]."""
    driving_licences: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    wish_text: Mapped[str | None] = mapped_column(EncryptedText)
    wish_occupations: Mapped[list[str]] = mapped_column(default=list)
    wish_regions: Mapped[list[str]] = mapped_column(default=list)
    willing_to_move: Mapped[bool | None]
    wage_min: Mapped[int | None] = mapped_column(BigInteger)
    work_types: Mapped[list[str]] = mapped_column(default=list)
    available_from: Mapped[date | None]
    accommodation: Mapped[list[str]] = mapped_column(EncryptedList, nullable=True, default=list)
    """What is needed at work, never why: codes of the vocabulary."""
    left_aside: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """Topics that were answered with «nothing» or skipped: not asked again by themselves."""
    created_at: Mapped[datetime]

    facts: Mapped[list[Fact]] = relationship(cascade="all, delete-orphan", lazy="raise")


class Fact(Base):
    """Where the value of a seeker's field comes from."""

    __tablename__ = "facts"

    seeker_id: Mapped[int] = mapped_column(ForeignKey("seekers.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True, default="", server_default="")
    """The mark of which of several (a skill, a job held); empty for a field that has one value."""
    quote: Mapped[str | None] = mapped_column(EncryptedText)
    """The words it was taken from."""
    source: Mapped[str] = mapped_column(String(40))
    """chat, button, contact, location, officer, or document:ID."""
    turn_id: Mapped[int | None] = mapped_column(BigInteger)
    said_at: Mapped[datetime]
    confirmed_by: Mapped[str | None] = mapped_column(String(40))
    """«seeker» or «staff:ID»; NULL while nobody has."""
    confirmed_at: Mapped[datetime | None]
