"""What Rasa's engine wants of every trained component, said once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData

Made = TypeVar("Made", bound="TrainedComponent")


class TrainedComponent(GraphComponent, ABC):
    """Learns from the training data, and is read back from what it kept."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Begin knowing nothing."""
        self._config, self._storage, self._resource = config, storage, resource

    @classmethod
    def create(
        cls: type[Made],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Made:
        """Make one to be trained."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls: type[Made],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_more: Any,
    ) -> Made:
        """Make the one that was trained."""
        made = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            made.read(folder)
        return made

    def train(self, training_data: TrainingData) -> Resource:
        """Learn, and keep what was learnt."""
        self.learn(training_data)
        with self._storage.write_to(self._resource) as folder:
            self.write(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as it is, unless others learn from this one's findings."""
        return training_data

    @abstractmethod
    def learn(self, training_data: TrainingData) -> None:
        """Learn from the training data."""

    @abstractmethod
    def write(self, folder: Path) -> None:
        """Write what was learnt."""

    @abstractmethod
    def read(self, folder: Path) -> None:
        """Read what `write` wrote."""
