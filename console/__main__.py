"""The console's command: ``python -m console serve``."""

from __future__ import annotations

import asyncio
import errno
import socket
from typing import Annotated

import structlog
import typer
import uvicorn

from console.app import make_app
from placement.errors import PlacementError, SettingError
from placement.logs import configure_logging
from placement.settings import Settings, load_settings
from placement.storage import readiness
from placement.storage.database import open_database
from placement.vocabulary import Vocabularies
from placement.wording import Wording

app = typer.Typer(
    help="The web: the check of proofs of registration.", no_args_is_help=True, pretty_exceptions_enable=False
)


log = structlog.get_logger("console")


@app.callback()
def _verbs() -> None:
    """Keep the verb, though there is only one."""


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; loopback unless told.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes any free one.")] = 8000,
) -> None:
    """Start the web server; stop it with Ctrl-C."""
    try:
        settings = load_settings()
        configure_logging("console", settings)
        with _listen(host, port) as listener:
            asyncio.run(_serve(settings, listener))
    except PlacementError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(problem.exit_code) from None


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else; SettingError says what to do when it is taken."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as problem:
        listener.close()
        if problem.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
            raise
        raise SettingError(
            f"Port {port} on {host} can't be used ({problem.strerror}): stop what uses it, or choose another with "
            f"--port and CONSOLE_URL=http://127.0.0.1:{port + 1} in .env."
        ) from problem
    listener.listen(1024)
    return listener


async def _serve(settings: Settings, listener: socket.socket) -> None:
    """Serve until a signal."""
    wording = Wording(settings.data / "responses", Vocabularies.load(settings.data), zone=settings.timezone)
    database = open_database(settings)
    try:
        await readiness.check(database)
        # No log of requests: their paths hold the codes.
        config = uvicorn.Config(
            make_app(database, wording), access_log=False, log_config=None, server_header=False, lifespan="off"
        )
        log.info("console ready", port=listener.getsockname()[1])
        await uvicorn.Server(config).serve(sockets=[listener])
    finally:
        await database.close()


if __name__ == "__main__":
    app()
