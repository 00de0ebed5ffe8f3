"""A press is looked up by its opaque id: forged, foreign, expired and used-up buttons are refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.incoming import Incoming, read
from bot.presses import Press, read_press
from placement.clock import ManualClock
from placement.storage import buttons, inbox
from placement.storage.database import Database
from placement.storage.models import Chat


def press(data: Any) -> Incoming:
    """A press with this data, as the Bot API tells it."""
    chat = {"id": 1001, "type": "private", "first_name": "Siti"}
    person = {"id": 1001, "is_bot": False, "first_name": "Siti"}
    query = {"id": "1", "from": person, "chat_instance": "1", "message": {"message_id": 5, "date": 0, "chat": chat}}
    found = read({"update_id": 1, "callback_query": {**query, "data": data}})
    assert found is not None
    return found


async def chats(database: Database) -> tuple[Chat, Chat]:
    """Two seekers' chats."""
    async with database.transaction("test", "chats") as session:
        found = [
            await session.get(
                Chat,
                await inbox.ensure_chat(session, bot_id=1, telegram_id=telegram_id, kind="private", language="id"),
            )
            for telegram_id in (1001, 1002)
        ]
    assert found[0] is not None and found[1] is not None
    return found[0], found[1]


async def looked_up(database: Database, chat: Chat, data: Any) -> Press:
    """What a press in a chat turns out to be."""
    async with database.reading() as session:
        return await read_press(session, chat, press(data))


@pytest.mark.parametrize(
    "data",
    [None, "", "x", "x" * 64, "x" * 65, "é" * 32, "\x00", "a\x00b", "\ud800", "ñ", "' OR 1=1 --", 7, ["list"]],
)
async def test_data_that_was_never_given_out_is_stale(database: Database, data: Any) -> None:
    chat, _ = await chats(database)
    assert await looked_up(database, chat, data) == Press(refusal="button_stale")


async def test_a_button_works_where_it_was_shown_and_only_there(database: Database, clock: ManualClock) -> None:
    siti, budi = await chats(database)
    meaning = {"intent": "affirm", "entities": {}}
    async with database.transaction("test", "button") as session:
        identifier = await buttons.put(session, siti.id, meaning, once=True)
        often = await buttons.put(session, siti.id, meaning)
    assert await looked_up(database, siti, identifier) == Press(identifier, meaning)
    assert (await looked_up(database, budi, identifier)).refusal == "button_stale"
    assert (await looked_up(database, siti, identifier[:-1])).refusal == "button_stale"
    assert (await looked_up(database, siti, identifier.swapcase())).refusal == "button_stale"
    async with database.transaction("test", "press") as session:
        assert await buttons.press(session, identifier)
        assert not await buttons.press(session, identifier)
        assert await buttons.press(session, often) and await buttons.press(session, often)
    assert (await looked_up(database, siti, identifier)).refusal == "button_used"
    assert (await looked_up(database, siti, often)).refusal is None
    clock.advance(buttons.LIFETIME + timedelta(seconds=1))
    assert (await looked_up(database, siti, often)).refusal == "button_stale"


def test_a_press_on_a_message_that_is_too_old_to_be_shown_is_read() -> None:
    assert press("abc").sent_at == datetime.fromtimestamp(0, UTC)
    assert read({"update_id": 1, "callback_query": {"id": "1", "inline_message_id": "x", "data": "y"}}) is None
