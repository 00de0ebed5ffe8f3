"""Employers, vacancies, and seekers' ways to them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from placement.storage.models.base import Base, BigId


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
