"""The action server: Rasa's actions, and the one matcher that other processes ask over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import warnings
from collections.abc import Callable
from typing import Any

import structlog
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Request, Sanic, response
from sanic.response import HTTPResponse

import actions
from actions import services as holder
from actions.index import IndexKeeper
from actions.services import Services, apart, build
from matching.errors import EmptyWish, UnknownVacancy
from matching.models import to_dict, wish_from_dict
from placement.settings import Settings

log = structlog.get_logger(__name__)

MOST_RESULTS = 200
"""Matches that one request may ask for."""


def make_app(settings: Settings, make_services: Callable[[Settings], Services] = build) -> Sanic[Any, Any]:
    """Make the server; it opens database and matcher when it starts, and closes them when it stops."""
    # Rasa 3.6 is the last open release and works with this SDK; the SDK would say otherwise on every call.
    warnings.filterwarnings("ignore", message=r"Your versions of rasa and rasa_sdk")
    # The SDK tells every action that it registers, and every call.
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)
    # The web server tells its own beginning and end, which «actions ready» and the launcher tell better.
    for name in ("sanic.root", "sanic.server"):
        logging.getLogger(name).setLevel(logging.WARNING)
    executor = ActionExecutor()
    executor.register_package(actions)
    app: Sanic[Any, Any] = create_app(executor, cors_origins=None)

    @app.before_server_start
    async def start(app: Sanic[Any, Any]) -> None:
        services = await apart(lambda: make_services(settings))
        holder.install(services)
        keeper = IndexKeeper(services)
        await keeper.refresh()
        app.ctx.services, app.ctx.keeper = services, keeper
        app.ctx.refreshing = asyncio.create_task(keeper.run())
        log.info("actions ready", vacancies=len(services.matcher), model=services.matcher.model)

    @app.after_server_stop
    async def stop(app: Sanic[Any, Any]) -> None:
        app.ctx.refreshing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await app.ctx.refreshing
        holder.install(None)
        await app.ctx.services.close()

    app.add_route(ready, "/ready", methods=["GET"])
    app.add_route(match_search, "/match/search", methods=["POST"])
    app.add_route(match_explain, "/match/explain", methods=["POST"])
    app.add_route(match_link, "/match/link", methods=["POST"])
    return app


async def ready(request: Request[Any, Any]) -> HTTPResponse:
    """Say whether the matcher holds what the database holds; 503 while it is being filled, or when filling failed."""
    keeper: IndexKeeper = request.app.ctx.keeper
    if not keeper.ready or request.app.ctx.refreshing.done():
        return response.json({"ready": False}, status=503)
    return response.json({"ready": True, "vacancies": len(request.app.ctx.services.matcher)})


async def match_search(request: Request[Any, Any]) -> HTTPResponse:
    """Search: {"wish", "limit"?, "offset"?, "exclude"?} → a `SearchResult`; 422 for a wish that says nothing."""
    services: Services = request.app.ctx.services
    try:
        body = _object(request)
        wish = wish_from_dict(body.get("wish") or {})
        limit, offset = int(body.get("limit", 5)), int(body.get("offset", 0))
        exclude = [int(one) for one in body.get("exclude") or ()]
    except (TypeError, ValueError) as problem:
        return response.json({"error": "malformed", "detail": str(problem)}, status=400)
    try:
        result = await services.search(wish, limit=min(max(limit, 0), MOST_RESULTS), offset=max(offset, 0),
                                       exclude=exclude)  # fmt: skip
    except EmptyWish as problem:
        return response.json({"error": "empty_wish", "detail": str(problem)}, status=422)
    return response.json(to_dict(result))


async def match_explain(request: Request[Any, Any]) -> HTTPResponse:
    """Measure one vacancy: {"wish", "vacancy_id"} → a `Match`; 404 when it is not in the index."""
    services: Services = request.app.ctx.services
    try:
        body = _object(request)
        wish, vacancy_id = wish_from_dict(body.get("wish") or {}), int(body["vacancy_id"])
    except (KeyError, TypeError, ValueError) as problem:
        return response.json({"error": "malformed", "detail": str(problem)}, status=400)
    try:
        return response.json(to_dict(await services.explain(wish, vacancy_id)))
    except UnknownVacancy as problem:
        return response.json({"error": "unknown_vacancy", "detail": str(problem)}, status=404)


async def match_link(request: Request[Any, Any]) -> HTTPResponse:
    """Link words to occupations: {"text", "limit"?} → [{"id", "code", "score", "how", "words"}], best first."""
    services: Services = request.app.ctx.services
    try:
        body = _object(request)
        text, limit = str(body["text"]), int(body.get("limit", 5))
    except (KeyError, TypeError, ValueError) as problem:
        return response.json({"error": "malformed", "detail": str(problem)}, status=400)
    found = await apart(lambda: services.linker.link(text, limit=min(max(limit, 1), 20)))
    return response.json(
        [{"id": one.id, "code": one.code, "score": one.score, "how": one.how, "words": one.words} for one in found]
    )


def _object(request: Request[Any, Any]) -> dict[str, Any]:
    body = request.json
    if not isinstance(body, dict):
        raise ValueError("the body must be a JSON object")
    return body
