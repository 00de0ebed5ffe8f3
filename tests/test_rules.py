"""Rules, domain and actions name the same things: no wish is without an answer, no answer without a wish."""

import ast
import re
from typing import Any

import yaml
from rasa_sdk.executor import ActionExecutor

from placement.settings import ROOT

DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
RULES: list[dict[str, Any]] = [
    rule
    for path in sorted((ROOT / "data" / "rules").glob("*.yml"))
    for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]
]
INTENTS = {name for intent in DOMAIN["intents"] for name in intent}


def steps(rule: dict[str, Any], kind: str) -> list[str]:
    return [step[kind] for step in rule["steps"] if kind in step]


def conditions(rule: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for condition in rule.get("condition", [])
        for slot in condition.get("slot_was_set", [])
        for name, value in slot.items()
    }


def test_every_intent_has_an_answer_whatever_was_asked_before() -> None:
    answered = {intent for rule in RULES if not rule.get("condition") for intent in steps(rule, "intent")}
    assert answered == INTENTS


def test_every_rule_has_a_name_of_its_own() -> None:
    names = [rule["rule"] for rule in RULES]
    assert len(names) == len(set(names))


def test_actions_of_domain_rules_and_code_are_the_same(executor: ActionExecutor) -> None:
    listed = set(DOMAIN["actions"])
    used = {action for rule in RULES for action in steps(rule, "action")} - set(DOMAIN["forms"])
    assert listed == {action for action in executor.actions if action.startswith(("action_", "validate_"))}
    assert {action for action in used if action.startswith("utter_")} == set(DOMAIN["responses"])
    unreached = listed - used
    assert unreached == {"validate_registration_form", "validate_record_form", "action_default_fallback"}


def test_what_is_asked_is_known_and_understood() -> None:
    values = set(DOMAIN["slots"]["asking"]["values"])
    ruled = {conditions(rule)["asking"] for rule in RULES if "asking" in conditions(rule)}
    asked = set()
    for path in (ROOT / "actions").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "asking":
                asked |= {
                    c.value for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant) and isinstance(c.value, str)
                }
        asked |= set(re.findall(r'"asking": "(\w+)"', path.read_text("utf-8")))
    assert ruled == values
    assert asked - {"asking"} <= values


def test_the_words_of_the_domain_are_names_only() -> None:
    assert all(variants == [{"text": key}] for key, variants in DOMAIN["responses"].items())
