"""Wishes that end, switch or alarm something need more certainty than a search: seen on the trained model."""

import httpx
import pytest

from tests.fixtures.rasa import RasaServer

pytestmark = pytest.mark.rasa


async def understood(server: RasaServer, text: str) -> str:
    """Give the intent of a text."""
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
        parse = (await client.post("/model/parse", json={"text": text})).json()
    return str(parse["intent"]["name"])


@pytest.mark.parametrize(
    ("text", "not_meant"),
    [
        ("kendal", "cancel"),
        ("legal", "deny"),
        ("legal officer atau notaris", "unsubscribe_alerts"),
        ("mau kerja pabrik", "work_abroad"),
        ("kerja di alfamart", "report_placed"),
    ],
)
async def test_a_weak_guess_at_what_costs_much_is_not_acted_on(rasa: RasaServer, text: str, not_meant: str) -> None:
    assert await understood(rasa, text) != not_meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("iya kak", "affirm"),
        ("gk jd", "cancel"),
        ("batal", "cancel"),
        ("nggak", "deny"),
        ("jangan kirim loker lagi", "unsubscribe_alerts"),
        ("cabut lamaran saya", "withdraw_application"),
        ("alhamdulillah saya sudah diterima kerja", "report_placed"),
        ("mau kerja ke taiwan", "work_abroad"),
        ("hapus data saya", "privacy"),
        ("saya pengen mati aja", "distress"),
        ("saya disekap bos", "distress"),
    ],
)
async def test_what_is_plainly_said_is_acted_on(rasa: RasaServer, text: str, meant: str) -> None:
    assert await understood(rasa, text) == meant
