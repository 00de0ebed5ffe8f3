"""Any sentence-transformers model can take the embedded one's place, and no text can break it."""

from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, pre_tokenizers

from matching.encoder import SentenceEncoder, load_encoder
from matching.errors import BadModel

WORDS = ["[UNK]", "kasir", "sopir", "gudang", "query", ":", "passage"]


def small_model(folder: Path) -> Path:
    """Write a real model of seven words, as any hub model would be laid out."""
    tokenizer = Tokenizer(models.WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(1).standard_normal((len(WORDS), 16), dtype=np.float32)
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save(str(folder))
    return folder


def test_near_words_are_near(encoder: SentenceEncoder) -> None:
    sopir, driver, kasir = encoder.encode(["sopir", "driver", "kasir"])
    assert sopir @ driver > sopir @ kasir + 0.2


@pytest.mark.parametrize(
    "text",
    ["", " ", "\x00", "\ud800", "🙏" * 50, "\u200b\u200d", "‮abc", "x" * 100_000, "kasir " * 20_000],
    ids=["empty", "blank", "NUL", "lone surrogate", "emoji", "zero width", "right to left", "one long word", "100k"],
)
def test_any_text_gives_a_finite_vector_of_length_one(encoder: SentenceEncoder, text: str) -> None:
    vectors = encoder.encode([text, "kasir"])
    assert vectors.shape == (2, 512)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-4)


def test_nothing_gives_nothing(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 512)


def test_another_model_by_folder_has_its_own_identity(tmp_path: Path, encoder: SentenceEncoder) -> None:
    other = load_encoder(small_model(tmp_path / "mine"))
    assert other.dimension == 16
    assert other.model.startswith("mine@")
    assert other.model != encoder.model
    assert load_encoder(tmp_path / "mine").model == other.model


def test_an_identity_changes_with_the_weights(tmp_path: Path) -> None:
    before = load_encoder(small_model(tmp_path / "mine")).model
    weights = tmp_path / "mine" / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    assert load_encoder(tmp_path / "mine").model != before


def test_e5_models_get_their_prefixes(tmp_path: Path) -> None:
    folder = small_model(tmp_path / "tiny-e5")
    e5, plain = load_encoder(folder), SentenceTransformer(str(folder), device="cpu")
    for query, prefix in ((True, "query: "), (False, "passage: ")):
        expected = plain.encode([f"{prefix}kasir"], normalize_embeddings=True)
        np.testing.assert_allclose(e5.encode(["kasir"], query=query), expected, atol=1e-6)


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="python -m matching build --to"):
        load_encoder(tmp_path / "nowhere")


def test_a_folder_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a model")
    with pytest.raises(BadModel, match="is not a sentence-transformers model"):
        load_encoder(tmp_path)
