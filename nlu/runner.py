"""Runs a model's graph in its own order, without Dask.

Rasa hands each parse and each prediction to Dask's scheduler, which plans the same dozen steps anew every time: about a
quarter of a parse. A trained graph never changes, so its order is worked out once for each target.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner


class InOrderRunner(DaskGraphRunner):
    """Rasa's runner with another `run`; nodes are made and loaded as before."""

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Run what the targets need, each node after those that it needs."""
        wanted = tuple(targets or self._graph_schema.target_names)
        given = inputs or {}
        plans: dict[tuple[str, ...], list[tuple[str, list[str]]]] = self.__dict__.setdefault("_plans", {})
        if wanted not in plans:
            plans[wanted] = self._plan(wanted)
        done: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in given.items()}
        for name, needs in plans[wanted]:
            if name not in done:
                missing = [need for need in needs if need not in done]
                if missing:
                    raise GraphRunError(f"{name} needs {missing[0]}, which nobody gives")
                done[name] = self._instantiated_nodes[name](*(done[need] for need in needs))
        return dict(done[name] for name in wanted)

    def _plan(self, targets: tuple[str, ...]) -> list[tuple[str, list[str]]]:
        """Give the nodes in an order in which each comes after its needs (depth first; a graph has no circles)."""
        nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
        plan: dict[str, list[str]] = {}

        def put(name: str) -> None:
            if name in nodes and name not in plan:
                needs = list(nodes[name].needs.values())
                for need in needs:
                    put(need)
                plan[name] = needs

        for target in targets:
            put(target)
        return list(plan.items())
