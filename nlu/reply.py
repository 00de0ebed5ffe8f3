"""Replies as names: a response's key, its arguments and buttons, never words.

Words are rendered outside Rasa, in the reader's language, so that an answer changes without training.
"""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.constants import DEFAULT_SLOT_NAMES
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

Reply = dict[str, Any]
_KEY = "turn_reply"


def reply_event(key: str, arguments: dict[str, Any], buttons: list[dict[str, Any]]) -> BotUttered:
    """Give the event that stands for one reply in a tracker."""
    return BotUttered(metadata={_KEY: {"response": key, "args": arguments, "buttons": buttons}})


class NamingGenerator(NaturalLanguageGenerator):
    """Names the response of an `utter_` action, with the plain filled slots as its arguments; renders nothing."""

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        """Take what Rasa passes to any generator; nothing of it is needed."""

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> Reply | None:
        """Give the response's name; None when the model knows no such response (Rasa's silent defaults)."""
        if utter_action not in kwargs.get("domain_responses", {utter_action}):
            return None
        filled = {
            name: value
            for name, value in tracker.current_slot_values().items()
            if isinstance(value, (str, int, float)) and name not in DEFAULT_SLOT_NAMES
        }
        return {_KEY: {"response": utter_action, "args": filled, "buttons": []}}


class ReplyCollector(OutputChannel):
    """Keeps the replies of one turn in their order."""

    def __init__(self) -> None:
        """Start with no reply."""
        self.replies: list[Reply] = []

    @classmethod
    def name(cls) -> str:
        """Give the channel's name."""
        return "turn"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one reply."""
        self.replies.append(message[_KEY])
