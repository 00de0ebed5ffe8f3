"""Methods about a forum's topics."""

from __future__ import annotations

from typing import Any

from aiogram import methods as m

from sandbox import topics
from sandbox.api.call import Call, Handler
from sandbox.cast import BOT_ID
from sandbox.errors import bad_request
from sandbox.phone.views import TOPIC_ICONS
from sandbox.state import Chat, Json, Topic

RIGHT = "can_manage_topics"


def _forum(call: Call, chat_id: int | str) -> Chat:
    chat = call.world.chat_for_bot(chat_id)
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    return chat


def _managed(call: Call, request: Any) -> tuple[Chat, Topic]:
    chat = _forum(call, request.chat_id)
    thread = getattr(request, "message_thread_id", None)
    topic = call.world.topic(chat, thread)
    call.world.need_right(chat, RIGHT, "not enough rights to manage topics")
    return chat, topic


async def create_forum_topic(call: Call, request: m.CreateForumTopic) -> Json:
    """Open a topic."""
    chat = _forum(call, request.chat_id)
    call.world.need_right(chat, RIGHT, "not enough rights to create a topic")
    topic = topics.create(call.world, chat, BOT_ID, request.name, request.icon_color, request.icon_custom_emoji_id)
    icon = {"icon_custom_emoji_id": topic.icon_emoji_id} if topic.icon_emoji_id else {}
    return {"message_thread_id": topic.thread, "name": topic.name, "icon_color": topic.icon_color, **icon}


async def edit_forum_topic(call: Call, request: m.EditForumTopic) -> bool:
    """Rename a topic or change its icon."""
    chat, topic = _managed(call, request)
    topics.edit(call.world, chat, BOT_ID, topic, request.name, request.icon_custom_emoji_id)
    return True


async def edit_general(call: Call, request: m.EditGeneralForumTopic) -> bool:
    """Rename General."""
    chat, topic = _managed(call, request)
    topics.edit(call.world, chat, BOT_ID, topic, request.name, None)
    return True


async def close(call: Call, request: Any) -> bool:
    """Close a topic."""
    chat, topic = _managed(call, request)
    topics.set_closed(call.world, chat, BOT_ID, topic, True)
    return True


async def reopen(call: Call, request: Any) -> bool:
    """Open a topic again."""
    chat, topic = _managed(call, request)
    topics.set_closed(call.world, chat, BOT_ID, topic, False)
    return True


async def delete_forum_topic(call: Call, request: m.DeleteForumTopic) -> bool:
    """Delete a topic with its messages."""
    chat, topic = _managed(call, request)
    call.world.need_right(chat, "can_delete_messages", "not enough rights to delete a topic")
    topics.delete(call.world, chat, topic)
    return True


async def hide_general(call: Call, request: m.HideGeneralForumTopic) -> bool:
    """Hide General."""
    chat, _ = _managed(call, request)
    topics.set_hidden(call.world, chat, BOT_ID, True)
    return True


async def unhide_general(call: Call, request: m.UnhideGeneralForumTopic) -> bool:
    """Show General."""
    chat, _ = _managed(call, request)
    topics.set_hidden(call.world, chat, BOT_ID, False)
    return True


async def get_icon_stickers(call: Call, request: m.GetForumTopicIconStickers) -> list[Json]:
    """Return the icons that topics may carry."""
    shape = {"type": "custom_emoji", "width": 100, "height": 100, "is_animated": True, "is_video": False}
    return [
        {"file_id": f"ICON{one}", "file_unique_id": f"AQ{one}", **shape, "emoji": emoji, "custom_emoji_id": one}
        for one, emoji in TOPIC_ICONS.items()
    ]


METHODS: dict[str, Handler] = {
    "createForumTopic": create_forum_topic,
    "editForumTopic": edit_forum_topic,
    "closeForumTopic": close,
    "reopenForumTopic": reopen,
    "deleteForumTopic": delete_forum_topic,
    "editGeneralForumTopic": edit_general,
    "closeGeneralForumTopic": close,
    "reopenGeneralForumTopic": reopen,
    "hideGeneralForumTopic": hide_general,
    "unhideGeneralForumTopic": unhide_general,
    "getForumTopicIconStickers": get_icon_stickers,
}
