"""Searching by talking: results with why, more of them, further away."""

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
from actions.turn import Event, Reply, Turn, TurnAction, asking, button, reply
from matching.errors import EmptyWish
from matching.models import SearchResult, Wish
from matching.spelling import words
from placement import money, registration, search
from placement.errors import InvalidError
from placement.fields import too_young
from placement.reading.pay import read_pay
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

_PAY = re.compile(
    r"\b(?:gaji|upah|bayaran|honor|salar|wage)\w*\D{0,40}\d|\d\s?(?:jt|juta|jutaan|jtan|million)\b", re.IGNORECASE
)
"""Words that say that an amount is pay."""

SEARCHED = ("occupation", "location", "salary", "work_type")
"""Entities that alone make a message a search, or narrow the last one."""


async def query_said(turn: Turn) -> Query:
    """Read what a message asks for; a place that may mean two regions means both."""
    vocabularies = turn.services.vocabularies
    regions: list[str] = []
    for said in turn.places():
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
    wage = next(filter(None, map(money.parse_wage, turn.values("salary"))), None) or _pay_said(turn)
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
    for place in turn.places():
        text = text.replace(place, " ")
    for entity in (*turn.entities, *turn.denied):
        if entity.get("entity") in NOT_WORK and entity.get("value"):
            text = text.replace(str(entity["value"]), " ")
    _, places = turn.services.geography.mentioned(text)
    rest = set(words(text)) - {word for place in places for word in words(place)}
    return " ".join(text.split())[:500] if rest - CONDITIONS else ""


def _pay_said(turn: Turn) -> tuple[int, int | None] | None:
    """Read pay that the tagger left out, where words say that it is: «upahnya kecil, maunya paling dikit 5 juta»."""
    if turn.has("salary") or not _PAY.search(turn.text):
        return None
    try:
        pay = read_pay(turn.text)
    except InvalidError:
        return None
    return (pay.least, pay.most) if pay is not None and pay.least is not None else None


def _names_work(turn: Turn, query: Query) -> bool:
    """Whether a message says what work is sought; «yang gajinya 4 juta ke atas», «nek nang karawang iso ora» don't."""
    if query.occupations or turn.has("occupation") or turn.has("skill") or turn.has("company"):
        return True
    return bool(query.text) and turn.services.vocabularies.occupations.longest(query.text) is not None


def with_what_was_asked(query: Query, last: Shown | None, *, names_work: bool = True) -> Query:
    """Let a message that names only conditions narrow the last search; one without any begins anew («cari kerja»).

    `names_work`: whether the words that are left beside the conditions say what work is sought.
    """
    if last is None or ((query.text or query.occupations) and names_work):
        return query
    if not (query.regions or query.wage_min or query.work_types or query.education):
        return query
    before = last.query
    if query.text and not (before.text or before.occupations):
        return query
    return Query(
        text=before.text,
        occupations=before.occupations,
        regions=query.regions or before.regions,
        education=query.education or before.education,
        wage_min=query.wage_min or before.wage_min,
        work_types=query.work_types or before.work_types,
        nearest=query.nearest,
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
    if near:
        # «Yang deket aja»: near home, else near the place that was searched last.
        home = (known.home_region,) if known is not None and known.home_region else ()
        around = home or (last.query.regions if last is not None else ())
        if not around and not said.occupations:
            turn.say("ask_near_where")
            return [asking("search")]
        said = replace(said, regions=around, nearest=True)
    query = with_what_was_asked(said, last, names_work=_names_work(turn, said))
    answers = turn.slot("asking") == "search" or (bool(query.occupations) and only_facts(turn))
    if answers and last is not None and not query.regions:
        # «Di Bekasi kerja apa?» – «kasir»: the place was said before.
        query = replace(query, regions=last.query.regions)
    return await show(turn, known, query, 0)


async def search_on(turn: Turn) -> list[Event]:
    """Take a yes to searching: with what it names besides, else with what was asked for before."""
    if any(turn.has(entity) for entity in SEARCHED):
        return await search_with_facts(turn)
    known, last = await picture(turn)
    return await show(turn, known, last.query if last is not None else Query(), 0)


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
    wish = search.wish(known, query, turn.services.vocabularies.majors)
    try:
        result = await turn.services.search(wish, limit=PAGE, offset=offset)
    except EmptyWish:
        result = None

    elsewhere = await _only_one_elsewhere(turn, wish, result) if result and not result.matches and not offset else []

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
            # The only one that is elsewhere is told of: «yang itu syaratnya apa?» means it.
            await search.remember(session, turn.chat_id, query, elsewhere, 0)
            return _nothing(wish, result)
        return _no_more(wish)

    told = await turn.once("vacancies shown", run)
    turn.say_again(told)
    return [asking(told["asking"]), SlotSet("looked", None)]


async def _only_one_elsewhere(turn: Turn, wish: Wish, result: SearchResult) -> list[int]:
    """Give the vacancy that a search without its places finds, when there is but one such."""
    if result.failed.get("region") != 1:
        return []
    anywhere = await turn.services.search(replace(wish, regions=(), home_region=None), limit=1)
    return [match.vacancy_id for match in anywhere.matches]


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
    if too_young(age):
        return await turn_away(turn)
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
        return (
            await turn.services.search(search.wish(known, query, turn.services.vocabularies.majors), limit=1)
        ).total > 0
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
