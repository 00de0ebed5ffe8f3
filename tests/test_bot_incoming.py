"""Reading updates, joining bursts, cutting long texts: what needs no server."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.incoming import ANONYMOUS_ADMIN, clean, read
from bot.messages import COMMANDS
from bot.replies import LIMIT, meaning_of, rows_of, split, units
from placement.errors import SettingError


def message(**content: Any) -> dict[str, Any]:
    """A private message as the library hands it on."""
    raw = {
        "update_id": 1,
        "message": {
            "message_id": 5,
            "date": 1_795_500_000,
            "chat": {"id": 1001, "type": "private", "first_name": "Siti"},
            "from": {"id": 1001, "is_bot": False, "first_name": "Siti", "language_code": "id"},
            **content,
        },
    }
    update = Update.de_json(raw, None)
    assert update is not None
    return update.to_dict()


def test_a_plain_text_is_a_text_and_not_a_service_message() -> None:
    incoming = read(message(text="mau daftar"))
    assert incoming is not None
    assert (incoming.kind, incoming.text, incoming.service) == ("text", "mau daftar", None)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_read_with_what_follows(name: str) -> None:
    text = f"/{name}@antarkerja_bot kasir"
    entities = [{"type": "bot_command", "offset": 0, "length": len(name) + len("/@antarkerja_bot")}]
    incoming = read(message(text=text, entities=entities), "antarkerja_bot")
    assert incoming is not None
    assert (incoming.kind, incoming.command, incoming.text) == ("command", name, "kasir")


def test_a_voice_note_is_media_with_its_file() -> None:
    incoming = read(message(voice={"file_id": "F", "file_unique_id": "U", "duration": 3}))
    assert incoming is not None
    assert (incoming.kind, incoming.media, incoming.file_id) == ("media", "voice", "F")


def test_an_anonymous_administrator_is_seen_as_one() -> None:
    update = message(text="halo")
    update["message"]["from"] = {"id": ANONYMOUS_ADMIN, "is_bot": True, "first_name": "Group"}
    incoming = read(update)
    assert incoming is not None
    assert incoming.anonymous


@pytest.mark.parametrize("update", [{"update_id": 1}, {"update_id": 2, "poll": {"id": "x"}}])
def test_what_we_did_not_ask_for_is_nothing(update: dict[str, Any]) -> None:
    assert read(update) is None


@given(st.text(alphabet=st.characters(), max_size=6000))
def test_any_text_becomes_storable(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= 4096
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")


@given(st.text(alphabet="ab 😀\n", max_size=12_000))
def test_a_long_answer_is_cut_into_messages_that_fit(text: str) -> None:
    parts = split(text)
    assert all(units(part) <= LIMIT for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_payload_is_read_as_responses_write_it() -> None:
    assert meaning_of('/inform{"education_level": "smk"}') == {
        "intent": "inform",
        "entities": {"education_level": "smk"},
    }
    with pytest.raises(SettingError, match="payload"):
        meaning_of("/inform{broken")


def test_the_buttons_of_one_result_stand_in_a_row_of_their_own() -> None:
    titles = ("Lamar 1", "Detail 1", "Lamar 2", "Detail 2", "Lainnya", "Kabar lamaran")
    rows = rows_of([(title, title) for title in titles])
    assert [[key["text"] for key in row] for row in rows] == [
        ["Lamar 1", "Detail 1"],
        ["Lamar 2", "Detail 2"],
        ["Lainnya", "Kabar lamaran"],
    ]


def test_short_buttons_stand_side_by_side_and_long_ones_alone() -> None:
    rows = rows_of([("Lamar 1", "a"), ("Detail 1", "b"), ("Data dipakai buat apa saja?", "c")])
    assert [len(row) for row in rows] == [2, 1]
