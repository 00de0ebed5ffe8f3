"""The vacancies in memory: one array a property, exact, growing in place, read without waiting.

A reader takes a `View` once and works on it; writers publish a new view when they are done. Rows are never changed
once published: a replaced vacancy gets a new row and the old one is hidden, until enough are hidden to start over.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.errors import BadVectors
from matching.geography import Geography
from matching.lexical import LexicalIndex
from matching.models import Vacancy
from matching.schooling import rank

WORK_TYPES = ("full_time", "part_time", "shift", "daily", "contract", "internship", "remote")
"""Codes of work types; a row holds them as bits in this order."""

SET_COLUMNS = ("licences", "languages", "majors", "skills", "accommodations")
"""Properties of which a vacancy has several; each column numbers its own sets."""

NOT_SAID = -1
HIGHEST_WAGE = 1_000_000_000
"""Monthly pay at or above this is a mistake or a lure, so it counts as not said."""
_FIRST_ROWS = 64
_HIDDEN_SHARE = 0.3


@dataclass(slots=True)
class Columns:
    """One array a property, one row a slot; numbers that are not said are -1 (dates: 0)."""

    ids: NDArray[np.int64]
    region: NDArray[np.int16]
    education: NDArray[np.int8]
    wage_low: NDArray[np.int64]
    wage_high: NDArray[np.int64]
    work_types: NDArray[np.uint16]
    remote: NDArray[np.int8]
    valid_until: NDArray[np.int32]
    opened_on: NDArray[np.int32]
    experience: NDArray[np.int16]
    occupation: NDArray[np.int16]
    kin_weight: NDArray[np.float32]
    licences: NDArray[np.int32]
    languages: NDArray[np.int32]
    majors: NDArray[np.int32]
    skills: NDArray[np.int32]
    accommodations: NDArray[np.int32]
    vectors: NDArray[np.float32]

    @classmethod
    def empty(cls, rows: int, dimension: int) -> Columns:
        """Make columns with room for some rows."""
        return cls(
            ids=np.zeros(rows, np.int64),
            region=np.zeros(rows, np.int16),
            education=np.zeros(rows, np.int8),
            wage_low=np.zeros(rows, np.int64),
            wage_high=np.zeros(rows, np.int64),
            work_types=np.zeros(rows, np.uint16),
            remote=np.zeros(rows, np.int8),
            valid_until=np.zeros(rows, np.int32),
            opened_on=np.zeros(rows, np.int32),
            experience=np.zeros(rows, np.int16),
            occupation=np.zeros(rows, np.int16),
            kin_weight=np.zeros(rows, np.float32),
            licences=np.zeros(rows, np.int32),
            languages=np.zeros(rows, np.int32),
            majors=np.zeros(rows, np.int32),
            skills=np.zeros(rows, np.int32),
            accommodations=np.zeros(rows, np.int32),
            vectors=np.zeros((rows, dimension), np.float32),
        )

    def taken(self, rows: slice | NDArray[np.int64]) -> Columns:
        """Return some rows of all columns."""
        return Columns(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})

    def grown(self, rows: int) -> Columns:
        """Return a copy with room for more rows."""
        bigger = Columns.empty(rows, self.vectors.shape[1])
        for item in fields(self):
            old = getattr(self, item.name)
            getattr(bigger, item.name)[: len(old)] = old
        return bigger


class Sets:
    """Distinct sets of codes by number; number 0 is the empty set.

    Many vacancies share few sets, so a column holds numbers, and what is asked of a set is asked once. Numbers never
    change, so readers need no lock.
    """

    def __init__(self) -> None:
        """Know the empty set."""
        self._numbers: dict[frozenset[str], int] = {frozenset(): 0}
        self._sets: list[frozenset[str]] = [frozenset()]

    def number(self, codes: Iterable[str]) -> int:
        """Return the number of a set, a new one when it was never seen."""
        wanted = frozenset(code.strip().lower() for code in codes) - {""}
        if wanted not in self._numbers:
            self._sets.append(wanted)
            self._numbers[wanted] = len(self._sets) - 1
        return self._numbers[wanted]

    def table(self, judge: Callable[[frozenset[str]], float], dtype: type[np.generic]) -> NDArray[Any]:
        """Judge every set; entry n belongs to number n."""
        return np.array([judge(codes) for codes in tuple(self._sets)], dtype=dtype)


@dataclass(frozen=True, slots=True)
class View:
    """What a reader works on: the rows that exist at one moment, and which of them are alive."""

    columns: Columns
    alive: NDArray[np.bool_]
    vacancies: Sequence[Vacancy]
    slots: dict[int, int]
    lexical: LexicalIndex
    sets: Mapping[str, Sets]
    """By column: licences, languages, majors, skills, accommodations."""

    def __len__(self) -> int:
        """Count the rows, hidden ones included."""
        return len(self.alive)


@dataclass(frozen=True, slots=True)
class Kin:
    """The occupation that a vacancy counts under, and how sure that is (1 said by the employer)."""

    code: str | None
    weight: float = 1.0


class Index:
    """Holds vacancies with their vectors; several threads may read while one at a time writes."""

    def __init__(self, dimension: int, geography: Geography) -> None:
        """Make an empty index for vectors of some length."""
        self._dimension = dimension
        self._geography = geography
        self._lock = threading.Lock()
        self._columns = Columns.empty(_FIRST_ROWS, self._dimension)
        self._vacancies: list[Vacancy] = []
        self._lexical = LexicalIndex()
        self._sets = {name: Sets() for name in SET_COLUMNS}
        self._publish(self._columns, np.zeros(0, dtype=bool), {})

    def view(self) -> View:
        """Return the present state; it never changes under the reader."""
        return self._view

    def put(self, vacancies: Sequence[Vacancy], vectors: NDArray[np.float32], kin: Sequence[Kin]) -> None:
        """Add vacancies or replace those with the same ids; of duplicates in one call the last counts.

        Raises:
            BadVectors: not one finite row of the right length a vacancy. Nothing is changed then.
        """
        if vectors.shape != (len(vacancies), self._dimension):
            raise BadVectors(
                f"{len(vacancies)} vacancies need vectors {(len(vacancies), self._dimension)}, got {vectors.shape}"
            )
        if not np.isfinite(vectors).all():
            raise BadVectors("a vector holds a value that is not a number; encode the texts again")
        with self._lock:
            self._append({v.id: (v, row, k) for v, row, k in zip(vacancies, vectors, kin, strict=True)})
            self._tidy()

    def remove(self, ids: Collection[int]) -> None:
        """Hide vacancies; ids that are not there are ignored."""
        with self._lock:
            slots = dict(self._view.slots)
            gone = [slots.pop(vacancy_id) for vacancy_id in set(ids) if vacancy_id in slots]
            if gone:
                alive = self._view.alive.copy()
                alive[gone] = False
                self._publish(self._columns, alive, slots)
                self._tidy()

    def _append(self, rows: dict[int, tuple[Vacancy, NDArray[np.float32], Kin]]) -> None:
        start, end = len(self._vacancies), len(self._vacancies) + len(rows)
        if end > len(self._columns.ids):
            self._columns = self._columns.grown(max(end, 2 * len(self._columns.ids)))
        slots = dict(self._view.slots)
        alive = np.ones(end, dtype=bool)
        alive[:start] = self._view.alive
        for slot, (vacancy, vector, kin) in enumerate(rows.values(), start=start):
            self._write(slot, vacancy, vector, kin)
            if vacancy.id in slots:
                alive[slots[vacancy.id]] = False
            slots[vacancy.id] = slot
        self._publish(self._columns, alive, slots)

    def _write(self, slot: int, vacancy: Vacancy, vector: NDArray[np.float32], kin: Kin) -> None:
        columns = self._columns
        low, high = _wages(vacancy)
        columns.ids[slot] = vacancy.id
        columns.region[slot] = self._geography.place(vacancy.region)
        columns.education[slot] = rank(vacancy.education_min)
        columns.wage_low[slot], columns.wage_high[slot] = low, high
        columns.work_types[slot] = work_type_bits(vacancy.work_types)
        columns.remote[slot] = remote_flag(vacancy.remote, vacancy.work_types)
        columns.valid_until[slot] = vacancy.valid_until.toordinal() if vacancy.valid_until else 0
        columns.opened_on[slot] = vacancy.opened_on.toordinal() if vacancy.opened_on else 0
        experience = vacancy.experience_months
        columns.experience[slot] = NOT_SAID if experience is None else min(max(experience, 0), 1200)
        columns.occupation[slot] = occupation_number(kin.code)
        columns.kin_weight[slot] = kin.weight
        for name, sets in self._sets.items():
            getattr(columns, name)[slot] = sets.number(getattr(vacancy, name))
        columns.vectors[slot] = vector
        self._lexical.add(slot, vacancy.title, vacancy.description)
        self._vacancies.append(vacancy)

    def _publish(self, columns: Columns, alive: NDArray[np.bool_], slots: dict[int, int]) -> None:
        self._view = View(columns.taken(slice(0, len(alive))), alive, self._vacancies, slots, self._lexical, self._sets)

    def _tidy(self) -> None:
        """Start over without the hidden rows once they are many."""
        view = self._view
        hidden = len(view.alive) - len(view.slots)
        if hidden <= _FIRST_ROWS or hidden < _HIDDEN_SHARE * len(view.alive):
            return
        kept = {
            vacancy_id: (
                view.vacancies[slot],
                view.columns.vectors[slot],
                Kin(occupation_code(int(view.columns.occupation[slot])), float(view.columns.kin_weight[slot])),
            )
            for vacancy_id, slot in view.slots.items()
        }
        # Readers keep the full old view until the new one is whole.
        self._columns = Columns.empty(max(_FIRST_ROWS, len(kept)), self._dimension)
        self._vacancies, self._lexical = [], LexicalIndex()
        for slot, (vacancy, vector, kin) in enumerate(kept.values()):
            self._write(slot, vacancy, vector, kin)
        self._publish(self._columns, np.ones(len(kept), dtype=bool), {key: slot for slot, key in enumerate(kept)})


def work_type_bits(codes: Iterable[str]) -> int:
    """Return work types as bits; codes that are not known are left out."""
    return sum(1 << WORK_TYPES.index(code) for code in set(codes) if code in WORK_TYPES)


def remote_flag(remote: bool | None, work_types: Collection[str]) -> int:
    """Return 1 remote, 0 not, -1 not said."""
    if remote or "remote" in work_types:
        return 1
    return NOT_SAID if remote is None else 0


def occupation_number(code: str | None) -> int:
    """Return an ISCO-08 code as a number, -1 when it is not said or not four digits."""
    return int(code) if code and len(code) == 4 and code.isascii() and code.isdigit() else NOT_SAID


def occupation_code(number: int) -> str | None:
    """Return the four-digit code of a number made by `occupation_number`."""
    return None if number == NOT_SAID else f"{number:04d}"


def _wages(vacancy: Vacancy) -> tuple[int, int]:
    said = [wage for wage in (vacancy.wage_min, vacancy.wage_max) if wage and 0 < wage < HIGHEST_WAGE]
    return (min(said), max(said)) if said else (NOT_SAID, NOT_SAID)
