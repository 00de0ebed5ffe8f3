"""The commands behind the Makefile: `python -m launcher VERB --help`."""

import argparse
import subprocess
import sys
import time

from launcher import checks, cleaning, installation, running
from launcher.environment import child_environment, settings
from launcher.errors import Stuck
from launcher.places import CHECKOUT, installed
from launcher.progress import clock
from launcher.steps import bring_about


def parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs."""
    top = argparse.ArgumentParser(prog="make", description="Sets up, starts and checks Antarkerja.")
    verbs = top.add_subparsers(dest="verb", required=True)
    verbs.add_parser("setup", help="environments, models, database; goes on where it was stopped")
    run = verbs.add_parser("run", help="set up, then start all processes until Ctrl-C")
    run.add_argument("--quiet", action="store_true", help="keep the processes' lines in var/log/, off the terminal")
    for verb, text in (
        ("test", "all tests but the long ones; further arguments go to pytest"),
        ("soak", "the long proofs; further arguments go to pytest"),
        ("bench", "measure speed and size; further arguments go to the bench"),
        ("lint", "ruff and mypy; further arguments go to ruff"),
    ):
        verbs.add_parser(verb, help=text)
    verbs.add_parser("pins", help="write the pinned requirements from the .in files and what is installed")
    verbs.add_parser("clean", help="remove environments, models, logs and caches; people's data stays")
    return top


def setup() -> int:
    """Do what is not done yet."""
    began = time.monotonic()
    given = settings(CHECKOUT.root)
    places = installed(CHECKOUT.root, given)
    count = bring_about(installation.all_steps(places, given), places.stamps)
    print(f"set up in {clock(time.monotonic() - began)}" if count else "everything is set up")
    return 0


def pins() -> int:
    """Write the three pinned files; each is read off its environment."""
    script = str(CHECKOUT.root / "launcher" / "pins.py")
    for command in (
        [CHECKOUT.app_python, script, "requirements.in"],
        [CHECKOUT.app_python, script, "requirements-dev.in", "requirements.txt"],
        [CHECKOUT.rasa_python, script, "nlu/requirements.in"],
    ):
        code = subprocess.run(command, cwd=CHECKOUT.root, env=child_environment(), check=False).returncode
        if code:
            return code
    return 0


def clean() -> int:
    """Remove what can be made again."""
    removed = cleaning.clean(installed(CHECKOUT.root, settings(CHECKOUT.root)))
    print(f"removed: {', '.join(removed)}" if removed else "nothing to remove")
    print("kept: the database and all else in var/")
    return 0


def main(arguments: list[str]) -> int:
    """Run one verb; what is in the way is said in one sentence."""
    known, further = parser().parse_known_args(arguments)
    if further and known.verb not in {"test", "soak", "bench", "lint"}:
        parser().error(f"unrecognised: {' '.join(further)}")
    try:
        match known.verb:
            case "setup":
                return setup()
            case "run":
                return running.run(CHECKOUT.root, quiet=known.quiet)
            case "test":
                return checks.test(CHECKOUT, further)
            case "soak":
                return checks.soak(CHECKOUT, further)
            case "bench":
                return checks.bench(CHECKOUT, further)
            case "lint":
                return checks.lint(CHECKOUT, further)
            case "pins":
                return pins()
            case _:
                return clean()
    except Stuck as stuck:
        print(stuck, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped; the same command goes on from here", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
