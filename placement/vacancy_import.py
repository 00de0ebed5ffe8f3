"""Importing vacancies from CSV or XLSX: every row is judged first, then all good ones are kept in one transaction."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from zipfile import BadZipFile

import openpyxl
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy.ext.asyncio import AsyncSession

from placement.errors import PlacementError
from placement.storage import moment, vacancies
from placement.storage.models import Vacancy
from placement.vocabulary import Vocabularies, words_of

LARGEST = 50 * 1024 * 1024
"""Bytes of a file that is read at all."""


class ImportFileError(PlacementError):
    """A file that can't be read as a table; the sentence says what to do."""


def _list(value: Any) -> Any:
    return words_of(value) if isinstance(value, str) else value


def _empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Words = Annotated[list[str], BeforeValidator(_list)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Wage = Annotated[Annotated[int, Field(ge=10_000, le=1_000_000_000)] | None, BeforeValidator(_empty_is_none)]


class VacancyRow(BaseModel):
    """One row of an import, as documented in data/README.md."""

    model_config = ConfigDict(str_strip_whitespace=True, extra="ignore")

    ref: Annotated[str, Field(min_length=1, max_length=40)]
    employer: Text
    title: Text
    occupation: Annotated[Annotated[str, Field(pattern=r"^\d{4}$")] | None, BeforeValidator(_empty_is_none)] = None
    headcount: Annotated[int, Field(ge=1, le=10_000)]
    valid_for_days: Annotated[Annotated[int, Field(ge=1, le=3650)] | None, BeforeValidator(_empty_is_none)] = None
    valid_until: Annotated[date | None, BeforeValidator(_empty_is_none)] = None
    region: Annotated[str, Field(pattern=r"^\d{4}$")]
    education_min: Annotated[str | None, BeforeValidator(_empty_is_none)] = None
    majors: Words = []
    skills: Words = []
    licences: Words = []
    experience_months: Annotated[Annotated[int, Field(ge=0, le=600)] | None, BeforeValidator(_empty_is_none)] = None
    wage_min: Wage = None
    wage_max: Wage = None
    work_type: Words = []
    remote: Annotated[bool | None, BeforeValidator(_empty_is_none)] = None
    age_demand: Annotated[str | None, BeforeValidator(_empty_is_none)] = None
    sex_demand: Annotated[Literal["female", "male"] | None, BeforeValidator(_empty_is_none)] = None
    description: Annotated[str, Field(min_length=1, max_length=20_000)]
    source: str = ""
    how_to_apply: Literal["officer", "direct"] = "officer"
    contact: Annotated[str | None, BeforeValidator(_empty_is_none)] = None

    @model_validator(mode="after")
    def _consistent(self) -> VacancyRow:
        """Compare columns with one another."""
        if self.valid_for_days is None and self.valid_until is None:
            raise ValueError("valid_until or valid_for_days is needed")
        if self.wage_min and self.wage_max and self.wage_min > self.wage_max:
            raise ValueError("wage_min is above wage_max")
        if self.how_to_apply == "direct" and not self.contact:
            raise ValueError("contact is needed when how_to_apply is direct")
        return self


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken: its line in the file, its reference, and why."""

    line: int
    ref: str
    why: str


@dataclass
class ImportReport:
    """What an import did, or would do."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read a CSV or XLSX with a header row; ImportFileError when it is not one."""
    try:
        if path.stat().st_size > LARGEST:
            raise ImportFileError(f"{path.name} is larger than {LARGEST // 2**20} MB: split it.")
        if path.suffix.lower() == ".xlsx":
            return _read_xlsx(path)
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise ImportFileError(f"{path} can't be read: {problem.strerror}.") from problem
    except UnicodeDecodeError as problem:
        raise ImportFileError(f"{path.name} is not UTF-8: save it as «CSV UTF-8».") from problem
    except (BadZipFile, KeyError, ValueError) as problem:
        raise ImportFileError(f"{path.name} is not a workbook: save it as .xlsx or as CSV.") from problem
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    try:
        rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as problem:
        raise ImportFileError(f"{path.name} is not a CSV that can be read: {problem}.") from problem
    return rows


def _read_xlsx(path: Path) -> list[dict[str, Any]]:
    """Read the first sheet; values as text, so that codes keep their zeros."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        lines = book.worksheets[0].iter_rows(values_only=True)
        header = [str(cell or "").strip() for cell in next(lines, ())]
        return [
            {name: _cell(value) for name, value in zip(header, line, strict=False)}
            for line in lines
            if any(value is not None for value in line)
        ]
    finally:
        book.close()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if hasattr(value, "date"):
        value = value.date().isoformat()
    return str(value)


def check_rows(rows: Iterable[Mapping[str, Any]], known: Vocabularies) -> tuple[list[VacancyRow], list[Refusal]]:
    """Judge every row; give the good ones, and why the others are not. ImportFileError when columns are missing."""
    good: list[VacancyRow] = []
    refused: list[Refusal] = []
    seen: set[str] = set()
    for line, raw in enumerate(rows, start=2):
        if line == 2:
            needed = {name for name, info in VacancyRow.model_fields.items() if info.is_required()}
            missing = needed - set(raw)
            if missing:
                raise ImportFileError(f"The file lacks the columns: {', '.join(sorted(missing))}.")
        ref = str(raw.get("ref") or "").strip()
        try:
            row = VacancyRow.model_validate({key: value for key, value in raw.items() if key})
            why = _unknown_codes(row, known)
            if row.ref in seen:
                why = "the reference stands in this file before"
        except ValidationError as problem:
            why = "; ".join(
                f"{'.'.join(str(part) for part in error['loc']) or 'row'}: {error['msg']}" for error in problem.errors()
            )
        if why:
            refused.append(Refusal(line, ref, why))
        else:
            seen.add(row.ref)
            good.append(row)
    return good, refused


def _unknown_codes(row: VacancyRow, known: Vocabularies) -> str:
    """Say which codes stand in no vocabulary; empty when all do."""
    unknown = []
    if row.region not in known.regions.by_code:
        unknown.append(f"region {row.region}")
    if row.education_min and row.education_min not in known.education.names:
        unknown.append(f"education_min {row.education_min}")
    unknown += [f"work_type {code}" for code in row.work_type if code not in known.work_types.names]
    return f"unknown {', '.join(unknown)}: see data/vocabulary" if unknown else ""


async def import_rows(
    session: AsyncSession, rows: list[VacancyRow], progress: Callable[[int], None] = lambda _done: None
) -> ImportReport:
    """Add or update vacancies by their reference, all in the caller's transaction."""
    report = ImportReport()
    employers = await vacancies.employers_by_name(session, (row.employer for row in rows))
    there = await vacancies.by_refs(session, (row.ref for row in rows))
    today, now = moment.today(session), moment.now(session)
    for done, row in enumerate(rows, start=1):
        values = row.model_dump(exclude={"employer", "valid_for_days", "work_type"})
        values["work_types"] = row.work_type
        values["employer_id"] = employers[row.employer].id
        values["valid_until"] = row.valid_until or today + timedelta(days=row.valid_for_days or 0)
        vacancy = there.get(row.ref)
        if vacancy is None:
            session.add(Vacancy(**values, filled=0, state="open", changed_at=now, employer=employers[row.employer]))
            report.new += 1
        elif _differs(vacancy, values, relative=row.valid_until is None):
            for name, value in values.items():
                setattr(vacancy, name, value)
            vacancy.changed_at = now
            vacancy.vector = vacancy.vector_model = None
            report.changed += 1
        else:
            report.unchanged += 1
        progress(done)
    await session.flush()
    return report


def _differs(vacancy: Vacancy, values: Mapping[str, Any], *, relative: bool) -> bool:
    """Compare what is kept with what came; a validity counted from the import is no change by itself."""
    return any(
        getattr(vacancy, name) != value for name, value in values.items() if not (relative and name == "valid_until")
    )
