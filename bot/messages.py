"""What a private message asks of Rasa: a text to understand, or a wish that needs no understanding."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import dropwhile
from typing import Any

from bot.incoming import Incoming
from bot.services import Services


@dataclass(frozen=True)
class Message:
    """The turn channel's message: {«text»} or {«intent», «entities»}; or a response that needs no Rasa."""

    body: Mapping[str, Any] = field(default_factory=dict)
    direct: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """What actions get besides: {«files»: what `bot.files.receive` gives}."""


def _intent(name: str, **entities: Any) -> Message:
    return Message({"intent": name, "entities": entities})


COMMANDS: Mapping[str, Callable[[str], Message]] = {
    "start": lambda rest: _intent("greet", start=rest[:64]),
    "help": lambda _rest: _intent("help"),
    "menu": lambda _rest: _intent("help"),
    "batal": lambda _rest: _intent("cancel"),
    "profil": lambda _rest: _intent("show_profile"),
    "lowongan": lambda rest: Message({"text": f"cari lowongan {rest}"}) if rest else _intent("search_job"),
    "petugas": lambda _rest: _intent("talk_to_officer"),
    "bahasa": lambda _rest: _intent("change_language"),
    "data": lambda _rest: _intent("privacy", right="copy"),
    "hapus": lambda _rest: _intent("privacy", right="erase"),
}
"""Every command and what it means, in the order in which Telegram lists them."""


def understand(services: Services, incoming: Incoming, text: str | None) -> Message:
    """Give what to ask Rasa for an update of a private chat."""
    match incoming.kind:
        case "command":
            command = COMMANDS.get(incoming.command or "")
            return command(incoming.text or "") if command else _intent("help")
        case "contact":
            contact = incoming.contact
            own = contact.get("user_id") == incoming.user_id
            return _intent("contact_shared", phone=str(contact.get("phone_number", ""))[:20], own=own)
        case "location":
            place = incoming.location
            region = services.vocabularies.regions.nearest(place["latitude"], place["longitude"])
            return _intent("location_shared", region=region.code if region else "")
        case "media":
            return _intent("media_received", kind="album" if incoming.album else incoming.media)
        case _:
            return _text(text or "")


def _text(text: str) -> Message:
    """Give a typed text; one that looks like Rasa's own notation of an intent is only a text."""
    said = "".join(dropwhile(lambda character: character == "/" or not _visible(character), text)).rstrip()
    return Message({"text": said}) if said else Message(direct="empty_text")


UNSEEN = frozenset({"Cc", "Cf", "Cs", "Me", "Mn", "Zl", "Zp", "Zs"})
"""Unicode's categories of what alone shows nothing: controls, joiners, marks of a letter that is not there, spaces."""
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that are blank all the same: Hangul fillers, Braille without dots."""


def _visible(character: str) -> bool:
    """Say whether there is anything to see; what a newer Unicode has added is."""
    return unicodedata.category(character) not in UNSEEN and character not in BLANKS
