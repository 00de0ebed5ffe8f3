"""The web application: health, and the check of a proof of registration."""

from __future__ import annotations

import html
import string
from pathlib import Path

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from console.languages import preferred
from placement import proofs
from placement.errors import StorageError
from placement.storage.database import Database
from placement.wording import Wording

log = structlog.get_logger(__name__)

PAGE = Path(__file__).parent / "page.html"
HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Vary": "Accept-Language",
}
"""A code is a secret of whoever holds the paper: no cache, search engine or other page learns of it."""


class Check:
    """Answers whether a proof is valid, and nothing else."""

    def __init__(self, database: Database, wording: Wording) -> None:
        """Answer from a database, in the wording's languages."""
        self._database = database
        self._wording = wording
        self._page = string.Template(PAGE.read_text(encoding="utf-8"))

    async def page(self, request: Request) -> Response:
        """Answer 200 for a proof of ours, 404 for an unknown one, 503 when the database is away."""
        language = preferred(request.headers.get("accept-language", ""))
        try:
            async with self._database.reading() as session:
                found = await proofs.check(session, request.path_params["token"])
        except StorageError as problem:
            log.warning("a proof can't be checked", error=str(problem))
            return self._html(503, "unavailable", language, self._wording.text("check_unavailable_why", language))
        if found is None:
            return self._html(404, "unknown", language, self._wording.text("check_unknown_why", language))
        why = self._wording.text(f"check_{found.state}_until", language, day=found.until)
        return self._html(200, found.state, language, why)

    async def health(self, _request: Request) -> Response:
        """Answer 200 while the database answers, else 503."""
        try:
            async with self._database.reading() as session:
                await proofs.check(session, "0" * 32)
        except StorageError as problem:
            return JSONResponse({"ok": False, "why": str(problem)}, 503, headers={"Cache-Control": "no-store"})
        return JSONResponse({"ok": True}, headers={"Cache-Control": "no-store"})

    def _html(self, status: int, state: str, language: str, why: str) -> Response:
        text = {
            "language": language,
            "title": self._wording.text("check_title", language),
            "verdict": self._wording.text(f"check_{state}", language),
            "why": why,
            "note": self._wording.text("check_note", language),
        }
        page = self._page.substitute(state=state, **{key: html.escape(value) for key, value in text.items()})
        return HTMLResponse(page, status, headers={**HEADERS, "Content-Language": language})


def make_app(database: Database, wording: Wording) -> Starlette:
    """Make the application over an open database."""
    check = Check(database, wording)
    return Starlette(routes=[Route("/health", check.health), Route("/v/{token}", check.page)])
