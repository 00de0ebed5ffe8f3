"""Reading updates, joining bursts, cutting long texts: what needs no server."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.incoming import ALLOWED_UPDATES, ANONYMOUS_ADMIN, SERVICE, UnreadableError, clean, language_of, read
from bot.messages import COMMANDS
from bot.replies import LIMIT, meaning_of, rows_of, split, units
from placement.errors import SettingError
from sandbox.state import SERVICE_FIELDS


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


@pytest.mark.parametrize(
    ("code", "language"),
    [("id", "id"), ("en", "en"), ("en-GB", "en"), ("EN", "en"), ("jv", "id"), ("eng", "id"), ("", "id"), (None, "id")],
)
def test_a_chat_begins_in_the_language_of_the_telegram(code: str | None, language: str) -> None:
    assert language_of(code) == language


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


def test_what_the_local_telegram_writes_itself_is_known_as_such() -> None:
    # The two lists stand apart because bot and sandbox know nothing of one another.
    assert set(SERVICE_FIELDS) <= set(SERVICE)


@pytest.mark.parametrize(
    ("field", "content"),
    [(field, content) for field in SERVICE if field != "migrate_to_chat_id" for content in ({}, {"x": 1}, True, [1])]
    + [("migrate_to_chat_id", -100)],
)
def test_a_service_message_is_never_taken_for_words(field: str, content: Any) -> None:
    raw = raw_message() | {field: content}
    incoming = read({"update_id": 1, "message": raw})
    assert incoming is not None
    assert (incoming.kind, incoming.service, incoming.text) == ("service", field, None)


def raw_message(**content: Any) -> dict[str, Any]:
    """A private message as Telegram sends it."""
    person = {"id": 1001, "is_bot": False, "first_name": "Siti"}
    return {"message_id": 5, "date": 1, "chat": {"id": 1001, "type": "private"}, "from": person, **content}


@pytest.mark.parametrize(
    "change",
    [
        {"chat": None},
        {"chat": {"id": 1}},
        {"chat": {"id": "1", "type": "private"}},
        {"chat": {"id": True, "type": "private"}},
        {"chat": {"id": 2**63, "type": "private"}},
        {"chat": {"id": 1, "type": "circle"}},
        {"from": {"is_bot": False}},
        {"from": {"id": 1.5}},
        {"from": {"id": 1, "language_code": 7}},
        {"date": "today"},
        {"date": 10**18},
        {"date": float("nan")},
        {"message_id": None},
        {"message_id": 2**64},
        {"text": ["a"]},
        {"text": 7},
        {"text": "a", "entities": {"offset": 0}},
        {"contact": "0812"},
        {"location": {"latitude": 1}},
        {"location": {"latitude": "utara", "longitude": 1}},
        {"location": {"latitude": 91, "longitude": 1}},
        {"location": {"latitude": float("nan"), "longitude": 1}},
        {"location": {"latitude": 1, "longitude": float("inf")}},
        {"reply_to_message": "x", "text": "a"},
    ],
)
def test_what_has_not_the_apis_shape_is_said_to_be_so(change: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError):
        read({"update_id": 1, "message": raw_message() | change})


@pytest.mark.parametrize(
    "update", [[], None, "halo", 7, {"message": raw_message()}, {"update_id": "1", "message": raw_message()}]
)
def test_what_is_no_update_is_said_to_be_so(update: Any) -> None:
    with pytest.raises(UnreadableError):
        read(update)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from([*ALLOWED_UPDATES, *raw_message(text=""), "id", "type", "data"]), inner, max_size=6
        ),
    ),
    max_leaves=25,
)


@given(JSON, st.sampled_from(ALLOWED_UPDATES))
def test_whatever_comes_is_read_left_out_or_refused(content: Any, kind: str) -> None:
    for update in (content, {"update_id": 1, kind: content}, {"update_id": 1, kind: raw_message(x=content)}):
        try:
            incoming = read(update)
        except UnreadableError:
            continue
        assert incoming is None or incoming.update_id == 1


def test_a_live_locations_steps_are_nothing() -> None:
    place = {"latitude": -6.2, "longitude": 106.9, "live_period": 900}
    assert read({"update_id": 1, "edited_message": raw_message(location=place, edit_date=2)}) is None
    first = read({"update_id": 1, "message": raw_message(location=place)})
    assert first is not None and first.kind == "location"


@pytest.mark.parametrize(
    ("content", "text"),
    [({"text": "baru"}, "baru"), ({"caption": "baru", "photo": []}, "baru"), ({"photo": []}, None), ({"text": ""}, "")],
)
def test_an_edit_is_one_whatever_it_edits(content: dict[str, Any], text: str | None) -> None:
    incoming = read({"update_id": 1, "edited_message": raw_message(edit_date=2, **content)})
    assert incoming is not None
    assert (incoming.kind, incoming.text, incoming.command) == ("edited", text, None)


def test_a_text_longer_than_a_message_is_cut_and_marked() -> None:
    for length, cut in ((4096, False), (4097, True), (100_000, True)):
        incoming = read({"update_id": 1, "message": raw_message(text="x" * length)})
        assert incoming is not None
        assert (len(incoming.text or ""), incoming.cut) == (min(length, 4096), cut)


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
