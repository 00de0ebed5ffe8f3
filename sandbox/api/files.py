"""Methods that send files, and the one that finds them again."""

from __future__ import annotations

import secrets
from typing import Any

from aiogram import methods as m

from sandbox import views
from sandbox.api.call import Call, Handler, Upload
from sandbox.api.texts import caption_fields, place, send
from sandbox.errors import ApiError, bad_request
from sandbox.images import measure
from sandbox.state import Json, StoredFile
from sandbox.world import World

LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_DOWNLOAD = 20 * 1024 * 1024


def keep(world: World, kind: str, upload: Upload, facts: Json) -> StoredFile:
    """Keep an uploaded file.

    Raises:
        ApiError: too large, empty, or no picture.
    """
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    mime = upload.mime
    if kind == "photo":
        if len(upload.content) > LARGEST_PHOTO:
            raise bad_request("too big for a photo")
        size = measure(upload.content)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        mime = size[0]
        if size[1] + size[2] > 10_000:
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        facts = {**facts, "width": size[1], "height": size[2]}
    return world.store_file(kind, upload.content, mime, upload.name, facts)


def resolve(call: Call, kind: str, field: str, given: Any, facts: Json) -> StoredFile:
    """Return the file that a parameter means: an upload, or one that is known.

    Raises:
        ApiError: Telegram's 400.
    """
    name = given.removeprefix("attach://") if isinstance(given, str) and given.startswith("attach://") else field
    upload = call.uploads.get(name)
    if upload is not None and (name != field or not isinstance(given, str) or given == "attach://" + field):
        return keep(call.world, kind, upload, facts)
    if not isinstance(given, str):
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = call.world.files.get(given)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        title = {"video_note": "VideoNote", "voice": "VoiceNote"}
        raise bad_request(
            f"can't use file of type {title.get(stored.kind, stored.kind.title())} as {title.get(kind, kind.title())}"
        )
    return stored


def _facts(request: Any) -> Json:
    fields = ("duration", "width", "height", "length", "emoji")
    return {name: getattr(request, name) for name in fields if isinstance(getattr(request, name, None), int | str)}


def _sender(kind: str) -> Handler:
    async def send_file(call: Call, request: Any) -> Json:
        chat = place(call.world, request.chat_id, request.message_thread_id)
        has_caption = kind not in ("video_note", "sticker")
        caption = caption_fields(request.caption, request.parse_mode, request.caption_entities) if has_caption else {}
        stored = resolve(call, kind, kind, getattr(request, kind), _facts(request))
        return views.message(call.world, send(call, request, {**views.media(stored), **caption}, chat=chat))

    send_file.__doc__ = f"Send one {kind}."
    return send_file


async def send_media_group(call: Call, request: m.SendMediaGroup) -> list[Json]:
    """Send an album."""
    chat = place(call.world, request.chat_id, request.message_thread_id)
    if not 2 <= len(request.media) <= 10:
        raise bad_request("media group must include 2-10 items" if request.media else "there are no messages to send")
    kinds = {one.type for one in request.media}
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        raise bad_request("documents and audio can't be mixed with other media types")
    group = str(secrets.randbits(53))
    bodies = []
    for one in request.media:
        stored = resolve(call, one.type, one.type, one.media, _facts(one))
        caption = caption_fields(one.caption, one.parse_mode, one.caption_entities)
        bodies.append({**views.media(stored), **caption, "media_group_id": group})
    return [views.message(call.world, send(call, request, body, chat=chat)) for body in bodies]


async def get_file(call: Call, request: m.GetFile) -> Json:
    """Return a file's path."""
    stored = call.world.files.get(request.file_id)
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {**views.file_fields(stored), "file_path": stored.path}


METHODS: dict[str, Handler] = {
    "sendPhoto": _sender("photo"),
    "sendDocument": _sender("document"),
    "sendVoice": _sender("voice"),
    "sendVideo": _sender("video"),
    "sendVideoNote": _sender("video_note"),
    "sendAudio": _sender("audio"),
    "sendAnimation": _sender("animation"),
    "sendSticker": _sender("sticker"),
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
