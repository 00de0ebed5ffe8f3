"""Dense features of whole messages, from the embedded sentence model."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
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

THREADS, PART = 2, 500
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
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceVectors:
        """Make one; the model is read now, and not while the first person waits."""
        encoder()
        return cls(config[FEATURIZER_CLASS_ALIAS])

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode the training sentences."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        # Sorted by length, each part holds many of one length.
        examples.sort(key=lambda example: len(example.get(TEXT)))
        parts = [examples[first : first + PART] for first in range(0, len(examples), PART)]
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(self._encode, parts))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Encode messages; those without text get no vector."""
        self._encode([message for message in messages if message.get(TEXT)])
        return messages

    def _encode(self, messages: list[Message]) -> None:
        # Folded, for the model takes «KERJA» for another word than «kerja»; in the person's own spelling, for the
        # regular one leaves things out.
        texts = [" ".join(word.folded for word in words_of(message)) for message in messages]
        for message, vector in zip(messages, encoder().encode(texts), strict=True):
            message.add_features(Features(vector[None], FEATURE_TYPE_SENTENCE, TEXT, self._alias))
