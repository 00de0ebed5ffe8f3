"""Answers cut to fit Telegram's limit: each part is whole HTML, and no word is lost."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replies import LIMIT, TAG, split, units
from sandbox.text.html_markup import parse_html

TELEGRAMS = 4096


def shown(part: str) -> str:
    """The text that a reader sees; the local Telegram refuses HTML that is not whole."""
    text, _entities = parse_html(part)
    assert 0 < len(text.encode("utf-16-le")) // 2 <= TELEGRAMS
    return text


def letters(text: str) -> str:
    """What must not be lost: everything but spaces."""
    return "".join(text.split())


PIECES = st.one_of(
    st.text(alphabet="abc é😀\n", max_size=400),
    st.text(alphabet="&<>\"'", max_size=40).map(lambda text: html.escape(text, False)),
    st.text(alphabet="xyz \n&", min_size=1, max_size=900).map(lambda text: f"<b>{html.escape(text, False)}</b>"),
    st.text(alphabet="xyz \n", min_size=1, max_size=900).map(lambda text: f'<a href="https://a.id/"><i>{text}</i></a>'),
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_every_part_is_whole_and_nothing_is_lost(text: str) -> None:
    parts = split(text)
    assert all(units(part) <= LIMIT for part in parts)
    assert letters("".join(map(shown_or_blank, parts))) == letters(shown_or_blank(text))


def shown_or_blank(part: str) -> str:
    """The text that a reader sees, be it longer than a message or nothing."""
    return parse_html(part)[0]


@pytest.mark.parametrize(
    "text",
    [
        "&amp;" * 2000,
        "a" * 3998 + "&amp;" * 10,
        "😀" * 5000,
        "<b>" + "tebal " * 1500 + "</b> biasa",
        '<a href="https://antarkerja.id/x?y=1&amp;z=2"><b>' + "kata\n" * 1500 + "</b></a>",
        "<b><i>" + "x" * 9000 + "</i></b>",
        "a" * 3999 + "<b>b</b>" + "c" * 500,
    ],
    ids=["entities", "entity-at-the-cut", "emoji", "bold", "link", "no-place-to-cut", "tag-at-the-cut"],
)
def test_a_cut_breaks_no_markup(text: str) -> None:
    parts = split(text)
    assert len(parts) > 1
    assert letters("".join(map(shown, parts))) == letters(re.sub(TAG, "", text).replace("&amp;", "&"))


def test_a_cut_stands_at_a_line_or_a_word() -> None:
    assert split("baris satu\n" * 500)[0].endswith("baris satu")
    assert split("kata " * 1200)[0].endswith("kata")


@pytest.mark.parametrize("text", ["", " \n ", "\n" * 5000])
def test_nothing_to_say_is_no_message(text: str) -> None:
    assert split(text) == []


def test_markup_longer_than_a_message_gives_way_to_the_words() -> None:
    parts = split(f'<a href="https://a.id/{"x" * 5000}">' + "kata " * 1000 + "</a>")
    assert parts and "kata" in parts[-1]
    assert all(units(part) <= LIMIT for part in parts)
