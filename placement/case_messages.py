"""What is written in a case: the seeker's words, the owner's answers, notes, and the packet that an owner was shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from placement.cases import REMIND_AFTER, SILENCE, owned
from placement.errors import ConflictError, NotAllowedError, NotFoundError
from placement.storage import cases, due, moment
from placement.storage.models import Case, CaseMessage, Staff

PERSONAL = frozenset({"photo", "document", "contact", "location"})
"""Kinds that may hold an identity number, a phone number, a paper, or where somebody lives: never shown in a group."""

ACKNOWLEDGED = "acknowledged"
"""Kind of what is kept when the seeker was told that the words are passed on."""

LAST = 10
"""How many lines of a conversation an owner is shown at the start."""


ACKNOWLEDGE_AGAIN = timedelta(minutes=5)
"""How long until a seeker who goes on writing is told once more that it is passed on."""


@dataclass(frozen=True)
class Content:
    """What a message holds, and where it stands: ``source`` is Telegram's (chat, message)."""

    kind: str
    text: str | None
    file_id: str | None = None
    source: tuple[int, int] | None = None


@dataclass(frozen=True)
class Line:
    """One line of the conversation so far: who (seeker or officer), what, and its intent where it was parsed."""

    author: str
    text: str
    at: datetime
    intent: str | None = None


async def _keep(
    session: AsyncSession,
    case_id: int,
    author: str,
    content: Content,
    staff: Staff | None = None,
    delivery: str = "none",
) -> CaseMessage:
    chat_id, message_id = content.source or (None, None)
    message = CaseMessage(
        case_id=case_id,
        author=author,
        staff_id=staff.id if staff else None,
        kind=content.kind,
        text=content.text,
        file_id=content.file_id,
        source_chat_id=chat_id,
        source_message_id=message_id,
        delivery=delivery,
        at=moment.now(session),
    )
    session.add(message)
    await session.flush()
    return message


async def seeker_wrote(session: AsyncSession, case: Case, content: Content) -> CaseMessage:
    """Keep a seeker's message in the case; if it has an owner, the owner's clock starts."""
    if case.state == "waiting_seeker":
        case.state = "claimed"
    message = await _keep(session, case.id, "seeker", content)
    if case.state in cases.HELD:
        await due.plan(session, SILENCE, str(case.id), moment.now(session) + REMIND_AFTER, keep_earlier=True)
    return message


async def acknowledge(session: AsyncSession, case: Case) -> bool:
    """Say whether the seeker is to be told that the words are passed on, and keep that it was done."""
    told = [one.at for one in await cases.messages(session, case.id) if one.kind == ACKNOWLEDGED]
    if told and told[-1] > moment.now(session) - ACKNOWLEDGE_AGAIN:
        return False
    await _keep(session, case.id, "system", Content(ACKNOWLEDGED, None))
    return True


async def officer_wrote(session: AsyncSession, case_id: int, staff: Staff, content: Content) -> CaseMessage:
    """Keep the owner's message to the seeker; nobody else's reaches the seeker.

    ConflictError before the claim and after the end, NotAllowedError for a colleague.
    """
    case = await owned(session, case_id, staff)
    case.state = "waiting_seeker"
    message = await _keep(session, case.id, "officer", content, staff, delivery="waiting")
    await due.cancel(session, SILENCE, str(case.id))
    return message


async def note(
    session: AsyncSession, case_id: int, staff: Staff | None, text: str, source: tuple[int, int] | None = None
) -> CaseMessage:
    """Keep a note for colleagues; it never reaches the seeker."""
    return await _keep(session, case_id, "note", Content("text", text, source=source), staff)


async def packet_shown(session: AsyncSession, case: Case) -> CaseMessage:
    """Keep that the owner is shown the case in private; its delivery says whether it arrived."""
    return await _keep(session, case.id, "system", Content("packet", None), case.owner, delivery="waiting")


async def take_back(session: AsyncSession, message_id: int, staff: Staff) -> CaseMessage:
    """Take the owner's message back; the front deletes it at the seeker's. ConflictError when it is gone already."""
    message = await session.get(CaseMessage, message_id, with_for_update={"key_share": True}, populate_existing=True)
    if message is None:
        raise NotFoundError("desk_gone")
    if message.staff_id != staff.id:
        raise NotAllowedError("desk_not_owner")
    if message.delivery == "taken_back":
        raise ConflictError("desk_taken_back_already")
    message.delivery = "taken_back"
    await session.flush()
    return message


async def said_unheard(session: AsyncSession, case: Case) -> list[Line]:
    """Give what the seeker told the bot since the case opened, and no officer has been shown yet; oldest first."""
    relayed = {line for one in await cases.messages(session, case.id) for line in (one.text or "").splitlines()}
    return [
        Line("seeker", row.text, row.at, row.intent)
        for row in await cases.last_utterances(session, case.chat_id, 2 * LAST)
        if row.at >= case.opened_at and not set(row.text.splitlines()) <= relayed
    ][-LAST:]


async def conversation(session: AsyncSession, case: Case) -> list[Line]:
    """Give the last lines of the whole conversation: with the bot, and with whoever had the case before."""
    written = [
        one for one in await cases.messages(session, case.id) if one.text and one.author in ("seeker", "officer")
    ]
    relayed = {line for one in written for line in (one.text or "").splitlines()}
    lines = [Line(one.author, one.text or "", one.at) for one in written]
    lines += [
        Line("seeker", row.text, row.at, row.intent)
        for row in await cases.last_utterances(session, case.chat_id, LAST)
        if not set(row.text.splitlines()) <= relayed
    ]
    return sorted(lines, key=lambda line: line.at)[-LAST:]
