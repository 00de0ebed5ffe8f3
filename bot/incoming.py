"""An update of the Bot API, reduced to what matters here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

Kind = Literal["text", "command", "press", "contact", "location", "media", "edited", "membership", "service"]

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What we ask Telegram for."""

MEDIA = (
    "voice",
    "photo",
    "document",
    "video",
    "video_note",
    "audio",
    "animation",
    "sticker",
    "poll",
    "dice",
)
"""Contents that are not text, by their key in a message; an animation is also a document, so order matters."""

SERVICE = (
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "pinned_message",
    "group_chat_created",
    "supergroup_chat_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "message_auto_delete_timer_changed",
)
"""Messages that Telegram writes about a chat itself."""

ANONYMOUS_ADMIN = 1087968824
"""The account that speaks for anonymous administrators of a group (Bot API: GroupAnonymousBot)."""


@dataclass(frozen=True)
class Incoming:
    """One update: whose chat, what kind, and its content."""

    update_id: int
    kind: Kind
    chat_id: int
    chat_type: str
    user_id: int
    language: str
    sent_at: datetime
    message_id: int | None = None
    thread_id: int | None = None
    text: str | None = None
    command: str | None = None
    media: str | None = None
    file_id: str | None = None
    button: str | None = None
    callback_id: str | None = None
    contact: Mapping[str, Any] = field(default_factory=dict)
    location: Mapping[str, Any] = field(default_factory=dict)
    membership: str | None = None
    service: str | None = None
    migrated_to: int | None = None
    anonymous: bool = False
    album: str | None = None

    @property
    def private(self) -> bool:
        """Say whether it comes from a chat with one person."""
        return self.chat_type == "private"


def clean(text: str) -> str:
    """Make a text storable and readable: no NUL, no lone surrogates, nothing beyond what one message may hold."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")[:4096]


def read(update: Mapping[str, Any], bot_name: str = "") -> Incoming | None:
    """Read an update; None for one that concerns no chat of ours or is of a kind we did not ask for."""
    if callback := update.get("callback_query"):
        return _read_press(update["update_id"], callback)
    if member := update.get("my_chat_member"):
        return Incoming(
            **_common(update["update_id"], member, member["from"]),
            kind="membership",
            membership=member["new_chat_member"]["status"],
        )
    message = update.get("edited_message") or update.get("message")
    if not message:
        return None
    sender = message.get("from") or {"id": 0}
    common = _common(update["update_id"], message, sender) | {
        "message_id": message["message_id"],
        "thread_id": message.get("message_thread_id") if message.get("is_topic_message") else None,
        "anonymous": sender["id"] == ANONYMOUS_ADMIN or "sender_chat" in message,
    }
    if "edited_message" in update:
        text = message.get("text", message.get("caption"))
        return Incoming(**common, kind="edited", text=clean(text) if text is not None else None)
    return _read_message(common, message, bot_name)


def _common(update_id: int, thing: Mapping[str, Any], sender: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "chat_id": thing["chat"]["id"],
        "chat_type": thing["chat"]["type"],
        "user_id": sender["id"],
        "language": language_of(sender.get("language_code")),
        "sent_at": datetime.fromtimestamp(thing.get("date") or 0, UTC),
    }


def language_of(code: str | None) -> str:
    """Give the language to begin with: English for those whose Telegram is in English, Indonesian for all others."""
    return "en" if (code or "").casefold().startswith("en") else "id"


def _read_press(update_id: int, callback: Mapping[str, Any]) -> Incoming | None:
    message = callback.get("message")
    if not message:
        return None
    common = _common(update_id, message, callback["from"])
    return Incoming(
        **common,
        kind="press",
        message_id=message["message_id"],
        thread_id=message.get("message_thread_id"),
        button=str(callback.get("data") or "")[:64],
        callback_id=callback["id"],
    )


def _read_message(common: dict[str, Any], message: Mapping[str, Any], bot_name: str) -> Incoming:
    for key in SERVICE:
        if message.get(key):  # python-telegram-bot writes what is absent as False
            return Incoming(**common, kind="service", service=key, migrated_to=message.get("migrate_to_chat_id"))
    if message.get("text") is not None:
        return _read_text(common, message, bot_name)
    if contact := message.get("contact"):
        return Incoming(**common, kind="contact", contact=contact)
    if location := message.get("location"):
        return Incoming(**common, kind="location", location=location)
    media = next((key for key in MEDIA if message.get(key)), "other")
    caption = message.get("caption")
    return Incoming(
        **common,
        kind="media",
        media=media,
        file_id=_file_id(message.get(media)),
        text=clean(caption) if caption else None,
        album=message.get("media_group_id"),
    )


def _read_text(common: dict[str, Any], message: Mapping[str, Any], bot_name: str) -> Incoming:
    text = message["text"]
    first = (message.get("entities") or [{}])[0]
    if first.get("type") == "bot_command" and first.get("offset") == 0:
        name, _, addressee = text[1 : first["length"]].partition("@")
        if not addressee or addressee.casefold() == bot_name.casefold():
            rest = clean(text[first["length"] :]).strip()
            return Incoming(**common, kind="command", command=name.casefold(), text=rest)
    return Incoming(**common, kind="text", text=clean(text))


def _file_id(content: Any) -> str | None:
    """Give the file of a content; a photo comes in several sizes, the largest last."""
    if isinstance(content, list):
        content = content[-1] if content else None
    return content.get("file_id") if isinstance(content, Mapping) else None
