"""`make pins`: writes the pinned requirements from their short `.in` files and from what is installed.

Run by the environment's own Python: `python launcher/pins.py IN [CONSTRAINED_BY]`. What an `.in` file asks for and
all that this needs in turn is pinned to the version that stands in the environment, with the reason behind it.
To move to newer versions, install them (`.venv/bin/pip install --upgrade NAME`), test, then pin.
"""

import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# pip is what reads the file; it is never pinned by it.
LEFT_OUT = frozenset({"pip"})


def requirements(lines: Iterable[str]) -> Iterator[Requirement]:
    """Yield what an `.in` file asks for; remarks and `-r`/`-c` lines are passed over."""
    for line in lines:
        text = line.partition("#")[0].strip()
        if text and not text.startswith("-"):
            yield Requirement(text)


def closure(wanted: Iterable[Requirement], source: str) -> dict[str, tuple[str, set[str]]]:
    """Return name → (version, who asks for it) of requirements and of all they need here.

    Raises:
        SystemExit: something is asked for and not installed, or in a version that was not asked for.
    """
    found: dict[str, tuple[str, set[str]]] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    queue = [(requirement, source, frozenset({""})) for requirement in wanted]
    while queue:
        requirement, parent, extras = queue.pop()
        name = canonicalize_name(requirement.name)
        if name in LEFT_OUT or not applies(requirement, extras):
            continue
        try:
            package = distribution(name)
        except PackageNotFoundError:
            sys.exit(f"{name}, which {parent} asks for, is not installed: install it, then pin again.")
        version = package.version.partition("+")[0]
        if not requirement.specifier.contains(version, prereleases=True):
            sys.exit(f"{parent} asks for {requirement}, but {version} is installed.")
        found.setdefault(name, (version, set()))[1].add(parent)
        asked = frozenset(requirement.extras) | {""}
        if (name, asked) not in seen:
            seen.add((name, asked))
            queue += [(Requirement(line), name, asked) for line in package.requires or ()]
    return found


def applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    """Tell whether a requirement counts on this Python, with any of the extras asked for."""
    return requirement.marker is None or any(requirement.marker.evaluate({"extra": extra}) for extra in extras)


def render(found: dict[str, tuple[str, set[str]]], name: str, under: Path | None) -> str:
    """Return the pinned file's text; what a file below pins is referred to, not repeated."""
    below = under.read_text(encoding="utf-8").splitlines() if under else []
    known = {line.partition("==")[0] for line in below if "==" in line}
    head = [f"# Made from {name} by «make pins»; change that file, not this one."]
    head += [f"-r {under.name}"] if under else []
    width = max(len(f"{package}=={version}") for package, (version, _) in found.items()) + 2
    lines = [
        f"{f'{package}=={version}':<{width}}# {', '.join(sorted(parents))}"
        for package, (version, parents) in sorted(found.items())
        if package not in known
    ]
    return "\n".join([*head, *lines, ""])


def main(arguments: list[str]) -> None:
    """Write the pinned file beside an `.in` file."""
    source = Path(arguments[0])
    under = Path(arguments[1]) if len(arguments) > 1 else None
    found = closure(requirements(source.read_text(encoding="utf-8").splitlines()), source.name)
    target = source.with_suffix(".txt")
    target.write_text(render(found, source.name, under), encoding="utf-8")
    print(f"{target}: {len(found)} packages")


if __name__ == "__main__":
    main(sys.argv[1:])
