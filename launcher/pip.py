"""Making an environment from a pinned file, and telling whether it holds what the file pins."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

from launcher.errors import Stuck
from launcher.interpreters import find_python
from launcher.places import Places
from launcher.progress import Progress
from launcher.steps import Step

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)\s*(?:;.*)?(?:#.*)?$")


def pins(file: Path) -> dict[str, str]:
    """Return name → version of a pinned file, names normalised; `-r` lines are followed.

    Raises:
        Stuck: a line is not a pin.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("-r "):
            found |= pins(file.parent / text.removeprefix("-r ").strip())
        elif match := PIN.match(text):
            found[normal(match[1])] = match[2]
        else:
            raise Stuck(
                f"{file.name}, line {number}: «{text}» is not a pin (name==version); write it with «make pins»."
            )
    return found


def normal(name: str) -> str:
    """Return a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed(environment: Path) -> dict[str, str]:
    """Return name → version of what an environment holds, from the names of its metadata folders."""
    found = {}
    for folder in environment.glob("lib/python3*/site-packages/*.dist-info"):
        name, _, version = folder.name.removesuffix(".dist-info").rpartition("-")
        found[normal(name)] = version
    return found


def holds(environment: Path, file: Path) -> bool:
    """Tell whether an environment holds every pin; a local build (`+cpu`) of the same version counts."""
    if not (environment / "bin" / "python").exists():
        return False
    have = installed(environment)
    return all(have.get(name, "").partition("+")[0] == version for name, version in pins(file).items())


def version_of(environment: Path) -> str | None:
    """Return the version ("3.11") of an environment's interpreter, or None when it does not start."""
    try:
        answer = subprocess.run(
            [environment / "bin" / "python", "-c", "import sys, pip; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def count_packages(total: int) -> Callable[[str], str | None]:
    """Return a reader of pip's lines that tells how far it is."""
    seen: set[str] = set()

    def detail(line: str) -> str | None:
        if match := re.match(r"(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)", line):
            seen.add(normal(match[1]))
            return f"looking at packages, {min(len(seen), total)} of {total}"
        if line.startswith("Downloading"):
            return f"{line.split(' (')[0]} ({min(len(seen), total)} of {total})"
        return f"installing {total} packages" if line.startswith("Installing collected") else None

    return detail


def environment_step(
    places: Places, key: str, title: str, environment: Path, versions: tuple[str, ...], file: Path
) -> Step:
    """Return the step that makes an environment hold a pinned file.

    A half-made environment is completed; one whose interpreter does not start, or is of another version, is made anew.
    """
    log = places.log / f"setup-{key}.log"

    def run(progress: Progress) -> None:
        if version_of(environment) not in versions:
            python = find_python(versions, title)
            progress.detail = f"making it with {python}"
            progress.run([str(python), "-m", "venv", "--clear", str(environment)], log, cwd=places.root)
        python_inside = str(environment / "bin" / "python")
        progress.run(
            [python_inside, "-m", "pip", "install", "--disable-pip-version-check", "-r", str(file)],
            log,
            cwd=places.root,
            detail=count_packages(len(pins(file))),
        )
        progress.detail = "compiling"
        # Some modules of some packages are templates or for other Pythons and do not compile: that is no failure.
        subprocess.run(
            [python_inside, "-m", "compileall", "-q", "-q", "-j", "2", str(environment / "lib")],
            cwd=places.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )

    return Step(
        key,
        title,
        run,
        inputs=(file,),
        facts=(str(environment),),
        whole=lambda: holds(environment, file),
    )
