"""A file that a seeker has sent → its text, page by page; read in a process of its own, so that none can harm us."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import sys
from dataclasses import dataclass
from typing import Any

import structlog

from placement.documents.kinds import Kind, kind_of, media_type
from placement.errors import InvalidError
from placement.settings import ROOT

log = structlog.get_logger(__name__)

PATIENCE = 10.0
"""Seconds that reading one file may take."""
LONGEST_NAME = 120
_AT_ONCE = asyncio.Semaphore(2)
"""Files that one process has read at a time: each takes a core and up to half a gigabyte."""


@dataclass(frozen=True)
class Page:
    """A page's text; pages are numbered from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Reading:
    """What a file is and says.

    Attributes:
        kind: pdf, docx or picture.
        media_type: as the web names it.
        file_name: for people; cut, without folders and control characters, None when there was none.
        pages: with text; none of a picture, or of a document that consists of pictures.
        total: pages that the file has; 0 for a picture. Those of a DOCX are told only as well as it tells them.
        told: the response that says what was not read, {«response», «args»}; None when all was.
    """

    kind: Kind
    media_type: str
    file_name: str | None
    pages: tuple[Page, ...] = ()
    total: int = 0
    told: dict[str, Any] | None = None


async def read(content: bytes, file_name: str | None = None, *, patience: float = PATIENCE) -> Reading:
    """Read a file. InvalidError tells the seeker why it can't be read, and what to send instead.

    Pictures, and documents without text, are no error: officers can look at them (``told`` says so).
    """
    kind, media, name = kind_of(content), media_type(content), _name(file_name)
    if kind == "picture":
        return Reading(kind, media, name, told={"response": "document_picture", "args": {}})
    found = await _worker(kind, content, "invalid_document", patience)
    pages = tuple(Page(number, text) for number, text in enumerate(found["pages"], 1) if text)
    total = int(found["total"])
    told: dict[str, Any] | None = None
    if not pages:
        told = {"response": "document_scanned", "args": {}}
    elif total > len(found["pages"]):
        told = {"response": "document_first_pages", "args": {"read": len(found["pages"]), "total": total}}
    return Reading(kind, media, name, pages, total, told)


async def portrait(content: bytes, *, patience: float = PATIENCE) -> bytes:
    """Make a photo small and harmless: a JPEG of 3 by 4 without where and when. InvalidError when it is no photo."""
    if kind_of(content) != "picture":
        raise InvalidError("invalid_photo")
    return base64.b64decode((await _worker("photo", content, "invalid_photo", patience))["photo"])


async def _worker(kind: str, content: bytes, otherwise: str, patience: float) -> dict[str, Any]:
    """Let a process of its own open the file; InvalidError ``otherwise`` when it does not come back with an answer."""
    async with _AT_ONCE:
        return await _open(kind, content, otherwise, patience)


async def _open(kind: str, content: bytes, otherwise: str, patience: float) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "placement.documents.worker", kind),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT,
        # The settings and their secrets stay here.
        env={key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if key in os.environ},
    )
    try:
        answer, _ = await asyncio.wait_for(process.communicate(content), patience)
    except TimeoutError:
        log.warning("reading a file took too long", kind=kind, size=len(content))
        raise InvalidError(otherwise) from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode != 0:
        log.warning("reading a file ended its process", kind=kind, size=len(content), code=process.returncode)
        raise InvalidError(otherwise)
    found: dict[str, Any] = json.loads(answer)
    if "invalid" in found:
        log.info("a file can't be read", kind=kind, size=len(content), key=found["invalid"], why=found.get("why"))
        raise InvalidError(found["invalid"])
    return found


def _name(file_name: str | None) -> str | None:
    """Give a file's name as it may be shown: its last part, in one line."""
    last = (file_name or "").replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable()).strip()[-LONGEST_NAME:] or None
