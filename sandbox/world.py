"""The state of the sandbox's Telegram, and what happens in it: messages arrive, change and go."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Iterator

from sandbox import cast, views
from sandbox.errors import bad_request, forbidden
from sandbox.live import Live
from sandbox.phone import views as phone_views
from sandbox.profile import Profile
from sandbox.state import Account, Chat, Json, Member, Message, Query, StoredFile, Topic
from sandbox.updates import Updates, fresh_id

GROUP_BOT_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
ACTION_SECONDS = 5.0


class World:
    """Everything there is, from the start's cast on."""

    def __init__(self) -> None:
        """Begin with the cast."""
        self.live = Live()
        self.updates = Updates(self._fetched)
        self._answered = asyncio.Event()
        self.start()

    def start(self) -> None:
        """Put everything back to the start; ids go on rising, so that no bot mistakes a new one for an old one."""
        self.ahead = 0.0
        self.accounts = {
            one["id"]: Account(**one) for one in cast.ACCOUNTS
        }  # fmt: skip
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.profile = Profile()
        self.private_last_id = fresh_id()
        self.updates.pending.clear()
        self.updates.allowed = None
        self.updates.next_id = max(self.updates.next_id, fresh_id())
        for account in self.accounts:
            self.chats[account] = Chat(account, "private")
        office = Chat(cast.OFFICERS_CHAT_ID, "supergroup", cast.OFFICERS_CHAT_TITLE, forum=True, last_id=fresh_id())
        rights = dict.fromkeys(GROUP_BOT_RIGHTS, True)
        office.members = {
            cast.HADI: Member(cast.HADI, "creator"),
            cast.RINA: Member(cast.RINA, "administrator", rights=dict(rights)),
            cast.BOT_ID: Member(cast.BOT_ID, "administrator", rights=dict(rights)),
        }
        self.chats[office.id] = office

    # -- who and where

    def now(self) -> float:
        """Return the sandbox's time, Unix seconds."""
        return time.time() + self.ahead

    def chat_for_bot(self, chat_id: int | str) -> Chat:
        """Return a chat that the bot may write to.

        Raises:
            ApiError: Telegram's 400 or 403.
        """
        chat = self.find_chat(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.private:
            account = self.accounts[chat.id]
            if account.deactivated:
                raise forbidden("user is deactivated")
            if account.blocked_bot:
                raise forbidden("bot was blocked by the user")
            if not chat.started:
                raise bad_request("chat not found")
            return chat
        member = chat.members.get(cast.BOT_ID)
        if member is None:
            raise bad_request("chat not found")
        if member.status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        if not member.present:
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        return chat

    def find_chat(self, chat_id: int | str) -> Chat | None:
        """Return a chat by its id, or a person's by @username."""
        text = str(chat_id)
        if text.startswith("@"):
            ids = [one.id for one in self.accounts.values() if (one.username or "").lower() == text[1:].lower()]
            return self.chats.get(ids[0]) if ids else None
        return self.chats.get(int(text)) if text.lstrip("-").isdigit() else None

    def need_right(self, chat: Chat, right: str, reason: str) -> None:
        """Refuse unless the bot has a right in a group."""
        if not chat.members[cast.BOT_ID].may(right):
            raise bad_request(reason)

    def audience(self, chat: Chat) -> Iterator[int]:
        """Yield the accounts that see a chat."""
        if chat.private:
            yield chat.id
        else:
            yield from (one.user_id for one in chat.members.values() if one.present and one.user_id in self.accounts)

    # -- messages

    def post(
        self,
        chat: Chat,
        author: int,
        body: Json,
        *,
        thread: int | None = None,
        reply_to: int | None = None,
        silent: bool = False,
    ) -> Message:
        """Add a message to a chat, tell the phones, and the bot unless it wrote it."""
        if chat.private:
            self.private_last_id += 1
            chat.last_id = self.private_last_id
        else:
            chat.last_id += 1
        member = chat.members.get(author)
        message = Message(
            chat.id,
            chat.last_id,
            author,
            {"date": int(self.now()), **body},
            thread=thread,
            reply_to=reply_to,
            anonymous=bool(member and member.anonymous),
            silent=silent,
        )
        chat.messages[message.id] = message
        if author == cast.BOT_ID:
            chat.action = None
        else:
            chat.started = True
        for account in self.audience(chat):
            if account == author:
                self.set_read(chat, account, thread)
            else:
                key = (account, thread)
                chat.unread[key] = chat.unread.get(key, 0) + 1
        self.tell(chat, "message", message)
        if author != cast.BOT_ID and self.bot_sees(chat, message):
            self.updates.push("message", views.message(self, message), (chat.id, message.id))
        return message

    def bot_sees(self, chat: Chat, message: Message) -> bool:
        """Return whether the bot gets a message: privacy mode hides a group's talk from a bot without rights."""
        if chat.private:
            return not self.accounts[chat.id].blocked_bot
        member = chat.members.get(cast.BOT_ID)
        if member is None or not member.present:
            return False
        if member.leads or message.service:
            return True
        text = str(message.body.get("text") or message.body.get("caption") or "")
        answered = chat.message(message.reply_to)
        return (
            text.startswith("/")
            or f"@{cast.BOT_USERNAME}" in text
            or (answered is not None and answered.author == cast.BOT_ID)
        )

    def set_read(self, chat: Chat, account: int, thread: int | None) -> None:
        """Set the number of unread messages to none."""
        chat.unread.pop((account, thread), None)

    def edited(self, chat: Chat, message: Message, *, by_person: bool = False) -> None:
        """Tell of a changed message."""
        self.tell(chat, "changed", message)
        if by_person and self.bot_sees(chat, message):
            self.updates.push("edited_message", views.message(self, message))

    def delete(self, chat: Chat, ids: list[int]) -> None:
        """Take messages away, for everybody."""
        for one in ids:
            chat.messages[one].deleted = True
            if one in chat.pinned:
                chat.pinned.remove(one)
        for account in self.audience(chat):
            self.live.publish(account, "deleted", lambda: {"chat": chat.id, "ids": ids})

    def tell(self, chat: Chat, event: str, message: Message) -> None:
        """Tell the phones of a message."""
        for account in self.audience(chat):
            self.live.publish(account, event, lambda account=account: phone_views.message(self, account, message))  # type: ignore[misc]

    def tell_chat(self, chat: Chat) -> None:
        """Tell the phones that something about a chat has changed."""
        for account in self.audience(chat):
            self.live.publish(account, "chat", lambda account=account: phone_views.chat(self, account, chat))  # type: ignore[misc]

    def act(self, chat: Chat, action: str, thread: int | None) -> None:
        """Show what the bot is doing."""
        chat.action = {"action": action, "thread": thread, "until": self.now() + ACTION_SECONDS}
        for account in self.audience(chat):
            self.live.publish(
                account,
                "action",
                lambda: {"chat": chat.id, "thread": thread, "action": action, "seconds": ACTION_SECONDS},
            )

    def queries_changed(self) -> None:
        """Wake those who wait for the answer to a press."""
        self._answered.set()
        self._answered = asyncio.Event()

    async def answer_to(self, query: Query, patience: float) -> Json | None:
        """Return the answer to a press; None when there is none in so many seconds."""
        end = time.monotonic() + patience
        while query.answer is None and (left := end - time.monotonic()) > 0:
            try:
                await asyncio.wait_for(self._answered.wait(), left)
            except TimeoutError:
                break
        return query.answer

    def _fetched(self, chat_id: int, message_id: int) -> None:
        chat = self.chats.get(chat_id)
        message = chat.messages.get(message_id) if chat else None
        if chat and message and not message.read:
            message.read = True
            if not message.deleted:
                self.live.publish(message.author, "changed", lambda: phone_views.message(self, message.author, message))

    # -- topics, members

    def topic(self, chat: Chat, thread: int | None) -> Topic:
        """Return a topic; None is General.

        Raises:
            ApiError: there is none.
        """
        if thread is None:
            return chat.general
        if thread not in chat.topics:
            raise bad_request("message thread not found")
        return chat.topics[thread]

    def set_member(self, chat: Chat, actor: int, member: Member) -> None:
        """Add, change or remove a member, with the updates that the bot gets."""
        before = chat.members.get(member.user_id)
        old = views.chat_member(self, before or Member(member.user_id, "left"))
        was = before is not None and before.present
        chat.members[member.user_id] = member
        bot = chat.members.get(cast.BOT_ID)
        change = {
            "chat": views.chat(self, chat),
            "from": views.user(self, actor),
            "date": int(self.now()),
            "old_chat_member": old,
            "new_chat_member": views.chat_member(self, member),
        }
        if member.user_id == cast.BOT_ID:
            self.updates.push("my_chat_member", change)
        elif bot and bot.leads:
            self.updates.push("chat_member", change)
        if member.present and not was:
            self.post(chat, actor, {"new_chat_members": [views.user(self, member.user_id)]})
        elif was and not member.present:
            self.post(chat, actor, {"left_chat_member": views.user(self, member.user_id)})
            self.live.publish(member.user_id, "gone", lambda: {"chat": chat.id})
        self.tell_chat(chat)

    # -- files

    def store_file(self, kind: str, content: bytes, mime: str, name: str | None, facts: Json) -> StoredFile:
        """Keep a file and give it its ids and path."""
        folder = {"photo": "photos", "voice": "voice", "video": "videos", "video_note": "video_notes"}.get(
            kind, f"{kind}s"
        )
        suffix = {"photo": ".jpg", "voice": ".oga", "video": ".mp4", "video_note": ".mp4", "sticker": ".webp"}.get(kind)
        if suffix is None:
            suffix = f".{name.rsplit('.', 1)[1]}" if name and "." in name else ""
        stored = StoredFile(
            id=f"{kind[:2].upper()}{secrets.token_urlsafe(24)}",
            unique_id=f"AQ{secrets.token_urlsafe(9)}",
            kind=kind,
            content=content,
            mime=mime,
            name=name,
            path=f"{folder}/file_{len(self.files)}{suffix}",
            facts=facts,
        )
        self.files[stored.id] = stored
        return stored
