"""Office facts: told while they are valid, the nearest region's first, edited while we speak; and in what is said."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest

from placement import edited as module
from placement.errors import SettingError
from placement.office_facts import FILE, VITAL, OfficeFacts
from placement.settings import ROOT
from placement.vocabulary import Vocabularies
from placement.wording import LANGUAGES, Wording
from tests.fixtures.actions import Stage

HEADER = "fact,region,value_id,value_en,valid_from,valid_until\n"
TODAY = date(2026, 11, 24)
KNOWN = Vocabularies.load(ROOT / "data")


def table(folder: Path, *lines: str) -> OfficeFacts:
    (folder / FILE).write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return OfficeFacts(folder, lambda: TODAY)


def told(facts: OfficeFacts, name: str, region: str | None = None) -> str | None:
    fact = facts.told(name, region)
    return fact.value("id") if fact else None


def test_the_nearest_place_s_fact_is_told_then_the_province_s_then_everybody_s(tmp_path: Path) -> None:
    facts = table(tmp_path, "wage,,1,1,2026-01-01,", "wage,32,2,2,2026-01-01,", "wage,3275,3,3,2026-01-01,")
    assert [told(facts, "wage", region) for region in ("3275", "3216", "1101", None)] == ["3", "2", "1", "1"]


def test_what_has_ended_or_not_begun_is_not_told(tmp_path: Path) -> None:
    facts = table(
        tmp_path,
        "old,,a,a,2025-01-01,2026-11-23",
        "last_day,,b,b,2025-01-01,2026-11-24",
        "coming,,c,c,2026-11-25,",
        "first_day,,d,d,2026-11-24,",
    )
    assert [told(facts, name) for name in ("old", "last_day", "coming", "first_day")] == [None, "b", None, "d"]
    assert [fact.name for fact in facts.not_told()] == ["old", "coming"]


def test_a_newer_fact_takes_the_older_one_s_place_on_its_day(tmp_path: Path) -> None:
    facts = table(tmp_path, "wage,,new,new,2026-11-24,", "wage,,old,old,2025-01-01,")
    assert told(facts, "wage") == "new"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("x,,a,a,1 Mei,", "dates like"),
        ("x,,a,,2026-01-01,", "are needed"),
        (",,a,a,2026-01-01,", "are needed"),
        ("minimum_wage,3275,Rp5 juta,Rp5 juta,2026-01-01,", "digits only"),
        ("x,,a,a,2026-01-02,2026-01-01", "before it begins"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(SettingError, match=f"line 3: .*{why}"):
        table(tmp_path, "good,,a,a,2026-01-01,", line)


def test_an_edited_table_is_read_again_and_a_broken_one_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY", 0.0)
    facts = table(tmp_path, "hours,,8,8,2026-01-01,")
    for step, (line, expected) in enumerate([("hours,,9,9,2026-01-01,", "9"), ("hours,,10,10,soon,", "9")], start=1):
        (tmp_path / FILE).write_text(f"{HEADER}{line}\n", encoding="utf-8")
        os.utime(tmp_path / FILE, (time.time(), time.time() + step))
        assert told(facts, "hours") == expected


def test_our_own_table_holds_what_people_in_danger_are_told() -> None:
    facts = OfficeFacts(ROOT / "data", lambda: TODAY)
    assert all(facts.told(name) for name in VITAL)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_that_an_answer_names_is_in_our_table(language: str) -> None:
    facts = OfficeFacts(ROOT / "data", lambda: TODAY)
    wording = Wording(ROOT / "data" / "responses", KNOWN, facts=facts)
    named = {
        name.removeprefix("fact.")
        for key in wording.keys(language)
        for variant in wording.variants(key, language)
        for _, name, _, _ in wording.parse(variant["text"])
        if name and name.startswith("fact.")
    }
    assert len(named) > 20
    assert [name for name in sorted(named) if facts.told(name) is None] == []


def test_a_sentence_or_point_whose_fact_has_ended_is_left_out(tmp_path: Path) -> None:
    texts = {
        "points": "Telepon:\\n• Darurat: {fact.emergency}\\n• Polisi: {fact.police}",
        "sentence": "Halo Kak. Telepon {fact.police} ya. Kami bantu.",
    }
    for language in LANGUAGES:
        folder = tmp_path / "responses" / language
        folder.mkdir(parents=True)
        body = "".join(f'  {key}:\n    - text: "{text}"\n' for key, text in texts.items())
        (folder / "t.yml").write_text(f"responses:\n{body}", encoding="utf-8")
    facts = table(tmp_path, "emergency,,112,112,2026-01-01,", "police,,110,110,2026-01-01,2026-02-01")
    wording = Wording(tmp_path / "responses", KNOWN, facts=facts)
    assert wording.text("points", "id") == "Telepon:\n• Darurat: 112"
    assert wording.text("sentence", "id") == "Halo Kak. Kami bantu."


async def test_the_office_is_told_with_its_hours_and_with_what_is_valid(stage: Stage) -> None:
    answered = await stage.act("action_ask_office", "ask_office", "disnaker buka jam berapa")
    assert answered.keys == ["office_told"]
    shown = Wording(ROOT / "data" / "responses", KNOWN).render("office_told", answered.replies[0], "id").text
    assert "Senin–Kamis: 08.00–16.00" in shown
    assert "Jumat: 08.00–11.30, 13.00–16.00" in shown


async def test_a_minimum_wage_is_told_while_it_is_valid(stage: Stage, tmp_path: Path) -> None:
    facts = table(
        tmp_path, "minimum_wage,3215,5599593,5599593,2026-01-01,", "minimum_wage,3216,1,1,2025-01-01,2025-12-31"
    )
    object.__setattr__(stage.services, "facts", facts)
    answered = await stage.act("action_ask_market", "ask_market", "umk karawang berapa", location="karawang")
    assert answered.keys == ["minimum_wage_told"]
    shown = Wording(ROOT / "data" / "responses", KNOWN).render("minimum_wage_told", answered.replies[0], "id").text
    assert "Kabupaten Karawang: Rp5.599.593" in shown.replace("<b>", "").replace("</b>", "")
    ended = await stage.act("action_ask_market", "ask_market", "umk kab bekasi berapa", location="kab bekasi")
    assert ended.keys == ["utter_ask_market"]
