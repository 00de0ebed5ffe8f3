"""Linking what people call a job to the classification (ISCO-08 unit groups)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matching.encoder import Encoder


@dataclass(frozen=True, slots=True)
class OccupationCandidate:
    """An occupation that a text may mean: its row id, ISCO-08 code, score 0–1 and how it was found."""

    id: str
    code: str
    score: float
    how: str
    words: str


class OccupationLinker:
    """Finds occupations in free text: words first (exact, then misspelt), meaning second."""

    @classmethod
    def from_csv(cls, path: str | Path, encoder: Encoder | None = None) -> OccupationLinker:
        """Read the vocabulary from a CSV with the columns id, code, name_id, name_en, words."""
        raise NotImplementedError

    def link(self, text: str, limit: int = 5) -> Sequence[OccupationCandidate]:
        """Return the likeliest occupations, best first; empty when nothing is close."""
        raise NotImplementedError
