"""Reading vacancies, seekers and judgements from plain files, for the commands and for measuring.

Vacancies are CSV with the columns of data/README.md (`ref` or `id` names a row, lists are separated by «;», columns
that are not there count as not said). Seekers are JSON lines with the fields of `matching.models.Wish` and an `id`.
Judgements («qrels») are TREC's: query, anything, document, grade, separated by blanks or tabs.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from matching.adverts.analysis import AdvertReader
from matching.adverts.completion import completed
from matching.adverts.safety import judge
from matching.errors import BadTable
from matching.models import Vacancy, Wish, wish_from_dict

MAX_CELL = 10_000_000


def read_vacancies(path: str | Path, today: date) -> tuple[list[Vacancy], dict[int, str]]:
    """Read vacancies and how the file names them; ids are row numbers from 1.

    Raises:
        BadTable: the file or a row is malformed, by line.
    """
    read = [(vacancy, name) for vacancy, name, _ in _read_rows(path, today)]
    return [vacancy for vacancy, _ in read], {vacancy.id: name for vacancy, name in read}


def _read_rows(path: str | Path, today: date) -> Iterator[tuple[Vacancy, str, Mapping[str, Any]]]:
    """Yield each vacancy with its name in the file and its row."""
    csv.field_size_limit(MAX_CELL)
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=1):
                try:
                    vacancy = _vacancy(number, row, today)
                except (ValueError, OverflowError) as error:
                    raise BadTable(f"{path}, line {number + 1}: {error}") from error
                yield vacancy, row.get("ref") or row.get("id") or str(number), row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadTable(f"{path}: cannot be read as a table of vacancies: {error}") from error


@dataclass(frozen=True, slots=True)
class Checked:
    """Vacancies of a file with the facts of their texts, without those that look like a fraud.

    `names` are the file's names by id; `held` tells by name why a vacancy is left out.
    """

    vacancies: tuple[Vacancy, ...]
    names: Mapping[int, str]
    held: Mapping[str, str]


def read_checked(path: str | Path, today: date, reader: AdvertReader) -> Checked:
    """Read vacancies as an office takes them in: texts are read, suspicious ones are left out.

    Raises:
        BadTable: the file or a row is malformed, by line.
    """
    taken: list[Vacancy] = []
    names: dict[int, str] = {}
    held: dict[str, str] = {}
    for vacancy, name, row in _read_rows(path, today):
        names[vacancy.id] = name
        full = completed(vacancy, reader)
        safety = judge(
            full.title,
            full.description,
            employer=row.get("employer") or "",
            contact=row.get("contact") or "",
            wage_min=full.wage_min,
            wage_max=full.wage_max,
            experience_months=full.experience_months,
            education_min=full.education_min,
        )
        if safety.verdict == "suspicious":
            held[name] = "; ".join(sign.why for sign in safety.signs)
        else:
            taken.append(full)
    return Checked(tuple(taken), names, held)


def read_seekers(path: str | Path) -> dict[str, Wish]:
    """Read wishes from JSON lines, by their `id` (or line number).

    Raises:
        BadTable: a line is not a wish.
    """
    wishes: dict[str, Wish] = {}
    for line, text in _lines(path):
        try:
            data = json.loads(text)
            name = str(data.pop("id", line))
            wishes[name] = wish_from_dict(data)
        except (ValueError, AttributeError, TypeError) as error:
            raise BadTable(f"{path}, line {line}: not a seeker: {error}") from error
    return wishes


def read_judgements(path: str | Path) -> dict[str, dict[str, float]]:
    """Read graded judgements: query to document to grade.

    Raises:
        BadTable: a line has not four fields, or its grade is no number.
    """
    judged: dict[str, dict[str, float]] = {}
    for line, text in _lines(path):
        fields = text.split("\t") if "\t" in text else text.split()
        try:
            query, _, document, grade = fields
            judged.setdefault(query, {})[document] = float(grade)
        except ValueError as error:
            raise BadTable(f"{path}, line {line}: a judgement is «query 0 document grade»: {error}") from error
    return judged


def read_run(path: str | Path) -> dict[str, list[str]]:
    """Read a TREC run: query, Q0, document, rank, score, name; documents come back in order of score.

    Raises:
        BadTable: a line has not six fields, or its score is no number.
    """
    scored: dict[str, list[tuple[float, str]]] = {}
    for line, text in _lines(path):
        fields = text.split("\t") if "\t" in text else text.split()
        try:
            query, _, document, _, score, _ = fields
            scored.setdefault(query, []).append((float(score), document))
        except ValueError as error:
            raise BadTable(f"{path}, line {line}: a run is «query Q0 document rank score name»: {error}") from error
    return {
        query: [document for _, document in sorted(pairs, key=lambda pair: -pair[0])] for query, pairs in scored.items()
    }


def _lines(path: str | Path) -> Iterator[tuple[int, str]]:
    try:
        with Path(path).open(encoding="utf-8-sig") as file:
            yield from ((line, text.rstrip("\n")) for line, text in enumerate(file, start=1) if text.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise BadTable(f"{path}: cannot be read: {error}") from error


def _vacancy(number: int, row: Mapping[str, Any], today: date) -> Vacancy:
    title = (row.get("title") or "").strip()
    if not title:
        raise ValueError("the column title is missing or empty")
    until = row.get("valid_until")
    days = _whole(row, "valid_for_days")
    remote = {"yes": True, "no": False}.get((row.get("remote") or "").strip().lower())
    return Vacancy(
        id=number,
        title=title,
        description=row.get("description") or "",
        occupation=row.get("occupation") or None,
        region=row.get("region") or None,
        education_min=row.get("education_min") or None,
        majors=_listed(row, "majors"),
        skills=_listed(row, "skills"),
        licences=_listed(row, "licences"),
        languages=_listed(row, "languages"),
        accommodations=_listed(row, "accommodations"),
        experience_months=_whole(row, "experience_months"),
        wage_min=_whole(row, "wage_min"),
        wage_max=_whole(row, "wage_max"),
        work_types=_listed(row, "work_types") or _listed(row, "work_type"),
        remote=remote,
        valid_until=date.fromisoformat(until) if until else today + timedelta(days) if days is not None else None,
        opened_on=date.fromisoformat(row["opened_on"]) if row.get("opened_on") else None,
        seats=_whole(row, "headcount") or 1,
    )


def _listed(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in (row.get(name) or "").split(";") if item.strip())


def _whole(row: Mapping[str, Any], name: str) -> int | None:
    text = (row.get(name) or "").strip()
    try:
        return int(text) if text else None
    except ValueError as error:
        raise ValueError(f"{name} must be a whole number, not «{text}»") from error
