"""Rasa starts quickly and quietly."""

import asyncio
import json

import httpx
import pytest

from launcher.environment import child_environment
from placement.settings import ROOT
from tests.fixtures.postgres import free_port
from tests.fixtures.rasa import RASA_PYTHON, RasaServer, in_rasa, said_last

pytestmark = pytest.mark.rasa


def test_what_is_slow_after_rasa_is_imported_before_it() -> None:
    code = "import json, sys; from nlu import start; start.import_in_order(); print(json.dumps(list(sys.modules)))"
    modules = said_last(in_rasa(code))
    assert "skops.io" in modules
    assert not {"rasa", "tensorflow"} & set(modules)


def test_our_deprecations_are_shown_and_those_of_libraries_are_not() -> None:
    code = (
        "import warnings; from nlu import start; start.import_in_order()\n"
        "for module in ('nlu.text', 'pkg_resources'):\n"
        "    warnings.warn_explicit(f'{module} is old', DeprecationWarning, 'x.py', 1, module)\n"
        "warnings.warn_explicit('mind this', UserWarning, 'y.py', 1, 'rasa.core')"
    )
    said = in_rasa(code).stderr
    assert "nlu.text is old" in said
    assert "mind this" in said
    assert "pkg_resources" not in said


async def test_a_server_that_starts_well_says_so_in_a_few_lines(rasa: RasaServer) -> None:
    """The fixture has trained; what a second server says until it answers is what a person would see."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(str(RASA_PYTHON), "-m", "nlu", "serve", "--port", str(port), "--actions-url", "http://127.0.0.1:1"),
        cwd=ROOT,
        env=child_environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    lines: list[str] = []
    try:
        async for line in process.stdout:
            lines.append(line.decode())
            if "up and running" in lines[-1]:
                break
        async with httpx.AsyncClient(trust_env=False, timeout=60) as client:  # No action server is there.
            body = {"turn_id": 77, "conversation": "c1", "state": None, "message": {"text": "halo Zulaikha"}}
            answer = await client.post(f"http://127.0.0.1:{port}/webhooks/turn/webhook", json=body)
        assert answer.status_code == 503
    finally:
        process.terminate()
        lines += (await process.stdout.read()).decode().splitlines()
    await process.wait()
    assert any("up and running" in line for line in lines), lines
    said = [json.loads(line) for line in lines if line.strip()]
    assert {one["process"] for one in said} == {"rasa"}
    assert any(one.get("turn") == 77 and one["level"] == "warning" for one in said), lines
    assert "Zulaikha" not in "".join(lines)
    assert all(one["level"] == "info" for one in said if one.get("turn") != 77), lines
