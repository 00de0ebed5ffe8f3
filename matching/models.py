"""What goes into a match and what comes out: plain frozen data, no behaviour beyond reading and writing it.

Codes are the project's: regions by Kemendagri digits ("32" a province, "3275" a regency or city), occupations by
ISCO-08 unit group ("5230"), schooling by `matching.schooling.LEVELS`, money in whole rupiah a month.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Literal, TypeAlias

Verdict: TypeAlias = Literal["pass", "fail", "unknown"]
"""How a condition ended. "unknown" never rejects: it names a question worth asking."""

Lacks: TypeAlias = Literal["seeker", "vacancy", "both"]
"""Whose data is missing when a verdict is unknown."""

Fact: TypeAlias = str | int | float | bool | tuple[str, ...] | None
"""A value of a condition or a reason; codes and numbers, never wording."""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An open vacancy as matching sees it; empty or None means that the employer did not say.

    `version` grows with every change of the row, so that a stale vector or a stale copy can be told.
    """

    id: int
    title: str
    description: str = ""
    occupation: str | None = None
    region: str | None = None
    education_min: str | None = None
    majors: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    accommodations: tuple[str, ...] = ()
    experience_months: int | None = None
    wage_min: int | None = None
    wage_max: int | None = None
    work_types: tuple[str, ...] = ()
    remote: bool | None = None
    valid_until: date | None = None
    opened_on: date | None = None
    seats: int = 1
    version: int = 1


@dataclass(frozen=True, slots=True)
class Wish:
    """What a seeker looks for and has; empty or None means that it is not known.

    `text` is the search as said («cari loker kasir di Bekasi») or the wanted job of the profile. `regions` are the
    places wished for or named in the search (a province covers its regencies); `home_region` is where the person
    lives and counts only while no region is wished. `nearest` puts what is near before what is better.
    `person` lets later versions balance load between seekers.
    """

    text: str = ""
    occupations: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    home_region: str | None = None
    willing_to_move: bool | None = None
    remote: bool | None = None
    education: str | None = None
    majors: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    licences: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    accommodations: tuple[str, ...] = ()
    experience_months: int | None = None
    wage_min: int | None = None
    work_types: tuple[str, ...] = ()
    nearest: bool = False
    person: int | None = None

    def is_empty(self) -> bool:
        """Whether nothing is said about the work itself, so that a search would only guess."""
        return not (self.text.strip() or self.occupations or self.skills or self.majors)


@dataclass(frozen=True, slots=True)
class Condition:
    """One hard condition judged: what the vacancy needs, what the seeker has.

    `lacks` says whose data is missing when the verdict is unknown, and is None otherwise.
    """

    name: str
    verdict: Verdict
    needs: Fact = None
    has: Fact = None
    lacks: Lacks | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A piece of an explanation: a kind and its deciding values; the reader's language is rendered elsewhere.

    The kinds and their arguments are listed in `matching.reasons`.
    """

    kind: str
    args: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """A vacancy measured against a wish.

    `score` is 0–1 and comparable within one search only; `parts` are the components, each 0–1. `reasons` tell what
    fits, best first; `missing` what the seeker lacks; `unknown` what nobody has said yet and would decide.
    """

    vacancy_id: int
    score: float
    parts: Mapping[str, float]
    conditions: tuple[Condition, ...]
    reasons: tuple[Reason, ...] = ()
    missing: tuple[Reason, ...] = ()
    unknown: tuple[Reason, ...] = ()

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the conditions that remove the vacancy; empty for one that may be shown."""
        return tuple(condition.name for condition in self.conditions if condition.verdict == "fail")


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of a search.

    `total` counts the vacancies that may be shown at all, `there` those of them in the very place that is wished for or
    lived in (remote ones are everywhere). `failed` tells how many *otherwise relevant* vacancies
    each condition removed (one vacancy may count under several names); `unknown` how many of the shown ones each
    undecided condition would touch, so that the caller can ask the question that helps most.
    `occupations` are the ISCO codes that were searched for: the wish's own, or those linked from its text.
    """

    matches: tuple[Match, ...]
    total: int
    failed: Mapping[str, int]
    unknown: Mapping[str, int]
    occupations: tuple[str, ...] = ()
    model: str = ""
    there: int = 0


def to_dict(value: Vacancy | Wish | Condition | Reason | Match | SearchResult) -> dict[str, Any]:
    """Turn any value of this module into plain JSON-ready data (dates as ISO text, tuples as lists)."""
    plain: dict[str, Any] = _plain(asdict(value))
    return plain


def wish_from_dict(data: Mapping[str, Any]) -> Wish:
    """Build a `Wish` from JSON data, as it comes over HTTP.

    Raises:
        ValueError: a key is unknown, by its name.
    """
    known = {item.name for item in fields(Wish)}
    for key in data:
        if key not in known:
            raise ValueError(f"wish: unknown field «{key}»; known are {', '.join(sorted(known))}")
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Wish(**given)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
