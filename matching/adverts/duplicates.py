"""Folding advertisements that are there several times: reported twice, or passed on by agents with small changes.

Two are the same when they stand for the same place, under titles that differ in spelling at most, and either come from
one employer or have nearly the same text. Another title or another place is another vacancy. Nothing is compared with
everything: places and titles part the advertisements first, then texts are compared where their signatures meet
(MinHash: Broder 1997, «On the resemblance and containment of documents»).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from matching.adverts.texts import clean, fold_letters
from matching.spelling import normalise, words

ALIKE = 0.6
"""Share of common pieces (Jaccard) from which two texts are the same."""
LEAST_TEXT = 60
"""Characters that a text must have to prove anything: «Jaga toko.» is said by many."""
MOST_TEXT = 4_000
"""Characters of a text that are compared."""
SPELLING = 85.0
"""Likeness (rapidfuzz ratio, 0–100) of two words of `LONG` letters or more that are one word misspelt."""
LONG = 6
PIECE = 8
"""Bytes of a piece of text; one fits a machine word."""
BANDS, ROWS = 12, 3
MOST_COMPARED = 8
"""Earlier texts of a bucket that a new one is compared with."""
_WORD = re.compile(r"\w+")
_LEGAL = re.compile(r"\b(?:pt|cv|ud|pd|tbk|persero|perum|toko|co|ltd|inc|indonesia)\b")

Hashes = NDArray[np.uint64]


class Ad(Protocol):
    """What is compared of an advertisement; `employer` and `region` (a code) may be empty or None."""

    @property
    def title(self) -> str:
        """As the employer writes it."""
        ...

    @property
    def description(self) -> str:
        """The text, markup or not."""
        ...

    @property
    def employer(self) -> str | None:
        """The name, if any."""
        ...

    @property
    def region(self) -> str | None:
        """The code of its place, if any."""
        ...


class _Groups:
    """Disjoint sets of indexes."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def root(self, index: int) -> int:
        while self._above[index] != index:
            self._above[index] = self._above[self._above[index]]
            index = self._above[index]
        return index

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first


def fold(ads: Sequence[Ad]) -> list[list[int]]:
    """Give the indexes of `ads` in groups of the same; every index stands once, groups and members in order."""
    groups = _Groups(len(ads))
    same_job: dict[tuple[str, int], list[int]] = defaultdict(list)
    titles = _titles(ads)
    for index, ad in enumerate(ads):
        same_job[(ad.region or "", titles[index])].append(index)
    for members in same_job.values():
        if len(members) > 1:
            _join_employers(ads, members, groups)
            _join_texts(ads, members, groups)
    folded: dict[int, list[int]] = defaultdict(list)
    for index in range(len(ads)):
        folded[groups.root(index)].append(index)
    return list(folded.values())


def _titles(ads: Sequence[Ad]) -> list[int]:
    """Give each advertisement the number of its title; titles that differ in spelling share one."""
    keys = [tuple(sorted(words(ad.title))) or (normalise(ad.title) or ad.title.strip(),) for ad in ads]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    groups = _Groups(len(numbers))
    # A misspelt title shares all words but one, and of that one the beginning.
    close: dict[Hashable, list[tuple[str, int]]] = defaultdict(list)
    for key, number in numbers.items():
        for at, word in enumerate(key):
            if len(word) >= LONG and not any(char.isdigit() for char in word):
                close[(key[:at] + key[at + 1 :], word[:2])].append((word, number))
    for candidates in close.values():
        for at, (word, number) in enumerate(candidates):
            for other, other_number in candidates[max(at - MOST_COMPARED * 4, 0) : at]:
                if fuzz.ratio(word, other) >= SPELLING:
                    groups.join(number, other_number)
    return [groups.root(numbers[key]) for key in keys]


def _join_employers(ads: Sequence[Ad], members: Iterable[int], groups: _Groups) -> None:
    """Join those of one employer: the same name without legal form and punctuation, or misspelt."""
    by_name: dict[str, int] = {}
    for index in members:
        name = _LEGAL.sub(" ", normalise(ads[index].employer or "")).replace(" ", "")
        if name:
            groups.join(index, by_name.setdefault(name, index))
    names = sorted(by_name)
    for at, name in enumerate(names):
        for other in names[max(at - MOST_COMPARED, 0) : at]:
            same_digits = _digits(name) == _digits(other)
            if min(len(name), len(other)) >= LONG and same_digits and fuzz.ratio(name, other) >= SPELLING + 5:
                groups.join(by_name[name], by_name[other])


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _join_texts(ads: Sequence[Ad], members: Iterable[int], groups: _Groups) -> None:
    """Join those of nearly the same text."""
    pieces: dict[int, Hashes] = {}
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for index in members:
        found = _pieces(ads[index].description)
        if found is None:
            continue
        pieces[index] = found
        signature = _signature(found)
        for band in range(BANDS):
            bucket = buckets[(band, signature[band * ROWS : (band + 1) * ROWS].tobytes())]
            if not _joins(index, bucket[:MOST_COMPARED], pieces, groups):
                bucket.append(index)


def _joins(index: int, others: Sequence[int], pieces: dict[int, Hashes], groups: _Groups) -> bool:
    """Join a text with the first of the others that is nearly the same; tell whether there is one."""
    for other in others:
        if groups.root(index) == groups.root(other):
            return True
        if _likeness(pieces[index], pieces[other]) >= ALIKE:
            groups.join(index, other)
            return True
    return False


def _pieces(text: str) -> Hashes | None:
    """Give the different pieces of a text as numbers, sorted; None for a text too short to prove anything."""
    plain = " ".join(_WORD.findall(fold_letters(clean(text))))[:MOST_TEXT]
    if len(plain) < LEAST_TEXT:
        return None
    letters = np.frombuffer(plain.encode(), dtype=np.uint8).astype(np.uint64)
    ends = len(letters) - PIECE + 1
    packed = np.zeros(ends, dtype=np.uint64)
    for place in range(PIECE):
        packed = (packed << _BYTE) | letters[place : place + ends]
    return np.unique(packed)


def _signature(pieces: Hashes) -> Hashes:
    return np.asarray((pieces[None, :] * _ODD[:, None] ^ (pieces[None, :] >> np.uint64(31))).min(axis=1))


def _likeness(one: Hashes, other: Hashes) -> float:
    common = np.intersect1d(one, other, assume_unique=True).size
    return float(common / (one.size + other.size - common))


_BYTE = np.uint64(8)
_ODD: Hashes = np.random.default_rng(1997).integers(1, 2**63, BANDS * ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(
    1
)
