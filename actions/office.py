"""What the office itself knows: where it is and when it opens, what the least wage is; told while it is valid."""

from __future__ import annotations

from typing import Any

from actions.record import known
from actions.turn import Event, Reply, Turn, TurnAction, reply
from placement.hours import Hours
from placement.office_facts import MINIMUM_WAGE, OfficeFacts
from placement.storage import seekers

MONDAY = "2024-01-{:02}"
"""Days by which weekdays are named: the first of that month was a Monday."""


class AskOffice(TurnAction):
    """Says where the office is and when it opens."""

    action = "action_ask_office"

    async def answer(self, turn: Turn) -> list[Event]:
        """Tell what is known of the person's own region, or of the one that was named."""
        region = await _region(turn)
        facts = turn.services.facts
        office = await turn.read(seekers.default_office)
        hours = [reply("office_hours", spans=_opening(office.hours))] if office is not None and office.hours else []
        lines = [*_told(facts, region, "address"), *hours, *_told(facts, region, "contact", "announcement")]
        if not lines or office is None:
            turn.say("utter_ask_office")
        else:
            turn.say("office_told", name=office.name, lines=lines)
        return []


class AskMarket(TurnAction):
    """Answers what work pays and where it is."""

    action = "action_ask_market"

    async def answer(self, turn: Turn) -> list[Event]:
        """Tell the least wage of the region, if one is valid; else what can be shown instead."""
        region = await _region(turn)
        fact = turn.services.facts.told(MINIMUM_WAGE, region) if region else None
        if fact is None:
            turn.say("utter_ask_market")
        else:
            turn.say(
                "minimum_wage_told",
                region=fact.region or region,
                wage=fact.value("id"),
                since=fact.valid_from.isoformat(),
            )
        return []


async def _region(turn: Turn) -> str | None:
    """Give the code of the region that was named, if it was one alone, else of the one lived in."""
    named = [found for place in turn.places() if (found := turn.services.vocabularies.regions.find(place))]
    if named and len(named[0]) == 1:
        return str(named[0][0].code)
    profile = await known(turn)
    return profile.home_region if profile else None


def _told(facts: OfficeFacts, region: str | None, *names: str) -> list[Reply]:
    return [
        reply(f"office_{name}", text={"id": fact.value("id"), "en": fact.value("en")})
        for name in names
        if (fact := facts.told(name, region)) is not None
    ]


def _opening(hours: Hours) -> list[Reply]:
    """Give a line for each run of weekdays with the same hours."""
    runs: list[tuple[int, int, Any]] = []
    for day in range(1, 8):
        spans = hours.get(str(day))
        if spans and runs and runs[-1][1] == day - 1 and runs[-1][2] == spans:
            runs[-1] = (runs[-1][0], day, spans)
        elif spans:
            runs.append((day, day, spans))
    return [
        reply(
            "office_days" if first != last else "office_day",
            first=MONDAY.format(first),
            last=MONDAY.format(last),
            spans=", ".join(f"{start}–{end}".replace(":", ".") for start, end in spans),
        )
        for first, last, spans in runs
    ]
