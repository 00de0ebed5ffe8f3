"""Hard conditions: each says pass, fail or unknown for every vacancy at once, and tells what was compared.

A fail removes a vacancy. Unknown means that one side has not said enough to judge: it never removes, and names a
question. Nothing here weighs or ranks. Age and sex are never conditions (circular M/6/HK.04/V/2025).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.geography import KINDS, NOWHERE, Geography, Reach
from matching.index import NOT_SAID, Columns, work_type_bits
from matching.models import Condition, Fact, Lacks, Vacancy, Verdict, Wish
from matching.schooling import rank

PASS, UNKNOWN, FAIL = 1, 0, -1
_VERDICTS: dict[int, Verdict] = {PASS: "pass", UNKNOWN: "unknown", FAIL: "fail"}
Verdicts = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Question:
    """A wish with what the conditions derive from it once a search."""

    wish: Wish
    today: date
    reach: Reach

    @classmethod
    def of(cls, wish: Wish, today: date, geography: Geography) -> Question:
        """Derive; places that are wished for go before the place lived in."""
        places = tuple(code for code in wish.regions if code in geography)
        if not places and wish.home_region and wish.home_region in geography:
            places = (wish.home_region,)
        return cls(wish, today, geography.reach(places, bool(wish.willing_to_move)))


def validity(columns: Columns, question: Question) -> Verdicts:
    """Open until a day that is not past."""
    return _judged(columns.valid_until > 0, columns.valid_until >= question.today.toordinal())


def region(columns: Columns, question: Question) -> Verdicts:
    """Within reach: the same regency, a wished province, one labour market, a commute; else by moving or remotely.

    Who lives somewhere, wishes for no place and has not said about moving is asked, not refused.
    """
    wish = question.wish
    kind = question.reach.kind[columns.region]
    verdicts = np.full(len(kind), PASS, dtype=np.int8)
    asks = not wish.regions and wish.willing_to_move is None
    verdicts[kind == KINDS.index("far")] = UNKNOWN if asks else FAIL
    verdicts[(kind == KINDS.index("unsaid")) | (columns.region == NOWHERE)] = UNKNOWN
    if wish.remote is not False:
        verdicts[columns.remote == 1] = PASS
    return verdicts


def there(columns: Columns, question: Question) -> NDArray[np.bool_]:
    """In the very place that is wished for or lived in, or everywhere; all, where no place is known."""
    if not (question.wish.regions or question.wish.home_region):
        return np.ones(len(columns.ids), dtype=np.bool_)
    here: NDArray[np.bool_] = question.reach.kind[columns.region] <= KINDS.index("province")
    everywhere: NDArray[np.bool_] = (columns.remote == 1) & (question.wish.remote is not False)
    return np.logical_or(here, everywhere)


def remote(columns: Columns, question: Question) -> Verdicts:
    """Remote work only for who wants it, and not for who does not."""
    wanted = question.wish.remote
    if wanted is None:
        return np.full(len(columns.ids), UNKNOWN, dtype=np.int8)
    if wanted is False:
        return np.where(columns.remote == 1, FAIL, PASS).astype(np.int8)
    return _judged(columns.remote != NOT_SAID, columns.remote == 1)


def education(columns: Columns, question: Question) -> Verdicts:
    """At least the level asked for; sma and smk count alike."""
    has = rank(question.wish.education)
    verdicts = _judged((columns.education != NOT_SAID) & (has != NOT_SAID), columns.education <= has)
    # Who asks for no schooling is content with any, said or not.
    verdicts[columns.education == 0] = PASS
    return verdicts


def work_type(columns: Columns, question: Question) -> Verdicts:
    """At least one wanted kind of work among the offered."""
    wanted = work_type_bits(question.wish.work_types)
    return _judged((columns.work_types != 0) & bool(wanted), (columns.work_types & np.uint16(wanted)) != 0)


def wage(columns: Columns, question: Question) -> Verdicts:
    """The most that is offered reaches the least that is wanted."""
    floor = question.wish.wage_min
    if not floor or floor < 0:
        return np.full(len(columns.ids), UNKNOWN, dtype=np.int8)
    return _judged(columns.wage_high != NOT_SAID, columns.wage_high >= floor)


CONDITIONS: dict[str, Callable[[Columns, Question], Verdicts]] = {
    "validity": validity,
    "region": region,
    "remote": remote,
    "education": education,
    "work_type": work_type,
    "wage": wage,
}
"""Every condition by name, in the order in which they are told."""


def judge(columns: Columns, question: Question) -> dict[str, Verdicts]:
    """Judge all vacancies by all conditions."""
    return {name: condition(columns, question) for name, condition in CONDITIONS.items()}


def told(verdicts: dict[str, Verdicts], row: int, vacancy: Vacancy, wish: Wish) -> tuple[Condition, ...]:
    """Describe the conditions of one row with what was needed and what was there."""
    conditions = []
    for name, column in verdicts.items():
        verdict = _VERDICTS[int(column[row])]
        needs, has = _compared(name, vacancy, wish)
        lacks = _lacks(needs, has) if verdict == "unknown" else None
        conditions.append(Condition(name, verdict, needs, has, lacks))
    return tuple(conditions)


def _judged(known: NDArray[np.bool_], holds: NDArray[np.bool_]) -> Verdicts:
    return np.where(known, np.where(holds, PASS, FAIL), UNKNOWN).astype(np.int8)


def _compared(name: str, vacancy: Vacancy, wish: Wish) -> tuple[Fact, Fact]:
    if name == "validity":
        return (vacancy.valid_until.isoformat() if vacancy.valid_until else None), "today"
    if name == "region":
        places: Sequence[str] = wish.regions or ((wish.home_region,) if wish.home_region else ())
        return vacancy.region, tuple(places) or None
    if name == "remote":
        return vacancy.remote, wish.remote
    if name == "education":
        return vacancy.education_min, wish.education
    if name == "work_type":
        return vacancy.work_types or None, wish.work_types or None
    return (vacancy.wage_max or vacancy.wage_min), wish.wage_min


def _lacks(needs: Fact, has: Fact) -> Lacks:
    if needs is None and has is None:
        return "both"
    return "vacancy" if needs is None else "seeker"
