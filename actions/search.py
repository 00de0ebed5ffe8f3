"""Searching by talking: results with why, more of them, one in full, why this one, further away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.events import SlotSet

from actions import cards
from actions.facts import age_said, hear, only_facts, tells_home
from actions.form import turn_away
from actions.hurdles import answered_hurdle
from actions.record import wait, waiting_facts
from actions.turn import Event, Reply, Turn, TurnAction, asking, button, hand_on, reply
from matching.errors import EmptyWish, UnknownVacancy
from matching.models import SearchResult, Wish
from matching.spelling import words
from placement import money, registration, search
from placement.errors import NotFoundError
from placement.fields import ADULT
from placement.registration import Profile
from placement.search import PAGE, Query, Shown, VacancyCard

NOT_WORK = frozenset({"location", "salary", "work_type", "education_level", "age", "vacancy_ref", "date_time"})
"""Entities whose words say nothing about the kind of work."""


_CONDITIONS = """
    gaji gajinya gajih upah bayaran salary wage pay minimal umur umurku usia age aged tahun thn years old lulusan lulus
    tamat tamatan ijazah sekolah deket dekat deket2 dekat2 terdekat jauh near nearby close gampang mudah enteng ringan
    easy simple
"""
CONDITIONS = frozenset(_CONDITIONS.split())
"""Words about conditions that name no work, whatever is left beside them."""
_NEAR = re.compile(
    r"\b(?:ter)?d[ei]ke?a?t2?\b(?!\s+(?:dengan|dgn|sama)\b)|\b(?:nearby|near me|close to (?:me|home))\b", re.IGNORECASE
)
"""«Yang deket aja»: near home, wherever that is."""

SEARCHED = ("occupation", "location", "salary", "work_type")
"""Entities that alone make a message a search, or narrow the last one."""

TOLD = ("person_name", "location", "education_level", "age", "phone", "major", "experience", "salary", "work_type")
"""Entities that make a message a fact rather than the answer to which vacancy is meant."""
_ORDINAL = re.compile(
    r"\b(?:pertama|kedua|ketiga|terakhir|ter?atas|paling (?:atas|bawah)|first|second|third|the last)\b", re.IGNORECASE
)
_POSITION = re.compile(r"\D{0,8}\d{1,2}|" + _ORDINAL.pattern, re.IGNORECASE)
_THIS_ONE = re.compile(r"\b(?:ini|itu|tadi|this|that|it)\b", re.IGNORECASE)


async def query_said(turn: Turn) -> Query:
    """Read what a message asks for; a place that may mean two regions means both."""
    vocabularies = turn.services.vocabularies
    regions: list[str] = []
    for said in turn.values("location"):
        known = vocabularies.regions.by_code.get(said)
        regions += [region.code for region in ([known] if known else vocabularies.regions.find(said))]
    text = _about_work(turn)
    if not turn.values("location"):
        named, _ = turn.services.geography.mentioned(text)
        regions += named
    names = turn.values("occupation")
    occupations: list[str] = []
    for name in names:
        occupations += [name] if name.isdigit() and len(name) == 4 else await turn.services.occupations_of(name)
    wage = next(filter(None, map(money.parse_wage, turn.values("salary"))), None)
    kinds = filter(None, map(vocabularies.work_types.find, turn.values("work_type")))
    levels = filter(None, map(vocabularies.education.find, turn.values("education_level")))
    return Query(
        text=text or ("" if occupations else ", ".join(names)),
        occupations=tuple(dict.fromkeys(occupations)),
        regions=tuple(dict.fromkeys(regions)),
        education=next(levels, None),
        wage_min=wage[0] if wage else None,
        work_types=tuple(dict.fromkeys(kinds)),
    )


def _about_work(turn: Turn) -> str:
    """Give the message without places, wages and other conditions; empty when nothing is left that says what work."""
    text = turn.text
    for entity in (*turn.entities, *turn.denied):
        if entity.get("entity") in NOT_WORK and entity.get("value"):
            text = text.replace(str(entity["value"]), " ")
    _, places = turn.services.geography.mentioned(text)
    rest = set(words(text)) - {word for place in places for word in words(place)}
    return " ".join(text.split())[:500] if rest - CONDITIONS else ""


def with_what_was_asked(query: Query, last: Shown | None) -> Query:
    """Let a message that names only conditions narrow the last search; one without any begins anew («cari kerja»)."""
    if query.text or query.occupations or last is None:
        return query
    if not (query.regions or query.wage_min or query.work_types or query.education):
        return query
    before = last.query
    return Query(
        text=before.text,
        occupations=before.occupations,
        regions=query.regions or before.regions,
        education=query.education or before.education,
        wage_min=query.wage_min or before.wage_min,
        work_types=query.work_types or before.work_types,
    )


async def picture(turn: Turn) -> tuple[Profile | None, Shown | None]:
    """Read who writes, and what they saw last."""

    async def run(session: Any) -> tuple[Profile | None, Shown | None]:
        return await registration.profile(session, turn.chat_id), await search.shown(session, turn.chat_id)

    found: tuple[Profile | None, Shown | None] = await turn.read(run)
    return found


async def search_said(turn: Turn) -> list[Event]:
    """Search for what the message says, completed by what is known."""
    known, last = await picture(turn)
    said = await query_said(turn)
    near = not said.regions and _NEAR.search(turn.text) is not None
    if near and known is not None and known.home_region:
        said = replace(said, regions=(known.home_region,))
    elif near and not said.occupations:
        turn.say("ask_near_where")
        return [asking("search")]
    query = with_what_was_asked(said, last)
    answers = turn.slot("asking") == "search" or (bool(query.occupations) and only_facts(turn))
    if answers and last is not None and not query.regions:
        # «Di Bekasi kerja apa?» – «kasir»: the place was said before.
        query = replace(query, regions=last.query.regions)
    return await show(turn, known, query, 0)


def place_alone(turn: Turn) -> bool:
    """Whether a message is a place and nothing else, and not said as a home."""
    return (
        not turn.in_form
        and turn.has("location")
        and only_facts(turn)
        and {str(entity["entity"]) for entity in turn.entities} == {"location"}
        and not tells_home(turn)
    )


async def first_vacancies(turn: Turn) -> list[Event]:
    """Show what fits the profile alone."""
    known, _ = await picture(turn)
    if known is not None and known.matching_objected_at is not None:
        turn.say("matching_objected")
        return [asking(None)]
    return await show(turn, known, Query(), 0)


async def show(turn: Turn, known: Profile | None, query: Query, offset: int) -> list[Event]:
    """Search and show one page; what is said is kept with the effect, so that it is said the same again."""
    wish = search.wish(known, query)
    try:
        result = await turn.services.search(wish, limit=PAGE, offset=offset)
    except EmptyWish:
        result = None

    async def run(session: Any) -> dict[str, Any]:
        ids = [match.vacancy_id for match in result.matches] if result else []
        found = [await search.vacancy(session, vacancy_id) for vacancy_id in ids]
        if result is None:
            await search.remember(session, turn.chat_id, query, [], 0)
            return _asks_what(query)
        if found:
            await search.remember(session, turn.chat_id, query, ids, offset)
            return _results(wish, result, found, offset)
        if offset == 0:
            await search.remember(session, turn.chat_id, query, [], 0)
            return _nothing(wish, result)
        return _no_more(wish)

    told = await turn.once("vacancies shown", run)
    turn.say_again(told)
    return [asking(told["asking"]), SlotSet("looked", None)]


def _asks_what(query: Query) -> dict[str, Any]:
    if query.regions:
        place = reply("searched_places", codes=list(query.regions))
        return {"response": "ask_what_work_there", "args": {"place": place}, "asking": "search"}
    return {"response": "ask_what_work", "asking": "search"}


def _searched(wish: Wish) -> Reply:
    """Say back where was searched, so that a misunderstanding is seen."""
    if len(wish.regions) > 3:
        return reply("searched_far")
    if wish.regions:
        return reply("searched_places", codes=list(wish.regions))
    return reply("searched_home", code=wish.home_region) if wish.home_region else reply("searched_anywhere")


def _heading(wish: Wish, result: SearchResult, offset: int) -> str:
    """Choose the heading: where nothing is in the place itself, say so before showing what is near."""
    if offset:
        return "results_more"
    if result.occupations and not any(cards.about_work(match) for match in result.matches):
        return "results_other"
    far = len(wish.regions) > 3 or not (wish.regions or wish.home_region)
    return "results" if result.there or far else "results_near"


def _results(wish: Wish, result: SearchResult, found: Sequence[VacancyCard], offset: int) -> dict[str, Any]:
    buttons = cards.card_buttons(found)
    left = result.total - offset - len(found)
    if left > 0:
        buttons.append(button("button_more", "more_results"))
    return {
        "response": _heading(wish, result, offset),
        "args": {
            "total": result.total,
            "place": _searched(wish),
            "codes": list(wish.regions) or ([wish.home_region] if wish.home_region else []),
            "cards": [
                cards.short(number, card, match, bool(result.occupations))
                for number, (card, match) in enumerate(zip(found, result.matches, strict=True), start=1)
            ],
        },
        "buttons": buttons,
        "asking": None,
    }


def _nothing(wish: Wish, result: SearchResult) -> dict[str, Any]:
    removed = max(result.failed.items(), key=lambda item: item[1], default=("", 0))
    why: Reply | str = reply(f"removed_{removed[0]}", count=removed[1]) if removed[1] else ""
    near = bool(wish.regions or wish.home_region)
    return {
        "response": "nothing_found",
        "args": {"place": _searched(wish), "why": why},
        "buttons": [
            *([button("button_wider", "search_job", wide="true")] if near else []),
            button("button_officer", "talk_to_officer"),
        ],
        "asking": "widen" if near else "officer",
    }


def _no_more(wish: Wish) -> dict[str, Any]:
    near = bool(wish.regions or wish.home_region)
    return {
        "response": "no_more",
        "args": {},
        "buttons": [
            *([button("button_wider", "search_job", wide="true")] if near else []),
            button("button_officer", "talk_to_officer"),
        ],
        "asking": "widen" if near else None,
    }


class Search(TurnAction):
    """Searches for what is said."""

    action = "action_search"

    async def answer(self, turn: Turn) -> list[Event]:
        """Search; the button «cari lebih jauh» looks further away."""
        if turn.first("wide"):
            return await wider(turn)
        return await search_with_facts(turn)


async def search_with_facts(turn: Turn) -> list[Event]:
    """Search for what is said; who and what somebody is, told along, waits for consent, with an offer to register."""
    age = age_said(turn)
    if age is not None and 5 <= age < ADULT:
        return turn_away(turn)
    if not turn.has("occupation") and answered_hurdle(turn):
        return [] if turn.in_form else [asking("search")]
    return [*await search_said(turn), *await _facts_along(turn)]


async def _facts_along(turn: Turn) -> list[Event]:
    known, _ = await picture(turn)
    if known is not None or turn.in_form or not turn.text:
        return []
    heard = await hear(turn, beside=True)
    if not tells_home(turn) and "person_name" not in heard.facts:
        heard.facts.pop("home_region", None)
    about = set(heard.facts) - {"wish", "wage_min", "work_types"}
    if not ("person_name" in about or len(about) > 1):
        return []
    turn.say("search_told_facts")
    waiting = waiting_facts(turn)
    return [wait(turn, waiting | heard.unsettled(waiting, None, turn.intent).facts), asking("register")]


class SearchWider(TurnAction):
    """Searches further away."""

    action = "action_search_wider"

    async def answer(self, turn: Turn) -> list[Event]:
        """Search again without the old border."""
        return await wider(turn)


async def wider(turn: Turn) -> list[Event]:
    """Search again: from regencies to their provinces, from provinces to the whole country."""
    known, last = await picture(turn)
    query = last.query if last else Query()
    codes = query.regions or ((known.home_region,) if known and known.home_region else ())
    regions = turn.services.vocabularies.regions.by_code
    provinces = dict.fromkeys(regions[code].province for code in codes if code in regions)
    country = tuple(code for code, region in regions.items() if region.kind == "province")
    there = replace(query, regions=tuple(provinces))
    if not provinces or set(provinces) <= set(codes) or not await _finds(turn, known, there):
        there = replace(query, regions=country)
    return await show(turn, known, there, 0)


async def _finds(turn: Turn, known: Profile | None, query: Query) -> bool:
    """Whether a search finds anything at all."""
    try:
        return (await turn.services.search(search.wish(known, query), limit=1)).total > 0
    except EmptyWish:
        return False


class MoreResults(TurnAction):
    """Shows the next page."""

    action = "action_more_results"

    async def answer(self, turn: Turn) -> list[Event]:
        """Go on in the last search; without one, start from the profile or ask."""
        known, last = await picture(turn)
        if last is None:
            return await show(turn, known, Query(), 0)
        return await show(turn, known, last.query, last.offset + PAGE)


class RejectResults(TurnAction):
    """Takes that the vacancies do not fit."""

    action = "action_reject_results"

    async def answer(self, turn: Turn) -> list[Event]:
        """Search again with what the message names; otherwise offer what can be changed."""
        query = await query_said(turn)
        if query.occupations or query.regions or query.wage_min or query.work_types:
            return await search_said(turn)
        turn.say("rejected")
        return [asking("search")]


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
            match = await turn.services.explain(search.wish(known, last.query if last else Query()), vacancy_id)
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
