"""In, by webhook: Telegram delivers; an update is stored before it is answered 200."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import socket
from collections.abc import Iterator

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.incoming import ALLOWED_UPDATES
from bot.intake import store
from bot.services import Services
from placement.errors import PlacementError, SettingError

log = structlog.get_logger(__name__)

LARGEST = 1024 * 1024
"""Bytes of an update; Telegram's are a few kilobytes."""


class TooLargeError(ValueError):
    """A body that no update can have."""


async def body_of(request: Request) -> bytes:
    """Read a body as far as an update may reach; TooLargeError beyond, before it fills the memory."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise TooLargeError
    return bytes(body)


def make_app(services: Services, secret: str) -> Starlette:
    """Make the application that takes updates on any path, with the secret in Telegram's header."""

    async def take(request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("forbidden", 403)
        try:
            update = json.loads(await body_of(request))
        except TooLargeError:
            return PlainTextResponse("too large", 413)
        except ClientDisconnect:
            return PlainTextResponse("cut off", 400)
        except (ValueError, RecursionError) as problem:
            # It will never become readable: taken, so that it is not sent for ever, and said in the log.
            log.error("an update is not JSON", error=type(problem).__name__)
            return PlainTextResponse("ok")
        try:
            await store(services, [update])
        except PlacementError as problem:
            log.error("storing an update failed", error=str(problem))
            return PlainTextResponse("try again", 503)
        return PlainTextResponse("ok")

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/health", health), Route("/{path:path}", take, methods=["POST"])])


class Server(uvicorn.Server):
    """A web server inside a process that minds its own signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the process."""
        yield


def listen(address: str) -> socket.socket:
    """Take the address that WEBHOOK_LISTEN names; SettingError says why it can't be had."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit():
        raise SettingError(f"WEBHOOK_LISTEN must be HOST:PORT, such as 127.0.0.1:8443, not {address}.")
    try:
        return socket.create_server((host.strip("[]"), int(port)), family=_family(host))
    except (OSError, OverflowError) as problem:
        raise SettingError(
            f"WEBHOOK_LISTEN: {address} can't be listened on ({problem}): stop the other program, or choose another."
        ) from problem


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


async def serve(services: Services) -> None:
    """Tell Telegram where to deliver, and take what comes until the process stops."""
    settings = services.settings
    if settings.telegram_webhook_secret is None:
        raise SettingError("TELEGRAM_WEBHOOK_SECRET is needed with TELEGRAM_WEBHOOK_URL: any 1-256 letters and digits.")
    secret = settings.telegram_webhook_secret.get_secret_value()
    taken = listen(settings.webhook_listen)
    server = Server(uvicorn.Config(make_app(services, secret), log_config=None, access_log=False))
    await services.bot.set_webhook(
        settings.telegram_webhook_url or "", secret_token=secret, allowed_updates=list(ALLOWED_UPDATES)
    )

    async def end() -> None:
        await services.stopping.wait()
        server.should_exit = True

    await asyncio.gather(server.serve(sockets=[taken]), end())
