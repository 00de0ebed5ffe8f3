"""One vacancy of those that were shown: which is meant, all of it, and why it was shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import SlotSet

from actions import cards
from actions.search import picture, search_said
from actions.turn import Event, Turn, TurnAction, asking, button, hand_on, reply
from matching.errors import UnknownVacancy
from matching.spelling import words
from placement import search
from placement.errors import NotFoundError
from placement.search import Query, Shown, VacancyCard

TOLD = ("person_name", "location", "education_level", "age", "phone", "major", "experience", "salary", "work_type")
"""Entities that make a message a fact rather than the answer to which vacancy is meant."""
_ORDINAL = re.compile(
    r"\b(?:pertama|kedua|ketiga|terakhir|ter?atas|paling (?:atas|bawah)|first|second|third|the last)\b", re.IGNORECASE
)
_POSITION = re.compile(r"\D{0,8}\d{1,2}|" + _ORDINAL.pattern, re.IGNORECASE)
_THIS_ONE = re.compile(r"\b(?:ini|itu|tadi|this|that|it)\b", re.IGNORECASE)


async def meant(turn: Turn, wait_for: str, intent: str) -> int | list[Event]:
    """Give the vacancy that is meant; or ask which, or for a search, and give what is asked now.

    `wait_for` is what the answer would be for. Without a word about which, the one looked at last is meant.
    """
    _, last = await picture(turn)
    asked = turn.slot("asking") == wait_for
    ordinal = _ORDINAL.search(turn.text)
    said = turn.first("vacancy_ref") or (ordinal.group() if ordinal else "") or (turn.text if asked else "")
    if said:
        # A code («LK-0012») before a position: its digits would be one.
        by_code = await turn.read(lambda session: search.vacancy_by_ref(session, said.strip().upper()))
        found = by_code.vacancy_id if by_code else search.pick(last, said)
        if found is not None:
            return found
    seen = await _seen(turn, last)
    named = _named(turn, seen)
    if len(named) == 1:
        return named[0].vacancy_id
    if turn.has("occupation") and not (turn.has("vacancy_ref") or asked or named):
        # «Mau lamar kasir di Depok»: none of those on view.
        return await search_said(turn)
    looked = turn.slot("looked")
    points = _THIS_ONE.search(turn.text) is not None
    if looked and not asked and not named and (points or not turn.has("vacancy_ref")):
        return int(looked)
    if len(seen) == 1 and not said:
        return seen[0].vacancy_id
    if asked and not turn.has("vacancy_ref") and not named:
        # No answer to «which one?», asked a moment ago: it is not asked for ever.
        return hand_on("action_inform" if any(turn.has(entity) for entity in TOLD) else "action_unclear")
    if seen:
        fewer = ordinal is not None or _POSITION.fullmatch(turn.first("vacancy_ref") or "") is not None
        turn.say("shown_are_fewer" if fewer else "ask_which_vacancy", cards.choices(intent, seen), count=len(seen))
        return [asking(wait_for)]
    turn.say("nothing_shown_yet")
    return [asking("search")]


def _named(turn: Turn, seen: Sequence[VacancyCard]) -> list[VacancyCard]:
    """Give the vacancies on view whose employer or title a message names."""
    companies = [value.casefold() for value in turn.values("company")]
    titles = [set(words(value)) for value in turn.values("occupation")]
    by_company = [card for card in seen if any(name in card.employer.casefold() for name in companies)]
    return by_company or [card for card in seen if any(name <= set(words(card.title)) for name in titles if name)]


async def _seen(turn: Turn, last: Shown | None) -> list[VacancyCard]:
    async def run(session: Any) -> list[VacancyCard]:
        return [await search.vacancy(session, vacancy_id) for vacancy_id in (last.vacancy_ids if last else ())]

    found: list[VacancyCard] = await turn.read(run)
    return found


async def vacancy_or_none(turn: Turn, vacancy_id: int) -> VacancyCard | None:
    """Give a vacancy; says so when it does not exist."""
    try:
        card: VacancyCard = await turn.read(lambda session: search.vacancy(session, vacancy_id))
    except NotFoundError:
        turn.say("vacancy_unknown")
        return None
    return card


class JobDetail(TurnAction):
    """Shows one vacancy in full."""

    action = "action_job_detail"

    async def answer(self, turn: Turn) -> list[Event]:
        """Show it with buttons to apply and to hear why."""
        vacancy_id = await meant(turn, "detail", "job_detail")
        if not isinstance(vacancy_id, int):
            return vacancy_id
        card = await vacancy_or_none(turn, vacancy_id)
        looked = SlotSet("looked", card.vacancy_id if card and card.open else None)
        if card is not None and not card.open:
            turn.say("vacancy_closed")
        elif card is not None:
            ref = f"V{card.vacancy_id}"
            buttons = [
                button("button_apply_this", "apply_job", vacancy_ref=ref),
                button("button_why", "explain_match", vacancy_ref=ref),
            ]
            turn.say("detail", buttons, **cards.full(card))
        return [asking(None), looked]


class ExplainMatch(TurnAction):
    """Says why a vacancy was shown, or why it does not fit."""

    action = "action_explain_match"

    async def answer(self, turn: Turn) -> list[Event]:
        """Explain in lines: what fits, what is missing, what is not known."""
        vacancy_id = await meant(turn, "explain", "explain_match")
        if not isinstance(vacancy_id, int):
            return vacancy_id
        known, last = await picture(turn)
        card = await vacancy_or_none(turn, vacancy_id)
        if card is None:
            return [asking(None)]
        try:
            wish = search.wish(known, last.query if last else Query(), turn.services.vocabularies.majors)
            match = await turn.services.explain(wish, vacancy_id)
        except UnknownVacancy:
            turn.say("vacancy_closed")
            return [asking(None)]
        turn.say(
            "explained_not" if match.failed else "explained",
            [button("button_apply_this", "apply_job", vacancy_ref=f"V{vacancy_id}")] if not match.failed else [],
            title=card.title,
            employer=card.employer,
            why=cards.why(match, fits=6, gaps=4) or [reply("why_nothing")],
        )
        return [asking(None), SlotSet("looked", vacancy_id)]
