"""Methods about chats, their members and what is pinned."""

from __future__ import annotations

from typing import Any

from aiogram import methods as m

from sandbox import views
from sandbox.api.call import Call, Handler
from sandbox.cast import BOT_ID
from sandbox.errors import bad_request
from sandbox.state import Chat, Json, Member

GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


async def get_chat(call: Call, request: m.GetChat) -> Json:
    """Return all about a chat."""
    chat = call.world.chat_for_bot(request.chat_id)
    info = {
        **views.chat(call.world, chat),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": GIFTS,
        **views.without_none({"description": chat.description}),
    }
    pinned = chat.message(chat.pinned[-1]) if chat.pinned else None
    if pinned:
        info["pinned_message"] = views.message(call.world, pinned, nested=True)
    if not chat.private:
        info["permissions"] = {"can_send_messages": True, "can_pin_messages": False, "can_manage_topics": False}
    return info


def _group(call: Call, chat_id: int | str) -> Chat:
    chat = call.world.chat_for_bot(chat_id)
    if chat.private:
        raise bad_request("method is available for supergroup and channel chats only")
    return chat


async def get_chat_member(call: Call, request: m.GetChatMember) -> Json:
    """Return somebody's place in a chat."""
    chat = call.world.chat_for_bot(request.chat_id)
    if request.user_id != BOT_ID and request.user_id not in call.world.accounts:
        raise bad_request("user not found")
    if chat.private:
        return views.chat_member(call.world, Member(request.user_id, "member"))
    return views.chat_member(call.world, chat.members.get(request.user_id) or Member(request.user_id, "left"))


async def get_chat_administrators(call: Call, request: m.GetChatAdministrators) -> list[Json]:
    """Return the administrators that are no bots."""
    chat = call.world.chat_for_bot(request.chat_id)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return [views.chat_member(call.world, one) for one in chat.members.values() if one.leads]


async def get_chat_member_count(call: Call, request: m.GetChatMemberCount) -> int:
    """Return how many are in a chat."""
    chat = call.world.chat_for_bot(request.chat_id)
    return 2 if chat.private else sum(one.present for one in chat.members.values())


async def leave_chat(call: Call, request: m.LeaveChat) -> bool:
    """Leave a group."""
    chat = _group(call, request.chat_id)
    call.world.set_member(chat, BOT_ID, Member(BOT_ID, "left"))
    return True


async def pin_chat_message(call: Call, request: m.PinChatMessage) -> bool:
    """Pin a message."""
    world = call.world
    chat = world.chat_for_bot(request.chat_id)
    message = chat.message(request.message_id)
    if not chat.private:
        world.need_right(chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    if message is None:
        raise bad_request("message to pin not found")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        if not chat.private:
            pinned = {"pinned_message": views.message(world, message, nested=True)}
            world.post(chat, BOT_ID, pinned, thread=message.thread, silent=True)
        world.tell_chat(chat)
    return True


async def unpin_chat_message(call: Call, request: m.UnpinChatMessage) -> bool:
    """Take a pin off: the given one, or the last."""
    chat = call.world.chat_for_bot(request.chat_id)
    if not chat.private:
        call.world.need_right(chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    target = request.message_id or (chat.pinned[-1] if chat.pinned else None)
    if target not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(target)
    call.world.tell_chat(chat)
    return True


async def unpin_all(call: Call, request: Any) -> bool:
    """Take all pins off, in one topic when the method says so."""
    chat = call.world.chat_for_bot(request.chat_id)
    if not chat.private:
        call.world.need_right(chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    whole = isinstance(request, m.UnpinAllChatMessages)
    thread = getattr(request, "message_thread_id", None)
    chat.pinned = [one for one in chat.pinned if not whole and chat.messages[one].thread != thread]
    call.world.tell_chat(chat)
    return True


async def set_chat_title(call: Call, request: m.SetChatTitle) -> bool:
    """Rename a group."""
    chat = _group(call, request.chat_id)
    call.world.need_right(chat, "can_change_info", "not enough rights to change chat title")
    if not 1 <= len(request.title) <= 128:
        raise bad_request("chat title is empty" if not request.title else "chat title is too long")
    chat.title = request.title
    call.world.post(chat, BOT_ID, {"new_chat_title": request.title})
    call.world.tell_chat(chat)
    return True


async def set_chat_description(call: Call, request: m.SetChatDescription) -> bool:
    """Change a group's description."""
    chat = _group(call, request.chat_id)
    call.world.need_right(chat, "can_change_info", "not enough rights to set chat description")
    if (request.description or "") == (chat.description or ""):
        raise bad_request("chat description is not modified")
    chat.description = request.description or None
    call.world.tell_chat(chat)
    return True


async def get_user_profile_photos(call: Call, request: m.GetUserProfilePhotos) -> Json:
    """Return none: nobody here has a picture."""
    if request.user_id not in call.world.accounts and request.user_id != BOT_ID:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


METHODS: dict[str, Handler] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all,
    "unpinAllForumTopicMessages": unpin_all,
    "unpinAllGeneralForumTopicMessages": unpin_all,
    "setChatTitle": set_chat_title,
    "setChatDescription": set_chat_description,
    "getUserProfilePhotos": get_user_profile_photos,
}
