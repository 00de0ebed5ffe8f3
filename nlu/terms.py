"""Sparse features of a message: weighted words, pairs of words and pieces of words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlu.spelling import Word

PIECES = (2, 4)
"""Characters of the shortest and the longest piece."""
_DIGITS = re.compile(r"\d+")

Weighted = tuple[list[int], list[float]]
"""Columns, and the weight in each."""


def regular(words: Sequence[Word]) -> list[str]:
    """Give a message's words in their regular spelling, and the pairs that follow one another."""
    parts = _regular(words)
    return parts + [f"{one} {two}" for one, two in pairwise(parts)]


def written_pieces(words: Sequence[Word]) -> Iterator[str]:
    """Give the pieces of the words as they were written."""
    return _pieces([_DIGITS.sub("0", word.folded) for word in words])


def regular_pieces(words: Sequence[Word]) -> Iterator[str]:
    """Give the pieces of the words in their regular spelling."""
    return _pieces(_regular(words))


KINDS = (regular, written_pieces, regular_pieces)
"""The kinds of terms, each weighed by itself."""


def _regular(words: Sequence[Word]) -> list[str]:
    return [_DIGITS.sub("0", part) for word in words for part in word.normal.split()]


def _pieces(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        edged = f" {word} "
        for length in range(PIECES[0], PIECES[1] + 1):
            for start in range(max(len(edged) - length, 0) + 1):
                yield edged[start : start + length]


@dataclass(frozen=True)
class TermWeights:
    """The terms of one kind that are known, each with its column and its rarity (inverse document frequency)."""

    columns: Mapping[str, int]
    rarity: Sequence[float]

    @classmethod
    def learn(cls, documents: Iterable[Iterable[str]], least: int) -> TermWeights:
        """Take up the terms that occur in at least `least` documents."""
        counts: Counter[str] = Counter()
        number = 0
        for document in documents:
            counts.update(set(document))
            number += 1
        known = sorted(term for term, count in counts.items() if count >= least)
        rarity = [math.log((1 + number) / (1 + counts[term])) + 1 for term in known]
        return cls({term: column for column, term in enumerate(known)}, rarity)

    def weigh(self, terms: Iterable[str]) -> Weighted:
        """Weigh a document's known terms: (1 + ln count) · rarity, scaled to length 1."""
        counts = Counter(column for term in terms if (column := self.columns.get(term)) is not None)
        weights = [(1 + math.log(count)) * self.rarity[column] for column, count in counts.items()]
        length = math.sqrt(sum(weight * weight for weight in weights))
        return list(counts), [weight / length for weight in weights]
