"""`python -m sandbox serve`: quick to say what is wrong, and quiet at its end though pages are open."""

import asyncio
import socket
import subprocess
import sys
from asyncio.subprocess import PIPE, STDOUT

import httpx

from launcher.environment import child_environment
from placement.settings import ROOT

EX_CONFIG = 78


def test_a_taken_port_is_said_before_the_schema_is_read() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code = (
            f"import sys; from sandbox.__main__ import main; code = main(['serve', '--port', '{port}'])\n"
            "print('aiogram' in sys.modules); sys.exit(code)"
        )
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=ROOT, env=child_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == EX_CONFIG
    assert f"Port {port}" in done.stderr
    assert "--port" in done.stderr
    assert done.stdout == "False\n"


async def test_an_open_page_does_not_hold_up_the_end_nor_make_it_an_error() -> None:
    command = (sys.executable, "-m", "sandbox", "serve", "--port", "0")
    server = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=child_environment(), stdout=PIPE, stderr=STDOUT
    )
    assert server.stdout is not None
    try:
        first = (await server.stdout.readline()).decode()
        async with httpx.AsyncClient(base_url=first.split()[-1], timeout=60, trust_env=False) as page:
            people = (await page.get("/phone/accounts")).json()
            stream = f"/phone/events?accounts={people[0]['id']}"
            async with page.stream("GET", stream) as events:
                assert events.status_code == 200
                server.terminate()
                said = (await server.stdout.read()).decode()
        await server.wait()
    finally:
        if server.returncode is None:
            server.kill()
    assert said == ""
