"""What tests need beyond Python: found on the machine, or brought by its package manager when it may."""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher.environment import child_environment

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome; the variable CHROMIUM names another one."""
    if named := os.environ.get("CHROMIUM"):
        return named if os.access(named, os.X_OK) else None
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@dataclass(frozen=True)
class Need:
    """One thing and the Debian packages that carry it."""

    name: str
    what_for: str
    packages: tuple[str, ...]
    present: Callable[[], bool]


def _any_file(folder: str, pattern: str) -> bool:
    """Tell whether a folder holds a file of that name anywhere."""
    return next(Path(folder).rglob(pattern), None) is not None


NEEDS = (
    Need("chromium", "browser tests", ("chromium",), lambda: find_chromium() is not None),
    Need(
        "an emoji font",
        "emoji in screenshots",
        ("fonts-noto-color-emoji", "fonts-dejavu-core"),
        lambda: _any_file("/usr/share/fonts", "*Emoji*"),
    ),
)


def as_root() -> Sequence[str] | None:
    """Return the words that a command of root's starts with, or None when we may not be root."""
    if os.geteuid() == 0:
        return ()
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ("sudo", "-n")
    return None


def bring(tell: Callable[[str], None], needs: Sequence[Need] = NEEDS) -> list[str]:
    """Install what is missing where we may; return one sentence for each thing that is still missing."""
    missing = [need for need in needs if not need.present()]
    root = as_root()
    if missing and root is not None and shutil.which("apt-get"):
        packages = [package for need in missing for package in need.packages]
        tell(f"installing {' '.join(packages)} through apt-get")
        apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
        for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            done = subprocess.run(
                [*apt, *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                env=child_environment(), check=False,
            )  # fmt: skip
            if done.returncode != 0:
                tell("\n".join(done.stdout.splitlines()[-5:]))
        missing = [need for need in needs if not need.present()]
    return [
        f"{need.name} is missing ({need.what_for}): install it, on Debian with "
        f"«sudo apt-get install {' '.join(need.packages)}»."
        for need in missing
    ]
