"""A CV → what it proposes for the record: values with the words they were taken from. Nothing here is a fact yet.

Indonesian and English; where a line stands (under which heading) decides what it may tell. What is not understood is
left out: the seeker is asked for it, which costs less than a wrong proposal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Any

from placement.documents import schooling, work
from placement.documents.reading import Page
from placement.documents.sections import Line, label_and_value, lines_of
from placement.errors import InvalidError
from placement.names import check_name, names_nobody
from placement.reading.contact import find_email, read_phone
from placement.reading.dates import find_date, find_year
from placement.reading.skills import read_languages, read_licences, read_skills
from placement.vocabulary import Vocabularies, plain

MOST_SKILLS = 15
MOST_COURSES = 10
HEAD_LINES = 12
"""Lines at the top in which a name without a label may stand."""

LABELS = {
    "nama": "person_name", "nama lengkap": "person_name", "name": "person_name", "full name": "person_name",
    "nama panjang": "person_name",
    "ttl": "birth", "tempat tanggal lahir": "birth", "tempat tgl lahir": "birth", "tempat dan tanggal lahir": "birth",
    "tempat lahir tanggal lahir": "birth", "place date of birth": "birth", "place and date of birth": "birth",
    "place of birth date of birth": "birth", "lahir": "birth", "kelahiran": "birth", "born": "birth",
    "tanggal lahir": "birth", "tgl lahir": "birth", "date of birth": "birth", "birth date": "birth", "dob": "birth",
    "birthdate": "birth", "birthday": "birth",
    "tempat lahir": "birth_place", "place of birth": "birth_place", "birthplace": "birth_place",
    "jenis kelamin": "sex", "kelamin": "sex", "gender": "sex", "sex": "sex", "j kelamin": "sex",
    "status": "marital", "status perkawinan": "marital", "status pernikahan": "marital", "marital status": "marital",
    "alamat": "home_region", "alamat domisili": "home_region", "domisili": "home_region", "address": "home_region",
    "alamat sekarang": "home_region", "alamat tinggal": "home_region", "current address": "home_region",
    "alamat rumah": "home_region", "tempat tinggal": "home_region", "home address": "home_region",
    "alamat ktp": "card_region", "alamat sesuai ktp": "card_region",
}  # fmt: skip
"""Plain label → what its line tells."""
_TITLE = re.compile(
    r"^\W*(?:curriculum\s?vitae|daftar riwayat hidup|riwayat hidup|resume|résumé|cv|lamaran kerja|"
    r"surat lamaran\w*)\b[\s:–-]*",
    re.IGNORECASE,
)
_DEGREE = re.compile(r",?\s+(?:[A-Z]{1,2}\.\s?[A-Za-z]{1,5}\.?|A\.?Md\.?(?:\.?\w{1,4})?|M\.?M|S\.?E)(?=\s*(?:,|$))\.?")
_PLACE = re.compile(r"[^\W\d_][^\W\d_ .'-]{0,20}(?:[ .'-]{1,2}[^\W\d_]{1,20}){0,3}")
_STREET = re.compile(r"(?:jl|jln|jalan|kp|kampung|perum\w*|komp\w*|gg|gang|dusun|desa|ds)\b", re.IGNORECASE)
_RATING = re.compile(r"[●○★☆■□▪•|/%]+|\b\d{1,3}\s?%|\b\d{1,2}\s?/\s?\d{1,3}\b")
_LICENCE = re.compile(r"\bSIM\b|\bdriv(?:er'?s?|ing)\slicen[cs]e\b", re.IGNORECASE)
_SOURCE = re.compile(r"\s+[-–—|]\s+|\t|,\s+|\s+(?:oleh|by|di|at|from|dari)\s+", re.IGNORECASE)
_YEARS = re.compile(r"[(\[]?\b(?:19|20)\d{2}\b(?:\s?[-–—]\s?(?:19|20)\d{2})?[)\]]?")


@dataclass(frozen=True)
class Proposed:
    """One value that a CV suggests.

    Attributes:
        field: of `placement.fields.FIELDS`.
        value: in the form that its check takes.
        quote: the words it was taken from, verbatim from the page.
        page: its number.
    """

    field: str
    value: Any
    quote: str
    page: int


def propose(pages: Sequence[Page], today: date, vocabularies: Vocabularies) -> list[Proposed]:
    """Read a CV; in the order of a record, a field with one value at most once. Never raises for what it reads."""
    lines = list(lines_of(pages))
    own = [line for line in lines if line.section != "other"]
    found = [
        *_person(own, today, vocabularies),
        *_contact(own),
        *(_of(own, "education", lambda those: schooling.read(those, today, vocabularies))),
        *(_of(own, "experience", lambda those: work.read(those, today, vocabularies))),
        *_abilities(own, today, vocabularies),
    ]
    return _once(found)


def _of(
    lines: Sequence[Line], section: str, read: Callable[[Sequence[Line]], Iterator[tuple[str, Any, str, int]]]
) -> Iterator[Proposed]:
    for one in read([line for line in lines if line.section == section]):
        yield Proposed(*one)


def _once(found: Sequence[Proposed]) -> list[Proposed]:
    """Keep the first proposal of each field with one value, and of each entry of the others."""
    several = {"experiences", "skills", "courses", "driving_licences", "spoken_languages"}
    seen: set[str] = set()
    kept = []
    for one in found:
        key = f"{one.field} {one.value}" if one.field in several else one.field
        if key not in seen and one.quote.strip():
            seen.add(key)
            kept.append(one)
    return kept


# --- the person -----------------------------------------------------------------------------------------------------


def _person(lines: Sequence[Line], today: date, vocabularies: Vocabularies) -> Iterator[Proposed]:
    top = [line for line in lines if line.section in ("head", "person", "contact")]
    for line, label, value in _labelled(top):
        for field, read in _read_label(label, value, today, vocabularies):
            yield Proposed(field, read, line.text.strip(" \t:"), line.page.number)
    yield from _bare_name(top, vocabularies)
    for line, below in zip_longest(top, top[1:]):
        # «Kebumen, 3 Mei 1999», «Jl. Mawar 3, Kota Depok» and «Perempuan» say what they are.
        day = find_date(line.content, today, past=True)
        if day and day[0] and len(line.content) <= 60 and not line.bullet and (today.year - day[0].year) >= 15:
            yield from (Proposed(*one, line.text.strip(), line.page.number) for one in _birth(line.content, today))
        if _STREET.match(line.content):
            for quote in _quotes(line, below):
                code = _region(quote, vocabularies)
                if code:
                    yield Proposed("home_region", code, quote, line.page.number)
                    break
        sex = vocabularies.of("sex").by_word.get(plain(line.content))
        if sex:
            yield Proposed("sex", sex, line.text.strip(), line.page.number)


def _labelled(lines: Sequence[Line]) -> Iterator[tuple[Line, str, str]]:
    """Yield lines that say what they tell; a value may stand on the line below its label."""
    for number, line in enumerate(lines):
        split = label_and_value(line.text)
        if split is None:
            split = (plain(line.content), "")
        label, value = LABELS.get(split[0]), split[1]
        if label is None:
            continue
        if not value and number + 1 < len(lines):
            below = lines[number + 1]
            under = label_and_value(below.text)
            if (under is None or under[0] not in LABELS) and plain(below.content) not in LABELS:
                yield below, label, below.text.strip(" \t:")
        elif value:
            yield line, label, value


def _read_label(label: str, value: str, today: date, vocabularies: Vocabularies) -> Iterator[tuple[str, Any]]:
    if label == "person_name":
        name = _name(value)
        if name:
            yield label, name
    elif label == "birth":
        yield from _birth(value, today)
    elif label == "birth_place":
        place = _PLACE.match(value)
        if place:
            yield label, _titled(place[0])
    elif label in ("sex", "marital"):
        code = vocabularies.of(label).find(value)
        if code:
            yield label, code
    else:
        code = _region(value, vocabularies)
        if code:
            yield label, code


def _birth(value: str, today: date) -> Iterator[tuple[str, Any]]:
    found = find_date(value, today, past=True)
    if found is None or found[0] is None or not 15 <= today.year - found[0].year <= 90:
        return
    yield "birth_date", found[0]
    place = _PLACE.match(value[: value.find(found[1])].strip(" ,/:"))
    if place and plain(place[0]) not in LABELS and len(place[0]) >= 3:
        yield "birth_place", _titled(place[0])


def _region(value: str, vocabularies: Vocabularies) -> str | None:
    """Give the one regency or city that an address names: «…, Kec. Tambun Selatan, Kab. Bekasi, Jawa Barat»."""
    parts = [part.strip(" .") for part in re.split(r",|\s[-–]\s", value.replace("\n", " ")) if part.strip(" .")]
    for part in reversed(parts):
        said = re.sub(r"\b\d{5}\b", "", re.sub(r"^kab(?:\.|\b)\s*", "Kabupaten ", part, flags=re.IGNORECASE)).strip()
        found = [region for region in vocabularies.regions.by_word.get(plain(said), []) if region.kind != "province"]
        if len(found) == 1:
            return found[0].code
    return None


def _bare_name(lines: Sequence[Line], vocabularies: Vocabularies) -> Iterator[Proposed]:
    """Find a name that stands alone at the top: the first line that can be nothing else."""
    head = [line for line in lines if line.section == "head"][:HEAD_LINES]
    for line, below in zip_longest(head, head[1:]):
        said = _TITLE.sub("", line.content).strip()
        if len(said.split()) == 1 and below is not None and len(below.content.split()) == 1:
            said = _quotes(line, below)[-1]  # set in two lines, one word in each
        words = said.split()
        if not said or ":" in said or "@" in said or not 1 < len(words) <= 5 or line.bullet:
            continue
        if not all(word[0].isupper() or word.casefold() in ("bin", "binti", "van", "de") for word in words):
            continue
        if names_nobody(said, vocabularies) or vocabularies.occupations.longest(said) or _region(said, vocabularies):
            continue
        name = _name(said)
        if name:
            yield Proposed("person_name", name, said, line.page.number)
            return


def _quotes(line: Line, below: Line | None) -> list[str]:
    """Give a line, and the same with the line that it runs on into."""
    whole = [line.text.strip()]
    if below is not None and below.page is line.page:
        whole.append(line.page.text[line.start : below.end].strip())
    return whole


def _name(value: str) -> str | None:
    """Give a name without degrees; None for what can't be one."""
    bare = _DEGREE.sub("", value.split("\t")[0]).strip(" ,.-")
    try:
        # «SITI NUR»: which short word is an abbreviation, capitals throughout do not tell.
        return check_name(bare.title() if bare.isupper() else bare)
    except InvalidError:
        return None


def _titled(text: str) -> str:
    return " ".join(text.split()).strip(" .-").title()


# --- contact --------------------------------------------------------------------------------------------------------


def _contact(lines: Sequence[Line]) -> Iterator[Proposed]:
    for line in lines:
        email = find_email(line.text)
        at = line.text.casefold().find(email) if email else -1
        if email and at >= 0:
            yield Proposed("email", email, line.text[at : at + len(email)], line.page.number)
        if line.section in ("head", "person", "contact"):
            try:
                phone = read_phone(line.text)
            except InvalidError:
                continue
            if phone:
                yield Proposed("phone", phone.number, line.text.strip(), line.page.number)


# --- abilities ------------------------------------------------------------------------------------------------------


def _abilities(lines: Sequence[Line], today: date, vocabularies: Vocabularies) -> Iterator[Proposed]:
    languages, levels = vocabularies.of("spoken_language"), vocabularies.of("language_level")
    skills: list[Proposed] = []
    courses: list[Proposed] = []
    for line in lines:
        said, quote, page = line.content, line.text.strip(), line.page.number
        split = label_and_value(line.text)
        if _LICENCE.search(said):
            for code in read_licences(said, vocabularies.of("driving_licence")):
                yield Proposed("driving_licences", code, quote, page)
        speaks = line.section == "languages" or bool(split and plain(split[0]) in ("bahasa", "languages", "language"))
        if speaks or (line.section == "skills" and re.search(r"\b(?:bahasa|bhs|language)\b", said, re.IGNORECASE)):
            # «Inggris (pasif)», «English – fluent»: the level belongs to its language.
            told = re.sub(
                r"[()–—:]|\s-\s", " ", split[1] if speaks and split and split[1] and _is_label(split[0]) else said
            )
            for spoken in read_languages(told, languages, levels):
                yield Proposed("spoken_languages", spoken, quote, page)
        elif line.section == "skills" and len(said.split()) <= 16 and not _LICENCE.search(said):
            listed = (
                split[1]
                if split and split[1] and len(split[0].split()) <= 3 and not _known(split[0], vocabularies)
                else said
            )
            listed = _RATING.sub(", ", re.sub(r"[()]", ", ", listed))
            read = read_skills(listed, today, vocabularies.skills, vocabularies.of("driving_licence"))
            skills += [Proposed("skills", skill, quote, page) for skill in read.skills if len(skill) > 2]
        elif line.section == "courses" and not _LICENCE.search(said):
            course = _course(said, today)
            if course:
                courses.append(Proposed("courses", course, quote, page))
    yield from skills[:MOST_SKILLS]
    yield from courses[:MOST_COURSES]


def _is_label(label: str) -> bool:
    return label in ("bahasa", "languages", "language", "bahasa asing")


def _known(label: str, vocabularies: Vocabularies) -> bool:
    """Whether what stands before a colon is a skill itself («Excel: mahir»), not a group of them («Komputer: …»)."""
    return label in vocabularies.skills.by_word


def _course(said: str, today: date) -> dict[str, Any] | None:
    """Read «Kursus Menjahit - BLK Bekasi (2021)» into its name, who gave it, and when."""
    year = find_year(said, today)
    parts = [part.strip(" ,.-–()") for part in _SOURCE.split(_YEARS.sub("", said), maxsplit=1)]
    parts = [part for part in parts if part and any(letter.isalpha() for letter in part)]
    if not parts or len(parts[0]) < 4 or len(said.split()) > 20:
        return None
    provider = parts[1][:80] if len(parts) > 1 else None
    return {"name": parts[0][:120], "provider": provider, "year": year if year and year <= today.year else None}
