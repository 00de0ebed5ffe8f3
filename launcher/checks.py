"""`make test|soak|bench|lint`: what is needed is set up, then the tools are run as they are."""

import os
import subprocess
from collections.abc import Sequence

from launcher import installation, system_packages
from launcher.environment import child_environment
from launcher.errors import Stuck
from launcher.places import Places
from launcher.steps import bring_about

PACKAGES = ("placement", "matching", "actions", "bot", "console", "sandbox", "nlu", "launcher", "bench")


def run(places: Places, *command: str, env: dict[str, str] | None = None) -> int:
    """Run a tool in the checkout, its output as it comes; return its exit code."""
    return subprocess.run(command, cwd=places.root, env=child_environment(env), check=False).returncode


def prepare_tests(places: Places) -> None:
    """Set up what tests need; what only a person can install is said in one sentence each.

    Raises:
        Stuck: in CI, when something is still missing.
    """
    bring_about(installation.test_steps(places), places.stamps)
    missing = system_packages.bring(print)
    for sentence in missing:
        print(sentence)
    if missing and os.environ.get("CI") == "true":
        raise Stuck("CI runs every test, and something is missing for some: see above.")


def test(places: Places, arguments: Sequence[str]) -> int:
    """Run all tests but the long ones."""
    prepare_tests(places)
    return run(places, places.app_python, "-m", "pytest", *arguments)


def soak(places: Places, arguments: Sequence[str]) -> int:
    """Run the long proofs."""
    prepare_tests(places)
    return run(places, places.app_python, "-m", "pytest", "-m", "soak", *arguments)


def bench(places: Places, arguments: Sequence[str]) -> int:
    """Measure: searches beside plain NumPy, then the turns of a conversation beside stock Rasa."""
    prepare_tests(places)
    code = run(places, places.app_python, "-m", "matching", "bench")
    return code or run(places, places.app_python, "-m", "bench", *arguments)


def lint(places: Places, arguments: Sequence[str]) -> int:
    """Run ruff and mypy; all are run, the first bad exit code is returned."""
    bring_about(installation.lint_steps(places), places.stamps)
    packages = [name for name in PACKAGES if (places.root / name / "__init__.py").exists()]
    python = places.app_python
    codes = [
        run(places, python, "-m", "ruff", "check", *arguments),
        run(places, python, "-m", "ruff", "format", "--check", *arguments),
        run(places, python, "-m", "mypy", *packages),
    ]
    return next((code for code in codes if code), 0)
