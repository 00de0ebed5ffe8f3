"""What follows when a case opens, is raised, is claimed, ends, falls silent or is erased: due work of the domain."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import cards, desk
from bot.replies import say
from bot.services import Services
from placement import case_messages
from placement import cases as rules
from placement.storage import case_places, cases, due, inbox, moment, outbox
from placement.storage.models import Case, Chat, DueWork

SOON = timedelta(seconds=2)
"""How long to wait for a topic that is just being made."""


async def _case(session: AsyncSession, work: DueWork) -> Case | None:
    return await cases.by_id(session, int(work.subject), lock=True)


async def opened(services: Services, session: AsyncSession, work: DueWork) -> None:
    """Make the topic, with the card pinned in it; what is there already is left as it is."""
    case = await _case(session, work)
    group = await desk.group_of(services, session, case) if case else None
    if case is not None and group is not None and case.state in cases.OPEN:
        await _make_topic(services, session, group, case)


async def _make_topic(services: Services, session: AsyncSession, group: Chat, case: Case) -> None:
    """Make the topic and put the card into it, where they are not there; then show what was not shown before."""
    if case.topic_id is None and not await cases.on_its_way(session, case.id, "topic"):
        name = {"name": cards.title(services, case)}
        await outbox.put(session, group.id, "create_forum_topic", name, case_id=case.id, purpose="topic")
    if case.card_message_id is None and not await cases.on_its_way(session, case.id, "card"):
        shown = {**await cards.card(services, session, case), "buttons": desk.case_buttons(case)}
        await say(session, services.wording, group, shown, case_id=case.id, purpose="card")
    for message in await case_places.unshown(session, case):
        if not desk.for_owner_only(case, message):
            await desk.show_to_officers(services, session, case, message)


async def raised(services: Services, session: AsyncSession, work: DueWork) -> None:
    """Show the new urgency; a case that is sensitive now gets a topic without content, and its owner all in private."""
    case = await _case(session, work)
    group = await desk.group_of(services, session, case) if case else None
    if case is None or case.state not in cases.OPEN:
        return
    if group is not None and case.reason in rules.SENSITIVE:
        if await cases.on_its_way(session, case.id, "topic"):
            await due.plan(session, rules.RAISED, str(case.id), moment.now(session) + SOON)
            return
        await _begin_again(services, session, group, case)
    elif group is not None:
        await _retitle(services, session, group, case)
        await desk.refresh_card(services, session, case)
    who = [{"response": "desk_packet_held", "args": {"name": case.owner.name}}] if case.owner is not None else []
    await desk.tell_officers(services, session, case, {"response": "desk_raised", "args": {"who": who}})
    if case.state in cases.HELD and case.reason in rules.SENSITIVE:
        await open_privately(services, session, case)


async def _begin_again(services: Services, session: AsyncSession, group: Chat, case: Case) -> None:
    """Delete the topic with all that it shows, and make an empty one."""
    await case_places.drop_calls(session, group.id, case.id)
    if case.topic_id is not None:
        await outbox.put(session, group.id, "delete_forum_topic", {"message_thread_id": case.topic_id})
    case.topic_id = case.card_message_id = None
    await case_places.forget_topic(session, case.id)
    await session.flush()
    await _make_topic(services, session, group, case)


async def _retitle(services: Services, session: AsyncSession, group: Chat, case: Case) -> None:
    name = {"name": cards.title(services, case)}
    await outbox.put(session, group.id, "edit_forum_topic", name, case_id=case.id, purpose="title")


async def claimed(services: Services, session: AsyncSession, work: DueWork) -> None:
    """Tell the seeker who is there now, and the topic whose case it is; bring a sensitive one to its owner."""
    case = await _case(session, work)
    if case is None or case.owner is None or case.state not in cases.HELD:
        return
    back = {"title": {"response": "button_return"}, "do": {"do": "return_to_bot", "case": case.id}}
    await desk.tell_seeker(
        services, session, case, {"response": "seeker_claimed", "args": {"name": case.owner.name}, "buttons": [back]}
    )
    await desk.refresh_card(services, session, case)
    group = await desk.group_of(services, session, case)
    if group is not None:
        await _retitle(services, session, group, case)
    args = {"name": case.owner.name}
    if case.reason in rules.SENSITIVE:
        shown = {"response": "desk_claimed_privately", "args": {**args, "link": desk.start_link(services)}}
        await desk.tell_officers(services, session, case, shown)
        await open_privately(services, session, case)
        return
    await desk.tell_officers(services, session, case, {"response": "desk_claimed_by", "args": args})
    if unheard := await cards.unheard(services, session, case):
        await desk.tell_officers(services, session, case, unheard)
    await desk.catch_up(services, session, case)


async def open_privately(services: Services, session: AsyncSession, case: Case) -> None:
    """Show a sensitive case in the owner's private chat; where that can't be reached, the topic says what to do."""
    chat = await desk.owner_chat(services, session, case)
    if chat is None:
        return
    packet = await case_messages.packet_shown(session, case)
    if chat.blocked_at is not None:
        packet.delivery = "failed"
        await desk.tell_to_start(services, session, case)
        return
    shown = {**await cards.packet(services, session, case), "buttons": desk.case_buttons(case)}
    await say(session, services.wording, chat, shown, case_message_id=packet.id, purpose="packet")
    await desk.catch_up(services, session, case)


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
    elif case.outcome != rules.CALLED_OFF:
        await desk.tell_seeker(services, session, case, {"response": "seeker_returned"})
    if case.reason in rules.SENSITIVE and case.owner is not None:
        await _leave_privately(services, session, case, "desk_private_ended")
    group = await desk.group_of(services, session, case)
    if group is None:
        return
    await desk.refresh_card(services, session, case)
    name = case.owner.name if case.owner else ""
    shown = {"response": f"desk_{case.state}", "args": {"name": name}, "buttons": _reopen(case)}
    await desk.tell_officers(services, session, case, shown)
    await _retitle(services, session, group, case)
    await outbox.put(session, group.id, "close_forum_topic", {}, case_id=case.id, purpose="title")


def _reopen(case: Case) -> list[dict[str, Any]]:
    """Give the button by which an owner takes the end back."""
    if case.owner is None or case.state in cases.OPEN:
        return []
    return [{"title": {"response": "desk_reopen"}, "do": {"do": "reopen", "case": case.id}}]


async def _leave_privately(services: Services, session: AsyncSession, case: Case, response: str) -> None:
    """Take the packet's buttons away, and say that this chat's words are the bot's again."""
    chat = await desk.owner_chat(services, session, case)
    packet = await case_places.packet_of(session, case)
    if chat is not None and packet is not None and packet.target_message_id is not None:
        markup = {"message_id": packet.target_message_id, "reply_markup": {"inline_keyboard": []}}
        await outbox.put(session, chat.id, "edit_message_reply_markup", markup)
    shown = {"response": response, "args": {"n": case.id}, "buttons": _reopen(case)}
    await desk.tell_owner(services, session, case, shown)


async def silent(services: Services, session: AsyncSession, work: DueWork) -> None:
    """Remind an owner who leaves a seeker waiting; if the silence goes on, the case goes back to the queue."""
    case = await _case(session, work)
    if case is None or case.state != "claimed" or case.owner is None:
        return
    private = case.reason in rules.SENSITIVE
    name = case.owner.name
    if not work.payload.get("reminded"):
        shown = {"response": "desk_reminder", "args": {"name": name}}
        await desk.tell_officers(services, session, case, shown)
        if private:
            shown = {"response": "desk_private_reminder", "args": {"n": case.id}}
            await desk.tell_owner(services, session, case, shown)
        at = moment.now(session) + (rules.RETURN_AFTER - rules.REMIND_AFTER)
        await due.plan(session, rules.SILENCE, str(case.id), at, {"reminded": True})
        return
    if private:
        await _leave_privately(services, session, case, "desk_private_back_to_queue")
    freed = await rules.back_to_queue(session, case.id)
    if freed is not None:
        await desk.refresh_card(services, session, freed)
        await desk.tell_officers(services, session, freed, {"response": "desk_back_to_queue", "args": {"name": name}})
        await desk.tell_seeker(services, session, freed, {"response": "seeker_case_waiting"})


async def erased(services: Services, session: AsyncSession, work: DueWork) -> None:
    """Delete the topic of a case whose seeker has been erased, and what stood of it in an officer's private chat."""
    case = await _case(session, work)
    group = await desk.group_of(services, session, case) if case else None
    if case is not None and group is not None and case.topic_id is not None:
        await outbox.put(session, group.id, "delete_forum_topic", {}, case_id=case.id, purpose="title")
    for telegram_id, message_id in work.payload.get("shown", []):
        chat_id = await inbox.ensure_chat(
            session, bot_id=services.bot.id, telegram_id=telegram_id, kind="private", language="id"
        )
        await outbox.put(session, chat_id, "delete_message", {"message_id": message_id})
