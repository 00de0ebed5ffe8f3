"""Whether a folder of vocabularies, such as an office's own, can be used: each fault with file, row and remedy."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from placement.errors import SettingError
from placement.vocabulary import load_occupation_groups, plain, read_table, words_of

APART = ("occupations.csv", "skills.csv", "regions.csv", "education.csv", "work_types.csv")
"""Tables whose words are looked for in the same message: what stands in two of them is understood by chance."""
KNOWN_SHARED = frozenset({"serabutan"})
"""Said of both, and meant so: odd jobs are a trade and a daily way of working."""
MAY_SHARE = frozenset({"regions.csv"})
"""Tables in which two rows may have a word: the bot asks which Bekasi is meant."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file, in which line (1 is the header), and what to do."""

    file: str
    line: int
    why: str


def check_folder(folder: Path, everyday: frozenset[str]) -> list[Fault]:
    """Give the faults of the tables that are in a folder; SettingError when one can't be read at all.

    Args:
        folder: Holds files named as those of ``data/vocabulary``; those that are absent are not judged.
        everyday: Words of talk that name nothing by themselves.
    """
    faults: list[Fault] = []
    places: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for path in sorted(folder.glob("*.csv")):
        table = read_table(path, ())
        faults += _rows(path.name, table, everyday)
        for line, row in enumerate(table, start=2):
            for word in words_of(row.get("words") or ""):
                if path.name in APART:
                    places[word].append((path.name, line))
    faults += _shared(places)
    if (folder / "occupation_groups.csv").exists():
        faults += _groups(folder)
    return sorted(faults, key=lambda fault: (fault.file, fault.line))


def read_everyday(path: Path) -> frozenset[str]:
    """Read ``everyday.csv``."""
    return frozenset(row["word"] for row in read_table(path, ("word",)))


def _rows(file: str, table: list[dict[str, str]], everyday: frozenset[str]) -> Iterator[Fault]:
    owners: dict[str, int] = {}
    keys: dict[str, int] = {}
    for line, row in enumerate(table, start=2):
        if None in row or None in row.values():
            yield Fault(file, line, 'has another number of cells than the header: put «"» around a cell with a comma')
            continue
        key = row.get("id") or row.get("code") or ""
        if "words" in row and key:
            first = keys.setdefault(key, line)
            if first != line:
                yield Fault(file, line, f"«{key}» stands in line {first} too: join both rows")
        for word in words_of(row.get("words") or ""):
            first = owners.setdefault(word, line)
            if word != plain(word):
                yield Fault(file, line, f"«{word}»: write it in lower case without signs, as «{plain(word)}»")
            elif word in everyday:
                yield Fault(file, line, f"«{word}» is a word of everyday talk: take it only inside a longer name")
            elif first != line and file not in MAY_SHARE:
                yield _twice(file, line, word, first)
        for form in words_of(row.get("forms") or ""):
            first = owners.setdefault(form, line)
            if first != line:
                yield _twice(file, line, form, first)


def _twice(file: str, line: int, word: str, first: int) -> Fault:
    return Fault(file, line, f"«{word}» stands in line {first} too: leave it in one of the two")


def _shared(places: dict[str, list[tuple[str, int]]]) -> Iterator[Fault]:
    for word, where in places.items():
        (first, first_line), *others = where
        for file, line in others:
            if file != first and word not in KNOWN_SHARED:
                yield Fault(
                    file, line, f"«{word}» stands in {first}, line {first_line}, too: leave it in one of the two"
                )


def _groups(folder: Path) -> Iterator[Fault]:
    try:
        groups = load_occupation_groups(folder / "occupation_groups.csv")
    except SettingError as problem:
        yield Fault("occupation_groups.csv", 1, str(problem))
        return
    if not (folder / "occupations.csv").exists():
        return
    named: set[str] = set()
    for line, row in enumerate(
        read_table(folder / "occupations.csv", ("id", "code", "name_id", "name_en", "words")), 2
    ):
        named.add(row["code"])
        if not re.fullmatch(r"\d{4}", row["code"]) or row["code"] not in groups:
            yield Fault(
                "occupations.csv", line, f"«{row['code']}» is no unit group of occupation_groups.csv: correct it"
            )
    for code in sorted(code for code in groups if len(code) == 4 and code not in named):
        yield Fault("occupations.csv", 1, f"the unit group {code} ({groups[code].name_id}) has no row: add one")
