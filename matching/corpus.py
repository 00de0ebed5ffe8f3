"""Texts that the job model learns from: names of occupations by unit group, and whatever else is said about work."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from matching.errors import BadTable

FRAMES = "matching/frames.csv"
LONGEST = 120
"""Characters of a text without a label; the teacher's time goes with the length."""
HELD_OUT = 10
"""One name in so many is kept from learning, by its hash: it measures what was learnt."""
_EXAMPLE = re.compile(r"^\s+- (.+)$", re.MULTILINE)
_ENTITY = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Corpus:
    """`names` are ways to say an occupation, by ISCO-08 unit group; `held_out` likewise, never learnt from.

    `frames` are ways to speak of a job («dicari {job} di {place}»), `places` what may stand in them. `texts` are
    sentences without a label: they show what language looks like.
    """

    names: Mapping[str, tuple[str, ...]]
    held_out: Mapping[str, tuple[str, ...]]
    frames: tuple[str, ...]
    places: tuple[str, ...]
    texts: tuple[str, ...]

    def framed(self, random: Random, times: int) -> dict[str, list[str]]:
        """Say every name several times in a frame of chance, by unit group."""
        others = [name for names in self.names.values() for name in names]
        return {
            code: [self._said(name, random, others) for name in names for _ in range(times)]
            for code, names in self.names.items()
        }

    def _said(self, name: str, random: Random, others: Sequence[str]) -> str:
        frame = random.choice(self.frames)
        return frame.format(job=name, place=random.choice(self.places), other=random.choice(others))


def read_corpus(data: Path) -> Corpus:
    """Read vocabularies, frames, sample vacancies and training sentences of the folder `data/`.

    Raises:
        BadTable: a table is missing or lacks a column.
    """
    learnt: dict[str, list[str]] = {}
    held_out: dict[str, list[str]] = {}
    vocabulary = data / "vocabulary"
    for row in _rows(vocabulary / "occupations.csv"):
        for name in dict.fromkeys([row["name_id"].lower(), row["name_en"].lower(), *_listed(row["words"])]):
            (held_out if is_held_out(name) else learnt).setdefault(row["code"], []).append(name)
    for row in _rows(vocabulary / "occupation_groups.csv"):
        if row["code"] in learnt:
            names = (row["name_id"].lower(), row["name_en"].lower())
            learnt[row["code"]] += [name for name in names if not is_held_out(name)]
    known = {name for names in held_out.values() for name in names}
    return Corpus(
        names={code: tuple(dict.fromkeys(names)) for code, names in learnt.items()},
        held_out={code: tuple(names) for code, names in held_out.items()},
        frames=tuple(row["frame"] for row in _rows(data / FRAMES)),
        places=tuple(_listed(row["words"])[0] for row in _rows(vocabulary / "regions.csv")),
        texts=tuple(dict.fromkeys(text[:LONGEST] for text in _texts(data) if text.lower() not in known)),
    )


def is_held_out(name: str) -> bool:
    """Whether a name measures, and is not learnt from."""
    return hashlib.sha256(name.encode()).digest()[0] % HELD_OUT == 0


def _texts(data: Path) -> Iterator[str]:
    for table in ("skills", "majors", "education", "work_types"):
        for row in _rows(data / "vocabulary" / f"{table}.csv"):
            yield from (row["name_id"], row["name_en"], *_listed(row["words"]))
    for path in sorted((data / "vacancies").glob("*.csv")):
        for row in _rows(path):
            yield row["title"]
            yield from _SENTENCE.split(row["description"])
    for path in sorted((data / "nlu").glob("*.yml")):
        for found in _EXAMPLE.finditer(path.read_text(encoding="utf-8")):
            yield _ENTITY.sub(r"\1", found[1])


def _listed(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(";") if item.strip()]


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadTable(f"{path}: cannot be read: {error}") from error
