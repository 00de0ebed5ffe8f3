"""The environment that children are started with, and the few settings that the launcher reads itself."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from launcher.errors import Stuck

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def read_env_file(path: Path) -> dict[str, str]:
    """Read KEY=VALUE lines; `export`, comments and quotes are allowed; a missing file is an empty one.

    Raises:
        Stuck: a line is neither empty, a comment nor KEY=VALUE.
    """
    if not path.is_file():
        return {}
    values = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip().removeprefix("export ").strip()
        if not text or text.startswith("#"):
            continue
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            raise Stuck(f"{path.name}, line {number}: write NAME=value, or put # before a remark.")
        try:
            words = shlex.split(value, comments=True)
        except ValueError as error:
            raise Stuck(f"{path.name}, line {number}: {error} in the value of {name.strip()}.") from error
        values[name.strip()] = " ".join(words)
    return values


def settings(root: Path, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the settings in force: `.env`, over it the environment; empty ones count as not set."""
    both = read_env_file(root / ".env") | dict(environ)
    return {name: value for name, value in both.items() if value.strip()}


def child_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for a child: ours, unbuffered, and free to keep its compiled modules."""
    environ = dict(os.environ)
    # Without .pyc files importing Rasa takes three times as long, at every start.
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return environ | {"PYTHONUNBUFFERED": "1"} | dict(extra or {})


def local_port(url: str, setting: str) -> int | None:
    """Return the port of a URL on this machine, or None when it points to another one.

    Raises:
        Stuck: the URL has no host or no port, or is none.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Stuck(f"{setting} must look like http://127.0.0.1:5005, not {url!r}.")
    if parts.hostname not in LOOPBACK:
        return None
    if port is None:
        raise Stuck(f"{setting} needs a port, like http://127.0.0.1:5005, not {url!r}.")
    return port
