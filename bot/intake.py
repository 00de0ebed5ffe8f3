"""In: every update is stored before it is acknowledged, whether it is fetched or delivered."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from telegram import Update as TelegramUpdate
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.incoming import ALLOWED_UPDATES, Incoming, read
from bot.services import Services
from placement.errors import PlacementError, SettingError
from placement.stops import stop
from placement.storage import inbox, leases
from placement.vocabulary import plain

log = structlog.get_logger(__name__)

BURST = timedelta(seconds=2)
"""Messages that follow one another within this time are one turn."""
POLL_SECONDS = 10


def hold_of(incoming: Incoming, openers: frozenset[str]) -> timedelta:
    """Say how long an update waits for what may follow: mere openers («p», «kak») do, all else is handled at once."""
    opens = incoming.private and incoming.kind == "text" and plain(incoming.text or "") in openers
    return BURST if opens else timedelta()


async def store(services: Services, updates: Sequence[dict[str, Any]]) -> int:
    """Store updates in one transaction, each once; give how many were new."""
    readable = [(update, incoming) for update in updates if (incoming := read(update, services.bot.username))]
    if not readable:
        return 0
    new = 0
    async with services.database.transaction("system", "inbox") as session:
        for update, incoming in readable:
            chat_id = await inbox.ensure_chat(
                session,
                bot_id=services.bot.id,
                telegram_id=incoming.chat_id,
                kind=incoming.chat_type,
                language=incoming.language,
            )
            new += await inbox.store_update(
                session,
                bot_id=services.bot.id,
                update_id=incoming.update_id,
                chat_id=chat_id,
                payload=update,
                hold=hold_of(incoming, services.openers),
            )
    await stop("bot.update_stored")
    services.inbox_filled.set()
    return new


async def poll(services: Services) -> None:
    """Fetch updates for as long as this process is the elected poller; Telegram forgets them when the next are asked.

    The offset moves only after the transaction that stored them: fetched and not stored, they come again.
    """
    offset: int | None = None
    while not services.stopping.is_set():
        try:
            updates = await _fetch(services, offset)
            if updates is None:
                offset = None
                await asyncio.sleep(1)
                continue
            await store(services, [update.to_dict() for update in updates])
            if updates:
                offset = updates[-1].update_id + 1
        except RetryAfter as problem:
            await asyncio.sleep(_seconds(problem.retry_after))
        except InvalidToken as problem:
            raise SettingError(
                "Telegram does not accept TELEGRAM_BOT_TOKEN: copy it again from @BotFather (/mybots) into .env."
            ) from problem
        except Conflict:
            log.warning("another program fetches this bot's updates: stop it, or delete the webhook")
            await asyncio.sleep(3)
        except (NetworkError, TelegramError) as problem:
            log.warning("fetching updates failed", error=type(problem).__name__)
            await asyncio.sleep(1)
        except PlacementError as problem:
            log.error("storing updates failed", error=str(problem))
            await asyncio.sleep(2)


async def _fetch(services: Services, offset: int | None) -> Sequence[TelegramUpdate] | None:
    """Fetch by one long poll, renewing the election meanwhile; None when another process is the poller."""
    if not await _elected(services):
        return None
    fetching = asyncio.create_task(
        services.bot.get_updates(offset=offset, timeout=POLL_SECONDS, allowed_updates=list(ALLOWED_UPDATES))
    )
    try:
        while not (await asyncio.wait({fetching}, timeout=leases.RENEW_EVERY))[0]:
            if not await _elected(services):
                return None
        return fetching.result()
    finally:
        fetching.cancel()


async def _elected(services: Services) -> bool:
    async with services.database.transaction("system", "poller") as session:
        return await leases.hold(session, "poller", services.name)


def _seconds(value: float | timedelta) -> float:
    return value.total_seconds() if isinstance(value, timedelta) else float(value)
