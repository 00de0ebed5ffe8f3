"""The borders between our packages, read from the imports: a broken rule fails here by file and line."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

OURS = frozenset({"placement", "matching", "actions", "bot", "console", "sandbox", "nlu", "launcher", "bench", "tests"})
TELEGRAM = frozenset({"telegram", "aiogram", "telethon"})
RASA = frozenset({"rasa", "rasa_sdk"})
WEB = frozenset({"fastapi", "flask", "nicegui", "sanic", "starlette", "uvicorn"})
SQL = frozenset({"aiosqlite", "alembic", "asyncpg", "psycopg", "sqlalchemy", "sqlite3"})

# A session is passed on from a front to a use case; whoever holds one still writes no SQL.
PASSED_ON = frozenset({"sqlalchemy.ext.asyncio.AsyncSession"})


@dataclass(frozen=True)
class Rule:
    """What one package may import of ours (itself is always allowed) and what it may not import of others.

    An allowed name may be a package ("placement") or one module of it ("placement.logs").
    """

    allowed: frozenset[str]
    forbidden: frozenset[str] = frozenset()


RULES = {
    # Wishes and vacancies are told to the matcher in its own words: plain data, no code of it.
    "placement": Rule(frozenset({"matching.models", "matching.adverts"}), TELEGRAM | RASA | WEB),
    "matching": Rule(frozenset(), TELEGRAM | RASA | WEB | SQL),
    "actions": Rule(frozenset({"placement", "matching"}), TELEGRAM | SQL),
    "bot": Rule(frozenset({"placement"}), RASA | SQL),
    "console": Rule(frozenset({"placement"}), TELEGRAM | RASA | SQL),
    "sandbox": Rule(frozenset({"placement.settings", "placement.logs", "placement.errors"}), RASA | SQL),
    "nlu": Rule(frozenset(), TELEGRAM | SQL),
    "launcher": Rule(frozenset(), TELEGRAM | RASA | WEB | SQL),
    # A tool like the tests: it starts what they start.
    "bench": Rule(frozenset({"placement", "launcher", "tests.fixtures"}), TELEGRAM | RASA | WEB | SQL),
}


def imports(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of every absolute import, also of those inside functions and by `import_module`."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import():
                yield from ((node.lineno, alias.name) for alias in node.names)
            case ast.ImportFrom(module=str(module), level=0):
                # `from placement import logs` reaches placement.logs, `from placement.logs import x` the module itself.
                yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
            case ast.Call(
                func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield node.lineno, name


def climbs_out(path: Path, package: Path, source: str) -> Iterator[int]:
    """Yield the lines of relative imports that leave their package."""
    depth = len(path.relative_to(package).parts)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level > depth:
            yield node.lineno


def within(name: str, allowed: str) -> bool:
    """Tell whether a dotted name is the allowed module or lies below it."""
    return name == allowed or name.startswith(f"{allowed}.")


def violations(root: Path) -> list[str]:
    """Return every broken rule below a root, as «file:line: what»."""
    found = []
    for package_name, rule in RULES.items():
        package = root / package_name
        for path in sorted(package.rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            where = path.relative_to(root).as_posix()
            found += [f"{where}:{line}: leaves its package" for line in climbs_out(path, package, source)]
            for line, name in imports(source):
                top = name.partition(".")[0]
                if name in PASSED_ON:
                    continue
                if top in rule.forbidden:
                    found.append(f"{where}:{line}: {package_name} must not know {top}")
                elif (
                    top in OURS - {package_name}
                    # Naming the bare package of an allowed module is harmless: `import placement.logs`.
                    and not any(within(name, allowed) for allowed in rule.allowed)
                ):
                    found.append(f"{where}:{line}: {package_name} must not import {name}")
    return found


def test_our_packages_keep_their_borders() -> None:
    assert violations(ROOT) == []


def test_every_package_has_a_rule() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages <= RULES.keys()


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("placement/cases.py", "import telegram", "placement must not know telegram"),
        ("placement/cases.py", "from bot.relay import send", "placement must not import bot.relay.send"),
        ("placement/deep/er.py", "def f():\n    from rasa_sdk import Action", "placement must not know rasa_sdk"),
        ("matching/index.py", "from placement import settings", "matching must not import placement.settings"),
        ("actions/search.py", "from sqlalchemy import select", "actions must not know sqlalchemy"),
        ("actions/search.py", "import bot", "actions must not import bot"),
        ("placement/search.py", "from matching.index import Index", "placement must not import matching.index"),
        ("bot/turns.py", "from sqlalchemy import select", "bot must not know sqlalchemy"),
        ("bot/turns.py", "from rasa.core import agent", "bot must not know rasa"),
        ("bot/turns.py", "import importlib\nimportlib.import_module('matching.index')", "bot must not import matching"),
        ("bot/turns.py", "from ..matching import index", "leaves its package"),
        ("console/desk/app.py", "import sandbox.app", "console must not import sandbox.app"),
        ("sandbox/app.py", "from placement.cases import claim", "sandbox must not import placement.cases.claim"),
        ("sandbox/app.py", "from placement import cases", "sandbox must not import placement.cases"),
        ("nlu/turn.py", "import placement.errors", "nlu must not import placement.errors"),
        ("launcher/setup.py", "import placement", "launcher must not import placement"),
    ],
)
def test_a_broken_border_is_seen(tmp_path: Path, path: str, source: str, complaint: str) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(source, encoding="utf-8")
    assert len(found := violations(tmp_path)) == 1
    assert complaint in found[0]
    assert found[0].startswith(f"{path}:")


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("actions/search.py", "from placement import cases\nfrom matching.models import Wish\nimport rasa_sdk"),
        ("sandbox/app.py", "from placement.logs import configure_logging\nfrom placement import settings"),
        ("placement/storage/rows.py", "from . import tables\nfrom ..cases import Case\nimport sqlalchemy"),
        ("bot/turns.py", "import telegram\nfrom placement.cases import claim"),
        ("bot/desk.py", "from sqlalchemy.ext.asyncio import AsyncSession"),
        ("placement/search.py", "from matching import models\nfrom matching.models import Wish"),
    ],
)
def test_an_allowed_import_is_let_through(tmp_path: Path, path: str, source: str) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True)
    file.write_text(source, encoding="utf-8")
    assert violations(tmp_path) == []
