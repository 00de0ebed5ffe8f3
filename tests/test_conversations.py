"""Recorded talks from a blank chat to a complete record, played through the real bot, Rasa and matcher."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.fixtures.sandbox import Sandbox

TALKS: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "conversations").glob("*.yml"))
}
MOST_MESSAGES = 18
"""Messages of a seeker to a complete record, at the median."""
FIRST_VACANCIES = 5
"""Messages of a seeker to the first vacancies, at the median."""


@pytest.mark.parametrize("name", TALKS)
async def test_a_talk_goes_as_it_was_recorded(telegram: Sandbox, name: str) -> None:
    person = await telegram.newcomer(name.split("_")[0].title())
    for line in TALKS[name]["talk"]:
        if line["says"].startswith("#"):
            await person.presses(line["says"][1:])
        else:
            await person.says(line["says"])
        await person.hears(line["hears"], patience=30)
    assert "sudah lengkap" in TALKS[name]["talk"][-1]["hears"]


def test_a_record_takes_few_messages() -> None:
    lengths = [len(talk["talk"]) for talk in TALKS.values()]
    assert statistics.median(lengths) <= MOST_MESSAGES
    to_vacancies = [
        next(number for number, line in enumerate(talk["talk"], start=1) if "Lamar" in line["hears"])
        for talk in TALKS.values()
    ]
    assert statistics.median(to_vacancies) <= FIRST_VACANCIES
