"""What ranks: parts of 0–1 for every vacancy at once, and the one place where they are weighed.

Two groups. *Topic* says whether it is the work that is wished for: meaning, words, kinship of occupations. *Fit* says
how well the rest suits: place, pay, experience, skills, major, schooling, freshness. A part that the wish says
nothing about is left out, so a score is always a share of what could be judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.conditions import Question
from matching.geography import KINDS
from matching.index import NOT_SAID, Columns, occupation_number
from matching.schooling import rank

Part = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts; only their proportions matter. See docs/matching.md for how they were chosen."""

    parts: Mapping[str, float] = field(
        default_factory=lambda: {
            "meaning": 0.26,
            "words": 0.24,
            "occupation": 0.30,
            "place": 0.12,
            "wage": 0.03,
            "experience": 0.05,
            "schooling": 0.03,
            "freshness": 0.01,
        }
    )
    owned: Mapping[str, float] = field(default_factory=lambda: {"skills": 0.08, "licences": 0.05, "majors": 0.06})
    """Shares that are blended in where a vacancy asks for such a thing and the seeker has told some."""
    cosine_low: float = 0.10
    cosine_high: float = 0.70
    """Cosines of the embedded model between which meaning goes from 0 to 1; other models bunch elsewhere."""
    least_topic: float = 0.18
    """When no vacancy's topic reaches it, nothing is found: all are about something else."""
    least_related: float = 0.10
    """Vacancies whose topic is below are not shown behind better ones."""
    least_share: float = 0.25
    """The same as a share of the best topic found, so that a good find is not followed by chance likenesses."""
    undecided_place: float = 0.6
    """What is left of the score while it is not known whether the seeker would move that far."""


TOPIC = ("meaning", "words", "occupation")
_KINSHIP = (0.0, 0.1, 0.3, 0.65, 1.0)
"""Kinship of two unit groups by the number of leading ISCO-08 digits they share."""


def meaning(cosines: Part, weights: Weights) -> Part:
    """Stretch cosines over 0–1."""
    spread = weights.cosine_high - weights.cosine_low
    stretched: Part = np.clip((cosines - np.float32(weights.cosine_low)) / np.float32(spread), 0, 1).astype(np.float32)
    return stretched


def occupation(columns: Columns, wanted: Sequence[tuple[str, float]]) -> Part:
    """Kinship with the closest wanted occupation; `wanted` are ISCO-08 codes with how sure they are."""
    kinship = _kinship_table(wanted)[columns.occupation]
    return kinship * columns.kin_weight


def _kinship_table(wanted: Sequence[tuple[str, float]]) -> Part:
    # One entry a code, and the last for «not said», which index -1 reaches.
    table = np.zeros(10_001, dtype=np.float32)
    numbers = np.arange(10_000)
    for code, sure in wanted:
        number = occupation_number(code)
        if number == NOT_SAID:
            continue
        for digits, kinship in enumerate(_KINSHIP):
            scale = 10 ** (4 - digits)
            alike = numbers // scale == number // scale
            table[:-1][alike] = np.maximum(table[:-1][alike], np.float32(kinship * sure))
    return table


def place(columns: Columns, question: Question) -> Part:
    """Nearness: 1 in the wished place or remote, then by distance; half where nothing is said."""
    kind = question.reach.kind[columns.region]
    km = np.nan_to_num(question.reach.km[columns.region], nan=500.0)
    near = np.clip(1 - km / 150, 0.55, 0.9)
    far = 0.5 * np.exp(-km / 300)
    score = np.where(kind <= KINDS.index("province"), 1.0, np.where(kind <= KINDS.index("commute"), near, far))
    score[kind == KINDS.index("unsaid")] = 0.5
    if question.wish.remote is not False:
        score[columns.remote == 1] = np.maximum(score[columns.remote == 1], 0.8)
    return score.astype(np.float32)


def wage(columns: Columns, floor: int) -> Part:
    """How far the pay goes beyond the least wanted: half at that, 1 at half as much again; less where it is unsaid."""
    offered = (columns.wage_low + columns.wage_high) / 2
    score = np.clip(0.5 + (offered / floor - 1), 0, 1)
    return np.where(columns.wage_high == NOT_SAID, 0.4, score).astype(np.float32)


def experience(columns: Columns, months: int) -> Part:
    """1 with the asked experience, falling as months are short; vacancies that ask for none suit everybody."""
    asked = columns.experience.astype(np.float32)
    return np.where(asked <= 0, 0.9, np.clip(months / np.maximum(asked, 1), 0, 1)).astype(np.float32)


def schooling(columns: Columns, level: str) -> Part:
    """1 where one's own level is asked for, falling as one is overqualified."""
    over = rank(level) - columns.education
    return np.where(columns.education == NOT_SAID, 0.7, np.clip(1 - over / 8, 0, 1)).astype(np.float32)


def freshness(columns: Columns, question: Question) -> Part:
    """1 on the day of opening, half after a month; half where it is not known."""
    age = np.clip(question.today.toordinal() - columns.opened_on, 0, 3650)
    return np.where(columns.opened_on == 0, 0.5, 0.5 ** (age / 30)).astype(np.float32)


def weigh(parts: Mapping[str, Part], weights: Weights, rows: int, names: Sequence[str] | None = None) -> Part:
    """Return the weighted mean of the parts (or of some of them); 1 everywhere when there is nothing to weigh."""
    chosen = [name for name in (names or parts) if name in parts and weights.parts.get(name, 0) > 0]
    total = sum(weights.parts[name] for name in chosen)
    if not total:
        return np.ones(rows, dtype=np.float32)
    mean: Part = sum(parts[name] * np.float32(weights.parts[name] / total) for name in chosen)  # type: ignore[assignment]
    return mean
