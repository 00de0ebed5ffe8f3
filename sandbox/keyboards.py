"""What Telegram asks of keyboards."""

from __future__ import annotations

from urllib.parse import urlsplit

from sandbox.errors import bad_request
from sandbox.state import Chat, Json

INLINE_KINDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
MOST_BUTTONS = 100


def check_inline(markup: Json) -> Json | None:
    """Return an inline keyboard as kept; an empty one is none.

    Raises:
        ApiError: Telegram's 400.
    """
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            if not button["text"].strip():
                raise bad_request("inline keyboard button text must be non-empty")
            kinds = [kind for kind in INLINE_KINDS if kind in button]
            if not kinds:
                raise bad_request(
                    "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
                )
            if len(kinds) > 1:
                raise bad_request("can't parse inline keyboard button: only one kind of action is allowed")
            if kinds[0] == "callback_data" and not 1 <= len(button["callback_data"].encode()) <= 64:
                raise bad_request("BUTTON_DATA_INVALID")
            if kinds[0] == "url":
                _check_url(button["url"])
    return {"inline_keyboard": rows} if rows else None


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.scheme == "tg":
        return
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or ""):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def check_reply_keyboard(markup: Json, chat: Chat) -> None:
    """Check a keyboard below the text field.

    Raises:
        ApiError: Telegram's 400.
    """
    for row in markup["keyboard"]:
        for button in row:
            text = button if isinstance(button, str) else button["text"]
            if not text.strip():
                raise bad_request("keyboard button text must be non-empty")
            if isinstance(button, str):
                continue
            if button.get("request_contact") and not chat.private:
                raise bad_request("phone number can be requested in private chats only")
            if button.get("request_location") and not chat.private:
                raise bad_request("location can be requested in private chats only")


def show(chat: Chat, markup: Json, message_id: int, audience: list[int]) -> bool:
    """Change the keyboards that phones show; return whether one changed."""
    if "keyboard" in markup or "force_reply" in markup:
        for account in audience:
            chat.keyboards[account] = {**markup, "message_id": message_id}
        return True
    if "remove_keyboard" in markup:
        return any([chat.keyboards.pop(account, None) for account in audience])
    return False
