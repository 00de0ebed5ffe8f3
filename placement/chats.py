"""What is known of a chat: its language, its place in the service."""

from __future__ import annotations

import re

from sqlalchemy.ext.asyncio import AsyncSession

from placement.errors import InvalidError, NotFoundError
from placement.storage.models import Chat
from placement.vocabulary import Codes
from placement.wording import LANGUAGES


async def chat_of(session: AsyncSession, chat_id: int) -> Chat:
    """Give a chat's row; NotFoundError when it is gone (erased meanwhile)."""
    chat = await session.get(Chat, chat_id, populate_existing=True)
    if chat is None:
        raise NotFoundError("This chat is not known any more: write /start to begin anew.")
    return chat


_NOT = re.compile(r"\b(?:not|no|don'?t|can'?t|cannot|jangan|bukan|nggak|ngga|gak|ga|tidak|tdk)\b", re.IGNORECASE)


def language_meant(text: str, languages: Codes) -> str | None:
    """Give the language that a text asks for («pakai bahasa inggris», «I don't speak Indonesian»); None if unclear."""
    named = languages.named(text) & set(LANGUAGES)
    if _NOT.search(text.replace("’", "'")):
        named = set(LANGUAGES) - named if named else named
    return named.pop() if len(named) == 1 else None


async def set_language(session: AsyncSession, chat_id: int, language: str) -> str:
    """Keep the language that a chat wants; InvalidError for one that we don't speak."""
    if language not in LANGUAGES:
        raise InvalidError("unknown_language")
    chat = await chat_of(session, chat_id)
    chat.language = language
    return language
