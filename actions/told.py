"""What an answer to a topic of the record says, as facts in normal form; words are read by `placement.reading`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from actions.hearing import Heard
from actions.turn import Turn, reply
from placement.errors import InvalidError
from placement.reading import birth, contact, experience, identity, skills, terms
from placement.reading.dates import find_months, find_year
from placement.reading.pay import Pay, read_pay
from placement.reading.refusals import refuses

OPEN_TO_WORDS = frozenset(
    {"inform", "correct", "nlu_fallback", "register", "update_profile", "affirm", "deny", "skip", "greet", "thank",
     "search_job", "location_shared", "contact_shared", "report_placed", "upload_cv", "out_of_scope", "ask_training",
     "disability_service", "apply_job"}
)  # fmt: skip
"""Intents that a message which answers a question is easily taken for."""
NOTHING = frozenset({"deny", "skip"})
"""Intents that leave a topic aside."""
PLAIN = 8
"""Words of the longest message that is taken for a plain answer."""
SHORT = 3
"""Words that a no has when nothing else is told with it."""
NEVER = frozenset({"distress", "report_scam", "talk_to_officer", "privacy", "cancel"})
"""Intents that are never an answer when they are sure."""
DOUBTFUL = 0.6
"""Below this sureness any intent may be an answer."""
_DIGIT = re.compile(r"\d")
_SWITCHES = re.compile(r"\b(?:pakai|pake|pk|ganti|ubah|use|switch|change|please)\b", re.IGNORECASE)
"""Words that ask for another language rather than tell one that is spoken."""
SAME = re.compile(r"\W*(?:iya?\W+|masih\s)?(?:sama|sm|same)(?:\s\w+){0,4}\W*", re.IGNORECASE)
"""«Sama», «sama kayak tempat tinggal»: of the region on the card."""

Reader = Callable[[Turn, Heard], None]


def may_answer(turn: Turn, topic: str) -> bool:
    """Whether a message may be the answer to a question; a clear other wish is none."""
    if turn.intent in OPEN_TO_WORDS or turn.sureness < DOUBTFUL:
        return True
    return turn.intent not in NEVER and "?" not in turn.text and _evident(turn, topic)


def answers_plainly(turn: Turn, field: str) -> bool:
    """Whether a short message names what one of the first four questions asks for, whatever intent it seems to have."""
    words, text = turn.services.vocabularies, turn.text
    if turn.intent in NEVER | {"search_job"} or "?" in text or not text or len(text.split()) > PLAIN:
        return False
    match field:
        case "home_region":
            return bool(words.regions.find(text))
        case "education":
            return words.education.find(text) is not None
        case "wish":
            return words.occupations.longest(text) is not None
    return False


def _evident(turn: Turn, topic: str) -> bool:
    """Whether a message's words alone show that it answers: a date to the question for a birth."""
    trial = Heard()
    read_quietly(turn, topic, trial)
    if topic == "experience":
        jobs = trial.facts.get("experiences", {"value": []})["value"]
        return any(job["occupation_code"] and job["months"] for job in jobs)
    if topic == "languages":
        if turn.requested == "languages":
            named = turn.services.vocabularies.of("spoken_language").named(turn.text)
            return bool(named) and _SWITCHES.search(turn.text) is None
        # «Jawa» alone may be a place, «jawa lancar» is none.
        return any(one["level"] for one in trial.facts.get("spoken_languages", {"value": []})["value"])
    if topic == "terms":
        pay = _pay_of(turn.text)
        if pay is not None and (pay.minimum or pay.any) and len(turn.text.split()) <= PLAIN:
            return True
    # Of free words only a year, a date, a number tell by themselves that they are an answer.
    return bool(trial.facts.keys() - {"skills", "courses", "major", "birth_place", "sex", "marital", "work_types"})


def nothing(turn: Turn, topic: str) -> bool:
    """Whether a message leaves a topic aside, or says that there is nothing to tell («belum pernah», «nggak ada»)."""
    if turn.intent in NOTHING and not (topic == "reach" and turn.intent == "deny"):
        clear = not turn.text or turn.sureness >= DOUBTFUL or len(turn.text.split()) <= SHORT
        if clear and not _names_something(turn, topic):
            return True
    if not turn.text or not may_answer(turn, topic):
        return False
    if refuses(turn.text):
        return True
    if topic == "experience":
        return experience.read_experience(turn.text, turn.services.today(), turn.services.vocabularies.occupations).none
    if topic == "terms":
        pay = _pay_of(turn.text)
        return pay is not None and _least(turn, pay) is None
    if topic == "languages":
        named = turn.services.vocabularies.of("spoken_language").named(turn.text)
        return named == {"id"} or skills.says_none(turn.text)
    return topic != "reach" and skills.says_none(turn.text)


def _names_something(turn: Turn, topic: str) -> bool:
    """Whether words that were taken for a no name an answer all the same: a time worked, a language, a way to go."""
    if topic == "experience":
        return bool(find_months(turn.text))
    if topic == "languages":
        return bool(turn.services.vocabularies.of("spoken_language").named(turn.text) - {"id"})
    return topic == "reach" and terms.read_willing(turn.text) is not None


def read_topic(turn: Turn, topic: str, heard: Heard) -> None:
    """Add what a message says to a topic that was asked for; what is wrong with it becomes a problem."""
    if topic in _READERS and (may_answer(turn, topic) or not turn.text):
        _read(turn, topic, heard)


def read_others(turn: Turn, asked: str, heard: Heard) -> None:
    """Add what a message that answers nothing of what was asked plainly tells of another topic."""
    for topic in _PLAIN:
        if topic != asked and _evident(turn, topic):
            read_quietly(turn, topic, heard)
    if heard.facts:
        heard.problems.clear()


def read_along(turn: Turn, heard: Heard) -> None:
    """Add what a message tells beyond what was asked, where its words leave no doubt."""
    for topic, signs in _SIGNS.items():
        if any(turn.has(entity) for entity in signs):
            read_quietly(turn, topic, heard)


def read_quietly(turn: Turn, topic: str, heard: Heard) -> None:
    """Add what a message tells of a topic, without what is wrong with it, and never in place of what was heard."""
    quiet = Heard()
    _read(turn, topic, quiet)
    for field, fact in quiet.facts.items():
        heard.facts.setdefault(field, fact)
    heard.age = heard.age if heard.age is not None else quiet.age


def _read(turn: Turn, topic: str, heard: Heard) -> None:
    try:
        _READERS[topic](turn, heard)
    except InvalidError as problem:
        heard.problems.append(reply(problem.key, **problem.args_of_response))


def _pay_of(text: str) -> Pay | None:
    try:
        return read_pay(text)
    except InvalidError:
        return None


def _least(turn: Turn, pay: Pay) -> int | None:
    """Give the least that is wished for, rupiah a month; for «UMR» the minimum wage where the person lives."""
    return pay.least if pay.least is not None or not pay.minimum else turn.minimum_wage


def _phone(turn: Turn, heard: Heard) -> None:
    email = contact.read_email(turn.text)
    if email:
        heard.keep("email", email, turn.quote)
    number = turn.first("phone") if turn.intent == "contact_shared" else None
    if turn.intent == "contact_shared":
        if (turn.first("own") or "").casefold() != "true":
            raise InvalidError("contact_foreign")
        read = contact.read_phone(f"+{(number or '').lstrip('+')}")
    else:
        read = contact.read_phone(turn.text)
    if read:
        heard.keep("phone", read.number, turn.quote)
    elif turn.requested == "phone" and not email and _DIGIT.search(turn.text):
        raise InvalidError("invalid_phone")


def _experience(turn: Turn, heard: Heard) -> None:
    today, words = turn.services.today(), turn.services.vocabularies.occupations
    read = experience.read_experience(turn.text, today, words, turn.services.vocabularies.regions)
    for entry in read.entries:
        # A word that names no known work, no place and no time may be anything.
        if entry["occupation_code"] or entry["employer"] or entry["months"]:
            heard.add("experiences", entry, turn.quote)
    if read.more:
        heard.notes.append(reply("too_many_jobs", taken=len(read.entries), left=read.more))


def _schooling(turn: Turn, heard: Heard) -> None:
    today = turn.services.today()
    year = find_year(turn.text, today)
    if year:
        heard.keep("school_year", year, turn.quote)
    major = turn.first("major")
    if not major and turn.requested == "schooling":
        # «akuntansi, 2021»: what is left beside the year.
        rest = re.sub(r"\d+|\b(?:lulus\w*|tahun|thn|th|jurusan|angkatan|tamat\w*|saya|kak)\b|[^\w\s/-]", " ", turn.text,
                      flags=re.IGNORECASE)  # fmt: skip
        rest = " ".join(rest.split())
        known = turn.services.vocabularies.majors.find(rest) is not None
        major = rest if 0 < len(rest.split()) <= (5 if known or year else 3) and any(map(str.isalpha, rest)) else None
    if major:
        heard.keep("major", major, turn.quote)


def _skills(turn: Turn, heard: Heard) -> None:
    words = turn.services.vocabularies
    read = skills.read_skills(turn.text, turn.services.today(), words.skills, words.of("driving_licence"))
    for skill in read.skills:
        heard.add("skills", skill, turn.quote)
    for course in read.courses:
        heard.add("courses", course, turn.quote)
    for licence in read.licences:
        heard.add("driving_licences", licence, turn.quote)


def _languages(turn: Turn, heard: Heard) -> None:
    words = turn.services.vocabularies
    for one in skills.read_languages(turn.text, words.of("spoken_language"), words.of("language_level")):
        heard.add("spoken_languages", one, turn.quote)


def _terms(turn: Turn, heard: Heard) -> None:
    kinds = turn.services.vocabularies.work_types.named(turn.text)
    if kinds:
        heard.keep("work_types", sorted(kinds), turn.quote)
    pay = read_pay(turn.text)
    least = _least(turn, pay) if pay is not None else None
    if pay is not None and least is not None:
        heard.keep("wage_min", least, turn.quote)
        if pay.per == "day":
            heard.notes.append(reply("wage_per_day", wage=pay.least))
    elif turn.requested == "terms" and _DIGIT.search(turn.text) and not kinds:
        raise InvalidError("invalid_wage")


def _reach(turn: Turn, heard: Heard) -> None:
    said = turn.first("move")
    willing = said == "yes" if said else terms.read_willing(turn.text)
    if willing is None and turn.intent in {"affirm", "deny"}:
        willing = turn.intent == "affirm"
    regions = turn.services.vocabularies.regions
    named = [regions.find(place) for place in turn.places()]
    wished = [found[0].code for found in named if len(found) == 1]
    if wished:
        heard.keep("wish_regions", wished, turn.quote)
        willing = True if willing is None else willing
    if willing is not None:
        heard.keep("willing_to_move", willing, turn.quote)


def _availability(turn: Turn, heard: Heard) -> None:
    day = terms.read_available(turn.text or (turn.first("date_time") or ""), turn.services.today())
    if day:
        heard.keep("available_from", day.isoformat(), turn.quote)


def _accommodation(turn: Turn, heard: Heard) -> None:
    for code in sorted(turn.services.vocabularies.of("accommodation").named(turn.text)):
        # Of what was said only the need is kept, never the words, which may tell why.
        heard.add("accommodation", code, None)
    if not heard.facts and turn.requested == "accommodation" and len(turn.text.split()) > 1:
        raise InvalidError("accommodation_to_officer")


def _birth(turn: Turn, heard: Heard) -> None:
    words = turn.services.vocabularies
    read = birth.read_birth(turn.text, turn.services.today(), words.of("sex"), words.regions)
    said_sex = words.of("sex").find(turn.first("gender") or "") if not turn.text else None
    heard.age = read.age
    for field, value in (
        ("birth_date", read.day.isoformat() if read.day else None),
        ("birth_place", read.place),
        ("sex", read.sex or said_sex),
        ("marital", words.of("marital").find(turn.text)),
    ):
        if value:
            heard.keep(field, value, turn.quote)


def _card_region(turn: Turn, heard: Heard) -> None:
    regions = turn.services.vocabularies.regions
    said = ", ".join(turn.places()) or turn.text
    found = [regions.by_code[said]] if said in regions.by_code else regions.find(said)
    local = [region for region in found if region.kind != "province"]
    if len(local) == 1:
        heard.keep("card_region", local[0].code, turn.quote)
    elif local:
        heard.options = [region.code for region in local][:6]
    elif found:
        raise InvalidError("region_too_wide", code=found[0].code)
    elif said:
        raise InvalidError("invalid_region", said=said[:60])


def _nik(turn: Turn, heard: Heard) -> None:
    if _DIGIT.search(turn.text):
        # The number itself is the value; the words around it are not kept a second time.
        heard.keep("nik", identity.check_nik(turn.text, turn.services.today()), None)


_READERS: Mapping[str, Reader] = {
    "phone": _phone,
    "experience": _experience,
    "schooling": _schooling,
    "skills": _skills,
    "languages": _languages,
    "terms": _terms,
    "reach": _reach,
    "availability": _availability,
    "accommodation": _accommodation,
    "birth": _birth,
    "card_region": _card_region,
    "nik": _nik,
}

_PLAIN = ("phone", "nik", "birth", "experience", "languages")
"""Topics whose answers are known by themselves, whatever was asked."""
_SIGNS: Mapping[str, tuple[str, ...]] = {
    "birth": ("birth_date", "gender"),
    "experience": ("experience", "company"),
    "phone": ("email",),
    "skills": ("skill",),
    "schooling": ("education_level", "major"),
}
"""Entities whose presence says that a message tells of a topic that nobody asked for."""
