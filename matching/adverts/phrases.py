"""Words of the vocabularies found in an advertisement, the longest first."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from matching.adverts.texts import Token, fold_letters
from matching.errors import BadTable

_WORD = re.compile(r"[a-z0-9]+")
MOST_HITS = 300
"""Known phrases of a kind that are taken from one advertisement; none that is meant for people has more."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A known phrase: its code, where it stands in the folded text, and its first and last token (exclusive)."""

    code: str
    start: int
    end: int
    first: int
    last: int


class Phrases:
    """A set of phrases with codes, looked up by their first word and length."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        """Take phrase (lower case, single spaces) to code."""
        self._codes = {tuple(phrase.split()): code for phrase, code in codes.items() if phrase.strip()}
        lengths: dict[str, set[int]] = {}
        for words in self._codes:
            lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {first: sorted(known, reverse=True) for first, known in lengths.items()}

    def find(self, tokens: tuple[Token, ...]) -> Iterator[Hit]:
        """Give the longest phrases from left to right, none inside another, at most `MOST_HITS`."""
        free = found = 0
        for at, token in enumerate(tokens):
            if at < free or token.word not in self._lengths:
                continue
            hit = self._at(tokens, at)
            if hit:
                yield hit
                free, found = hit.last, found + 1
                if found == MOST_HITS:
                    return

    def _at(self, tokens: tuple[Token, ...], at: int) -> Hit | None:
        joined = 1
        longest = self._lengths[tokens[at].word][0]
        while joined < longest and at + joined < len(tokens) and tokens[at + joined].joined:
            joined += 1
        words = tuple(token.word for token in tokens[at : at + joined])
        for length in self._lengths[words[0]]:
            code = self._codes.get(words[:length]) if length <= joined else None
            if code:
                return Hit(code, tokens[at].start, tokens[at + length - 1].end, at, at + length)
        return None


def read_rows(path: Path, columns: Iterable[str]) -> list[dict[str, str]]:
    """Read a table of the vocabulary.

    Raises:
        BadTable: the file can't be read or lacks a column.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadTable(f"{path} cannot be read: {error}") from error
    missing = set(columns) - set(rows[0] if rows else ())
    if missing:
        raise BadTable(f"{path} lacks the column {', '.join(sorted(missing))}")
    return rows


def phrases_of(
    rows: Iterable[Mapping[str, str]], key: str, without: Iterable[str] = (), names: bool = False
) -> dict[str, str]:
    """Give phrase to code of a table's `words`, and of its names.

    A phrase of two codes keeps the first; one in `without` is left out.
    """
    left_out = frozenset(without)
    codes: dict[str, str] = {}
    for row in rows:
        named = (row["name_id"], row["name_en"]) if names else ()
        for word in (*(row["words"] or "").split(";"), *named):
            phrase = " ".join(_WORD.findall(fold_letters(word)))
            if phrase and phrase not in left_out:
                codes.setdefault(phrase, row[key])
    return codes
