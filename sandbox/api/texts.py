"""What all sends and edits share: the text, the keyboard, the message answered, the topic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from sandbox import keyboards
from sandbox.api.call import Call
from sandbox.cast import BOT_ID
from sandbox.errors import ApiError, bad_request
from sandbox.schema import plain
from sandbox.state import Chat, Json, Message
from sandbox.text.formatted import formatted
from sandbox.text.utf16 import CAPTION_LIMIT, MESSAGE_LIMIT
from sandbox.world import World


def _mode(parse_mode: Any) -> str | None:
    return parse_mode if isinstance(parse_mode, str) else None


def text_fields(text: str, parse_mode: Any, entities: Sequence[BaseModel] | None) -> Json:
    """Return `text` and `entities` as kept.

    Raises:
        ApiError: Telegram's 400.
    """
    kept, found = formatted(
        text, _mode(parse_mode), [plain(one) for one in entities or ()], MESSAGE_LIMIT, "message is too long"
    )
    if not kept:
        raise bad_request("message text is empty")
    return {"text": kept, **({"entities": found} if found else {})}


def caption_fields(caption: str | None, parse_mode: Any, entities: Sequence[BaseModel] | None) -> Json:
    """Return `caption` and `caption_entities` as kept; nothing when empty.

    Raises:
        ApiError: Telegram's 400.
    """
    kept, found = formatted(
        caption or "",
        _mode(parse_mode),
        [plain(one) for one in entities or ()],
        CAPTION_LIMIT,
        "message caption is too long",
    )
    if not kept:
        return {}
    return {"caption": kept, **({"caption_entities": found} if found else {})}


def place(world: World, chat_id: int | str, thread: int | None) -> Chat:
    """Return the chat that a message may be sent to, its topic checked.

    Raises:
        ApiError: Telegram's 400 or 403.
    """
    chat = world.chat_for_bot(chat_id)
    if thread is not None and not chat.forum:
        raise bad_request("message thread not found")
    if chat.forum:
        topic = world.topic(chat, thread)
        if topic.closed and not chat.members[BOT_ID].may("can_manage_topics"):
            raise bad_request("TOPIC_CLOSED")
    return chat


def answered(chat: Chat, request: Any) -> int | None:
    """Return the id of the message that is replied to.

    Raises:
        ApiError: it is not there.
    """
    parameters = getattr(request, "reply_parameters", None)
    message_id = parameters.message_id if parameters else getattr(request, "reply_to_message_id", None)
    if message_id is None:
        return None
    if chat.message(message_id) is None:
        may = parameters.allow_sending_without_reply if parameters else request.allow_sending_without_reply
        if may is True:
            return None
        raise bad_request("message to be replied not found")
    return int(message_id)


def send(call: Call, request: Any, body: Json, *, chat: Chat | None = None) -> Message:
    """Send one message of the bot; the request's keyboard, topic, reply and flags apply.

    Raises:
        ApiError: Telegram's 400 or 403.
    """
    world = call.world
    thread = getattr(request, "message_thread_id", None)
    chat = chat or place(world, request.chat_id, thread)
    reply_to = answered(chat, request)
    markup = plain(getattr(request, "reply_markup", None))
    if "inline_keyboard" in markup:
        inline = keyboards.check_inline(markup)
        body = {**body, **({"reply_markup": inline} if inline else {})}
    elif "keyboard" in markup:
        keyboards.check_reply_keyboard(markup, chat)
    if getattr(request, "protect_content", None) is True:
        body = {**body, "has_protected_content": True}
    if reply_to is not None and thread is None and chat.forum:
        thread = chat.messages[reply_to].thread
    message = world.post(
        chat, BOT_ID, body, thread=thread, reply_to=reply_to, silent=request.disable_notification is True
    )
    if markup and keyboards.show(chat, markup, message.id, list(world.audience(chat))):
        world.tell_chat(chat)
    return message


def own_message(call: Call, chat_id: int | str | None, message_id: int | None) -> tuple[Chat, Message]:
    """Return a message of the bot's own that is to be edited.

    Raises:
        ApiError: Telegram's 400.
    """
    if chat_id is None or message_id is None:
        raise bad_request("message identifier is not specified")
    chat = call.world.chat_for_bot(chat_id)
    message = chat.message(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if message.author != BOT_ID or message.service:
        raise bad_request("message can't be edited")
    return chat, message


def not_modified() -> ApiError:
    """Return the refusal of an edit that changes nothing."""
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
