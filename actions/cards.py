"""Vacancies as arguments of named responses: cards, details, reasons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from actions.turn import Reply, button, reply
from matching.models import Match, Reason
from placement.search import VacancyCard

OF_WORK = frozenset({"occupation_same", "occupation_near", "words", "similar"})
"""Kinds of reasons that speak of the work itself."""
FITS, GAPS = 3, 1
"""Lines of a card: what fits, and what is unknown or missing."""


def wage(card: VacancyCard) -> Reply:
    """Show the wage: a span, one amount, from, up to, or not said."""
    low, high = card.wage_min, card.wage_max
    if low and high and low != high:
        return reply("wage_span", low=low, high=high)
    if low and high:
        return reply("wage_one", amount=low)
    if low:
        return reply("wage_from", amount=low)
    if high:
        return reply("wage_to", amount=high)
    return reply("wage_unsaid")


def place(card: VacancyCard) -> Reply:
    """Show where the work is."""
    return reply("place", code=card.region) if card.region else reply("place_unsaid")


def until(card: VacancyCard) -> Reply:
    """Show until when it is open."""
    return reply("valid_until", day=card.valid_until) if card.valid_until else reply("valid_unsaid")


def reasons(found: Iterable[Reason], limit: int) -> list[Reply]:
    """Show reasons in words, one line each, the first ones first."""
    told = list(found)
    kinds = {reason.kind for reason in told}
    if kinds & {"occupation_same", "occupation_near"}:
        # That the title says so too is nothing new.
        told = [reason for reason in told if reason.kind != "words"]
    return [reply(f"reason_{reason.kind}", **dict(reason.args)) for reason in told[:limit]]


def why(match: Match, fits: int = FITS, gaps: int = GAPS) -> list[Reply]:
    """Show what fits, what is missing, and what is not known."""
    return [
        *(reply("why_fits", reason=line) for line in reasons(match.reasons, fits)),
        *(reply("why_misses", reason=line) for line in reasons(match.missing, gaps)),
        *(reply("why_unknown", reason=line) for line in reasons(match.unknown, gaps)),
    ]


def about_work(match: Match) -> bool:
    """Whether a vacancy is the work that was asked for, or like it."""
    return any(reason.kind in OF_WORK for reason in match.reasons)


def short(number: int, card: VacancyCard, match: Match, work_said: bool = False) -> Reply:
    """Show a vacancy in a list of results; other work than the one that was said is shown as such."""
    other = [reply("why_misses", reason=reply("reason_other_work"))] if work_said and not about_work(match) else []
    return reply(
        "card",
        n=number,
        title=card.title,
        employer=card.employer,
        place=place(card),
        wage=wage(card),
        until=until(card),
        why=[*other, *why(match)],
    )


def full(card: VacancyCard) -> dict[str, Any]:
    """Give the arguments of a vacancy in full."""
    lines: list[Reply] = [place(card), wage(card), until(card)]
    if card.education_min:
        lines.append(reply("needs_education", level=card.education_min))
    if card.experience_months:
        lines.append(reply("needs_experience", months=card.experience_months))
    if card.work_types:
        lines.append(reply("offers_work_types", kinds=list(card.work_types)))
    if card.headcount > 1:
        lines.append(reply("seats", count=card.headcount))
    return {
        "title": card.title,
        "employer": card.employer,
        "lines": lines,
        "words": card.description[:1200],
        "ref": card.ref,
        "how": reply(f"how_{card.how_to_apply}"),
    }


def card_buttons(cards: Iterable[VacancyCard]) -> list[dict[str, Any]]:
    """Make a row of buttons a card: apply, detail."""
    buttons = []
    for number, card in enumerate(cards, start=1):
        ref = f"V{card.vacancy_id}"
        buttons += [
            button("button_apply", "apply_job", {"n": number}, vacancy_ref=ref),
            button("button_detail", "job_detail", {"n": number}, vacancy_ref=ref),
        ]
    return buttons


def brief(title: str, limit: int = 30) -> str:
    """Shorten a title for a button, between words where there are several."""
    return title if len(title) <= limit else f"{title[:limit].rpartition(' ')[0].rstrip(' (,&/-') or title[:limit]}…"


def choices(intent: str, cards: Iterable[VacancyCard]) -> list[dict[str, Any]]:
    """Make a button a vacancy, to say which one is meant."""
    return [
        button("button_choice", intent, {"n": number, "title": brief(card.title)}, vacancy_ref=f"V{card.vacancy_id}")
        for number, card in enumerate(cards, start=1)
    ]
