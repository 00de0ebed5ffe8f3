"""What the parts of the bot share: made once at start, handed down."""

from __future__ import annotations

import asyncio
import html
import os
import secrets
import socket
from dataclasses import dataclass, field

from telegram import Bot
from telegram.request import HTTPXRequest

from bot.rasa import Rasa
from placement.clock import Clock
from placement.settings import Settings
from placement.storage.database import Database, open_database
from placement.vocabulary import Vocabularies, plain, read_table
from placement.wording import Wording


def process_name() -> str:
    """Make a name that no other process has, for leases."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(3)}"


@dataclass
class Services:
    """Everything that a turn needs."""

    settings: Settings
    database: Database
    bot: Bot
    rasa: Rasa
    wording: Wording
    vocabularies: Vocabularies
    openers: frozenset[str]
    """Words that only open a conversation: what they open may follow within two seconds."""
    name: str = field(default_factory=process_name)
    inbox_filled: asyncio.Event = field(default_factory=asyncio.Event)
    outbox_filled: asyncio.Event = field(default_factory=asyncio.Event)
    work_due: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self) -> None:
        """Have every part end: those that wait are woken, so that they see it."""
        self.stopping.set()
        for waited_for in (self.inbox_filled, self.outbox_filled, self.work_due):
            waited_for.set()

    async def close(self) -> None:
        """Close all connections."""
        await self.rasa.close()
        await self.bot.shutdown()
        await self.database.close()


def make_bot(settings: Settings) -> Bot:
    """Make the client of the Bot API; Telegram may lie behind a proxy (HTTPS_PROXY), the sandbox never does."""
    options = {"trust_env": not settings.sandbox}
    return Bot(
        settings.bot_token,
        base_url=f"{settings.bot_api_url}/bot",
        base_file_url=f"{settings.bot_api_url}/file/bot",
        request=HTTPXRequest(connection_pool_size=32, pool_timeout=20.0, httpx_kwargs=options),
        get_updates_request=HTTPXRequest(connection_pool_size=2, read_timeout=40.0, httpx_kwargs=options),
    )


def make_services(settings: Settings, clock: Clock | None = None) -> Services:
    """Open everything but the connection to Telegram."""
    vocabularies = Vocabularies.load(settings.data)
    openers = read_table(settings.data / "vocabulary" / "openers.csv", ("word",))
    return Services(
        settings=settings,
        database=open_database(settings, clock),
        bot=make_bot(settings),
        rasa=Rasa(settings.rasa_url, settings.rasa_timeout),
        wording=Wording(
            settings.data / "responses",
            vocabularies,
            zone=settings.timezone,
            escape=lambda text: html.escape(text, False),
        ),
        vocabularies=vocabularies,
        openers=frozenset(plain(row["word"]) for row in openers),
    )
