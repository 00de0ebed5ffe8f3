"""Wishes that end, switch or alarm something need more certainty than the rest: in doubt they are not understood.

A wrong guess at a search costs a sentence; one at «stop», «I was hired» or «in danger» costs the person more. Words
that hardly mean anything else are certainty enough, as is a named entity such as the country to work in.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

FALLBACK = "nlu_fallback"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Caution(GraphComponent):
    """Takes a doubtful guess at a wish that costs much for not understood; stands after the fallback."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give no wish: `wishes` is {intent: {"sure": confidence from 0 to 1, "words": pattern, "entity": name}}."""
        return {"wishes": {}}

    def __init__(self, config: dict[str, Any]) -> None:
        """Read the table."""
        self._wishes = config["wishes"]
        self._words = {
            intent: re.compile(wish["words"], re.IGNORECASE)
            for intent, wish in self._wishes.items()
            if wish.get("words")
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Caution:
        """Make one."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Put the fallback first where the guess is too doubtful."""
        for message in messages:
            guess = message.get(INTENT) or {}
            if self._doubtful(message, guess):
                fallback = {"name": FALLBACK, "confidence": guess["confidence"]}
                message.set(INTENT, fallback, add_to_output=True)
                ranking = [fallback, *(message.get(INTENT_RANKING_KEY) or [])]
                message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _doubtful(self, message: Message, guess: dict[str, Any]) -> bool:
        intent = guess.get("name")
        wish = self._wishes.get(intent)
        if wish is None or guess.get("confidence", 0.0) >= wish["sure"]:
            return False
        words = self._words.get(intent)
        if words is not None and words.search(message.get(TEXT) or ""):
            return False
        named = {found["entity"] for found in message.get(ENTITIES) or []}
        return wish.get("entity") not in named
