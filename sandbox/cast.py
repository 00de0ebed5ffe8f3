"""Who is there at start, under fixed ids, so that settings can name them."""

from __future__ import annotations

from typing import Any

TOKEN = "123456:SANDBOX"  # noqa: S105 - every well-formed token is accepted here; this one is the default
BOT_ID = 123456
BOT_USERNAME = "antarkerja_bot"
BOT_NAME = "Antarkerja"
SITI = 1001
BUDI = 1002
RINA = 2001
HADI = 3001
OFFICERS_CHAT_ID = -1001000000001
OFFICERS_CHAT_TITLE = "Petugas Antarkerja"

ACCOUNTS: tuple[dict[str, Any], ...] = (
    {"id": SITI, "first_name": "Siti", "username": "siti", "phone_number": "+628120001001", "role": "seeker"},
    {"id": BUDI, "first_name": "Budi", "username": "budi", "phone_number": "+628120001002", "role": "seeker"},
    {"id": RINA, "first_name": "Rina", "username": "rina", "phone_number": "+628120002001", "role": "officer"},
    {
        "id": HADI,
        "first_name": "Pak Hadi",
        "username": "hadi",
        "phone_number": "+628120003001",
        "role": "administrator",
    },
)


def as_json() -> dict[str, Any]:
    """Return the cast as GET /control/cast tells it."""
    return {
        "token": TOKEN,
        "bot": {"id": BOT_ID, "username": BOT_USERNAME, "name": BOT_NAME},
        "accounts": [dict(account) for account in ACCOUNTS],
        "officers_chat_id": OFFICERS_CHAT_ID,
        "admin_ids": [HADI],
    }
