"""Entities from the closed vocabularies: places, trades, schooling and work types in the words people say.

The words are copied into the model when it is trained, so that a model is self-contained. Values stay as written;
their normal forms are made where they are used.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

TABLES = {
    "regions.csv": "location",
    "occupations.csv": "occupation",
    "education.csv": "education_level",
    "work_types.csv": "work_type",
}
SHORTEST = {"location": 3, "occupation": 3, "education_level": 2, "work_type": 3}
"""Shorter words mean too many other things."""
TOO_COMMON = {
    "location": {"batu", "malang", "serang", "model", "kota", "demak"},
    "occupation": {"admin", "model", "operator", "kerja", "apa aja"},
    "education_level": set(),
    "work_type": set(),
}
"""Words that are left to the context that the other extractor sees."""
PATTERNS = {
    "phone": r"(?<!\w)(?:\+62|62|0)8\d(?:[ .-]?\d){7,11}(?!\d)",
    "email": r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "vacancy_ref": (
        r"(?<!\w)(?:(?:no|nomor|nomer|nmr|number)\.? ?(?:\d{1,2}|satu|dua|tiga|one|two|three)"
        r"|(?:yang|yg|yng) (?:pertama|kedua|ketiga|terakhir|ter?atas|ke-?[123])"
        r"|the (?:first|second|third|last)(?: one)?(?! (?:time|year|month|week|day|question|thing)s?\b)"
        r"|V\d+|LK-\d+)(?!\w)"
    ),
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class LexiconExtractor(GraphComponent):
    """Finds the longest known words on word boundaries, and adds them where nothing was found before."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the folder of the vocabularies, read at training only."""
        return {"vocabularies": "data/vocabulary"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Give a hash of the vocabularies: Rasa would else take the words of an earlier training from its cache."""
        digest = hashlib.sha256()
        for table in TABLES:
            digest.update((Path(config["vocabularies"]) / table).read_bytes())
        return digest.hexdigest()

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Begin without words."""
        self._config, self._storage, self._resource = config, storage, resource
        self._words: dict[str, str] = {}
        self._longest = 1
        self._patterns = [(name, re.compile(pattern, re.IGNORECASE)) for name, pattern in PATTERNS.items()]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LexiconExtractor:
        """Make one to be trained."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_more: Any,
    ) -> LexiconExtractor:
        """Make one with the words that the model carries."""
        extractor = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            extractor._learn(json.loads((folder / "words.json").read_text(encoding="utf-8")))
        return extractor

    def _learn(self, words: dict[str, str]) -> None:
        self._words = words
        self._longest = max((len(word.split()) for word in words), default=1)

    def train(self, training_data: TrainingData) -> Resource:
        """Copy the vocabularies' words into the model."""
        words: dict[str, str] = {}
        for table, entity in TABLES.items():
            path = Path(self._config["vocabularies"]) / table
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    for word in (row.get("words") or "").split(";"):
                        word = " ".join(word.casefold().split())
                        if len(word) >= SHORTEST[entity] and word not in TOO_COMMON[entity]:
                            words.setdefault(word, entity)
        self._learn(words)
        with self._storage.write_to(self._resource) as folder:
            (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as it is: nobody learns from this one's findings."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what the words say; patterns win over everything, others over these words."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = self._by_pattern(text)
            there = [e for e in message.get(ENTITIES, []) if not _overlaps(e, found)]
            taken = found + there
            words = [e for e in self._by_word(text) if not _overlaps(e, taken)]
            message.set(ENTITIES, sorted(taken + words, key=lambda entity: entity["start"]), add_to_output=True)
        return messages

    def _by_pattern(self, text: str) -> list[dict[str, Any]]:
        return [
            _entity(name, text, match.start(), match.end())
            for name, pattern in self._patterns
            for match in pattern.finditer(text)
        ]

    def _by_word(self, text: str) -> list[dict[str, Any]]:
        tokens = list(re.finditer(r"\w+", text))
        found = []
        at = 0
        while at < len(tokens):
            for length in range(min(self._longest, len(tokens) - at), 0, -1):
                said = " ".join(token.group().casefold() for token in tokens[at : at + length])
                entity = self._words.get(said)
                if entity:
                    found.append(_entity(entity, text, tokens[at].start(), tokens[at + length - 1].end()))
                    at += length - 1
                    break
            at += 1
        return found


def _entity(name: str, text: str, start: int, end: int) -> dict[str, Any]:
    return {"entity": name, "start": start, "end": end, "value": text[start:end], "extractor": "LexiconExtractor"}


def _overlaps(entity: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    return any(entity["start"] < other["end"] and other["start"] < entity["end"] for other in others)
