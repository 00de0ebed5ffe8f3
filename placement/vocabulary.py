"""The closed vocabularies in ``data/vocabulary``: what people say → the code that is kept, and back to a name."""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz, process

from placement.errors import SettingError

SURE = 88.0
"""A misspelt name counts from this likeness on (rapidfuzz ratio, 0–100); shorter ones than LONG must be exact."""
LONG = 6
AT_SEA = 150.0
"""Kilometres from the nearest seat of a regency beyond which a place is not in Indonesia."""


def plain(text: str) -> str:
    """Fold case, accents, punctuation and runs of spaces away."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.sub(r"[^\w ]+", " ", "".join(c for c in folded if not unicodedata.combining(c))).split())


def read_table(path: Path, columns: Iterable[str]) -> list[dict[str, str]]:
    """Read a CSV with a header; SettingError names a missing file or column."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as problem:
        raise SettingError(f"The vocabulary {path.name} can't be read: {problem.strerror}.") from problem
    except (UnicodeDecodeError, csv.Error) as problem:
        reason = "it is not UTF-8" if isinstance(problem, UnicodeDecodeError) else str(problem)
        raise SettingError(f"The vocabulary {path.name} can't be read: {reason}.") from problem
    missing = set(columns) - set(rows[0] if rows else ())
    if missing:
        raise SettingError(f"The vocabulary {path.name} lacks the column {', '.join(sorted(missing))}.")
    return rows


def words_of(cell: str) -> list[str]:
    """Split a cell that holds a list."""
    return [word.strip() for word in cell.split(";") if word.strip()]


@dataclass(frozen=True)
class Region:
    """A province, regency or city (Kemendagri code without dots)."""

    code: str
    name: str
    kind: str
    province: str
    latitude: float
    longitude: float


@dataclass
class Regions:
    """The regions, by code and by what people say."""

    by_code: dict[str, Region]
    by_word: dict[str, list[Region]]

    @classmethod
    def load(cls, path: Path) -> Regions:
        """Read ``regions.csv``."""
        by_code: dict[str, Region] = {}
        by_word: dict[str, list[Region]] = {}
        for row in read_table(path, ("code", "name", "kind", "province", "words", "latitude", "longitude")):
            region = Region(
                row["code"],
                row["name"],
                row["kind"],
                row["province"] or row["code"],
                float(row["latitude"]),
                float(row["longitude"]),
            )
            by_code[region.code] = region
            for word in {plain(region.name), *map(plain, words_of(row["words"]))}:
                by_word.setdefault(word, []).append(region)
        return cls(by_code, by_word)

    @cached_property
    def _long_words(self) -> list[str]:
        return [word for word in self.by_word if len(word) >= LONG]

    def find(self, text: str) -> list[Region]:
        """Give what a text may mean: nothing, one region, or several to choose from (Bandung: city or regency?)."""
        said = plain(text)
        said = re.sub(r"^(di|daerah|domisili|tinggal di|area|sekitar|wilayah) ", "", said)
        if not said:
            return []
        found = self.by_word.get(said)
        if found is None:
            # «Tambun Selatan, Bekasi»: the last part that is known decides, the most precise first.
            parts = [self.by_word[part] for part in map(plain, text.split(",")) if part in self.by_word]
            found = parts[0] if parts else None
        if found is None and len(said) >= LONG:
            best = process.extractOne(said, self._long_words, scorer=fuzz.ratio, score_cutoff=SURE)
            found = self.by_word[best[0]] if best else None
        if found is None:
            return []
        # Someone who names a place that is both a regency and a province («Yogyakarta») lives in the former.
        local = [region for region in found if region.kind != "province"]
        return local or list(found)

    def nearest(self, latitude: float, longitude: float) -> Region | None:
        """Give the regency or city whose seat is nearest; None at sea or abroad, and of no regions."""
        best = min(
            (region for region in self.by_code.values() if region.kind != "province"),
            key=lambda region: kilometres(latitude, longitude, region.latitude, region.longitude),
            default=None,
        )
        if best is None:
            return None
        far = kilometres(latitude, longitude, best.latitude, best.longitude) > AT_SEA
        return None if far else best


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Give the great-circle distance of two points in degrees (haversine)."""
    a, b = math.radians(latitude), math.radians(other_latitude)
    h = (
        math.sin((b - a) / 2) ** 2
        + math.cos(a) * math.cos(b) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


@dataclass
class Codes:
    """A short list of codes with names in both languages and the words people use."""

    names: dict[str, dict[str, str]]
    by_word: dict[str, str]
    order: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path, key: str = "code") -> Codes:
        """Read a table with the columns name_id, name_en, words, and the one that holds the code."""
        names: dict[str, dict[str, str]] = {}
        by_word: dict[str, str] = {}
        order: dict[str, int] = {}
        for number, row in enumerate(read_table(path, (key, "name_id", "name_en", "words"))):
            code = row[key]
            names.setdefault(code, {"id": row["name_id"], "en": row["name_en"]})
            order.setdefault(code, int(row.get("order") or number))
            for word in (code, row["name_id"], row["name_en"], *words_of(row["words"])):
                by_word.setdefault(plain(word), code)
        return cls(names, by_word, order)

    def find(self, text: str) -> str | None:
        """Give the code that a text means: the whole of it, or the longest known words inside."""
        said = plain(text)
        if said in self.by_word:
            return self.by_word[said]
        inside = self._inside(said)
        return self.by_word[max(inside, key=len)] if inside else None

    def longest(self, text: str) -> tuple[str, str] | None:
        """Give the longest known words inside a text, and their code; None when there are none."""
        inside = self._inside(plain(text))
        word = max(inside, key=len) if inside else None
        return (word, self.by_word[word]) if word else None

    def named(self, text: str) -> set[str]:
        """Give every code that a text names."""
        return {self.by_word[word] for word in self._inside(plain(text))}

    @cached_property
    def _most_words(self) -> int:
        return max((word.count(" ") + 1 for word in self.by_word), default=0)

    def _inside(self, said: str) -> list[str]:
        # Runs of the text are looked up: a text is shorter than a vocabulary of thousands.
        words = said.split()
        runs = (
            " ".join(words[start:end])
            for start in range(len(words))
            for end in range(start + 1, min(start + self._most_words, len(words)) + 1)
        )
        return list(dict.fromkeys(run for run in runs if run in self.by_word))

    def name(self, code: str, language: str) -> str:
        """Give a code's name; the code itself when it is not known."""
        names: Mapping[str, str] = self.names.get(code, {})
        return names.get(language) or names.get("id") or code


@dataclass(frozen=True)
class OccupationGroup:
    """A group of ISCO-08: major (1 digit), sub-major (2), minor (3) or unit group (4)."""

    code: str
    name_id: str
    name_en: str


def load_occupation_groups(path: Path) -> dict[str, OccupationGroup]:
    """Read ``occupation_groups.csv``, by code; SettingError names the row that is wrong and how to mend it."""
    groups: dict[str, OccupationGroup] = {}
    for line, row in enumerate(read_table(path, ("code", "name_id", "name_en")), start=2):
        code = row["code"]
        where = f"The vocabulary {path.name}, line {line}: "
        if not re.fullmatch(r"[0-9]{1,4}", code):
            raise SettingError(f"{where}«{code}» is no code: write 1 to 4 digits, leading zeros too.")
        if code in groups:
            raise SettingError(f"{where}{code} stands there twice: leave one of the two rows.")
        if not row["name_id"] or not row["name_en"]:
            raise SettingError(f"{where}{code} lacks a name: fill name_id and name_en.")
        groups[code] = OccupationGroup(code, row["name_id"], row["name_en"])
    orphans = sorted(code for code in groups if len(code) > 1 and code[:-1] not in groups)
    if orphans:
        raise SettingError(
            f"The vocabulary {path.name} lacks the group {orphans[0][:-1]} above {orphans[0]}: add its row."
        )
    return groups


SMALL = {
    "sex": "sexes.csv",
    "marital": "marital.csv",
    "spoken_language": "spoken_languages.csv",
    "language_level": "language_levels.csv",
    "driving_licence": "driving_licences.csv",
    "accommodation": "accommodation.csv",
}
"""Short lists that a record chooses from: kind → file."""


@dataclass
class Vocabularies:
    """All of them."""

    regions: Regions
    education: Codes
    work_types: Codes
    occupations: Codes
    majors: Codes
    skills: Codes
    """Skills and licences, by id."""
    languages: Codes
    """Those that the assistant may be asked to speak."""
    small: Mapping[str, Codes]
    """The short lists of `SMALL`, by kind."""
    occupation_groups: Mapping[str, OccupationGroup]
    """The whole tree of ISCO-08, by code of 1 to 4 digits."""

    def of(self, kind: str) -> Codes:
        """Give a short list by its kind; KeyError for one that there is not."""
        return self.small[kind]

    @classmethod
    def load(cls, data: Path) -> Vocabularies:
        """Read the vocabularies under a data folder; SettingError says which is missing or malformed."""
        folder = data / "vocabulary"
        groups = load_occupation_groups(folder / "occupation_groups.csv")
        occupations = Codes.load(folder / "occupations.csv")
        unknown = sorted(code for code in occupations.names if len(code) != 4 or code not in groups)
        if unknown:
            raise SettingError(
                f"The vocabulary occupations.csv has the code «{unknown[0]}», which is no unit group of "
                "occupation_groups.csv: correct it there, or add the group."
            )
        return cls(
            regions=Regions.load(folder / "regions.csv"),
            education=Codes.load(folder / "education.csv"),
            work_types=Codes.load(folder / "work_types.csv"),
            occupations=occupations,
            majors=Codes.load(folder / "majors.csv", key="id"),
            skills=Codes.load(folder / "skills.csv", key="id"),
            languages=Codes.load(data / "languages.csv"),
            small={kind: Codes.load(folder / name) for kind, name in SMALL.items()},
            occupation_groups=groups,
        )
