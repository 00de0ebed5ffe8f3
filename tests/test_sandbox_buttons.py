"""Inline buttons on a phone: what each kind shows and does."""

from __future__ import annotations

from tests.fixtures.sandbox import Person, Sandbox


async def test_a_copy_button_shows_and_gives_its_text(sandbox: Sandbox, siti: Person) -> None:
    await siti.starts()
    keyboard = {"inline_keyboard": [[{"text": "Salin nomor", "copy_text": {"text": "AK-0001"}}]]}
    await sandbox.call("sendMessage", chat_id=siti.id, text="Nomor Kakak", reply_markup=keyboard)
    shown = await siti.hears("Nomor")
    assert shown["buttons"] == [[{"text": "Salin nomor", "kind": "copy", "copy": "AK-0001"}]]
    assert await siti.presses("Salin nomor") == {"kind": "copy", "copied": "AK-0001", "answered": True}


async def test_lone_surrogates_reach_the_bot_as_telegram_escapes_them(sandbox: Sandbox, siti: Person) -> None:
    await siti.injects(text="a\ud800b")
    answer = await sandbox.call("getUpdates")
    assert answer["result"][-1]["message"]["text"] == "a\ud800b"
    [entry] = await sandbox.journal("getUpdates")
    assert entry["answer"][-1]["message"]["text"] == "a\ud800b"
