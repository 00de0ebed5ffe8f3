"""Rasa over HTTP: one request a turn, carrying the conversation's whole state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from placement.errors import PlacementError, UnavailableError


@dataclass(frozen=True)
class TurnAnswer:
    """What Rasa made of a turn: replies by response key, the parse, the model's name and the new state."""

    messages: list[dict[str, Any]]
    parse: dict[str, Any]
    model: str
    state: dict[str, Any]


class BadStateError(PlacementError):
    """Rasa can't read the conversation's state, now or later: the conversation has to begin anew."""


class UnknownIntentError(PlacementError):
    """Rasa's model does not know what a button means, any more."""


REFUSALS = {"bad_state": BadStateError, "unknown_intent": UnknownIntentError}
"""What trying again does not mend, by the channel's word for it; whatever else is refused is like an outage."""


class Rasa:
    """A client of the turn channel; UnavailableError whenever there is no good answer in time."""

    def __init__(self, url: str, timeout: float) -> None:
        """Take the server's address and the seconds a turn may take."""
        # Rasa stands near: a proxy that leads out to the internet (HTTP_PROXY) does not lead to it.
        self._client = httpx.AsyncClient(
            base_url=url, timeout=timeout, limits=httpx.Limits(max_connections=64), trust_env=False
        )

    async def turn(
        self,
        *,
        turn_id: int,
        conversation: str,
        state: Mapping[str, Any] | None,
        message: Mapping[str, Any],
        metadata: Mapping[str, Any],
    ) -> TurnAnswer:
        """Have one message handled; BadStateError, UnknownIntentError: this request will never be answered."""
        body = {
            "turn_id": turn_id,
            "conversation": conversation,
            "state": state,
            "message": message,
            "metadata": metadata,
        }
        answer = await self._post("/webhooks/turn/webhook", body)
        try:
            return TurnAnswer(answer["messages"], answer["parse"], answer["model"], answer["state"])
        except (KeyError, TypeError) as problem:
            raise UnavailableError(f"Rasa's answer lacks {problem}.") from problem

    async def parse(self, text: str) -> tuple[dict[str, Any], str]:
        """Have a text understood without a turn; give the parse and the model's name."""
        answer = await self._post("/model/parse", {"text": text})
        if not isinstance(answer.get("intent"), Mapping):
            raise UnavailableError("Rasa's answer is not a parse.")
        return answer, str(answer.get("model") or "")

    async def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        try:
            response = await self._client.post(path, json=body)
        except httpx.HTTPError as problem:
            raise UnavailableError(f"Rasa does not answer ({type(problem).__name__}).") from problem
        try:
            answer = response.json()
        except ValueError as problem:
            if response.status_code != 200:
                raise UnavailableError(f"Rasa answers {response.status_code}.") from None
            raise UnavailableError("Rasa's answer is not JSON.") from problem
        if response.status_code != 200:
            word = answer.get("error") if response.status_code == 400 and isinstance(answer, dict) else None
            refusal = REFUSALS.get(word) if isinstance(word, str) else None
            raise refusal(f"Rasa: {word}.") if refusal else UnavailableError(f"Rasa answers {response.status_code}.")
        if not isinstance(answer, dict):
            raise UnavailableError("Rasa's answer is not an object.")
        return answer

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
