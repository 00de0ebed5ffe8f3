"""What tests ask of the sandbox: health, journal, faults, limits, the clock, raw updates, a fresh start."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox import cast
from sandbox.api.call import Call
from sandbox.api.profile import polled_lately
from sandbox.bot_api import BotApi
from sandbox.phone.routes import Endpoint, as_response, given, guarded


class Control:
    """The endpoints under /control, and /health."""

    def __init__(self, api: BotApi) -> None:
        """Take the Bot API."""
        self.api = api

    def routes(self) -> list[Route]:
        """Return all routes."""
        table: list[tuple[str, str, Endpoint]] = [
            ("GET", "/health", self.health),
            ("GET", "/control/cast", self.cast),
            ("POST", "/control/reset", self.reset),
            ("GET", "/control/journal", self.journal),
            ("GET", "/control/faults", self.faults),
            ("POST", "/control/faults", self.add_fault),
            ("DELETE", "/control/faults", self.remove_faults),
            ("DELETE", "/control/faults/{id:int}", self.remove_faults),
            ("POST", "/control/limits", self.limits),
            ("POST", "/control/clock", self.clock),
            ("GET", "/control/updates", self.arrivals),
            ("POST", "/control/updates", self.updates),
        ]
        return [Route(path, guarded(endpoint), methods=[method]) for method, path, endpoint in table]

    async def health(self, request: Request) -> Response:
        """Say that all is well, and who is there."""
        target = self.api.webhook.target
        return as_response(
            {
                "ok": True,
                "name": "antarkerja sandbox",
                "bot_polling": polled_lately(Call(self.api.world, self.api.webhook)),
                "webhook": target.url if target else None,
                "pending": len(self.api.world.updates.pending),
                "bugs": self.api.bugs[-10:],
                "cast": cast.as_json(),
            }
        )

    async def cast(self, request: Request) -> Response:
        """Tell who is there at start."""
        return as_response(cast.as_json())

    async def reset(self, request: Request) -> Response:
        """Put everything back to the start; a poller or webhook stays."""
        self.api.world.start()
        self.api.faults.remove(None)
        self.api.limits.on = False
        self.api.journal.clear()
        for account in self.api.world.live.everybody():
            self.api.world.live.publish(account, "reset", dict)
        return as_response({"ok": True})

    async def journal(self, request: Request) -> Response:
        """Return the calls after a number."""
        query = request.query_params
        entries = self.api.journal.since(int(query.get("since", 0)), query.get("method"))
        return as_response({"entries": entries, "last": self.api.journal.last})

    async def faults(self, request: Request) -> Response:
        """List the faults that are set."""
        return as_response({"faults": self.api.faults.as_json()})

    async def add_fault(self, request: Request) -> Response:
        """Set a fault."""
        return as_response({"id": self.api.faults.add(await given(request)).id}, 201)

    async def remove_faults(self, request: Request) -> Response:
        """Take one fault away, or all."""
        self.api.faults.remove(request.path_params.get("id"))
        return as_response({"faults": self.api.faults.as_json()})

    async def limits(self, request: Request) -> Response:
        """Switch Telegram's real limits on or off."""
        self.api.limits.on = bool((await given(request))["on"])
        return as_response({"on": self.api.limits.on})

    async def clock(self, request: Request) -> Response:
        """Put the sandbox's clock forward."""
        self.api.world.ahead += float((await given(request))["advance"])
        return as_response({"now": self.api.world.now()})

    async def arrivals(self, request: Request) -> Response:
        """Tell when people's updates after one were taken in."""
        since = int(request.query_params.get("since", 0))
        return as_response({"updates": self.api.world.updates.since(since)})

    async def updates(self, request: Request) -> Response:
        """Inject raw updates: twice, out of order, odd."""
        wanted = await given(request)
        verbatim = bool(wanted.get("verbatim"))
        ids = [self.api.world.updates.inject(one, verbatim=verbatim) for one in wanted["updates"]]
        return as_response({"update_ids": ids}, 201)
