"""Starts processes in order, waits until each is well, restarts those that die, stops all of them in the end."""

import asyncio
import contextlib
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launcher.environment import child_environment
from launcher.errors import Stuck
from launcher.logfiles import ProcessLog
from launcher.processes import Process

EX_CONFIG = 78
"""From <sysexits.h>: a process that ends so has a setting that no restart can mend."""

TETHER = Path(__file__).resolve().parent / "tether.py"


@dataclass(frozen=True)
class Patience:
    """How long is waited; tests have less.

    Attributes:
        first_pause: seconds before the first restart; each next is twice as long.
        longest_pause: the longest of them.
        start: seconds a process may take until it is well.
        stop: seconds between SIGTERM and SIGKILL.
        settled: seconds of good health after which earlier deaths are forgotten.
        poll: seconds between two looks at a starting process.
        attempts: how often a process that was never well is tried.
    """

    first_pause: float = 1.0
    longest_pause: float = 30.0
    start: float = 180.0
    stop: float = 10.0
    settled: float = 60.0
    poll: float = 0.2
    attempts: int = 5


def why(code: int) -> str:
    """Return in words why a process ended."""
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        hint = " (often: out of memory)" if name == "SIGKILL" else ""
        return f"was ended by {name}{hint}"
    return f"ended with exit code {code}"


class Supervisor:
    """One run of a table of processes."""

    def __init__(
        self,
        table: Sequence[Process],
        root: Path,
        logs: Path,
        patience: Patience | None = None,
        *,
        quiet: bool = False,
        tell: Callable[[str], None] = print,
    ) -> None:
        """Prepare; nothing is started yet.

        Args:
            table: the processes, in the order of starting.
            root: the folder they start in.
            logs: the folder of their log files.
            patience: how long is waited.
            quiet: keep their lines off the terminal.
            tell: takes what the supervisor itself says.
        """
        self.table = list(table)
        self.root = root
        self.patience = patience or Patience()
        self.tell = tell
        width = max(len(process.name) for process in self.table)
        self._logs = {
            process.name: ProcessLog(process.name, logs, index, width, quiet)
            for index, process in enumerate(self.table)
        }
        self._ready = {process.name: asyncio.Event() for process in self.table}
        self._children: dict[str, asyncio.subprocess.Process] = {}
        self._stopping = asyncio.Event()
        self._hurry = asyncio.Event()
        self._stuck: Stuck | None = None

    def stop(self) -> None:
        """Ask for the end; asked twice, nobody is waited for."""
        if self._stopping.is_set():
            self._hurry.set()
        self._stopping.set()

    def pids(self) -> dict[str, int]:
        """Return name → process id of those that live."""
        return {name: child.pid for name, child in self._children.items() if child.returncode is None}

    async def run(
        self,
        when_ready: Callable[[float], None],
        signals: Sequence[signal.Signals] = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP),
    ) -> None:
        """Run until `stop` or a signal.

        Args:
            when_ready: called once when all are well, with the seconds it took.
            signals: those that mean `stop`; none when this is not the main thread.

        Raises:
            Stuck: a process can't be brought to life; the others were stopped.
        """
        loop = asyncio.get_running_loop()
        for number in signals:
            loop.add_signal_handler(number, self.stop)
        began = time.monotonic()
        keepers = [asyncio.create_task(self._keep(process)) for process in self.table]
        try:
            everyone = asyncio.create_task(self._all_ready())
            stopping = asyncio.create_task(self._stopping.wait())
            await asyncio.wait({everyone, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not self._stopping.is_set():
                when_ready(time.monotonic() - began)
            await stopping
            everyone.cancel()
        finally:
            self._stopping.set()
            await self._stop_all()
            await asyncio.gather(*keepers)
            for log in self._logs.values():
                log.close()
            for number in signals:
                loop.remove_signal_handler(number)
        if self._stuck:
            raise self._stuck

    async def _all_ready(self) -> None:
        """Wait until every process has been well once."""
        for event in self._ready.values():
            await event.wait()

    async def _keep(self, process: Process) -> None:
        """Keep one process alive until the end."""
        for name in process.after:
            if not await self._unless_stopping(self._ready[name].wait()):
                return
        pause = self.patience.first_pause
        failures = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                child = await self._start(process)
            except OSError as problem:  # No memory or no process left: it may get better, and must not be silent.
                self.tell(f"{process.name} can't be started ({problem.strerror}): trying again in {pause:g} s")
                await self._unless_stopping(asyncio.sleep(pause * random.uniform(1, 1.1)))
                pause = min(pause * 2, self.patience.longest_pause)
                continue
            if self._stopping.is_set():
                self._signal(child, signal.SIGKILL)  # the end came while it was started
            reading = asyncio.create_task(self._read(process, child))
            was_well = await self._until_well(process, child, began)
            code = await self._end_of(child)
            self._signal(child, signal.SIGKILL)  # what it left behind in its group
            await reading
            self._children.pop(process.name, None)
            if self._stopping.is_set():
                return
            lived = time.monotonic() - began
            self._report_death(process, code, lived)
            failures = 0 if was_well else failures + 1
            if code == EX_CONFIG or (failures >= self.patience.attempts and not self._ready[process.name].is_set()):
                last = self._logs[process.name].tail[-1:]
                self._stuck = Stuck(
                    f"{process.name} does not start: {''.join(last) or why(code)} "
                    f"Mend that (its log: {self._logs[process.name].path}), then make run again."
                )
                self._stopping.set()
                return
            if was_well and lived > self.patience.settled:
                pause = self.patience.first_pause
            self.tell(f"{process.name}: starting again in {pause:g} s")
            await self._unless_stopping(asyncio.sleep(pause * random.uniform(1, 1.1)))
            pause = min(pause * 2, self.patience.longest_pause)

    async def _start(self, process: Process) -> asyncio.subprocess.Process:
        """Start a process in a group of its own, so that the terminal's Ctrl-C reaches only us."""
        for file in process.fresh:
            file.unlink(missing_ok=True)
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), *process.command,
            cwd=self.root,
            env=child_environment(process.env),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        self._children[process.name] = child
        return child

    async def _read(self, process: Process, child: asyncio.subprocess.Process) -> None:
        """Take what a process says, line by line, however long the lines."""
        assert child.stdout is not None  # noqa: S101 - a pipe was asked for
        log, rest = self._logs[process.name], b""
        while chunk := await child.stdout.read(65536):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                log.write(line.decode(errors="replace"))
            if len(rest) > 1_000_000:
                log.write(rest.decode(errors="replace"))
                rest = b""
        log.write(rest.decode(errors="replace"))

    async def _until_well(self, process: Process, child: asyncio.subprocess.Process, began: float) -> bool:
        """Wait until a process is well, has ended, or has taken too long; tell whether it is well."""
        while child.returncode is None and not self._stopping.is_set():
            if await asyncio.to_thread(process.healthy) and child.returncode is None:
                self.tell(f"{process.name}: ready after {time.monotonic() - began:.1f} s")
                self._ready[process.name].set()
                return True
            if time.monotonic() - began > self.patience.start:
                self.tell(f"{process.name}: not ready after {self.patience.start:g} s, ending it")
                self._signal(child, signal.SIGKILL)
                return False
            await asyncio.sleep(self.patience.poll)
        return False

    async def _end_of(self, child: asyncio.subprocess.Process) -> int:
        """Wait until a process ends, whether or not something it started still holds its output open."""
        while child.returncode is None:  # noqa: ASYNC110 - `child.wait()` waits for its open output too
            await asyncio.sleep(self.patience.poll)
        return child.returncode

    def _report_death(self, process: Process, code: int, lived: float) -> None:
        """Say why a process died, with its last lines."""
        log = self._logs[process.name]
        self.tell(f"{process.name} {why(code)} after {lived:.0f} s; its last lines:")
        for line in log.tail[-5:]:
            self.tell(f"    {line}")

    async def _unless_stopping(self, work: Coroutine[Any, Any, object]) -> bool:
        """Await something unless the end comes first; tell whether it was awaited."""
        task = asyncio.ensure_future(work)
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finished = task.done()
        for one in (task, stopping):
            one.cancel()
        return finished and not self._stopping.is_set()

    async def _stop_all(self) -> None:
        """Stop the processes, last first: SIGTERM, and SIGKILL to what stays."""
        for process in reversed(self.table):
            child = self._children.get(process.name)
            if child is None or child.returncode is not None:
                continue
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
            hurry = asyncio.ensure_future(self._hurry.wait())
            ended = asyncio.ensure_future(self._end_of(child))
            await asyncio.wait({hurry, ended}, timeout=self.patience.stop, return_when=asyncio.FIRST_COMPLETED)
            hurry.cancel()
            if not ended.done():
                self.tell(f"{process.name}: does not stop, killing it")
                self._signal(child, signal.SIGKILL)
                await ended
            self.tell(f"{process.name}: stopped")

    def _signal(self, child: asyncio.subprocess.Process, number: int) -> None:
        """Signal a process and all that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, number)
