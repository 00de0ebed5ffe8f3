"""What the processes say: on the terminal behind their names, and in files that do not grow for ever."""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

COLOURS = (36, 33, 35, 32, 34, 31)
SIZE = 10_000_000
KEPT = 3
LONGEST = 20_000
"""Characters of a line that are kept; longer ones are cut."""


class ProcessLog:
    """The lines of one process."""

    def __init__(self, name: str, folder: Path, index: int, width: int, quiet: bool = False) -> None:
        """Open its file.

        Args:
            name: of the process.
            folder: where `<name>.log` lies.
            index: its place in the table, for a colour.
            width: of the column of names.
            quiet: leave the terminal alone.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{name}.log"
        self.quiet = quiet
        self.tail: list[str] = []
        self._file = RotatingFileHandler(self.path, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8", delay=True)
        self._file.setFormatter(logging.Formatter("%(message)s"))
        head = f"{name:<{width}} | "
        self._head = f"\x1b[{COLOURS[index % len(COLOURS)]}m{head}\x1b[0m" if sys.stdout.isatty() else head

    def write(self, line: str) -> None:
        """Keep a line, and show it."""
        text = line[:LONGEST].rstrip()
        if not text:
            return
        self.tail = [*self.tail[-9:], text]
        self._file.emit(logging.makeLogRecord({"msg": text, "args": None}))
        if not self.quiet:
            sys.stdout.write(f"{self._head}{text}\n")
            sys.stdout.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()
