"""What happens to topics, whoever does it: the bot or a person."""

from __future__ import annotations

from typing import Any

from sandbox.errors import bad_request
from sandbox.phone.views import TOPIC_ICONS
from sandbox.state import Chat, Topic
from sandbox.world import World

COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def check_icon(icon: str | None) -> None:
    """Refuse an icon that topics can't carry.

    Raises:
        ApiError: Telegram's 400.
    """
    if icon and icon not in TOPIC_ICONS:
        raise bad_request("DOCUMENT_INVALID")


def create(world: World, chat: Chat, actor: int, name: str, color: int | None, icon: str | None) -> Topic:
    """Open a topic.

    Raises:
        ApiError: Telegram's 400.
    """
    name = name.strip()
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    if color is not None and color not in COLORS:
        raise bad_request("invalid icon color specified")
    check_icon(icon)
    color = color or COLORS[0]
    created = {"name": name, "icon_color": color, **({"icon_custom_emoji_id": icon} if icon else {})}
    thread = chat.last_id + 1
    topic = Topic(thread, name, color, icon)
    chat.topics[thread] = topic
    world.post(chat, actor, {"forum_topic_created": created}, thread=thread, silent=True)
    world.tell_chat(chat)
    return topic


def edit(world: World, chat: Chat, actor: int, topic: Topic, name: str | None, icon: str | None) -> None:
    """Change a topic's name or icon; an empty icon takes it away.

    Raises:
        ApiError: Telegram's 400.
    """
    check_icon(icon)
    changes: dict[str, Any] = {}
    if name and name.strip() != topic.name:
        if len(name) > 128:
            raise bad_request("topic name is too long")
        topic.name = changes["name"] = name.strip()
    if icon is not None and icon != (topic.icon_emoji_id or ""):
        topic.icon_emoji_id = icon or None
        changes["icon_custom_emoji_id"] = icon
    if not changes:
        raise bad_request("TOPIC_NOT_MODIFIED")
    world.post(chat, actor, {"forum_topic_edited": changes}, thread=topic.thread, silent=True)
    world.tell_chat(chat)


def set_closed(world: World, chat: Chat, actor: int, topic: Topic, closed: bool) -> None:
    """Close or reopen a topic.

    Raises:
        ApiError: it is so already.
    """
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    field = "forum_topic_closed" if closed else "forum_topic_reopened"
    world.post(chat, actor, {field: {}}, thread=topic.thread, silent=True)
    world.tell_chat(chat)


def set_hidden(world: World, chat: Chat, actor: int, hidden: bool) -> None:
    """Hide or show General; hiding closes it too.

    Raises:
        ApiError: it is so already.
    """
    if chat.general.hidden == hidden:
        raise bad_request("TOPIC_NOT_MODIFIED")
    chat.general.hidden = hidden
    if hidden:
        chat.general.closed = True
    world.post(chat, actor, {f"general_forum_topic_{'hidden' if hidden else 'unhidden'}": {}}, silent=True)
    world.tell_chat(chat)


def delete(world: World, chat: Chat, topic: Topic) -> None:
    """Delete a topic with all its messages."""
    assert topic.thread is not None  # noqa: S101 - General is never deleted
    del chat.topics[topic.thread]
    world.delete(chat, [one.id for one in chat.messages.values() if one.thread == topic.thread and not one.deleted])
    world.tell_chat(chat)
