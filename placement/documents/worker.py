"""The process in which a file from outside is opened: `python -m placement.documents.worker KIND < file`.

It may use neither much memory nor much time, and knows no setting and no secret. It answers in JSON:
{"pages", "total"} or {"photo": base64}, or {"invalid": key of a response}. If it dies, the file is to blame.
"""

from __future__ import annotations

import base64
import json
import logging
import resource
import sys
from typing import Any

from placement.documents.extraction import extract
from placement.documents.portrait import shrink
from placement.errors import InvalidError

MEMORY = 512 * 1024 * 1024
"""Bytes of address space."""
SECONDS = 10
"""Of processor time."""


def confine() -> None:
    """Bound this process: what exceeds the bounds ends it, and nothing else."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def answer(kind: str, content: bytes) -> dict[str, Any]:
    """Read one file; a damaged one may break its reader in any way."""
    try:
        if kind == "photo":
            return {"photo": base64.b64encode(shrink(content)).decode("ascii")}
        return extract(kind, content)
    except InvalidError as problem:
        return {"invalid": problem.key}
    except (Exception, RecursionError, MemoryError) as problem:
        # The readers' ways to fail are many and undocumented; which one it was matters only to whoever mends them.
        return {"invalid": "invalid_photo" if kind == "photo" else "invalid_document", "why": type(problem).__name__}


def main() -> None:
    """Take a file from standard input, give what is in it on standard output."""
    confine()
    logging.disable(logging.CRITICAL)  # pypdf tells every oddity of a file, with words from it.
    json.dump(answer(sys.argv[1], sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
