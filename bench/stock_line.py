"""Stock Rasa and our action server as processes, over a fresh database and a fresh tracker."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.stock_project import StockProject, serve_command, serve_environment
from launcher.places import CHECKOUT
from launcher.processes import Process, answers, processes
from tests.fixtures.line import Line


@dataclass
class StockLine(Line):
    """What stands beside ours: no sandbox, no bot; Rasa with its own tracker, and the same action server.

    Loading DIET, TED and UnexpecTED takes a minute, on a busy machine several.
    """

    project: StockProject = field(kw_only=True)
    ready_within: float = 600.0

    def table(self) -> list[Process]:
        """Return the processes: stock Rasa, and actions as our line has them."""
        (actions,) = [one for one in processes(CHECKOUT, self.env) if one.name == "actions"]
        (port,) = [one.port for one in processes(CHECKOUT, self.env) if one.name == "rasa"]
        rasa = Process(
            "rasa",
            serve_command(self.project, port or 0),
            answers(f"{self.rasa_url}/status", lambda body: isinstance(body, dict) and bool(body.get("model_file"))),
            port=port,
            env=self.env | serve_environment(self.var / "tracker.sqlite3", self.actions_url),
        )
        return [rasa, Process(actions.name, actions.command, actions.healthy, port=actions.port, env=self.env)]
