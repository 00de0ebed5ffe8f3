"""Points at which a test can hold or kill a process, to prove that a turn survives it.

Without ``ANTARKERJA_STOPS`` in the environment a point costs one comparison. With it (a folder), a process that reaches
the point ``name`` looks for a file of that name: ``kill`` in it ends the process at once, as a power cut would;
``wait`` renames it to ``name.reached`` and holds until that file is gone. A file is used once.
"""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

POINTS = (
    "bot.update_stored",
    "bot.chat_claimed",
    "bot.rasa_answered",
    "bot.before_commit",
    "bot.committed",
    "bot.before_send",
    "bot.sent",
    "bot.marked",
    "actions.begun",
    "actions.effect_done",
    "actions.committed",
)
"""Every point of a turn, in its order."""

FOLDER = "ANTARKERJA_STOPS"


async def stop(name: str) -> None:
    """Stop here if a test asked for it; ValueError for a name that is not in POINTS."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return
    if name not in POINTS:
        raise ValueError(f"unknown stop: {name}")
    order = Path(folder) / name
    try:
        wish = order.read_text(encoding="utf-8").strip()
        reached = order.with_suffix(f"{order.suffix}.reached")
        order.rename(reached)  # Only one of several processes wins the rename.
    except FileNotFoundError:
        return
    if wish == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    while reached.exists():  # noqa: ASYNC110 - the one who removes the file is another process
        await asyncio.sleep(0.01)
