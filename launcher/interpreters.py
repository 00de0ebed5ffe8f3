"""Finding a Python that really works: on PATH, in pyenv's versions folder, through uv."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from launcher.errors import Stuck

PROBE = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"

# 3.11 first: the pinned files were compiled with it.
APPLICATION = ("3.11", "3.12", "3.13")
RASA = ("3.10",)


def works(python: Path | str, version: str) -> bool:
    """Tell whether a program is a Python of a version ("3.10") that can make environments."""
    try:
        answer = subprocess.run([python, "-c", PROBE], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == version


def on_path(version: str, environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield every `pythonX.Y` on PATH; the first may be a pyenv shim that does not work."""
    for folder in environ.get("PATH", "").split(os.pathsep):
        if folder and os.access(python := Path(folder) / f"python{version}", os.X_OK):
            yield python


def in_pyenv(version: str, environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield the interpreters below pyenv's versions folder, newest first."""
    home = environ.get("PYENV_ROOT") or os.path.join(environ.get("HOME", os.path.expanduser("~")), ".pyenv")

    def patch(folder: Path) -> tuple[int, ...]:
        return tuple(int(part) for part in folder.name.split(".") if part.isdigit())

    for folder in sorted(Path(home, "versions").glob(f"{version}.*"), key=patch, reverse=True):
        yield folder / "bin" / f"python{version}"


def through_uv(version: str, environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield uv's interpreter of a version, installing it when uv has none."""
    uv = shutil.which("uv", path=environ.get("PATH", ""))
    if uv is None:
        return
    for command in (["find"], ["install", "find"]):
        answer = None
        for verb in command:
            answer = subprocess.run(
                [uv, "python", verb, version], capture_output=True, text=True, env=dict(environ), check=False
            )
        if answer is not None and answer.returncode == 0:
            yield Path(answer.stdout.strip())


def find_python(versions: tuple[str, ...], purpose: str, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the first working interpreter of the first version that has one.

    Raises:
        Stuck: there is none; the sentence says how to get one.
    """
    for source in (on_path, in_pyenv, through_uv):
        for version in versions:
            for python in source(version, environ):
                if works(python, version):
                    return python
    wanted = versions[0]
    raise Stuck(
        f"Python {' or '.join(versions)} is needed for {purpose} and none works on PATH, in pyenv's versions or "
        f"through uv: run «pyenv install {wanted}» or «uv python install {wanted}» "
        f"(on Debian also python{wanted}-venv), then the same make command again."
    )
