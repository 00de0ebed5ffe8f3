"""Wording: every format in both languages, nested answers, hostile names, files that are edited while we speak."""

from __future__ import annotations

import html
import json
import os
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from placement import edited as module
from placement.errors import SettingError
from placement.settings import ROOT
from placement.vocabulary import Vocabularies
from placement.wording import LANGUAGES, Rendered, Wording

KNOWN = Vocabularies.load(ROOT / "data")


def responses(folder: Path, language: str = "id", **texts: str) -> Path:
    """Write responses with one variant each; give the folder of all languages."""
    file = folder / language / "test.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = ["responses:", *(f"  {key}:\n    - text: {json.dumps(text)}" for key, text in texts.items())]
    file.write_text("\n".join(lines), encoding="utf-8")
    return folder


def wording(folder: Path, **options: Any) -> Wording:
    return Wording(folder, KNOWN, **options)


def shown(folder: Path, text: str, language: str = "id", **args: Any) -> str:
    for one in LANGUAGES:
        responses(folder, one, said=text)
    return wording(folder).text("said", language, **args)


# --- formats --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "value", "indonesian", "english"),
    [
        ("rupiah", 4_500_000, "Rp4.500.000", "Rp4,500,000"),
        ("rupiah", "0", "Rp0", "Rp0"),
        ("number", 1234.6, "1.235", "1,235"),
        ("kilometres", "12.4", "12", "12"),
        ("date", "2026-12-31", "31 Desember 2026", "31 December 2026"),
        ("date", date(2026, 5, 1), "1 Mei 2026", "1 May 2026"),
        ("date", datetime(2026, 11, 23, 18, tzinfo=UTC), "24 November 2026", "24 November 2026"),
        ("weekday", "2026-11-24", "Selasa", "Tuesday"),
        ("time", "2026-11-24T01:05:00+00:00", "08.05", "08:05"),
        ("months", 27, "2 tahun 3 bulan", "2 years 3 months"),
        ("months", 12, "1 tahun", "1 year"),
        ("months", 1, "1 bulan", "1 month"),
        ("months", 0, "0 bulan", "0 months"),
        ("region", "3275", "Kota Bekasi", "Kota Bekasi"),
        ("education", "smk", "SMK", "Vocational secondary school"),
        ("work_type", "part_time", "Paruh waktu", "Part time"),
        ("occupation", "5230", "Kasir", "Cashier"),
        ("major", "akuntansi", "Akuntansi", "Accounting"),
        ("skill", "microsoft-excel", "Microsoft Excel", "Microsoft Excel"),
        ("skill", "hitung-uang", KNOWN.skills.name("hitung-uang", "id"), KNOWN.skills.name("hitung-uang", "en")),
        ("licence", "sim-a", KNOWN.skills.name("sim-a", "id"), KNOWN.skills.name("sim-a", "en")),
        ("major", ["akuntansi", "perbankan"], "Akuntansi, Perbankan", "Accounting, Banking"),
        # What stands in no vocabulary is shown as it is, rather than nothing.
        ("region", "9999", "9999", "9999"),
        ("occupation", "0000", "0000", "0000"),
        ("skill", "juggling", "juggling", "juggling"),
        ("rupiah", None, "", ""),
    ],
)  # fmt: skip
def test_a_format_writes_in_the_reader_s_language(
    tmp_path: Path, spec: str, value: Any, indonesian: str, english: str
) -> None:
    text = f"[{{value:{spec}}}]"
    assert shown(tmp_path, text, "id", value=value) == f"[{indonesian}]"
    assert shown(tmp_path, text, "en", value=value) == f"[{english}]"


def test_names_of_ids_differ_from_the_ids() -> None:
    for table in (KNOWN.skills, KNOWN.majors):
        for identifier in table.names:
            for language in LANGUAGES:
                assert table.name(identifier, language) != identifier


def test_the_day_is_the_service_s_own(tmp_path: Path) -> None:
    responses(tmp_path, said="{at:date} {at:time}")
    late = {"at": "2026-12-31T16:30:00+00:00"}
    assert wording(tmp_path, zone="Asia/Jakarta").text("said", "id", **late) == "31 Desember 2026 23.30"
    assert wording(tmp_path, zone="Asia/Jayapura").text("said", "id", **late) == "1 Januari 2027 01.30"


@pytest.mark.parametrize(
    ("text", "args", "words"),
    [
        ("{name}", {}, "'name'"),
        ("{value:dollars}", {"value": 1}, "unknown format dollars"),
        ("{value:rupiah}", {"value": "much"}, "invalid literal"),
        ("{value:rupiah}", {"value": {"a": 1}}, "must be"),
        ("{value:kilometres}", {"value": float("inf")}, "infinity"),
        ("{value:date}", {"value": "someday"}, "someday"),
        ("{value:date}", {"value": 7}, "not a date"),
        ("{value", {"value": 1}, "expected '}'"),
        ("{value.__class__}", {"value": 1}, "value.__class__"),
        ("{}", {"value": 1}, "''"),
    ],
)
def test_what_can_not_be_filled_names_the_response(tmp_path: Path, text: str, args: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingError) as told:
        shown(tmp_path, text, **args)
    assert str(told.value).startswith("The response said (id) can't be filled:")
    assert words in str(told.value)


def test_a_response_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="no response nothing"):
        wording(responses(tmp_path, said="x")).text("nothing", "en")


def test_indonesian_answers_where_a_translation_is_missing(tmp_path: Path) -> None:
    assert wording(responses(tmp_path, said="apa kabar")).text("said", "en") == "apa kabar"


# --- nesting and escaping -------------------------------------------------------------------------------------------

HOSTILE = "<a href='http://evil'>Siti</a> & {secret} <b>"


def in_html(folder: Path) -> Wording:
    return wording(folder, escape=lambda text: html.escape(text, False))


def test_hostile_names_are_words_in_html(tmp_path: Path) -> None:
    responses(tmp_path, outer="<b>{name}</b>\n{lines}", inner="• {name}")
    nested = {"response": "inner", "args": {"name": HOSTILE}}
    text = in_html(tmp_path).text("outer", "id", name=HOSTILE, lines=[nested, nested])
    safe = "&lt;a href='http://evil'&gt;Siti&lt;/a&gt; &amp; {secret} &lt;b&gt;"
    assert text == f"<b>{safe}</b>\n• {safe}\n• {safe}"


@pytest.mark.parametrize("spec", ["region", "education", "work_type", "occupation", "skill", "licence", "major"])
def test_unknown_codes_are_escaped_too(tmp_path: Path, spec: str) -> None:
    responses(tmp_path, said=f"{{code:{spec}}}")
    assert in_html(tmp_path).text("said", "id", code="<i>") == "&lt;i&gt;"


def test_buttons_are_plain_text_all_the_way_down(tmp_path: Path) -> None:
    responses(tmp_path, choice="{n}. {title}", title="{words}")
    part = {"response": "choice", "args": {"n": 1, "title": {"response": "title", "args": {"words": "A & B <c>"}}}}
    assert in_html(tmp_path).plain_text(part, "id") == "1. A & B <c>"
    assert in_html(tmp_path).plain_text("plain", "id") == "plain"


def test_lists_are_lines_when_nested_and_a_row_when_not(tmp_path: Path) -> None:
    responses(tmp_path, said="{words}|{lines}", line="- {x}")
    lines = [{"response": "line", "args": {"x": 1}}, "", {"response": "line", "args": {"x": 2}}]
    assert wording(tmp_path).text("said", "id", words=["a", None, "b"], lines=lines) == "a, b|- 1\n- 2"


def test_buttons_and_keyboards_come_with_the_text(tmp_path: Path) -> None:
    (tmp_path / "id").mkdir()
    (tmp_path / "id" / "x.yml").write_text(
        "responses:\n  ask:\n  - text: ' Di mana, {name}? '\n"
        "    buttons:\n    - {title: '{name} & lokasi', payload: /help}\n    custom: {keyboard: location}\n"
    )
    rendered = in_html(tmp_path).render("ask", {"name": "Kak <b>"}, "id")
    assert rendered == Rendered("Di mana, Kak &lt;b&gt;?", [("Kak <b> & lokasi", "/help")], "location")


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"responses: [", "can't be read"),
        (b"answers: {}", "can't be read: 'responses'"),
        (b"responses: {said: halo}", "can't be read"),
        (b"responses: {said: []}", "needs at least one variant"),
        (b"responses: {said: [{text: 5}]}", "needs at least one variant"),
        (b"responses: {said: [{buttons: []}]}", "can't be read: 'text'"),
        (b"\xff\xfe", "can't be read"),
        (b"just words", "can't be read"),
    ],
)
def test_a_file_that_is_wrong_is_named(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "id").mkdir()
    (tmp_path / "id" / "broken.yml").write_bytes(content)
    with pytest.raises(SettingError) as told:
        wording(tmp_path)
    assert "broken.yml" in str(told.value)
    assert words in str(told.value)


def test_a_response_stands_in_one_file_only(tmp_path: Path) -> None:
    responses(tmp_path, said="x")
    (tmp_path / "id" / "zweite.yml").write_text("responses: {said: [{text: y}]}")
    with pytest.raises(SettingError, match="stands in two files"):
        wording(tmp_path)


def edit(folder: Path, content: str) -> None:
    """Change a file as an editor does; its time moves on for certain."""
    file = folder / "id" / "test.yml"
    file.write_text(content)
    os.utime(file, ns=(time.time_ns(), file.stat().st_mtime_ns + 10**9))


def test_an_edited_answer_is_spoken_without_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 0.0)
    spoken = wording(responses(tmp_path, said="lama"))
    edit(tmp_path, "responses: {said: [{text: baru}]}")
    assert spoken.text("said", "id") == "baru"
    # What is broken is not spoken: the last good wording stays until it is mended.
    edit(tmp_path, "responses: {said: [{tex")
    assert spoken.text("said", "id") == "baru"
    edit(tmp_path, "responses: {said: [{text: lagi}]}")
    assert spoken.text("said", "id") == "lagi"


def test_the_files_are_not_looked_at_for_every_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 3600.0)
    spoken = wording(responses(tmp_path, said="lama"))
    edit(tmp_path, "responses: {said: [{text: baru}]}")
    assert spoken.text("said", "id") == "lama"
    monkeypatch.setattr(module, "LOOK_EVERY", 0.0)
    assert spoken.text("said", "id") == "baru"


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_show_names_not_ids(language: str) -> None:
    spoken = wording(ROOT / "data" / "responses")
    for key, args in (
        ("reason_skills", {"skills": ["hitung-uang"]}),
        ("reason_skills_missing", {"skills": ["hitung-uang"]}),
        ("reason_licences", {"licences": ["sim-a"]}),
        ("reason_licences_missing", {"licences": ["sim-a"]}),
        ("reason_ask_licences", {"licences": ["sim-a"]}),
        ("reason_major", {"majors": ["teknik-komputer-jaringan"]}),
        ("reason_major_other", {"needs": ["teknik-komputer-jaringan"]}),
        ("reason_languages_missing", {"languages": ["ja"]}),
        ("reason_ask_accommodation", {"needs": ["large_print"]}),
    ):
        text = spoken.text(key, language, **args)
        assert not [one for ids in args.values() for one in ids if one in text], text
