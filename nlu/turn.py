"""The `turn` channel: one stateless HTTP request a message, `POST /webhooks/turn/webhook`.

Request: `{"turn_id", "conversation", "state": {…}|null, "message": {"text"} | {"intent", "entities"}, "metadata"}`.
Answers: 200 `{"messages", "parse", "model", "state"}`; 400 `bad_request` for a malformed request, by field name,
`bad_state` for a state that can't be read (the conversation must begin anew), `unknown_intent` for a button that the
model does not know (any more); 503 `action_failed` when an action failed (nothing may be kept then) or `no_model`;
500 with a code otherwise.
"""

from __future__ import annotations

import json
import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.core.domain import Domain
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from nlu.current import Turn, current_turn
from nlu.processor import TurnFailed, install
from nlu.remote_action import ActionFailed, close_sessions
from nlu.reply import ReplyCollector
from nlu.state import BadState, compact, read_state
from nlu.text import clean

RANKING = 5  # intents told with a parse

log = logging.getLogger(__name__)


class BadRequest(ValueError):
    """A malformed request; the message names the field."""


class UnknownIntent(BadRequest):
    """A button that the model does not know."""


@dataclass(frozen=True)
class TurnRequest:
    """A request that has the right shape."""

    turn_id: int | str
    conversation: str
    state: Any
    text: str | None
    intent: str | None
    entities: dict[str, Any]
    metadata: dict[str, Any]


def read_request(body: Any) -> TurnRequest:
    """Read a request's JSON body.

    Raises:
        BadRequest: A field is missing or of the wrong kind.
    """
    if not isinstance(body, dict):
        raise BadRequest("body must be a JSON object")
    turn_id = body.get("turn_id")
    if isinstance(turn_id, bool) or not isinstance(turn_id, (int, str)):
        raise BadRequest("turn_id must be a number or a text")
    conversation = body.get("conversation")
    if not isinstance(conversation, str) or not conversation:
        raise BadRequest("conversation must be a text that is not empty")
    metadata = body.get("metadata")
    if metadata is not None and not isinstance(metadata, dict):
        raise BadRequest("metadata must be an object")
    text, intent, entities = _read_message(body.get("message"))
    return TurnRequest(
        turn_id, conversation, body.get("state"), text, intent, entities, {**(metadata or {}), "turn_id": turn_id}
    )


def _read_message(message: Any) -> tuple[str | None, str | None, dict[str, Any]]:
    if not isinstance(message, dict) or ("text" in message) == ("intent" in message):
        raise BadRequest("message must be an object with either text or intent")
    if "text" in message:
        if not isinstance(message["text"], str):
            raise BadRequest("message.text must be a text")
        return message["text"], None, {}
    entities = message.get("entities") or {}
    if not isinstance(message["intent"], str) or not message["intent"]:
        raise BadRequest("message.intent must be the name of an intent")
    if not isinstance(entities, dict):
        raise BadRequest("message.entities must be an object of names and values")
    return None, message["intent"], entities


def pressed(intent: str, entities: dict[str, Any], domain: Domain) -> dict[str, Any]:
    """Give the parse of a button press, which never was a text.

    Raises:
        UnknownIntent: The model knows no such intent.
    """
    if intent not in domain.intents:
        raise UnknownIntent(f"message.intent {intent!r} is unknown to the model")
    named = [
        {"entity": name, "value": value, "start": 0, "end": 0, "confidence": 1.0, "extractor": "button"}
        for name, value in entities.items()
    ]
    ranked = {"name": intent, "confidence": 1.0}
    return {"text": "", "intent": ranked, "intent_ranking": [ranked], "entities": named}


class TurnInput(InputChannel):
    """Rasa's side of the channel."""

    def __init__(self) -> None:
        """Have Rasa use what the channel needs before it makes its agent."""
        install()

    @classmethod
    def name(cls) -> str:
        """Give the channel's name, which is a part of its address."""
        return "turn"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Give the channel's routes."""
        blueprint = Blueprint("turn")

        @blueprint.listener("after_server_stop")
        async def disconnect(*_: Any) -> None:
            await close_sessions()

        @blueprint.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return json_response({"status": "ok"})

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            status, body = await answer(request.body, request.app.ctx.agent)
            return _answer(body, status)

        return blueprint


def _answer(body: dict[str, Any], status: int) -> HTTPResponse:
    return json_response(body, status=status, dumps=json.dumps)


async def answer(content: bytes, agent: Agent | None) -> tuple[int, dict[str, Any]]:
    """Handle one request; gives the HTTP status and the answer's body."""
    turn_id: Any = None
    try:
        request = read_request(_parse_json(content))
        turn_id = request.turn_id
        structlog.contextvars.bind_contextvars(turn=turn_id)  # Of this request's task alone.
        if agent is None or not agent.is_ready():
            return 503, {"error": "no_model", "detail": "no model is loaded"}
        return 200, await handle(request, agent)
    except UnknownIntent as problem:
        return 400, {"error": "unknown_intent", "detail": str(problem)}
    except BadState as problem:
        return 400, {"error": "bad_state", "detail": str(problem)}
    except BadRequest as problem:
        return 400, {"error": "bad_request", "detail": str(problem)}
    except (TurnFailed, ActionFailed) as problem:
        log.warning("turn %s failed: %s", turn_id, problem)
        return 503, {"error": "action_failed", "detail": str(problem)}
    except Exception as problem:
        code = secrets.token_hex(3)
        # The exception's own words may hold what a person wrote; its kind and place may not.
        place = "".join(traceback.format_tb(problem.__traceback__))
        log.error("turn %s: unexpected %s, code %s\n%s", turn_id, type(problem).__name__, code, place)
        return 500, {"error": "unexpected", "detail": code}


def _parse_json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        raise BadRequest("body must be JSON") from None


async def handle(request: TurnRequest, agent: Agent) -> dict[str, Any]:
    """Run one turn: events in, replies and compacted events out.

    Raises:
        TurnFailed: An action failed.
        UnknownIntent: The model does not know the pressed intent.
        BadState: The state can't be read.
    """
    processor = agent.processor
    turn = Turn(request.turn_id, read_state(request.state, processor.domain))
    token = current_turn.set(turn)
    try:
        if request.intent is not None:
            text, parse = "", pressed(request.intent, request.entities, processor.domain)
        else:
            text = clean(request.text or "")
            parse = await _parse(processor, text)
        collector = ReplyCollector()
        message = UserMessage(
            text, collector, request.conversation, parse, "turn", str(request.turn_id), metadata=request.metadata
        )
        await processor.handle_message(message)
        if turn.unreadable:
            raise BadState("state.events can't be replayed")
        if turn.failure is not None:
            raise TurnFailed(turn.failure)
        assert turn.tracker is not None  # noqa: S101 - the processor has just saved it
        return {
            "messages": collector.replies,
            "parse": {**parse, "intent_ranking": parse.get("intent_ranking", [])[:RANKING]},
            "model": processor.model_filename,
            "state": compact(turn.tracker, processor.domain),
        }
    except Exception as problem:
        if turn.unreadable:
            raise BadState("state.events can't be replayed") from problem
        # Validation actions fail outside the processor's watched calls.
        if turn.failure is not None and not isinstance(problem, TurnFailed):
            raise TurnFailed(turn.failure) from problem
        raise
    finally:
        current_turn.reset(token)


async def _parse(processor: Any, text: str) -> dict[str, Any]:
    """Parse a text; an empty one is no message that a model could know."""
    if not text:
        unclear = {"name": "nlu_fallback", "confidence": 1.0}
        return {"text": "", "intent": unclear, "intent_ranking": [unclear], "entities": []}
    parse = await processor.parse_message(UserMessage(text))
    return {key: parse[key] for key in ("text", "intent", "intent_ranking", "entities") if key in parse}
