"""`make clean`: removes what can be made again, and nothing that people entered."""

import shutil

from launcher.installation import model_folders
from launcher.places import Places

CACHES = (".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".rasa")


def clean(places: Places) -> list[str]:
    """Remove environments, models, logs and caches; return what was removed, relative to the checkout.

    The database, the key of its encrypted columns and people's files in var/ stay.
    """
    caches = [places.root / name for name in CACHES]
    compiled = [
        path
        for path in places.root.rglob("__pycache__")
        if not {".venv", ".venv-rasa", "var"} & set(path.relative_to(places.root).parts)
    ]
    removed = []
    for path in (*model_folders(places), places.log, places.run, *caches, *compiled):
        if path.exists():
            shutil.rmtree(path)
            removed.append(str(path.relative_to(places.root) if path.is_relative_to(places.root) else path))
    return removed
