"""Keeping the matcher's index in step with the database."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime

import numpy as np
import structlog

from actions.services import Services, apart
from matching.matcher import Vectors
from matching.models import Vacancy
from placement import search
from placement.errors import StorageError

log = structlog.get_logger(__name__)

EVERY = 1.0
"""Seconds between two looks at the database."""


class IndexKeeper:
    """Puts changed vacancies into the matcher and takes closed ones out."""

    def __init__(self, services: Services) -> None:
        """Start with nothing seen."""
        self._services = services
        self._until: datetime | None = None
        self._seen: dict[int, datetime] = {}
        self.ready = False
        """Whether the whole database has been read once."""

    async def refresh(self) -> int:
        """Read what changed since the last time; gives how many vacancies went in or out."""
        matcher = self._services.matcher
        async with self._services.database.reading() as session:
            changes = await search.changes_since(session, self._until, self._services.today(), self._seen)
        fresh = changes.put
        gone = [vacancy_id for vacancy_id in changes.remove if vacancy_id in self._seen]
        known = [(v, vector) for v, vector, model in fresh if vector is not None and model == matcher.model]
        unknown = [v for v, vector, model in fresh if vector is None or model != matcher.model]
        if known:
            array = np.stack([np.frombuffer(vector, dtype=np.float32) for _, vector in known])
            await apart(lambda: matcher.put([v for v, _ in known], Vectors(matcher.model, array)))
        if unknown:
            await self._encode(unknown, changes.seen)
        if gone:
            matcher.remove(gone)
        self._seen |= changes.seen
        self._until = changes.until
        self.ready = True
        return len(fresh) + len(gone)

    async def _encode(self, vacancies: list[Vacancy], changed: Mapping[int, datetime]) -> None:
        """Embed vacancies whose vectors are missing or of another model, and keep the vectors with their rows."""
        matcher = self._services.matcher
        vectors = await apart(lambda: matcher.encode(vacancies))
        await apart(lambda: matcher.put(vacancies, vectors))
        rows = {
            vacancy.id: (changed[vacancy.id], vectors.array[place].tobytes()) for place, vacancy in enumerate(vacancies)
        }
        async with self._services.database.transaction("system", "vectors made") as session:
            await search.keep_vectors(session, rows, vectors.model)

    async def run(self) -> None:
        """Go on refreshing until cancelled; a database that does not answer is asked again."""
        while True:
            try:
                changed = await self.refresh()
            except StorageError as problem:
                log.warning("index not refreshed", reason=str(problem))
            else:
                if changed:
                    log.info("index refreshed", changed=changed, vacancies=len(self._services.matcher))
            await asyncio.sleep(EVERY)
