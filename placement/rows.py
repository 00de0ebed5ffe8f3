"""From rows to plain values: what use cases give away holds no session, and its lists can't be changed."""

from __future__ import annotations

import dataclasses
from typing import Any


def values_of(row: object, shape: type, **given: Any) -> dict[str, Any]:
    """Give a row's columns under the names of a dataclass's fields; ``given`` holds those that are no columns."""
    values = dict(given)
    for field in dataclasses.fields(shape):
        if field.name not in values:
            value = getattr(row, field.name)
            values[field.name] = tuple(value) if isinstance(value, list) else value
    return values
