"""What the bot says of itself: name, descriptions, commands, menu buttons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox import cast


@dataclass(slots=True)
class Profile:
    """Texts by language («» is everybody's), commands by (scope, language), menu buttons by chat (0 is everybody's)."""

    names: dict[str, str] = field(default_factory=lambda: {"": cast.BOT_NAME})
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)
    menu_buttons: dict[int, dict[str, Any]] = field(default_factory=dict)

    def commands_for(
        self, chat_id: int, account: int, language: str, *, private: bool, leads: bool
    ) -> list[dict[str, Any]]:
        """Return the commands that somebody sees in a chat, by Telegram's order of scopes."""
        scopes = [f"chat_member:{chat_id}:{account}"] if not private else []
        if leads:
            scopes.append(f"chat_administrators:{chat_id}")
        scopes.append(f"chat:{chat_id}")
        if private:
            scopes.append("all_private_chats")
        else:
            scopes += ["all_chat_administrators"] if leads else []
            scopes.append("all_group_chats")
        for scope in [*scopes, "default"]:
            for one in (language, ""):
                if self.commands.get((scope, one)):
                    return self.commands[scope, one]
        return []

    def menu_button(self, chat_id: int) -> dict[str, Any]:
        """Return the menu button of a private chat."""
        return self.menu_buttons.get(chat_id) or self.menu_buttons.get(0) or {"type": "default"}
