"""Regions: which covers which, how far apart, which form one labour market."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.errors import BadTable
from matching.spelling import normalise

COMMUTE_KM = 50.0
"""Straight-line distance between seats of neighbours that people travel daily; further ones share an empty border."""
EARTH_KM = 6371.0
NOWHERE = -1
T = TypeVar("T")

Kind: TypeAlias = Literal["same", "province", "area", "commute", "move", "far", "unsaid"]
"""How a vacancy's region lies to the wished ones, nearest first."""

KINDS: tuple[Kind, ...] = ("same", "province", "area", "commute", "move", "far", "unsaid")


@dataclass(frozen=True, slots=True)
class Region:
    """A province, regency or city; coordinates in degrees are those of its seat, None when not known.

    `labour_area` is a name: regions that share it are one labour market.
    """

    code: str
    name: str
    province: str
    latitude: float | None
    longitude: float | None
    labour_area: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How every region lies to a set of wished ones; arrays over `Geography.regions`, plus one last entry for none.

    `kind` holds indices into `KINDS`, `km` distances (NaN when not known), `nearest` the wished region's index.
    """

    kind: NDArray[np.int8]
    km: NDArray[np.float32]
    nearest: NDArray[np.int32]


class Geography:
    """Provinces, regencies and cities with coordinates of their seats and labour-market areas."""

    def __init__(self, regions: Sequence[Region], neighbours: Iterable[tuple[str, str]] | None = None) -> None:
        """Index the regions, and the pairs of codes that people cross between (None: not known, distance decides).

        Raises:
            BadTable: a code appears twice, or a neighbour is no region.
        """
        self.regions = tuple(regions)
        self._index = {region.code: place for place, region in enumerate(self.regions)}
        if len(self._index) != len(self.regions):
            raise BadTable("regions: a code appears twice")
        self._beside = None if neighbours is None else self._neighbourhoods(neighbours)
        self._latitude = np.radians([np.nan if r.latitude is None else r.latitude for r in self.regions])
        self._longitude = np.radians([np.nan if r.longitude is None else r.longitude for r in self.regions])
        self._province = np.array([r.province or r.code for r in self.regions])
        self._is_province = np.array([r.province in ("", r.code) for r in self.regions], dtype=bool)
        self._area = np.array([r.labour_area or self._area_of_all(r) for r in self.regions])
        self._names: dict[str, list[str]] = {}
        for region in self.regions:
            for name in {normalise(word) for word in (region.name, *region.words)} - {""}:
                self._names.setdefault(name, []).append(region.code)
        self._longest = max((len(name.split()) for name in self._names), default=0)
        self.reach = lru_cache(maxsize=512)(self._reach)

    @classmethod
    def from_csv(cls, path: str | Path) -> Geography:
        """Read regions from a CSV with the columns code, name, province, words, latitude, longitude, labour_area.

        `labour_areas.csv` (id, name) and `neighbours.csv` (code, neighbours) beside it count when they are there.

        Raises:
            BadTable: a column is missing or a row is malformed, by line.
        """
        areas, beside = Path(path).with_name("labour_areas.csv"), Path(path).with_name("neighbours.csv")
        names = _read(areas, lambda row, _line: (row["id"], row["name"])) if areas.exists() else []
        pairs = _read(beside, _pairs) if beside.exists() else None
        regions = _read(Path(path), _region)
        named = dict(names)
        lost = {region.labour_area for region in regions} - {"", *named} if named else set()
        if lost:
            raise BadTable(f"{path}: no labour area of {areas.name} has the id {', '.join(sorted(lost))}; add it there")
        return cls(
            [replace(region, labour_area=named.get(region.labour_area, region.labour_area)) for region in regions],
            None if pairs is None else [pair for row in pairs for pair in row],
        )

    def __contains__(self, code: object) -> bool:
        """Whether a region code is known."""
        return code in self._index

    def place(self, code: str | None) -> int:
        """Return a region's index in `regions`, or -1 when it is not said or not known."""
        return self._index.get(code, NOWHERE) if code else NOWHERE

    def distance_km(self, a: str, b: str) -> float | None:
        """Great-circle distance between the seats of two regions; None when one has no coordinates."""
        if a not in self._index or b not in self._index:
            return None
        km = float(self._distances(self._index[a])[self._index[b]])
        return None if np.isnan(km) else km

    def names(self, codes: Iterable[str]) -> list[str]:
        """Return the normalised names that people use for some regions."""
        wanted = set(codes)
        return [name for name, meant in self._names.items() if wanted.intersection(meant)]

    def mentioned(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Find regions named in a text: their codes (all, where a name is ambiguous) and the names that matched.

        Longer names win («bandung barat» is not «bandung»).
        """
        words = normalise(text).split()
        codes: list[str] = []
        names: list[str] = []
        start = 0
        while start < len(words):
            for width in range(min(self._longest, len(words) - start), 0, -1):
                name = " ".join(words[start : start + width])
                if name in self._names:
                    codes += [code for code in self._names[name] if code not in codes]
                    names.append(name)
                    start += width
                    break
            else:
                start += 1
        return tuple(codes), tuple(names)

    def _reach(self, wished: tuple[str, ...], moves: bool) -> Reach:
        """Place every region relative to the wished ones (cached as `reach`)."""
        count = len(self.regions)
        kind = np.full(count + 1, KINDS.index("unsaid"), dtype=np.int8)
        km = np.full(count + 1, np.nan, dtype=np.float32)
        nearest = np.full(count + 1, NOWHERE, dtype=np.int32)
        for place in [self._index[code] for code in wished if code in self._index]:
            distance = self._distances(place)
            here = self._kinds(place, distance, moves)
            better = (here < kind[:count]) | ((here == kind[:count]) & (distance < km[:count]))
            kind[:count] = np.where(better, here, kind[:count])
            km[:count] = np.where(better, distance, km[:count])
            nearest[:count] = np.where(better, place, nearest[:count])
        for array in (kind, km, nearest):
            array.flags.writeable = False
        return Reach(kind, km, nearest)

    def _kinds(self, place: int, distance: NDArray[np.float64], moves: bool) -> NDArray[np.int8]:
        same_province = self._province == self._province[place]
        area = (self._area == self._area[place]) & (self._area != "")
        # A seat says nothing about a whole province, so provinces are neither commuted to nor from.
        commute = (distance <= COMMUTE_KM) & ~self._is_province & (not self._is_province[place])
        if self._beside is not None:
            commute &= np.isin(np.arange(len(self.regions)), list(self._beside.get(place, ())))
        province = same_province if self._is_province[place] else same_province & self._is_province
        kind = np.full(len(self.regions), KINDS.index("move" if moves else "far"), dtype=np.int8)
        kind[commute] = KINDS.index("commute")
        kind[area] = KINDS.index("area")
        kind[province] = KINDS.index("province")
        kind[place] = KINDS.index("same")
        return kind

    def _neighbourhoods(self, pairs: Iterable[tuple[str, str]]) -> dict[int, set[int]]:
        """Index neighbours in both directions."""
        beside: dict[int, set[int]] = {}
        for a, b in pairs:
            if a not in self._index or b not in self._index:
                raise BadTable(f"neighbours: {a if a not in self._index else b} is not a region of this table")
            beside.setdefault(self._index[a], set()).add(self._index[b])
            beside.setdefault(self._index[b], set()).add(self._index[a])
        return beside

    def _area_of_all(self, region: Region) -> str:
        """Labour area of a province that lies in one as a whole (Jakarta, Yogyakarta): people name it like a city."""
        if region.province not in ("", region.code):
            return ""
        areas = [other.labour_area for other in self.regions if other.province == region.code and other is not region]
        return areas[0] if areas and len(set(areas)) == 1 else ""

    def _distances(self, place: int) -> NDArray[np.float64]:
        latitude, longitude = self._latitude[place], self._longitude[place]
        half = (
            np.sin((self._latitude - latitude) / 2) ** 2
            + np.cos(latitude) * np.cos(self._latitude) * np.sin((self._longitude - longitude) / 2) ** 2
        )
        km: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
        return km


def _read(path: Path, make: Callable[[dict[str, str], int], T]) -> list[T]:
    """Make something of each row of a table; BadTable says what is wrong with the file."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [make(row, line) for line, row in enumerate(csv.DictReader(file), start=2)]
    except KeyError as error:
        raise BadTable(f"{path}: the column {error} is missing; see data/README.md") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadTable(f"{path}: cannot be read as a table of regions: {error}") from error


def _pairs(row: dict[str, str], _line: int) -> list[tuple[str, str]]:
    return [(row["code"], other.strip()) for other in row["neighbours"].split(";") if other.strip()]


def _region(row: dict[str, str], line: int) -> Region:
    try:
        latitude, longitude = (float(row[name]) if row[name] else None for name in ("latitude", "longitude"))
    except ValueError as error:
        raise BadTable(f"regions, line {line}: latitude and longitude must be numbers: {error}") from error
    return Region(
        code=row["code"],
        name=row["name"],
        province=row["province"],
        latitude=latitude,
        longitude=longitude,
        labour_area=row["labour_area"],
        words=tuple(word.strip() for word in row["words"].split(";") if word.strip()),
    )
