"""When an office is open: a text of weekdays and times, «1-5 08:00-16:00; 6 08:00-12:00» (1 is Monday)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from placement.errors import SettingError

Hours = Mapping[str, Sequence[Sequence[str]]]
"""Weekday («1» Monday … «7» Sunday) → spans of [from, to] as «HH:MM»."""

_TIME = r"((?:[01]\d|2[0-3]):[0-5]\d)"
_PART = re.compile(rf"([1-7])(?:-([1-7]))? {_TIME}-{_TIME}")


def parse_hours(text: str) -> dict[str, list[list[str]]]:
    """Read hours as an office writes them; SettingError shows the part that is wrong."""
    hours: dict[str, list[list[str]]] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        found = _PART.fullmatch(part)
        if not found or found[3] >= found[4] or int(found[1]) > int(found[2] or found[1]):
            raise SettingError(
                f"Opening hours «{part}» can't be read: write them like «1-5 08:00-16:00; 6 08:00-12:00»."
            )
        for day in range(int(found[1]), int(found[2] or found[1]) + 1):
            hours.setdefault(str(day), []).append([found[3], found[4]])
    return hours


def is_open(hours: Hours, zone: str, instant: datetime) -> bool:
    """Say whether the office is open at an instant."""
    local = instant.astimezone(ZoneInfo(zone))
    return any(
        time.fromisoformat(start) <= local.time() < time.fromisoformat(end)
        for start, end in hours.get(str(local.isoweekday()), ())
    )


def next_opening(hours: Hours, zone: str, instant: datetime) -> datetime | None:
    """Give the next instant at which the office opens; None when it has no hours."""
    local = instant.astimezone(ZoneInfo(zone))
    for ahead in range(8):
        day = (local + timedelta(days=ahead)).date()
        for start, _end in hours.get(str(day.isoweekday()), ()):
            opening = datetime.combine(day, time.fromisoformat(start), ZoneInfo(zone))
            if opening > local:
                return opening
    return None
