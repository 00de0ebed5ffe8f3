"""The table of processes: what `make run` starts, in order, and how each shows that it is well."""

import json
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from launcher.environment import local_port
from launcher.places import Places
from launcher.sandbox_cast import sandbox_settings

RASA_URL = "http://127.0.0.1:5005"
ACTIONS_URL = "http://127.0.0.1:5055"
SANDBOX_URL = "http://127.0.0.1:8081"
CONSOLE_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Process:
    """One process.

    Attributes:
        name: as it stands before its lines and in its log file's name.
        command: program and arguments.
        healthy: tells whether it is ready for work; quick, never raises.
        port: the loopback port it listens on, if it does.
        setting: the setting that changes the port.
        after: names of those that must be ready before it starts.
        env: further environment.
        fresh: files removed before each start, so that they can't tell of an earlier life.
        address: what a person opens in a browser, and what it is, if there is something.
    """

    name: str
    command: tuple[str, ...]
    healthy: Callable[[], bool]
    port: int | None = None
    setting: str = ""
    after: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    fresh: tuple[Path, ...] = ()
    address: tuple[str, str] | None = None


def answers(url: str, accept: Callable[[object], bool] = lambda body: True) -> Callable[[], bool]:
    """Return a check that a URL answers 200, with a JSON body that suits when one is asked for."""
    # What is asked is on this machine: a proxy of the environment does not lead there.
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def check() -> bool:
        try:
            with direct.open(url, timeout=2) as answer:
                return bool(accept(json.loads(answer.read() or b"null")))
        except ValueError:
            return True  # alive, only not JSON
        except OSError:
            return False

    return check


def processes(places: Places, settings: Mapping[str, str]) -> list[Process]:
    """Return the processes to start here; one whose URL points to another machine runs there."""
    rasa_url = settings.get("RASA_URL", RASA_URL)
    actions_url = settings.get("ACTIONS_URL", ACTIONS_URL)
    sandbox_url = settings.get("SANDBOX_URL", SANDBOX_URL)
    console_url = settings.get("CONSOLE_URL", CONSOLE_URL)
    env = sandbox_settings(settings)
    table = []
    if "TELEGRAM_BOT_TOKEN" not in settings and (port := local_port(sandbox_url, "SANDBOX_URL")):
        table.append(
            Process(
                "sandbox",
                (places.app_python, "-m", "sandbox", "serve", "--port", str(port)),
                answers(f"{sandbox_url}/health"),
                port=port,
                setting="SANDBOX_URL",
                env=env,
                address=(sandbox_url, "phones: seekers, and the officers' group"),
            )
        )
    if port := local_port(rasa_url, "RASA_URL"):
        table.append(
            Process(
                "rasa",
                (places.rasa_python, "-m", "nlu", "serve", "--port", str(port), "--actions-url", actions_url),
                answers(f"{rasa_url}/status", lambda body: isinstance(body, dict) and bool(body.get("model_file"))),
                port=port,
                setting="RASA_URL",
                env={**env, "VAR": str(places.var)},
            )
        )
    if port := local_port(actions_url, "ACTIONS_URL"):
        table.append(
            Process(
                "actions",
                (places.app_python, "-m", "actions", "serve", "--port", str(port)),
                answers(f"{actions_url}/ready"),
                port=port,
                setting="ACTIONS_URL",
                env=env,
            )
        )
    spoken_to = tuple(process.name for process in table)
    if port := local_port(console_url, "CONSOLE_URL"):
        table.append(
            Process(
                "console",
                (places.app_python, "-m", "console", "serve", "--port", str(port)),
                answers(f"{console_url}/health"),
                port=port,
                setting="CONSOLE_URL",
                env=env,
            )
        )
    ready = places.run / "bot.ready"
    table.append(
        Process(
            "bot",
            (places.app_python, "-m", "bot", "run"),
            ready.exists,
            after=spoken_to,
            env=env,
            fresh=(ready,),
        )
    )
    return table
