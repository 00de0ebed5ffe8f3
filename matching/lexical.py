"""Words in common: a BM25 inverted index over titles and descriptions, in memory, growing in place.

Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with a word in the title
counting as several in the text (BM25F), and words that nobody wrote replaced by the closest written ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from matching.spelling import stem, words

K1 = 1.2
B = 0.4
USUAL_LENGTH = 60.0
"""Words of a usual advertisement; fixed, so that a stored weight never has to be computed again."""
TITLE_COUNTS = 4
STEM_COUNTS = 0.6
"""Weight of a shared root against the same word."""
GENERAL = frozenset({"tukang", "petugas", "staff", "pegawai", "juru", "tenaga", "pekerja", "officer", "worker"})
GENERAL_COUNTS = 0.3
"""Words for «somebody who works»: they share little even where few vacancies use them."""
CLOSE = 84.0
"""Least similarity (0-100) of a misspelt word to a written one."""


@dataclass(slots=True)
class _Postings:
    """Slots and weights of the vacancies that hold a term; the arrays are longer than what is used."""

    slots: NDArray[np.int32] = field(default_factory=lambda: np.empty(4, dtype=np.int32))
    weights: NDArray[np.float32] = field(default_factory=lambda: np.empty(4, dtype=np.float32))
    used: int = 0

    def add(self, slot: int, weight: float) -> None:
        if self.used == len(self.slots):
            self.slots = np.resize(self.slots, 2 * self.used)
            self.weights = np.resize(self.weights, 2 * self.used)
        self.slots[self.used] = slot
        self.weights[self.used] = weight
        self.used += 1


class LexicalIndex:
    """Terms to the slots of the vacancies that use them; slots only ever grow, the owner hides dead ones.

    Writers must hold the owner's lock. Readers need none: they see slots beyond their own count as not there.
    """

    def __init__(self) -> None:
        """Make an empty index."""
        self._terms: dict[str, _Postings] = {}
        self._titles: dict[str, None] = {}

    def add(self, slot: int, title: str, description: str) -> None:
        """Index one vacancy under a slot."""
        title_words = words(title)
        counts: Counter[str] = Counter(words(description))
        for word in title_words:
            counts[word] += TITLE_COUNTS
        for word in list(counts):
            root = stem(word)
            counts[f"~{root}"] = max(counts[f"~{root}"], counts[word])
        length = sum(count for term, count in counts.items() if not term.startswith("~"))
        shorter = K1 * (1 - B + B * length / USUAL_LENGTH)
        for term, count in counts.items():
            self._terms.setdefault(term, _Postings()).add(slot, count * (K1 + 1) / (count + shorter))
        self._titles.update(dict.fromkeys(title_words))

    def score(self, query: Iterable[str], count: int) -> NDArray[np.float32]:
        """Score slots 0…count-1 against content words: 0 nothing shared, 1 all of it in the title."""
        total = np.zeros(count, dtype=np.float32)
        most = 0.0
        for word in dict.fromkeys(query):
            best = np.zeros(count, dtype=np.float32)
            rarity = 0.0
            for term, share in self._variants(word):
                postings = self._terms.get(term)
                if postings is None:
                    continue
                used = postings.used
                slots, weights = postings.slots[:used], postings.weights[:used]
                if used and slots[-1] >= count:
                    seen = slots < count
                    slots, weights = slots[seen], weights[seen]
                idf = float(np.log1p((count - len(slots) + 0.5) / (len(slots) + 0.5))) if count else 0.0
                rarity = max(rarity, idf)
                best[slots] = np.maximum(best[slots], weights * np.float32(idf * share))
            counts = GENERAL_COUNTS if word in GENERAL else 1.0
            total += best * np.float32(counts)
            # A word that no vacancy uses still belongs to the wish, so it lowers every score alike.
            most += counts * (rarity or float(np.log1p(2.0 * count + 1))) * _FULL
        return np.minimum(total / np.float32(most), 1.0) if most else total

    def _variants(self, word: str) -> list[tuple[str, float]]:
        variants = [(word, 1.0), (f"~{stem(word)}", STEM_COUNTS)]
        if word not in self._terms and f"~{stem(word)}" not in self._terms and len(word) >= 4:
            close = process.extractOne(word, list(self._titles), scorer=fuzz.ratio, score_cutoff=CLOSE)
            if close is not None:
                variants += [(close[0], close[1] / 100), (f"~{stem(close[0])}", STEM_COUNTS * close[1] / 100)]
        return variants


_FULL = TITLE_COUNTS * (K1 + 1) / (TITLE_COUNTS + K1)
"""What a word in the title of a usual advertisement weighs."""
