"""Methods about the bot itself: who it is, its commands and menu button, and where its updates go."""

from __future__ import annotations

import re
import time
from typing import Any

from aiogram import methods as m

from sandbox import views
from sandbox.api.call import Call, Handler
from sandbox.errors import bad_request
from sandbox.schema import plain
from sandbox.state import Json
from sandbox.webhook import Target


async def get_me(call: Call, request: m.GetMe) -> Json:
    """Return the bot."""
    flags = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }
    return {**views.bot(call.world), **flags}


async def get_updates(call: Call, request: m.GetUpdates) -> list[Json]:
    """Return what waits, after at most `timeout` seconds."""
    updates = call.world.updates
    updates.allow(request.allowed_updates)
    limit = min(max(request.limit or 100, 1), 100)
    return await updates.poll(request.offset, limit, min(request.timeout or 0, 50))


async def set_webhook(call: Call, request: m.SetWebhook) -> bool:
    """Send updates to an address from now on."""
    if request.secret_token and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", request.secret_token):
        raise bad_request("secret token contains unallowed characters")
    if request.url and not re.match(r"https?://\S+", request.url):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    call.world.updates.allow(request.allowed_updates)
    if request.drop_pending_updates:
        call.world.updates.pending.clear()
    target = Target(
        request.url,
        request.secret_token,
        min(max(request.max_connections or 40, 1), 100),
        "certificate" in call.uploads,
        request.ip_address,
    )
    await call.webhook.set(target if request.url else None)
    return True


async def delete_webhook(call: Call, request: m.DeleteWebhook) -> bool:
    """Stop sending updates."""
    if request.drop_pending_updates:
        call.world.updates.pending.clear()
    await call.webhook.set(None)
    return True


async def get_webhook_info(call: Call, request: m.GetWebhookInfo) -> Json:
    """Return where updates go, and how well."""
    target = call.webhook.target
    updates = call.world.updates
    info: Json = {
        "url": target.url if target else "",
        "has_custom_certificate": bool(target and target.custom_certificate),
        "pending_update_count": len(updates.pending),
    }
    if updates.allowed is not None:
        info["allowed_updates"] = sorted(updates.allowed)
    if target:
        info |= views.without_none(
            {
                "max_connections": target.max_connections,
                "ip_address": target.ip_address,
                "last_error_date": target.last_error_at,
                "last_error_message": target.last_error,
            }
        )
    return info


async def nothing(call: Call, request: Any) -> bool:
    """Say yes: logging out and closing change nothing here."""
    return True


def _scope(scope: Any) -> str:
    given = plain(scope) or {"type": "default"}
    return ":".join(str(given[key]) for key in ("type", "chat_id", "user_id") if key in given)


def _language(request: Any) -> str:
    code: str = request.language_code or ""
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


async def set_my_commands(call: Call, request: m.SetMyCommands) -> bool:
    """Set the commands of a scope and language."""
    if len(request.commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for one in request.commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", one.command):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(one.description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    commands = [{"command": one.command.lstrip("/"), "description": one.description} for one in request.commands]
    call.world.profile.commands[_scope(request.scope), _language(request)] = commands
    _tell_all(call)
    return True


async def get_my_commands(call: Call, request: m.GetMyCommands) -> list[Json]:
    """Return the commands of a scope and language."""
    return call.world.profile.commands.get((_scope(request.scope), _language(request)), [])


async def delete_my_commands(call: Call, request: m.DeleteMyCommands) -> bool:
    """Take the commands of a scope and language away."""
    call.world.profile.commands.pop((_scope(request.scope), _language(request)), None)
    _tell_all(call)
    return True


async def set_chat_menu_button(call: Call, request: m.SetChatMenuButton) -> bool:
    """Set the menu button of a chat, or of all."""
    button = plain(request.menu_button) or {"type": "default"}
    call.world.profile.menu_buttons[request.chat_id or 0] = button
    _tell_all(call)
    return True


async def get_chat_menu_button(call: Call, request: m.GetChatMenuButton) -> Json:
    """Return the menu button of a chat, or of all."""
    return call.world.profile.menu_button(request.chat_id or 0)


def _set_text(field: str, store: str, limit: int) -> Handler:
    async def set_text(call: Call, request: Any) -> bool:
        value = getattr(request, field) or ""
        if len(value) > limit:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        texts = getattr(call.world.profile, store)
        language = _language(request)
        if value:
            texts[language] = value
        else:
            texts.pop(language, None)
        _tell_all(call)
        return True

    return set_text


def _get_text(field: str, store: str) -> Handler:
    async def get_text(call: Call, request: Any) -> Json:
        texts = getattr(call.world.profile, store)
        return {field: texts.get(_language(request)) or texts.get("", "")}

    return get_text


def _tell_all(call: Call) -> None:
    for account in call.world.live.everybody():
        if account in call.world.chats:
            call.world.tell_chat(call.world.chats[account])


def polled_lately(call: Call) -> bool:
    """Return whether a bot polls."""
    return time.monotonic() - call.world.updates.polled_at < 60


METHODS: dict[str, Handler] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": nothing,
    "close": nothing,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "setMyName": _set_text("name", "names", 64),
    "getMyName": _get_text("name", "names"),
    "setMyDescription": _set_text("description", "descriptions", 512),
    "getMyDescription": _get_text("description", "descriptions"),
    "setMyShortDescription": _set_text("short_description", "short_descriptions", 120),
    "getMyShortDescription": _get_text("short_description", "short_descriptions"),
}
