"""The few settings that Rasa's process reads, as the application does: in the environment, else in `.env`."""

from __future__ import annotations

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENV_FILE = "ANTARKERJA_ENV_FILE"
"""Names another file than `.env`, or none when it is empty."""


def setting(name: str, root: Path = ROOT) -> str:
    """Give a setting; empty when it is not set."""
    return os.environ.get(name, "").strip() or _in_file(name, root)


def var_folder(root: Path = ROOT) -> Path:
    """Give the folder; a relative one counts from the checkout."""
    return root / (setting("VAR", root) or "var")


def models_folder() -> Path:
    """Give the folder of trained models."""
    return var_folder() / "models" / "nlu"


def _in_file(name: str, root: Path) -> str:
    file = os.environ.get(ENV_FILE, ".env")
    try:
        lines = (root / file).read_text(encoding="utf-8").splitlines() if file else []
    except (OSError, UnicodeDecodeError):
        return ""  # A file that can't be read is told by the processes that need it.
    found = [match[1] for line in lines if (match := re.match(rf"\s*(?:export\s+)?{name}\s*=\s*(.*)", line))]
    if not found:
        return ""
    quoted = re.match(r"""(["'])(.*?)\1""", found[-1])
    return quoted[2] if quoted else re.sub(r"(^|\s)#.*", "", found[-1]).strip()
