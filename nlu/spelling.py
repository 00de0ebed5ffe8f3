"""The spelling of Indonesian chat made regular, word by word, so that every word keeps its place in the message.

«mw krjaaa dmn2 jg gpp» and «mau kerja di mana-mana juga tidak apa-apa» come to share their words. What a word of chat
or of a regional language means stands in `data/vocabulary/chat_words.csv`; the rest is rules: stretched letters, digits
for letters, left-out vowels, one slip of the finger, endings and beginnings stuck to a known word.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_WORDS = 300
"""Words of one message that are read: a chat message has about ten, and nobody waits for a pasted book."""
LONGEST = 24
"""Characters; a longer run is no word, and looking for its neighbours would take long."""
LEAST_FOR_SLIPS = 5
"""Characters; shorter words have too many neighbours."""

_UNSEEN = "\u00ad\u0300-\u036f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
"""Accents that stand after their letter, and signs without a shape: they part no word."""
_TOKEN = re.compile(rf"[^\W_]+(?:(?:[{_UNSEEN}]+|[{_UNSEEN}]*['’‘`´][{_UNSEEN}]*)[^\W_]+)*[\u0300-\u036f]*|[^\w\s]|_")
_APOSTROPHES = str.maketrans("’‘`´", "''''")
_STRETCHED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1+")
_TWICE = re.compile(r"^([^\W\d_]{2,}?)(?:2|²)(nya|an|in)?$")
_LETTERS_FOR_DIGITS = str.maketrans("0134578", "oieastb")
_LEET = re.compile(r"^(?=.*[^\W\d_])[^\W\d_]+[013457]+[^\W\d_]+$|^[34][^\W\d_]{2,}$")
_NOT_KEPT = {"Mn", "Cf", "Cs"}
"""Categories of accents, of signs without a shape, and of halves of signs, which nothing can encode."""
_VOWELS = re.compile(r"[aeiou]")
_ENDINGS = ("nya", "lah", "kah", "pun", "ku", "mu", "in", "kan", "an", "i", "ne", "na", "e")
_BEGINNINGS = (
    ("meng", ""), ("meng", "k"), ("menge", ""), ("meny", "s"), ("mem", ""), ("mem", "p"), ("men", ""), ("men", "t"),
    ("me", ""), ("ber", ""), ("be", ""), ("di", ""), ("ke", ""), ("ter", ""), ("se", ""), ("nge", ""), ("ng", ""),
    ("ng", "k"), ("ny", "s"), ("ny", "c"), ("n", "t"), ("m", "p"), ("pe", ""), ("peng", ""), ("pen", ""), ("ku", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Word:
    """One word or sign of a message: characters `start` to `end` of the text, folded, and its regular form."""

    start: int
    end: int
    folded: str
    normal: str


def fold(text: str) -> str:
    """Lower case, compatibility forms resolved, without accents and invisible signs."""
    if text.isascii():
        return text.lower().replace("`", "'")
    marks = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    return "".join(mark for mark in marks if unicodedata.category(mark) not in _NOT_KEPT)


def read_chat_words(path: Path) -> dict[str, str]:
    """Read the table of chat words: {form: meaning}."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            fold(form.strip()): row["meaning"].strip()
            for row in csv.DictReader(file)
            for form in row["forms"].split(";")
            if form.strip()
        }


class Spelling:
    """Knows the words that are said, and what each form of them stands for."""

    def __init__(self, meanings: Mapping[str, str], counts: Mapping[str, int]) -> None:
        """Take the chat words and how often each word occurs in sentences that were written for training."""
        self._meanings = dict(meanings)
        self._counts = dict(counts)
        self._known = set(counts) | set(meanings) | {word for meaning in meanings.values() for word in meaning.split()}
        common = sorted(
            (word for word in self._known if word.isalpha() and len(word) >= 3),
            key=lambda word: (-self._counts.get(word, 0), word),
        )
        self._skeletons: dict[str, str] = {}
        self._near: dict[str, str] = {}
        for word in common:
            bones = _skeleton(word)
            if len(bones) >= 3 and len(word) >= 4:
                self._skeletons.setdefault(bones, word)
            if len(word) >= LEAST_FOR_SLIPS:
                for shorter in _shortened(word):
                    self._near.setdefault(shorter, word)
        self._seen: dict[str, str] = {}

    @classmethod
    def learn(
        cls, meanings: Mapping[str, str], texts: Iterable[str], also: Iterable[str] = (), least: int = 2
    ) -> Spelling:
        """Count the words of texts, of which those rarer than `least` may be slips; `also` are words for certain."""
        counts = Counter(fold(token.group()) for text in texts for token in _TOKEN.finditer(text))
        certain = {word: counts[word] for word in also if word.isalpha()}
        common = {word: count for word, count in counts.items() if count >= least and word.isalpha()}
        return cls(meanings, certain | common)

    def as_dict(self) -> dict[str, Any]:
        """Give what `from_dict` takes."""
        return {"meanings": self._meanings, "counts": self._counts}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Spelling:
        """Make the one that was kept."""
        return cls(kept["meanings"], kept["counts"])

    def words(self, text: str) -> list[Word]:
        """Cut a text into its first words and signs, in order; what nobody sees is neither."""
        found: list[Word] = []
        for match in _TOKEN.finditer(text):
            folded = fold(match.group())
            if folded.strip():
                normal = self._said(folded, text[match.end() : match.end() + 1])
                found.append(Word(match.start(), match.end(), folded, normal))
                if len(found) == MAX_WORDS:
                    break
        return found

    def _said(self, word: str, after: str) -> str:
        """Give the regular form of a word; «sengko'» ends in an apostrophe, which elsewhere closes a quotation."""
        with_apostrophe = self._meanings.get(f"{word}'") if after and after in "'’‘`´" else None
        return with_apostrophe or self.normal(word)

    def normal(self, word: str) -> str:
        """Give the regular form of one folded word; the word itself when nothing is known of it."""
        if len(word) < 2 or len(word) > LONGEST:
            return self._meanings.get(word, word)
        known = self._seen.get(word)
        if known is None:
            known = self._regular(word)
            if len(self._seen) < 20_000:
                self._seen[word] = known
        return known

    def _regular(self, word: str) -> str:
        found = self._look_up(word)
        if found is not None:
            return found
        if not word.isalpha():
            twice = _TWICE.match(word)
            if twice:
                return self.normal(twice[1])
            # A number stuck to what it counts is none of these: «3bulan», «4jt».
            counted = word[0].isdigit() and word[1:] in self._known
            return self._lettered(word) if _LEET.match(word) and not counted else word
        found = self._plain(word)
        if found is not None:
            return found
        word = _STRETCHED.sub(r"\1", word)
        return self._slip(word) or self._vowelless(word) or word

    def _lettered(self, word: str) -> str:
        """Read digits as letters, but not as slips of letters too: the word itself when that makes no word."""
        return self._plain(word.translate(_LETTERS_FOR_DIGITS)) or word

    def _plain(self, word: str) -> str | None:
        for plain in dict.fromkeys((word, _STRETCHED.sub(r"\1", word), _DOUBLED.sub(r"\1", word))):
            found = self._look_up(plain)
            if found is None:
                found = self._without_affixes(plain)
            if found is not None:
                return found
        return None

    def _look_up(self, word: str) -> str | None:
        return self._meanings.get(word) or (word if word in self._known else None)

    def _without_affixes(self, word: str) -> str | None:
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                found = self._look_up(word[: -len(ending)])
                if found is not None:
                    return found
        for beginning, instead in _BEGINNINGS:
            if word.startswith(beginning) and len(word) - len(beginning) >= 3:
                root = instead + word[len(beginning) :]
                found = self._look_up(root)
                if found is not None:
                    return found
                for ending in ("kan", "in", "an", "i", "nya"):
                    if root.endswith(ending) and len(root) - len(ending) >= 4:
                        found = self._look_up(root[: -len(ending)])
                        if found is not None:
                            return found
        return None

    def _slip(self, word: str) -> str | None:
        """Give the commonest word that differs by one letter: left out, put in, taken for another, or swapped."""
        if len(word) < LEAST_FOR_SLIPS - 1 or not word.isalpha():
            return None
        shorter = _shortened(word)
        near = [self._near[form] for form in (word, *shorter) if form in self._near]
        near += [form for form in shorter if form in self._known and len(form) >= LEAST_FOR_SLIPS]
        near = [other for other in near if _is_one_slip(word, other)]
        if not near:
            return None
        best = max(near, key=lambda other: (self._counts.get(other, 0), other))
        return self._meanings.get(best, best)

    def _vowelless(self, word: str) -> str | None:
        bones = _skeleton(word)
        if len(bones) < 3 or len(_VOWELS.findall(word)) * 3 > len(word) or not word.isalpha():
            return None
        full = self._skeletons.get(bones)
        return self._meanings.get(full, full) if full else None


def _skeleton(word: str) -> str:
    """Give the first letter and the consonants after it."""
    return word[:1] + _VOWELS.sub("", word[1:])


def _shortened(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _is_one_slip(word: str, other: str) -> bool:
    """Say whether one letter left out, put in or replaced, or two swapped, makes one word of the other."""
    if abs(len(word) - len(other)) > 1 or word[0] != other[0]:
        return False
    if len(word) == len(other):
        different = [at for at in range(len(word)) if word[at] != other[at]]
        if len(different) == 2:
            one, two = different
            return two == one + 1 and word[one] == other[two] and word[two] == other[one]
        return len(different) <= 1
    longer, shorter = (word, other) if len(word) > len(other) else (other, word)
    return shorter in _shortened(longer)
