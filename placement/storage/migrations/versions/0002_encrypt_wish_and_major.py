"""A seeker's wish and major are free text, which may hold a name or a number: encrypted from now on."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from placement.storage.types import CIPHER

revision = "0002"
down_revision = "0001"

SEEKERS = sa.table(
    "seekers", sa.column("id", sa.BigInteger()), sa.column("wish_text", sa.Text()), sa.column("major", sa.Text())
)
AT_ONCE = 1000
"""Rows held in memory at a time."""


def upgrade() -> None:
    """Apply."""
    _rewrite(getattr(op.get_bind().dialect, CIPHER).encrypt)


def downgrade() -> None:
    """Undo."""
    _rewrite(getattr(op.get_bind().dialect, CIPHER).decrypt)


def _rewrite(change: Callable[[str], str]) -> None:
    """Replace every value; the columns stay what they are."""
    bind, last = op.get_bind(), 0
    while True:
        rows = bind.execute(
            sa.select(SEEKERS.c.id, SEEKERS.c.wish_text, SEEKERS.c.major)
            .where(SEEKERS.c.id > last)
            .order_by(SEEKERS.c.id)
            .limit(AT_ONCE)
        ).all()
        if not rows:
            return
        for row_id, wish, major in rows:
            changed = {
                name: change(value) for name, value in (("wish_text", wish), ("major", major)) if value is not None
            }
            if changed:
                bind.execute(sa.update(SEEKERS).where(SEEKERS.c.id == row_id).values(changed))
        last = rows[-1][0]
