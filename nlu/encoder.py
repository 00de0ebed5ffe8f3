"""The embedded sentence model on NumPy alone: Google's multilingual USE v3, read from the folder that set-up makes.

The application reads the same folder through torch (`matching/use_module.py`, where the layers are explained); Rasa's
environment has no torch, and one short text takes less time here. Both give the same
vectors (tests/test_nlu_pipeline.py).
Architecture: Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval", ACL 2020 demos.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import safe_open
from tokenizers import Tokenizer

ORDERS = (2, 3, 5)
BRANCH = 256
BATCH = 32
CHUNKS = 17
BEGIN, END = 1, 2
TABLE = "table"
MAX_PIECES = 64
"""A chat message is short; what one wants stands in its first sentences, and a long one must not hold up the others."""
DIMENSION = 512

Array = Any  # a float32 array; NumPy's own types are unknown to the tools of this environment


class SentenceEncoder:
    """Texts to vectors of 512 numbers of length 1."""

    def __init__(self, folder: str | Path) -> None:
        """Read the model; FileNotFoundError when `make setup` has not made it."""
        folder = Path(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_PIECES)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if config["joint_norm"]:
            raise ValueError(f"{folder} holds a model that normalises its branches jointly: run «make setup»")
        self._epsilon = float(config["epsilon"])
        self._weights = _weights(folder / "model.safetensors")

    def encode(self, texts: Sequence[str]) -> Array:
        """Encode texts into (texts, 512), float32; a text's vector does not depend on the others."""
        pieces = [[BEGIN, *self._tokenizer.encode(text, add_special_tokens=False).ids, END] for text in texts]
        vectors = np.empty((len(texts), DIMENSION), dtype=np.float32)
        # Texts of equal length go together: one large product instead of many small ones, and nothing to mask.
        for length in set(map(len, pieces)):
            alike = [at for at, row in enumerate(pieces) if len(row) == length]
            for first in range(0, len(alike), BATCH):
                batch = alike[first : first + BATCH]
                vectors[batch] = self._vectors(np.array([pieces[at] for at in batch]))
        return vectors

    def _vectors(self, ids: Array) -> Array:
        """Encode pieces (texts, length) into (texts, 512)."""
        weights = self._weights
        length = ids.shape[1]
        chunk = ids % CHUNKS
        pieces = weights["table"][ids].astype(np.float32)
        pieces = pieces * weights["scale"][chunk][..., None] + weights["lo"][chunk][..., None]
        together = np.concatenate([pieces, *(self._branch(pieces, order) for order in ORDERS)], axis=-1)
        together = self._normed(together, "ln_g", "ln_b")
        pooled = (together.sum(1) @ weights["cnn_W"] + length * weights["cnn_b"]) / np.sqrt(np.float32(length))
        first = np.maximum(pooled @ weights["d0"], 0)
        second = np.maximum(pooled @ weights["p1"] + first @ weights["d1"], 0)
        third = np.maximum(second @ weights["d2"], 0)
        vectors = np.tanh(second @ weights["p3"] + third @ weights["d3"])
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def _branch(self, pieces: Array, order: int) -> Array:
        weights = self._weights
        texts, length, _ = pieces.shape
        before = (order - 1) // 2
        # The rows around the text stay zero: each layer looks a few pieces back and ahead.
        padded = np.zeros((texts, length + order - 1, BRANCH), dtype=np.float32)
        x = padded[:, before : before + length]
        x[:] = self._normed(
            _product(pieces, weights[f"proj{order}"]) + weights[f"proj_b{order}"], f"ln_g{order}", f"ln_b{order}"
        )
        for layer in ("1", "2"):
            windows = np.concatenate([padded[:, step : step + length] for step in range(order)], axis=-1)
            x += np.maximum(_product(windows, weights[f"w{layer}_{order}"]) + weights[f"b{layer}_{order}"], 0)
        return x

    def _normed(self, x: Array, gain: str, bias: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        centred /= np.sqrt(np.einsum("...i,...i->...", centred, centred)[..., None] / x.shape[-1] + self._epsilon)
        centred *= self._weights[gain]
        centred += self._weights[bias]
        return centred


def _weights(path: Path) -> dict[str, Array]:
    """Read the weights; of the table of pieces, most of the file, only the rows that are met come into memory."""
    with safe_open(str(path), framework="np") as file:
        weights = {name: file.get_tensor(name) for name in file.keys() if name != TABLE}  # noqa: SIM118 - no mapping
    with path.open("rb") as raw:
        size = int.from_bytes(raw.read(8), "little")
        table = json.loads(raw.read(size))[TABLE]
    start = 8 + size + table["data_offsets"][0]
    weights[TABLE] = np.memmap(path, dtype=np.uint8, mode="r", offset=start, shape=tuple(table["shape"]))
    return weights


def _product(x: Array, weights: Array) -> Array:
    """Multiply (texts, length, m) by (m, n) as one matrix."""
    return (x.reshape(-1, x.shape[-1]) @ weights).reshape(*x.shape[:-1], -1)
