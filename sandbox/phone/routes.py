"""The phone API over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from sandbox import topics
from sandbox.api.call import Upload
from sandbox.errors import ApiError, OracleError, PhoneError
from sandbox.phone import acts, views
from sandbox.state import Account, Chat, Json
from sandbox.updates import fresh_id
from sandbox.wire import from_json, to_json
from sandbox.world import World

ROLES = ("seeker", "officer", "administrator")
FIELDS = ("first_name", "last_name", "username", "language_code", "phone_number", "role")
SAFE_TYPES = ("image/", "audio/", "video/", "application/pdf")

Endpoint = Callable[[Request], Awaitable[Response]]


def as_response(body: Any, status: int = 200) -> Response:
    """Return a JSON answer."""
    return Response(to_json(body), status, media_type="application/json")


def guarded(endpoint: Endpoint) -> Endpoint:
    """Answer refusals as the phone API does; the one place that catches them."""

    async def run(request: Request) -> Response:
        try:
            return await endpoint(request)
        except PhoneError as error:
            return as_response({"error": str(error), "code": error.code}, error.status)
        except ApiError as error:
            return as_response({"error": error.description, "code": "telegram"}, 400)
        except OracleError as error:
            return as_response({"error": f"The sandbox made something against the schema: {error}", "code": "bug"}, 500)
        except (KeyError, TypeError, ValueError) as error:
            return as_response({"error": f"The request lacks or misuses a field: {error}", "code": "bad_request"}, 400)

    return run


async def given(request: Request) -> Json:
    """Return the request's JSON object; nothing is an empty one."""
    body = await request.body()
    found = from_json(body) if body else {}
    if not isinstance(found, dict):
        raise PhoneError("bad_request", "Send a JSON object")
    return found


class Phone:
    """The endpoints of the phone API."""

    def __init__(self, world: World) -> None:
        """Take the world."""
        self.world = world

    def routes(self) -> list[Route]:
        """Return all routes under /phone."""
        mine = "/phone/accounts/{me:int}"
        chat = mine + "/chats/{chat}"
        message = chat + "/messages/{id:int}"
        table: list[tuple[str, str, Endpoint]] = [
            ("GET", "/phone/bot", self.bot),
            ("GET", "/phone/events", self.events),
            ("GET", "/phone/files/{id}", self.file),
            ("GET", "/phone/accounts", self.accounts),
            ("POST", "/phone/accounts", self.add_account),
            ("PATCH", mine, self.change_account),
            ("DELETE", mine, self.delete_account),
            ("GET", mine + "/events", self.events),
            ("GET", mine + "/chats", self.chats),
            ("POST", mine + "/chats", self.add_group),
            ("GET", chat, self.chat),
            ("PATCH", chat, self.change_chat),
            ("GET", chat + "/messages", self.messages),
            ("POST", chat + "/messages", self.send),
            ("POST", chat + "/files", self.send_files),
            ("DELETE", message, self.delete),
            ("POST", message + "/edit", self.edit),
            ("POST", message + "/react", self.react),
            ("POST", message + "/press", self.press),
            ("POST", message + "/forward", self.forward),
            ("POST", chat + "/keyboard", self.keyboard),
            ("POST", chat + "/start", self.start),
            ("POST", chat + "/block", self.block),
            ("POST", chat + "/unblock", self.unblock),
            ("POST", chat + "/read", self.read),
            ("POST", chat + "/clear", self.clear),
            ("POST", chat + "/members", self.members),
            ("POST", chat + "/migrate", self.migrate),
            ("POST", chat + "/topics", self.add_topic),
            ("PATCH", chat + "/topics/{thread}", self.change_topic),
            ("DELETE", chat + "/topics/{thread}", self.delete_topic),
        ]
        return [Route(path, guarded(endpoint), methods=[method]) for method, path, endpoint in table]

    def _here(self, request: Request) -> tuple[int, Chat]:
        me: int = request.path_params["me"]
        return me, acts.chat(self.world, me, request.path_params["chat"])

    # -- reading

    async def bot(self, request: Request) -> Response:
        """Tell of the bot."""
        return as_response(views.bot(self.world))

    async def accounts(self, request: Request) -> Response:
        """List the accounts."""
        return as_response([views.account(one) for one in self.world.accounts.values() if not one.deactivated])

    async def chats(self, request: Request) -> Response:
        """List an account's chats, the bot's first."""
        me = acts.account(self.world, request.path_params["me"]).id
        mine = [one for one in self.world.chats.values() if me in set(self.world.audience(one)) and not one.migrated_to]
        mine.sort(key=lambda one: not one.private)
        return as_response([views.chat(self.world, me, one) for one in mine])

    async def chat(self, request: Request) -> Response:
        """Tell of one chat."""
        me, chat = self._here(request)
        return as_response(views.chat(self.world, me, chat))

    async def messages(self, request: Request) -> Response:
        """Return a page of history, oldest first."""
        me, chat = self._here(request)
        query = request.query_params
        limit = min(int(query.get("limit", 50)), 500)
        found = views.visible(chat, me)
        if "before" in query:
            found = [one for one in found if one.id < int(query["before"])]
        if "after" in query:
            found = [one for one in found if one.id > int(query["after"])]
        if "thread" in query:
            thread = None if query["thread"] == "general" else int(query["thread"])
            found = [one for one in found if one.thread == thread]
        page = [views.message(self.world, me, one) for one in found[-limit:]]
        return as_response({"messages": page, "more": len(found) > limit})

    async def file(self, request: Request) -> Response:
        """Return a file's bytes."""
        stored = self.world.files.get(request.path_params["id"])
        if stored is None:
            raise PhoneError("no_file", "This file is not there any more", 404)
        headers = {"X-Content-Type-Options": "nosniff"}
        # Whatever a person uploads must not run as a page of this origin.
        safe = stored.mime.startswith(SAFE_TYPES) and "svg" not in stored.mime
        if "download" in request.query_params or not safe:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.name or stored.path)}"
        return Response(stored.content, media_type=stored.mime if safe else "application/octet-stream", headers=headers)

    async def events(self, request: Request) -> Response:
        """Stream what happens to one account, or to several."""
        single = "me" in request.path_params
        names = [request.path_params["me"]] if single else request.query_params.get("accounts", "").split(",")
        accounts = [acts.account(self.world, int(one)) for one in names if str(one).strip()]
        since = request.headers.get("last-event-id") or request.query_params.get("since")
        stream = self._stream(accounts, int(since) if since and since.isdigit() else None, single)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def _stream(self, accounts: list[Account], since: int | None, single: bool) -> AsyncIterator[bytes]:
        last = self.world.live.last
        for one in accounts:
            yield _event(
                last if since is None else since, "hello", one.id, {"account": views.account(one), "last": last}, single
            )
        async for account, number, event, data in self.world.live.follow([one.id for one in accounts], since):
            yield _event(number, event, account, data, single) if event else b": still here\n\n"

    # -- accounts

    async def add_account(self, request: Request) -> Response:
        """Add somebody with a phone."""
        wanted = await given(request)
        world = self.world
        account_id = int(wanted.get("id") or max(fresh_id(), *(one + 1 for one in world.accounts)))
        if account_id in world.accounts:
            raise PhoneError("taken", f"Account {account_id} exists already", 409)
        if not str(wanted.get("first_name") or "").strip():
            raise PhoneError("no_name", "first_name must not be empty")
        fields = {name: wanted[name] for name in FIELDS if name in wanted}
        if fields.get("role", "seeker") not in ROLES:
            raise PhoneError("bad_role", f"role must be one of {', '.join(ROLES)}")
        made = Account(account_id, **fields)
        made.phone_number = made.phone_number or f"+62813{account_id % 10**8:08d}"
        world.accounts[account_id] = made
        world.chats[account_id] = Chat(account_id, "private")
        self._accounts_changed()
        return as_response(views.account(made), 201)

    async def change_account(self, request: Request) -> Response:
        """Change what an account says of itself."""
        one = acts.account(self.world, request.path_params["me"])
        for name, value in (await given(request)).items():
            if name in FIELDS:
                setattr(one, name, value)
        self.world.live.publish(one.id, "account", lambda: views.account(one))
        self._accounts_changed()
        return as_response(views.account(one))

    async def delete_account(self, request: Request) -> Response:
        """Delete an account; the bot gets 403 «user is deactivated»."""
        acts.account(self.world, request.path_params["me"]).deactivated = True
        self._accounts_changed()
        return as_response({"deleted": True})

    def _accounts_changed(self) -> None:
        for one in self.world.live.everybody():
            self.world.live.publish(one, "accounts", dict)

    # -- writing

    async def send(self, request: Request) -> Response:
        """Send a text or a thing without a file."""
        me, chat = self._here(request)
        sent = acts.send(self.world, chat, me, await given(request))
        return as_response(views.message(self.world, me, sent[0]), 201)

    async def send_files(self, request: Request) -> Response:
        """Send files."""
        me, chat = self._here(request)
        wanted: Json = {}
        uploads: list[Upload] = []
        async with request.form(max_files=10) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    mime = value.content_type or "application/octet-stream"
                    uploads.append(Upload(value.filename or "file", mime, await value.read()))
                else:
                    wanted[name] = int(value) if name in ("reply_to", "thread") and value else value or None
        kind = str(wanted.get("kind") or "document")
        if kind not in views.FILES:
            raise PhoneError("bad_kind", f"kind must be one of {', '.join(views.FILES)}")
        sent = acts.send_files(self.world, chat, me, kind, uploads, wanted)
        return as_response([views.message(self.world, me, one) for one in sent], 201)

    async def edit(self, request: Request) -> Response:
        """Edit an own message."""
        me, chat = self._here(request)
        one = acts.message(chat, request.path_params["id"])
        acts.edit(self.world, chat, me, one, str((await given(request))["text"]))
        return as_response(views.message(self.world, me, one))

    async def delete(self, request: Request) -> Response:
        """Delete a message for everybody."""
        _, chat = self._here(request)
        self.world.delete(chat, [acts.message(chat, request.path_params["id"]).id])
        return as_response({"deleted": True})

    async def react(self, request: Request) -> Response:
        """React to a message."""
        me, chat = self._here(request)
        one = acts.message(chat, request.path_params["id"])
        acts.react(self.world, chat, me, one, (await given(request)).get("emoji"))
        return as_response(views.message(self.world, me, one))

    async def press(self, request: Request) -> Response:
        """Press an inline button."""
        me, chat = self._here(request)
        one = acts.message(chat, request.path_params["id"])
        return as_response(await acts.press(self.world, chat, me, one, await given(request)))

    async def forward(self, request: Request) -> Response:
        """Forward a message."""
        me, chat = self._here(request)
        wanted = await given(request)
        one = acts.message(chat, request.path_params["id"])
        target = acts.chat(self.world, me, str(wanted["to"]))
        return as_response(views.message(self.world, me, acts.forward(self.world, me, one, target, wanted)), 201)

    async def keyboard(self, request: Request) -> Response:
        """Press a reply-keyboard button."""
        me, chat = self._here(request)
        sent = acts.press_keyboard(self.world, chat, me, await given(request))
        return as_response(views.message(self.world, me, sent), 201)

    async def start(self, request: Request) -> Response:
        """Press START."""
        me, chat = self._private(request)
        payload = str((await given(request)).get("payload") or "")
        return as_response(views.message(self.world, me, acts.start(self.world, chat, me, payload)), 201)

    async def block(self, request: Request) -> Response:
        """Block the bot."""
        me, chat = self._private(request)
        acts.set_blocked(self.world, chat, me, True)
        return as_response(views.chat(self.world, me, chat))

    async def unblock(self, request: Request) -> Response:
        """Unblock the bot."""
        me, chat = self._private(request)
        acts.set_blocked(self.world, chat, me, False)
        return as_response(views.chat(self.world, me, chat))

    def _private(self, request: Request) -> tuple[int, Chat]:
        me, chat = self._here(request)
        if not chat.private:
            raise PhoneError("not_private", "Only in the private chat with the bot")
        return me, chat

    async def read(self, request: Request) -> Response:
        """Mark as read."""
        me, chat = self._here(request)
        wanted = await given(request)
        for account, thread in list(chat.unread):
            if account == me and ("thread" not in wanted or wanted["thread"] == thread):
                self.world.set_read(chat, me, thread)
        return as_response({})

    async def clear(self, request: Request) -> Response:
        """Hide the history for this account."""
        me, chat = self._here(request)
        chat.cleared[me] = chat.last_id
        self.world.live.publish(me, "chat", lambda: views.chat(self.world, me, chat))
        return as_response({})

    # -- groups

    async def add_group(self, request: Request) -> Response:
        """Make a group."""
        me = acts.account(self.world, request.path_params["me"]).id
        made = acts.create_group(self.world, me, await given(request))
        return as_response(views.chat(self.world, me, made), 201)

    async def change_chat(self, request: Request) -> Response:
        """Rename a group."""
        me, chat = self._here(request)
        title = str((await given(request)).get("title") or "").strip()
        if chat.private or not title:
            raise PhoneError("no_title", "Give a group's new title")
        chat.title = title
        self.world.post(chat, me, {"new_chat_title": title})
        self.world.tell_chat(chat)
        return as_response(views.chat(self.world, me, chat))

    async def members(self, request: Request) -> Response:
        """Add, promote, demote or remove somebody."""
        me, chat = self._here(request)
        if chat.private:
            raise PhoneError("private", "A private chat has no members")
        acts.set_member(self.world, chat, me, await given(request))
        return as_response(views.chat(self.world, me, chat))

    async def migrate(self, request: Request) -> Response:
        """Turn a small group into a supergroup."""
        me, chat = self._here(request)
        return as_response(views.chat(self.world, me, acts.migrate(self.world, chat, me)))

    async def add_topic(self, request: Request) -> Response:
        """Open a topic."""
        me, chat = self._forum(request)
        made = topics.create(self.world, chat, me, str((await given(request))["name"]), None, None)
        return as_response(views.topic(self.world, me, chat, made), 201)

    async def change_topic(self, request: Request) -> Response:
        """Rename, close or reopen a topic."""
        me, chat = self._forum(request)
        name = request.path_params["thread"]
        thread = None if name == "general" else int(name)
        acts.change_topic(self.world, chat, me, thread, await given(request))
        return as_response(views.topic(self.world, me, chat, self.world.topic(chat, thread)))

    async def delete_topic(self, request: Request) -> Response:
        """Delete a topic."""
        _, chat = self._forum(request)
        topics.delete(self.world, chat, self.world.topic(chat, int(request.path_params["thread"])))
        return as_response({"deleted": True})

    def _forum(self, request: Request) -> tuple[int, Chat]:
        me, chat = self._here(request)
        if not chat.forum:
            raise PhoneError("no_forum", "This chat has no topics")
        return me, chat


def _event(number: int, event: str, account: int, data: Any, single: bool) -> bytes:
    body = data if single else {"account": account, "data": data}
    return b"id: %d\nevent: %b\ndata: %b\n\n" % (number, event.encode(), to_json(body))
