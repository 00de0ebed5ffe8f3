"""Words in common, weighed as BM25 does."""

import numpy as np
import pytest

from matching.lexical import LexicalIndex
from matching.spelling import words

ADS = [
    ("Kasir Minimarket", "Melayani pembayaran di toko."),
    ("Staf Gudang", "Kadang membantu kasir saat toko ramai."),
    ("Penjahit", "Menjahit seragam."),
    ("Sopir", "Mengantar barang ke toko."),
]


@pytest.fixture
def index() -> LexicalIndex:
    index = LexicalIndex()
    for slot, (title, description) in enumerate(ADS):
        index.add(slot, title, description)
    return index


def ranked(index: LexicalIndex, query: str, count: int = len(ADS)) -> list[int]:
    scores = index.score(words(query), count)
    return [int(slot) for slot in np.argsort(-scores, kind="stable") if scores[slot] > 0]


def test_a_word_in_the_title_counts_more_than_in_the_text(index: LexicalIndex) -> None:
    assert ranked(index, "kasir") == [0, 1]


def test_a_rare_word_counts_more_than_a_common_one(index: LexicalIndex) -> None:
    assert ranked(index, "seragam toko")[0] == 2


@pytest.mark.parametrize(
    ("query", "slot"), [("jahit", 2), ("tukang menjahit", 2), ("supir", 3), ("penjahitt", 2), ("minimarkt", 0)]
)
def test_roots_and_misspellings_are_found(index: LexicalIndex, query: str, slot: int) -> None:
    assert ranked(index, query)[0] == slot


def test_scores_lie_between_nothing_and_everything_in_the_title(index: LexicalIndex) -> None:
    scores = index.score(["kasir", "minimarket"], len(ADS))
    assert scores[0] > 0.9
    assert scores.max() <= 1
    assert scores[2] == 0


def test_words_that_nobody_uses_lower_the_score(index: LexicalIndex) -> None:
    assert index.score(["kasir", "zzzz"], len(ADS))[0] < index.score(["kasir"], len(ADS))[0]


def test_slots_beyond_the_readers_count_are_not_seen(index: LexicalIndex) -> None:
    index.add(4, "Kasir Bank", "")
    assert ranked(index, "kasir", count=4) == [0, 1]


@pytest.mark.parametrize("query", [[], ["zzzz"]])
def test_nothing_shared_scores_nothing(index: LexicalIndex, query: list[str]) -> None:
    assert not index.score(query, len(ADS)).any()


def test_an_empty_index_answers() -> None:
    assert LexicalIndex().score(["kasir"], 0).shape == (0,)
