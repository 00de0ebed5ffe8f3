"""Vectors of a fixed vocabulary, kept in a file: encoded once, not at every start."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.encoder import Encoder

log = logging.getLogger(__name__)


def encode_kept(encoder: Encoder, texts: Sequence[str], folder: Path, name: str) -> NDArray[np.float32]:
    """Give the vectors of texts, shape (n, dimension), float32, from `folder` if they are there, else made and kept.

    They are kept under a hash of the model and the texts, so that other texts or another model never get them; what is
    damaged is made anew, and a folder that can't be written only costs the time.
    """
    key = hashlib.sha256(json.dumps([encoder.model, *texts]).encode()).hexdigest()[:16]
    path = folder / f"{name}-{key}.npz"
    vectors = _read(path, (len(texts), encoder.dimension))
    if vectors is None:
        vectors = encoder.encode(texts)
        try:
            _write(path, vectors)
        except OSError as problem:
            log.warning("vectors of %s can't be kept in %s: %s", name, folder, problem.strerror)
        else:
            for other in folder.glob(f"{name}-*.npz"):
                if other != path:
                    other.unlink(missing_ok=True)
    return vectors


def _read(path: Path, shape: tuple[int, int]) -> NDArray[np.float32] | None:
    """Read a file of vectors; None when it is not there, damaged (the archive has check sums) or not of this shape."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            vectors: NDArray[np.float32] = kept["vectors"]
    except FileNotFoundError:
        return None
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile) as problem:
        log.warning("%s is damaged and is made anew: %s", path, problem)
        return None
    return vectors if vectors.shape == shape and vectors.dtype == np.float32 else None


def _write(path: Path, vectors: NDArray[np.float32]) -> None:
    """Write the whole file or nothing: a start that is cut off leaves no half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=path.parent, prefix=".kept-")
    try:
        with os.fdopen(number, "wb") as file:
            np.savez(file, vectors=vectors)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
