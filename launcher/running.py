"""`make run`: set up, check the ports, start everything, say where to look."""

import asyncio
import fcntl
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from launcher import installation
from launcher.environment import settings as read_settings
from launcher.errors import Stuck
from launcher.places import Places, installed
from launcher.ports import check_free
from launcher.processes import Process, processes
from launcher.progress import clock
from launcher.steps import bring_about
from launcher.supervisor import Supervisor


@contextmanager
def only_one(places: Places) -> Iterator[None]:
    """Hold the checkout's lock.

    Raises:
        Stuck: another launcher runs here.
    """
    places.run.mkdir(parents=True, exist_ok=True)
    with (places.run / "launcher.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Stuck(
                f"Antarkerja runs here already (launcher's process {file.read().strip()}): stop it with Ctrl-C there."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def check_ports(table: list[Process]) -> None:
    """Make sure that every port is free before anything starts.

    Raises:
        Stuck: one is taken, or two processes want the same.
    """
    seen: dict[int, Process] = {}
    for process in table:
        if process.port is None:
            continue
        if other := seen.get(process.port):
            raise Stuck(
                f"{other.name} and {process.name} both want port {process.port}: "
                f"change {other.setting} or {process.setting}."
            )
        seen[process.port] = process
        check_free(process.port, process.name, process.setting)


def banner(table: list[Process], seconds: float, logs: str = "var/log") -> str:
    """Return what is said when everything is ready."""
    lines = ["", f"ready in {clock(seconds)}"]
    for process in table:
        if process.address:
            url, what = process.address
            lines.append(f"  {url:<28} {what}")
    if not any(process.name == "sandbox" for process in table):
        lines.append("  the bot answers on Telegram")
    return "\n".join([*lines, f"  Ctrl-C stops everything; logs are in {logs}/", ""])


def shown(folder: Path, root: Path) -> str:
    """Return how a folder is named to a person who stands in the checkout."""
    return str(folder.relative_to(root) if folder.is_relative_to(root) else folder)


def run(root: Path, *, quiet: bool) -> int:
    """Run everything of a checkout until Ctrl-C; return the exit code."""
    settings: Mapping[str, str] = read_settings(root)
    places = installed(root, settings)
    with only_one(places):
        table = processes(places, settings)
        check_ports(table)
        bring_about(installation.all_steps(places, settings), places.stamps)
        if sys.stdout.isatty() and "LOG_FORMAT" not in settings:
            # The processes write into our pipe, and could not know that a person reads.
            table = [replace(process, env={**process.env, "LOG_FORMAT": "text"}) for process in table]
        supervisor = Supervisor(table, places.root, places.log, quiet=quiet)
        asyncio.run(supervisor.run(lambda seconds: print(banner(table, seconds, shown(places.log, root)), flush=True)))
    print("all stopped")
    return 0
