"""Finding a busy port before anything is started, and who holds it."""

import errno
import os
import socket
from pathlib import Path

from launcher.errors import Stuck


def is_free(port: int) -> bool:
    """Tell whether a server of ours could listen on a loopback port."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def holder(port: int) -> str | None:
    """Return «process 123 (python …)» for who listens on a port; None when the system does not tell."""
    inodes = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            words = line.split()
            if words[3] == "0A" and int(words[1].rpartition(":")[2], 16) == port:  # 0A: listening
                inodes.add(f"socket:[{words[9]}]")
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if any(os.readlink(link) in inodes for link in (process / "fd").iterdir()):
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                return f"process {process.name} ({command[:80]})"
        except OSError:
            continue  # gone meanwhile, or not ours to look at
    return None


def check_free(port: int, name: str, setting: str) -> None:
    """Make sure that a port is free.

    Raises:
        Stuck: it is not; the sentence names the port, its holder and the setting that changes it.
    """
    if not is_free(port):
        who = holder(port) or "another program"
        raise Stuck(
            f"Port {port}, where {name} would listen, is taken by {who}: stop that, "
            f"or choose another port with {setting}=http://127.0.0.1:{port + 1} in .env."
        )
