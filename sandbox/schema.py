"""The oracle: every request and answer is checked against the Bot API's schema, as aiogram's models state it.

A request that does not fit gets Telegram's kind of 400; an answer or update of ours that does not fit is our bug.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any

import aiogram.methods
import orjson
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import BaseModel, TypeAdapter, ValidationError

from sandbox.errors import OracleError, bad_request

Request = TelegramMethod[Any]

EMPTY = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
    "name": "name is empty",
}
"""What Telegram says when one of these is missing."""
KEYBOARDS = frozenset({"inline_keyboard", "keyboard", "remove_keyboard", "force_reply"})


@cache
def methods() -> dict[str, type[Request]]:
    """Return all methods of the schema by their lower-case name (Telegram ignores case)."""
    found: dict[str, type[Request]] = {}
    for name in aiogram.methods.__all__:
        kind = getattr(aiogram.methods, name)
        if isinstance(kind, type) and issubclass(kind, TelegramMethod) and kind is not TelegramMethod:
            found[kind.__api_method__.lower()] = kind
    return found


def _is_structured(annotation: Any) -> bool:
    if typing.get_origin(annotation) in (list, dict):
        return True
    if typing.get_origin(annotation) in (typing.Union, types.UnionType, typing.Annotated):
        return any(_is_structured(part) for part in typing.get_args(annotation))
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


@cache
def _structured(kind: type[Request]) -> frozenset[str]:
    """Return the parameters that a form carries as JSON text."""
    return frozenset(name for name, field in kind.model_fields.items() if _is_structured(field.annotation))


@cache
def _returning(kind: type[Request]) -> TypeAdapter[Any]:
    return TypeAdapter(kind.__returning__)


def read_request(kind: type[Request], params: Mapping[str, Any]) -> Request:
    """Return the request as its model.

    Raises:
        ApiError: 400, when it does not fit.
    """
    given: dict[str, Any] = {}
    structured = _structured(kind)
    for name, value in params.items():
        if value is None or (name in structured and value == ""):
            continue
        if isinstance(value, str):
            if not _is_utf8(value):
                raise bad_request("strings must be encoded in UTF-8")
            if name in structured:
                if value[:1] in "[{":
                    try:
                        value = orjson.loads(value)
                    except orjson.JSONDecodeError:
                        raise bad_request(f"can't parse {name} JSON object") from None
                elif value == "null":
                    continue
        given[name] = value
    try:
        request = kind.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        names = [str(part) for part in first["loc"]]
        root = names[0] if names else kind.__api_method__
        if first["type"] == "missing" and len(names) == 1:
            raise bad_request(EMPTY.get(root, f'parameter "{root}" is required')) from None
        raise bad_request(f"can't parse {root}: {'.'.join(names)}: {first['msg']}") from None
    markup = getattr(request, "reply_markup", None)
    if isinstance(markup, BaseModel) and KEYBOARDS & set(markup.__pydantic_extra__ or ()):
        # A broken keyboard would else pass as another kind, all of whose fields have defaults.
        raise bad_request("can't parse reply_markup: a button or field of the keyboard is wrong")
    return request


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def check_answer(kind: type[Request], result: Any) -> None:
    """Check what a method returns.

    Raises:
        OracleError: it does not fit: a bug of the sandbox.
    """
    try:
        model = _returning(kind).validate_python(result)
    except ValidationError as error:
        raise OracleError(f"{kind.__api_method__}: {error}") from error
    _refuse_unknown(model, kind.__api_method__)


def check_update(update: Mapping[str, Any]) -> None:
    """Check an update of ours.

    Raises:
        OracleError: it does not fit: a bug of the sandbox.
    """
    try:
        model = Update.model_validate(update)
    except ValidationError as error:
        raise OracleError(f"update: {error}") from error
    _refuse_unknown(model, "update")


def _refuse_unknown(value: Any, where: str) -> None:
    if isinstance(value, BaseModel):
        if value.__pydantic_extra__:
            raise OracleError(f"{where} has fields that the schema does not know: {sorted(value.__pydantic_extra__)}")
        for name, part in value.__dict__.items():
            if isinstance(part, BaseModel | list):
                _refuse_unknown(part, f"{where}.{name}")
    elif isinstance(value, list):
        for part in value:
            _refuse_unknown(part, where)


def plain(value: Any) -> dict[str, Any]:
    """Return a model as the JSON that the client sent, without what it left out; nothing for none or a default."""
    if not isinstance(value, BaseModel):
        return {}
    return value.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)
