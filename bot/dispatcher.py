"""Who answers: chats that are due are claimed and worked on, several at once, each by one worker at a time."""

from __future__ import annotations

import asyncio
from functools import partial

import structlog

from bot.conversation import handle_chat
from bot.services import Services
from placement.errors import PlacementError
from placement.stops import stop
from placement.storage import inbox, leases

log = structlog.get_logger(__name__)


async def dispatch(services: Services) -> None:
    """Claim chats and work on them until the process stops; then wait for those that are being worked on."""
    busy: dict[int, asyncio.Task[None]] = {}
    passed_over: set[int] = set()
    limit = services.settings.bot_workers
    renewal = asyncio.create_task(_renew(services, busy), name="renew")
    while not services.stopping.is_set():
        services.inbox_filled.clear()
        free = limit - len(busy)
        passed_over.update(busy)
        claimed = await _claim(services, free) if free else []
        for chat_id in claimed:
            task = asyncio.create_task(_work(services, chat_id), name=f"chat {chat_id}")
            busy[chat_id] = task
            task.add_done_callback(partial(_free, services, busy, passed_over, chat_id))
        await services.inbox_filled.wait()
    await asyncio.gather(*busy.values(), return_exceptions=True)
    renewal.cancel()


async def _renew(services: Services, busy: dict[int, asyncio.Task[None]]) -> None:
    """Keep the chats that take long: a killed process's are free soon, a slow one's are not lost."""
    while True:
        before = set(busy)
        await asyncio.sleep(leases.RENEW_EVERY)
        if slow := [chat_id for chat_id in busy if chat_id in before]:
            try:
                async with services.database.transaction("system", "renew") as session:
                    await inbox.renew_chats(session, services.name, slow)
            except PlacementError as problem:
                log.error("chats could not be kept", error=str(problem))


def _free(
    services: Services,
    busy: dict[int, asyncio.Task[None]],
    passed_over: set[int],
    chat_id: int,
    _done: asyncio.Task[None],
) -> None:
    """Look again only when something may have come: it was passed over while this chat was worked on.

    What lay there before it was claimed, behind its first turn, is found by the next regular look (`waking`).
    """
    busy.pop(chat_id, None)
    if chat_id in passed_over or len(busy) + 1 >= services.settings.bot_workers:
        passed_over.discard(chat_id)
        services.inbox_filled.set()


async def _claim(services: Services, number: int) -> list[int]:
    """Claim up to a number of due chats."""
    try:
        async with services.database.transaction("system", "claim") as session:
            return await inbox.claim_chats(session, services.name, number)
    except PlacementError as problem:
        log.error("claiming failed", error=str(problem))
        await asyncio.sleep(1)
        return []


async def _work(services: Services, chat_id: int) -> None:
    """Handle a claimed chat; whatever goes wrong, its lease runs out and it is taken again."""
    try:
        await stop("bot.chat_claimed")
        await handle_chat(services, chat_id)
    except Exception:  # Whatever it is: one chat's trouble must not end the work on all others.
        log.exception("a chat could not be handled", chat=chat_id)
