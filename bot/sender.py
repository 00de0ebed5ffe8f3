"""Out: one elected process makes the calls of the outbox, each chat's in order, many chats at once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from itertools import chain, repeat
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import ForumTopic, Message, MessageId
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot import enclosures, results
from bot.budget import Budget
from bot.election import ASK_AGAIN, Election
from bot.services import Services
from placement.errors import InvalidError, NeedsRegistrationError, NotFoundError, PlacementError
from placement.stops import stop
from placement.storage import outbox
from placement.storage.models import Outgoing
from placement.storage.outbox import Call

log = structlog.get_logger(__name__)

AT_ONCE = 24
BACK_OFF = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
IN_TOPIC = frozenset({"send_message", "copy_message", "send_photo", "send_document", "send_voice"})
"""Calls that go into a case's topic and must not end up beside it."""
OF_TOPIC = frozenset({"edit_forum_topic", "close_forum_topic", "reopen_forum_topic", "delete_forum_topic"})
"""Calls about a topic itself."""
METHODS = (
    IN_TOPIC
    | OF_TOPIC
    | {
        "create_forum_topic",
        "delete_message",
        "edit_message_caption",
        "edit_message_reply_markup",
        "edit_message_text",
        "leave_chat",
        "pin_chat_message",
    }
)
"""Everything that the outbox may ask for, by python-telegram-bot's names."""


class NoTopicError(PlacementError):
    """A call into a topic that is not there (yet)."""


async def send(services: Services) -> None:
    """Deliver for as long as this process is elected, until it stops; then finish what is being sent."""
    budget = Budget()
    busy: dict[int, asyncio.Task[None]] = {}
    election = Election(services, "sender")
    async with election.standing():
        while not services.stopping.is_set():
            services.outbox_filled.clear()
            for call in await _next(services, busy) if election.won and len(busy) < AT_ONCE else []:
                task = asyncio.create_task(_deliver(services, budget, election, call), name=f"send {call.row.id}")
                busy[call.row.chat_id] = task
                task.add_done_callback(partial(_free, services, busy, call.row.chat_id))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(services.outbox_filled.wait(), ASK_AGAIN)
        await asyncio.gather(*busy.values(), return_exceptions=True)


def _free(services: Services, busy: dict[int, asyncio.Task[None]], chat_id: int, _done: asyncio.Task[None]) -> None:
    busy.pop(chat_id, None)
    services.outbox_filled.set()


async def _next(services: Services, busy: dict[int, asyncio.Task[None]]) -> list[Call]:
    try:
        async with services.database.reading() as session:
            return await outbox.next_calls(session, list(busy), AT_ONCE - len(busy))
    except PlacementError as problem:
        log.error("the outbox can't be read", error=str(problem))
        await asyncio.sleep(1)
        return []


async def _deliver(services: Services, budget: Budget, election: Election, due: Call) -> None:
    """Make one call, and keep what came of it."""
    call = due.row
    structlog.contextvars.bind_contextvars(turn=call.turn_id, call=call.id)
    keep: Callable[[], Awaitable[None]]
    try:
        arguments = _arguments(call, due.telegram_id, due.topic_id)
        if call.method == "send_document":
            arguments = await enclosures.made(services, arguments)
        await budget.spend(due.telegram_id)
        if services.stopping.is_set() or not election.won:
            return  # It was waited for: the call stays for whoever sends now.
        await stop("bot.before_send")
        result = await getattr(services.bot, call.method)(**arguments)
        await stop("bot.sent")
        keep, made = partial(_sent, services, call, result), True
    except NoTopicError:
        keep, made = partial(_settle, services, call, "failed", "no topic", results.no_topic), False
    except (NotFoundError, NeedsRegistrationError, InvalidError) as problem:
        # Nothing can be enclosed any more: the record has ended, or is gone.
        keep, made = partial(_settle, services, call, "failed", type(problem).__name__), False
    except TelegramError as problem:
        if isinstance(problem, RetryAfter):
            budget.refused(due.telegram_id, _seconds(problem))
        keep, made = partial(_refused, services, call, problem), False
    except Exception:  # One call that goes wrong must not keep the others; it is tried again, later each time.
        log.exception("a call could not be made", method=call.method)
        keep, made = partial(_again, services, call, "unexpected"), False
    await _surely(services, call, keep, made)
    await stop("bot.marked")


async def _surely(services: Services, call: Outgoing, keep: Callable[[], Awaitable[None]], made: bool) -> None:
    """Keep what came of a call, however long the database is away: a call that was made must not be made again."""
    for wait in chain(BACK_OFF, repeat(BACK_OFF[-1])):
        try:
            await keep()
        except PlacementError as problem:
            log.error("a call's end can't be kept yet", error=str(problem))
        except Exception:  # What follows from the call went wrong; the call itself is over all the same.
            log.exception("what a call led to could not be kept", method=call.method)
            keep = partial(_end, services, call, "sent" if made else "failed")
        else:
            return
        if services.stopping.is_set():
            return
        await asyncio.sleep(wait)


async def _end(services: Services, call: Outgoing, state: str) -> None:
    """End a call without what would follow from it."""
    async with services.database.transaction("system", "unexpected") as session:
        await outbox.settle(session, call.id, state, error="unexpected")


def _arguments(call: Outgoing, chat: int, topic: int | None) -> dict[str, Any]:
    """Give a call's parameters with its chat and thread; ValueError for a method that is not ours to call."""
    if call.method not in METHODS:
        raise ValueError(f"not a call of ours: {call.method}")
    arguments = {"chat_id": chat, **(call.payload or {})}
    if call.case_id is not None and call.method in IN_TOPIC | OF_TOPIC:
        if topic is None:
            raise NoTopicError("no topic")
        arguments["message_thread_id"] = topic
    return arguments


async def _sent(services: Services, call: Outgoing, result: object) -> None:
    message_id = result.message_id if isinstance(result, Message | MessageId) else None
    topic_id = result.message_thread_id if isinstance(result, ForumTopic) else None
    async with services.database.transaction("system", "sent") as session:
        settled = await outbox.settle(session, call.id, "sent", message_id=message_id)
        if settled is not None:
            await results.apply(services, session, settled, topic_id)
        elif topic_id is not None and await outbox.is_dropped(session, call.id):
            # Its case was erased in this moment, and its title says a name.
            await outbox.put(session, call.chat_id, "delete_forum_topic", {"message_thread_id": topic_id})


async def _settle(
    services: Services,
    call: Outgoing,
    state: str,
    error: str,
    then: Callable[[AsyncSession, Outgoing], Awaitable[None]] | None = None,
) -> None:
    """Give a call up, and do what follows, all at once: what is still on its way is not shown anew."""
    log.warning("a call was given up", method=call.method, state=state, error=error)
    async with services.database.transaction("system", "not sent") as session:
        settled = await outbox.settle(session, call.id, state, error=error)
        if settled is not None:
            await results.failed(services, session, settled)
            if then is not None:
                await then(session, settled)


async def _again(services: Services, call: Outgoing, error: str, seconds: float | None = None) -> None:
    delay = seconds if seconds is not None else BACK_OFF[min(call.attempts, len(BACK_OFF) - 1)]
    async with services.database.transaction("system", "send again") as session:
        await outbox.retry_later(session, call.id, timedelta(seconds=delay), error)


def _seconds(problem: RetryAfter) -> float:
    wait = problem.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


async def _refused(services: Services, call: Outgoing, problem: TelegramError) -> None:
    """Decide by Telegram's answer: wait, give up, or note that the person has blocked the bot."""
    words = str(problem).casefold()
    match problem:
        case RetryAfter():
            await _again(services, call, "too many", _seconds(problem))
        case ChatMigrated():
            async with services.database.transaction("system", "group migrated") as session:
                await outbox.move_chat(session, call.chat_id, problem.new_chat_id)
        case Forbidden():
            async with services.database.transaction("system", "blocked") as session:
                for message_id in await outbox.block_chat(session, call.chat_id):
                    await results.blocked(services, session, message_id)
        case InvalidToken():
            await _again(services, call, "token refused", 30.0)
            log.error("Telegram does not accept TELEGRAM_BOT_TOKEN: copy it again from @BotFather into .env")
        case BadRequest() if "not modified" in words.replace("_", " "):  # It is as it should be: done before a cut.
            await _sent(services, call, None)
        case BadRequest() if "thread not found" in words or "topic_deleted" in words or "topic_id_invalid" in words:
            await _settle(services, call, "failed", "topic gone", results.topic_gone)
        case BadRequest():
            await _settle(services, call, "failed", problem.message[:200])
        case _:
            await _again(services, call, type(problem).__name__)
