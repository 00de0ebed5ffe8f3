"""A vacancy's unsaid facts, taken from the text of its advertisement."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from matching.adverts.analysis import AdvertReader, Analysis
from matching.models import Vacancy

LISTS = ("majors", "work_types", "skills", "licences", "languages", "accommodations")
VALUES = ("education_min", "experience_months", "remote")


def completed(vacancy: Vacancy, reader: AdvertReader) -> Vacancy:
    """Fill what the table leaves open with what the text says; what the table says stands."""
    return filled(vacancy, reader.read(vacancy.title, vacancy.description))


def filled(vacancy: Vacancy, analysis: Analysis) -> Vacancy:
    """Fill what is open with what was read. Pay is taken as a whole: one end of a table never meets one of a text."""
    told: dict[str, Any] = {}
    for name in LISTS:
        if not getattr(vacancy, name):
            told[name] = tuple(found.value for found in getattr(analysis, name))
    for name in VALUES:
        found = getattr(analysis, name)
        if getattr(vacancy, name) is None and found is not None:
            told[name] = found.value
    if vacancy.wage_min is None and vacancy.wage_max is None:
        least, most = analysis.wage_min, analysis.wage_max
        told |= {"wage_min": least.value if least else None, "wage_max": most.value if most else None}
    return replace(vacancy, **told)
