"""What was heard in a message: facts in normal form, what was wrong with them, what has to be chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from actions.turn import Reply
from placement.fields import too_young

CHANGES = frozenset({"correct", "update_profile"})
"""Intents that change facts that are known already."""


@dataclass
class Heard:
    """Facts in normal form by field, each {"value", "quote"}; what was wrong; what needs to be chosen."""

    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[Reply] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    """Region codes that a place may mean."""
    age: int | None = None
    open_wish: bool = False
    """Whether any work is wanted, which is too little to search by."""
    notes: list[Reply] = field(default_factory=list)
    """What is to be said besides: «twenty of forty jobs were taken»."""

    def __bool__(self) -> bool:
        """Whether the message says anything that the record can use."""
        return bool(self.facts or self.problems or self.options or self.open_wish)

    @property
    def under_age(self) -> bool:
        """Whether the person says to be too young to be registered."""
        return too_young(self.age)

    def unsettled(self, settled: Collection[str], requested: str | None, intent: str) -> Heard:
        """Leave out fields that are known: only an answer to their question or a correction changes them.

        «Kerja di Jakarta» does not move the home.
        """
        if intent in CHANGES:
            return self
        closed = set(settled) - {requested}
        if "education" in closed & self.facts.keys():
            # The field of study goes with the school that is told along with it.
            closed.add("major")
        return Heard(
            facts={name: fact for name, fact in self.facts.items() if name not in closed},
            problems=self.problems,
            options=[] if "home_region" in closed else self.options,
            age=self.age,
            open_wish=self.open_wish,
            notes=self.notes,
        )

    def keep(self, name: str, value: Any, quote: str | None) -> None:
        """Add a fact."""
        self.facts[name] = {"value": value, "quote": quote}

    def add(self, name: str, entry: Any, quote: str | None) -> None:
        """Add one entry of a field that has several."""
        fact = self.facts.setdefault(name, {"value": [], "quote": quote})
        fact["value"].append(entry)
