"""A record as lines that people read: one fact a line, values as they are kept; no wording of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from actions.turn import Reply, reply
from placement.fields import FIELDS
from placement.reading import contact, identity
from placement.registration import Profile

ORDER = (
    "person_name", "birth_date", "birth_place", "sex", "marital", "nik", "card_region", "home_region", "phone", "email",
    "education", "major", "school_year", "experiences", "courses", "skills", "spoken_languages", "driving_licences",
    "wish", "wish_regions", "willing_to_move", "wage_min", "work_types", "available_from", "accommodation",
)  # fmt: skip
"""The order in which facts are shown: that of the registration record (AK/II)."""


def fact_lines(facts: Mapping[str, Any]) -> list[Reply]:
    """Name the responses that show facts, one line each; values as they are kept."""
    lines = []
    for name in ORDER:
        value = facts.get(name)
        if value is None or value in ("", [], ()):
            continue
        if name == "birth_place" and facts.get("birth_date"):
            continue
        if name == "experiences":
            lines += [reply("line_experiences", value=_job(job)) for job in value]
        else:
            lines.append(_line(name, value, facts))
    return lines


def _line(name: str, value: Any, facts: Mapping[str, Any]) -> Reply:
    if name == "birth_date":
        place = facts.get("birth_place")
        return reply("line_birth_date", value=str(value), place=f"{place}, " if place else "")
    shown = _SHOWN.get(name)
    return reply(f"line_{name}", value=shown(value) if shown else value)


def _job(job: Mapping[str, Any]) -> Reply:
    occupation, employer = job.get("occupation"), job.get("employer")
    if job.get("months"):
        if occupation and employer:
            return reply("entry_job", occupation=occupation, employer=employer, months=job["months"])
        return reply("entry_job_plain", occupation=occupation or employer, months=job["months"])
    if occupation and employer:
        return reply("entry_job_employer", occupation=occupation, employer=employer)
    return reply("entry_occupation", occupation=occupation or employer)


def _language(one: Mapping[str, Any]) -> Reply:
    if one.get("level"):
        return reply("entry_language_level", code=one["code"], level=one["level"])
    return reply("entry_language", code=one["code"])


_SHOWN: Mapping[str, Callable[[Any], Any]] = {
    "wish": lambda value: value["text"] if isinstance(value, Mapping) else value,
    "phone": contact.shown,
    "nik": identity.masked,
    "school_year": str,
    "available_from": str,
    "willing_to_move": lambda value: "yes" if value else "no",
    "spoken_languages": lambda several: [_language(one) for one in several],
    "courses": lambda several: [one["name"] for one in several],
}


def profile_facts(known: Profile) -> dict[str, Any]:
    """Give a profile's facts by field, as `fact_lines` takes them."""
    values = {name: known.value(name) for name in FIELDS}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
