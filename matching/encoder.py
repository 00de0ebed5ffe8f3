"""Sentence embeddings behind a one-method protocol, so that any model can take the embedded one's place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


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


def load_encoder(name_or_folder: str | Path) -> Encoder:
    """Load the embedded model from its folder, or any sentence-transformers model by folder or name.

    Raises:
        BadModel: nothing usable is there; the message says what to do.
    """
    raise NotImplementedError
