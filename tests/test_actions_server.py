"""The action server as a process: ready when the index is, the matcher over HTTP, a failed action as a failure."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from actions.services import Services
from placement.settings import ROOT


@pytest_asyncio.fixture
async def server(services: Services) -> AsyncIterator[httpx.AsyncClient]:
    """Start the server on a free port over the test's database; gives a client."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": services.settings.database_url,
        "VAR": str(services.settings.var),
        "EMBEDDING_MODEL": str(ROOT / "var" / "models" / "embedding"),
        "LOG_FORMAT": "json",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "actions", "serve", "--port", str(port), cwd=ROOT, env=environment
    )
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
        try:
            async with asyncio.timeout(90):
                while True:
                    assert process.returncode is None, "the server ended while starting"
                    try:
                        if (await client.get("/ready")).status_code == 200:
                            break
                    except httpx.TransportError:
                        await asyncio.sleep(0.1)
            yield client
        finally:
            if process.returncode is None:
                process.terminate()
            assert await process.wait() == 0


async def test_the_matcher_answers_over_http_and_failures_are_failures(server: httpx.AsyncClient) -> None:
    ready = (await server.get("/ready")).json()
    assert ready == {"ready": True, "vacancies": 5}

    found = await server.post("/match/search", json={"wish": {"text": "kasir", "regions": ["3275"]}, "limit": 2})
    assert found.status_code == 200
    assert len(found.json()["matches"]) == 2
    vacancy_id = found.json()["matches"][0]["vacancy_id"]

    why = await server.post("/match/explain", json={"wish": {"text": "kasir"}, "vacancy_id": vacancy_id})
    assert why.json()["vacancy_id"] == vacancy_id
    linked = await server.post("/match/link", json={"text": "jaga kasir"})
    assert linked.json()[0]["code"] == "5230"

    for path, body, status in (
        ("/match/search", {"wish": {}}, 422),
        ("/match/search", {"wish": {"colour": "red"}}, 400),
        ("/match/search", [], 400),
        ("/match/explain", {"wish": {"text": "kasir"}, "vacancy_id": 10**6}, 404),
        ("/match/explain", {"wish": {}}, 400),
        ("/match/link", {}, 400),
    ):
        answer = await server.post(path, json=body)
        assert answer.status_code == status, path
        assert answer.json()["error"]

    # A turn that can't be read fails, so that it is tried again: nothing is swallowed.
    call = {"next_action": "action_greet", "domain": {}, "tracker": {"sender_id": "c1", "slots": {}, "events": [],
            "latest_message": {"text": "halo", "intent": {"name": "greet"}, "entities": [], "metadata": {}},
            "active_loop": {}, "latest_action_name": "action_listen"}}  # fmt: skip
    assert (await server.post("/webhook", json=call)).status_code == 500
    unknown = await server.post("/webhook", json={**call, "next_action": "action_fly"})
    assert unknown.status_code == 404
