"""Cases: a person takes over. The bot is silent from the claim to the end, and only then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, get_args

from sqlalchemy.ext.asyncio import AsyncSession

from placement.chats import chat_of
from placement.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from placement.hours import is_open, next_opening
from placement.registration import profile
from placement.storage import cases, due, moment, seekers
from placement.storage.models import Case, Chat, Office, Staff

Reason = Literal["asked", "distress", "scam", "complaint", "abroad", "disability", "layoff", "delivery"]
REASONS: tuple[str, ...] = get_args(Reason)
PRIORITY: Mapping[str, int] = {"distress": 100, "scam": 40, "complaint": 30, "delivery": 20, "disability": 20}
SENSITIVE = frozenset({"distress", "complaint", "disability"})
"""Their topics hold no content: their owner works on them in private."""

REMIND_AFTER = timedelta(minutes=30)
"""How long an owner may leave a seeker without an answer before being reminded."""
RETURN_AFTER = timedelta(minutes=90)
"""How long until a silent owner's case goes back to the queue."""

CALLED_OFF = "called_off"
"""Outcome of a case whose seeker needed nobody any more; they know it already."""

REOPEN_WITHIN = timedelta(days=1)
"""How long its owner may open an ended case again."""

OPENED, RAISED, CLAIMED = "case_opened", "case_raised", "case_claimed"
ENDED, SILENCE = "case_ended", "case_silence"
"""Due work by which the fronts learn what happened; the subject is the case's id."""
FORGET = "case_forget"
"""Due work after the day in which an end can be taken back: what a person without a record told is forgotten."""


@dataclass(frozen=True)
class CaseOpened:
    """What a seeker is told when a case opens."""

    case_id: int
    new: bool
    claimed: bool
    place: int
    open_now: bool
    opens_at: str | None
    raised: bool = True
    """New, or more urgent or more discreet than before."""


def who_reads(opened: Mapping[str, Any]) -> dict[str, Any]:
    """Name the response that says truly whether somebody reads now; ``opened`` is a `CaseOpened` as JSON."""
    if opened["claimed"]:
        return {"response": "case_claimed", "args": {}}
    if opened["open_now"]:
        return {"response": "case_queued", "args": {"place": opened["place"]}}
    if opened["opens_at"]:
        return {"response": "case_closed_now", "args": {"place": opened["place"], "when": opened["opens_at"]}}
    return {"response": "case_waits", "args": {"place": opened["place"]}}


async def open_case(
    session: AsyncSession,
    chat_id: int,
    reason: str,
    *,
    matches: Sequence[int] = (),
    summary: Sequence[str] = (),
) -> CaseOpened:
    """Open a case for a chat, or raise the one that is open; the fronts are told through due work.

    ``matches`` are ids of vacancies that fit, ``summary`` up to three lines in the seeker's words. NotFoundError when
    no office has been set up.
    """
    if reason not in REASONS:
        raise ValueError(f"unknown reason for a case: {reason}")
    chat = await chat_of(session, chat_id)
    office = await seekers.default_office(session)
    if office is None:
        raise NotFoundError("No office is set up: run «python -m placement init».")
    case = await cases.open_case_of(session, chat_id, lock=True)
    new = raised = case is None
    if case is None:
        case = Case(
            chat_id=chat_id,
            seeker_id=chat.seeker_id,
            office_id=office.id,
            reason=reason,
            priority=PRIORITY.get(reason, 0),
            state="queued",
            packet=await _packet(session, chat_id, matches, summary),
            officers_chat_id=office.officers_chat_id,
            opened_at=moment.now(session),
        )
        session.add(case)
        await session.flush()
        await due.plan(session, OPENED, str(case.id), moment.now(session))
    else:
        raised = await raise_case(session, case, reason, next(iter(summary), ""))
    return await _opened(session, case, office, new=new, raised=raised)


async def standing(session: AsyncSession, chat_id: int) -> CaseOpened | None:
    """Give how a chat's open case stands; None without one."""
    case = await cases.open_case_of(session, chat_id)
    office = await session.get(Office, case.office_id) if case is not None else None
    if case is None or office is None:
        return None
    return await _opened(session, case, office, new=False, raised=False)


async def _opened(session: AsyncSession, case: Case, office: Office, *, new: bool, raised: bool) -> CaseOpened:
    now = moment.now(session)
    opens = next_opening(office.hours, office.timezone, now)
    return CaseOpened(
        case_id=case.id,
        new=new,
        claimed=case.state in cases.HELD,
        place=await cases.place_in_queue(session, case) if case.state == "queued" else 0,
        open_now=is_open(office.hours, office.timezone, now),
        opens_at=opens.isoformat() if opens else None,
        raised=raised,
    )


async def _packet(
    session: AsyncSession, chat_id: int, matches: Sequence[int], summary: Sequence[str]
) -> dict[str, Any]:
    """Gather what an officer wants at hand: profile, gaps, matches, last messages with their parse."""
    known = await profile(session, chat_id)
    said = await cases.last_utterances(session, chat_id)
    return {
        "name": known.person_name if known else None,
        "registration_number": known.registration_number if known else None,
        "region": known.home_region if known else None,
        "education": known.education if known else None,
        "wish": known.wish_text if known else None,
        "missing": list(known.missing) if known else [],
        "matches": list(matches),
        "summary": list(summary)[:3],
        "messages": [{"text": row.text[:300], "intent": row.intent, "confidence": row.confidence} for row in said],
    }


async def raise_case(session: AsyncSession, case: Case, reason: str, said: str = "") -> bool:
    """Make an open case more urgent or more discreet, never less; False when it is both already.

    ``said`` are the words that raise it: they come first in the packet.
    A sensitive case stays sensitive, whatever else is reported in it. The fronts are told of a change.
    """
    priority = PRIORITY.get(reason, 0)
    urgent, discreet = priority > case.priority, reason in SENSITIVE and case.reason not in SENSITIVE
    if not urgent and not discreet:
        return False
    if reason in SENSITIVE or case.reason not in SENSITIVE:
        case.reason = reason
    case.priority = max(case.priority, priority)
    if said:
        known = case.packet or {}
        case.packet = {**known, "summary": [said[:200], *known.get("summary", [])][:3]}
    await session.flush()
    await due.plan(session, RAISED, str(case.id), moment.now(session))
    return True


async def held_case(session: AsyncSession, chat_id: int) -> Case | None:
    """Give the case by which an officer holds this chat: while there is one, the bot is silent."""
    case = await cases.open_case_of(session, chat_id)
    return case if case is not None and case.state in cases.HELD else None


async def _locked(session: AsyncSession, case_id: int) -> Case:
    case = await cases.by_id(session, case_id, lock=True)
    if case is None:
        raise NotFoundError("desk_gone")
    return case


async def claim(session: AsyncSession, case_id: int, staff: Staff) -> Case:
    """Make a member of staff the owner; ConflictError when somebody else is, or the case has ended."""
    if staff.role not in ("officer", "administrator") or not staff.active:
        raise NotAllowedError("desk_not_staff")
    case = await _locked(session, case_id)
    if case.state not in cases.OPEN:
        raise ConflictError("desk_ended")
    if case.owner_id == staff.id and case.state in cases.HELD:
        return case
    if case.state in cases.HELD:
        raise ConflictError("desk_owned")
    seeker = await session.get(Chat, case.chat_id)
    if case.reason in SENSITIVE and seeker is not None and seeker.telegram_id == staff.telegram_id:
        raise NotAllowedError("desk_own_case")  # The owner's private chat can't be both ends of the line.
    case.state, case.owner_id, case.owner, case.claimed_at = "claimed", staff.id, staff, moment.now(session)
    await session.flush()
    await due.plan(session, CLAIMED, str(case.id), moment.now(session))
    await due.plan(session, SILENCE, str(case.id), moment.now(session) + REMIND_AFTER)
    return case


async def owned(session: AsyncSession, case_id: int, staff: Staff) -> Case:
    """Give a case to its owner, locked; ConflictError before the claim and after the end, else NotAllowedError."""
    case = await _locked(session, case_id)
    if case.state not in cases.HELD:
        raise ConflictError("desk_not_claimed" if case.state == "queued" else "desk_ended")
    if case.owner_id != staff.id:
        raise NotAllowedError("desk_not_owner")
    return case


async def resolve(session: AsyncSession, case_id: int, staff: Staff, outcome: str = "resolved") -> Case:
    """End a case; the bot speaks again, and the seeker is asked for a rating (not after distress)."""
    return await _end(session, case_id, staff, "resolved", outcome)


async def return_to_bot(session: AsyncSession, case_id: int, staff: Staff | None) -> Case:
    """Give the conversation back to the bot; ``staff`` is None when the seeker asks for it."""
    return await _end(session, case_id, staff, "returned", "returned")


async def call_off(session: AsyncSession, case_id: int) -> Case | None:
    """End a case that still waits because its seeker needs nobody any more; None once an officer holds it.

    Danger is never called off by a message.
    """
    case = await _locked(session, case_id)
    if case.state != "queued" or case.reason == "distress":
        return None
    return await _end(session, case_id, None, "returned", CALLED_OFF)


async def _end(session: AsyncSession, case_id: int, staff: Staff | None, state: str, outcome: str) -> Case:
    case = await (owned(session, case_id, staff) if staff else _locked(session, case_id))
    if case.state not in cases.OPEN:
        raise ConflictError("desk_ended")
    case.state, case.outcome, case.ended_at = state, outcome, moment.now(session)
    await session.flush()
    await due.cancel(session, SILENCE, str(case.id))
    await due.plan(session, ENDED, str(case.id), moment.now(session))
    await due.plan(session, FORGET, str(case.id), moment.now(session) + REOPEN_WITHIN)
    return case


async def reopen(session: AsyncSession, case_id: int, staff: Staff) -> Case:
    """Take an end back: the owner has the case again. ConflictError after a day, or when another case is open."""
    case = await _locked(session, case_id)
    now = moment.now(session)
    if case.owner_id != staff.id:
        raise NotAllowedError("desk_reopen_owner")
    if case.state in cases.OPEN:
        return case
    if case.ended_at is None or case.ended_at < now - REOPEN_WITHIN:
        raise ConflictError("desk_reopen_late")
    if await cases.open_case_of(session, case.chat_id) is not None:
        raise ConflictError("desk_reopen_other")
    case.state, case.outcome, case.ended_at, case.claimed_at = "claimed", None, None, now
    await session.flush()
    await due.cancel(session, ENDED, str(case.id))
    await due.cancel(session, FORGET, str(case.id))
    await due.plan(session, CLAIMED, str(case.id), now)
    await due.plan(session, SILENCE, str(case.id), now + REMIND_AFTER)
    return case


async def rate(session: AsyncSession, case_id: int, chat_id: int, rating: int) -> None:
    """Keep a seeker's rating (1–5) of an ended case; InvalidError for any other."""
    case = await _locked(session, case_id)
    if case.chat_id != chat_id or not 1 <= rating <= 5 or case.state in cases.OPEN:
        raise InvalidError("button_stale")
    case.rating = rating


async def back_to_queue(session: AsyncSession, case_id: int) -> Case | None:
    """Free a case whose owner stays silent; None when that has been settled meanwhile."""
    case = await _locked(session, case_id)
    if case.state != "claimed":
        return None
    case.state, case.owner_id, case.owner = "queued", None, None
    await session.flush()
    return case
