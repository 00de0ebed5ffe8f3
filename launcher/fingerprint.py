"""Telling whether the inputs of a step have changed, and whether its outputs are whole."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

SKIPPED = frozenset({"__pycache__"})


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return the files among and below paths, sorted; caches left out, missing ones too."""
    found: set[Path] = set()
    for path in paths:
        inside = [path] if path.is_file() else path.rglob("*") if path.is_dir() else []
        found |= {file for file in inside if file.is_file() and not SKIPPED & set(file.parts)}
    return sorted(found)


def fingerprint(paths: Iterable[Path], facts: Iterable[str] = ()) -> str:
    """Return a SHA-256 over the names and contents of files and over further facts."""
    digest = hashlib.sha256()
    for file in files_of(paths):
        digest.update(f"{file}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    for fact in facts:
        digest.update(f"\0{fact}".encode())
    return digest.hexdigest()


def listing(paths: Iterable[Path]) -> dict[str, int]:
    """Return the size of every file below paths: a file that is cut, missing or new shows at once."""
    return {str(file): file.stat().st_size for file in files_of(paths)}
