"""An update of the Bot API, reduced to what matters here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

from placement.wording import LANGUAGES

Fact = TypeVar("Fact", str, int)
Kind = Literal["text", "command", "press", "contact", "location", "media", "edited", "membership", "service"]

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What we ask Telegram for."""

MEDIA = (
    "animation",
    "voice",
    "photo",
    "document",
    "video",
    "video_note",
    "audio",
    "sticker",
    "poll",
    "dice",
)
"""Contents that are not text, by their key in a message; an animation is also a document, so order matters."""

SERVICE = (
    "boost_added",
    "channel_chat_created",
    "chat_background_set",
    "chat_owner_changed",
    "chat_owner_left",
    "chat_shared",
    "connected_website",
    "delete_chat_photo",
    "forum_topic_closed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "group_chat_created",
    "left_chat_member",
    "message_auto_delete_timer_changed",
    "migrate_from_chat_id",
    "migrate_to_chat_id",
    "new_chat_members",
    "new_chat_photo",
    "new_chat_title",
    "pinned_message",
    "proximity_alert_triggered",
    "refunded_payment",
    "successful_payment",
    "supergroup_chat_created",
    "users_shared",
    "video_chat_ended",
    "video_chat_participants_invited",
    "video_chat_scheduled",
    "video_chat_started",
    "web_app_data",
    "write_access_allowed",
)
"""Messages that Telegram writes about a chat itself: nobody said them, so nobody is answered."""

CHAT_TYPES = frozenset({"private", "group", "supergroup", "channel"})
LONGEST = 4096
"""Characters of a message (Bot API: 1-4096)."""
LARGEST_ID = 2**63

ANONYMOUS_ADMIN = 1087968824
"""The account that speaks for anonymous administrators of a group (Bot API: GroupAnonymousBot)."""


class UnreadableError(ValueError):
    """An update that does not have the Bot API's shape: it will never become readable."""


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
    reply_to: int | None = None
    text: str | None = None
    cut: bool = False
    """The text was longer than a message can be; only its beginning is kept."""
    command: str | None = None
    media: str | None = None
    file_id: str | None = None
    file_name: str | None = None
    file_size: int | None = None
    """Bytes, as far as Telegram tells."""
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
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")[:LONGEST]


def read(update: Mapping[str, Any], bot_name: str = "") -> Incoming | None:
    """Read an update; None for one that concerns no chat of ours or is of a kind we did not ask for.

    Raises:
        UnreadableError: It does not have the Bot API's shape.
    """
    try:
        incoming = _read(update, bot_name)
    except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError) as problem:
        # Only the kind of the trouble: the words of a ValueError may be a person's.
        raise UnreadableError(f"the update has not the Bot API's shape ({type(problem).__name__})") from None
    if incoming is not None and not _can_be_kept(incoming):
        raise UnreadableError("the update's ids or kind of chat are none of Telegram's")
    return incoming


def _can_be_kept(incoming: Incoming) -> bool:
    """Say whether ids are numbers that a database holds, and the chat of a kind that exists."""
    ids: list[Any] = [incoming.update_id, incoming.chat_id, incoming.user_id]
    ids += [one for one in (incoming.thread_id, incoming.reply_to, incoming.migrated_to) if one is not None]
    if incoming.kind != "membership":
        ids.append(incoming.message_id)
    return incoming.chat_type in CHAT_TYPES and all(type(one) is int and abs(one) < LARGEST_ID for one in ids)


def _read(update: Mapping[str, Any], bot_name: str) -> Incoming | None:
    if callback := update.get("callback_query"):
        return _read_press(update["update_id"], callback)
    if member := update.get("my_chat_member"):
        return Incoming(
            **_common(update["update_id"], member, member["from"]),
            kind="membership",
            membership=str(member["new_chat_member"]["status"]),
        )
    message = update.get("edited_message") or update.get("message")
    if not message:
        return None
    sender = message.get("from") or {"id": 0}
    common = _common(update["update_id"], message, sender) | {
        "message_id": message["message_id"],
        "thread_id": message.get("message_thread_id") if message.get("is_topic_message") else None,
        "reply_to": (message.get("reply_to_message") or {}).get("message_id"),
        "anonymous": sender["id"] == ANONYMOUS_ADMIN or "sender_chat" in message,
    }
    if update.get("edited_message"):
        if message.get("location"):
            return None  # A live location moves every few seconds; nothing was said.
        text = message.get("text", message.get("caption"))
        if text is None:
            return Incoming(**common, kind="edited")
        return Incoming(**common, kind="edited", text=clean(text), cut=len(text) > LONGEST)
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
    """Give the language to begin with: that of the person's Telegram if it is ours, else Indonesian."""
    wanted = (code or "").casefold().partition("-")[0]
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


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
        button=_button(callback.get("data")),
        callback_id=str(callback["id"]),
    )


def _button(data: Any) -> str:
    """Give a button's id; data that can't be one of ours, which are plain ASCII, is none."""
    return data if isinstance(data, str) and data.isascii() and data.isprintable() and len(data) <= 64 else ""


def _read_message(common: dict[str, Any], message: Mapping[str, Any], bot_name: str) -> Incoming:
    for key in SERVICE:
        if message.get(key) not in (None, False):  # Some are empty objects: «forum_topic_closed».
            return Incoming(**common, kind="service", service=key, migrated_to=message.get("migrate_to_chat_id"))
    if message.get("text") is not None:
        return _read_text(common, message, bot_name)
    if contact := message.get("contact"):
        return Incoming(**common, kind="contact", contact=dict(contact))
    if location := message.get("location"):
        return Incoming(**common, kind="location", location=_place(location))
    media = next((key for key in MEDIA if message.get(key)), "other")
    caption = message.get("caption")
    return Incoming(
        **common,
        kind="media",
        media=media,
        file_id=_of_file(message.get(media), "file_id", str),
        file_name=_of_file(message.get(media), "file_name", str),
        file_size=_of_file(message.get(media), "file_size", int),
        text=clean(caption) if caption else None,
        album=message.get("media_group_id"),
    )


def _place(location: Mapping[str, Any]) -> dict[str, float]:
    """Give a point on earth; ValueError for numbers that are none."""
    latitude, longitude = float(location["latitude"]), float(location["longitude"])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("not on earth")
    return {"latitude": latitude, "longitude": longitude}


def _read_text(common: dict[str, Any], message: Mapping[str, Any], bot_name: str) -> Incoming:
    text = message["text"]
    first = (message.get("entities") or [{}])[0]
    if first.get("type") == "bot_command" and first.get("offset") == 0:
        name, _, addressee = text[1 : first["length"]].partition("@")
        if not addressee or addressee.casefold() == bot_name.casefold():
            rest = clean(text[first["length"] :]).strip()
            return Incoming(**common, kind="command", command=clean(name).casefold(), text=rest)
    return Incoming(**common, kind="text", text=clean(text), cut=len(text) > LONGEST)


def _of_file(content: Any, key: str, kind: type[Fact]) -> Fact | None:
    """Give what is told of a content's file; a photo comes in several sizes, the largest last."""
    if isinstance(content, list):
        content = content[-1] if content else None
    told = content.get(key) if isinstance(content, Mapping) else None
    return told if isinstance(told, kind) else None
