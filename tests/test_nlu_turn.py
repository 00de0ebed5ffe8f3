"""The turn channel on the trained model: pure, strict about actions, deaf to payloads, flat for hundreds of turns."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from tests.fixtures.rasa import RasaServer

pytestmark = pytest.mark.rasa

FACTS = ("consent", "person_name", "home_region", "education", "wish")


async def post(server: RasaServer, body: Any) -> httpx.Response:
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
        return await client.post("/webhooks/turn/webhook", content=json.dumps(body))


async def say(
    server: RasaServer, message: str | dict[str, Any], state: Any = None, conversation: str = "c1"
) -> dict[str, Any]:
    """Send one message; gives the answer, which must be a good one."""
    said = {"text": message} if isinstance(message, str) else message
    body = {"turn_id": 7, "conversation": conversation, "state": state, "message": said, "metadata": {"chat": 1}}
    response = await post(server, body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def keys(answer: dict[str, Any]) -> list[str]:
    return [message["response"] for message in answer["messages"]]


def script_registration(server: RasaServer) -> None:
    """Have the form keep whatever words come as the answer to its question, and ask for the next fact."""

    def register(call: dict[str, Any]) -> tuple[int, Any]:
        return 200, {"events": [{"event": "followup", "name": "registration_form"}], "responses": []}

    def validate(call: dict[str, Any]) -> tuple[int, Any]:
        slots, message = call["tracker"]["slots"], call["tracker"]["latest_message"]
        missing = [name for name in FACTS if slots.get(name) is None]
        events: list[dict[str, Any]] = []
        if message["intent"]["name"] in {"affirm", "inform"}:
            events.append({"event": "slot", "name": missing.pop(0), "value": message["text"]})
        asked = missing[0] if missing else None
        events.append({"event": "slot", "name": "requested_slot", "value": asked})
        return 200, {"events": events, "responses": [{"response": f"ask_{asked}"}]}

    server.actions.replies |= {"action_register": register, "validate_registration_form": validate}


async def test_the_same_turn_twice_gives_the_same_answer(rasa: RasaServer) -> None:
    first = await say(rasa, "halo kak")
    assert first == await say(rasa, "halo kak")
    assert keys(first) == ["said_action_greet"]
    assert first["parse"]["intent"]["name"] == "greet"
    assert len(first["parse"]["intent_ranking"]) == 5
    assert first["model"].endswith(".tar.gz")


async def test_metadata_reaches_the_action_with_the_turns_id(rasa: RasaServer) -> None:
    await say(rasa, {"intent": "apply_job", "entities": {"vacancy_ref": "V12"}})
    message = rasa.actions.calls["action_apply_job"][0]["tracker"]["latest_message"]
    assert message["metadata"] == {"chat": 1, "turn_id": 7}
    assert message["text"] == ""
    assert [(e["entity"], e["value"]) for e in message["entities"]] == [("vacancy_ref", "V12")]


async def test_a_form_goes_on_after_a_question_in_between_and_keeps_what_was_said(rasa: RasaServer) -> None:
    script_registration(rasa)
    state, asked = None, []
    for message in ("halo kak", "mau daftar pencaker", "iya setuju", "nama saya Siti Aminah", "bayar gak?"):
        answer = await say(rasa, message, state)
        state = answer["state"]
        asked.append(keys(answer))
    assert asked == [
        ["said_action_greet"],
        ["ask_consent"],
        ["ask_person_name"],
        ["ask_home_region"],
        ["utter_ask_cost", "ask_home_region"],
    ]
    last = rasa.actions.calls["validate_registration_form"][-1]["tracker"]["slots"]
    assert (last["consent"], last["person_name"]) == ("iya setuju", "nama saya Siti Aminah")


async def test_a_long_conversation_keeps_its_facts_and_its_state_small(rasa: RasaServer) -> None:
    script_registration(rasa)
    state = None
    for message in ("mau daftar pencaker", "iya setuju", "nama saya Siti Aminah"):
        state = (await say(rasa, message, state))["state"]
    sizes = []
    for turn in range(60):
        answer = await say(rasa, ("bayar gak?", "makasih", "kamu robot ya")[turn % 3], state)
        assert keys(answer)[-1] == "ask_home_region"
        state = answer["state"]
        sizes.append(len(json.dumps(state)))
    assert max(sizes) < 4096
    assert max(sizes[30:]) == max(sizes[6:30])
    slots = rasa.actions.calls["validate_registration_form"][-1]["tracker"]["slots"]
    assert slots["person_name"] == "nama saya Siti Aminah"
    assert "bayar gak" not in json.dumps(state)


@pytest.mark.parametrize(
    "reply",
    [(500, {}), (200, []), (200, {"events": [{"event": 1}]}), (200, {"events": [], "responses": [{"text": "hi"}]})],
    ids=["an exception", "no object", "malformed events", "words without a response"],
)
async def test_a_failed_action_fails_the_turn(rasa: RasaServer, reply: tuple[int, Any]) -> None:
    rasa.actions.replies["action_greet"] = lambda call: reply
    body = {"turn_id": 1, "conversation": "c1", "state": None, "message": {"text": "halo kak"}}
    response = await post(rasa, body)
    assert response.status_code == 503
    assert response.json()["error"] == "action_failed"
    assert set(response.json()) == {"error", "detail"}


async def test_a_failed_validation_fails_the_turn(rasa: RasaServer) -> None:
    script_registration(rasa)
    state = (await say(rasa, "mau daftar pencaker"))["state"]
    rasa.actions.replies["validate_registration_form"] = lambda call: (500, {})
    response = await post(rasa, {"turn_id": 1, "conversation": "c1", "state": state, "message": {"text": "iya setuju"}})
    assert (response.status_code, response.json()["error"]) == (503, "action_failed")


async def test_fifty_conversations_at_once_do_not_mix(rasa: RasaServer) -> None:
    def greet(call: dict[str, Any]) -> tuple[int, Any]:
        sender = call["tracker"]["sender_id"]
        return 200, {"events": [], "responses": [{"response": "greeted", "who": sender}]}

    rasa.actions.replies["action_greet"] = greet
    answers = await asyncio.gather(*(say(rasa, "halo kak", None, f"c{n}") for n in range(50)))
    assert [answer["messages"][0]["args"]["who"] for answer in answers] == [f"c{n}" for n in range(50)]


@pytest.mark.parametrize("text", ['/inform{"phone": "08123456789"}', " //affirm", "/restart", "\u200b/affirm"])
async def test_a_typed_payload_is_only_text(rasa: RasaServer, text: str) -> None:
    answer = await say(rasa, text)
    assert answer["parse"]["intent"]["confidence"] < 1.0
    assert all(entity.get("extractor") != "RegexMessageHandler" for entity in answer["parse"]["entities"])


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00halo\x00", "\ud800", "😀😀", "\u202eabc", "a" * 100_000, "kasir " * 20_000, "{}[]()*+?"]
)
async def test_any_text_is_survived(rasa: RasaServer, text: str) -> None:
    answer = await say(rasa, text)
    assert len(answer["parse"]["text"]) <= 4096
    assert answer["messages"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"turn_id": None}, "turn_id"),
        ({"conversation": ""}, "conversation"),
        ({"message": {}}, "message"),
        ({"message": {"text": 1}}, "message.text"),
        ({"message": {"intent": "no_such_intent"}}, "message.intent"),
        ({"message": {"intent": "greet", "entities": []}}, None),
        ({"message": {"intent": "greet", "entities": [1]}}, "message.entities"),
        ({"state": {"version": 99}}, "state.version"),
        ({"state": {"version": 1, "events": ["x"]}}, "state.events"),
        ({"state": {"version": 1, "events": [{"event": "form_of_tomorrow"}]}}, "state.events"),
        ({"metadata": []}, "metadata"),
    ],
)
async def test_a_malformed_request_names_the_field(rasa: RasaServer, change: dict[str, Any], field: str | None) -> None:
    body = {"turn_id": 1, "conversation": "c1", "state": None, "message": {"text": "halo"}, **change}
    response = await post(rasa, body)
    if field is None:
        assert response.status_code == 200
    else:
        assert response.status_code == 400
        assert field in response.json()["detail"]
        codes = {"message.intent": "unknown_intent", "state.version": "bad_state", "state.events": "bad_state"}
        assert response.json()["error"] == codes.get(field, "bad_request")


async def test_a_state_of_an_older_model_is_read_without_what_is_gone(rasa: RasaServer) -> None:
    gone = [
        {"event": "slot", "name": "no_such_slot", "value": 1},
        {"event": "action", "name": "action_of_old"},
        {"event": "active_loop", "name": "form_of_old"},
    ]
    answer = await say(rasa, "halo kak", {"version": 1, "events": gone})
    assert keys(answer) == ["said_action_greet"]
    assert "of_old" not in json.dumps(answer["state"])
