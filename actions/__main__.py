"""The action server's command: ``python -m actions serve``."""

from __future__ import annotations

import errno
import gc
from typing import Annotated

import typer

app = typer.Typer(
    help="Rasa's action server, which also holds the matcher.", no_args_is_help=True, pretty_exceptions_enable=False
)

NOT_OURS = (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL)
"""What the system says of an address that can't be listened on."""


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
    # Imported here: the matcher's libraries take seconds, and --help should not.
    from actions.server import make_app
    from matching.errors import MatchingError
    from placement.errors import EX_CONFIG, PlacementError
    from placement.logs import configure_logging
    from placement.settings import load_settings

    try:
        settings = load_settings()
        configure_logging("actions", settings)
        server = make_app(settings)
        server.register_listener(_settled, "after_server_start")
        server.run(host=host, port=port, single_process=True, access_log=False, motd=False)
    except PlacementError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(problem.exit_code) from None
    except MatchingError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(EX_CONFIG) from None
    except OSError as problem:
        if problem.errno not in NOT_OURS:
            raise
        typer.echo(
            f"Port {port} on {host} can't be used ({problem.strerror}): stop what uses it, or choose another with "
            f"--port and ACTIONS_URL=http://127.0.0.1:{port + 1} in .env.",
            err=True,
        )
        raise typer.Exit(EX_CONFIG) from None


if __name__ == "__main__":
    app()
