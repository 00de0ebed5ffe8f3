"""Wakes the parts of the bot that wait: another process, or the time, may have made something due."""

from __future__ import annotations

import asyncio
import contextlib

import structlog

from bot.services import Services
from placement.errors import PlacementError
from placement.storage import waiting

log = structlog.get_logger(__name__)

LOOK_EVERY = 0.1
"""Seconds between looks; what this process itself stores wakes at once."""


async def watch(services: Services) -> None:
    """Look until the process stops."""
    while not services.stopping.is_set():
        try:
            async with services.database.reading() as session:
                found = await waiting.look(session)
        except PlacementError as problem:
            log.error("the database can't be read", error=str(problem))
            await asyncio.sleep(1)
            continue
        wake(services, found)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(services.stopping.wait(), LOOK_EVERY)


def wake(services: Services, found: waiting.Waiting) -> None:
    """Wake those who have something to do."""
    for there_is, event in (
        (found.chats, services.inbox_filled),
        (found.calls, services.outbox_filled),
        (found.work, services.work_due),
    ):
        if there_is:
            event.set()
