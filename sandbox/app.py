"""The sandbox as one web application."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from sandbox.bot_api import BotApi
from sandbox.control import Control
from sandbox.phone.routes import Phone
from sandbox.world import World

STATIC = Path(__file__).parent / "web" / "static"
LOCAL = r"https?://(localhost|127\.0\.0\.1)(:\d+)?"


class FreshFiles(StaticFiles):
    """Static files that a browser asks for anew each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return a file, not to be kept."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


async def index(request: Request) -> Response:
    """Return the page of phones."""
    page = STATIC / "index.html"
    if not page.is_file():
        return PlainTextResponse("The sandbox runs; its page of phones is not here. See /health.")
    return FileResponse(page, headers={"Cache-Control": "no-cache"})


def create_app() -> Starlette:
    """Return a sandbox of its own, with the cast at start."""
    world = World()
    api = BotApi(world)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await api.webhook.stop()

    routes: list[Route | Mount] = [
        Route("/bot{token}/{method}", api.serve, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", api.serve_file),
        Route("/", index),
        *Control(api).routes(),
        *Phone(world).routes(),
    ]
    if STATIC.is_dir():
        routes.append(Mount("/web", FreshFiles(directory=STATIC)))
    # Pages of other origins may not read what is here: only this machine's own.
    middleware = [Middleware(CORSMiddleware, allow_origin_regex=LOCAL, allow_methods=["*"], allow_headers=["*"])]
    app = Starlette(routes=routes, middleware=middleware, lifespan=lifespan)
    app.state.api = api
    return app
