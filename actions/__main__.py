"""The action server's command: ``python -m actions serve``."""

from __future__ import annotations

import errno
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


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; loopback unless told.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 5055,
) -> None:
    """Start the action server; stop it with Ctrl-C."""
    # Imported here: the matcher's libraries take seconds, and --help should not.
    from actions.server import make_app
    from matching.errors import MatchingError
    from placement.errors import EX_CONFIG, PlacementError
    from placement.logs import configure_logging
    from placement.settings import load_settings

    try:
        settings = load_settings()
        configure_logging("actions", settings)
        make_app(settings).run(host=host, port=port, single_process=True, access_log=False, motd=False)
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
