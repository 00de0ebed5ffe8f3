"""The whole of matching: put vacancies in, ask for the ones that fit, ask why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.encoder import Encoder
from matching.geography import Geography
from matching.models import Match, SearchResult, Vacancy, Wish
from matching.occupations import OccupationLinker


@dataclass(frozen=True, slots=True)
class Vectors:
    """Embeddings with the identity of the model that made them; shape (n, dimension), float32, rows of length 1."""

    model: str
    array: NDArray[np.float32]


class Matcher:
    """Searches and explains over the open vacancies; safe to use from several threads."""

    def __init__(self, encoder: Encoder, geography: Geography, linker: OccupationLinker | None = None) -> None:
        """Make an empty matcher."""

    def encode(self, vacancies: Sequence[Vacancy]) -> Vectors:
        """Embed the vacancies' texts, to be kept with their rows."""
        raise NotImplementedError

    def put(self, vacancies: Sequence[Vacancy], vectors: Vectors | None = None) -> None:
        """Add vacancies or replace those with the same ids; without vectors they are encoded here.

        Raises:
            BadVectors: another model's, not finite, or not one row a vacancy. Nothing is changed then.
        """
        raise NotImplementedError

    def remove(self, ids: Iterable[int]) -> None:
        """Take vacancies out; ids that are not there are ignored."""
        raise NotImplementedError

    def __len__(self) -> int:
        """Count the vacancies held."""
        raise NotImplementedError

    def search(
        self, wish: Wish, today: date, *, limit: int = 5, offset: int = 0, exclude: Collection[int] = ()
    ) -> SearchResult:
        """Return one page of vacancies that fit, best first.

        Raises:
            EmptyWish: nothing is said about the work; ask instead of guessing.
        """
        raise NotImplementedError

    def explain(self, wish: Wish, vacancy_id: int, today: date) -> Match:
        """Measure one vacancy against a wish, also when it fails («kenapa tidak?»).

        Raises:
            UnknownVacancy: it is not in the index.
        """
        raise NotImplementedError
