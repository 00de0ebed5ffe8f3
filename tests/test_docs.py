"""What the documents say can be typed is there, what is there is said, and what they point to exists."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from launcher.environment import child_environment
from launcher.places import CHECKOUT
from tests.fixtures.not_run import not_run

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/**/*.md"), *ROOT.glob("deploy/**/*.md")]
)
COMMAND = re.compile(r"python3? -m (placement|matching|actions|nlu|bot|console|sandbox|launcher) ([a-z][a-z-]*)")
MAKE = re.compile(r"(?:^|`|\$ |«)make ([a-z]+)(?=[`\s»]|$)", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]+)")


@cache
def text_of(page: Path) -> str:
    """Return a page's text."""
    return page.read_text(encoding="utf-8")


def said_commands() -> list[tuple[str, str]]:
    """Return (package, verb) of every command that a page names."""
    return sorted({match for page in PAGES for match in COMMAND.findall(text_of(page))})


def targets() -> set[str]:
    """Return the Makefile's targets."""
    return set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize(("package", "verb"), said_commands(), ids=" ".join)
def test_a_command_that_is_said_exists(package: str, verb: str) -> None:
    python = CHECKOUT.rasa_python if package == "nlu" else sys.executable
    if not Path(python).exists():
        not_run("commands of nlu", "Rasa's environment missing: make setup")
    done = subprocess.run(
        [python, "-m", package, verb, "--help"],
        cwd=ROOT,
        env=child_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"python -m {package} {verb} --help: {done.stderr[-1000:]}"


def test_a_make_command_that_is_said_exists() -> None:
    said = {verb for page in PAGES for verb in MAKE.findall(text_of(page))}
    assert said <= targets()


def test_every_make_command_is_said_in_the_readme() -> None:
    said = set(MAKE.findall(text_of(ROOT / "README.md")))
    assert targets() - {"help"} <= said


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_points_to_exists(page: Path) -> None:
    links = [link for link in LINK.findall(text_of(page)) if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in links if not (page.parent / link).exists()] == []
