"""What makes one turn: texts soon after one another, an album, a message and its edit in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from bot.bursts import BURST, READ, first_burst
from bot.incoming import Incoming
from placement.storage.models import Update

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OPENERS = frozenset({"p", "kak", "halo"})


def said(text: str | None = None, *, after: float = 0, message_id: int = 1, **more: Any) -> Incoming:
    """A private message, some seconds after the first."""
    one = Incoming(
        update_id=1,
        kind="text",
        chat_id=1001,
        chat_type="private",
        user_id=1001,
        language="id",
        sent_at=AT + timedelta(seconds=after),
        message_id=message_id,
        text=text,
    )
    return replace(one, **more)


def taken(*messages: Incoming) -> tuple[list[int], str | None, bool]:
    """The numbers of the updates that the first turn settles, its text, and whether it was cut."""
    numbers = count(1)
    burst = first_burst([(Update(id=next(numbers)), message) for message in messages], OPENERS)
    return [update.id for update in burst.updates], burst.text, burst.cut


@pytest.mark.parametrize(
    ("messages", "numbers", "text"),
    [
        ([said("mau daftar")], [1], "mau daftar"),
        ([said("p"), said("kak", after=1), said("mau daftar", after=2)], [1, 2, 3], "mau daftar"),
        ([said("p"), said("kak", after=1)], [1, 2], "p"),
        ([said("nama saya Ani"), said("lulusan SMK", after=2)], [1, 2], "nama saya Ani\nlulusan SMK"),
        ([said("nama saya Ani"), said("lulusan SMK", after=3)], [1], "nama saya Ani"),
        ([said("satu"), said("dua", after=-50)], [1, 2], "satu\ndua"),
        ([said("satu"), said(kind="media", media="photo"), said("dua")], [1], "satu"),
        ([said("satu"), said("kasir", kind="command", command="lowongan")], [1], "satu"),
        ([said(kind="press", button="x"), said("dua")], [1], None),
        ([said("satu", chat_type="supergroup"), said("dua", chat_type="supergroup")], [1], "satu"),
        ([said("")], [1], ""),
    ],
)
def test_texts_that_belong_together(messages: list[Incoming], numbers: list[int], text: str | None) -> None:
    assert taken(*messages) == (numbers, text, False)


def test_an_album_is_one_turn_and_another_one_the_next() -> None:
    photo: dict[str, Any] = {"kind": "media", "media": "photo"}
    album = [said(message_id=number, album="7", **photo) for number in range(3)]
    assert taken(*album, said(album="8", **photo))[0] == [1, 2, 3]
    assert taken(*album, said(**photo))[0] == [1, 2, 3]
    assert taken(*album, said("ini ijazah saya"))[0] == [1, 2, 3]
    assert taken(said(**photo), said(**photo))[0] == [1]


def test_an_edit_in_time_replaces_what_was_said() -> None:
    edit = said("cari kerja sopir", message_id=1, kind="edited")
    assert taken(said("cari kerja kasir"), edit) == ([1, 2], "cari kerja sopir", False)
    assert taken(said("p"), said("di Bekasi", after=1, message_id=2), edit) == (
        [1, 3, 2],
        "cari kerja sopir\ndi Bekasi",
        False,
    )
    assert taken(said("satu"), edit, said("lima", kind="edited", message_id=1)) == ([1, 2, 3], "lima", False)
    assert taken(said("satu", message_id=9), edit)[0] == [1]
    assert taken(said("satu", chat_type="supergroup"), replace(edit, chat_type="supergroup"))[0] == [1]
    assert taken(edit) == ([1], "cari kerja sopir", False)


def test_a_turn_that_was_tried_is_tried_again_as_it_was() -> None:
    tried = [Update(id=number, attempts=2) for number in (1, 2)]
    new = Update(id=3, attempts=0)
    burst = first_burst([(tried[0], said("satu")), (tried[1], said("dua")), (new, said("tiga"))], OPENERS)
    assert ([update.id for update in burst.updates], burst.text) == ([1, 2], "satu\ndua")
    burst = first_burst([(tried[0], said("satu")), (new, said("lima", kind="edited"))], OPENERS)
    assert ([update.id for update in burst.updates], burst.text) == ([1], "satu")


def test_a_turn_that_was_cut_off_is_begun_again_without_what_came_later() -> None:
    begun, later = [Update(id=number, turn_id=2) for number in (1, 2)], Update(id=3, turn_id=3)
    burst = first_burst([(begun[0], said("satu")), (begun[1], said("dua")), (later, said("tiga"))], OPENERS)
    assert ([update.id for update in burst.updates], burst.text) == ([1, 2], "satu\ndua")
    burst = first_burst([(begun[0], said("satu")), (later, said("lima", kind="edited"))], OPENERS)
    assert ([update.id for update in burst.updates], burst.text) == ([1], "satu")


def test_a_long_text_is_read_to_a_limit_and_marked() -> None:
    assert taken(said("x" * READ)) == ([1], "x" * READ, False)
    assert taken(said("x" * (READ + 1))) == ([1], "x" * READ, True)
    assert taken(said("x" * 600), said("y" * 600))[2]
    assert taken(said("pendek", cut=True))[2]


def test_two_seconds_are_the_measure() -> None:
    assert timedelta(seconds=2) == BURST
