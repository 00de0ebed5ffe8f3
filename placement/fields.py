"""What a record holds: every kind of fact, what its value may be, and the topics in which they are asked.

The one list from which registration, review, documents, copies and proofs know the fields of a seeker (AK/II).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from placement.errors import InvalidError
from placement.names import check_name
from placement.reading import contact, identity

ADULT = 18
"""AK/I: a job seeker's registration is for people of 18 and older."""
YOUNGEST = 5
"""A smaller number is no age, but a slip, or a child's count of something."""
OLDEST = 100
LOWEST_WAGE, HIGHEST_WAGE = 100_000, 500_000_000
"""Rupiah a month that somebody may wish for."""
MOST_MONTHS = 12 * 70


@dataclass(frozen=True)
class Known:
    """What a value has to agree with."""

    today: date
    birth_date: date | None = None
    sex: str | None = None
    nik: str | None = None


Check = Callable[[Any, Known], Any]


@dataclass(frozen=True)
class Field:
    """One kind of fact.

    Attributes:
        check: gives a value in its normal form, or raises InvalidError.
        key: of a field with several entries: what tells one entry from another; None for a field with one value.
        order: of a field with several entries: the order in which they stand.
    """

    check: Check
    key: Callable[[Any], str] | None = None
    order: Callable[[list[Any]], list[Any]] = list


@dataclass(frozen=True)
class Topic:
    """One question: the facts that answer it, and what they are needed for.

    Attributes:
        fields: the facts that may answer; one of them settles the topic, unless some are needed.
        needed: those without which the question stays open.
        use: what it is asked for: start (the first vacancies), apply, proof, or match.
        optional: whether the record is complete without it.
    """

    fields: tuple[str, ...]
    use: str
    needed: tuple[str, ...] = ()
    optional: bool = False


TOPICS: Mapping[str, Topic] = {
    "person_name": Topic(("person_name",), "start"),
    "home_region": Topic(("home_region",), "start"),
    "education": Topic(("education",), "start"),
    "wish": Topic(("wish",), "start"),
    "phone": Topic(("phone", "email"), "apply", needed=("phone",)),
    "experience": Topic(("experiences",), "apply"),
    "schooling": Topic(("major", "school_year"), "match"),
    "skills": Topic(("skills", "courses", "driving_licences"), "match"),
    "languages": Topic(("spoken_languages",), "match"),
    "terms": Topic(("wage_min", "work_types"), "match"),
    "reach": Topic(("willing_to_move", "wish_regions"), "match"),
    "availability": Topic(("available_from",), "match"),
    "accommodation": Topic(("accommodation",), "match"),
    "birth": Topic(("birth_date", "birth_place", "sex", "marital"), "proof", needed=("birth_date", "sex")),
    "card_region": Topic(("card_region",), "proof"),
    "nik": Topic(("nik",), "proof", optional=True),
}
"""In the order in which they are asked."""
WITHOUT_MAJOR = frozenset({"none", "sd", "smp"})
"""Schooling in which there is no field of study to ask for."""
START = tuple(name for name, topic in TOPICS.items() if topic.use == "start")
"""The four topics that give the first vacancies."""
REST = tuple(name for name, topic in TOPICS.items() if topic.use != "start")


def too_young(age: int | None) -> bool:
    """Whether an age that was told is too low for a record."""
    return age is not None and YOUNGEST <= age < ADULT


def years_between(day: date, today: date) -> int:
    """Give the full years from a day until today."""
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def total_months(experiences: list[dict[str, Any]], today: date) -> int:
    """Give the months of work of all entries; those with known dates that overlap count once."""
    spans, loose = [], 0
    for entry in experiences:
        since = _month(entry.get("since"))
        until = _month(entry.get("until")) or (today.year * 12 + today.month if entry.get("until") == "now" else None)
        if since is not None and until is not None and until >= since:
            spans.append((since, until))
        else:
            loose += int(entry.get("months") or 0)
    months, end = 0, -1
    for since, until in sorted(spans):
        months += max(until - max(since, end), 0)
        end = max(end, until)
    return min(months + loose, MOST_MONTHS)


def _month(value: Any) -> int | None:
    try:
        year, month = (int(part) for part in str(value).split("-")[:2])
    except ValueError:
        return None
    return year * 12 + month


def as_json(value: Any) -> Any:
    """Give a checked value as it is kept in JSON: days as ISO."""
    return value.isoformat() if isinstance(value, date) else value


# --- checks: each gives the normal form, or says why not ------------------------------------------------------------


def _name(value: Any, _known: Known) -> str:
    return check_name(str(value))


def _one_of(*codes: str) -> Check:
    def check(value: Any, _known: Known) -> str:
        if value not in codes:
            raise InvalidError("invalid_value")
        return str(value)

    return check


def _words(most: int, key: str = "invalid_value") -> Check:
    def check(value: Any, _known: Known) -> str:
        text = " ".join(str(value).split())[:most]
        if not any(letter.isalpha() for letter in text):
            raise InvalidError(key)
        return text

    return check


def _code(value: Any, _known: Known) -> str:
    return str(value)


def _codes(value: Any, _known: Known) -> list[str]:
    return list(dict.fromkeys(str(code) for code in value))[:20]


def _truth(value: Any, _known: Known) -> bool:
    return bool(value)


def as_date(value: Any) -> date:
    """Give a day, from itself or from ISO."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise InvalidError("invalid_date") from None


def _birth_date(value: Any, known: Known) -> date:
    day = as_date(value)
    if day > known.today:
        raise InvalidError("invalid_birth_future")
    if years_between(day, known.today) > OLDEST:
        raise InvalidError("invalid_birth_year")
    if years_between(day, known.today) < ADULT:
        raise InvalidError("under_age")
    if known.nik and identity.contradictions(known.nik, birth_date=day):
        raise InvalidError("birth_contradicts_nik")
    return day


def _sex(value: Any, known: Known) -> str:
    sex = str(_one_of("female", "male")(value, known))
    if known.nik and identity.contradictions(known.nik, sex=sex):
        raise InvalidError("sex_contradicts_nik")
    return sex


def _nik(value: Any, known: Known) -> str:
    number = identity.check_nik(str(value), known.today)
    against = identity.contradictions(number, birth_date=known.birth_date, sex=known.sex)
    if against:
        raise InvalidError("nik_contradicts_birth" if "birth_date" in against else "nik_contradicts_sex")
    return number


def _phone(value: Any, _known: Known) -> str:
    read = contact.read_phone(str(value))
    if read is None:
        raise InvalidError("invalid_phone")
    return read.number


def _email(value: Any, _known: Known) -> str:
    address = contact.read_email(str(value))
    if address is None:
        raise InvalidError("invalid_email")
    return address


def _wage(value: Any, _known: Known) -> int:
    wage = int(value)
    if not LOWEST_WAGE <= wage <= HIGHEST_WAGE:
        raise InvalidError("invalid_wage")
    return wage


def _school_year(value: Any, known: Known) -> int:
    year = int(value)
    if not known.today.year - 80 <= year <= known.today.year + 8:
        raise InvalidError("invalid_school_year")
    return year


def _available(value: Any, known: Known) -> date:
    day = as_date(value)
    if years_between(known.today, day) > 2:
        raise InvalidError("invalid_available")
    return max(day, known.today)


def _wish(value: Any, _known: Known) -> dict[str, Any]:
    text = str(value["text"]).strip()[:200]
    if not text:
        raise InvalidError("invalid_value")
    return {"text": text, "occupations": list(value.get("occupations") or [])}


def _experience(value: Any, _known: Known) -> dict[str, Any]:
    entry = {
        "occupation": " ".join(str(value.get("occupation") or "").split())[:80] or None,
        "occupation_code": value.get("occupation_code"),
        "employer": " ".join(str(value.get("employer") or "").split())[:80] or None,
        "months": _months(value.get("months")),
        "since": value.get("since"),
        "until": value.get("until"),
        "what": " ".join(str(value.get("what") or "").split())[:200] or None,
    }
    if not entry["occupation"] and not entry["employer"]:
        raise InvalidError("invalid_experience")
    return entry


def _months(value: Any) -> int | None:
    if value is None:
        return None
    months = int(value)
    if not 0 <= months <= MOST_MONTHS:
        raise InvalidError("invalid_experience")
    return months


def _course(value: Any, _known: Known) -> dict[str, Any]:
    name = " ".join(str(value.get("name") or "").split())[:120]
    if not name:
        raise InvalidError("invalid_value")
    return {"name": name, "provider": value.get("provider"), "year": value.get("year")}


def _language(value: Any, _known: Known) -> dict[str, Any]:
    return {"code": str(value["code"]), "level": value.get("level")}


def _same(*parts: str) -> Callable[[Any], str]:
    def key(entry: Mapping[str, Any]) -> str:
        return "|".join(str(entry.get(part) or "").casefold() for part in parts)[:64]

    return key


def _latest_first(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(entries, key=lambda entry: str(entry.get("until") or entry.get("since") or ""), reverse=True)


FIELDS: Mapping[str, Field] = {
    "person_name": Field(_name),
    "home_region": Field(_code),
    "education": Field(_code),
    "wish": Field(_wish),
    "major": Field(_words(80)),
    "school_year": Field(_school_year),
    "nik": Field(_nik),
    "birth_date": Field(_birth_date),
    "birth_place": Field(_words(60)),
    "sex": Field(_sex),
    "marital": Field(_one_of("single", "married", "divorced", "widowed")),
    "card_region": Field(_code),
    "phone": Field(_phone),
    "email": Field(_email),
    "experiences": Field(_experience, key=_same("occupation", "employer"), order=_latest_first),
    "skills": Field(_words(60), key=lambda skill: str(skill).casefold()[:64]),
    "courses": Field(_course, key=_same("name")),
    "driving_licences": Field(_code, key=str),
    "spoken_languages": Field(_language, key=_same("code")),
    "wish_regions": Field(_codes),
    "willing_to_move": Field(_truth),
    "wage_min": Field(_wage),
    "work_types": Field(_codes),
    "available_from": Field(_available),
    "accommodation": Field(_code, key=str),
}
"""Every kind of fact that can be told, by its name; the values' normal forms are checked here and nowhere else."""
