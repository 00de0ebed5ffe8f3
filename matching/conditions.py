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
from matching.index import NOT_SAID, View, work_type_bits
from matching.licences import covered
from matching.models import Condition, Fact, Lacks, Vacancy, Verdict, Wish
from matching.schooling import rank

PASS, UNKNOWN, FAIL = 1, 0, -1
_VERDICTS: dict[int, Verdict] = {PASS: "pass", UNKNOWN: "unknown", FAIL: "fail"}
Verdicts = NDArray[np.int8]

SPOKEN_BY_ALL = "id"
"""Indonesian: asked of nobody."""
FIRST_DIPLOMA = "d1"
"""From this schooling on, the field of study decides."""
ENOUGH = 0.75
"""Share of the experience asked for from which a seeker is sent."""
LIGHT = frozenset({"light_work", "seated"})
HEAVY = frozenset({"fisik-kuat"})
"""Accommodations that heavy work breaks, and the skills by which a vacancy says that it is heavy."""


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


def validity(rows: View, question: Question) -> Verdicts:
    """Open until a day that is not past."""
    columns = rows.columns
    return _judged(columns.valid_until > 0, columns.valid_until >= question.today.toordinal())


def region(rows: View, question: Question) -> Verdicts:
    """Within reach: the same regency, a wished province, one labour market, a commute; else by moving or remotely.

    Who lives somewhere, wishes for no place and has not said about moving is asked, not refused.
    """
    columns = rows.columns
    wish = question.wish
    kind = question.reach.kind[columns.region]
    verdicts = np.full(len(kind), PASS, dtype=np.int8)
    asks = not wish.regions and wish.willing_to_move is None
    verdicts[kind == KINDS.index("far")] = UNKNOWN if asks else FAIL
    verdicts[(kind == KINDS.index("unsaid")) | (columns.region == NOWHERE)] = UNKNOWN
    if wish.remote is not False:
        verdicts[columns.remote == 1] = PASS
    return verdicts


def there(rows: View, question: Question) -> NDArray[np.bool_]:
    """In the very place that is wished for or lived in, or everywhere; all, where no place is known."""
    columns = rows.columns
    if not (question.wish.regions or question.wish.home_region):
        return np.ones(len(columns.ids), dtype=np.bool_)
    here: NDArray[np.bool_] = question.reach.kind[columns.region] <= KINDS.index("province")
    everywhere: NDArray[np.bool_] = (columns.remote == 1) & (question.wish.remote is not False)
    return np.logical_or(here, everywhere)


def remote(rows: View, question: Question) -> Verdicts:
    """No remote work for who does not want any; who wants it takes other work within reach as well."""
    wanted, offered = question.wish.remote, rows.columns.remote
    if wanted is False:
        return np.where(offered == 1, FAIL, PASS).astype(np.int8)
    return np.where((offered == NOT_SAID) & bool(wanted), UNKNOWN, PASS).astype(np.int8)


def education(rows: View, question: Question) -> Verdicts:
    """At least the level asked for; sma and smk count alike."""
    columns = rows.columns
    has = rank(question.wish.education)
    verdicts = _judged((columns.education != NOT_SAID) & (has != NOT_SAID), columns.education <= has)
    # Who asks for no schooling is content with any, said or not.
    verdicts[columns.education == 0] = PASS
    return verdicts


def work_type(rows: View, question: Question) -> Verdicts:
    """At least one wanted kind of work among the offered."""
    columns = rows.columns
    wanted = work_type_bits(question.wish.work_types)
    return _judged((columns.work_types != 0) & bool(wanted), (columns.work_types & np.uint16(wanted)) != 0)


def wage(rows: View, question: Question) -> Verdicts:
    """The most that is offered reaches the least that is wanted."""
    columns = rows.columns
    floor = question.wish.wage_min
    if not floor or floor < 0:
        return np.full(len(columns.ids), UNKNOWN, dtype=np.int8)
    return _judged(columns.wage_high != NOT_SAID, columns.wage_high >= floor)


def shift(rows: View, question: Question) -> Verdicts:
    """Shift work only for who accepts it; who has named kinds of work without it does not."""
    types = question.wish.work_types
    asked = (rows.columns.work_types & np.uint16(work_type_bits(("shift",)))) != 0
    if not types:
        return np.where(asked, UNKNOWN, PASS).astype(np.int8)
    return np.where(asked & ("shift" not in types), FAIL, PASS).astype(np.int8)


def experience(rows: View, question: Question) -> Verdicts:
    """Nearly the months asked for: an employer who writes two years talks to who has a year and three quarters."""
    needs, has = rows.columns.experience, question.wish.experience_months
    if has is None:
        return np.where(needs > 0, UNKNOWN, PASS).astype(np.int8)
    return np.where(needs * ENOUGH > has, FAIL, PASS).astype(np.int8)


def licences(rows: View, question: Question) -> Verdicts:
    """All licences and certificates that are asked for; a higher driving licence holds the lower ones."""
    owned = question.wish.licences
    return _owning(rows, "licences", None if owned is None else covered(owned))


def languages(rows: View, question: Question) -> Verdicts:
    """All languages that are asked for; Indonesian goes without saying."""
    owned = question.wish.languages
    return _owning(rows, "languages", None if owned is None else frozenset({*owned, SPOKEN_BY_ALL}))


def majors(rows: View, question: Question) -> Verdicts:
    """One of the fields of study that are asked for, where a diploma or degree is.

    Of schools, no list of fields is complete («otomotif» for «sepeda motor»): another one is told and ranks lower.
    """
    columns, studied = rows.columns, frozenset(question.wish.majors)
    if not studied:
        return np.where(columns.majors != 0, UNKNOWN, PASS).astype(np.int8)
    asked = rows.sets["majors"].table(lambda fields: not fields or bool(fields & studied), np.bool_)
    of_school = (columns.education != NOT_SAID) & (columns.education < rank(FIRST_DIPLOMA))
    return np.where(asked[columns.majors] | of_school, PASS, FAIL).astype(np.int8)


def accommodation(rows: View, question: Question) -> Verdicts:
    """What is needed at work is offered; heavy work excludes who must not lift; all else is asked of the employer."""
    needed = frozenset(question.wish.accommodations)
    if not needed:
        return np.full(len(rows.columns.ids), PASS, dtype=np.int8)
    offers = rows.sets["accommodations"].table(lambda offered: PASS if needed <= offered else UNKNOWN, np.int8)
    verdicts = np.asarray(offers[rows.columns.accommodations], dtype=np.int8)
    if LIGHT & needed:
        heavy = rows.sets["skills"].table(lambda skills: bool(HEAVY & skills), np.bool_)
        verdicts[heavy[rows.columns.skills]] = FAIL
    return verdicts


CONDITIONS: dict[str, Callable[[View, Question], Verdicts]] = {
    "validity": validity,
    "region": region,
    "remote": remote,
    "education": education,
    "majors": majors,
    "experience": experience,
    "licences": licences,
    "languages": languages,
    "work_type": work_type,
    "shift": shift,
    "wage": wage,
    "accommodation": accommodation,
}
"""Every condition by name, in the order in which they are told."""


def judge(rows: View, question: Question) -> dict[str, Verdicts]:
    """Judge all vacancies by all conditions."""
    return {name: condition(rows, question) for name, condition in CONDITIONS.items()}


def told(verdicts: dict[str, Verdicts], row: int, vacancy: Vacancy, wish: Wish) -> tuple[Condition, ...]:
    """Describe the conditions of one row with what was needed and what was there."""
    conditions = []
    for name, column in verdicts.items():
        verdict = _VERDICTS[int(column[row])]
        needs, has = _compared(name, vacancy, wish)
        lacks = _lacks(needs, has) if verdict == "unknown" else None
        conditions.append(Condition(name, verdict, needs, has, lacks))
    return tuple(conditions)


def _owning(rows: View, name: str, owned: frozenset[str] | None) -> Verdicts:
    column: NDArray[np.int32] = getattr(rows.columns, name)
    if owned is None:
        return np.where(column != 0, UNKNOWN, PASS).astype(np.int8)
    table = rows.sets[name].table(lambda asked: PASS if asked <= owned else FAIL, np.int8)
    return np.asarray(table[column], dtype=np.int8)


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
    if name in ("work_type", "shift"):
        return vacancy.work_types or None, wish.work_types or None
    if name == "experience":
        return vacancy.experience_months, wish.experience_months
    if name == "accommodation":
        return vacancy.accommodations or None, wish.accommodations or None
    if name in ("licences", "languages", "majors"):
        return getattr(vacancy, name) or None, getattr(wish, name)
    return (vacancy.wage_max or vacancy.wage_min), wish.wage_min


def _lacks(needs: Fact, has: Fact) -> Lacks:
    if needs is None and has is None:
        return "both"
    return "vacancy" if needs is None else "seeker"
