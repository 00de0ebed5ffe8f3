"""What follows when a case opens, is raised, is claimed, ends, falls silent or is erased: due work of the domain."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import desk
from bot.services import Services
from placement import cases as rules
from placement.search import vacancy
from placement.storage import cases, due, moment, outbox
from placement.storage.models import Case, DueWork

TITLE_LIMIT = 120
"""Characters of a topic's title; Telegram takes 128."""


async def _case(session: AsyncSession, work: DueWork) -> Case | None:
    return await cases.by_id(session, int(work.subject), lock=True)


def _title(services: Services, case: Case) -> str:
    """Make a topic's title; a sensitive case shows its number only."""
    sensitive = case.reason in rules.SENSITIVE
    name = "" if sensitive else str((case.packet or {}).get("name") or "")
    key = f"desk_topic_title_{'ended' if case.state not in cases.OPEN else case.state}"
    reason = {"response": "desk_reason_sensitive" if sensitive else f"desk_reason_{case.reason}"}
    text = services.wording.plain_text(
        {"response": key, "args": {"n": case.id, "name": name, "reason": services.wording.plain_text(reason, "id")}},
        "id",
    )
    return " ".join(text.split())[:TITLE_LIMIT]


async def opened(services: Services, session: AsyncSession, work: DueWork) -> None:
    """Make the topic and put the packet into it, pinned, with the claim button."""
    case = await _case(session, work)
    group = await desk.group_of(services, session, case) if case else None
    if case is None or group is None or case.state not in cases.OPEN or case.topic_id is not None:
        return
    await outbox.put(
        session, group.id, "create_forum_topic", {"name": _title(services, case)}, case_id=case.id, purpose="topic"
    )
    await _put_card(services, session, case)


async def _put_card(services: Services, session: AsyncSession, case: Case) -> None:
    """Put the packet into the topic; a sensitive case shows a link to the desk and nothing else."""
    button = {
        "title": {"response": "desk_claim"},
        "do": {"do": "claim", "case": case.id},
    }
    await desk.tell_officers(
        services,
        session,
        case,
        {**await card(services, session, case), "buttons": [button] if case.state == "queued" else []},
        purpose="card",
    )


async def card(services: Services, session: AsyncSession, case: Case) -> dict[str, Any]:
    """Give a case's packet as a response for the group."""
    if case.reason in rules.SENSITIVE:
        link = f"{services.settings.public_url or 'http://127.0.0.1:8000'}/kasus/{case.id}"
        return {"response": "desk_sensitive", "args": {"n": case.id, "link": link}}
    packet = case.packet or {}
    lines: list[dict[str, Any]] = []
    for key in ("name", "region", "education", "wish", "registration_number"):
        if packet.get(key):
            lines.append({"response": f"desk_packet_{key}", "args": {key: packet[key]}})
    lines += [{"response": "desk_packet_summary", "args": {"text": text}} for text in packet.get("summary", [])]
    if packet.get("missing"):
        gaps = [{"response": f"fact_{name}"} for name in packet["missing"]]
        words = ", ".join(services.wording.plain_text(gap, "id") for gap in gaps)
        lines.append({"response": "desk_packet_gaps", "args": {"gaps": words}})
    for vacancy_id in packet.get("matches", [])[:3]:
        found = await vacancy(session, vacancy_id)
        lines.append(
            {
                "response": "desk_packet_match",
                "args": {"ref": found.ref, "title": found.title, "employer": found.employer},
            }
        )
    said = [
        {"response": "desk_packet_message", "args": {"text": line["text"], "intent": line["intent"]}}
        for line in packet.get("messages", [])
    ]
    return {
        "response": "desk_packet",
        "args": {
            "n": case.id,
            "reason": {"response": f"desk_reason_{case.reason}"},
            "lines": lines,
            "messages": said,
        },
    }


async def raised(services: Services, session: AsyncSession, work: DueWork) -> None:
    """Show the new urgency; what a case that has become sensitive showed before is taken off its card."""
    case = await _case(session, work)
    group = await desk.group_of(services, session, case) if case else None
    if case is None or group is None:
        return
    await _retitle(services, session, group.id, case)
    if case.card_message_id:
        shown = await card(services, session, case)
        rendered = services.wording.render(shown["response"], shown["args"], group.language)
        await outbox.put(
            session,
            group.id,
            "edit_message_text",
            {
                "message_id": case.card_message_id,
                "text": rendered.text,
                "parse_mode": "HTML",
                "reply_markup": await desk.card_keyboard(services, session, group, case),
            },
            case_id=case.id,
        )
    await desk.tell_officers(services, session, case, {"response": "desk_raised"})


async def _retitle(services: Services, session: AsyncSession, group_id: int, case: Case) -> None:
    await outbox.put(
        session, group_id, "edit_forum_topic", {"name": _title(services, case)}, case_id=case.id, purpose="title"
    )


async def claimed(services: Services, session: AsyncSession, work: DueWork) -> None:
    """Tell the seeker who is there now, and the topic whose case it is."""
    case = await _case(session, work)
    if case is None or case.owner is None or case.state not in cases.HELD:
        return
    back = {"title": {"response": "button_return"}, "do": {"do": "return_to_bot", "case": case.id}}
    await desk.tell_seeker(
        services, session, case, {"response": "seeker_claimed", "args": {"name": case.owner.name}, "buttons": [back]}
    )
    group = await desk.group_of(services, session, case)
    if group is None:
        return
    await desk.refresh_card(services, session, case)
    await _retitle(services, session, group.id, case)
    await desk.tell_officers(
        services, session, case, {"response": "desk_claimed_by", "args": {"name": case.owner.name}}
    )


async def ended(services: Services, session: AsyncSession, work: DueWork) -> None:
    """Tell the seeker that the bot is back, ask for a rating (not after distress), and close the topic."""
    case = await _case(session, work)
    if case is None or case.state in cases.OPEN:
        return
    if case.state == "resolved":
        rated = case.reason != "distress"
        stars = [
            {
                "title": {"response": "button_rating", "args": {"n": number}},
                "do": {"do": "rate", "case": case.id, "rating": number},
            }
            for number in range(1, 6)
        ]
        response = "seeker_resolved" if rated else "seeker_resolved_quietly"
        await desk.tell_seeker(services, session, case, {"response": response, "buttons": stars if rated else []})
    else:
        await desk.tell_seeker(services, session, case, {"response": "seeker_returned"})
    group = await desk.group_of(services, session, case)
    if group is None:
        return
    await desk.refresh_card(services, session, case)
    name = case.owner.name if case.owner else ""
    await desk.tell_officers(services, session, case, {"response": f"desk_{case.state}", "args": {"name": name}})
    await _retitle(services, session, group.id, case)
    await outbox.put(session, group.id, "close_forum_topic", {}, case_id=case.id, purpose="title")


async def silent(services: Services, session: AsyncSession, work: DueWork) -> None:
    """Remind an owner who leaves a seeker waiting; if the silence goes on, the case goes back to the queue."""
    case = await _case(session, work)
    if case is None or case.state != "claimed":
        return
    name = case.owner.name if case.owner else ""
    if not work.payload.get("reminded"):
        await desk.tell_officers(services, session, case, {"response": "desk_reminder", "args": {"name": name}})
        at = moment.now(session) + (rules.RETURN_AFTER - rules.REMIND_AFTER)
        await due.plan(session, rules.SILENCE, str(case.id), at, {"reminded": True})
        return
    freed = await rules.back_to_queue(session, case.id)
    if freed is not None:
        await desk.refresh_card(services, session, freed)
        await desk.tell_officers(services, session, freed, {"response": "desk_back_to_queue", "args": {"name": name}})
        await desk.tell_seeker(services, session, freed, {"response": "seeker_case_waiting"})


async def erased(services: Services, session: AsyncSession, work: DueWork) -> None:
    """Delete the topic of a case whose seeker has been erased."""
    case = await _case(session, work)
    group = await desk.group_of(services, session, case) if case else None
    if case is not None and group is not None and case.topic_id is not None:
        await outbox.put(session, group.id, "delete_forum_topic", {}, case_id=case.id, purpose="title")
