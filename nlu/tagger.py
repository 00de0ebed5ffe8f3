"""Facts in messages: patterns for what has a form, else a conditional random field that knows the vocabularies."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import pycrfsuite
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.component import TrainedComponent
from nlu.gazetteer import Gazetteer
from nlu.tagging import Span, features, labels, spans
from nlu.tokenizer import fingerprint, words_of

PATTERNS = {
    "email": r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",  # before the phone: an address may begin with a number
    "phone": r"(?<!\w)(?:\+62|62|0)8\d(?:[ .-]?\d){7,11}(?!\d)",
    "vacancy_ref": (
        r"(?<!\w)(?:(?:no|nomor|nomer|nmr|number)\.? ?(?:\d{1,2}|satu|dua|tiga|one|two|three)"
        r"|(?:yang|yg|yng) (?:pertama|kedua|ketiga|terakhir|ter?atas|ke-?[123])"
        r"|the (?:first|second|third|last)(?: one)?(?! (?:time|year|month|week|day|question|thing)s?\b)"
        r"|V\d+|LK-\d+)(?!\w)"
    ),
}
FIELD, NAMES = "entities.crfsuite", "names.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class EntityTagger(TrainedComponent):
    """Adds entities, their values as written; normal forms are made where they are used."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the folder of the vocabularies, read at training only, and how often all sentences are gone through."""
        return {"data": "data", "rounds": 15}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Give a hash of the vocabularies: Rasa would else take the words of an earlier training from its cache."""
        return fingerprint(Path(config.get("data", "data")))  # without the defaults

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Begin knowing nothing."""
        super().__init__(config, storage, resource)
        self._gazetteer = Gazetteer({})
        self._weights = b""
        self._field: Any = None
        self._patterns = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in PATTERNS.items()]

    def learn(self, training_data: TrainingData) -> None:
        """Learn from the sentences' entities (averaged perceptron: Collins, EMNLP 2002)."""
        self._gazetteer = Gazetteer.read(Path(self._config["data"]))
        trainer = pycrfsuite.Trainer("ap", {"max_iterations": self._config["rounds"]}, verbose=False)
        examples = [(example, words) for example in training_data.nlu_examples if (words := words_of(example))]
        for example, words in examples:
            given = [(e["entity"], e["start"], e["end"]) for e in example.get(ENTITIES) or ()]
            trainer.append(features(example.get(TEXT), words, self._gazetteer), labels(words, given))
        if examples:  # a field that has learnt nothing would end the process at the first message
            with tempfile.TemporaryDirectory() as folder:
                trainer.train(os.path.join(folder, FIELD))
                self._open(Path(folder, FIELD).read_bytes())

    def _open(self, weights: bytes) -> None:
        self._weights = weights  # CRFsuite reads them where they are
        if weights:
            self._field = pycrfsuite.Tagger()
            self._field.open_inmemory(weights)

    def write(self, folder: Path) -> None:
        """Write the field and the names."""
        (folder / FIELD).write_bytes(self._weights)
        (folder / NAMES).write_text(json.dumps(self._gazetteer.as_dict(), ensure_ascii=False), encoding="utf-8")

    def read(self, folder: Path) -> None:
        """Read them."""
        self._gazetteer = Gazetteer(json.loads((folder / NAMES).read_text(encoding="utf-8")))
        self._open((folder / FIELD).read_bytes())

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what is found: patterns win over the field, and over the patterns after them."""
        for message in messages:
            text, words = message.get(TEXT) or "", words_of(message)
            if not words:
                continue
            found: list[Span] = []
            for name, pattern in self._patterns:
                matches = [(name, match.start(), match.end()) for match in pattern.finditer(text)]
                found += [span for span in matches if not _overlaps(span, found)]
            if self._field is not None:
                tagged = spans(words, self._field.tag(features(text, words, self._gazetteer)))
                found += [span for span in tagged if not _overlaps(span, found)]
            entities = [
                {"entity": name, "start": start, "end": end, "value": text[start:end], "extractor": "EntityTagger"}
                for name, start, end in sorted(found, key=lambda span: span[1])
            ]
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span[1] < other[2] and other[1] < span[2] for other in others)
