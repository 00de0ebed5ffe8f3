"""What a person wants: a linear classifier over sparse terms and the sentence vector, with calibrated confidence.

Linear support vectors, one against the rest (Fan et al., "LIBLINEAR", JMLR 2008), learn in seconds what networks take
minutes for, and are as good here (docs/nlu.md). Their scores become confidences by one temperature (Guo et al., "On
Calibration of Modern Neural Networks", ICML 2017), found on sentences that were left out of a first training.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from scipy.special import log_softmax, softmax
from sklearn.svm import LinearSVC

from nlu.component import TrainedComponent
from nlu.encoder import DIMENSION
from nlu.terms import KINDS, TermWeights, Weighted
from nlu.tokenizer import words_of

Array = Any
WEIGHTS, TERMS = "weights.npz", "terms.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(TrainedComponent):
    """Gives a message's intent and the ranking of the likeliest."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the defaults: `least` documents for words and pieces to be known, the misses' price `c`."""
        return {"least": [2, 2, 3], "c": 0.3, "leave_out_every": 5, "ranking_length": 10, "seed": 1}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Begin knowing nothing."""
        super().__init__(config, storage, resource)
        self._terms: list[TermWeights] = []
        self._intents: list[str] = []
        self._weights: Array = np.zeros((0, 0), dtype=np.float32)
        self._bias: Array = np.zeros(0, dtype=np.float32)
        self._temperature = 1.0

    def learn(self, training_data: TrainingData) -> None:
        """Learn from the sentences that have an intent."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        messages = [words_of(example) for example in examples]
        self._terms = [
            TermWeights.learn(map(terms, messages), least)
            for terms, least in zip(KINDS, self._config["least"], strict=True)
        ]
        blocks = [
            _matrix((weights.weigh(terms(words)) for words in messages), len(weights.columns))
            for terms, weights in zip(KINDS, self._terms, strict=True)
        ]
        matrix = hstack([*blocks, csr_matrix(np.concatenate([_vector(example) for example in examples]))]).tocsr()
        self._intents = sorted({example.get(INTENT) for example in examples})
        wanted = np.array([self._intents.index(example.get(INTENT)) for example in examples])
        self._temperature = self._calibrate(matrix, wanted)
        self._weights, self._bias = self._fit(matrix, wanted)

    def _fit(self, matrix: Array, wanted: Array) -> tuple[Array, Array]:
        """Give weights (features, intents) and bias (intents)."""
        machine = LinearSVC(C=self._config["c"], random_state=self._config["seed"]).fit(matrix, wanted)
        weights, bias = machine.coef_, machine.intercept_
        if len(weights) == 1:  # of two intents there is but one boundary
            weights, bias = np.concatenate([-weights, weights]), np.concatenate([-bias, bias])
        return np.ascontiguousarray(weights.T, dtype=np.float32), bias.astype(np.float32)

    def _calibrate(self, matrix: Array, wanted: Array) -> float:
        """Find the temperature under which left-out sentences, every fifth or so of each intent, are likeliest."""
        left_out = np.zeros(len(wanted), dtype=bool)
        for intent in range(len(self._intents)):
            left_out[np.flatnonzero(wanted == intent)[:: -self._config["leave_out_every"]][:-1]] = True
        if not left_out.any():
            return 1.0
        weights, bias = self._fit(matrix[~left_out], wanted[~left_out])
        scores, right = matrix[left_out] @ weights + bias, wanted[left_out]

        def surprise(temperature: float) -> float:
            return float(-log_softmax(scores / temperature, axis=1)[np.arange(len(right)), right].mean())

        return float(minimize_scalar(surprise, bounds=(0.02, 2.0), method="bounded").x)

    def write(self, folder: Path) -> None:
        """Write terms, intents and weights."""
        kept = {
            "intents": self._intents,
            "temperature": self._temperature,
            "terms": [[list(weights.columns), [round(r, 5) for r in weights.rarity]] for weights in self._terms],
        }
        (folder / TERMS).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / WEIGHTS, weights=self._weights, bias=self._bias)

    def read(self, folder: Path) -> None:
        """Read them."""
        kept = json.loads((folder / TERMS).read_text(encoding="utf-8"))
        with np.load(folder / WEIGHTS) as arrays:
            self._weights, self._bias = arrays["weights"], arrays["bias"]
        self._terms = [
            TermWeights({term: column for column, term in enumerate(terms)}, rarity) for terms, rarity in kept["terms"]
        ]
        self._intents, self._temperature = kept["intents"], kept["temperature"]

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking; without a text the intent has no name, and the fallback takes its place."""
        for message in messages:
            ranking = self._ranking(message) if message.get(TEXT) and self._intents else []
            message.set(INTENT, ranking[0] if ranking else {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        confidences = softmax(self._scores(message) / self._temperature)
        best = np.argsort(-confidences)[: self._config["ranking_length"]]
        return [{"name": self._intents[at], "confidence": float(confidences[at])} for at in best]

    def _scores(self, message: Message) -> Array:
        scores = self._bias.astype(np.float64)
        start = 0
        words = words_of(message)
        for weights, terms in zip(self._terms, KINDS, strict=True):
            columns, values = weights.weigh(terms(words))
            if columns:
                scores = scores + np.array(values) @ self._weights[np.array(columns) + start]
            start += len(weights.columns)
        return scores + _vector(message)[0] @ self._weights[start:]


def _matrix(rows: Iterable[Weighted], width: int) -> Array:
    columns, values, ends = array("i"), array("f"), array("q", [0])
    for row_columns, row_values in rows:
        columns.extend(row_columns)
        values.extend(row_values)
        ends.append(len(columns))
    return csr_matrix((np.asarray(values), np.asarray(columns), np.asarray(ends)), shape=(len(ends) - 1, width))


def _vector(message: Message) -> Array:
    """Give the sentence vector (1, 512), zeros when the pipeline makes none."""
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features if sentence else np.zeros((1, DIMENSION), dtype=np.float32)
