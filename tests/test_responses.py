"""What is said: the same keys in both languages, short enough for a phone, one question, something to do at the end."""

import ast
import json
import re
import string
from pathlib import Path
from typing import Any

import pytest
import yaml

from placement.settings import ROOT
from placement.vocabulary import Vocabularies
from placement.wording import LANGUAGES, Wording

FOLDER = ROOT / "data" / "responses"
LIMIT = 600  # characters that fit a phone's screen
FORMATS = {"", "rupiah", "date", "weekday", "time", "region", "education", "work_type", "occupation", "kilometres",
           "number", "months", "major", "skill", "licence", "list", "yes_no", "sex", "marital",
           "spoken_language", "language_level", "driving_licence", "accommodation"}  # fmt: skip


def load(language: str) -> dict[str, list[dict[str, Any]]]:
    responses: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((FOLDER / language).glob("*.yml")):
        responses |= yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
    return responses


RESPONSES = {language: load(language) for language in LANGUAGES}
CASES = [(language, key) for language, responses in RESPONSES.items() for key in responses]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def keys_named_in(package: str) -> set[str]:
    """Give the literal keys that a package's code names with say("…"), reply("…") or {"response": "…"}."""
    found = set()
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="reply" | "button") | ast.Attribute(attr="say"),
                    args=[ast.Constant(value=str(k)), *_],
                ):
                    found.add(k)
                case ast.Dict():
                    for name, value in zip(node.keys, node.values, strict=True):
                        if (
                            isinstance(name, ast.Constant)
                            and name.value == "response"
                            and isinstance(value, ast.Constant)
                        ):
                            found.add(str(value.value))
    return found


def test_both_languages_have_the_same_keys_in_the_same_files() -> None:
    files = {
        language: {path.name: set(yaml.safe_load(path.read_text("utf-8"))["responses"]) for path in
                   (FOLDER / language).glob("*.yml")}
        for language in LANGUAGES
    }  # fmt: skip
    assert files["id"] == files["en"]


@pytest.mark.parametrize(("language", "key"), CASES)
def test_a_response_is_short_and_asks_one_thing(language: str, key: str) -> None:
    for variant in RESPONSES[language][key]:
        text = re.sub(r"<[^>]+>", "", variant["text"])
        assert 0 < len(text) <= LIMIT
        assert text.count("?") <= 1 or key == "ask_language"  # asks in both languages at once
        assert not re.search(r"<(?!/?(?:b|i|a)\b)", variant["text"]), "only <b>, <i> and <a> are markup"


@pytest.mark.parametrize(("language", "key"), CASES)
def test_a_response_asks_for_known_formats_only(language: str, key: str) -> None:
    for variant in RESPONSES[language][key]:
        for _, _, spec, _ in string.Formatter().parse(variant["text"]):
            assert (spec or "") in FORMATS


@pytest.mark.parametrize("key", sorted(RESPONSES["id"]))
def test_both_languages_fill_in_the_same_things(key: str) -> None:
    in_each = [{frozenset(fields(variant["text"])) for variant in RESPONSES[language][key]} for language in LANGUAGES]
    assert in_each[0] == in_each[1]


def test_buttons_say_intents_of_the_domain() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
    intents = {name for intent in domain["intents"] for name in intent}
    entities = set(domain["entities"])
    for language, key in CASES:
        for variant in RESPONSES[language][key]:
            for button in variant.get("buttons", []):
                name, brace, rest = button["payload"].removeprefix("/").partition("{")
                assert name in intents, (language, key)
                assert set(json.loads(brace + rest) if brace else {}) <= entities, (language, key)


@pytest.mark.parametrize("package", ["actions", "bot"])
def test_every_key_that_code_names_exists(package: str) -> None:
    assert keys_named_in(package) - set(RESPONSES["id"]) == set()


def test_every_reason_of_matching_has_words() -> None:
    source = (ROOT / "matching" / "reasons.py").read_text("utf-8")
    listed = set(re.findall(r"^    ([a-z]+(?:_[a-z]+)*)(?: {2,}|$)", source.split('"""')[1], re.MULTILINE))
    assert len(listed) > 25
    assert {f"reason_{kind}" for kind in listed} <= set(RESPONSES["id"])


def test_rules_name_only_responses_that_exist() -> None:
    named = set()
    for path in (ROOT / "data" / "rules").glob("*.yml"):
        named |= set(re.findall(r"utter_\w+", path.read_text("utf-8")))
    assert named <= set(RESPONSES["id"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_renders_with_everything_in_it(language: str) -> None:
    wording = Wording(FOLDER, Vocabularies.load(Path(ROOT / "data")))
    card = {
        "response": "card",
        "args": {
            "n": 1,
            "title": "Kasir <Minimarket>",
            "employer": "Toko Berkah",
            "place": {"response": "place", "args": {"code": "3275"}},
            "wage": {"response": "wage_span", "args": {"low": 4_000_000, "high": 4_500_000}},
            "until": {"response": "valid_until", "args": {"day": "2026-12-31"}},
            "why": [{"response": "why_fits", "args": {"reason": {"response": "reason_no_experience", "args": {}}}}],
        },
    }
    place = {"response": "searched_places", "args": {"codes": ["3275"]}}
    shown = wording.render("results", {"total": 1, "place": place, "cards": [card]}, language).text
    assert "Kota Bekasi" in shown
    assert "4.000.000" in shown or "4,000,000" in shown
    assert "✓" in shown
