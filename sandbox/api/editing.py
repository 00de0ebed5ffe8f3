"""Methods that change and take away messages, and those that answer presses."""

from __future__ import annotations

from typing import Any

from aiogram import methods as m

from sandbox import keyboards, views
from sandbox.api.call import Call, Handler
from sandbox.api.texts import caption_fields, not_modified, own_message, text_fields
from sandbox.cast import BOT_ID
from sandbox.errors import bad_request
from sandbox.schema import plain
from sandbox.state import Chat, Json, Message

DELETE_WITHIN = 48 * 3600
QUERY_LIVES = 60.0
QUERY_GONE = "query is too old and response timeout expired or query ID is invalid"


def _change(call: Call, chat: Chat, message: Message, request: Any, gone: tuple[str, ...], fresh: Json) -> Json:
    """Put new fields in the place of old ones; without a keyboard in the request the old one goes."""
    kept = {key: value for key, value in message.body.items() if key not in (*gone, "reply_markup", "edit_date")}
    body = {**kept, **fresh}
    markup = plain(request.reply_markup)
    inline = keyboards.check_inline(markup) if markup else None
    if inline:
        body["reply_markup"] = inline
    if body == {key: value for key, value in message.body.items() if key != "edit_date"}:
        raise not_modified()
    message.body = {**body, "edit_date": int(call.world.now())}
    call.world.edited(chat, message)
    return views.message(call.world, message)


async def edit_message_text(call: Call, request: m.EditMessageText) -> Json:
    """Change a text."""
    chat, message = own_message(call, request.chat_id, request.message_id)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    fresh = text_fields(request.text or "", request.parse_mode, request.entities)
    preview = plain(request.link_preview_options)
    if preview:
        fresh["link_preview_options"] = preview
    return _change(call, chat, message, request, ("text", "entities", "link_preview_options"), fresh)


async def edit_message_caption(call: Call, request: m.EditMessageCaption) -> Json:
    """Change a caption."""
    chat, message = own_message(call, request.chat_id, request.message_id)
    if "text" in message.body:
        raise bad_request("there is no caption in the message to edit")
    fresh = caption_fields(request.caption, request.parse_mode, request.caption_entities)
    return _change(call, chat, message, request, ("caption", "caption_entities"), fresh)


async def edit_message_reply_markup(call: Call, request: m.EditMessageReplyMarkup) -> Json:
    """Change the inline keyboard."""
    chat, message = own_message(call, request.chat_id, request.message_id)
    return _change(call, chat, message, request, (), {})


def _may_delete(call: Call, chat: Chat, message: Message) -> bool:
    old = call.world.now() - message.date > DELETE_WITHIN
    if chat.private:
        return not old
    own = message.author == BOT_ID and not message.service
    return (own and not old) or chat.members[BOT_ID].may("can_delete_messages")


async def delete_message(call: Call, request: m.DeleteMessage) -> bool:
    """Delete one message."""
    chat = call.world.chat_for_bot(request.chat_id)
    message = chat.message(request.message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if not _may_delete(call, chat, message):
        raise bad_request("message can't be deleted for everyone")
    call.world.delete(chat, [message.id])
    return True


async def delete_messages(call: Call, request: m.DeleteMessages) -> bool:
    """Delete up to a hundred; those that can't be are left."""
    chat = call.world.chat_for_bot(request.chat_id)
    if not 1 <= len(request.message_ids) <= 100:
        raise bad_request("too many message identifiers specified")
    found = [chat.message(one) for one in request.message_ids]
    ids = [one.id for one in found if one is not None and _may_delete(call, chat, one)]
    if ids:
        call.world.delete(chat, ids)
    return True


async def answer_callback_query(call: Call, request: m.AnswerCallbackQuery) -> bool:
    """Answer a press."""
    world = call.world
    query = world.queries.get(request.callback_query_id)
    if query is None or query.answer is not None or world.now() - query.at > QUERY_LIVES:
        raise bad_request(QUERY_GONE)
    if request.text and len(request.text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = {"text": request.text or None, "alert": request.show_alert is True, "url": request.url}
    world.queries_changed()
    told = {"chat": query.chat_id, "message_id": query.message_id, "id": query.id, **query.answer}
    world.live.publish(query.account, "answer", lambda: told)
    return True


async def set_message_reaction(call: Call, request: m.SetMessageReaction) -> bool:
    """Set or take away the bot's reaction."""
    chat = call.world.chat_for_bot(request.chat_id)
    message = chat.message(request.message_id)
    if message is None:
        raise bad_request("message to react not found")
    reactions = [plain(one) for one in request.reaction or ()]
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reactions[BOT_ID] = reactions
    call.world.edited(chat, message)
    return True


METHODS: dict[str, Handler] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "answerCallbackQuery": answer_callback_query,
    "setMessageReaction": set_message_reaction,
}
