"""How an action of the action server is called: one kept connection, a small request, a strict reading of the answer.

Replaces `RemoteAction.run`, which opens a connection a call, sends the whole domain compressed, and re-checks a
constant JSON schema for most of a turn's time.
"""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from nlu.reply import reply_event

DEFAULT_TIMEOUT = 6.0  # seconds; below the bot's own patience with Rasa (8 s), so that the reason arrives
_DOMAIN_PARTS = ("intents", "entities", "slots", "forms")  # what validators of forms look at
_NOT_ARGUMENTS = frozenset(
    {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment", "quick_replies"}
)

_schema = RemoteAction.action_response_format_spec()
_answer_schema = validator_for(_schema)(_schema)
_sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = WeakKeyDictionary()


class ActionFailed(Exception):
    """The action server could not be reached, answered late, failed, or answered something unreadable."""


def timeout_seconds() -> float:
    """Give the patience with one action call in seconds, from RASA_ACTION_TIMEOUT (default 6)."""
    written = os.environ.get("RASA_ACTION_TIMEOUT", "")
    try:
        seconds = float(written or DEFAULT_TIMEOUT)
    except ValueError:
        raise ValueError(f"RASA_ACTION_TIMEOUT must be a number of seconds, not {written!r}") from None
    if not seconds > 0:
        raise ValueError(f"RASA_ACTION_TIMEOUT must be above 0, not {written!r}")
    return seconds


async def close_sessions() -> None:
    """Close the kept connections of the running loop."""
    session = _sessions.pop(asyncio.get_running_loop(), None)
    if session is not None:
        await session.close()


def _session() -> aiohttp.ClientSession:
    loop = asyncio.get_running_loop()
    session = _sessions.get(loop)
    if session is None or session.closed:
        session = _sessions[loop] = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=timeout_seconds()),
            # Shorter than the action server's own 5 s, or a call now and then meets a connection just closed.
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=3.0),
        )
    return session


def _domain_json(domain: Domain) -> bytes:
    # Kept on the domain itself: its hash walks all of it.
    known: bytes | None = getattr(domain, "_action_json", None)
    if known is None:
        whole = domain.as_dict()
        known = json.dumps({part: whole.get(part) for part in _DOMAIN_PARTS}).encode()
        domain._action_json = known
    return known


def _request_body(name: str, tracker: DialogueStateTracker, domain: Domain) -> bytes:
    head = json.dumps(
        {
            "next_action": name,
            "sender_id": tracker.sender_id,
            "tracker": tracker.current_state(EventVerbosity.ALL),
            "version": "3.6.21",
        }
    ).encode()
    return head[:-1] + b', "domain": ' + _domain_json(domain) + b"}"


async def _post(url: str, name: str, body: bytes) -> dict[str, Any]:
    try:
        async with _session().post(url, data=body, headers={"Content-Type": "application/json"}) as response:
            content = await response.read()
    except asyncio.TimeoutError:
        raise ActionFailed(f"no answer within {timeout_seconds():g} s") from None
    except aiohttp.ClientError as problem:
        raise ActionFailed(f"action server unreachable ({type(problem).__name__})") from problem
    try:
        answer = json.loads(content)
    except ValueError:
        answer = None
    # Only a refusal names the action; a 400 of any other kind is a failure.
    if response.status == 400 and isinstance(answer, dict) and answer.get("action_name"):
        raise ActionExecutionRejection(answer["action_name"], answer.get("error"))
    if response.status != 200:
        raise ActionFailed(f"action server answered {response.status}")
    if not isinstance(answer, dict):
        raise ActionFailed("action server answered no JSON object")
    return answer


def _replies(name: str, responses: list[dict[str, Any]]) -> list[BotUttered]:
    replies = []
    for response in responses:
        key = response.get("response") or response.get("template")
        if not key:
            raise ActionFailed(f"{name} sent words without naming a response; wording belongs to data/responses")
        arguments = {k: v for k, v in response.items() if k not in _NOT_ARGUMENTS}
        replies.append(reply_event(key, arguments, response.get("buttons") or []))
    return replies


async def call_action(
    action: RemoteAction,
    output_channel: OutputChannel,
    nlg: NaturalLanguageGenerator,
    tracker: DialogueStateTracker,
    domain: Domain,
) -> list[Event]:
    """Run one action on the action server; gives its replies and events.

    Raises:
        ActionFailed: It could not be reached, answered late, failed, or its answer can't be read.
        ActionExecutionRejection: It says that it is not for this message (forms go on from there).
    """
    if not action.action_endpoint or not action.action_endpoint.url:
        raise ActionFailed("no action server is set (endpoints.yml, action_endpoint)")
    name = str(action.name())
    answer = await _post(action.action_endpoint.url, name, _request_body(name, tracker, domain))
    try:
        _answer_schema.validate(answer)
    except ValidationError as problem:
        raise ActionFailed(f"answer does not fit the schema at {problem.json_path}") from problem
    return [*_replies(name, answer.get("responses") or []), *deserialise_events(answer.get("events") or [])]
