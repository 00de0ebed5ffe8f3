"""A person's rights over their data (UU 27/2022): see, copy, withdraw, erase; and forgetting by itself."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from placement import facts, standing
from placement.applications import list_applications
from placement.chats import chat_of
from placement.registration import ERASE_WITHDRAWN, FORGET_CHATTER, profile_of, seeker_of
from placement.storage import cases, due, erasure, moment, personal
from placement.storage.models import Seeker

FORGET_AFTER = timedelta(hours=24)
"""What was said before consent is forgotten within a day."""
ERASED_WITHIN = timedelta(days=3)
"""What was kept is erased so long after consent was withdrawn."""


_ERASING = re.compile(
    r"\b(?:(?:di|meng?)?(?:hapus|apus)(?:kan|in)?|hilangkan|ilangin|busek|delete|erase|remove|wipe)\b.{0,40}"
    r"\b(?:data(?:ku|nya)?|semua(?:nya)?|all|everything)\b|"
    r"\b(?:jangan|jgn|ga\s?usah|gausah|don'?t)\s+(?:di)?(?:simpan|simpen|keep|save|store)\b.{0,20}\b(?:data(?:ku)?|my)\b",
    re.IGNORECASE,
)
_ASKS_HOW = re.compile(
    r"\?|\b(?:bisa|boleh|gimana|gmn|bagaimana|cara(?:nya)?|kapan|jangan\s+(?:di)?(?:hapus|apus)|how|can|could)\b",
    re.IGNORECASE,
)


_SEEING = re.compile(
    r"\bdata(?:ku|nya)?\b(?:\s+\w+){0,2}?\s+(?:masih|msh|isih|udah|sudah|still)?\s*"
    r"(?:ada|tersimpan|kesimpan|kesimpen|disimpan|disimpen|kept|stored|there)\b(?:\s+\w+)?\s*"
    r"(?:\?|\b(?:ga+k?|nggak?|engga+k?|kah|tidak|ora|or not)\b)|"
    r"\b(?:masih|still)\s+(?:\w+\s+)?(?:simpan|simpen|keep\w*|stor\w*)\s+(?:my\s+)?data",
    re.IGNORECASE,
)


def right_meant(text: str) -> str:
    """Give «erase» for words that plainly ask to erase everything, and not how or whether that can be done.

    «see» for whoever asks whether anything is kept; else "".
    """
    if _ERASING.search(text) and not _ASKS_HOW.search(text):
        return "erase"
    return "see" if _SEEING.search(text) else ""


@dataclass(frozen=True)
class Erased:
    """What an erasure did: whether there was a record at all."""

    anything: bool


async def copy(session: AsyncSession, chat_id: int) -> dict[str, Any] | None:
    """Give all that is kept about the seeker behind a chat, ready for JSON; None when nothing is."""
    seeker = await seeker_of(session, chat_id)
    if seeker is None:
        return None
    known = profile_of(seeker)
    data = asdict(known)
    data = {key: value.isoformat() if isinstance(value, date) else value for key, value in data.items()}
    return {
        "profile": data,
        "facts": await personal.facts(session, known.seeker_id, facts.items_of(session, seeker)),
        "proposals": await personal.proposals(session, known.seeker_id),
        "documents": await personal.documents(session, known.seeker_id),
        "applications": [asdict(application) for application in await list_applications(session, chat_id)],
        "cases": await personal.cases(session, chat_id),
        "messages": await personal.utterances(session, chat_id),
        "chats": await personal.chats(session, known.seeker_id),
        "start_links": await personal.start_links(session, known.seeker_id),
        "merges": await personal.merges(session, known.seeker_id),
    }


async def withdraw_consent(session: AsyncSession, chat_id: int) -> bool:
    """Stop using the data at once; what is kept is erased after the three days that law gives. False if no consent."""
    seeker = await seeker_of(session, chat_id)
    if seeker is None:
        return False
    now = moment.now(session)
    seeker.consent_withdrawn_at = now
    await due.plan(session, ERASE_WITHDRAWN, str(chat_id), now + ERASED_WITHIN)
    return True


async def withdrawn_until(session: AsyncSession, chat_id: int) -> date | None:
    """Give the day by which data are erased whose consent was withdrawn; None where none wait for that."""
    chat = await chat_of(session, chat_id)
    seeker = await session.get(Seeker, chat.seeker_id) if chat.seeker_id else None
    if seeker is None or seeker.consent_withdrawn_at is None:
        return None
    return moment.local(session, seeker.consent_withdrawn_at + ERASED_WITHIN).date()


async def erase(session: AsyncSession, chat_id: int, *, turn_id: int | None = None) -> Erased:
    """Erase a person: record, conversations, applications, cases' contents, everything that waits to be sent.

    What stays is that something happened, when, and by whom, without any content. ``turn_id`` is the turn that asks.
    """
    chat = await chat_of(session, chat_id)
    seeker = await session.get(Seeker, chat.seeker_id) if chat.seeker_id else None
    await _erase(session, seeker, chat_id, turn_id)
    return Erased(anything=seeker is not None)


async def erase_withdrawn(session: AsyncSession, chat_id: int) -> None:
    """Erase those of a chat's people who have withdrawn their consent, whoever uses it now."""
    for seeker in await erasure.withdrawn(session, chat_id):
        await _erase(session, seeker, None, None)


async def _erase(session: AsyncSession, seeker: Seeker | None, chat_id: int | None, turn_id: int | None) -> None:
    """Erase a person's records and conversations, and one more chat."""
    ids = await erasure.records_of(session, seeker.id) if seeker else []
    chats = {*(await erasure.chats_of(session, ids)), *([chat_id] if chat_id is not None else [])}
    for one in sorted(chats):
        await erasure.erase_chat(session, one, keep_turn=turn_id, seeker_ids=ids)
        await due.cancel(session, FORGET_CHATTER, str(one))
        await due.cancel(session, ERASE_WITHDRAWN, str(one))
    for record in ids:
        await standing.forget_plans(session, record)
    if ids:
        await erasure.erase_records(session, ids)


async def forget_chatter(session: AsyncSession, chat_id: int) -> None:
    """Forget what was said without consent."""
    await erasure.forget_unconsented(session, chat_id)


async def forget_case(session: AsyncSession, case_id: int) -> None:
    """Forget what an ended case holds of a person who never consented to being kept; that it was, and when, stays."""
    case = await cases.by_id(session, case_id, lock=True)
    if case is None or case.ended_at is None:
        return  # Taken up again meanwhile: its next end plans this anew.
    if (await chat_of(session, case.chat_id)).seeker_id is None:
        await erasure.erase_cases(session, [case_id])
