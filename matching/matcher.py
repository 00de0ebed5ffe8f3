"""The whole of matching: put vacancies in, ask for the ones that fit, ask why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching import conditions, scoring
from matching.conditions import FAIL, UNKNOWN, Question
from matching.encoder import Encoder
from matching.errors import BadVectors, EmptyWish, UnknownVacancy
from matching.geography import Geography
from matching.index import Index, Kin, View
from matching.models import Match, SearchResult, Vacancy, Wish
from matching.occupations import OccupationLinker
from matching.reasons import explain, split
from matching.scoring import TOPIC, Part, Weights
from matching.spelling import normalise, without, words

TITLE_SHARE = 0.65
"""Share of the title in a vacancy's vector; the rest is the title with the description."""
DESCRIPTION_CHARACTERS = 700
POOL = 200
"""Best vacancies by what can be computed for all at once; only they are compared in skills and majors."""
_LINKED = 0.6
"""Least sureness with which a title without a code is put under a linked occupation."""
_LIKELY = 0.8
"""Share of the best link's sureness from which another linked occupation counts as meant as well."""
_RELEVANT = 0.5
_THE_SAME = 0.7
"""Share of the best topic from which a vacancy counts as the wished work when the nearest come first."""
_ABOUT_KM = 10.0
"""Distances between seats that differ by less are about the same."""
_FAR_KM = 10_000.0
"""Where a place is not known it comes last."""
_LONGEST_QUERY = 2_000


@dataclass(frozen=True, slots=True)
class Vectors:
    """Embeddings with the identity of the model that made them; shape (n, dimension), float32, rows of length 1."""

    model: str
    array: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A wish made ready: what it says about the work, without places and polite noise."""

    question: Question
    content: tuple[str, ...]
    vector: NDArray[np.float32] | None
    wanted: tuple[tuple[str, float], ...]

    @property
    def meant(self) -> tuple[str, ...]:
        """Codes of the occupations that are wished for, without merely related ones."""
        best = max((sure for _, sure in self.wanted), default=0.0)
        return tuple(code for code, sure in self.wanted if sure >= _LIKELY * best)

    @property
    def says_work(self) -> bool:
        """Whether anything says what kind of work; «kerja apa aja» does not."""
        return self.vector is not None or bool(self.wanted)

    @property
    def says_place(self) -> bool:
        """Whether a place is known, so that any work there can be shown."""
        return bool(self.question.wish.regions or self.question.wish.home_region)


@dataclass(frozen=True, slots=True)
class _Measured:
    """All rows of a view measured against a wish."""

    verdicts: dict[str, NDArray[np.int8]]
    parts: dict[str, Part]
    topic: Part
    score: Part


class Matcher:
    """Searches and explains over the open vacancies; safe to use from several threads."""

    def __init__(
        self,
        encoder: Encoder,
        geography: Geography,
        linker: OccupationLinker | None = None,
        weights: Weights | None = None,
    ) -> None:
        """Make an empty matcher; without a linker, occupations count only where codes are given on both sides."""
        self._encoder = encoder
        self._geography = geography
        self._linker = linker
        self._weights = weights or Weights()
        self._index = Index(encoder.dimension, geography)
        # Pages of one search and a burst of the same wish are encoded and linked once.
        self._vector_of = lru_cache(maxsize=1024)(self._encode_query)
        self._occupations_of = lru_cache(maxsize=1024)(self._link_query)

    @property
    def model(self) -> str:
        """Identity of the embedding model; vectors of others are refused."""
        return self._encoder.model

    def __len__(self) -> int:
        """Count the vacancies held."""
        return len(self._index.view().slots)

    def __contains__(self, vacancy_id: object) -> bool:
        """Whether a vacancy is held."""
        return vacancy_id in self._index.view().slots

    def title(self, vacancy_id: int) -> str:
        """Return the title of a vacancy that is held, empty for others."""
        view = self._index.view()
        slot = view.slots.get(vacancy_id)
        return "" if slot is None else view.vacancies[slot].title

    def encode(self, vacancies: Sequence[Vacancy]) -> Vectors:
        """Embed the vacancies' texts, to be kept with their rows."""
        titles = self._encoder.encode([vacancy.title for vacancy in vacancies])
        texts = self._encoder.encode([f"{v.title}. {v.description[:DESCRIPTION_CHARACTERS]}" for v in vacancies])
        mixed = TITLE_SHARE * titles + (1 - TITLE_SHARE) * texts
        length = np.linalg.norm(mixed, axis=1, keepdims=True)
        return Vectors(self.model, np.asarray(mixed / np.maximum(length, 1e-9), dtype=np.float32))

    def put(self, vacancies: Sequence[Vacancy], vectors: Vectors | None = None) -> None:
        """Add vacancies or replace those with the same ids; without vectors they are encoded here.

        Codes of regions, schooling or work types that are not known count as not said.

        Raises:
            BadVectors: another model's, not finite, or not one row a vacancy. Nothing is changed then.
        """
        if vectors is None:
            vectors = self.encode(vacancies)
        if vectors.model != self.model:
            raise BadVectors(
                f"the vectors are of «{vectors.model}», this matcher uses «{self.model}»; encode them again"
            )
        array = np.ascontiguousarray(vectors.array, dtype=np.float32)
        self._index.put(vacancies, array, [self._kin(vacancy) for vacancy in vacancies])

    def remove(self, ids: Iterable[int]) -> None:
        """Take vacancies out; ids that are not there are ignored."""
        self._index.remove(list(ids))

    def search(
        self, wish: Wish, today: date, *, limit: int = 5, offset: int = 0, exclude: Collection[int] = ()
    ) -> SearchResult:
        """Return one page of vacancies that fit, best first.

        Vacancies about other work are left out, so a rare wish may find few or none; `total` counts what is left.

        Raises:
            EmptyWish: nothing is said about the work; ask instead of guessing.
        """
        view, asked = self._index.view(), self._ask(wish, today)
        if wish.is_empty() or not (asked.says_work or asked.says_place):
            raise EmptyWish("the wish says nothing about the work; ask what kind of work is wanted")
        measured = self._measure(view, asked)
        passes = view.alive.copy()
        if exclude:
            passes &= ~np.isin(view.columns.ids, np.fromiter(exclude, dtype=np.int64, count=len(exclude)))
        best = float(measured.topic[passes].max(initial=0.0))
        about = passes & self._related(measured.topic, best)
        shown = about.copy()
        for verdicts in measured.verdicts.values():
            shown &= verdicts != FAIL
        if measured.topic[shown].max(initial=0.0) < self._weights.least_topic:
            shown[:] = False  # All that was about the wished work fails: what is left is about something else.
        rows = np.flatnonzero(shown)
        there = int((shown & conditions.there(view, asked.question)).sum())
        ranked = self._ranked(view, asked, measured, rows, offset + limit)
        if wish.nearest or not there:
            ranked = self._nearest_first(view, asked, measured, ranked)
        page = ranked[max(offset, 0) : max(offset, 0) + max(limit, 0)]
        relevant = about & (measured.topic >= min(_RELEVANT, 0.8 * best))
        return SearchResult(
            matches=tuple(self._match(view, asked, measured, row, score) for row, score in page),
            total=len(rows),
            failed={name: int((relevant & (v == FAIL)).sum()) for name, v in measured.verdicts.items()},
            unknown={name: int((shown & (v == UNKNOWN)).sum()) for name, v in measured.verdicts.items()},
            occupations=asked.meant,
            model=self.model,
            there=there,
        )

    def explain(self, wish: Wish, vacancy_id: int, today: date) -> Match:
        """Measure one vacancy against a wish, also when it fails («kenapa tidak?»).

        Raises:
            UnknownVacancy: it is not in the index.
        """
        view, asked = self._index.view(), self._ask(wish, today)
        slot = view.slots.get(vacancy_id)
        if slot is None or slot >= len(view):
            raise UnknownVacancy(f"vacancy {vacancy_id} is not among the open ones; it may have closed meanwhile")
        measured = self._measure(view, asked)
        [(row, score)] = self._ranked(view, asked, measured, np.array([slot]), 1)
        return self._match(view, asked, measured, row, score)

    def _ask(self, wish: Wish, today: date) -> _Asked:
        text = wish.text[:_LONGEST_QUERY]
        _, named = self._geography.mentioned(text)
        rest = (
            without(text, [*named, *self._geography.names(wish.regions)]) if named or wish.regions else normalise(text)
        )
        content = tuple(words(rest) or words(self._names_of(wish.occupations)))
        said = " ".join(content) or " ".join(words(" ".join(wish.skills or wish.majors)))
        wanted = tuple((code, 1.0) for code in wish.occupations) or (self._occupations_of(said) if content else ())
        return _Asked(
            Question.of(wish, today, self._geography), content, self._vector_of(said) if said else None, wanted
        )

    def _encode_query(self, said: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._encoder.encode([said], query=True)[0]
        return vector

    def _link_query(self, said: str) -> tuple[tuple[str, float], ...]:
        found: dict[str, float] = {}
        for candidate in self._linker.link(said, limit=6) if self._linker else ():
            found[candidate.code] = max(found.get(candidate.code, 0.0), candidate.score)
        best = max(found.values(), default=0.0)
        # Likely ones count as wished for, distant ones only help related work along.
        return tuple((code, sure if sure >= _LIKELY * best else sure / 2) for code, sure in found.items())

    def _names_of(self, codes: Sequence[str]) -> str:
        names = (self._linker.name(code) for code in codes) if self._linker else ()
        return " ".join(name for name in names if name)

    def _kin(self, vacancy: Vacancy) -> Kin:
        if vacancy.occupation or self._linker is None:
            return Kin(vacancy.occupation)
        found = self._linker.link(vacancy.title, limit=1)
        return Kin(found[0].code, found[0].score) if found and found[0].score >= _LINKED else Kin(None)

    def _other_of_its_kind(self, vacancy: Vacancy, asked: _Asked) -> bool:
        """Whether a vacancy is another occupation than the wished one, though one code holds both (courier, porter)."""
        if self._linker is None or vacancy.occupation is None or not asked.question.wish.text:
            return False
        offered = self._linker.named(vacancy.title, vacancy.occupation)
        wished = self._linker.named(" ".join(asked.content), vacancy.occupation)
        return bool(offered and wished) and not offered & wished

    def _measure(self, view: View, asked: _Asked) -> _Measured:
        columns = view.columns
        wish, question, weights = asked.question.wish, asked.question, self._weights
        parts: dict[str, Part] = {}
        if asked.vector is not None:
            parts["meaning"] = scoring.meaning(columns.vectors @ asked.vector, weights)
        if asked.content:
            parts["words"] = view.lexical.score(asked.content, len(view))
        if asked.wanted:
            parts["occupation"] = scoring.occupation(columns, asked.wanted)
        topic = scoring.weigh(parts, weights, len(view), TOPIC)
        if question.wish.regions or question.wish.home_region:
            parts["place"] = scoring.place(columns, question)
        if wish.wage_min and wish.wage_min > 0:
            parts["wage"] = scoring.wage(columns, wish.wage_min)
        if wish.experience_months is not None:
            parts["experience"] = scoring.experience(columns, wish.experience_months)
        if wish.education:
            parts["schooling"] = scoring.schooling(columns, wish.education)
        parts["freshness"] = scoring.freshness(columns, question)
        verdicts = conditions.judge(view, question)
        score = scoring.weigh(parts, weights, len(view))
        if wish.home_region or wish.regions:
            score = np.where(verdicts["region"] == UNKNOWN, score * np.float32(weights.undecided_place), score)
        return _Measured(verdicts, parts, topic, score)

    def _ranked(
        self, view: View, asked: _Asked, measured: _Measured, rows: NDArray[np.int64], wanted: int
    ) -> list[tuple[int, float]]:
        """Order rows by score; the best ones are compared in skills, licences and majors as well."""
        scores = measured.score[rows]
        keep = min(len(rows), max(POOL, wanted))
        if keep < len(rows):
            chosen = np.argpartition(-scores, keep - 1)[:keep]
            rows, scores = rows[chosen], scores[chosen]
        order = np.lexsort((view.columns.ids[rows], -scores))
        ranked = [(int(rows[place]), float(scores[place])) for place in order]
        pool = [
            (row, self._with_owned(view.vacancies[row], asked.question.wish, score)) for row, score in ranked[:POOL]
        ]
        pool.sort(key=lambda item: -item[1])
        return pool + ranked[POOL:]

    def _related(self, topic: Part, best: float) -> NDArray[np.bool_]:
        """Say which rows are about the wished work or like it; none when the best one is about something else."""
        weights = self._weights
        if best < weights.least_topic:
            return np.zeros(len(topic), dtype=np.bool_)
        related: NDArray[np.bool_] = topic >= max(weights.least_related, weights.least_share * best)
        return related

    def _nearest_first(
        self, view: View, asked: _Asked, measured: _Measured, ranked: list[tuple[int, float]]
    ) -> list[tuple[int, float]]:
        """Put the wished work before work that is only like it, and each by distance; the score decides ties."""
        best = max((float(measured.topic[row]) for row, _ in ranked), default=0.0)
        reach = asked.question.reach

        def key(found: tuple[int, float]) -> tuple[bool, int]:
            row, _ = found
            region = view.columns.region[row]
            km = float(reach.km[region])
            everywhere = view.columns.remote[row] == 1 and asked.question.wish.remote is not False
            away = 0 if everywhere else _FAR_KM if np.isnan(km) else km
            return float(measured.topic[row]) < _THE_SAME * best, int(away // _ABOUT_KM)

        return sorted(ranked, key=key)

    def _with_owned(self, vacancy: Vacancy, wish: Wish, score: float) -> float:
        for name in ("skills", "licences", "majors"):
            needed, owned = getattr(vacancy, name), getattr(wish, name)
            if needed and owned:
                have, _ = split(needed, tuple(owned))
                share = len(have) / len(needed) if name != "majors" else float(bool(have))
                weight = self._weights.owned[name]
                score = (1 - weight) * score + weight * share
        return score

    def _match(self, view: View, asked: _Asked, measured: _Measured, row: int, score: float) -> Match:
        vacancy = view.vacancies[row]
        parts = {name: round(float(part[row]), 4) for name, part in measured.parts.items()}
        told = conditions.told(measured.verdicts, row, vacancy, asked.question.wish)
        kin = self._other_of_its_kind(vacancy, asked)
        why = explain(vacancy, asked.question, self._geography, told, parts, asked.content, asked.meant, kin)
        return Match(vacancy.id, round(score, 4), parts, told, why.reasons, why.missing, why.unknown)
