"""Cuts messages into words, each with its regular spelling as Rasa's «lemma»."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.component import TrainedComponent
from nlu.gazetteer import TABLES, Gazetteer
from nlu.spelling import Spelling, Word, read_chat_words

CHAT_WORDS = "vocabulary/chat_words.csv"
FILE = "spelling.json"
TOKENS = TOKENS_NAMES[TEXT]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class ChatTokenizer(TrainedComponent):
    """Knows the words of the training sentences, of the vocabularies and of the table of chat words."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the folder of the tables, read at training only: a model carries its words."""
        return {"data": "data"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Give a hash of the tables: Rasa would else take the words of an earlier training from its cache."""
        return fingerprint(Path(config.get("data", "data")))  # without the defaults

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Begin without words."""
        super().__init__(config, storage, resource)
        self._spelling = Spelling({}, {})

    def learn(self, training_data: TrainingData) -> None:
        """Learn the words."""
        data = Path(self._config["data"])
        texts = [example.get(TEXT) for example in training_data.nlu_examples]
        self._spelling = Spelling.learn(read_chat_words(data / CHAT_WORDS), texts, also=Gazetteer.read(data).words())

    def write(self, folder: Path) -> None:
        """Write the words."""
        (folder / FILE).write_text(json.dumps(self._spelling.as_dict(), ensure_ascii=False), encoding="utf-8")

    def read(self, folder: Path) -> None:
        """Read them."""
        self._spelling = Spelling.from_dict(json.loads((folder / FILE).read_text(encoding="utf-8")))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Cut the training sentences."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Cut messages; those without text get no words."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                tokens = [Token(w.folded, w.start, w.end, lemma=w.normal) for w in self._spelling.words(text)]
                message.set(TOKENS, tokens)
        return messages


def words_of(message: Message) -> list[Word]:
    """Give a cut message's words."""
    return [Word(t.start, t.end, t.text, t.lemma) for t in message.get(TOKENS) or ()]


def fingerprint(data: Path) -> str:
    """Give a hash of all tables whose words a model carries."""
    digest = hashlib.sha256()
    for table in (*TABLES, CHAT_WORDS):
        digest.update((data / table).read_bytes())
    return digest.hexdigest()
