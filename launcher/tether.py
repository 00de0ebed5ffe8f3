"""Starts a program that dies with the launcher: `python tether.py LAUNCHER_PID PROGRAM ARGUMENTS…`.

Linux kills the program when the launcher goes, even by `kill -9`; elsewhere it only outlives such a kill.
The program replaces this one, so its process id is the one that the launcher sees.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""From <sys/prctl.h>: the signal a process gets when its parent dies; it survives execve."""


def main(arguments: list[str]) -> None:
    """Tie this process to its parent and become the program."""
    parent = int(arguments[0])
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit("the launcher went away")
    os.execv(arguments[1], arguments[1:])  # noqa: S606 - becoming it is the point


if __name__ == "__main__":
    main(sys.argv[1:])
