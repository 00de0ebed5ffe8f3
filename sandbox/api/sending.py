"""Methods that send text, places, people, polls and dice; and those that copy and forward."""

from __future__ import annotations

import secrets
from typing import Any

from aiogram import methods as m

from sandbox import views
from sandbox.api.call import Call, Handler
from sandbox.api.texts import caption_fields, place, send, text_fields
from sandbox.cast import BOT_ID
from sandbox.errors import bad_request
from sandbox.schema import plain
from sandbox.state import Chat, Json, Message

CONTENT = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "document",
    "voice",
    "video",
    "video_note",
    "audio",
    "animation",
    "sticker",
    "location",
    "venue",
    "contact",
    "poll",
    "dice",
)
"""What a copy takes along."""
DICE = {"🎲": 6, "🎯": 6, "🏀": 5, "⚽": 5, "🎳": 6, "🎰": 64}


async def send_message(call: Call, request: m.SendMessage) -> Json:
    """Send a text."""
    chat = place(call.world, request.chat_id, request.message_thread_id)
    body = text_fields(request.text, request.parse_mode, request.entities)
    preview = plain(request.link_preview_options)
    if preview:
        body["link_preview_options"] = preview
    return views.message(call.world, send(call, request, body, chat=chat))


def _location(request: Any) -> Json:
    if not -90 <= request.latitude <= 90 or not -180 <= request.longitude <= 180:
        raise bad_request("wrong latitude or longitude specified")
    return {"latitude": request.latitude, "longitude": request.longitude}


async def send_location(call: Call, request: m.SendLocation) -> Json:
    """Send a place."""
    location = _location(request)
    if request.live_period:
        location["live_period"] = request.live_period
    return views.message(call.world, send(call, request, {"location": location}))


async def send_venue(call: Call, request: m.SendVenue) -> Json:
    """Send a named place."""
    location = _location(request)
    venue = {"location": location, "title": request.title, "address": request.address}
    return views.message(call.world, send(call, request, {"venue": venue, "location": location}))


async def send_contact(call: Call, request: m.SendContact) -> Json:
    """Send somebody's number."""
    contact = views.without_none(
        {
            "phone_number": request.phone_number,
            "first_name": request.first_name,
            "last_name": request.last_name,
            "vcard": request.vcard,
        }
    )
    return views.message(call.world, send(call, request, {"contact": contact}))


def poll_body(question: str, options: list[str], *, anonymous: bool = True, kind: str = "regular") -> Json:
    """Return a poll."""
    poll = {
        "id": str(secrets.randbits(60)),
        "question": question,
        "options": [{"persistent_id": secrets.token_hex(4), "text": option, "voter_count": 0} for option in options],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": anonymous,
        "type": kind,
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }
    return {"poll": poll}


async def send_poll(call: Call, request: m.SendPoll) -> Json:
    """Send a poll."""
    options = [one if isinstance(one, str) else one.text for one in request.options]
    if not 1 <= len(options) <= 12:
        raise bad_request("poll must have at least 2 option")
    if not 1 <= len(request.question) <= 300:
        raise bad_request("poll question length must not exceed 300")
    body = poll_body(
        request.question, options, anonymous=request.is_anonymous is not False, kind=request.type or "regular"
    )
    return views.message(call.world, send(call, request, body))


def dice_body(emoji: str | None) -> Json:
    """Return a die thrown."""
    emoji = emoji or "🎲"
    if emoji not in DICE:
        raise bad_request("unsupported dice emoji specified")
    return {"dice": {"emoji": emoji, "value": 1 + secrets.randbelow(DICE[emoji])}}


async def send_dice(call: Call, request: m.SendDice) -> Json:
    """Throw a die."""
    return views.message(call.world, send(call, request, dice_body(request.emoji)))


def _source(call: Call, chat_id: int | str, message_id: int, verb: str) -> tuple[Chat, Message]:
    chat = call.world.find_chat(chat_id)
    if chat is None or (not chat.private and BOT_ID not in chat.members):
        raise bad_request("chat not found")
    message = chat.message(message_id)
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.service or (verb == "forward" and message.body.get("has_protected_content")):
        verb_past = "copied" if verb == "copy" else "forwarded"
        raise bad_request(f"the message can't be {verb_past}")
    return chat, message


def origin(call: Call, message: Message) -> Json:
    """Return where a forwarded message came from."""
    known: Json | None = message.body.get("forward_origin")
    if known:
        return known
    if message.anonymous:
        chat = views.chat(call.world, call.world.chats[message.chat_id])
        return {"type": "chat", "date": message.date, "sender_chat": chat}
    return {"type": "user", "date": message.date, "sender_user": views.user(call.world, message.author)}


def content(message: Message) -> Json:
    """Return what a copy of a message holds."""
    return {field: message.body[field] for field in CONTENT if field in message.body}


async def forward_message(call: Call, request: m.ForwardMessage) -> Json:
    """Forward one message."""
    place(call.world, request.chat_id, request.message_thread_id)
    _, message = _source(call, request.from_chat_id, request.message_id, "forward")
    body = {**content(message), "forward_origin": origin(call, message)}
    return views.message(call.world, send(call, request, body))


async def copy_message(call: Call, request: m.CopyMessage) -> Json:
    """Copy one message, with another caption when given."""
    place(call.world, request.chat_id, request.message_thread_id)
    _, message = _source(call, request.from_chat_id, request.message_id, "copy")
    body = content(message)
    if request.caption is not None and "text" not in body:
        body.pop("caption", None)
        body.pop("caption_entities", None)
        body |= caption_fields(request.caption, request.parse_mode, request.caption_entities)
    return {"message_id": send(call, request, body).id}


async def forward_messages(call: Call, request: m.ForwardMessages) -> list[Json]:
    """Forward several; those that can't be are left out."""
    sent = []
    source = call.world.find_chat(request.from_chat_id)
    for message_id in request.message_ids:
        message = source.message(message_id) if source else None
        if message is not None and not message.service and not message.body.get("has_protected_content"):
            body = {**content(message), "forward_origin": origin(call, message)}
            sent.append({"message_id": send(call, request, body).id})
    if not sent:
        raise bad_request("there are no messages to forward")
    return sent


async def copy_messages(call: Call, request: m.CopyMessages) -> list[Json]:
    """Copy several; those that can't be are left out."""
    sent = []
    source = call.world.find_chat(request.from_chat_id)
    for message_id in request.message_ids:
        message = source.message(message_id) if source else None
        if message is not None and not message.service:
            sent.append({"message_id": send(call, request, content(message)).id})
    if not sent:
        raise bad_request("there are no messages to copy")
    return sent


async def send_chat_action(call: Call, request: m.SendChatAction) -> bool:
    """Show «typing…»."""
    chat = place(call.world, request.chat_id, request.message_thread_id)
    call.world.act(chat, request.action, request.message_thread_id)
    return True


METHODS: dict[str, Handler] = {
    "sendMessage": send_message,
    "sendLocation": send_location,
    "sendVenue": send_venue,
    "sendContact": send_contact,
    "sendPoll": send_poll,
    "sendDice": send_dice,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "sendChatAction": send_chat_action,
}
