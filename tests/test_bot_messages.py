"""What a private message asks of Rasa: commands, contacts, places, and texts that must never be read as payloads."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incoming import Incoming, read
from bot.messages import COMMANDS, Message, understand
from bot.services import Services
from placement.settings import ROOT
from placement.vocabulary import Vocabularies

VOCABULARIES = Vocabularies.load(ROOT / "data")


def incoming(**content: Any) -> Incoming:
    """A private message as the Bot API tells it."""
    person = {"id": 1001, "is_bot": False, "first_name": "Siti"}
    message = {
        "message_id": 5,
        "date": 1_795_500_000,
        "chat": {"id": 1001, "type": "private"},
        "from": person,
        **content,
    }
    found = read({"update_id": 1, "message": message}, "antarkerja_bot")
    assert found is not None
    return found


def asked(**content: Any) -> Message:
    """What Rasa is asked for a message."""
    # Only the vocabularies are needed here; all else of the services opens connections.
    services = cast(Services, SimpleNamespace(vocabularies=VOCABULARIES))
    one = incoming(**content)
    return understand(services, one, one.text)


def command(text: str) -> dict[str, Any]:
    """A text that Telegram marks as a command."""
    return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mau daftar", "mau daftar"),
        ("  mau daftar \n", "mau daftar"),
        ('/inform{"phone": "0812"}', 'inform{"phone": "0812"}'),
        (" /restart", "restart"),
        ("\n\n//restart", "restart"),
        ("/ / /restart", "restart"),
        ("\u200b/restart", "restart"),
        ("\u200e/\u2060\u3164/restart", "restart"),
        ("\x00/restart", "restart"),
        ("1/2 hari", "1/2 hari"),
        ("a\n/restart", "a\n/restart"),
        ("😀", "😀"),
        ("👨‍👩‍👧 keluarga", "👨‍👩‍👧 keluarga"),
        ("\u200fأبحث عن عمل", "أبحث عن عمل"),
        ("\U0001fae9", "\U0001fae9"),
    ],
)
def test_a_text_reaches_rasa_as_words(text: str, said: str) -> None:
    assert asked(text=text) == Message({"text": said})


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\u200b\u200d", "\ufe0f", "\u0301", "\u3164", "\u2800", "/", "// /", "\x00"]
)
def test_what_shows_nothing_is_told_without_rasa(text: str) -> None:
    assert asked(text=text) == Message(direct="empty_text")


@given(st.text(alphabet=st.one_of(st.sampled_from('/ \n\t\u200b\u200e\ufeff{}"'), st.characters()), max_size=60))
def test_no_text_begins_as_a_payload(text: str) -> None:
    body = asked(text=text).body
    assert not str(body.get("text", "")).lstrip().startswith("/")


@pytest.mark.parametrize(
    "text",
    ["/inform", '/inform{"phone": "0812"}', "/restart", "/back", "/session_start", "/action_listen", "/lain kasir"],
)
def test_an_unknown_command_gets_help(text: str) -> None:
    assert asked(**command(text)).body == {"intent": "help", "entities": {}}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_known_in_any_case_and_to_no_other_bot(name: str) -> None:
    known = asked(**command(f"/{name}"))
    assert asked(**command(f"/{name.upper()}")) == known
    assert asked(**command(f"/{name}@Antarkerja_Bot")) == known
    other = asked(**command(f"/{name}@otherbot"))
    assert other == Message({"text": f"{name}@otherbot"})


def test_what_follows_a_command_is_kept_to_its_use() -> None:
    assert asked(**command('/lowongan {"x": 1}')).body == {"text": 'cari lowongan {"x": 1}'}
    assert asked(**command("/start " + "a" * 100)).body["entities"] == {"start": "a" * 64}
    assert asked(**command("/hapus sekarang")).body["entities"] == {"right": "erase"}


@pytest.mark.parametrize(
    ("contact", "own"),
    [
        ({"phone_number": "+62812", "first_name": "S", "user_id": 1001}, True),
        ({"phone_number": "+62812", "first_name": "S", "user_id": 1002}, False),
        ({"phone_number": "+62812", "first_name": "S"}, False),
        ({"phone_number": "+62812", "first_name": "S", "user_id": "1001"}, False),
    ],
)
def test_a_contact_is_ones_own_by_the_account_alone(contact: dict[str, Any], own: bool) -> None:
    assert asked(contact=contact).body["entities"]["own"] is own


@pytest.mark.parametrize(
    ("latitude", "longitude", "region"),
    [(-6.2383, 106.9756, "3275"), (-6.0, 90.0, ""), (0.0, 0.0, ""), (90, 180, ""), (-90, -180, "")],
)
def test_a_place_is_a_region_or_none(latitude: float, longitude: float, region: str) -> None:
    told = asked(location={"latitude": latitude, "longitude": longitude}).body
    assert told == {"intent": "location_shared", "entities": {"region": region}}


def test_a_venue_is_a_place() -> None:
    place = {"latitude": -6.2383, "longitude": 106.9756}
    assert (
        asked(venue={"location": place, "title": "T", "address": "A"}, location=place).body["intent"]
        == "location_shared"
    )


def test_an_album_is_one_kind_of_its_own() -> None:
    photo = [{"file_id": "F", "file_unique_id": "U", "width": 1, "height": 1}]
    assert asked(photo=photo).body["entities"] == {"kind": "photo"}
    assert asked(photo=photo, media_group_id="7").body["entities"] == {"kind": "album"}
    assert asked(photo=photo, caption="/hapus").body["entities"] == {"kind": "photo"}
