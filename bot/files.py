"""Files that a seeker sends: fetched, read and kept before Rasa has the turn; it gets their ids, never their bytes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.incoming import Incoming
from bot.services import Services
from placement import papers
from placement.documents import cv
from placement.documents.kinds import LARGEST
from placement.documents.reading import read
from placement.errors import InvalidError, UnavailableError
from placement.registration import seeker_of
from placement.storage import moment

if TYPE_CHECKING:
    from bot.conversation import Turn

log = structlog.get_logger(__name__)

TAKEN = frozenset({"document", "photo"})
"""What may be a paper; voices, videos and stickers are none."""
PATIENCE = 30.0
"""Seconds that Telegram may let us wait for a part of a file."""


def are_sent(incoming: Incoming) -> bool:
    """Say whether a message brings a paper."""
    return incoming.kind == "media" and incoming.media in TAKEN


async def receive(services: Services, turn: Turn) -> dict[str, Any]:
    """Keep the files of a turn; gives what the actions answer by.

    {«consent»: bool, «papers»: [{«id», «new», «name»}], «told»: [responses]}. Without consent nothing is fetched. Asked
    again after a cut, it finds what it has kept. UnavailableError while Telegram does not give the file.
    """
    async with services.database.reading() as session:
        consented = await seeker_of(session, turn.chat.id) is not None
    received: dict[str, Any] = {"consent": consented, "papers": [], "told": []}
    for incoming in turn.merged if consented else []:
        try:
            kept, told = await _one(services, turn, incoming)
        except InvalidError as problem:
            received["told"].append({"response": problem.key, "args": problem.args_of_response})
        else:
            received["papers"].append({"id": kept.paper.id, "new": kept.new, "name": kept.paper.file_name})
            if told and kept.new and told not in received["told"]:
                received["told"].append(told)
    return received


async def _one(services: Services, turn: Turn, incoming: Incoming) -> tuple[papers.Kept, dict[str, Any] | None]:
    """Fetch, read and keep one file; InvalidError tells the seeker why not."""
    content = await _fetch(services, incoming)
    reading = await read(content, incoming.file_name)
    async with services.database.reading() as session:
        today = moment.today(session)
    found = await asyncio.to_thread(cv.propose, reading.pages, today, services.vocabularies) if reading.pages else []
    async with services.database.transaction(f"chat:{turn.chat.id}", "the seeker sent a file") as session:
        kept = await papers.keep(session, turn.chat.id, content, reading, found, turn_id=turn.id)
    log.info("a file is kept", paper=kept.paper.id, kind=reading.kind, size=len(content), found=len(found))
    return kept, reading.told


async def _fetch(services: Services, incoming: Incoming) -> bytes:
    """Download a file; what is too large is not begun."""
    if (incoming.file_size or 0) > LARGEST:
        raise InvalidError("document_too_large", megabytes=LARGEST // 1024**2)
    try:
        file = await services.bot.get_file(incoming.file_id or "")
        if (file.file_size or 0) > LARGEST:
            raise InvalidError("document_too_large", megabytes=LARGEST // 1024**2)
        return bytes(await file.download_as_bytearray(read_timeout=PATIENCE))
    except BadRequest as problem:
        log.warning("a file is not to be had", error=problem.message[:80])
        if "too big" in problem.message.casefold():
            raise InvalidError("document_too_large", megabytes=LARGEST // 1024**2) from None
        raise InvalidError("document_not_there") from None
    except InvalidToken:
        # Also what is said of a file whose address has become too old: asked for anew, it has another.
        raise UnavailableError("Telegram does not give the file just now.") from None
    except TelegramError as problem:
        raise UnavailableError(f"Telegram does not give the file just now: {type(problem).__name__}.") from problem
