"""Rasa's conditional random field, with its weights kept in the model.

Rasa's own extractor keeps its training data instead, and trains again whenever a model is loaded: ten seconds and more
at each start, and as long without an answer when a running server takes a new model.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.crf_entity_extractor import CRFEntityExtractor
from sklearn_crfsuite import CRF

ORDER = "order.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class KeptCRFEntityExtractor(CRFEntityExtractor):
    """`CRFEntityExtractor` with the same settings, training and findings; only its files in the model are others."""

    def persist(self, dataset: list[Any]) -> None:
        """Write the weights as CRFsuite's own files, one a kind of tag; the training data stays outside."""
        with self._model_storage.write_to(self._resource) as folder:
            for name in self.crf_order:
                shutil.copyfile(self.entity_taggers[name].modelfile.name, folder / f"{name}.crfsuite")
            (folder / ORDER).write_text(json.dumps(self.crf_order), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_more: Any,
    ) -> KeptCRFEntityExtractor:
        """Read the weights; a model trained on no entity has none, and then nothing is found."""
        with contextlib.ExitStack() as stack:
            try:
                folder = stack.enter_context(model_storage.read_from(resource))
            except ValueError:  # how the storage says that nothing was kept
                return cls(config, model_storage, resource)
            order = json.loads((folder / ORDER).read_text(encoding="utf-8"))
            taggers = {name: CRF(model_filename=str(folder / f"{name}.crfsuite")) for name in order}
            for tagger in taggers.values():
                # CRFsuite opens the file at the first use, and reads all of it; later the folder is gone.
                _ = tagger.tagger_
        extractor = cls(config, model_storage, resource, taggers)
        extractor.crf_order = order
        return extractor
