"""The words of the closed vocabularies: places, trades, schooling, skills, majors, countries, as people say them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlu.spelling import Word, fold

TABLES = {
    "vocabulary/regions.csv": ("location", "words"),
    "vocabulary/occupations.csv": ("occupation", "words"),
    "vocabulary/education.csv": ("education_level", "words"),
    "vocabulary/work_types.csv": ("work_type", "words"),
    "vocabulary/skills.csv": ("skill", "words"),
    "vocabulary/majors.csv": ("major", "words"),
    "vocabulary/sexes.csv": ("gender", "words"),
    "vocabulary/spoken_languages.csv": ("language", "words"),
    "countries.csv": ("country", "names"),
}
"""File under data/ → what its words name, and the column in which they stand."""
SHORTEST = {"education_level": 2, "gender": 2}
"""Characters of the shortest word that is taken up, else 3: shorter ones mean too many other things."""
LONGEST = 6
"""Words of the longest name that is looked for."""


@dataclass(frozen=True)
class Mark:
    """Words `first` to `last` (included) are a known name of some kinds."""

    first: int
    last: int
    kinds: tuple[str, ...]


class Gazetteer:
    """Finds known names in messages."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        """Take {name: kinds}; names are folded, their words parted by single spaces."""
        self._names = {name: tuple(kinds) for name, kinds in names.items()}

    @classmethod
    def read(cls, data: Path) -> Gazetteer:
        """Read the tables under a data folder."""
        names: dict[str, list[str]] = {}
        for table, (kind, column) in TABLES.items():
            with (data / table).open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    for name in (row[column] or "").split(";"):
                        name = " ".join(_words(name))
                        if len(name) >= SHORTEST.get(kind, 3) and kind not in names.setdefault(name, []):
                            names[name].append(kind)
        return cls({name: kinds for name, kinds in names.items() if kinds})

    def as_dict(self) -> dict[str, list[str]]:
        """Give what the constructor takes."""
        return {name: list(kinds) for name, kinds in self._names.items()}

    def words(self) -> set[str]:
        """Give all single words of the names."""
        return {word for name in self._names for word in name.split()}

    def marks(self, words: Sequence[Word]) -> list[Mark]:
        """Find the longest names, as written or in their regular spelling, left to right without overlap."""
        return list(self._marks([word.folded for word in words], [word.normal for word in words]))

    def _marks(self, folded: list[str], normal: list[str]) -> Iterator[Mark]:
        at = 0
        while at < len(folded):
            for last in range(min(at + LONGEST, len(folded)) - 1, at - 1, -1):
                kinds = self._names.get(_name(folded[at : last + 1])) or self._names.get(_name(normal[at : last + 1]))
                if kinds:
                    yield Mark(at, last, kinds)
                    at = last
                    break
            at += 1


def _name(words: list[str]) -> str:
    """Join words as the names are: «bau-bau» is «bau bau»."""
    return " ".join(words).replace(" - ", " ")


def _words(name: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in fold(name)).split()
