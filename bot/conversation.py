"""A turn: one chat's next message (or burst), answered by Rasa, relayed to an officer, or handled here; once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot import desk, files, groups, private_desk, relay, results, waiting_case
from bot.bursts import first_burst
from bot.incoming import Incoming, read
from bot.messages import Message, understand
from bot.presses import Press, answer_press, read_press
from bot.rasa import BadStateError, TurnAnswer, UnknownIntentError
from bot.replies import say
from bot.services import Services
from placement import danger, privacy
from placement.cases import open_case
from placement.errors import PlacementError, incident_code
from placement.logs import bind_turn, unbind_turn
from placement.registration import FORGET_CHATTER, seeker_of
from placement.stops import stop
from placement.storage import buttons, cases, due, inbox, moment, outbox, seekers, utterances
from placement.storage.models import Chat, Staff, Update

log = structlog.get_logger(__name__)

BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4, 8, 15, 30, 60, 120))
"""Waits between tries of a turn; after the last a person is asked."""
TELL_AGAIN = timedelta(minutes=30)
"""A seeker is told of trouble once in this time."""


@dataclass
class Turn:
    """What is handled at once: an update, or several texts of a burst."""

    chat: Chat
    updates: list[Update]
    incoming: Incoming
    text: str | None
    held: bool
    waiting: str | None = None
    """The reason of the case that waits for an officer, if there is one."""
    staff: Staff | None = None
    """Who writes, if an officer or administrator does."""
    press: Press | None = None
    message: Message | None = None
    merged: list[Incoming] = field(default_factory=list)
    cut: bool = False

    @property
    def id(self) -> int:
        """The turn's id: its first update's row."""
        return self.updates[0].id

    @property
    def update_ids(self) -> list[int]:
        """The rows that this turn settles."""
        return [update.id for update in self.updates]


async def handle_chat(services: Services, chat_id: int) -> None:
    """Handle the next turn of a chat whose lease this process holds."""
    turn = await _next_turn(services, chat_id)
    if turn is None:
        await _give_back(services, chat_id)
        return
    bind_turn(turn.id)
    try:
        if turn.incoming.private:
            await _handle_private(services, turn)
        else:
            await groups.handle(services, turn.chat, turn.updates[0], turn.incoming)
    except PlacementError as problem:
        log.warning("turn failed", error=str(problem), attempts=turn.updates[0].attempts + 1)
        await _fail(services, turn, incident_code())
    except Exception:  # Whatever goes wrong, the turn is tried again and the seeker is told.
        code = incident_code()
        log.exception("turn failed unexpectedly", code=code, attempts=turn.updates[0].attempts + 1)
        await _fail(services, turn, code)
    finally:
        unbind_turn()


async def _give_back(services: Services, chat_id: int) -> None:
    async with services.database.transaction("system", "release") as session:
        chat = await inbox.hold_chat(session, chat_id, services.name)
        if chat is not None:
            await inbox.release_chat(session, chat)


async def _next_turn(services: Services, chat_id: int) -> Turn | None:
    """Load the chat and what its next turn consists of."""
    async with services.database.reading() as session:
        chat = await session.get(Chat, chat_id)
        updates = await inbox.waiting_updates(session, chat_id)
        if chat is None or not updates or inbox.turn_due_at(updates) > moment.now(session):
            return None
        readable = [(update, incoming) for update in updates if (incoming := _read(services, update))]
        if not readable:
            return None
        burst = first_burst(readable, services.openers)
        case = await cases.open_case_of(session, chat_id)
        first = burst.messages[0]
        staff = await seekers.staff_by_telegram(session, first.user_id) if first.private else None
        press = await read_press(session, chat, first) if first.kind == "press" else None
    return Turn(
        chat=chat,
        updates=burst.updates,
        incoming=first,
        text=burst.text,
        held=case is not None and case.state in cases.HELD,
        waiting=case.reason if case is not None and case.state == "queued" else None,
        staff=staff,
        press=press,
        merged=burst.messages,
        cut=burst.cut,
    )


def _read(services: Services, update: Update) -> Incoming | None:
    return read(update.payload or {}, services.bot.username)


async def _handle_private(services: Services, turn: Turn) -> None:
    """Decide who answers a private chat's turn, and have it answered."""
    incoming = turn.incoming
    if incoming.kind in ("membership", "service"):
        await _settle_membership(services, turn)
    elif await private_desk.handled(services, turn):
        return
    elif turn.press is not None:
        await _handle_press(services, turn, turn.press)
    elif relay.goes_to_officer(turn.held, incoming):
        await relay.seeker_to_officer(services, turn)
    elif await waiting_case.received(services, turn):
        return
    elif incoming.kind == "edited":
        await _finish(services, turn, [{"response": "edited_note"}])
    else:
        message = understand(services, incoming, turn.text)
        if files.are_sent(incoming):
            message = replace(message, metadata={"files": await files.receive(services, turn)})
        await _ask_rasa(services, turn, message)


async def _settle_membership(services: Services, turn: Turn) -> None:
    """Keep whether the bot may write to this person."""
    async with services.database.transaction("system", "membership") as session:
        chat = await inbox.hold_chat(session, turn.chat.id, services.name)
        if chat is None:
            return
        if turn.incoming.membership in ("kicked", "left"):
            for message_id in await outbox.block_chat(session, chat.id):
                await results.blocked(services, session, message_id)
        elif turn.incoming.membership == "member":
            chat.blocked_at = None
        await inbox.finish(session, turn.update_ids, turn.id)
        await inbox.release_chat(session, chat)
    services.outbox_filled.set()


async def _handle_press(services: Services, turn: Turn, press: Press) -> None:
    """Do what a button means; one that is forged, foreign, stale or used up does nothing and says so."""
    answer = asyncio.create_task(answer_press(services, turn.incoming, press, turn.chat.language))
    try:
        if press.refusal:
            await _finish(services, turn, [])
        elif "do" in press.meaning:
            await desk.seeker_pressed(services, turn, press)
        else:
            message = Message({"intent": press.meaning["intent"], "entities": press.meaning.get("entities") or {}})
            await _ask_rasa(services, turn, message)
    finally:
        await answer


async def _ask_rasa(services: Services, turn: Turn, message: Message) -> None:
    """Have Rasa answer, and keep all of it in one transaction."""
    turn.message = message
    if message.direct:
        await _finish(services, turn, [{"response": message.direct}])
        return
    told = [{"response": "too_long"}] if turn.cut else []
    try:
        try:
            answer = await _turn(services, turn, message, turn.chat.state)
        except BadStateError:
            log.warning("the conversation's state can't be read: it begins anew")
            told.append({"response": "begun_anew"})
            answer = await _turn(services, turn, message, None)
    except UnknownIntentError:
        await _finish(services, turn, [{"response": "button_stale"}])
        return
    await stop("bot.rasa_answered")
    await _finish(services, turn, [*told, *answer.messages], answer)


async def _turn(services: Services, turn: Turn, message: Message, state: dict[str, Any] | None) -> TurnAnswer:
    return await services.rasa.turn(
        turn_id=turn.id,
        conversation=f"c{turn.chat.id}",
        state=state,
        message=message.body,
        metadata={
            "chat": turn.chat.id,
            "language": turn.chat.language,
            "quote": message.body.get("text"),
            **message.metadata,
        },
    )


async def _finish(
    services: Services, turn: Turn, messages: Sequence[dict[str, Any]], answer: TurnAnswer | None = None
) -> None:
    """Out: the update done, the new state, the utterance and the replies, in one transaction.

    If an officer has claimed the chat meanwhile, a free text goes to the officer instead, and the replies are dropped;
    the numbers of help are no such reply.
    """
    async with services.database.transaction(f"chat:{turn.chat.id}", "turn") as session:
        chat = await inbox.hold_chat(session, turn.chat.id, services.name)
        if chat is None:
            log.info("turn abandoned: the chat is another worker's now")
            return
        with session.no_autoflush:  # All is written together, at the end.
            if turn.press and turn.press.button and not turn.press.refusal:
                await buttons.press(session, turn.press.button)
            case = await cases.open_case_of(session, chat.id)
            taken_over = (
                case is not None and case.state in cases.HELD and not turn.held and turn.incoming.kind == "text"
            )
            if case is not None and taken_over:
                in_danger = any(message["response"] in danger.WITH_NUMBERS for message in messages)
                parse = answer.parse if answer is not None else None
                await relay.keep_for_officer(services, session, chat, case, turn, parse=parse, unanswered=in_danger)
            else:
                for message in messages:
                    await say(session, services.wording, chat, message, turn_id=turn.id)
            erased = chat.erased_at is not None and chat.erased_at >= turn.updates[0].received_at
            if answer is not None and not erased:
                await _keep(session, turn, chat, answer)
            chat.told_of_trouble_at = None
            chat.blocked_at = None
            await inbox.finish(session, turn.update_ids, turn.id)
            await inbox.release_chat(session, chat)
        await stop("bot.before_commit")
    services.outbox_filled.set()
    await stop("bot.committed")
    log.info("turn done", replies=len(messages), merged=len(turn.updates))


async def _keep(session: AsyncSession, turn: Turn, chat: Chat, answer: TurnAnswer) -> None:
    """Keep the conversation's new state, and what was said with its parse; without consent for a day only."""
    consented = await seeker_of(session, chat.id) is not None
    chat.state = answer.state  # After the last look that reads the chat's row anew.
    if turn.text is not None and turn.incoming.kind == "text":
        await utterances.keep(session, chat, turn.id, turn.text, answer.parse, answer.model, consented=consented)
    if not consented:
        at = moment.now(session) + privacy.FORGET_AFTER
        await due.plan(session, FORGET_CHATTER, str(chat.id), at, keep_earlier=True)


async def _fail(services: Services, turn: Turn, code: str) -> None:
    """Let the turn wait and be tried again; tell the seeker once; at last, ask a person."""
    tried = turn.updates[0].attempts
    async with services.database.transaction("system", "turn failed") as session:
        chat = await inbox.hold_chat(session, turn.chat.id, services.name)
        if chat is None:
            return
        now = moment.now(session)
        if tried < len(BACK_OFF):
            await inbox.postpone(session, turn.update_ids, BACK_OFF[tried])
            told = chat.told_of_trouble_at
            if turn.incoming.private and (told is None or told < now - TELL_AGAIN):
                chat.told_of_trouble_at = now
                await say(session, services.wording, chat, {"response": "bot_slow"})
        else:
            await inbox.finish(session, turn.update_ids, turn.id, "failed")
            if turn.incoming.private:
                await open_case(session, chat.id, "delivery", summary=[f"turn {turn.id} · {code}"])
                await say(session, services.wording, chat, {"response": "bot_trouble", "args": {"code": code}})
        await inbox.release_chat(session, chat)
    services.outbox_filled.set()
