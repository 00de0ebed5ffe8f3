"""Sentence embeddings behind a one-method protocol, so that any model can take the embedded one's place."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.errors import BadModel

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MAX_CHARACTERS = 4000
"""Longer texts are cut before tokenising; no model here reads more."""


class Encoder(Protocol):
    """Turns texts into vectors that can be compared by dot product."""

    @property
    def model(self) -> str:
        """Identity of the model; vectors of two different identities are never compared."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Encode texts into an array of shape (n, dimension), float32, rows of length 1.

        `query` tells models that want it (e5) that the texts are questions, not documents.
        """
        ...


class SentenceEncoder:
    """An encoder over a loaded sentence-transformers model; safe to use from several threads."""

    def __init__(self, transformer: SentenceTransformer, model: str) -> None:
        """Wrap a model under its identity; models of the e5 family get the prefixes that they were trained with."""
        self._transformer = transformer
        self._model = model
        self._dimension = int(transformer.get_embedding_dimension() or transformer.encode([""]).shape[1])
        self._query, self._document = ("query: ", "passage: ") if _wants_prefixes(transformer, model) else ("", "")

    @property
    def model(self) -> str:
        """Identity of the model."""
        return self._model

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    def encode(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Encode texts into an array of shape (n, dimension), float32, rows of length 1."""
        if not texts:
            return np.empty((0, self._dimension), dtype=np.float32)
        prompt = self._query if query else self._document
        vectors = self._transformer.encode(
            [_clean(text) for text in texts],
            prompt=prompt or None,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)


def load_encoder(name_or_folder: str | Path, threads: int = 1) -> SentenceEncoder:
    """Load the embedded model from its folder, or any sentence-transformers model by folder or name.

    `threads` holds for the whole process: one short query gains nothing from a second, and on a busy machine
    threads that wait for each other make it many times slower.

    Raises:
        BadModel: nothing usable is there; the message says what to do.
    """
    # Imported here: torch takes seconds, and the package must be importable without it.
    import torch
    from sentence_transformers import SentenceTransformer
    from threadpoolctl import threadpool_limits

    from matching import embedded

    torch.set_num_threads(threads)
    threadpool_limits(threads)  # NumPy's own pool: two threads take a product of one vector many times as long.

    folder = Path(name_or_folder)
    if embedded.is_embedded(folder):
        module = embedded.load(folder)
        return SentenceEncoder(SentenceTransformer(modules=[module], device="cpu"), embedded.identity())
    if not folder.exists() and (folder.is_absolute() or str(name_or_folder).startswith((".", "var/"))):
        raise BadModel(f"no embedding model in {folder}; run `python -m matching build --to {folder}`")
    try:
        transformer = SentenceTransformer(str(name_or_folder), device="cpu")
    except (OSError, ValueError, ImportError) as error:
        raise BadModel(
            f"«{name_or_folder}» is not a sentence-transformers model that can be loaded: {error}; "
            "give a folder or a public name, or leave the setting empty for the embedded model"
        ) from error
    return SentenceEncoder(transformer, _identity(name_or_folder))


def _clean(text: str) -> str:
    # Lone surrogates cannot be passed to the tokenizer; they carry no meaning.
    return text[:MAX_CHARACTERS].encode("utf-8", "ignore").decode("utf-8")


def _wants_prefixes(transformer: SentenceTransformer, model: str) -> bool:
    return "e5" in model.lower() and not any(transformer.prompts.values())


def _identity(name_or_folder: str | Path) -> str:
    folder = Path(name_or_folder)
    if not folder.is_dir():
        return str(name_or_folder)
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            digest.update(path.name.encode() + b"\0")
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return f"{folder.name}@{digest.hexdigest()[:12]}"
