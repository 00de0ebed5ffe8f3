"""What actions work with: database, vocabularies, matcher; opened once by the server, never at import."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from matching.encoder import load_encoder
from matching.geography import Geography
from matching.matcher import Matcher
from matching.models import Match, SearchResult, Wish
from matching.occupations import OccupationLinker
from placement.clock import Clock
from placement.office_facts import OfficeFacts
from placement.settings import Settings, load_settings
from placement.storage.database import Database, open_database
from placement.vocabulary import Vocabularies

Result = TypeVar("Result")

SURE = 0.6
"""Least sureness (0–1) with which an occupation linked from free words is kept as a code."""


@dataclass(frozen=True)
class Services:
    """One of each, for the life of the process."""

    settings: Settings
    database: Database
    vocabularies: Vocabularies
    geography: Geography
    linker: OccupationLinker
    matcher: Matcher
    facts: OfficeFacts

    def today(self) -> date:
        """Give the day that it is where the service is."""
        return self.database.clock.now().astimezone(ZoneInfo(self.settings.timezone)).date()

    async def search(self, wish: Wish, *, limit: int, offset: int = 0, exclude: Collection[int] = ()) -> SearchResult:
        """Search off the event loop; raises what `Matcher.search` raises."""
        return await apart(lambda: self.matcher.search(wish, self.today(), limit=limit, offset=offset, exclude=exclude))

    async def explain(self, wish: Wish, vacancy_id: int) -> Match:
        """Measure one vacancy off the event loop; raises what `Matcher.explain` raises."""
        return await apart(lambda: self.matcher.explain(wish, vacancy_id, self.today()))

    async def occupations_of(self, text: str) -> list[str]:
        """Give the codes of the likeliest occupations that free words name; empty when none is sure."""
        found = await apart(lambda: self.linker.link(text, limit=3))
        return list(dict.fromkeys(candidate.code for candidate in found if candidate.score >= SURE))

    async def close(self) -> None:
        """Close what was opened."""
        await self.database.close()


async def apart(work: Callable[[], Result]) -> Result:
    """Run something that computes in a thread, so that other turns go on."""
    return await asyncio.to_thread(work)


def build(settings: Settings, clock: Clock | None = None) -> Services:
    """Open everything; SettingError, BadModel or StorageError say what is missing and what to do."""
    encoder = load_encoder(settings.embedding_model or settings.embedding_folder)
    vocabulary = settings.data / "vocabulary"
    geography = Geography.from_csv(vocabulary / "regions.csv")
    linker = OccupationLinker.from_csv(vocabulary / "occupations.csv", encoder, settings.var / "models" / "vectors")
    database = open_database(settings, clock)
    zone = ZoneInfo(settings.timezone)
    return Services(
        settings=settings,
        database=database,
        vocabularies=Vocabularies.load(settings.data),
        geography=geography,
        linker=linker,
        matcher=Matcher(encoder, geography, linker),
        facts=OfficeFacts(settings.data, lambda: database.clock.now().astimezone(zone).date()),
    )


class _Holder:
    """Where the server leaves the services for the actions, which Rasa's SDK makes without arguments."""

    services: Services | None = None
    lock = asyncio.Lock()


def install(services: Services | None) -> None:
    """Give the actions their services; None takes them away."""
    _Holder.services = services


async def current() -> Services:
    """Give the services; opened from the settings at the first call when nobody has installed any."""
    if _Holder.services is None:
        async with _Holder.lock:
            if _Holder.services is None:
                _Holder.services = await apart(lambda: build(load_settings()))
    return _Holder.services


def plain(value: Any) -> Any:
    """Turn tuples into lists, all the way down: what JSON gives back is then what was put in."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
