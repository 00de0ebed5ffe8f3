"""State as a phone shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox import cast
from sandbox.state import Account, Chat, Json, Member, Message, Topic
from sandbox.text.render import render_html

if TYPE_CHECKING:
    from sandbox.world import World

FILES = ("photo", "animation", "document", "voice", "video", "video_note", "audio", "sticker")


def account(one: Account) -> Json:
    """Return an account."""
    return {
        "id": one.id,
        "first_name": one.first_name,
        "last_name": one.last_name,
        "username": one.username,
        "language_code": one.language_code,
        "phone_number": one.phone_number,
        "role": one.role,
        "blocked_bot": one.blocked_bot,
    }


def bot(world: World, language: str = "") -> Json:
    """Return what the bot says of itself."""
    profile = world.profile
    return {
        "id": cast.BOT_ID,
        "username": cast.BOT_USERNAME,
        "name": profile.names.get(language) or profile.names.get("", cast.BOT_NAME),
        "description": profile.descriptions.get(language) or profile.descriptions.get(""),
        "short_description": profile.short_descriptions.get(language) or profile.short_descriptions.get(""),
    }


def name(world: World, user_id: int) -> str:
    """Return somebody's name."""
    if user_id == cast.BOT_ID:
        return world.profile.names.get("", cast.BOT_NAME)
    found = world.accounts.get(user_id)
    return found.name if found else "?"


def _sender(world: World, one: Message) -> Json:
    if one.author == cast.BOT_ID:
        return {"id": one.author, "name": name(world, one.author), "kind": "bot"}
    if one.anonymous:
        return {"id": one.chat_id, "name": world.chats[one.chat_id].title or "", "kind": "anonymous"}
    return {"id": one.author, "name": name(world, one.author), "kind": "user"}


def _media(body: Json) -> Json | None:
    for kind in FILES:
        if kind not in body:
            continue
        part = body[kind][-1] if kind == "photo" else body[kind]
        return {
            "kind": kind,
            "url": f"/phone/files/{part['file_id']}",
            "name": part.get("file_name"),
            "mime": part.get("mime_type", "image/jpeg" if kind == "photo" else "application/octet-stream"),
            "size": part.get("file_size"),
            "width": part.get("width") or part.get("length"),
            "height": part.get("height") or part.get("length"),
            "duration": part.get("duration"),
            "emoji": part.get("emoji"),
        }
    if "venue" in body:
        venue = body["venue"]
        return {"kind": "venue", **venue["location"], "title": venue["title"], "address": venue["address"]}
    if "location" in body:
        place = body["location"]
        return {
            "kind": "location",
            "latitude": place["latitude"],
            "longitude": place["longitude"],
            "live": "live_period" in place,
        }
    if "contact" in body:
        return {"kind": "contact", "last_name": None, "user_id": None, **body["contact"]}
    if "poll" in body:
        options = [{"text": one["text"], "votes": one["voter_count"]} for one in body["poll"]["options"]]
        return {"kind": "poll", "question": body["poll"]["question"], "options": options}
    if "dice" in body:
        return {"kind": "dice", **body["dice"]}
    return None


def _button(button: Json) -> Json:
    shown = {"text": button["text"]}
    if "callback_data" in button:
        return {**shown, "kind": "callback"}
    if "url" in button:
        return {**shown, "kind": "url", "url": button["url"]}
    if "copy_text" in button:
        return {**shown, "kind": "copy", "copy": button["copy_text"]["text"]}
    if "web_app" in button:
        return {**shown, "kind": "web_app", "url": button["web_app"]["url"]}
    return {**shown, "kind": "other"}


def service(world: World, one: Message) -> Json | None:
    """Return what a service message tells, in Indonesian, as Telegram's own apps would."""
    who = world.chats[one.chat_id].title if one.anonymous else name(world, one.author)
    body = one.body
    if "new_chat_members" in body:
        names = ", ".join(member["first_name"] for member in body["new_chat_members"])
        return {"kind": "joined", "text": f"{who} menambahkan {names}"}
    if "left_chat_member" in body:
        return {"kind": "left", "text": f"{body['left_chat_member']['first_name']} keluar"}
    if "forum_topic_created" in body:
        return {"kind": "topic_created", "text": f"{who} membuat topik «{body['forum_topic_created']['name']}»"}
    if "forum_topic_edited" in body:
        return {"kind": "topic_edited", "text": f"{who} mengubah topik"}
    simple = {
        "forum_topic_closed": ("topic_closed", "menutup topik"),
        "forum_topic_reopened": ("topic_reopened", "membuka topik lagi"),
        "general_forum_topic_hidden": ("general_hidden", "menyembunyikan General"),
        "general_forum_topic_unhidden": ("general_unhidden", "menampilkan General"),
        "pinned_message": ("pinned", "menyematkan pesan"),
        "new_chat_title": ("title", "mengganti nama grup"),
        "supergroup_chat_created": ("created", "membuat grup"),
        "group_chat_created": ("created", "membuat grup"),
        "migrate_to_chat_id": ("migrated", "mengubah grup menjadi supergrup"),
        "migrate_from_chat_id": ("migrated", "mengubah grup menjadi supergrup"),
    }
    for field, (kind, words) in simple.items():
        if field in body:
            return {"kind": kind, "text": f"{who} {words}"}
    return None


def message(world: World, viewer: int, one: Message) -> Json:
    """Return a message as an account sees it."""
    body = one.body
    text = body.get("text", body.get("caption"))
    entities = body.get("entities") or body.get("caption_entities") or []
    chat_ = world.chats[one.chat_id]
    answered = chat_.message(one.reply_to)
    reply = None
    if answered is not None:
        preview = answered.body.get("text") or answered.body.get("caption") or (_media(answered.body) or {}).get("kind")
        reply = {"id": answered.id, "name": _sender(world, answered)["name"], "preview": (preview or "")[:120]}
    origin = body.get("forward_origin")
    forwarded = None
    if origin:
        sender = origin.get("sender_user") or {"first_name": origin.get("sender_user_name", "")}
        forwarded = {"name": sender["first_name"], "date": origin["date"]}
    reactions: dict[str, Json] = {}
    for actor, given in one.reactions.items():
        for reaction in given:
            emoji = str(reaction.get("emoji", "⭐"))
            counted = reactions.setdefault(emoji, {"emoji": emoji, "count": 0, "mine": False})
            counted["count"] += 1
            counted["mine"] = counted["mine"] or actor == viewer
    markup = body.get("reply_markup")
    own = one.author == viewer
    return {
        "id": one.id,
        "chat": one.chat_id,
        "thread": one.thread,
        "date": one.date,
        "edited": body.get("edit_date"),
        "out": own,
        "from": _sender(world, one),
        "text": text,
        "entities": entities,
        "html": render_html(text, entities) if text else "",
        "reply_to": reply,
        "forwarded": forwarded,
        "album": body.get("media_group_id"),
        "media": _media(body),
        "buttons": [[_button(button) for button in row] for row in markup["inline_keyboard"]] if markup else None,
        "reactions": list(reactions.values()),
        "service": service(world, one),
        "state": "read" if own and one.read else "sent",
        "silent": one.silent,
        "protected": bool(body.get("has_protected_content")),
        "deleted": one.deleted,
    }


def visible(chat_: Chat, viewer: int) -> list[Message]:
    """Return the messages that an account sees, oldest first."""
    after = chat_.cleared.get(viewer, 0)
    return [one for one in chat_.messages.values() if not one.deleted and one.id > after]


def last(world: World, viewer: int, chat_: Chat, thread: int | str | None = "any") -> Json | None:
    """Return the last visible message of a chat or topic."""
    after = chat_.cleared.get(viewer, 0)
    for one in reversed(chat_.messages.values()):
        if one.id <= after:
            return None
        if not one.deleted and thread in ("any", one.thread):
            return message(world, viewer, one)
    return None


def topic(world: World, viewer: int, chat_: Chat, one: Topic) -> Json:
    """Return a topic as an account sees it."""
    return {
        "thread": one.thread,
        "name": one.name,
        "closed": one.closed,
        "hidden": one.hidden,
        "icon_color": one.icon_color,
        "icon_emoji": TOPIC_ICONS.get(one.icon_emoji_id or ""),
        "last_message": last(world, viewer, chat_, one.thread),
        "unread": chat_.unread.get((viewer, one.thread), 0),
    }


TOPIC_ICONS = {
    "5312536423851630001": "💡",
    "5312016608254762256": "⚡️",
    "5350305691942788490": "📈",
    "5309965701241379366": "🔥",
    "5377316857231450742": "❓",
    "5417915203100613993": "💬",
    "5237699328843200968": "✅",
    "5379748062124056162": "❗️",
    "5348227245599105972": "💼",
    "5350452584119279096": "💰",
    "5310228579009699834": "🎉",
    "5408906741125490282": "🏁",
}
"""Custom emoji that a topic may carry (a part of Telegram's set)."""


def _keyboard(markup: Json | None) -> Json | None:
    if not markup:
        return None
    if "force_reply" in markup:
        return {
            "kind": "force_reply",
            "message_id": markup["message_id"],
            "placeholder": markup.get("input_field_placeholder"),
        }
    rows: list[list[Json]] = []
    for row in markup["keyboard"]:
        buttons = [{"text": one} if isinstance(one, str) else one for one in row]
        rows.append(
            [
                {
                    "text": one["text"],
                    "request": "contact"
                    if one.get("request_contact")
                    else "location"
                    if one.get("request_location")
                    else None,
                }
                for one in buttons
            ]
        )
    return {
        "kind": "reply",
        "rows": rows,
        "resize": markup.get("resize_keyboard", False),
        "one_time": markup.get("one_time_keyboard", False),
        "persistent": markup.get("is_persistent", False),
        "placeholder": markup.get("input_field_placeholder"),
    }


def _members(world: World, chat_: Chat) -> list[Json]:
    return [
        {
            "id": one.user_id,
            "name": name(world, one.user_id),
            "is_bot": one.user_id == cast.BOT_ID,
            "status": one.status,
            "anonymous": one.anonymous,
            "title": one.title,
        }
        for one in chat_.members.values()
        if one.present
    ]


def chat(world: World, viewer: int, one: Chat) -> Json:
    """Return a chat as an account sees it."""
    who = world.accounts[viewer]
    language = who.language_code or ""
    me = one.members.get(viewer) or Member(viewer, "left")
    action = one.action if one.action and one.action["until"] > world.now() else None
    shown: dict[str, Any] = {
        "id": one.id,
        "type": one.type,
        "title": bot(world, language)["name"] if one.private else one.title,
        "forum": one.forum,
        "started": one.started,
        "blocked": one.private and who.blocked_bot,
        "description": bot(world, language)["description"] if one.private else one.description,
        "last_message": last(world, viewer, one),
        "unread": sum(count for (account_id, _), count in one.unread.items() if account_id == viewer),
        "pinned_message_id": one.pinned[-1] if one.pinned else None,
        "action": action,
        "keyboard": _keyboard(one.keyboards.get(viewer)),
        "commands": world.profile.commands_for(one.id, viewer, language, private=one.private, leads=me.leads),
        "menu_button": world.profile.menu_button(one.id) if one.private else {"type": "default"},
    }
    if not one.private:
        shown["me"] = {"status": me.status, "anonymous": me.anonymous}
        shown["members"] = _members(world, one)
        topics = [one.general, *one.topics.values()] if one.forum else []
        shown["topics"] = [topic(world, viewer, one, found) for found in topics]
    return shown
