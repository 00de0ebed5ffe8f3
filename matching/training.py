"""`python -m matching train`: the job model, a static one distilled from the embedded model and tuned on names of jobs.

A static model has one vector a piece of a word, and a text is their mean: a hundred times faster than what taught it.
It learns in two steps. *Distilling*: its vectors of many texts are drawn to the teacher's (cosine). *Tuning*: two ways
to say one occupation, each within a frame of chance, are drawn together and away from all other unit groups (in-batch
softmax in both directions; one pair a unit group in a batch, so that none is drawn away from its like).

Sources: Tissier et al. and the model2vec project for distilling by token; Henderson et al., "Efficient Natural Language
Response Suggestion for Smart Reply" (2017), for the loss.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer, normalizers
from torch.nn import functional

from matching.corpus import Corpus
from matching.encoder import Encoder
from matching.occupations import Occupation, OccupationLinker

Progress = Callable[[str], None]

PIECES = frozenset("▁abcdefghijklmnopqrstuvwxyz0123456789.,:;!?'\"()/&+-#%@_*=$")
"""Pieces of words that hold other characters are left out: messages here are in Latin letters."""
RARE = 1e-3
"""Smoothing of a piece's first weight, `RARE / (RARE + its share of all pieces)` (Arora et al. 2017)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how boldly is learnt; the defaults were chosen on the judged set (docs/matching.md)."""

    dimension: int = 256
    framed: int = 4
    distil_epochs: int = 6
    distil_batch: int = 1024
    distil_rate: float = 3e-3
    tune_rounds: int = 300
    tune_rate: float = 2e-3
    temperature: float = 0.07
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Learnt:
    """What came of it: the mean cosine to the teacher, the loss on held-out names before and after tuning."""

    texts: int
    pieces: int
    cosine: float
    held_out_before: float
    held_out_after: float


def train(
    teacher: Encoder, tokenizer: Tokenizer, corpus: Corpus, plan: Plan = Plan(), progress: Progress = lambda _: None
) -> tuple[SentenceTransformer, Learnt]:
    """Train a job model; `tokenizer` is the teacher's. The same inputs give the same model on the same machine."""
    random = Random(plan.seed)
    torch.manual_seed(plan.seed)
    said = corpus.framed(random, plan.framed)
    groups = {code: [*corpus.names[code], *said[code]] for code in corpus.names}
    labelled = [text for texts in groups.values() for text in texts]
    smaller = latin(tokenizer)
    pieces = [token.replace("▁", " ").strip() or "a" for token in _tokens(smaller)]
    texts = [*labelled, *corpus.texts, *pieces]
    progress(f"  the teacher reads {len(texts):,} texts")
    taught = _read(teacher, texts, progress)
    targets, rows = _first_rows(taught, smaller, texts[: -len(pieces)], plan.dimension)
    module = StaticEmbedding(smaller, embedding_weights=rows)
    module.embedding.sparse = True  # A batch meets few of the pieces: only their vectors are moved.
    ids = [encoding.ids or [0] for encoding in smaller.encode_batch(texts, add_special_tokens=False)]
    cosine = _distil(module, ids, targets, plan, random, progress)
    held_out = _Pairs(module, corpus.held_out, corpus.names, plan)
    before = held_out.loss()
    starts = np.cumsum([0, *map(len, groups.values())])
    _tune(module, [ids[a:b] for a, b in itertools.pairwise(starts)], plan, random, progress, held_out)
    model = SentenceTransformer(modules=[module, Normalize()], device="cpu")
    return model, Learnt(len(texts), len(pieces), cosine, before, held_out.loss())


def latin(tokenizer: Tokenizer) -> Tokenizer:
    """Copy a unigram tokenizer without the pieces that hold other than small Latin letters; it folds case."""
    plain = json.loads(tokenizer.to_str())
    plain["truncation"] = plain["padding"] = None
    vocabulary = plain["model"]["vocab"]
    unknown = plain["model"]["unk_id"]
    plain["model"]["vocab"] = [
        item for place, item in enumerate(vocabulary) if place == unknown or (item[0] and set(item[0]) <= PIECES)
    ]
    plain["model"]["unk_id"] = 0
    smaller = Tokenizer.from_str(json.dumps(plain))
    smaller.normalizer = normalizers.Sequence([normalizers.Lowercase(), smaller.normalizer])
    return smaller


def linking(encoder: Encoder, corpus: Corpus) -> tuple[float, float]:
    """Measure linking of the held-out names to unit groups: the share found first, and among the first ten."""
    learnt = OccupationLinker(
        [Occupation(code, code, names[0], names[0], names) for code, names in corpus.names.items()], encoder
    )
    first = ten = count = 0
    for code, names in corpus.held_out.items():
        for name in names:
            codes = list(dict.fromkeys(candidate.code for candidate in learnt.link(name, limit=60)))[:10]
            first, ten, count = first + (codes[:1] == [code]), ten + (code in codes), count + 1
    return first / count, ten / count


def _tokens(tokenizer: Tokenizer) -> list[str]:
    by_id = {number: token for token, number in tokenizer.get_vocab().items()}
    return [by_id[number] for number in range(len(by_id))]


def _read(teacher: Encoder, texts: Sequence[str], progress: Progress) -> NDArray[np.float32]:
    """Encode by the teacher, texts of one length together."""
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    vectors = np.empty((len(texts), teacher.dimension), dtype=np.float32)
    step = max(1, len(order) // 10)
    for start in range(0, len(order), step):
        part = order[start : start + step]
        vectors[part] = teacher.encode([texts[place] for place in part])
        progress(f"    {min(start + step, len(order)) / len(order):4.0%}")
    return vectors


def _first_rows(
    taught: NDArray[np.float32], tokenizer: Tokenizer, texts: Sequence[str], dimension: int
) -> tuple[torch.Tensor, NDArray[np.float32]]:
    """Give the teacher's vectors along their main directions, and a first vector a piece, rarer ones longer."""
    _, _, directions = np.linalg.svd(taught[: len(texts)], full_matrices=False)
    targets = taught @ directions[:dimension].T
    counts = Counter(
        number for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False) for number in encoding.ids
    )
    total = sum(counts.values())
    size = tokenizer.get_vocab_size()
    weights = np.array([RARE / (RARE + counts[number] / total) for number in range(size)], dtype=np.float32)
    rows: NDArray[np.float32] = targets[-size:] * weights[:, None]
    return functional.normalize(torch.from_numpy(targets), dim=-1), rows


def _distil(
    module: StaticEmbedding,
    ids: Sequence[Sequence[int]],
    targets: torch.Tensor,
    plan: Plan,
    random: Random,
    progress: Progress,
) -> float:
    steps = torch.optim.SparseAdam(module.parameters(), lr=plan.distil_rate)
    order = list(range(len(ids)))
    for epoch in range(plan.distil_epochs):
        random.shuffle(order)
        cosines = []
        for start in range(0, len(order), plan.distil_batch):
            batch = order[start : start + plan.distil_batch]
            alike = (_vectors(module, [ids[place] for place in batch]) * targets[batch]).sum(1)
            _learn(steps, 1 - alike.mean())
            cosines.append(float(alike.detach().mean()))
        progress(f"  distilling {epoch + 1} of {plan.distil_epochs}: cosine to the teacher {np.mean(cosines):.3f}")
    return float(np.mean(cosines))


def _tune(
    module: StaticEmbedding,
    groups: Sequence[Sequence[Sequence[int]]],
    plan: Plan,
    random: Random,
    progress: Progress,
    held_out: _Pairs,
) -> None:
    steps = torch.optim.SparseAdam(module.parameters(), lr=plan.tune_rate)
    for turn in range(1, plan.tune_rounds + 1):
        pairs = [random.sample(group, 2) for group in groups if len(group) > 1]
        one, other = (_vectors(module, [pair[side] for pair in pairs]) for side in (0, 1))
        loss = _contrast(one, other, plan.temperature)
        _learn(steps, loss)
        if turn % 50 == 0 or turn == plan.tune_rounds:
            now = f"loss {float(loss.detach()):.3f}, held out {held_out.loss():.3f}"
            progress(f"  tuning {turn} of {plan.tune_rounds}: {now}")


class _Pairs:
    """Held-out names beside a learnt name of the same unit group, always the same ones."""

    def __init__(
        self,
        module: StaticEmbedding,
        held_out: Mapping[str, Sequence[str]],
        names: Mapping[str, Sequence[str]],
        plan: Plan,
    ) -> None:
        self._module, self._temperature = module, plan.temperature
        codes = [code for code in held_out if names.get(code)]
        self._sides = [
            [encoding.ids or [0] for encoding in module.tokenizer.encode_batch(texts, add_special_tokens=False)]
            for texts in ([held_out[code][0] for code in codes], [names[code][0] for code in codes])
        ]

    def loss(self) -> float:
        with torch.no_grad():
            one, other = (_vectors(self._module, side) for side in self._sides)
            return float(_contrast(one, other, self._temperature))


def _contrast(one: torch.Tensor, other: torch.Tensor, temperature: float) -> torch.Tensor:
    alike = one @ other.T / temperature
    own = torch.arange(len(one))
    return (functional.cross_entropy(alike, own) + functional.cross_entropy(alike.T, own)) / 2


def _vectors(module: StaticEmbedding, ids: Sequence[Sequence[int]]) -> torch.Tensor:
    offsets = torch.from_numpy(np.cumsum([0, *(len(row) for row in ids[:-1])]))
    features: dict[str, Any] = {
        "input_ids": torch.tensor([number for row in ids for number in row]),
        "offsets": offsets,
    }
    return functional.normalize(module(features)["sentence_embedding"], dim=-1)


def _learn(steps: torch.optim.Optimizer, loss: torch.Tensor) -> None:
    steps.zero_grad()
    torch.autograd.backward(loss)
    steps.step()
