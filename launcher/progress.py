"""What a person sees while something takes long: a living line on a terminal, now and then a line elsewhere."""

import contextlib
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from launcher.environment import child_environment
from launcher.errors import Stuck

SILENCE = 15.0
"""Seconds between two signs of life where there is no terminal."""

TAIL = 15
"""Lines of a failed command that are shown."""

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def clock(seconds: float) -> str:
    """Return a duration as people read it: `7 s`, `2 min 05 s`."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02d} s"


class Progress:
    """Tells about numbered steps on one stream."""

    def __init__(self, total: int) -> None:
        """Begin to count.

        Args:
            total: how many steps there will be.
        """
        self.total = total
        self.number = 0
        self.title = ""
        self.detail = ""
        self.terminal = sys.stdout.isatty()
        self._lock = threading.Lock()

    def say(self, text: str) -> None:
        """Print a line of its own."""
        with self._lock:
            sys.stdout.write(f"\r\x1b[K{text}\n" if self.terminal else f"{text}\n")
            sys.stdout.flush()

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Show one step, its elapsed time and its latest detail, until it ends."""
        self.number += 1
        self.title, self.detail = title, ""
        began = time.monotonic()
        done = threading.Event()
        head = f"[{self.number}/{self.total}] {title}"
        if not self.terminal:
            self.say(f"{head} …")
        ticker = threading.Thread(target=self._tick, args=(head, began, done), daemon=True)
        ticker.start()
        try:
            yield
        finally:
            done.set()
            ticker.join()
        self.say(f"{head}: done in {clock(time.monotonic() - began)}")

    def _tick(self, head: str, began: float, done: threading.Event) -> None:
        """Show that work goes on."""
        while not done.wait(0.5 if self.terminal else SILENCE):
            line = f"{head} … {clock(time.monotonic() - began)}  {self.detail}"
            if self.terminal:
                width = os.get_terminal_size().columns - 1
                with self._lock:
                    sys.stdout.write(f"\r\x1b[K{line[:width]}")
                    sys.stdout.flush()
            else:
                self.say(f"      {line}")

    def run(
        self,
        command: Sequence[str],
        log: Path,
        *,
        cwd: Path,
        env: Mapping[str, str] | None = None,
        detail: Callable[[str], str | None] = lambda line: line,
    ) -> None:
        """Run a command, its output into a log file, its latest line as the step's detail.

        Raises:
            Stuck: it failed; the last lines are printed first.
        """
        log.parent.mkdir(parents=True, exist_ok=True)
        tail: list[str] = []
        with log.open("a", encoding="utf-8") as file:
            file.write(f"$ {' '.join(command)}\n")
            with subprocess.Popen(
                command,
                cwd=cwd,
                env=child_environment(env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            ) as child:
                assert child.stdout is not None  # noqa: S101 - a pipe was asked for
                for line in child.stdout:
                    file.write(line)
                    text = ESCAPES.sub("", line).strip()
                    if text:
                        tail = [*tail[-TAIL + 1 :], text]
                        self.detail = detail(text) or self.detail
                code = child.wait()
        if code != 0:
            for line in tail:
                self.say(f"    {line}")
            raise Stuck(
                f"«{self.title}» failed (exit code {code}); all it said is in {log}. "
                "When the cause is mended, the same make command goes on from here."
            )
