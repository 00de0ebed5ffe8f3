"""Vectors of a vocabulary are made once; what is damaged or of other texts is never used."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.encoder import SentenceEncoder
from matching.kept import encode_kept
from matching.occupations import Occupation, OccupationLinker

TEXTS = ("kasir", "sopir truk", "penjahit")


class Counting:
    """The real encoder, counting what it is asked."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self.model, self.dimension = encoder.model, encoder.dimension
        self.asked = 0

    def encode(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        self.asked += 1
        return self._encoder.encode(texts, query=query)


@pytest.fixture
def counting(encoder: SentenceEncoder) -> Counting:
    return Counting(encoder)


def test_the_second_start_encodes_nothing_and_has_the_same_vectors(counting: Counting, tmp_path: Path) -> None:
    first = encode_kept(counting, TEXTS, tmp_path, "trades")
    second = encode_kept(counting, TEXTS, tmp_path, "trades")
    assert counting.asked == 1
    assert np.array_equal(first, second) and second.dtype == np.float32


def test_other_texts_or_another_model_get_vectors_of_their_own_and_old_ones_go(
    counting: Counting, tmp_path: Path
) -> None:
    encode_kept(counting, TEXTS, tmp_path, "trades")
    fewer = encode_kept(counting, TEXTS[:2], tmp_path, "trades")
    counting.model = "another"
    encode_kept(counting, TEXTS[:2], tmp_path, "trades")
    assert counting.asked == 3
    assert fewer.shape == (2, counting.dimension)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("where", [0, 0.5, -1])
def test_a_damaged_file_is_made_anew(counting: Counting, tmp_path: Path, where: float) -> None:
    good = encode_kept(counting, TEXTS, tmp_path, "trades")
    (path,) = tmp_path.iterdir()
    content = bytearray(path.read_bytes())
    if where == -1:
        content = content[: len(content) // 2]
    else:
        content[int(where * len(content)) if isinstance(where, float) else where] ^= 0xFF
    path.write_bytes(content)
    assert np.array_equal(encode_kept(counting, TEXTS, tmp_path, "trades"), good)
    assert counting.asked == 2
    encode_kept(counting, TEXTS, tmp_path, "trades")
    assert counting.asked == 2


def test_a_folder_that_cannot_be_made_costs_only_the_time(counting: Counting, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert encode_kept(counting, TEXTS, tmp_path / "file" / "in", "trades").shape == (3, counting.dimension)


def test_the_linker_finds_the_same_by_kept_vectors(counting: Counting, tmp_path: Path) -> None:
    rows = (Occupation("kasir", "5230", "Kasir", "Cashier", ("penjaga kasir",)),)
    made, kept = (OccupationLinker(rows, counting, tmp_path) for _ in range(2))
    assert counting.asked == 1
    assert made.link("yang jaga pembayaran di toko") == kept.link("yang jaga pembayaran di toko")
