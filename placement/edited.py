"""What stands in files that people edit while we run: read again when they change, without a restart."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

import structlog

from placement.errors import SettingError

log = structlog.get_logger(__name__)

LOOK_EVERY = 1.0
"""Seconds between two looks at the files."""

Content = TypeVar("Content")


class Edited(Generic[Content]):
    """The content of some files, as it was last read without a fault."""

    def __init__(
        self, what: str, files: Callable[[], Sequence[Path]], read: Callable[[Sequence[Path]], Content]
    ) -> None:
        """Read the files; SettingError as `read` raises it. `what` names the content in the log."""
        self._what, self._files, self._read = what, files, read
        self._stamp = self._written()
        self._looked = time.monotonic()
        self._content = read(self._files())

    def current(self) -> Content:
        """Give the content, after a look once a second at most; what is broken is logged, and the old content stays."""
        if time.monotonic() - self._looked >= LOOK_EVERY:
            self._looked = time.monotonic()
            try:
                self._look()
            except SettingError as problem:
                log.error("not read again", what=self._what, error=str(problem))
        return self._content

    def _look(self) -> None:
        stamp = self._written()
        if stamp != self._stamp:
            self._stamp = stamp
            self._content = self._read(self._files())

    def _written(self) -> tuple[tuple[str, int], ...]:
        try:
            return tuple((str(path), path.stat().st_mtime_ns) for path in self._files())
        except OSError as problem:  # An editor replaces a file in the very moment.
            raise SettingError(f"{problem.filename} can't be read: {problem.strerror}.") from problem
