"""One process of several does a thing, for as long as it lives: fetching updates, sending messages."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog

from bot.services import Services
from placement.errors import PlacementError
from placement.storage import leases

log = structlog.get_logger(__name__)

ASK_AGAIN = 1.0
"""Seconds between two questions of a process that is not elected."""


class Election:
    """This process's part in one election."""

    def __init__(self, services: Services, office: str) -> None:
        """Stand for an office, by its name."""
        self._services = services
        self._office = office
        self._until = float("-inf")

    @property
    def won(self) -> bool:
        """Whether this process is elected: its lease has not run out."""
        return asyncio.get_running_loop().time() < self._until

    @contextlib.asynccontextmanager
    async def standing(self) -> AsyncIterator[None]:
        """Stand for the office, renewing in the background; at the end let another process have it at once."""
        candidate = asyncio.create_task(self._stand(), name=f"stand for {self._office}")
        try:
            yield
        finally:
            candidate.cancel()
            await asyncio.gather(candidate, return_exceptions=True)
            async with self._services.database.transaction("system", self._office) as session:
                await leases.give_up(session, self._office, self._services.name)

    async def _stand(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            asked = loop.time()
            try:
                async with self._services.database.transaction("system", self._office) as session:
                    mine = await leases.hold(session, self._office, self._services.name)
            except PlacementError as problem:
                log.error("the election can't be held", office=self._office, error=str(problem))
                mine = False
            else:
                self._until = asked + leases.LEASE.total_seconds() if mine else float("-inf")
            await asyncio.sleep(leases.RENEW_EVERY if mine else ASK_AGAIN)
