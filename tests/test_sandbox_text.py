"""Text as Telegram counts, parses and shows it."""

from __future__ import annotations

import pytest

from sandbox.errors import ApiError
from sandbox.text.formatted import formatted
from sandbox.text.found import find_entities
from sandbox.text.render import render_html


def kept(text: str, mode: str | None = None, limit: int = 4096) -> tuple[str, list[tuple[str, int, int]]]:
    words, entities = formatted(text, mode, (), limit, "message is too long")
    return words, [(one["type"], one["offset"], one["length"]) for one in entities]


def test_emoji_count_two_units_at_the_exact_limit() -> None:
    assert kept("😀" * 2048)[0] == "😀" * 2048
    with pytest.raises(ApiError, match="message is too long"):
        kept("😀" * 2048 + "a")
    assert kept("<b>" + "a" * 4096 + "</b>", "HTML")[0] == "a" * 4096


def test_html_offsets_are_utf16_and_spaces_around_go() -> None:
    assert kept("  😀 <b>Halo <i>kak</i></b> &lt;3 ", "HTML") == (
        "😀 Halo kak <3",
        [("bold", 3, 8), ("italic", 8, 3)],
    )


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("é<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("a <p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("upah < 5 juta", "Unclosed start tag at byte offset 5"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_errors_say_what_telegram_says(source: str, problem: str) -> None:
    with pytest.raises(ApiError) as refused:
        kept(source, "HTML")
    assert refused.value.description.startswith(f"Bad Request: can't parse entities: {problem}")


def test_html_keeps_links_and_code_language() -> None:
    _, entities = formatted(
        '<a href="https://a.id/?q=1&amp;r=2">x</a><pre><code class="language-py">1</code></pre>', "HTML", (), 99, ""
    )
    assert entities == [
        {"offset": 0, "length": 1, "type": "text_link", "url": "https://a.id/?q=1&r=2"},
        {"offset": 1, "length": 1, "type": "pre", "language": "py"},
    ]


def test_markdown_v2() -> None:
    assert kept("*tebal _miring_* ||rahasia|| `a.b` [x](https://a\\.id/)", "MarkdownV2") == (
        "tebal miring rahasia a.b x",
        [("bold", 0, 12), ("italic", 6, 6), ("spoiler", 13, 7), ("code", 21, 3), ("text_link", 25, 1)],
    )


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("Halo.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a *b", "Can't find end of Bold entity at byte offset 2"),
        ("`x", "Can't find end of Code entity at byte offset 0"),
    ],
)
def test_markdown_errors_say_what_telegram_says(source: str, problem: str) -> None:
    with pytest.raises(ApiError) as refused:
        kept(source, "MarkdownV2")
    assert refused.value.description == f"Bad Request: can't parse entities: {problem}"


def test_finds_what_telegram_finds() -> None:
    found = find_entities("/start@antarkerja_bot +62 812-0000-1111 siti@a.co.id a.go.id/x, @budi #loker 3/4 a/b")
    assert [one["type"] for one in found] == ["bot_command", "phone_number", "email", "url", "mention", "hashtag"]


def test_control_signs_become_spaces_and_direction_marks_go() -> None:
    assert kept("a\x00b\u202ec\r\n")[0] == "a bc"


def test_shown_html_is_safe() -> None:
    text, entities = formatted("<b>x <i>y</i></b> &lt;script&gt; a.id", "HTML", (), 99, "")
    assert render_html(text, entities) == (
        '<b>x <i>y</i></b> &lt;script&gt; <a href="https://a.id" target="_blank" rel="noopener noreferrer">a.id</a>'
    )
    assert "<a" not in render_html("x", [{"type": "text_link", "offset": 0, "length": 1, "url": "javascript:1"}])
