"""`python -m sandbox serve`: start the local stand-in for Telegram."""

from __future__ import annotations

import argparse
import errno
import gc
import logging
import socket
import sys

EX_CONFIG = 78
"""Exit code for what a restart does not mend."""


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local stand-in for Telegram.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    serve = verbs.add_parser("serve", help="serve the Bot API, the phones and their page")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8081, help="port to listen on (default: 8081; 0: any free one)")
    wanted = parser.parse_args(arguments)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((wanted.host, wanted.port))
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
            raise
        sys.stderr.write(
            f"Port {wanted.port} on {wanted.host} can't be used ({error.strerror}): "
            "stop what uses it, or give another with --port (and SANDBOX_URL).\n"
        )
        return EX_CONFIG
    listener.listen(1024)  # from here on connections wait, rather than being refused, until the server runs
    # Imported here: the schema of the whole Bot API takes seconds, and neither --help nor a taken port should.
    # It stays; looking through it for garbage while it grows would take a tenth more.
    gc.disable()
    import uvicorn

    from sandbox.app import create_app

    gc.freeze()
    gc.enable()
    config = uvicorn.Config(
        create_app(),
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=75,  # As Telegram keeps them: a client's own patience ends first, so no request is cut off.
    )
    # Open pages and polls end only so: that is no error.
    logging.getLogger("uvicorn.error").addFilter(lambda record: "timeout graceful shutdown" not in str(record.msg))
    port = listener.getsockname()[1]
    sys.stdout.write(f"sandbox: phones and Bot API on http://{wanted.host}:{port}\n")
    sys.stdout.flush()
    uvicorn.Server(config).run(sockets=[listener])
    return 0


if __name__ == "__main__":
    sys.exit(main())
