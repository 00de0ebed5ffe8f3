"""Measures of rankings against graded judgements, and the named baselines they are read beside."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from matching.matcher import Matcher
from matching.models import Wish
from matching.scoring import Weights

DEPTH = 10
RELEVANT = 1.0
"""Grades from here on count as found for MRR and recall."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over queries. `zeros` is the share of the first ten that the judges graded 0 (unjudged ones left out)."""

    ndcg: float
    mrr: float
    recall: float
    zeros: float
    queries: int


def measure(rankings: Mapping[str, Sequence[str]], judged: Mapping[str, Mapping[str, float]]) -> Measures:
    """Measure rankings at depth 10; a judged query without a ranking counts as found nothing.

    nDCG uses gains 2^grade - 1 and logarithmic discount (Järvelin & Kekäläinen 2002; Burges et al. 2005).
    """
    queries = [query for query, grades in judged.items() if any(grade > 0 for grade in grades.values())]
    per = [_one(list(rankings.get(query, ()))[:DEPTH], judged[query]) for query in queries]
    if not per:
        return Measures(0.0, 0.0, 0.0, 0.0, 0)
    ndcg, mrr, recall, zeros = (sum(column) / len(per) for column in zip(*per, strict=True))
    return Measures(ndcg, mrr, recall, zeros, len(per))


def rank_all(
    matcher: Matcher, wishes: Mapping[str, Wish], names: Mapping[int, str], today: date
) -> dict[str, list[str]]:
    """Rank every wish to the measured depth; vacancies come back by their names in the file."""
    rankings: dict[str, list[str]] = {}
    for query, wish in wishes.items():
        matches = () if wish.is_empty() else matcher.search(wish, today, limit=DEPTH).matches
        rankings[query] = [names[match.vacancy_id] for match in matches]
    return rankings


def usual() -> dict[str, Weights]:
    """Return the ranking of all that conditions leave, as an officer reads it, and what of it a seeker is shown."""
    return {
        "all ranked": replace(Weights(), least_topic=0.0, least_related=0.0, least_share=0.0),
        "as shown": Weights(),
    }


def variants() -> dict[str, Weights]:
    """Return the usual ones, and the ranking of all without each part, and by one part alone."""
    table = usual()
    uncut = table["all ranked"]
    for name in uncut.parts:
        table[f"without {name}"] = replace(
            uncut, parts={key: value for key, value in uncut.parts.items() if key != name}
        )
    for name in ("meaning", "words", "occupation"):
        table[f"{name} alone"] = replace(uncut, parts={name: 1.0}, undecided_place=1.0)
    return table


def _one(found: Sequence[str], grades: Mapping[str, float]) -> tuple[float, float, float, float]:
    gains = [_gain(grades.get(document, 0.0), place) for place, document in enumerate(found)]
    best = sorted((grade for grade in grades.values() if grade > 0), reverse=True)[:DEPTH]
    ideal = sum(_gain(grade, place) for place, grade in enumerate(best))
    hits = [place for place, document in enumerate(found) if grades.get(document, 0.0) >= RELEVANT]
    relevant = sum(grade >= RELEVANT for grade in grades.values())
    seen = [grades[document] for document in found if document in grades]
    return (
        sum(gains) / ideal if ideal else 0.0,
        1 / (hits[0] + 1) if hits else 0.0,
        len(hits) / min(relevant, DEPTH) if relevant else 0.0,
        sum(grade <= 0 for grade in seen) / len(seen) if seen else 0.0,
    )


def _gain(grade: float, place: int) -> float:
    return float((2**grade - 1) / math.log2(place + 2))
