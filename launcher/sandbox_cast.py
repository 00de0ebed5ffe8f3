"""Who plays in the sandbox; the same ids stand in sandbox/cast.py (a test compares them)."""

from collections.abc import Mapping

OFFICERS_CHAT_ID = "-1001000000001"
ADMIN_IDS = "3001"
OFFICERS = (("2001", "Rina"),)


def sandbox_settings(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the settings that make the sandbox's group and administrator known, unless others are set.

    With a bot's token there is no sandbox and nothing to add.
    """
    if "TELEGRAM_BOT_TOKEN" in settings:
        return {}
    cast = {"OFFICERS_CHAT_ID": OFFICERS_CHAT_ID, "ADMIN_IDS": ADMIN_IDS}
    return {name: value for name, value in cast.items() if name not in settings}
