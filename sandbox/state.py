"""What the sandbox remembers: accounts, chats, topics, messages, files. All in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Account:
    """One person with a phone."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "id"
    phone_number: str | None = None
    role: str = "seeker"
    blocked_bot: bool = False
    deactivated: bool = False

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name


@dataclass(slots=True)
class Member:
    """Somebody's place in a group."""

    user_id: int
    status: str = "member"
    anonymous: bool = False
    title: str | None = None
    rights: dict[str, bool] = field(default_factory=dict)

    @property
    def present(self) -> bool:
        """Whether this one is in the group now."""
        return self.status in ("creator", "administrator", "member")

    @property
    def leads(self) -> bool:
        """Whether this one is an administrator or the creator."""
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        """Return whether an administrator has a right (the creator has all)."""
        return self.status == "creator" or (self.status == "administrator" and self.rights.get(right, False))


@dataclass(slots=True)
class Topic:
    """One topic of a forum; ``thread`` None is General."""

    thread: int | None
    name: str
    icon_color: int | None = None
    icon_emoji_id: str | None = None
    closed: bool = False
    hidden: bool = False


@dataclass(slots=True)
class Message:
    """One message; ``body`` holds its Bot API fields other than the ones kept beside it."""

    chat_id: int
    id: int
    author: int
    body: Json
    thread: int | None = None
    reply_to: int | None = None
    anonymous: bool = False
    silent: bool = False
    read: bool = False
    deleted: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)

    @property
    def date(self) -> int:
        """When it was sent, Unix seconds."""
        return int(self.body["date"])

    @property
    def service(self) -> bool:
        """Whether it tells of something that happened, and was written by nobody."""
        return any(key in self.body for key in SERVICE_FIELDS)


SERVICE_FIELDS = (
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "new_chat_members",
    "left_chat_member",
    "pinned_message",
    "new_chat_title",
    "supergroup_chat_created",
    "group_chat_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
)


@dataclass(slots=True)
class Chat:
    """A private chat with the bot (its id is the account's) or a group."""

    id: int
    type: str
    title: str | None = None
    forum: bool = False
    description: str | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    general: Topic = field(default_factory=lambda: Topic(None, "General"))
    pinned: list[int] = field(default_factory=list)
    last_id: int = 0
    started: bool = False
    keyboards: dict[int, Json] = field(default_factory=dict)
    action: Json | None = None
    unread: dict[tuple[int, int | None], int] = field(default_factory=dict)
    cleared: dict[int, int] = field(default_factory=dict)
    migrated_to: int | None = None

    @property
    def private(self) -> bool:
        """Whether it is one person's chat with the bot."""
        return self.type == "private"

    def message(self, message_id: int | None) -> Message | None:
        """Return a message that is still there."""
        found = self.messages.get(message_id) if message_id is not None else None
        return None if found is None or found.deleted else found


@dataclass(slots=True)
class StoredFile:
    """A file as sent: its bytes, its kind and its facts."""

    id: str
    unique_id: str
    kind: str
    content: bytes
    mime: str
    name: str | None
    path: str
    facts: Json = field(default_factory=dict)


@dataclass(slots=True)
class Query:
    """A press on an inline button, waiting for its answer."""

    id: str
    account: int
    chat_id: int
    message_id: int
    at: float
    answer: Json | None = None
