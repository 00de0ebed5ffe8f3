"""What a person does on the phone."""

from __future__ import annotations

import secrets

from sandbox import cast, topics, views
from sandbox.api.call import Upload
from sandbox.api.files import keep
from sandbox.api.sending import content, dice_body, poll_body
from sandbox.errors import ApiError, PhoneError
from sandbox.state import Account, Chat, Json, Member, Message, Query, StoredFile
from sandbox.text.formatted import formatted
from sandbox.text.found import find_entities
from sandbox.text.utf16 import CAPTION_LIMIT, clean, length
from sandbox.updates import fresh_id
from sandbox.world import GROUP_BOT_RIGHTS, World

TEXT_LIMIT = 4096
BEKASI = (-6.2383, 106.9756)
STICKER = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8ff9fa11e0006"
    "820281c5b1c2ec0000000049454e44ae426082"
)


def account(world: World, account_id: int) -> Account:
    """Return an account.

    Raises:
        PhoneError: 404.
    """
    found = world.accounts.get(account_id)
    if found is None or found.deactivated:
        raise PhoneError("no_account", f"Account {account_id} does not exist; see GET /phone/accounts", 404)
    return found


def chat(world: World, me: int, name: str) -> Chat:
    """Return a chat that an account sees.

    Raises:
        PhoneError: 404.
    """
    account(world, me)
    chat_id = me if name == "bot" else int(name) if name.lstrip("-").isdigit() else 0
    found = world.chats.get(chat_id)
    if found is None or me not in set(world.audience(found)):
        raise PhoneError("no_chat", f"Account {me} is in no chat {name}", 404)
    return found


def message(chat_: Chat, message_id: int) -> Message:
    """Return a message that is there.

    Raises:
        PhoneError: 404.
    """
    found = chat_.message(message_id)
    if found is None:
        raise PhoneError("no_message", f"Message {message_id} is not there any more", 404)
    return found


def _post(world: World, chat_: Chat, me: int, body: Json, given: Json) -> Message:
    thread = given.get("thread")
    if chat_.private and world.accounts[me].blocked_bot:
        raise PhoneError("blocked", "You blocked the bot: unblock it first")
    if not chat_.private:
        try:
            topic = world.topic(chat_, thread if chat_.forum else None)
        except ApiError:
            raise PhoneError("no_topic", f"There is no topic {thread}", 404) from None
        if topic.closed and not chat_.members[me].leads:
            raise PhoneError("closed", "This topic is closed")
    reply_to = given.get("reply_to")
    if reply_to is not None:
        message(chat_, int(reply_to))
    keyboard = chat_.keyboards.get(me)
    if keyboard and (keyboard.get("one_time_keyboard") or "force_reply" in keyboard):
        chat_.keyboards.pop(me)
        world.tell_chat(chat_)
    return world.post(chat_, me, body, thread=thread, reply_to=reply_to)


def say(world: World, chat_: Chat, me: int, text: str, given: Json) -> list[Message]:
    """Send a text; one that is too long goes as several, as Telegram's apps do."""
    sent = []
    if given.get("parse") == "html":
        text, entities = formatted(text, "HTML", (), TEXT_LIMIT, "message is too long")
        return [_post(world, chat_, me, {"text": text, "entities": entities}, given)]
    text = clean(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")).strip()
    if not text:
        raise PhoneError("empty", "Nothing to send")
    while text:
        part = text[:TEXT_LIMIT]
        while length(part) > TEXT_LIMIT:
            part = part[: len(part) - (length(part) - TEXT_LIMIT + 1) // 2]
        text = text[len(part) :]
        found = find_entities(part)
        sent.append(_post(world, chat_, me, {"text": part, **({"entities": found} if found else {})}, given))
    return sent


def send(world: World, chat_: Chat, me: int, given: Json) -> list[Message]:
    """Send a text, place, contact, poll, die or sticker.

    Raises:
        PhoneError: it can't be sent.
    """
    if isinstance(given.get("text"), str):
        return say(world, chat_, me, given["text"], given)
    if "location" in given:
        place = given["location"]
        body: Json = {"location": {"latitude": float(place["latitude"]), "longitude": float(place["longitude"])}}
    elif "contact" in given:
        body = {"contact": _contact(world, me, given["contact"])}
    elif "poll" in given:
        body = poll_body(given["poll"]["question"], list(given["poll"]["options"]))
    elif "dice" in given:
        body = dice_body(given["dice"].get("emoji"))
    elif "sticker" in given:
        facts = {"emoji": given["sticker"].get("emoji", "👍")}
        body = views.media(world.store_file("sticker", STICKER, "image/png", None, facts))
    else:
        raise PhoneError("nothing", "Give one of: text, location, contact, poll, dice, sticker")
    return [_post(world, chat_, me, body, given)]


def _contact(world: World, me: int, given: Json) -> Json:
    if given.get("own"):
        own = account(world, me)
        number = (own.phone_number or f"+62812{me}").lstrip("+")
        shown = {"phone_number": number, "first_name": own.first_name, "last_name": own.last_name, "user_id": me}
    else:
        shown = {
            "phone_number": str(given["phone_number"]),
            "first_name": given.get("first_name") or "?",
            "last_name": given.get("last_name"),
            "user_id": given.get("account_id"),
        }
    return views.without_none(shown)


def send_files(world: World, chat_: Chat, me: int, kind: str, uploads: list[Upload], given: Json) -> list[Message]:
    """Send one file, or several as an album.

    Raises:
        PhoneError: it can't be sent.
    """
    if not uploads or len(uploads) > 10:
        raise PhoneError("files", "Give 1 to 10 files")
    facts = {"duration": int(given["duration"])} if given.get("duration") else {}
    caption = clean(given.get("caption") or "").strip()
    if length(caption) > CAPTION_LIMIT:
        raise PhoneError("too_long", f"A caption has at most {CAPTION_LIMIT} characters")
    group = {"media_group_id": str(secrets.randbits(53))} if len(uploads) > 1 else {}
    stored: list[StoredFile] = []
    for upload in uploads:
        try:
            stored.append(keep(world, kind, upload, facts))
        except ApiError as error:
            raise PhoneError("bad_file", f"{upload.name}: {error.description.removeprefix('Bad Request: ')}") from None
    sent = []
    for number, one in enumerate(stored):
        words: Json = {}
        if caption and number == 0:
            found = find_entities(caption)
            words = {"caption": caption, **({"caption_entities": found} if found else {})}
        sent.append(_post(world, chat_, me, {**views.media(one), **words, **group}, given))
    return sent


def edit(world: World, chat_: Chat, me: int, one: Message, text: str) -> None:
    """Change an own message's words.

    Raises:
        PhoneError: it is somebody else's, or empty.
    """
    if one.author != me or one.service:
        raise PhoneError("not_yours", "Only your own messages can be edited")
    text = clean(text).strip()
    field = "text" if "text" in one.body else "caption"
    if not text and field == "text":
        raise PhoneError("empty", "Nothing left to send")
    found = find_entities(text)
    entities = "entities" if field == "text" else "caption_entities"
    body = {key: value for key, value in one.body.items() if key != entities}
    one.body = {**body, field: text, **({entities: found} if found else {}), "edit_date": int(world.now())}
    world.edited(chat_, one, by_person=True)


def react(world: World, chat_: Chat, me: int, one: Message, emoji: str | None) -> None:
    """Set or take away a reaction."""
    before = one.reactions.get(me, [])
    after = [{"type": "emoji", "emoji": emoji}] if emoji else []
    one.reactions[me] = after
    member = chat_.members.get(me)
    bot = chat_.members.get(cast.BOT_ID)
    if chat_.private or (bot and bot.leads):
        actor = (
            {"actor_chat": views.chat(world, chat_)} if member and member.anonymous else {"user": views.user(world, me)}
        )
        change = {"chat": views.chat(world, chat_), "message_id": one.id, **actor, "date": int(world.now())}
        world.updates.push("message_reaction", {**change, "old_reaction": before, "new_reaction": after})
    world.tell(chat_, "changed", one)


async def press(world: World, chat_: Chat, me: int, one: Message, given: Json) -> Json:
    """Press an inline button and wait for the bot's answer.

    Raises:
        PhoneError: there is no such button.
    """
    data = given.get("data")
    if data is None:
        rows = one.body.get("reply_markup", {}).get("inline_keyboard", [])
        button = _find(rows, given)
        if "url" in button:
            return {"kind": "url", "url": button["url"], "answered": True}
        if "copy_text" in button:
            return {"kind": "copy", "copied": button["copy_text"]["text"], "answered": True}
        if "callback_data" not in button:
            return {"kind": "other", "answered": True}
        data = button["callback_data"]
    if chat_.private and world.accounts[me].blocked_bot:
        raise PhoneError("blocked", "You blocked the bot: unblock it first")
    query = Query(str(secrets.randbits(62)), me, chat_.id, one.id, world.now())
    world.queries[query.id] = query
    if len(world.queries) > 5000:
        world.queries.pop(next(iter(world.queries)))
    world.updates.push(
        "callback_query",
        {
            "id": query.id,
            "from": views.user(world, me),
            "message": views.message(world, one),
            "chat_instance": str(abs(hash((chat_.id, "instance")))),
            "data": data,
        },
    )
    answer = await world.answer_to(query, float(given.get("wait", 10)))
    shown = answer or {"text": None, "alert": False, "url": None}
    return {"kind": "callback", "id": query.id, "answered": answer is not None, **shown}


def _find(rows: list[list[Json]], given: Json) -> Json:
    if "text" in given:
        for row in rows:
            for button in row:
                if button["text"] == given["text"]:
                    return button
        names = ", ".join(button["text"] for row in rows for button in row) or "none"
        raise PhoneError("no_button", f"There is no button «{given['text']}»; there are: {names}", 404)
    try:
        return rows[int(given["row"])][int(given["col"])]
    except (IndexError, KeyError):
        raise PhoneError("no_button", "There is no such button", 404) from None


def press_keyboard(world: World, chat_: Chat, me: int, given: Json) -> Message:
    """Press a button of the reply keyboard.

    Raises:
        PhoneError: there is no such button.
    """
    keyboard = chat_.keyboards.get(me)
    for row in (keyboard or {}).get("keyboard", []):
        for one in row:
            button = {"text": one} if isinstance(one, str) else one
            if button["text"] != given.get("text"):
                continue
            if button.get("request_contact"):
                asked = {"reply_to": (keyboard or {})["message_id"]}
                return send(world, chat_, me, {"contact": {"own": True}, **asked})[0]
            if button.get("request_location"):
                place = {"latitude": given.get("latitude", BEKASI[0]), "longitude": given.get("longitude", BEKASI[1])}
                return send(world, chat_, me, {"location": place})[0]
            return send(world, chat_, me, {"text": button["text"], "thread": given.get("thread")})[0]
    raise PhoneError("no_button", f"There is no keyboard button «{given.get('text')}»", 404)


def forward(world: World, me: int, one: Message, target: Chat, given: Json) -> Message:
    """Forward a message to another chat of this account.

    Raises:
        PhoneError: it is protected.
    """
    if one.body.get("has_protected_content"):
        raise PhoneError("protected", "This message can't be forwarded")
    origin = one.body.get("forward_origin") or {
        "type": "user",
        "date": one.date,
        "sender_user": views.user(world, one.author),
    }
    return _post(world, target, me, {**content(one), "forward_origin": origin}, {"thread": given.get("thread")})


def set_blocked(world: World, chat_: Chat, me: int, blocked: bool) -> None:
    """Block or unblock the bot."""
    own = account(world, me)
    if own.blocked_bot == blocked:
        return
    own.blocked_bot = blocked
    states = [
        views.chat_member(world, Member(cast.BOT_ID, "kicked" if is_blocked else "member"))
        for is_blocked in (not blocked, blocked)
    ]
    change = {"chat": views.chat(world, chat_), "from": views.user(world, me), "date": int(world.now())}
    world.updates.push("my_chat_member", {**change, "old_chat_member": states[0], "new_chat_member": states[1]})
    world.tell_chat(chat_)


def start(world: World, chat_: Chat, me: int, payload: str) -> Message:
    """Press START, with a deep link's payload or none."""
    set_blocked(world, chat_, me, False)
    return say(world, chat_, me, f"/start {payload}".strip(), {})[0]


def create_group(world: World, me: int, given: Json) -> Chat:
    """Make a group with this account as its creator."""
    supergroup = given.get("forum", False) or given.get("supergroup", True)
    number = max(fresh_id(), *(abs(one) % 10**12 + 1 for one in world.chats if one < 0))
    chat_id = -(10**12) - number if supergroup else -number
    kind = "supergroup" if supergroup else "group"
    made = Chat(chat_id, kind, str(given["title"]), forum=bool(given.get("forum")), last_id=fresh_id())
    made.members[me] = Member(me, "creator")
    world.chats[chat_id] = made
    world.post(made, me, {f"{kind}_chat_created": True})
    for one in given.get("members", []):
        if one != me:
            account(world, int(one))
            world.set_member(made, me, Member(int(one)))
    if given.get("bot"):
        set_member(world, made, me, {"id": "bot", "status": given["bot"]})
    world.tell_chat(made)
    return made


def set_member(world: World, chat_: Chat, me: int, given: Json) -> None:
    """Add, promote, demote or remove somebody."""
    who = cast.BOT_ID if given["id"] == "bot" else int(given["id"])
    if who != cast.BOT_ID:
        account(world, who)
    before = chat_.members.get(who)
    status = given.get("status") or (before.status if before else "member")
    if status not in ("creator", "member", "administrator", "left", "kicked"):
        raise PhoneError("bad_status", f"A member can't be «{status}»")
    rights = dict.fromkeys(GROUP_BOT_RIGHTS, True) | given.get("rights", {}) if status == "administrator" else {}
    anonymous = bool(given.get("anonymous", before.anonymous if before else False))
    world.set_member(chat_, me, Member(who, status, anonymous, given.get("title"), rights))


def migrate(world: World, chat_: Chat, me: int) -> Chat:
    """Turn a group into a supergroup: the old id answers with the new one."""
    if chat_.type != "group":
        raise PhoneError("not_a_group", "Only a small group becomes a supergroup")
    new = Chat(-(10**12) - max(fresh_id(), abs(chat_.id)), "supergroup", chat_.title, last_id=fresh_id())
    new.members = chat_.members
    world.chats[new.id] = new
    world.post(chat_, me, {"migrate_to_chat_id": new.id})
    world.post(new, me, {"migrate_from_chat_id": chat_.id})
    chat_.migrated_to = new.id
    world.tell_chat(new)
    return new


def change_topic(world: World, chat_: Chat, me: int, thread: int | None, given: Json) -> None:
    """Rename, close or reopen a topic."""
    topic = world.topic(chat_, thread)
    if given.get("name"):
        topics.edit(world, chat_, me, topic, given["name"], None)
    if "closed" in given:
        topics.set_closed(world, chat_, me, topic, bool(given["closed"]))
