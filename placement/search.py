"""Searching vacancies: from what is known and said to a wish, and from «yang kedua» to a vacancy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from matching import models
from placement.chats import chat_of
from placement.errors import NotFoundError
from placement.registration import Profile
from placement.rows import values_of
from placement.storage import moment, vacancies
from placement.storage.models import Vacancy
from placement.vocabulary import Codes

PAGE = 3
"""Vacancies shown at a time: what fits a phone's screen."""


@dataclass(frozen=True)
class Query:
    """What a message asks for; codes where known."""

    text: str = ""
    occupations: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    education: str | None = None
    wage_min: int | None = None
    work_types: tuple[str, ...] = ()
    nearest: bool = False
    """Whether what is nearest comes first."""


@dataclass(frozen=True)
class Shown:
    """The search whose results a chat saw last; ``vacancy_ids`` are the cards on view, in order."""

    query: Query
    vacancy_ids: tuple[int, ...]
    offset: int


@dataclass(frozen=True)
class VacancyCard:
    """A vacancy in plain values, for wording."""

    vacancy_id: int
    ref: str
    title: str
    employer: str
    occupation: str | None
    region: str | None
    wage_min: int | None
    wage_max: int | None
    work_types: tuple[str, ...]
    education_min: str | None
    experience_months: int | None
    skills: tuple[str, ...]
    headcount: int
    valid_until: str | None
    description: str
    how_to_apply: str
    contact: str | None
    open: bool


def card(row: Vacancy, today: date) -> VacancyCard:
    """Give a vacancy's plain values; it is open while its state and its validity say so."""
    given = {
        "vacancy_id": row.id,
        "employer": row.employer.name,
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "open": is_open(row, today),
    }
    return VacancyCard(**values_of(row, VacancyCard, **given))


def is_open(row: Vacancy, today: date) -> bool:
    """Say whether a vacancy may be shown and applied for."""
    return row.state == "open" and row.filled < row.headcount and (row.valid_until is None or row.valid_until >= today)


def wish(known: Profile | None, query: Query, majors: Codes) -> models.Wish:
    """Join what the message asks with what is known; the message wins. A major in free words is given by its code."""
    major = majors.find(known.major) if known and known.major else None
    said_work = bool(query.occupations or query.text)
    return models.Wish(
        text=query.text if said_work else (known.wish_text or "" if known else ""),
        occupations=query.occupations or (() if said_work or not known else known.wish_occupations),
        regions=query.regions or (known.wish_regions if known else ()),
        home_region=known.home_region if known else None,
        willing_to_move=known.willing_to_move if known else None,
        education=query.education or (known.education if known else None),
        majors=(major,) if major else (),
        skills=known.skills if known else (),
        experience_months=known.experience_months if known else None,
        wage_min=query.wage_min or (known.wage_min if known else None),
        work_types=query.work_types or (known.work_types if known else ()),
        nearest=query.nearest,
        person=known.seeker_id if known else None,
    )


async def remember(session: AsyncSession, chat_id: int, query: Query, vacancy_ids: Sequence[int], offset: int) -> None:
    """Keep what a chat sees, so that «yang kedua» and «lanjut» mean something."""
    chat = await chat_of(session, chat_id)
    chat.results = {"query": asdict(query), "vacancy_ids": list(vacancy_ids), "offset": offset}


async def shown(session: AsyncSession, chat_id: int) -> Shown | None:
    """Give the search whose results a chat saw last."""
    kept = (await chat_of(session, chat_id)).results
    if not kept:
        return None
    return Shown(query_from(kept["query"]), tuple(kept["vacancy_ids"]), kept["offset"])


_ORDINALS = {
    **dict.fromkeys(("1", "pertama", "satu", "kesatu", "first", "one", "teratas"), 1),
    **dict.fromkeys(("2", "kedua", "dua", "second", "two"), 2),
    **dict.fromkeys(("3", "ketiga", "tiga", "third", "three"), 3),
}
_FIRST = re.compile(r"\b(?:(?:yang|yg|plg|paling|pling)\s+atas|ter?atas|pucuk|(?:at )?the top|top ?most)\b")
"""«Yang paling atas»: the first of the cards."""
_LAST = ("terakhir", "last", "paling bawah", "bawah")


def pick(seen: Shown | None, reference: str) -> int | None:
    """Give the id of the vacancy that is meant by «V12», «no 2», «yang pertama», «terakhir»; None if unclear."""
    said = reference.strip().casefold()
    by_id = re.fullmatch(r"v(\d{1,18})", said)
    if by_id:
        return int(by_id.group(1))
    if seen is None or not seen.vacancy_ids:
        return None
    if any(word in said for word in _LAST):
        return seen.vacancy_ids[-1]
    if _FIRST.search(said):
        return seen.vacancy_ids[0]
    for word in re.findall(r"\w+", said):
        word = re.sub(r"^ke(?=\d)|^(?:no|nomor|nomer)(?=\d)", "", word)
        place = _ORDINALS.get(word)
        if place and place <= len(seen.vacancy_ids):
            return seen.vacancy_ids[place - 1]
    return None


async def vacancy(session: AsyncSession, vacancy_id: int) -> VacancyCard:
    """Give one vacancy; NotFoundError when there is none of this id."""
    row = await vacancies.by_id(session, vacancy_id)
    if row is None:
        raise NotFoundError("This vacancy does not exist.")
    return card(row, moment.today(session))


async def vacancy_by_ref(session: AsyncSession, ref: str) -> VacancyCard | None:
    """Give the vacancy with the office's own reference («LK-0012»)."""
    row = await vacancies.by_ref(session, ref)
    return card(row, moment.today(session)) if row else None


def for_index(row: Vacancy) -> models.Vacancy:
    """Give a vacancy as matching sees it."""
    given = {
        "seats": max(row.headcount - row.filled, 0),
        "opened_on": None,
        "languages": (),  # No table of vacancies names them yet; the text does.
        "accommodations": (),
        "version": round(row.changed_at.timestamp() * 1000),
    }
    return models.Vacancy(**values_of(row, models.Vacancy, **given))


@dataclass(frozen=True)
class IndexChanges:
    """What has to go into the index, and out of it, and up to which instant this is the truth."""

    put: list[tuple[models.Vacancy, bytes | None, str | None]]
    remove: list[int]
    until: datetime
    seen: dict[int, datetime]


async def changes_since(
    session: AsyncSession, instant: datetime | None, today: date, known: Mapping[int, datetime]
) -> IndexChanges:
    """Give the vacancies that changed since an instant (all, for None), with the vectors kept with their rows.

    ``known`` holds the last change that the index has seen, by id: that one is not given again.
    """
    looked = moment.now(session)
    rows = await vacancies.changed_since(session, instant, known)
    put = [(for_index(row), row.vector, row.vector_model) for row in rows if is_open(row, today)]
    remove = [row.id for row in rows if not is_open(row, today)]
    return IndexChanges(put, remove, looked, {row.id: row.changed_at for row in rows})


async def keep_vectors(session: AsyncSession, vectors: Mapping[int, tuple[datetime, bytes]], model: str) -> None:
    """Keep vectors with their rows, so that the next start need not encode again; each with its row's last change."""
    await vacancies.keep_vectors(session, vectors, model)


def query_from(data: dict[str, Any]) -> Query:
    """Build a query from JSON data."""
    plain: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Query(**plain)
