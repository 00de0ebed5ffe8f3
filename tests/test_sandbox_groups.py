"""The officers' forum: topics, members, anonymous administrators, rights; and the phones' events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.constants import ForumIconColor
from telegram.error import BadRequest, ChatMigrated, Forbidden

from launcher import sandbox_cast
from sandbox import cast
from tests.fixtures.sandbox import Person, Sandbox

GROUP = cast.OFFICERS_CHAT_ID


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with Bot(sandbox.token, base_url=f"{sandbox.url}/bot") as one:
        yield one


def test_launcher_knows_the_same_cast() -> None:
    assert str(cast.OFFICERS_CHAT_ID) == sandbox_cast.OFFICERS_CHAT_ID
    assert str(cast.HADI) == sandbox_cast.ADMIN_IDS
    assert ((str(cast.RINA), "Rina"),) == sandbox_cast.OFFICERS


async def test_topics_from_opening_to_deleting(bot: Bot, rina: Person) -> None:
    icons = await bot.get_forum_topic_icon_stickers()
    topic = await bot.create_forum_topic(GROUP, "K-1 · Siti", ForumIconColor.BLUE)
    thread = topic.message_thread_id
    await bot.send_message(GROUP, "Paket", message_thread_id=thread)
    await bot.edit_forum_topic(GROUP, thread, name="K-1 selesai", icon_custom_emoji_id=icons[0].custom_emoji_id)
    with pytest.raises(BadRequest, match="Topic_not_modified"):
        await bot.edit_forum_topic(GROUP, thread, name="K-1 selesai")
    shown = (await rina.look())["topics"][-1]
    assert (shown["name"], shown["icon_emoji"], shown["unread"]) == ("K-1 selesai", icons[0].emoji, 3)
    said = await rina.at(GROUP, thread).says("saya ambil")
    message = (await bot.get_updates())[-1].message
    assert message is not None and message.message_thread_id == thread and message.is_topic_message
    assert message.reply_to_message is not None and message.reply_to_message.forum_topic_created is not None
    assert said["thread"] == thread
    await bot.close_forum_topic(GROUP, thread)
    with pytest.raises(BadRequest, match="Topic_not_modified"):
        await bot.close_forum_topic(GROUP, thread)
    await bot.reopen_forum_topic(GROUP, thread)
    await bot.delete_forum_topic(GROUP, thread)
    for thread_id in (thread, 1):
        with pytest.raises(BadRequest, match="Message thread not found"):
            await bot.send_message(GROUP, "x", message_thread_id=thread_id)
    assert [one["thread"] for one in (await rina.look())["topics"]] == [None]


async def test_without_rights_the_bot_is_told(bot: Bot, hadi: Person, sandbox: Sandbox) -> None:
    topic = await bot.create_forum_topic(GROUP, "K-2")
    path = f"/phone/accounts/{hadi.id}/chats/{GROUP}/members"
    await sandbox.ask("POST", path, json={"id": "bot", "status": "member"})
    with pytest.raises(BadRequest, match="Not enough rights to create a topic"):
        await bot.create_forum_topic(GROUP, "K-3")
    await sandbox.ask(
        "PATCH", f"/phone/accounts/{hadi.id}/chats/{GROUP}/topics/{topic.message_thread_id}", json={"closed": True}
    )
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(GROUP, "x", message_thread_id=topic.message_thread_id)
    await sandbox.ask("POST", path, json={"id": "bot", "status": "kicked"})
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(GROUP, "x")
    changes = [one.my_chat_member for one in await bot.get_updates() if one.my_chat_member]
    assert [(one.old_chat_member.status, one.new_chat_member.status) for one in changes] == [
        ("administrator", "member"),
        ("member", "kicked"),
    ]


async def test_anonymous_administrators(bot: Bot, hadi: Person, sandbox: Sandbox) -> None:
    await sandbox.ask(
        "POST",
        f"/phone/accounts/{hadi.id}/chats/{GROUP}/members",
        json={"id": hadi.id, "status": "administrator", "anonymous": True},
    )
    await hadi.says("dari kami")
    message = (await bot.get_updates())[-1].message
    assert message is not None and message.from_user is not None and message.sender_chat is not None
    assert (message.from_user.username, message.sender_chat.id) == ("GroupAnonymousBot", GROUP)
    assert (await bot.get_chat_member(GROUP, hadi.id)).is_anonymous  # type: ignore[attr-defined]


async def test_members_and_a_strangers_group(bot: Bot, siti: Person, sandbox: Sandbox) -> None:
    assert {one.user.id for one in await bot.get_chat_administrators(GROUP)} == {cast.BOT_ID, cast.RINA, cast.HADI}
    assert (await bot.get_chat_member(GROUP, siti.id)).status == "left"
    assert await bot.get_chat_member_count(GROUP) == 3
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(GROUP, 99)
    group = await sandbox.ask(
        "POST", f"/phone/accounts/{siti.id}/chats", json={"title": "Loker", "forum": False, "bot": "member"}
    )
    there = siti.at(group["id"])
    await there.says("obrolan biasa")
    await there.says("/help@antarkerja_bot")
    found = [one.message.text for one in await bot.get_updates() if one.message and one.message.text]
    assert found == ["/help@antarkerja_bot"]
    with pytest.raises(BadRequest, match="not a forum"):
        await bot.create_forum_topic(group["id"], "x")
    await bot.leave_chat(group["id"])
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(group["id"], "x")


async def test_a_group_that_migrates(bot: Bot, rina: Person, sandbox: Sandbox) -> None:
    group = await sandbox.ask(
        "POST", f"/phone/accounts/{rina.id}/chats", json={"title": "Kecil", "supergroup": False, "bot": "administrator"}
    )
    new = await sandbox.ask("POST", f"/phone/accounts/{rina.id}/chats/{group['id']}/migrate")
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group["id"], "x")
    assert moved.value.new_chat_id == new["id"]
    await bot.send_message(new["id"], "x")


async def test_pins(bot: Bot, rina: Person) -> None:
    sent = await bot.send_message(GROUP, "Penting")
    await bot.pin_chat_message(GROUP, sent.id)
    assert (await rina.look())["pinned_message_id"] == sent.id
    await bot.unpin_chat_message(GROUP, sent.id)
    assert (await rina.look())["pinned_message_id"] is None
    with pytest.raises(BadRequest, match="Message to pin not found"):
        await bot.pin_chat_message(GROUP, 1)


async def test_phones_live(bot: Bot, siti: Person, budi: Person, sandbox: Sandbox) -> None:
    await siti.starts()
    got: list[tuple[str, int, dict[str, object]]] = []
    async with sandbox.http.stream("GET", f"/phone/events?accounts={siti.id},{budi.id}") as stream:
        lines = stream.aiter_lines()

        async def until(event: str) -> tuple[str, int, dict[str, object]]:
            name = ""
            async for line in lines:
                if line.startswith("event:"):
                    name = line[7:]
                elif line.startswith("data:"):
                    data = json.loads(line[6:])
                    got.append((name, data["account"], data["data"]))
                    if name == event:
                        return got[-1]
            raise AssertionError(f"no {event} in {got}")

        async with asyncio.timeout(15):
            await until("hello")
            await until("hello")
            sent = await bot.send_message(siti.id, "Halo")
            assert (await until("message"))[1:][1]["text"] == "Halo"
            await bot.send_chat_action(siti.id, "typing")
            assert (await until("action"))[2]["action"] == "typing"
            await sent.edit_text("Halo kak")
            assert (await until("changed"))[2]["html"] == "Halo kak"
            await sent.delete()
            assert (await until("deleted"))[2] == {"chat": siti.id, "ids": [sent.id]}
            await budi.says("p")
            assert (await until("message"))[1] == budi.id


async def test_phones_are_refused_in_words(siti: Person, sandbox: Sandbox) -> None:
    for verb, path, body in (
        ("GET", "/phone/accounts/99/chats", None),
        ("GET", f"/phone/accounts/{siti.id}/chats/{GROUP}", None),
        ("POST", f"/phone/accounts/{siti.id}/chats/bot/messages", {"text": " "}),
        ("POST", f"/phone/accounts/{siti.id}/chats/bot/messages", {}),
        ("POST", f"/phone/accounts/{siti.id}/chats/bot/keyboard", {"text": "x"}),
        ("POST", "/control/faults", {"kind": "earthquake"}),
    ):
        answer = await sandbox.http.request(verb, path, json=body)
        assert answer.status_code in (400, 404), path
        assert answer.json()["error"] and answer.json()["code"]


async def test_long_texts_are_split_as_apps_do(siti: Person) -> None:
    await siti.says("😀" * 3000)
    assert [len(one["text"]) for one in await siti.history()] == [2048, 952]
