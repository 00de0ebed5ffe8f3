"""In, by webhook: Telegram delivers; an update is stored before it is answered 200."""

from __future__ import annotations

import asyncio
import hmac
import json

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.incoming import ALLOWED_UPDATES
from bot.intake import store
from bot.services import Services
from placement.errors import PlacementError, SettingError

log = structlog.get_logger(__name__)

LARGEST = 1024 * 1024
"""Bytes of an update; Telegram's are a few kilobytes."""


def make_app(services: Services, secret: str) -> Starlette:
    """Make the application that takes updates on any path, with the secret in Telegram's header."""

    async def take(request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("forbidden", 403)
        body = await request.body()
        if len(body) > LARGEST:
            return PlainTextResponse("too large", 413)
        try:
            update = json.loads(body)
            await store(services, [update])
        except (ValueError, KeyError, TypeError):
            # It will never become readable: taken, so that it is not sent for ever, and said in the log.
            log.exception("an update could not be read")
        except PlacementError as problem:
            log.error("storing an update failed", error=str(problem))
            return PlainTextResponse("try again", 503)
        return PlainTextResponse("ok")

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/health", health), Route("/{path:path}", take, methods=["POST"])])


async def serve(services: Services) -> None:
    """Tell Telegram where to deliver, and take what comes until the process stops."""
    settings = services.settings
    if settings.telegram_webhook_secret is None:
        raise SettingError("TELEGRAM_WEBHOOK_SECRET is needed with TELEGRAM_WEBHOOK_URL: any 1-256 letters and digits.")
    secret = settings.telegram_webhook_secret.get_secret_value()
    host, _, port = settings.webhook_listen.rpartition(":")
    server = uvicorn.Server(
        uvicorn.Config(make_app(services, secret), host=host, port=int(port), log_config=None, access_log=False)
    )
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # the process has its own
    await services.bot.set_webhook(
        settings.telegram_webhook_url or "", secret_token=secret, allowed_updates=list(ALLOWED_UPDATES)
    )

    async def end() -> None:
        await services.stopping.wait()
        server.should_exit = True

    await asyncio.gather(server.serve(), end())
