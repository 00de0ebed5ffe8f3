"""State as the Bot API tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import cast
from sandbox.state import Chat, Json, Member, Message, StoredFile

if TYPE_CHECKING:
    from sandbox.world import World

ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
ADMIN_FLAGS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
    "can_pin_messages",
    "can_manage_topics",
)


def without_none(values: Json) -> Json:
    """Return the fields that are set."""
    return {key: value for key, value in values.items() if value is not None}


def bot(world: World) -> Json:
    """Return the bot as a User."""
    return {
        "id": cast.BOT_ID,
        "is_bot": True,
        "first_name": world.profile.names.get("", cast.BOT_NAME),
        "username": cast.BOT_USERNAME,
    }


def user(world: World, user_id: int) -> Json:
    """Return a User."""
    if user_id == cast.BOT_ID:
        return bot(world)
    account = world.accounts[user_id]
    return without_none(
        {
            "id": account.id,
            "is_bot": False,
            "first_name": account.first_name,
            "last_name": account.last_name,
            "username": account.username,
            "language_code": account.language_code,
        }
    )


def chat(world: World, one: Chat) -> Json:
    """Return a Chat."""
    if one.private:
        account = world.accounts[one.id]
        return without_none(
            {
                "id": one.id,
                "type": "private",
                "first_name": account.first_name,
                "last_name": account.last_name,
                "username": account.username,
            }
        )
    return without_none({"id": one.id, "type": one.type, "title": one.title, "is_forum": one.forum or None})


def message(world: World, one: Message, *, nested: bool = False) -> Json:
    """Return a Message; a message answered is shown inside, but only one level deep."""
    where = world.chats[one.chat_id]
    shown: Json = {"message_id": one.id, "chat": chat(world, where), **one.body}
    if one.anonymous:
        shown["from"] = ANONYMOUS
        shown["sender_chat"] = shown["chat"]
    else:
        shown["from"] = user(world, one.author)
    if one.thread is not None:
        shown["message_thread_id"] = one.thread
        shown["is_topic_message"] = True
    if not nested:
        answered = one.reply_to if one.reply_to is not None else one.thread
        original = where.message(answered) if answered != one.id else None
        if original is not None:
            shown["reply_to_message"] = message(world, original, nested=True)
    else:
        shown.pop("pinned_message", None)
    return shown


def chat_member(world: World, member: Member) -> Json:
    """Return a ChatMember of the kind that the status asks for."""
    shown: Json = {"status": member.status, "user": user(world, member.user_id)}
    if member.status == "creator":
        shown |= without_none({"is_anonymous": member.anonymous, "custom_title": member.title})
    elif member.status == "administrator":
        shown |= {"can_be_edited": False, "is_anonymous": member.anonymous}
        shown |= {flag: member.rights.get(flag, False) for flag in ADMIN_FLAGS}
        shown |= without_none({"custom_title": member.title})
    elif member.status == "kicked":
        shown["until_date"] = 0
    return shown


def file_fields(stored: StoredFile) -> Json:
    """Return what every kind of file has."""
    return {"file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": len(stored.content)}


def media(stored: StoredFile) -> Json:
    """Return the Message fields that a file of a kind makes."""
    shown = file_fields(stored)
    facts = stored.facts
    kind = stored.kind
    size = {"width": facts.get("width", 640), "height": facts.get("height", 480)}
    length = facts.get("duration") or 1
    named = without_none({"file_name": stored.name, "mime_type": stored.mime})
    body: dict[str, Any]
    if kind == "photo":
        small = {**shown, "file_unique_id": f"{stored.unique_id}s", "width": max(1, size["width"] // 4)}
        body = {"photo": [{**small, "height": max(1, size["height"] // 4)}, {**shown, **size}]}
    elif kind == "voice":
        body = {"voice": {**shown, "duration": length, "mime_type": stored.mime}}
    elif kind == "audio":
        body = {"audio": {**shown, "duration": length, **named}}
    elif kind == "video":
        body = {"video": {**shown, **size, "duration": length, **named}}
    elif kind == "animation":
        video = {**shown, **size, "duration": length, **named}
        body = {"animation": video, "document": {**shown, **named}}
    elif kind == "video_note":
        body = {"video_note": {**shown, "length": facts.get("length", 240), "duration": length}}
    elif kind == "sticker":
        square = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        body = {"sticker": {**shown, **square, "emoji": facts.get("emoji", "👍")}}
    else:
        body = {"document": {**shown, **named}}
    return body
