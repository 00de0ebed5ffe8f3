"""From response keys to calls of the Bot API in the outbox."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.enclosures import enclose
from placement.errors import SettingError
from placement.storage import buttons, outbox
from placement.storage.models import Chat
from placement.wording import Wording

LIMIT = 4000
"""UTF-16 units of a message's text; Telegram takes 4,096 after markup."""
SHORT_TITLE = 14
"""Button titles up to this length stand two or three in a row."""
ONCE = frozenset({"consent", "affirm", "deny", "inform", "skip", "cancel"})
"""Answers to a question count once; what leads somewhere can be pressed again."""


def units(text: str) -> int:
    """Count a text as Telegram does: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


WHOLE = re.compile(r"<[^>]*>|&#?\w+;")
"""What of Telegram's HTML may not be cut: tags, and characters written by name."""
TAG = re.compile(r"<(/?)([a-z]+)[^>]*>")
ROOM = 60
"""Units kept free for the tags that a cut makes necessary."""


def split(text: str, limit: int = LIMIT) -> list[str]:
    """Cut a long HTML text at line ends, so that each part fits one message and stands by itself.

    A tag that is open at a cut is closed there and opened again in the next part.
    """
    parts: list[str] = []
    # Markup that would fill a message is given up: the words are what matters.
    rest = text if all(len(tag[0]) < limit // 8 for tag in TAG.finditer(text)) else TAG.sub("", text)
    while units(rest) > limit:
        cut = _place_to_cut(rest, limit - ROOM if "<" in rest else limit)
        part, left = rest[:cut].rstrip(), rest[cut:].lstrip("\n")
        opened = _still_open(part)
        parts.append(part + "".join(f"</{tag[2]}>" for tag in reversed(opened)))
        rest = "".join(tag[0] for tag in opened) + left
    return [part for part in [*parts, rest] if part.strip()]


def _place_to_cut(text: str, limit: int) -> int:
    """Give the index to cut at: within the limit, at a line's or word's end if one is near, in no tag."""
    cut = limit
    while units(text[:cut]) > limit:
        cut -= max(1, (units(text[:cut]) - limit) // 2)
    for end in (text.rfind("\n", 0, cut), text.rfind(" ", 0, cut)):
        if end > cut // 2:
            cut = end
            break
    for whole in WHOLE.finditer(text):
        if whole.end() > cut:
            return (whole.start() or whole.end()) if whole.start() < cut else cut
    return cut


def _still_open(text: str) -> list[re.Match[str]]:
    """Give the tags of a text that are open at its end, outermost first."""
    opened: list[re.Match[str]] = []
    for tag in TAG.finditer(text):
        if not tag[1]:
            opened.append(tag)
        elif opened:
            opened.pop()
    return opened


def meaning_of(payload: str) -> dict[str, Any]:
    """Read a payload as responses write it, ``/intent{"entity": "value"}``; SettingError when it is not one."""
    name, brace, rest = payload.removeprefix("/").partition("{")
    try:
        entities = json.loads(brace + rest) if brace else {}
    except json.JSONDecodeError as problem:
        raise SettingError(f"A button's payload in data/responses can't be read: {payload}") from problem
    return {"intent": name.strip(), "entities": entities}


NUMBERED = re.compile(r"\d+$")
"""What the buttons of one result end with."""


def rows_of(titles: Sequence[tuple[str, str]]) -> list[list[dict[str, str]]]:
    """Lay inline buttons out: short ones side by side, long ones below one another; a row for each numbered result."""
    rows: list[list[dict[str, str]]] = []
    for title, data in titles:
        key = {"text": title, "callback_data": data}
        if rows and _go_together([*rows[-1], key]):
            rows[-1].append(key)
        else:
            rows.append([key])
    return rows


def _go_together(keys: Sequence[Mapping[str, str]]) -> bool:
    numbers = {found[0] if (found := NUMBERED.search(key["text"])) else "" for key in keys}
    return len(keys) <= 3 and len(numbers) == 1 and all(len(key["text"]) <= SHORT_TITLE for key in keys)


async def inline_keyboard(
    session: AsyncSession, chat_id: int, titles: Sequence[tuple[str, Mapping[str, Any]]], turn_id: int | None
) -> dict[str, Any]:
    """Make buttons with opaque ids; each is a title and what it means."""
    keys = []
    for title, meaning in titles:
        identifier = await buttons.put(
            session, chat_id, dict(meaning), turn_id=turn_id, once=meaning.get("intent") in ONCE
        )
        keys.append((title, identifier))
    return {"inline_keyboard": rows_of(keys)}


def reply_keyboard(kind: str, wording: Wording, language: str) -> dict[str, Any]:
    """Make the keyboard below the input field: share a number, share a place, or take it away."""
    if kind == "remove":
        return {"remove_keyboard": True}
    title = wording.plain_text({"response": f"button_share_{kind}"}, language)
    return {
        "keyboard": [[{"text": title, f"request_{kind}": True}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }


async def say(
    session: AsyncSession,
    wording: Wording,
    chat: Chat,
    message: Mapping[str, Any],
    *,
    turn_id: int | None = None,
    **routing: Any,
) -> None:
    """Render {«response», «args», «buttons»} in the chat's language and put it into the outbox.

    ``routing`` goes to the outbox as it is: case_id, case_message_id, purpose.
    """
    rendered = wording.render(message["response"], message.get("args") or {}, chat.language)
    titles = [(title, meaning_of(payload)) for title, payload in rendered.buttons]
    for button in message.get("buttons") or []:
        meaning = button.get("do") or {"intent": button["intent"], "entities": button.get("entities") or {}}
        titles.append((wording.plain_text(button["title"], chat.language), meaning))
    parts = split(rendered.text)
    for number, part in enumerate(parts):
        payload: dict[str, Any] = {"text": part, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
        if number == len(parts) - 1:
            if titles:
                payload["reply_markup"] = await inline_keyboard(session, chat.id, titles, turn_id)
            elif rendered.keyboard:
                payload["reply_markup"] = reply_keyboard(rendered.keyboard, wording, chat.language)
        if message.get("reply_to"):
            payload["reply_parameters"] = {"message_id": message["reply_to"], "allow_sending_without_reply": True}
        await outbox.put(session, chat.id, "send_message", payload, turn_id=turn_id, **routing)
    if document := (message.get("args") or {}).get("document"):
        await enclose(session, chat, document, turn_id)
