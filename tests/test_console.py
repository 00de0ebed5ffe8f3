"""The page that checks a proof: a verdict in the reader's language, and nothing that names anybody."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from console.app import make_app
from console.languages import preferred
from placement.clock import ManualClock
from placement.errors import EX_CONFIG
from placement.settings import ROOT
from placement.storage.database import Database
from placement.vocabulary import Vocabularies
from placement.wording import Wording
from tests.test_proofs import change, registered, token_of

WORDING = Wording(ROOT / "data" / "responses", Vocabularies.load(ROOT / "data"))


@pytest_asyncio.fixture
async def browser_of(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application itself."""
    transport = httpx.ASGITransport(app=make_app(database, WORDING))
    async with httpx.AsyncClient(transport=transport, base_url="http://console") as client:
        yield client


async def test_a_page_says_until_when_and_names_nobody(
    database: Database, clock: ManualClock, browser_of: httpx.AsyncClient
) -> None:
    seeker = await registered(database)
    path = f"/v/{await token_of(database, seeker)}"
    valid = await browser_of.get(path)
    assert valid.status_code == 200
    assert "berlaku sampai 23 November 2028" in valid.text
    clock.advance(timedelta(days=800))
    expired = await browser_of.get(path, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert "It was valid until 23 November 2028" in expired.text
    assert 'lang="en"' in expired.text
    await change(database, seeker, ended_at=clock.now(), ended_why="placed")
    ended = await browser_of.get(path)
    assert "Pendaftaran ini berakhir 1 Februari 2029" in ended.text
    for answer in (valid, expired, ended):
        assert "Siti" not in answer.text
        assert "3275" not in answer.text


async def test_an_unknown_code_is_unknown(browser_of: httpx.AsyncClient) -> None:
    for path in (f"/v/{'0' * 32}", "/v/x", "/v/%00", "/v/%3Cscript%3E", "/v/" + "a" * 5000):
        answer = await browser_of.get(path)
        assert answer.status_code == 404
        assert "Tidak dikenal" in answer.text
        assert "script" not in answer.text
    assert (await browser_of.get("/")).status_code == 404


async def test_nothing_keeps_or_lists_the_page(database: Database, browser_of: httpx.AsyncClient) -> None:
    for path in (f"/v/{await token_of(database, await registered(database))}", "/v/x"):
        headers = (await browser_of.get(path)).headers
        assert headers["cache-control"] == "no-store"
        assert "noindex" in headers["x-robots-tag"]
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "set-cookie" not in headers


def take_away(path: Path) -> None:
    """Put a folder where a database was."""
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    path.mkdir()


async def test_without_a_database_it_says_so(tmp_path: Path, browser_of: httpx.AsyncClient, database: Database) -> None:
    assert (await browser_of.get("/health")).json() == {"ok": True}
    if database.engine.dialect.name != "sqlite":
        return  # the server's absence is proved elsewhere; here the file is taken away
    await database.close()
    take_away(Path(str(database.engine.url.database)))
    assert (await browser_of.get("/health")).status_code == 503
    away = await browser_of.get(f"/v/{'0' * 32}")
    assert away.status_code == 503
    assert "Sedang ada gangguan" in away.text


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "id"),
        ("id-ID,id;q=0.9,en;q=0.8", "id"),
        ("en-US,en;q=0.9,id;q=0.8", "en"),
        ("fr,en;q=0.5", "en"),
        ("in-ID", "id"),
        ("de", "id"),
        ("en;q=0.2,id;q=0.7", "id"),
        ("en;q=x,;;,,=", "id"),
        ("*", "id"),
    ],
)
def test_a_page_speaks_as_the_browser_asks(accept: str, language: str) -> None:
    assert preferred(accept) == language


def started(tmp_path: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {"VAR": str(tmp_path), "LOG_FORMAT": "text", "PYTHONUNBUFFERED": "1"}
    environment["DATABASE_URL"] = f"sqlite:///{tmp_path / 'test.sqlite3'}"
    return subprocess.Popen([sys.executable, "-m", "console", *arguments], cwd=ROOT, env=environment, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip


def test_the_server_answers_until_it_is_told_to_stop(tmp_path: Path) -> None:
    environment = os.environ | {"VAR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'test.sqlite3'}"}
    subprocess.run([sys.executable, "-m", "placement", "init"], cwd=ROOT, env=environment, check=True, timeout=60)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = started(tmp_path, "serve", "--port", str(port))
    try:
        assert process.stdout is not None
        said = ""
        while "console ready" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        answer = httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False, timeout=10)
        assert answer.json() == {"ok": True}
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode in (0, -signal.SIGTERM)


def test_a_taken_port_ends_it_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = started(tmp_path, "serve", "--port", str(taken.getsockname()[1]))
        said, _ = process.communicate(timeout=60)
    assert process.returncode == EX_CONFIG
    assert "CONSOLE_URL" in said
