"""Importing vacancies: every row is judged first, then all good ones are kept in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy.ext.asyncio import AsyncSession

from matching.adverts.safety import Safety, judge
from placement.storage import moment, vacancies
from placement.storage.models import Vacancy
from placement.vacancy_files import ImportFileError, Line
from placement.vocabulary import Vocabularies, words_of


def _list(value: Any) -> Any:
    return words_of(value) if isinstance(value, str) else value


def _empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _empty_is_officer(value: Any) -> Any:
    return _empty_is_none(value) or "officer"


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
    how_to_apply: Annotated[Literal["officer", "direct"], BeforeValidator(_empty_is_officer)] = "officer"
    contact: Annotated[str | None, BeforeValidator(_empty_is_none)] = None

    @model_validator(mode="before")
    @classmethod
    def _storable(cls, cells: Any) -> Any:
        """Refuse what no database text can hold, before it stops the whole import."""
        if any("\x00" in cell for cell in cells.values() if isinstance(cell, str)):
            raise ValueError("there is a NUL character in it")
        return cells

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


@dataclass(frozen=True)
class Held:
    """A row that was taken and is shown to nobody until an officer has looked at it, and why."""

    ref: str
    why: str


@dataclass
class ImportReport:
    """What an import did, or would do."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    expired: int = 0
    """Of those taken, the ones whose validity has passed already: kept, and shown to nobody."""
    refused: list[Refusal] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)


def check_lines(lines: Iterable[Line], known: Vocabularies) -> tuple[list[VacancyRow], list[Refusal]]:
    """Judge every row; give the good ones, and why the others are not. ImportFileError when columns are missing."""
    good: list[VacancyRow] = []
    refused: list[Refusal] = []
    seen: set[str] = set()
    needed = {name for name, info in VacancyRow.model_fields.items() if info.is_required()}
    for place, line in enumerate(lines):
        missing = needed - set(line.cells) if place == 0 else set()
        if missing:
            raise ImportFileError(f"The file lacks the columns: {', '.join(sorted(missing))} (see data/README.md).")
        row, why = _judge(line, known)
        if row is not None and row.ref in seen:
            why = "the reference stands in this file before"
        if row is None or why:
            refused.append(Refusal(line.number, str(line.cells.get("ref") or "").strip()[:40], why))
        else:
            seen.add(row.ref)
            good.append(row)
    return good, refused


def _judge(line: Line, known: Vocabularies) -> tuple[VacancyRow | None, str]:
    """Give a row, and what is wrong with it."""
    if line.trouble:
        return None, line.trouble
    try:
        row = VacancyRow.model_validate({key: value for key, value in line.cells.items() if key})
    except ValidationError as problem:
        return None, "; ".join(
            f"{'.'.join(str(part) for part in error['loc']) or 'row'}: {error['msg']}" for error in problem.errors()
        )
    return row, _unknown_codes(row, known)


def _unknown_codes(row: VacancyRow, known: Vocabularies) -> str:
    """Say which codes stand in no vocabulary; empty when all do."""
    unknown = []
    if row.region not in known.regions.by_code:
        unknown.append(f"region {row.region}")
    if row.education_min and row.education_min not in known.education.names:
        unknown.append(f"education_min {row.education_min}")
    for column, codes, table in (
        ("work_type", row.work_type, known.work_types),
        ("majors", row.majors, known.majors),
        ("skills", row.skills, known.skills),
        ("licences", row.licences, known.skills),
    ):
        unknown += [f"{column} {code}" for code in codes if code not in table.names]
    return f"unknown {', '.join(unknown)}: see data/vocabulary" if unknown else ""


def judge_row(row: VacancyRow) -> Safety:
    """Judge whether a row is safe to show, by all that it says."""
    return judge(
        row.title,
        row.description,
        employer=row.employer,
        contact=row.contact or "",
        wage_min=row.wage_min,
        wage_max=row.wage_max,
        experience_months=row.experience_months,
        education_min=row.education_min,
    )


def _why_held(row: VacancyRow) -> list[str]:
    """Say in words for an officer why a suspicious row is held; empty for nearly all."""
    safety = judge_row(row)
    return [sign.why for sign in safety.signs] if safety.verdict == "suspicious" else []


def to_hold(rows: Iterable[VacancyRow]) -> list[Held]:
    """Give the rows that would be held, with the reasons."""
    return [Held(row.ref, "; ".join(why)) for row in rows if (why := _why_held(row))]


async def import_rows(
    session: AsyncSession, rows: list[VacancyRow], progress: Callable[[int], None] = lambda _done: None
) -> ImportReport:
    """Add or update vacancies by their reference, all in the caller's transaction; evidently false ones are held."""
    report = ImportReport()
    employers = await vacancies.employers_by_name(session, (row.employer for row in rows))
    there = await vacancies.by_refs(session, (row.ref for row in rows))
    today, now = moment.today(session), moment.now(session)
    touched: list[Vacancy] = []
    for done, row in enumerate(rows, start=1):
        values = row.model_dump(exclude={"employer", "valid_for_days", "work_type"})
        values["work_types"] = row.work_type
        values["employer_id"] = employers[row.employer].id
        values["valid_until"] = row.valid_until or today + timedelta(days=row.valid_for_days or 0)
        vacancy = there.get(row.ref)
        why = _why_held(row)
        if vacancy is None:
            state = "held" if why else "open"
            vacancy = Vacancy(**values, filled=0, state=state, changed_at=now, employer=employers[row.employer])
            session.add(vacancy)
            touched.append(vacancy)
            report.new += 1
        elif _differs(vacancy, values, relative=row.valid_until is None):
            for name, value in values.items():
                setattr(vacancy, name, value)
            vacancy.changed_at = now
            vacancy.vector = vacancy.vector_model = None
            touched.append(vacancy)
            if why and vacancy.state == "open":
                vacancy.state = "held"
            report.changed += 1
        else:
            report.unchanged += 1  # What an officer has let through meanwhile stays so.
            why = why if vacancy.state == "held" else []
        if why:
            report.held.append(Held(row.ref, "; ".join(why)))
        report.expired += values["valid_until"] < today
        progress(done)
    await session.flush()
    await vacancies.stamp(session, touched, moment.now(session))
    return report


def _differs(vacancy: Vacancy, values: Mapping[str, Any], *, relative: bool) -> bool:
    """Compare what is kept with what came; a validity counted from the import is no change by itself."""
    return any(
        getattr(vacancy, name) != value for name, value in values.items() if not (relative and name == "valid_until")
    )
