"""Google's multilingual Universal Sentence Encoder v3 as a sentence-transformers module.

A convolutional encoder over SentencePiece pieces (16 languages, Indonesian among the ones that work though it was
not trained on): three n-gram branches over projected piece embeddings, pooled by a sum over the square root of the
length, then a small residual network. Architecture: Yang et al., "Multilingual Universal Sentence Encoder for
Semantic Retrieval", ACL 2020 demos; layer order read from the published graph.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from sentence_transformers.base.modules.input_module import InputModule
from tokenizers import Tokenizer
from torch.nn import functional

ORDERS = (2, 3, 5)
"""Widths of the three n-gram branches; a branch of width n looks (n - 1) // 2 pieces back."""
BRANCH = 256
DIMENSION = 512
CHUNKS = 17
"""The embedding table is quantised in 17 interleaved chunks, each with a scale and an offset of its own."""
MAX_PIECES = 256
BEGIN, END = 1, 2

TENSORS = (
    *("table", "scale", "lo"),
    *(f"{name}{n}" for n in ORDERS for name in ("proj", "proj_b", "ln_g", "ln_b")),
    *(f"{name}_{n}" for n in ORDERS for name in ("w1", "b1", "w2", "b2")),
    *("ln_g", "ln_b", "cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3"),
)
"""Names of the weights; `table` holds one row of unsigned bytes a piece, the rest are float32."""


class UseModule(InputModule):  # type: ignore[misc, unused-ignore]
    """Texts to vectors of 512 numbers of length 1; nothing in it is trained further."""

    config_keys = ["epsilon", "joint_norm"]  # noqa: RUF012 - the base class declares it so

    def __init__(
        self, tokenizer: Tokenizer, weights: dict[str, torch.Tensor], epsilon: float, joint_norm: bool
    ) -> None:
        """Take over tokenizer and weights.

        `joint_norm` normalises the three branches together instead of each by itself (see docs/matching.md).
        """
        super().__init__()  # type: ignore[no-untyped-call]
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_PIECES)
        self.tokenizer = tokenizer
        self.epsilon = epsilon
        self.joint_norm = joint_norm
        for name in TENSORS:
            self.register_buffer(name, weights[name])

    @property
    def max_seq_length(self) -> int:
        """Pieces of a text that are read; the rest is cut."""
        return MAX_PIECES

    def get_embedding_dimension(self) -> int:
        """Length of a vector."""
        return DIMENSION

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, Any]:
        """Cut texts into pieces: `input_ids` (texts, longest) padded by -1."""
        texts = self._prepend_prompt(list(inputs), prompt) if prompt else list(inputs)
        rows = [[BEGIN, *item.ids, END] for item in self.tokenizer.encode_batch(texts, add_special_tokens=False)]
        width = max(map(len, rows), default=0)
        return {"input_ids": torch.tensor([row + [-1] * (width - len(row)) for row in rows], dtype=torch.long)}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Fill `sentence_embedding` (texts, 512)."""
        ids = features["input_ids"]
        mask = (ids >= 0).unsqueeze(-1)
        lengths = mask.sum(1).to(torch.float32)
        ids = ids.clamp(min=0)
        chunk = ids % CHUNKS
        pieces = self.table[ids].to(torch.float32) * self.scale[chunk].unsqueeze(-1) + self.lo[chunk].unsqueeze(-1)
        together = functional.layer_norm(
            torch.cat([pieces, *self._branches(pieces, mask)], dim=-1),
            self.ln_g.shape,
            self.ln_g,
            self.ln_b,
            self.epsilon,
        )
        # The projection is linear, so it may follow the sum: one row a text instead of one a piece.
        pooled = ((together * mask).sum(1) @ self.cnn_W + lengths * self.cnn_b) / lengths.sqrt()
        first = functional.relu(pooled @ self.d0)
        second = functional.relu(pooled @ self.p1 + first @ self.d1)
        third = functional.relu(second @ self.d2)
        features["sentence_embedding"] = functional.normalize(torch.tanh(second @ self.p3 + third @ self.d3), dim=-1)
        return features

    def _branches(self, pieces: torch.Tensor, mask: torch.Tensor) -> list[torch.Tensor]:
        projected = [pieces @ self._weight(f"proj{n}") + self._weight(f"proj_b{n}") for n in ORDERS]
        if self.joint_norm:
            gain = torch.cat([self._weight(f"ln_g{n}") for n in ORDERS])
            bias = torch.cat([self._weight(f"ln_b{n}") for n in ORDERS])
            joint = functional.layer_norm(torch.cat(projected, dim=-1), gain.shape, gain, bias, self.epsilon)
            normed = list(torch.split(joint, BRANCH, dim=-1))
        else:
            normed = [
                functional.layer_norm(x, (BRANCH,), self._weight(f"ln_g{n}"), self._weight(f"ln_b{n}"), self.epsilon)
                for n, x in zip(ORDERS, projected, strict=True)
            ]
        return [self._convolve(x * mask, n, mask) for n, x in zip(ORDERS, normed, strict=True)]

    def _convolve(self, x: torch.Tensor, n: int, mask: torch.Tensor) -> torch.Tensor:
        for layer in ("1", "2"):
            window = functional.pad(x, (0, 0, (n - 1) // 2, n - 1 - (n - 1) // 2))
            stacked = torch.cat([window[:, step : step + x.shape[1]] for step in range(n)], dim=-1)
            mixed = stacked @ self._weight(f"w{layer}_{n}") + self._weight(f"b{layer}_{n}")
            x = (functional.relu(mixed) + x) * mask
        return x

    def _weight(self, name: str) -> torch.Tensor:
        return self.get_buffer(name)

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Write config.json, model.safetensors and tokenizer.json into a folder."""
        folder = Path(output_path)
        self.tokenizer.save(str(folder / "tokenizer.json"))
        save_file({name: self._weight(name).contiguous() for name in TENSORS}, str(folder / "model.safetensors"))
        (folder / "config.json").write_text(json.dumps(self.get_config_dict(), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, model_name_or_path: str, *_: Any, **__: Any) -> UseModule:
        """Read what `save` wrote."""
        folder = Path(model_name_or_path)
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        return cls(tokenizer, load_file(str(folder / "model.safetensors")), config["epsilon"], config["joint_norm"])
