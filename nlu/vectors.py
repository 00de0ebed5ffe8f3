"""Dense features of whole messages, from the embedded sentence model."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.encoder import SentenceEncoder
from nlu.places import var_folder
from nlu.tokenizer import words_of

THREADS = 2
"""Used for training sentences alone; a message is one text."""


@lru_cache(maxsize=1)
def encoder() -> SentenceEncoder:
    """Give the embedded model, read once a process whatever models come and go."""
    return SentenceEncoder(var_folder() / "models" / "embedding")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(GraphComponent):
    """Sets a message's sentence vector (1, 512)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Need no settings; the alias is how Rasa's other components would choose these features."""
        return {FEATURIZER_CLASS_ALIAS: "sentence_vectors"}

    def __init__(self, alias: str) -> None:
        """Take the name under which the features are known."""
        self._alias = alias

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SentenceVectors:
        """Make one."""
        return cls(config[FEATURIZER_CLASS_ALIAS])

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode the training sentences."""
        encoder()
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(self._encode, training_data.training_examples, chunksize=64))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encode messages; those without text get no vector."""
        for message in messages:
            self._encode(message)
        return messages

    def _encode(self, message: Message) -> None:
        if message.get(TEXT):
            # Folded, for the model takes «KERJA» for another word than «kerja»; in the person's own spelling, for
            # what the regular one loses.
            vector = encoder().encode([" ".join(word.folded for word in words_of(message))])
            message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._alias))
