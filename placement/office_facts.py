"""What an office knows and what changes: numbers to call, addresses, minimum wages, announcements, each with its dates.

They stand in ``data/office_facts.csv``, which is read again when it changes, so that an answer is right without
training and without a restart. What is not valid yet, or no longer, is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from placement.edited import Edited
from placement.errors import SettingError
from placement.vocabulary import read_table

FILE = "office_facts.csv"
COLUMNS = ("fact", "region", "value_id", "value_en", "valid_from", "valid_until")
MINIMUM_WAGE = "minimum_wage"
"""The fact whose values are amounts: rupiah a month, digits only."""
VITAL = ("emergency", "police", "counselling", "sapa", "migrant_workers")
"""Facts that people in danger are told: an office is warned when one of them is not valid."""


@dataclass(frozen=True)
class OfficeFact:
    """One line of the table; no region means everywhere, no end means until further notice."""

    name: str
    region: str
    values: tuple[str, str]
    """In Indonesian and in English."""
    valid_from: date
    valid_until: date | None
    line: int

    def value(self, language: str) -> str:
        """Give the words in a language."""
        return self.values[1] if language == "en" else self.values[0]

    def is_valid(self, today: date) -> bool:
        """Say whether it may be told."""
        return self.valid_from <= today and (self.valid_until is None or today <= self.valid_until)


class OfficeFacts:
    """The table, as it stands in its file."""

    def __init__(self, data: Path, today: Callable[[], date] = date.today) -> None:
        """Read the table of a data folder, which may have none; SettingError names the line that is wrong."""
        self._today = today
        self._facts = Edited("office facts", lambda: [path for path in (data / FILE,) if path.exists()], _read)

    def all(self) -> Sequence[OfficeFact]:
        """Give the whole table."""
        return self._facts.current()

    def told(self, name: str, region: str | None = None) -> OfficeFact | None:
        """Give the fact that may be told today: the region's own, else its province's, else everybody's.

        Of several the one that began last.
        """
        today = self._today()
        for place in dict.fromkeys((region or "", (region or "")[:2], "")):
            valid = [fact for fact in self.all() if fact.name == name and fact.region == place and fact.is_valid(today)]
            if valid:
                return max(valid, key=lambda fact: (fact.valid_from, fact.line))
        return None

    def not_told(self) -> list[OfficeFact]:
        """Give the facts that are not valid today."""
        today = self._today()
        return [fact for fact in self.all() if not fact.is_valid(today)]


def minimum_wage(facts: OfficeFacts, region: str | None) -> int | None:
    """Give the least wage of a region, rupiah a month; None when none is valid."""
    fact = facts.told(MINIMUM_WAGE, region) if region else None
    return int(fact.value("id")) if fact is not None else None


def _read(files: Sequence[Path]) -> list[OfficeFact]:
    return [fact for path in files for fact in _facts_of(path)]


def _facts_of(path: Path) -> list[OfficeFact]:
    facts = []
    for line, row in enumerate(read_table(path, COLUMNS), start=2):
        try:
            begins = date.fromisoformat(row["valid_from"])
            ends = date.fromisoformat(row["valid_until"]) if row["valid_until"] else None
        except ValueError:
            raise SettingError(f"{path.name}, line {line}: write dates like 2026-01-31.") from None
        if not row["fact"] or not row["value_id"] or not row["value_en"]:
            raise SettingError(f"{path.name}, line {line}: fact, value_id and value_en are needed.")
        if ends is not None and ends < begins:
            raise SettingError(f"{path.name}, line {line}: it ends before it begins.")
        if row["fact"] == MINIMUM_WAGE and not (row["value_id"].isdecimal() and row["value_id"] == row["value_en"]):
            raise SettingError(f"{path.name}, line {line}: write a minimum wage in digits only, twice the same.")
        values = (row["value_id"], row["value_en"])
        facts.append(OfficeFact(row["fact"], row["region"], values, begins, ends, line))
    return facts
