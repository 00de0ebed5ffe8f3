"""Objecting to being chosen by a machine (UU 27/2022, art. 10): a person looks instead, until it is taken back."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from placement import registration
from placement.storage import moment


async def object_to_matching(session: AsyncSession, chat_id: int, *, objects: bool) -> bool:
    """Keep that the seeker behind a chat objects, or takes it back; gives whether that is new.

    NeedsRegistrationError before consent: without a record nobody is matched.
    """
    seeker = await registration.consenting(session, chat_id)
    if (seeker.matching_objected_at is not None) == objects:
        return False
    seeker.matching_objected_at = moment.now(session) if objects else None
    await session.flush()
    return True
