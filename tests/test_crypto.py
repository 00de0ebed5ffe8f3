"""Encrypted columns: opened by their key only, by old keys too, and never half."""

import os
import threading
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from placement.crypto import WRONG_KEY, FieldCipher, load_cipher, make_key_file
from placement.errors import SettingError
from placement.settings import load_settings
from placement.storage import buttons, inbox
from placement.storage.database import Database, make_engine

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.mark.parametrize("value", ["", "Siti", "Nur'aini 🌸", "x" * 100_000, "a\x00b"])
def test_what_is_encrypted_comes_back(value: str) -> None:
    cipher = FieldCipher([NEW])
    token = cipher.encrypt(value)
    assert cipher.decrypt(token) == value
    assert token.isascii()
    assert not value or len(value) < 4 or value not in token


def test_half_a_character_becomes_a_question_mark() -> None:
    cipher = FieldCipher([NEW])
    assert cipher.decrypt(cipher.encrypt("a\ud83db")) == "a?b"


def test_the_same_value_never_looks_the_same() -> None:
    cipher = FieldCipher([NEW])
    assert cipher.encrypt("Siti") != cipher.encrypt("Siti")


def test_a_new_key_opens_what_the_old_one_closed_and_not_the_other_way_round() -> None:
    before, both, after = FieldCipher([OLD]), FieldCipher([NEW, OLD]), FieldCipher([NEW])
    assert both.decrypt(before.encrypt("Siti")) == "Siti"
    assert after.decrypt(both.encrypt("Siti")) == "Siti", "the first key encrypts"
    with pytest.raises(SettingError, match="FIELD_KEY does not open"):
        after.decrypt(before.encrypt("Siti"))


def test_a_damaged_token_is_told_not_guessed() -> None:
    cipher = FieldCipher([NEW])
    token = cipher.encrypt("Siti")
    swapped = token[:30] + ("A" if token[30] != "A" else "B") + token[31:]
    for damaged in (swapped, token[:-4], "", "garbage", "tökén"):
        with pytest.raises(SettingError) as told:
            cipher.decrypt(damaged)
        assert str(told.value) == WRONG_KEY


def test_keys_are_read_from_the_setting_newest_first() -> None:
    cipher = load_cipher(load_settings(field_key=f"{NEW}, {OLD}"))
    assert cipher.decrypt(FieldCipher([OLD]).encrypt("Siti")) == "Siti"
    assert FieldCipher([NEW]).decrypt(cipher.encrypt("Siti")) == "Siti"


def test_a_key_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "var" / "field.key"
    key = make_key_file(file)
    assert make_key_file(file) == key
    assert file.stat().st_mode & 0o777 == 0o600
    assert os.listdir(file.parent) == ["field.key"], "no draft is left"


def test_many_that_start_together_have_one_key(tmp_path: Path) -> None:
    made: list[str] = []
    gate = threading.Barrier(8)

    def start() -> None:
        gate.wait()
        made.append(make_key_file(tmp_path / "field.key"))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1


@pytest.mark.parametrize("content", [b"", b"not a key", b"\xff\xfe"])
def test_a_key_file_that_holds_no_key_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "field.key").write_bytes(content)
    with pytest.raises(SettingError) as told:
        load_cipher(load_settings(var=tmp_path, field_key=None))
    assert "restore" in str(told.value)


async def test_the_database_holds_no_plain_word(database: Database) -> None:
    async with database.transaction("chat:1", "test") as session:
        chat = await inbox.ensure_chat(session, bot_id=1, telegram_id=1, kind="private", language="id")
        await buttons.put(session, chat, {"entities": {"person_name": "Zulaikha"}})
    async with database.reading() as session:
        raw = (await session.execute(text("SELECT meaning FROM buttons"))).scalar_one()
    assert "Zulaikha" not in raw


async def test_another_key_opens_nothing(database: Database, database_url: str) -> None:
    async with database.transaction("chat:1", "test") as session:
        chat = await inbox.ensure_chat(session, bot_id=1, telegram_id=1, kind="private", language="id")
        button = await buttons.put(session, chat, {"intent": "affirm"})
    thief = Database(make_engine(database_url, FieldCipher([NEW])), database.clock)
    with pytest.raises(SettingError, match="FIELD_KEY does not open"):
        async with thief.reading() as session:
            await buttons.find(session, button, chat)
    await thief.close()
