"""Starts Rasa as its own command does, only quicker and without its libraries' noise.

`python -m nlu.start ARGUMENTS` is `rasa ARGUMENTS`; `serve` is `rasa run` on loopback without the other verbs' modules.
"""

from __future__ import annotations

import gc
import importlib
import logging
import warnings
from pathlib import Path


def import_in_order() -> None:
    """Import what makes Rasa slow to start when it comes late, and what makes it loud."""
    # While it is imported, skops looks for 300 functions in every module there is: a second before Rasa, ten after it.
    importlib.import_module("skops.io")
    # With it comes numpy.distutils, which has the root logger print bare lines, whatever is configured.
    logging.root.__class__ = logging.RootLogger
    # Sanic has all deprecations shown. Those of Rasa's pinned libraries are nobody's to mend here; ours are.
    importlib.import_module("sanic")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("default", category=DeprecationWarning, module=r"nlu\.")


def serve(model: Path, port: int, endpoints: Path, credentials: Path) -> None:
    """Serve a model on loopback, with Rasa's own HTTP API, until a signal."""
    # Half a million objects come to stay: looking through them again and again costs a sixth of the start.
    gc.disable()
    import_in_order()
    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.common import configure_logging_and_warnings

    from nlu.logs import configure

    configure_logging_and_warnings(logging.INFO)
    configure("rasa")
    rasa.core.run.serve_application(
        str(model),
        interface="127.0.0.1",
        port=port,
        endpoints=AvailableEndpoints.read_endpoints(str(endpoints)),
        credentials=str(credentials),
        server_listeners=[(_settled, "after_server_start")],
    )


def _settled(*_server: object) -> None:
    """Collect garbage from now on, but never look through what the start has left."""
    gc.freeze()
    gc.enable()


def command() -> None:
    """Be Rasa's own command."""
    import_in_order()
    from rasa.__main__ import main

    main()


if __name__ == "__main__":
    command()
