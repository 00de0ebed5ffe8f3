"""The Bot API over HTTP: reads a call, checks it, plays it, checks the answer, writes it down."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any
from urllib.parse import parse_qsl

import orjson
import structlog
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from sandbox import schema
from sandbox.api import chats, editing, files, profile, sending, topics
from sandbox.api.call import Call, Handler, Upload
from sandbox.errors import ApiError, OracleError, bad_request
from sandbox.faults import Fault, Faults, Limits
from sandbox.journal import Journal
from sandbox.webhook import Webhook
from sandbox.wire import to_json
from sandbox.world import World

log = structlog.get_logger(__name__)
TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{3,}")
HANDLERS: dict[str, Handler] = {
    **sending.METHODS,
    **files.METHODS,
    **editing.METHODS,
    **chats.METHODS,
    **topics.METHODS,
    **profile.METHODS,
}
SENDS = re.compile(r"send(?!ChatAction)|copy|forward", re.IGNORECASE)


def reply(body: dict[str, Any], status: int = 200) -> Response:
    """Return a JSON answer."""
    return Response(to_json(body), status, media_type="application/json")


class BotApi:
    """The methods of the Bot API, with their faults, limits and journal."""

    def __init__(self, world: World) -> None:
        """Take the world."""
        self.world = world
        self.faults = Faults()
        self.limits = Limits()
        self.journal = Journal()
        self.webhook = Webhook(world.updates, self._from_webhook)
        self.bugs: list[str] = []

    async def serve(self, request: Request) -> Response:
        """Answer `/bot<token>/<method>`."""
        token, name = request.path_params["token"], request.path_params["method"]
        if not TOKEN.fullmatch(token):
            return reply(ApiError(404, "Not Found").as_json(), 404)
        begin = time.perf_counter()
        shown: dict[str, Any] = {}
        fault: Fault | None = None
        try:
            params, uploads = await _read(request)
            shown = {**params, **{key: f"<file of {len(one.content)} bytes>" for key, one in uploads.items()}}
            fault = self.faults.hit(name, str(params.get("chat_id", "")))
            if fault is not None:
                if fault.kind == "slow":
                    await asyncio.sleep(fault.seconds)
                elif fault.kind == "drop_before":
                    self._write(name, shown, 0, "connection dropped before", begin)
                    return _drop(request)
                elif error := fault.error():
                    if fault.after:
                        await self.call(name, params, uploads)
                    raise error
            result = await self.call(name, params, uploads)
        except ApiError as error:
            self._write(name, shown, error.code, error.as_json(), begin)
            return reply(error.as_json(), error.code)
        if fault is not None and fault.kind == "drop_after":
            self._write(name, shown, 0, "connection dropped after", begin)
            return _drop(request)
        if result or name.lower() != "getupdates":
            self._write(name, shown, 200, result, begin)
        return reply({"ok": True, "result": result})

    async def call(self, name: str, params: dict[str, Any], uploads: dict[str, Upload]) -> Any:
        """Play one method.

        Raises:
            ApiError: Telegram's refusal.
        """
        kind = schema.methods().get(name.lower())
        if kind is None:
            raise ApiError(404, "Not Found")
        handler = HANDLERS.get(kind.__api_method__)
        if handler is None:
            raise ApiError(501, f"Not Implemented: the sandbox does not play {kind.__api_method__}")
        for field in uploads:
            if field in kind.model_fields and field not in params:
                params[field] = f"attach://{field}"
        if "reply_to_message_id" in params and "reply_parameters" not in params:
            params["reply_parameters"] = {
                "message_id": params.pop("reply_to_message_id"),
                "allow_sending_without_reply": params.pop("allow_sending_without_reply", False),
            }
        if SENDS.match(name):
            self.limits.count(str(params.get("chat_id", "")))
        request = schema.read_request(kind, params)
        try:
            result = await handler(Call(self.world, self.webhook, uploads), request)
            if kind.__api_method__ != "getUpdates":  # Updates were checked when made; a test's odd ones are to be odd.
                schema.check_answer(kind, result)
        except OracleError as error:
            self.bugs.append(str(error))
            log.error("the sandbox answers against the schema", method=name, error=str(error))
            raise ApiError(500, f"Internal Server Error: the sandbox answers against the schema: {error}") from error
        except ApiError:
            raise
        except Exception as error:
            self.bugs.append(f"{name}: {error!r}")
            log.exception("the sandbox failed", method=name)
            raise ApiError(500, f"Internal Server Error: the sandbox failed: {error!r}") from error
        return result

    async def serve_file(self, request: Request) -> Response:
        """Answer `/file/bot<token>/<path>`."""
        path = request.path_params["path"]
        for stored in self.world.files.values():
            if stored.path == path:
                return Response(stored.content, media_type=stored.mime)
        return reply(ApiError(404, "Not Found").as_json(), 404)

    def _write(self, name: str, params: dict[str, Any], status: int, answer: Any, begin: float) -> None:
        self.journal.add(name, params, status, answer, (time.perf_counter() - begin) * 1000)

    async def _from_webhook(self, body: dict[str, Any]) -> None:
        name = str(body.pop("method"))
        begin = time.perf_counter()
        try:
            self._write(name, body, 200, await self.call(name, body, {}), begin)
        except ApiError as error:
            self._write(name, body, error.code, error.as_json(), begin)


async def _read(request: Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    params: dict[str, Any] = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        async with request.form(max_files=20, max_part_size=4 * 1024 * 1024) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    mime = value.content_type or "application/octet-stream"
                    uploads[name] = Upload(value.filename or name, mime, await value.read())
                else:
                    params[name] = value
        return params, uploads
    body = await request.body()
    if not body:
        return params, uploads
    if kind.startswith("application/json"):
        try:
            given = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(given, dict):
            raise bad_request("can't parse JSON object")
        params |= given
    else:
        try:
            params |= parse_qsl(body.decode(), keep_blank_values=True, errors="strict")
        except UnicodeDecodeError:
            raise bad_request("strings must be encoded in UTF-8") from None
    return params, uploads


def _drop(request: Request) -> Response:
    """Cut the connection without a word, as a broken network does."""
    # uvicorn hands its connection's cycle as `receive`; there is no public way to cut it.
    transport: Any = getattr(getattr(request.receive, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()
    return Response(status_code=500)
