"""The job model: what it learns from, and that a small one learns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from matching import embedded, training
from matching.corpus import FRAMES, Corpus, is_held_out, read_corpus
from matching.encoder import SentenceEncoder, load_encoder
from matching.errors import BadTable

ROOT = Path(__file__).resolve().parent.parent
SMALL = Corpus(
    names={"5230": ("kasir", "tukang kasir", "cashier"), "8332": ("sopir truk", "supir truk", "truck driver")},
    held_out={"5230": ("penjaga kasir",), "8332": ("pengemudi truk",)},
    frames=("cari kerja {job} di {place}", "{job} / {other}"),
    places=("bekasi", "medan"),
    texts=("ada lowongan apa saja kak", "gaji berapa ya"),
)
PLAN = training.Plan(dimension=8, framed=2, distil_epochs=2, tune_rounds=40, tune_rate=3e-2)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(ROOT / "data")


def test_names_are_learnt_or_held_out_never_both(corpus: Corpus) -> None:
    learnt = {name for names in corpus.names.values() for name in names}
    measured = {name for names in corpus.held_out.values() for name in names}
    assert len(corpus.names) == 436 and len(measured) > 400
    assert not learnt & measured
    assert not {text.lower() for text in corpus.texts} & measured
    assert all(is_held_out(name) for name in measured)


def test_nothing_of_the_judged_set_is_learnt(corpus: Corpus) -> None:
    judged = (ROOT / "data" / "eval" / "searches.jsonl").read_text(encoding="utf-8")
    long = [text for text in corpus.texts if len(text.split()) > 4]
    assert long and [text for text in long if f'"{text}"' in judged] == []


def test_every_frame_says_the_job_once(corpus: Corpus) -> None:
    assert all(frame.count("{job}") == 1 for frame in corpus.frames)
    said = corpus.framed(Random(1), 2)
    assert all(len(said[code]) == 2 * len(names) for code, names in corpus.names.items())
    assert not any("{" in text for texts in said.values() for text in texts)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    (tmp_path / "vocabulary").mkdir()
    with pytest.raises(BadTable, match=r"occupations\.csv"):
        read_corpus(tmp_path)


def test_a_small_model_learns_and_loads_like_any_other(
    encoder: SentenceEncoder, embedding_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = frozenset("▁abcdegijkmnoprstu")
    monkeypatch.setattr(training, "PIECES", letters)  # Fewer pieces for the teacher to read.
    tokenizer = embedded.load_tokenizer(embedding_folder)
    said: list[str] = []
    model, learnt = training.train(encoder, tokenizer, SMALL, PLAN, said.append)
    assert learnt.held_out_after < learnt.held_out_before
    assert learnt.pieces < 40_000 and said
    model.save(str(tmp_path / "jobs"), create_model_card=False)
    loaded = load_encoder(tmp_path / "jobs")
    kasir, other, truk = loaded.encode(["kasir", "CASHIER", "sopir truk"])
    assert kasir @ other > kasir @ truk
    again, _ = training.train(encoder, tokenizer, SMALL, replace(PLAN, seed=1))
    assert SentenceEncoder(again, "again").encode(["kasir"]) == pytest.approx(loaded.encode(["kasir"]), abs=1e-4)


def test_frames_are_data() -> None:
    assert (ROOT / "data" / FRAMES).read_text(encoding="utf-8").startswith("frame\n")
