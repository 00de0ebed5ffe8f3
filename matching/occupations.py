"""Linking what people call a job to the classification (ISCO-08 unit groups)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from matching.encoder import Encoder
from matching.errors import BadTable
from matching.kept import encode_kept
from matching.spelling import stem, words

How: TypeAlias = Literal["name", "part", "root", "spelling", "meaning"]
"""How an occupation was found: the whole text is a name of it, a part is, by word roots, misspelt, or by meaning."""

_SURE = {"name": 1.0, "part": 0.95, "root": 0.9}
_SPELLING_CUTOFF = 84.0
_MEANING_LOW, _MEANING_HIGH, _MEANING_BEST = 0.45, 0.95, 0.85
"""Cosines that count from 0 to `_MEANING_BEST`; below the first a likeness says nothing."""
LEAST = 0.35
"""Candidates below are guesses and are not returned."""
_MAX_WORDS = 60


@dataclass(frozen=True, slots=True)
class Occupation:
    """A row of the vocabulary: several rows may share one ISCO-08 code."""

    id: str
    code: str
    name_id: str
    name_en: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OccupationCandidate:
    """An occupation that a text may mean: its row id, ISCO-08 code, score 0–1, how it was found and by which words."""

    id: str
    code: str
    score: float
    how: How
    words: str


class OccupationLinker:
    """Finds occupations in free text: words first (exact, by root, misspelt), meaning second."""

    def __init__(
        self, occupations: Sequence[Occupation], encoder: Encoder | None = None, keep: Path | None = None
    ) -> None:
        """Index the vocabulary; with an encoder its phrases are embedded once, here, and kept in the folder `keep`."""
        self.occupations = tuple(occupations)
        self._encoder = encoder
        self._phrases: dict[str, list[int]] = {}
        self._roots: dict[str, list[int]] = {}
        for row, occupation in enumerate(self.occupations):
            for name in (occupation.name_id, occupation.name_en, *occupation.words):
                content = words(name)
                if content:
                    _append(self._phrases, " ".join(content), row)
                    _append(self._roots, _root(content), row)
        self._written = list(self._phrases)
        self._longest = max((len(phrase.split()) for phrase in self._written), default=0)
        self._vectors: NDArray[np.float32] | None = None
        if encoder and self._written:
            kept = encode_kept(encoder, self._written, keep, "occupations") if keep else None
            self._vectors = encoder.encode(self._written) if kept is None else kept

    @classmethod
    def from_csv(cls, path: str | Path, encoder: Encoder | None = None, keep: Path | None = None) -> OccupationLinker:
        """Read the vocabulary from a CSV with the columns id, code, name_id, name_en, words (separated by «;»).

        Raises:
            BadTable: a column is missing, or a code is not four digits, by line.
        """
        try:
            with Path(path).open(encoding="utf-8", newline="") as file:
                rows = [_occupation(row, line) for line, row in enumerate(csv.DictReader(file), start=2)]
                return cls(rows, encoder, keep)
        except KeyError as error:
            raise BadTable(f"{path}: the column {error} is missing; see data/README.md") from error
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise BadTable(f"{path}: cannot be read as a table of occupations: {error}") from error

    def name(self, code: str) -> str:
        """Return the Indonesian name of the first occupation under an ISCO-08 code, empty when there is none."""
        return next((occupation.name_id for occupation in self.occupations if occupation.code == code), "")

    def link(self, text: str, limit: int = 5) -> list[OccupationCandidate]:
        """Return the likeliest occupations, best first; empty when nothing is close."""
        content = words(text)[:_MAX_WORDS]
        if not content or not self.occupations:
            return []
        best: dict[int, OccupationCandidate] = {}
        found = list(self._by_words(content))
        if not any(how == "name" for _, _, how, _ in found):
            # «tukang tas» is one letter from «tukang las»: a name that is written right needs no correcting.
            found += self._by_spelling(content)
        for row, score, how, phrase in [*found, *self._by_meaning(content)]:
            if score >= LEAST and (row not in best or score > best[row].score):
                occupation = self.occupations[row]
                best[row] = OccupationCandidate(occupation.id, occupation.code, round(score, 4), how, phrase)
        return sorted(best.values(), key=lambda candidate: (-candidate.score, candidate.id))[:limit]

    def named(self, text: str, code: str) -> frozenset[str]:
        """Give the ids of the occupations under a code that a text names by their words."""
        rows = (self.occupations[row] for row, *_ in self._by_words(words(text)[:_MAX_WORDS]))
        return frozenset(occupation.id for occupation in rows if occupation.code == code)

    def _by_words(self, content: list[str]) -> Iterator[tuple[int, float, How, str]]:
        start = 0
        while start < len(content):
            for width in range(min(self._longest, len(content) - start), 0, -1):
                part = content[start : start + width]
                found = self._named(part, whole=width == len(content))
                if found:
                    # A name of one word among many says less than one that covers the text.
                    share = 0.85 + 0.15 * width / len(content)
                    yield from ((row, score * share, how, phrase) for row, score, how, phrase in found)
                    start += width
                    break
            else:
                start += 1

    def _named(self, part: list[str], whole: bool) -> list[tuple[int, float, How, str]]:
        phrase = " ".join(part)
        if phrase in self._phrases:
            how: How = "name" if whole else "part"
            return [(row, _SURE[how], how, phrase) for row in self._phrases[phrase]]
        root = _root(part)
        return [(row, _SURE["root"], "root", phrase) for row in self._roots.get(root, ())]

    def _by_spelling(self, content: list[str]) -> Iterator[tuple[int, float, How, str]]:
        text = " ".join(content)
        for phrase, similarity, _ in process.extract(
            text, self._written, scorer=fuzz.ratio, score_cutoff=_SPELLING_CUTOFF, limit=5
        ):
            yield from ((row, 0.9 * similarity / 100, "spelling", phrase) for row in self._phrases[phrase])

    def _by_meaning(self, content: list[str]) -> Iterator[tuple[int, float, How, str]]:
        if self._encoder is None or self._vectors is None:
            return
        cosines = self._vectors @ self._encoder.encode([" ".join(content)], query=True)[0]
        for place in np.argsort(-cosines)[:20]:
            phrase = self._written[int(place)]
            likeness = (float(cosines[place]) - _MEANING_LOW) / (_MEANING_HIGH - _MEANING_LOW)
            score = _MEANING_BEST * min(max(likeness, 0.0), 1.0)
            yield from ((row, score, "meaning", phrase) for row in self._phrases[phrase])


def _append(table: dict[str, list[int]], phrase: str, row: int) -> None:
    rows = table.setdefault(phrase, [])
    if row not in rows:
        rows.append(row)


def _root(content: Sequence[str]) -> str:
    return " ".join(stem(word) for word in content)


def _occupation(row: dict[str, str], line: int) -> Occupation:
    code = row["code"]
    if not (len(code) == 4 and code.isascii() and code.isdigit()):
        raise BadTable(f"occupations, line {line}: «{code}» is not an ISCO-08 unit group (four digits)")
    names = tuple(word.strip() for word in row["words"].split(";") if word.strip())
    return Occupation(row["id"], code, row["name_id"], row["name_en"], names)
