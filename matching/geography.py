"""Regions: which covers which, how far apart, which form one labour market."""

from __future__ import annotations

from pathlib import Path


class Geography:
    """Provinces, regencies and cities with coordinates of their seats and labour-market areas."""

    @classmethod
    def from_csv(cls, path: str | Path) -> Geography:
        """Read regions from a CSV with the columns code, name, kind, province, latitude, longitude, labour_area.

        Raises:
            BadTable: a column is missing or a row is malformed, by line.
        """
        raise NotImplementedError

    def distance_km(self, a: str, b: str) -> float | None:
        """Great-circle distance between the seats of two regions; None when one has no coordinates."""
        raise NotImplementedError
