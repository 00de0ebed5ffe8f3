"""What all tables share."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase

from placement.storage.types import Instant

BigId = BigInteger().with_variant(Integer, "sqlite")
"""A key that counts by itself: SQLite does so only for INTEGER."""


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant,
        list[str]: JSON,
        dict[str, Any]: JSON,
        str: Text,
    }
    historic: ClassVar[tuple[str, ...]] = ()
    """The columns whose every change stands in ``history``."""
