"""The sender: a call that was made is not made again because of what follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from placement import privacy
from placement.stops import FOLDER
from placement.storage import outbox
from placement.storage.models import Outgoing
from tests.fixtures.desk import GROUP, Desk
from tests.fixtures.sandbox import Person


async def test_a_call_whose_consequences_fail_is_over_all_the_same(desk: Desk, siti: Person, rina: Person) -> None:
    chat_id = await desk.comes(siti)
    case_id = await desk.asks(siti, "asked")
    topic = await desk.topic(case_id, rina)
    await topic.presses("Ambil kasus")
    await siti.hears("Rina")
    await topic.says("Halo Kak")
    await siti.hears("Halo Kak")
    await desk.quiet()
    (message, *_) = await desk.messages(case_id)
    async with desk.services.database.engine.begin() as connection:  # What a relayed message leads to can't be kept.
        await connection.execute(text("ALTER TABLE case_messages RENAME COLUMN delivery TO elsewhere"))
    async with desk.write() as session:
        row = await outbox.put(
            session, chat_id, "send_message", {"text": "Sekali saja"}, case_message_id=message.id, purpose="relay"
        )
        await session.flush()
    await siti.hears("Sekali saja")

    async def over(session: AsyncSession) -> bool:
        found = await session.get(Outgoing, row.id)
        return found is not None and (found.state, found.error) == ("sent", "unexpected")

    await desk.until(over, "the call's end")
    async with desk.write() as session:
        await outbox.put(session, chat_id, "send_message", {"text": "Lanjut"})
    await siti.hears("Lanjut")
    heard = [one["text"] for one in await siti.history() if not one["out"]]
    assert heard.count("Sekali saja") == 1
    async with desk.services.database.engine.begin() as connection:
        await connection.execute(text("ALTER TABLE case_messages RENAME COLUMN elsewhere TO delivery"))


async def test_a_topic_that_is_made_while_its_case_is_erased_does_not_stay(
    desk: Desk, siti: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat_id = await desk.comes(siti)
    await desk.quiet()
    stops = tmp_path / "stops"
    stops.mkdir()
    (stops / "bot.sent").write_text("wait")
    monkeypatch.setenv(FOLDER, str(stops))
    case_id = await desk.asks(siti, "asked")
    made = stops / "bot.sent.reached"

    async def is_made(_session: AsyncSession) -> bool:
        return made.exists()

    try:
        await desk.until(is_made, "the topic, made and not yet marked")
        assert str((await desk.sandbox.journal("createForumTopic"))[-1]["params"]["chat_id"]) == str(GROUP)
        async with desk.write() as session:
            await privacy.erase(session, chat_id)
    finally:
        made.unlink(missing_ok=True)
    await desk.quiet()
    assert (await desk.case(case_id)).topic_id is None
    (gone,) = await desk.sandbox.journal("deleteForumTopic")
    assert gone["params"]["message_thread_id"]
