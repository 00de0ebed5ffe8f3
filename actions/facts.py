"""What a message says about the person who wrote it: entities and bare answers → facts in normal form."""

from __future__ import annotations

import re

from actions import told
from actions.hearing import CHANGES, Heard
from actions.turn import Turn, reply
from placement import money
from placement.errors import InvalidError
from placement.fields import REST
from placement.names import AROUND, ASKING, FILLERS, check_name, find_name, names_nobody
from placement.vocabulary import plain

ANSWERS = frozenset({"inform", "correct", "nlu_fallback"})
"""Intents whose bare words may be the answer to the question that was asked."""
TELLS = ANSWERS | {"register", "update_profile", "affirm", "greet", "thank", "skip", "location_shared"}
"""Intents that may carry facts as entities."""
NO_WISH = frozenset({"affirm", "greet", "thank", "skip"})
"""Intents whose words are no work that is sought, unless they name some: «dah bener semua»."""
DOUBTFUL, DOUBTFUL_OTHER = 0.6, 0.7
"""Below this sureness of its intent, a short message answers the question for a name all the same; the second is for
what is none of our business, which is most of what has no words that we know, as names have none."""
_AGE = re.compile(r"\b(?:umur|usia|aged?)(?:ku|nya)?\W+(?:\w+\W+){0,2}?(\d{1,2})\b", re.IGNORECASE)
_SOUGHT = re.compile(
    r"\b(?:ker?ja(?:an|nya)?|gawe|loker|lowongan|lwngn|lamar\w*|(?:men)?cari\w*|nyari\w*|penempatan|ditempatkan|"
    r"jobs?|work|vacanc\w+)\b[^,.;!?\n]*$",
    re.IGNORECASE,
)
_LIVED_IN = re.compile(
    r"\b(?:tinggal|tgl|domisili|rumah\w*|alamat\w*|asal\w*|dari|orang|ktp|kost?|ngontrak|ngekos\w*|live|living|from|stay)\b",
    re.IGNORECASE,
)
_SOMEBODY_ELSES = re.compile(
    r"\b(?:suami|istri|ibu|mama|bapak|ayah|papa|anak|adik|temen|teman|hrd|bos|boss|husband|wife|mother|father|friend)\b",
    re.IGNORECASE,
)
"""Words beside a number that may not be one's own."""
_OPEN_WISH = re.compile(
    r"\b(?:apa(?:\s?(?:aja|saja|pun)|aj)|ap\s?aj[a]?|bebas|terserah|(?:any(?:thing)?(?:\s+(?:job|work))?))\b",
    re.IGNORECASE,
)
"""«Apa aja yang penting halal»: no wish that could be searched for."""

MOST_WORDS = {"person_name": 7, "home_region": 6, "education": 8, "wish": 40}
"""Longer bare answers are not taken for a fact."""


async def hear(turn: Turn, requested: str | None = None, *, beside: bool = False) -> Heard:
    """Understand a message as facts; `requested` is the field that was asked for.

    `beside`: the message wants something else, and tells facts along with it.
    """
    heard = Heard()
    if requested in REST:
        told.read_topic(turn, requested, heard)
        if not heard.facts and not heard.options:
            told.read_others(turn, requested, heard)
        if turn.intent != "correct" or heard.facts:
            return heard
        requested = None
    least = DOUBTFUL_OTHER if turn.intent == "out_of_scope" else DOUBTFUL
    doubtful = requested == "person_name" and turn.sureness < least
    plainly = requested is not None and told.answers_plainly(turn, requested)
    tells = turn.intent in TELLS or doubtful or plainly or (turn.intent == "search_job" and requested == "wish")
    if not tells and not (turn.in_form and only_facts(turn)) and not beside:
        return heard
    answers = requested and (turn.intent in ANSWERS or doubtful or plainly) and not turn.denied
    bare = turn.text if requested and answers and _short(turn.text, requested) else ""
    heard.age = age_said(turn)
    _hear_region(turn, heard, requested, bare)
    _hear_education(turn, heard, requested, bare)
    if turn.has("phone") and not _SOMEBODY_ELSES.search(turn.text):
        told.read_quietly(turn, "phone", heard)
    _hear_name(turn, heard, requested, bare)
    await _hear_wish(turn, heard, requested)
    for major in turn.values("major")[:1]:
        heard.keep("major", major, turn.quote)
    for salary in turn.values("salary")[:1]:
        wage = money.parse_wage(salary)
        if wage:
            heard.keep("wage_min", wage[0], turn.quote)
    kinds = [kind for kind in map(turn.services.vocabularies.work_types.find, turn.values("work_type")) if kind]
    if kinds:
        heard.keep("work_types", list(dict.fromkeys(kinds)), turn.quote)
    told.read_along(turn, heard)
    return heard


def age_said(turn: Turn) -> int | None:
    """Give the age that somebody says to have; not that of somebody else."""
    said = re.search(r"(\d{1,2})", turn.first("age") or "") or _AGE.search(turn.text)
    return int(said.group(1)) if said else None


def _short(text: str, requested: str) -> bool:
    return bool(text) and len(text.split()) <= MOST_WORDS.get(requested, 0)


def _hear_name(turn: Turn, heard: Heard, requested: str | None, bare: str) -> None:
    vocabularies = turn.services.vocabularies
    said = [_whole_name(turn, name, requested) for name in turn.values("person_name")]
    named = None if said or turn.intent in CHANGES else find_name(turn.text)
    if named and not _SOMEBODY_ELSES.search(turn.text):
        said = [named]
    if not said and requested == "person_name" and not (heard.facts or heard.options or heard.age is not None):
        said = [bare] if bare else []
    elif not said and requested == "person_name":
        # «siti aminah, depok»: the part that nothing else was found in.
        # Of a longer message only what comes first: people begin with their name.
        parts = bare.split(",") if bare else turn.text.split(",")[:1]
        rest = [part for part in parts if len(part.split()) <= MOST_WORDS["person_name"] and not _found_in(turn, part)]
        said = [part for part in rest if not names_nobody(part, vocabularies)][:1]
    for name in said:
        try:
            if not names_nobody(name, vocabularies):
                heard.keep("person_name", check_name(name), turn.quote)
                return
        except InvalidError:
            continue
    # A wish told instead of the name is noted, and nothing is wrong with it.
    if said and requested == "person_name" and not heard.facts.keys() - {"wish"} and not turn.has("occupation"):
        heard.problems.append(reply("invalid_name"))


def _whole_name(turn: Turn, name: str, requested: str | None) -> str:
    """Give a name with the words beside it that a tagger leaves out: «nama saya Asep Sunandar» is more than Asep."""
    if name not in turn.text:
        return name
    given = find_name(turn.text)
    if given and f" {name.casefold()} " in f" {given.casefold()} ":
        return given
    if requested != "person_name":
        return name
    part = next((part for part in re.split(r"[,;\n]", turn.text) if name in part), name)
    others = [entity for entity in turn.entities if entity["entity"] != "person_name"]
    try:
        whole = check_name(part.strip())
    except InvalidError:
        return name
    beside = any(str(other["value"]) in part for other in others)
    return name if beside or set(plain(whole).split()) & (AROUND | ASKING | FILLERS) else whole


def _found_in(turn: Turn, part: str) -> bool:
    regions = turn.services.vocabularies.regions
    told = {
        word
        for entity in turn.entities
        # A name like «Wanggai» is easily taken for a place.
        if entity["entity"] != "location" or regions.find(str(entity["value"]))
        for word in plain(str(entity["value"])).split()
    }
    return bool(told & set(plain(part).split()))


def _hear_region(turn: Turn, heard: Heard, requested: str | None, bare: str) -> None:
    regions = turn.services.vocabularies.regions
    if turn.intent == "location_shared":
        code = turn.first("region")
        if code is None:
            heard.problems.append(reply("invalid_location"))
            return
        said = code
    else:
        # «Tambun Selatan, Bekasi»: the parts of an address are named one after another.
        said = ", ".join(_lived_in(turn, requested))
        if not said and requested == "home_region" and not turn.entities:
            said = bare
    if not said:
        return
    found = [regions.by_code[said]] if said in regions.by_code else regions.find(said)
    offered = [regions.by_code[code] for code in turn.slot("region_options") or () if code in regions.by_code]
    # «yang kota», «kabupaten»: one of the places that were offered.
    narrowed = [region for region in offered if region in found or (not found and _names_kind(said, region.name))]
    found = narrowed if len(narrowed) == 1 else found
    if len(found) > 1:
        heard.options = [region.code for region in found][:6]
    elif not found:
        if requested == "home_region":
            heard.problems.append(reply("invalid_region", said=said[:60]))
    elif found[0].kind == "province":
        if requested == "home_region":
            heard.problems.append(reply("region_too_wide", code=found[0].code))
    else:
        heard.keep("home_region", found[0].code, turn.quote)


def _lived_in(turn: Turn, requested: str | None) -> list[str]:
    """Give the places that may be a home: a place where work is sought is none, unless the home was asked for."""
    places = turn.places()
    if requested == "home_region" or not turn.text:
        return places
    return [place for place in places if not _sought(turn.text, place)]


def _sought(text: str, place: str) -> bool:
    before = _SOUGHT.search(text[: max(text.find(place), 0)])
    return before is not None and _LIVED_IN.search(before.group()) is None


def tells_home(turn: Turn) -> bool:
    """Whether a message says in words that it is about where somebody lives."""
    return _LIVED_IN.search(turn.text) is not None


def only_facts(turn: Turn) -> bool:
    """Whether a message is nothing but places, trades, schooling: an answer late or early, no search."""
    words = set(plain(turn.text).split()) - FILLERS
    return bool(words) and words <= {word for entity in turn.entities for word in plain(str(entity["value"])).split()}


def _names_kind(said: str, name: str) -> bool:
    return bool(set(plain(said).split()) & set(plain(name).split()[:1]))


def _hear_education(turn: Turn, heard: Heard, requested: str | None, bare: str) -> None:
    levels = turn.services.vocabularies.education
    code = next((code for code in map(levels.find, turn.values("education_level")) if code), None)
    begun = next((code for code in (levels.find(str(one["value"])) for one in turn.unfinished) if code), None)
    if code is None and begun == "sd":
        code = "none"
    elif code is None and begun:
        if requested == "education":
            heard.problems.append(reply("education_unfinished", level=begun))
        return
    if code is None and requested == "education" and bare:
        code = levels.find(bare)
        if code is None and not turn.entities:
            heard.problems.append(reply("invalid_education"))
    if code is not None:
        heard.keep("education", code, turn.quote)


def _without_filling(text: str) -> str:
    """Leave off what says nothing at the end of an answer: «satpam aja bang»."""
    said = text.split()
    while len(said) > 1 and said[-1].strip(".,!").casefold() in FILLERS:
        said.pop()
    return " ".join(said).rstrip(" .,!")


async def _hear_wish(turn: Turn, heard: Heard, requested: str | None) -> None:
    said = turn.values("occupation")
    if requested == "wish":
        if turn.intent in NO_WISH and not said and not told.answers_plainly(turn, "wish"):
            return
        told_else = heard.facts or heard.age is not None or turn.denied
        if not said and turn.text and _OPEN_WISH.search(turn.text) and not told_else:
            heard.open_wish = True
            return
        named_too = "person_name" in heard.facts
        if turn.text and _short(turn.text, "wish") and not turn.denied and not named_too and (said or not told_else):
            words = _without_filling(turn.text)
        elif said:
            words = ", ".join(said)
        else:
            return
    else:
        # A job held («2 tahun jadi kasir di toko») is not a job wished for.
        held = turn.has("experience") or turn.has("company")
        if not said or held:
            return
        words = ", ".join(said)
    codes: list[str] = []
    for name in said or [words]:
        codes += await turn.services.occupations_of(name)
    heard.keep("wish", {"text": words[:200], "occupations": list(dict.fromkeys(codes))}, turn.quote)
