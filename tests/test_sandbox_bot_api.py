"""The Bot API as the real client library sees it: private chats, keyboards, edits, files, profile."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    MenuButtonCommands,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, InvalidToken

from sandbox import cast
from sandbox.phone.acts import STICKER as PNG
from tests.fixtures.sandbox import Person, Sandbox

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Lamar", callback_data="a1")]])


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    async with Bot(sandbox.token, base_url=f"{sandbox.url}/bot", base_file_url=f"{sandbox.url}/file/bot") as one:
        yield one


@pytest.fixture
async def met(siti: Person) -> Person:
    await siti.starts()
    return siti


async def test_get_me_and_tokens(bot: Bot, sandbox: Sandbox) -> None:
    assert (await bot.get_me()).username == cast.BOT_USERNAME
    with pytest.raises(InvalidToken):
        await Bot("wrong", base_url=f"{sandbox.url}/bot").get_me()


async def test_unknown_and_unplayed_methods(sandbox: Sandbox) -> None:
    assert await sandbox.call("flyToTheMoon") == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert (await sandbox.call("getAvailableGifts"))["error_code"] == 501
    assert [one["status"] for one in await sandbox.journal()][-2:] == [404, 501]


async def test_requests_are_checked_against_the_schema(sandbox: Sandbox, met: Person) -> None:
    async def reason(**params: object) -> str:
        return str((await sandbox.call("sendMessage", **params))["description"])

    assert await reason(text="x") == "Bad Request: chat_id is empty"
    assert await reason(chat_id=met.id) == "Bad Request: message text is empty"
    assert await reason(chat_id=met.id, text=" \n ") == "Bad Request: message text is empty"
    assert await reason(chat_id=met.id, text="x", reply_markup="{no") == (
        "Bad Request: can't parse reply_markup JSON object"
    )
    broken = {"inline_keyboard": [[{"callback_data": "x"}]]}
    assert "can't parse reply_markup" in await reason(chat_id=met.id, text="x", reply_markup=broken)


async def test_get_and_forms_work_too(sandbox: Sandbox, met: Person) -> None:
    by_query = await sandbox.http.get(f"/bot{sandbox.token}/sendMessage", params={"chat_id": met.id, "text": "a"})
    form = {"chat_id": str(met.id), "text": "b", "disable_notification": "true"}
    by_form = await sandbox.http.post(f"/bot{sandbox.token}/sendmessage", data=form)
    assert (by_query.json()["ok"], by_form.json()["ok"]) == (True, True)
    assert [(one["text"], one["silent"]) for one in (await met.history())[1:]] == [("a", False), ("b", True)]


async def test_text_limits_at_the_boundary(bot: Bot, met: Person) -> None:
    await bot.send_message(met.id, "😀" * 2048)
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(met.id, "😀" * 2048 + "a")
    await bot.send_document(met.id, b"x", caption="a" * 1024)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(met.id, b"x", caption="a" * 1025)
    with pytest.raises(BadRequest, match="Can't parse entities: unsupported start tag"):
        await bot.send_message(met.id, "<p>x</p>", parse_mode="HTML")


async def test_who_can_be_written_to(bot: Bot, siti: Person) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(siti.id, "x")
    await siti.starts()
    await bot.send_message(siti.id, "x")
    await siti.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(siti.id, "x")
    await siti.unblocks()
    await bot.send_message(siti.id, "x")


async def test_keyboards(bot: Bot, met: Person) -> None:
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        data = "é" * 32 + "a"
        await bot.send_message(
            met.id, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data=data)]])
        )
    with pytest.raises(BadRequest, match="wrong http url"):
        local = InlineKeyboardMarkup([[InlineKeyboardButton("a", url="http://localhost/x")]])
        await bot.send_message(met.id, "x", reply_markup=local)
    rows = [[KeyboardButton("Kirim nomor", request_contact=True)], [KeyboardButton("Lokasi", request_location=True)]]
    await bot.send_message(met.id, "Nomornya?", reply_markup=ReplyKeyboardMarkup(rows, resize_keyboard=True))
    assert [row[0]["request"] for row in (await met.look())["keyboard"]["rows"]] == ["contact", "location"]
    contact = (await met.taps("Kirim nomor"))["media"]
    assert (contact["user_id"], contact["phone_number"]) == (met.id, "628120001001")
    assert (await met.taps("Lokasi"))["media"]["kind"] == "location"
    await bot.send_message(met.id, "Makasih", reply_markup=ReplyKeyboardRemove())
    assert (await met.look())["keyboard"] is None
    with pytest.raises(BadRequest, match="private chats only"):
        await bot.send_message(cast.OFFICERS_CHAT_ID, "x", reply_markup=ReplyKeyboardMarkup(rows))


async def test_edits(bot: Bot, met: Person) -> None:
    sent = await bot.send_message(met.id, "<b>a</b>", parse_mode="HTML", reply_markup=BUTTON)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("<b>a</b>", parse_mode="HTML", reply_markup=BUTTON)
    await sent.edit_text("b")
    shown = (await met.history())[-1]
    assert (shown["text"], shown["buttons"], shown["edited"] is not None) == ("b", None, True)
    own = (await met.history())[0]
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", met.id, own["id"])
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", met.id, 1)
    with pytest.raises(BadRequest, match="no caption"):
        await sent.edit_caption("x")
    picture = await bot.send_photo(met.id, PNG, caption="x")
    with pytest.raises(BadRequest, match="no text in the message"):
        await picture.edit_text("x")
    await picture.edit_caption("y")
    assert (await met.history())[-1]["text"] == "y"


async def test_deleting_within_two_days(bot: Bot, met: Person, sandbox: Sandbox) -> None:
    old = await bot.send_message(met.id, "old")
    said = await met.says("rahasia")
    assert await bot.delete_message(met.id, said["id"])
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(met.id, said["id"])
    await sandbox.advance(48 * 3600 + 1)
    new = await bot.send_message(met.id, "new")
    with pytest.raises(BadRequest, match="can't be deleted"):
        await old.delete()
    assert await bot.delete_messages(met.id, [old.id, new.id, 5])
    assert [one["text"] for one in await met.history()] == ["/start", "old"]


async def test_files_there_and_back(bot: Bot, met: Person) -> None:
    sent = await met.sends_file("photo", PNG, "ijazah.png", caption="ijazah saya")
    update = (await bot.get_updates())[-1]
    assert update.message is not None and update.message.photo
    assert update.message.caption == "ijazah saya" and sent["media"]["kind"] == "photo"
    file = await bot.get_file(update.message.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == PNG
    again = await bot.send_photo(met.id, update.message.photo[-1].file_id)
    assert again.photo[-1].file_id == update.message.photo[-1].file_id
    with pytest.raises(BadRequest, match="use file of type photo as document"):
        await bot.send_document(met.id, again.photo[-1].file_id)
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(met.id, "nonsense")
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(met.id, b"no picture")
    for kind, name in (("voice", "a.oga"), ("video_note", "a.mp4"), ("audio", "a.mp3"), ("video", "a.mp4")):
        assert (await met.sends_file(kind, b"abc", name, duration="3"))["media"]["kind"] == kind
    assert [bool(one.effective_attachment) for one in [u.message for u in await bot.get_updates()][1:] if one] == [
        True
    ] * 5


async def test_albums(bot: Bot, met: Person) -> None:
    await bot.send_media_group(met.id, [InputMediaPhoto(PNG, caption="satu"), InputMediaPhoto(PNG)])
    shown = (await met.history())[-2:]
    assert shown[0]["album"] == shown[1]["album"] is not None
    with pytest.raises(BadRequest, match="mixed"):
        await bot.send_media_group(met.id, [InputMediaPhoto(PNG), InputMediaDocument(b"x")])
    own = await met.sends_files("photo", [("a.png", PNG), ("b.png", PNG)], caption="dua")
    assert own[0]["album"] == own[1]["album"] is not None
    groups = [u.message.media_group_id for u in await bot.get_updates() if u.message and u.message.media_group_id]
    assert len(groups) == 2 and len(set(groups)) == 1


async def test_every_kind_of_message_fits_the_schema(bot: Bot, met: Person) -> None:
    await met.sends(poll={"question": "Kerja apa?", "options": ["a", "b"]})
    await met.sends(dice={"emoji": "🎲"})
    await met.sends(sticker={"emoji": "👍"})
    await met.sends(location={"latitude": -5.0, "longitude": 110.0})
    await met.sends(contact={"phone_number": "+62811", "first_name": "Ani", "account_id": cast.BUDI})
    await bot.send_location(met.id, -6.2, 106.8)
    await bot.send_venue(met.id, -6.2, 106.8, "Disnaker", "Jl. A 1")
    await bot.send_contact(met.id, "110", "Polisi")
    await bot.send_poll(met.id, "Puas?", ["ya", "tidak"])
    await bot.send_dice(met.id)
    await bot.send_voice(met.id, b"x", duration=2)
    await bot.send_video(met.id, b"x")
    await bot.send_animation(met.id, b"x")
    await bot.send_audio(met.id, b"x")
    await bot.send_video_note(met.id, b"x")
    await bot.send_sticker(met.id, PNG)
    kinds = [one["media"]["kind"] for one in (await met.history())[1:]]
    assert kinds == [
        "poll", "dice", "sticker", "location", "contact",
        "location", "venue", "contact", "poll", "dice", "voice", "video", "animation", "audio", "video_note", "sticker"
    ]  # fmt: skip


async def test_replies_copies_and_forwards(bot: Bot, met: Person) -> None:
    said = await met.says("kerja di Bekasi")
    answer = await bot.send_message(met.id, "ada", reply_parameters=ReplyParameters(said["id"]), protect_content=True)
    assert answer.reply_to_message is not None and answer.reply_to_message.text == "kerja di Bekasi"
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(met.id, "x", reply_parameters=ReplyParameters(7))
    await bot.send_message(met.id, "x", reply_parameters=ReplyParameters(7, allow_sending_without_reply=True))
    copied = await bot.copy_message(cast.OFFICERS_CHAT_ID, met.id, said["id"])
    assert copied.message_id
    forwarded = await bot.forward_message(cast.OFFICERS_CHAT_ID, met.id, said["id"])
    assert forwarded.forward_origin is not None and forwarded.forward_origin.sender_user.id == met.id  # type: ignore[attr-defined]
    with pytest.raises(BadRequest, match="can't be forwarded"):
        await bot.forward_message(cast.OFFICERS_CHAT_ID, met.id, answer.id)


async def test_reactions_and_chat_actions(bot: Bot, met: Person) -> None:
    sent = await bot.send_message(met.id, "x")
    await bot.set_message_reaction(met.id, sent.id, "👍")
    assert (await met.history())[-1]["reactions"] == [{"emoji": "👍", "count": 1, "mine": False}]
    await bot.send_chat_action(met.id, "typing")
    assert (await met.look())["action"]["action"] == "typing"
    await bot.get_updates(allowed_updates=["message_reaction"])
    await met.reacts(sent.id, "🔥")
    update = (await bot.get_updates(allowed_updates=["message_reaction"]))[-1]
    assert update.message_reaction is not None and update.message_reaction.new_reaction[0].emoji == "🔥"  # type: ignore[attr-defined]


async def test_commands_menu_and_descriptions(bot: Bot, met: Person) -> None:
    await bot.set_my_commands([BotCommand("menu", "Menu")])
    await bot.set_my_commands([BotCommand("menu", "Menu (English)")], language_code="en")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    await bot.set_my_description("Cari kerja")
    look = await met.look()
    assert look["commands"] == [{"command": "menu", "description": "Menu"}]
    assert (look["menu_button"], look["description"]) == ({"type": "commands"}, "Cari kerja")
    assert (await bot.get_my_commands(language_code="en"))[0].description == "Menu (English)"
    await bot.delete_my_commands()
    assert (await met.look())["commands"] == []
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Besar", "x")])


async def test_presses_and_their_answers(bot: Bot, met: Person, sandbox: Sandbox) -> None:
    sent = await bot.send_message(met.id, "x", reply_markup=BUTTON)
    late = await met.presses("Lamar", wait=0)
    assert late["answered"] is False
    update = (await bot.get_updates())[-1]
    assert update.callback_query is not None and update.callback_query.data == "a1"
    assert await update.callback_query.answer("Sudah", show_alert=True)
    with pytest.raises(BadRequest, match="Query is too old"):
        await update.callback_query.answer()
    await met.forges(sent.id, "forged", wait=0)
    forged = (await bot.get_updates())[-1].callback_query
    assert forged is not None and forged.data == "forged"
    await sandbox.advance(61)
    with pytest.raises(BadRequest, match="Query is too old"):
        await forged.answer()
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("12345")
