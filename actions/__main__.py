"""The action server's command: ``python -m actions serve``."""

from __future__ import annotations

import asyncio
import gc
import socket
from typing import Annotated

import typer

from placement.errors import EX_CONFIG, PlacementError, SettingError
from placement.logs import configure_logging
from placement.settings import Settings, load_settings
from placement.storage import readiness
from placement.storage.database import open_database

app = typer.Typer(
    help="Rasa's action server, which also holds the matcher.", no_args_is_help=True, pretty_exceptions_enable=False
)


@app.callback()
def _verbs() -> None:
    """Keep the verb, though there is only one."""


def _settled(*_server: object) -> None:
    """Collect garbage from now on, but never look through what the start has left."""
    gc.freeze()
    gc.enable()


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; loopback unless told.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 5055,
) -> None:
    """Start the action server; stop it with Ctrl-C."""
    # The matcher's libraries leave a million objects that stay: looking through them again and again slows the start.
    gc.disable()
    try:
        settings = load_settings()
        configure_logging("actions", settings)
        _check_port(host, port)
        asyncio.run(_check_database(settings))
        _serve(settings, host, port)
    except PlacementError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(problem.exit_code) from None


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise SettingError(
                f"Port {port} on {host} can't be used ({problem.strerror}): stop what uses it, or choose another with "
                f"--port and ACTIONS_URL=http://127.0.0.1:{port + 1} in .env."
            ) from problem


async def _check_database(settings: Settings) -> None:
    database = open_database(settings)
    try:
        await readiness.check(database)
    finally:
        await database.close()


def _serve(settings: Settings, host: str, port: int) -> None:
    """Serve until a signal."""
    # Imported here: the matcher's libraries take seconds, and --help and what was checked before should not.
    from actions.server import make_app
    from matching.errors import MatchingError

    server = make_app(settings)
    server.register_listener(_settled, "after_server_start")
    try:
        server.run(host=host, port=port, single_process=True, access_log=False, motd=False)
    except MatchingError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(EX_CONFIG) from None


if __name__ == "__main__":
    app()
