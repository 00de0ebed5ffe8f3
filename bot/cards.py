"""A case as officers see it at the start: the topic's title, its card, and the packet in the owner's private chat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import Services
from placement.case_messages import Line, conversation, said_unheard
from placement.cases import PRIORITY, SENSITIVE
from placement.redaction import without_numbers
from placement.search import vacancy
from placement.storage import cases
from placement.storage.models import Case

TITLE_LIMIT = 120
"""Characters of a topic's title; Telegram takes 128."""
Response = dict[str, Any]
Show = Callable[[str], str]


def title(services: Services, case: Case) -> str:
    """Make a topic's title; a sensitive case shows its number, and that it is urgent."""
    sensitive = case.reason in SENSITIVE
    name = "" if sensitive else without_numbers(str((case.packet or {}).get("name") or ""))
    key = f"desk_topic_title_{'ended' if case.state not in cases.OPEN else case.state}"
    args = {"n": case.id, "name": name, "reason": services.wording.plain_text(_reason(case), "id")}
    text = services.wording.plain_text({"response": key, "args": args}, "id")
    return " ".join(text.split())[:TITLE_LIMIT]


def _reason(case: Case) -> Response:
    """Name the reason as a group may see it."""
    if case.reason not in SENSITIVE:
        return {"response": f"desk_reason_{case.reason}"}
    urgent = case.priority >= PRIORITY["distress"]
    return {"response": "desk_reason_sensitive_urgent" if urgent else "desk_reason_sensitive"}


async def card(services: Services, session: AsyncSession, case: Case) -> Response:
    """Give a case's card for the group: the packet without numbers; of a sensitive case nothing but how to take it."""
    if case.reason in SENSITIVE:
        console = services.settings.public_url
        link = [{"response": "desk_console", "args": {"link": f"{console}/kasus/{case.id}"}}] if console else []
        return {
            "response": "desk_sensitive",
            "args": {"n": case.id, "reason": _reason(case), "link": link, "state": _state(case)},
        }
    said = (case.packet or {}).get("messages", [])
    shown = [_said(without_numbers(line["text"])) for line in said]
    return await _packet(services, session, case, "desk_packet", shown, without_numbers)


async def packet(services: Services, session: AsyncSession, case: Case) -> Response:
    """Give the whole packet for the owner's private chat, with the conversation up to now."""
    shown = [_line(line) for line in await conversation(session, case)]
    return await _packet(services, session, case, "desk_private_packet", shown, str)


async def unheard(services: Services, session: AsyncSession, case: Case) -> Response | None:
    """Give what the seeker wrote while the case waited, for the topic; None when there is nothing."""
    lines = await said_unheard(session, case)
    if not lines:
        return None
    shown = [_said(without_numbers(line.text)) for line in lines]
    return {"response": "desk_unheard", "args": {"messages": shown}}


def _line(line: Line) -> Response:
    if line.author == "seeker":
        return _said(line.text)
    return {"response": "desk_packet_answer", "args": {"text": line.text[:300]}}


def _said(text: str) -> Response:
    return {"response": "desk_packet_message", "args": {"text": text[:300]}}


def _state(case: Case) -> Response:
    """Say what is to be done with a case: take it, leave it to its owner, or nothing more."""
    if case.state in cases.HELD and case.owner is not None:
        return {"response": "desk_packet_held", "args": {"name": case.owner.name}}
    return {"response": "desk_packet_waits" if case.state in cases.OPEN else "desk_packet_ended"}


async def _packet(
    services: Services, session: AsyncSession, case: Case, response: str, said: Sequence[Response], show: Show
) -> Response:
    known = case.packet or {}
    lines: list[Response] = [
        {"response": f"desk_packet_{key}", "args": {key: show(str(known[key]))}}
        for key in ("name", "region", "education", "wish")
        if known.get(key)
    ]
    if number := known.get("registration_number"):
        lines.append({"response": "desk_packet_registration_number", "args": {"registration_number": number}})
    lines += [{"response": "desk_packet_summary", "args": {"text": show(text)}} for text in known.get("summary", [])]
    if known.get("missing"):
        gaps = [{"response": f"fact_{name}"} for name in known["missing"]]
        words = ", ".join(services.wording.plain_text(gap, "id") for gap in gaps)
        lines.append({"response": "desk_packet_gaps", "args": {"gaps": words}})
    for vacancy_id in known.get("matches", [])[:3]:
        found = await vacancy(session, vacancy_id)
        args = {"ref": found.ref, "title": found.title, "employer": found.employer}
        lines.append({"response": "desk_packet_match", "args": args})
    reason = {"response": f"desk_reason_{case.reason}"}
    shown: dict[str, Any] = {
        "n": case.id,
        "reason": reason,
        "lines": lines or [{"response": "desk_packet_no_facts"}],
        "messages": list(said) or [{"response": "desk_packet_no_messages"}],
        "state": _state(case),
    }
    return {"response": response, "args": shown}
