"""In: every update is stored before it is acknowledged, whether it is fetched or delivered."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError
from telegram.warnings import PTBUserWarning

from bot.bursts import BURST
from bot.election import Election
from bot.incoming import ALLOWED_UPDATES, Incoming, UnreadableError, read
from bot.services import Services
from placement.errors import PlacementError, SettingError
from placement.stops import stop
from placement.storage import inbox, leases
from placement.vocabulary import plain

log = structlog.get_logger(__name__)

ALBUM = timedelta(seconds=1)
"""An album's pictures come one by one; this long its first waits for the others."""
NOT_ACCEPTED = (
    "Telegram does not accept TELEGRAM_BOT_TOKEN: copy it again from @BotFather (/mybots, API Token) into .env."
)
POLL_SECONDS = 10
POLL_PATIENCE = 40.0
"""Seconds after which a fetch without an answer is given up: more than a long poll takes."""


def hold_of(incoming: Incoming, openers: frozenset[str]) -> timedelta:
    """Say how long an update waits for what may follow: mere openers («p», «kak») and albums do, nothing else does."""
    if not incoming.private:
        return timedelta()
    if incoming.kind == "text" and plain(incoming.text or "") in openers:
        return BURST
    return ALBUM if incoming.album else timedelta()


def _readable(services: Services, updates: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], Incoming]]:
    """Read updates; one that can't be read is said in the log and does not hold up the others."""
    found = []
    for update in updates:
        try:
            incoming = read(update, services.bot.username)
        except UnreadableError as problem:
            log.error("an update was left out", error=str(problem))
            continue
        if incoming is not None:
            found.append((update, incoming))
    return found


async def store(services: Services, updates: Sequence[dict[str, Any]]) -> int:
    """Store updates in one transaction, each once; give how many were new."""
    readable = _readable(services, updates)
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
    # The library's own get_updates builds objects, and one update that it can't build would stop all of them for ever.
    warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates'", PTBUserWarning)
    election = Election(services, "poller")
    async with election.standing():
        offset: int | None = None
        while not services.stopping.is_set():
            if not election.won:
                offset = None
                await asyncio.sleep(0.1)
                continue
            try:
                updates = await _fetch(services, election, offset)
                await store(services, updates)
                if updates:
                    offset = int(updates[-1]["update_id"]) + 1
            except (TelegramError, PlacementError) as problem:
                await _wait_after(problem)


async def _wait_after(problem: TelegramError | PlacementError) -> None:
    """Say why nothing could be fetched or stored, and wait a while; SettingError for what no waiting mends."""
    match problem:
        case RetryAfter():
            await asyncio.sleep(_seconds(problem.retry_after))
        case InvalidToken() | EndPointNotFound():
            raise SettingError(NOT_ACCEPTED) from problem
        case Conflict():
            log.warning("another program fetches this bot's updates: stop it, or delete the webhook")
            await asyncio.sleep(3)
        case TelegramError():
            log.warning("fetching updates failed", error=type(problem).__name__)
            await asyncio.sleep(1)
        case _:
            log.error("storing updates failed", error=str(problem))
            await asyncio.sleep(2)


async def _fetch(services: Services, election: Election, offset: int | None) -> list[dict[str, Any]]:
    """Fetch by one long poll; nothing when the office is lost meanwhile."""
    wish = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": list(ALLOWED_UPDATES)}
    fetching: asyncio.Task[Any] = asyncio.create_task(
        services.bot.do_api_request("getUpdates", wish, read_timeout=POLL_PATIENCE)
    )
    try:
        while not (await asyncio.wait({fetching}, timeout=leases.RENEW_EVERY))[0]:
            if not election.won:
                return []
        updates: list[dict[str, Any]] = fetching.result()
        return updates
    finally:
        fetching.cancel()


def _seconds(value: float | timedelta) -> float:
    return value.total_seconds() if isinstance(value, timedelta) else float(value)
