"""What is read off: processor time and memory of processes, and order statistics."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import psutil

MEBI = 1024 * 1024


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that a share (0–1) of all lies at or below; the nearest rank; 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def processor_seconds(pid: int) -> float:
    """Return what a process and its living children have used, user and system."""
    total = 0.0
    for one in _family(pid):
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def proportional_mebibytes(pid: int) -> float:
    """Return a process's memory, what it shares with others counted by its share (PSS)."""
    total = 0
    for one in _family(pid):
        try:
            total += one.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue
    return total / MEBI


def _family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


@dataclass(frozen=True)
class Clocks:
    """Processor time of several processes at one moment.

    Attributes:
        seconds: by name; «load» is this process: the phones, and the supervisor that reads the logs.
    """

    seconds: Mapping[str, float]

    @classmethod
    def now(cls, pids: Mapping[str, int]) -> Clocks:
        """Read the clocks."""
        seconds = {name: processor_seconds(pid) for name, pid in pids.items()}
        own = psutil.Process(os.getpid()).cpu_times()
        return cls({**seconds, "load": own.user + own.system})

    def per(self, later: Clocks, count: float) -> dict[str, float]:
        """Return milliseconds by process between this moment and a later one, for each of so many turns."""
        return {
            name: (later.seconds[name] - began) * 1000 / max(count, 1)
            for name, began in self.seconds.items()
            if name in later.seconds
        }


def memory(pids: Mapping[str, int]) -> dict[str, float]:
    """Return mebibytes (PSS) by name."""
    return {name: proportional_mebibytes(pid) for name, pid in pids.items()}
