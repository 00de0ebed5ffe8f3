"""Explanations as data: what fits, what is missing, what is unknown, each with the values that decided.

Kinds and their arguments (codes and numbers; a front renders them in the reader's language):

What fits
    occupation_same     occupation                  the wished unit group itself
    occupation_near     occupation, wanted          a related one
    words               words                       content words of the search that stand in the title
    similar                                         close in meaning only
    region_same         region
    region_province     region, province            inside the wished province
    region_area         region, wished, area, km    another part of the same labour market
    region_commute      region, wished, km
    region_move         region, wished, km          far, but the seeker would move
    remote
    education           needs, has
    experience          needs, has                  months
    no_experience                                   none is asked for
    wage                low, high, wanted
    work_type           work_types
    skills              skills
    major               majors
    licences            licences
    languages           languages
What is missing
    education_short     needs, has
    region_far          region, wished, km
    wage_low            low, high, wanted
    work_type_other     offered, wanted
    not_remote
    only_remote
    expired             valid_until
    experience_short    needs, has
    skills_missing      skills
    licences_missing    licences
    languages_missing   languages
    major_other         needs, has
    shift_needed                                    the seeker has named kinds of work, without shifts
    heavy_work                                      the seeker must not lift
What is unknown: somebody can be asked
    ask_education       needs                       the seeker's schooling
    ask_experience      needs
    ask_region          region                      where the seeker lives or wants to work
    ask_move            region, wished, km          whether the seeker would move
    ask_licences        licences
    ask_languages       languages
    ask_accommodation   needs                       whether the workplace offers what is needed
    wage_unsaid         wanted                      the employer has not said
    region_unsaid
    work_type_unsaid    wanted
    remote_unsaid
    education_unsaid
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.conditions import SPOKEN_BY_ALL, Question
from matching.geography import KINDS, NOWHERE, Geography
from matching.index import HIGHEST_WAGE
from matching.licences import covered
from matching.models import Condition, Fact, Reason, Vacancy
from matching.schooling import rank
from matching.spelling import normalise, words

_SAME, _NEAR = 0.99, 0.5


@dataclass(frozen=True, slots=True)
class Explanation:
    """What fits (best first), what is missing and what is unknown."""

    reasons: tuple[Reason, ...]
    missing: tuple[Reason, ...]
    unknown: tuple[Reason, ...]


def explain(
    vacancy: Vacancy,
    question: Question,
    geography: Geography,
    conditions: Sequence[Condition],
    parts: Mapping[str, float],
    content: Sequence[str],
    wanted: Sequence[str],
    only_kin: bool = False,
) -> Explanation:
    """Explain one measured vacancy; `content` are the wish's content words, `wanted` its occupation codes.

    `only_kin`: the vacancy is another occupation than the wished one under the same code.
    """
    verdict = {condition.name: condition.verdict for condition in conditions}
    fits: list[Reason] = _topic(vacancy, parts, content, wanted, only_kin)
    missing: list[Reason] = []
    unknown: list[Reason] = []
    for pieces in (
        _region(vacancy, question, geography, verdict["region"]),
        _remote(vacancy, question, verdict["remote"]),
        _education(vacancy, question, verdict["education"]),
        _work_type(vacancy, question, verdict["work_type"]),
        _wage(vacancy, question, verdict["wage"]),
        _experience(vacancy, question),
        _owned(vacancy, question),
        _shift(verdict["shift"]),
        _accommodation(question, verdict["accommodation"]),
    ):
        fits += pieces.reasons
        missing += pieces.missing
        unknown += pieces.unknown
    if verdict["validity"] == "fail" and vacancy.valid_until:
        missing.insert(0, Reason("expired", {"valid_until": vacancy.valid_until.isoformat()}))
    return Explanation(tuple(fits), tuple(missing), tuple(unknown))


def _fits(kind: str, **args: Fact) -> Explanation:
    return Explanation((Reason(kind, args),), (), ())


def _misses(kind: str, **args: Fact) -> Explanation:
    return Explanation((), (Reason(kind, args),), ())


def _asks(kind: str, **args: Fact) -> Explanation:
    return Explanation((), (), (Reason(kind, args),))


_NOTHING = Explanation((), (), ())


def _topic(
    vacancy: Vacancy, parts: Mapping[str, float], content: Sequence[str], wanted: Sequence[str], only_kin: bool
) -> list[Reason]:
    found: list[Reason] = []
    kinship = parts.get("occupation", 0.0)
    if vacancy.occupation and vacancy.occupation in wanted and not only_kin:
        found.append(Reason("occupation_same", {"occupation": vacancy.occupation}))
    elif vacancy.occupation and kinship >= _NEAR:
        found.append(Reason("occupation_near", {"occupation": vacancy.occupation, "wanted": wanted[0]}))
    title = set(words(vacancy.title))
    shared = tuple(word for word in dict.fromkeys(content) if word in title)
    if shared:
        found.append(Reason("words", {"words": shared}))
    if not found and parts.get("meaning", 0.0) >= _NEAR:
        found.append(Reason("similar"))
    return found


def _region(vacancy: Vacancy, question: Question, geography: Geography, verdict: str) -> Explanation:
    place = geography.place(vacancy.region)
    kind = KINDS[int(question.reach.kind[place])]
    if vacancy.remote and verdict == "pass" and kind not in ("same", "province", "area", "commute"):
        return _fits("remote")
    if place == NOWHERE:
        return _asks("region_unsaid")
    if kind == "unsaid":
        return _asks("ask_region", region=vacancy.region)
    nearest = int(question.reach.nearest[place])
    wished = geography.regions[nearest].code
    measured = float(question.reach.km[place])
    km = None if measured != measured else round(measured)
    if kind == "same":
        return _fits("region_same", region=vacancy.region)
    if kind == "province":
        return _fits("region_province", region=vacancy.region, province=geography.regions[place].province or wished)
    if kind == "area":
        area = geography.regions[place].labour_area
        return _fits("region_area", region=vacancy.region, wished=wished, area=area, km=km)
    if kind in ("commute", "move"):
        return _fits(f"region_{kind}", region=vacancy.region, wished=wished, km=km)
    if verdict == "unknown":
        return _asks("ask_move", region=vacancy.region, wished=wished, km=km)
    return _misses("region_far", region=vacancy.region, wished=wished, km=km)


def _remote(vacancy: Vacancy, question: Question, verdict: str) -> Explanation:
    if question.wish.remote is None:
        return _NOTHING
    if verdict == "fail":
        return _misses("only_remote")
    if verdict == "unknown":
        return _asks("remote_unsaid")
    if not question.wish.remote:
        return _NOTHING
    return _fits("remote") if vacancy.remote else _misses("not_remote")


def _education(vacancy: Vacancy, question: Question, verdict: str) -> Explanation:
    needs, has = vacancy.education_min, question.wish.education
    if verdict == "fail":
        return _misses("education_short", needs=needs, has=has)
    if verdict == "pass" and needs:
        return _fits("education", needs=needs, has=has)
    if verdict == "unknown" and rank(needs) >= 0:
        return _asks("ask_education", needs=needs)
    return _asks("education_unsaid") if has else _NOTHING


def _work_type(vacancy: Vacancy, question: Question, verdict: str) -> Explanation:
    wanted, offered = question.wish.work_types, vacancy.work_types
    if verdict == "pass":
        return _fits("work_type", work_types=tuple(kind for kind in offered if kind in wanted))
    if verdict == "fail":
        return _misses("work_type_other", offered=offered, wanted=wanted)
    return _asks("work_type_unsaid", wanted=wanted) if wanted and not offered else _NOTHING


def _wage(vacancy: Vacancy, question: Question, verdict: str) -> Explanation:
    wanted = question.wish.wage_min
    said = [wage for wage in (vacancy.wage_min, vacancy.wage_max) if wage and 0 < wage < HIGHEST_WAGE]
    if not wanted:
        return _NOTHING
    if not said:
        return _asks("wage_unsaid", wanted=wanted)
    shape = _misses if verdict == "fail" else _fits
    return shape("wage_low" if verdict == "fail" else "wage", low=min(said), high=max(said), wanted=wanted)


def _experience(vacancy: Vacancy, question: Question) -> Explanation:
    needs, has = vacancy.experience_months, question.wish.experience_months
    if needs is None:
        return _NOTHING
    if needs <= 0:
        return _fits("no_experience")
    if has is None:
        return _asks("ask_experience", needs=needs)
    return (
        _fits("experience", needs=needs, has=has) if has >= needs else _misses("experience_short", needs=needs, has=has)
    )


def _owned(vacancy: Vacancy, question: Question) -> Explanation:
    """Compare skills, licences, languages and majors; of skills, only where the seeker has told any."""
    wish = question.wish
    fits: list[Reason] = []
    missing: list[Reason] = []
    unknown: list[Reason] = []
    for name, needed, owned in (
        ("skills", vacancy.skills, wish.skills or None),
        ("licences", vacancy.licences, None if wish.licences is None else covered(wish.licences)),
        ("languages", vacancy.languages, None if wish.languages is None else {*wish.languages, SPOKEN_BY_ALL}),
    ):
        have, lack = split(needed, tuple(owned or ()))
        if have:
            fits.append(Reason(name, {name: have}))
        if lack and owned is not None:
            missing.append(Reason(f"{name}_missing", {name: lack}))
        elif lack and name != "skills":
            unknown.append(Reason(f"ask_{name}", {name: lack}))
    have, _ = split(vacancy.majors, wish.majors)
    if have:
        fits.append(Reason("major", {"majors": have}))
    elif vacancy.majors and wish.majors:
        missing.append(Reason("major_other", {"needs": vacancy.majors, "has": wish.majors}))
    return Explanation(tuple(fits), tuple(missing), tuple(unknown))


def _shift(verdict: str) -> Explanation:
    return _misses("shift_needed") if verdict == "fail" else _NOTHING


def _accommodation(question: Question, verdict: str) -> Explanation:
    if verdict == "fail":
        return _misses("heavy_work")
    return _asks("ask_accommodation", needs=question.wish.accommodations) if verdict == "unknown" else _NOTHING


def split(needed: Sequence[str], owned: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part what is needed into owned and lacking; spelling apart, words are compared as they are."""
    have = {normalise(item) for item in owned}
    fits = tuple(item for item in needed if normalise(item) in have)
    return fits, tuple(item for item in needed if item not in fits)
