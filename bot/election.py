"""One process of several does a thing, for as long as it lives: fetching updates, sending messages."""

from __future__ import annotations

import asyncio

from bot.services import Services
from placement.storage import leases

ASK_AGAIN = 1.0
"""Seconds between two questions of a process that is not elected."""


class Election:
    """This process's part in one election."""

    def __init__(self, services: Services, name: str) -> None:
        """Stand for an office, by its name."""
        self._services = services
        self._name = name
        self._asked = float("-inf")
        self._mine = False

    async def won(self) -> bool:
        """Tell whether this process is elected, renewing when it is time; PlacementError when the database fails."""
        now = asyncio.get_running_loop().time()
        if now - self._asked > (leases.RENEW_EVERY if self._mine else ASK_AGAIN):
            async with self._services.database.transaction("system", self._name) as session:
                self._mine = await leases.hold(session, self._name, self._services.name)
            self._asked = now
        return self._mine

    async def give_up(self) -> None:
        """Let another process have it at once."""
        async with self._services.database.transaction("system", self._name) as session:
            await leases.give_up(session, self._name, self._services.name)
