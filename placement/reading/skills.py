"""Skills, courses, driving licences and languages as people list them: «excel, masak, kursus jahit, sim c»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from placement.reading.dates import find_year
from placement.vocabulary import Codes, plain

MOST = 20
"""Entries of one kind that a message is taken to tell."""
MOST_WORDS = 5
"""Longer pieces are sentences, not names of skills."""

_BETWEEN = re.compile(r"\s*(?:[,;\n•/+&]|\.\s|\b(?:dan|sama|serta|juga|and|also|trus|terus)\b)\s*", re.IGNORECASE)
_COURSE = re.compile(
    r"\b(?:kursus|sertifikat|sertifikasi|pelatihan|diklat|bnsp|training|course|certificate|certified|blk|prakerja)\b",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"\b(?:saya|aku|sy|gw|gue|bisa|bs|biasa|mahir|jago|punya|pny|ada|pernah|ikut|i|can|have|know|my|skill|skills|keahlian|"
    r"kak|min|ya|sih|aja|saja|lumayan|sedikit|dikit|doang|bisanya|cuma|yang|yg|di)\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"^\W*(?:(?:belum|blm|tidak|tdk|nggak|ngga|gak|ga|gk|no|not)\s?(?:ada|punya|bisa|any)|kosong|none|nothing|-)\W*(?:kak|min)?\W*$",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"\b(?:bahasa|bhs|b\.|basa|language)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Skills:
    """What a list of abilities tells.

    Attributes:
        skills: ids of the vocabulary, or as said.
        courses: [{«name», «provider», «year»}].
        licences: codes of driving licences.
    """

    skills: tuple[str, ...] = ()
    courses: tuple[dict[str, Any], ...] = ()
    licences: tuple[str, ...] = ()


def read_skills(text: str, today: date, skills: Codes, licences: Codes) -> Skills:
    """Read a list of abilities; what is no name of one is left out."""
    if says_none(text):
        return Skills()
    found: list[str] = []
    courses: list[dict[str, Any]] = []
    driving = read_licences(text, licences)
    for piece in _BETWEEN.split(text):
        said = plain(piece)
        if not said or licences.longest(said) or re.fullmatch(r"sim [a-d]\d?|[a-d]\d?", said):
            continue
        if _COURSE.search(piece):
            name = " ".join(_NOISE.sub(" ", piece).split()).strip(" .-")[:120]
            courses.append({"name": name, "provider": None, "year": find_year(piece, today)})
            continue
        known = _all_known(said, skills)
        if known:
            found += known
            continue
        said = " ".join(_NOISE.sub(" ", said).split())
        if 2 <= len(said) <= 60 and len(said.split()) <= MOST_WORDS and not said.isdigit():
            found.append(said)
    return Skills(tuple(dict.fromkeys(found))[:MOST], tuple(courses[:MOST]), driving[:MOST])


def _all_known(said: str, skills: Codes) -> list[str]:
    """Give every skill that a piece names: «word excel powerpoint» is three."""
    known: list[str] = []
    while (word := skills.longest(said)) and len(known) < MOST:
        known.append(word[1])
        said = f" {said} ".replace(f" {word[0]} ", "  ", 1)
    return known


def read_licences(text: str, licences: Codes) -> tuple[str, ...]:
    """Give the driving licences that a text names: «sim a sm c» is two."""
    said = f" {plain(text)} "
    if " sim " not in said and "licen" not in said:
        return ()
    # «SIM A dan C», «sim a/c»: the word is said once.
    for _ in range(4):
        said = re.sub(
            r"( sim [abcd][12]?(?: umum)?) (?:dan |sama |sm |& )?(?=[abcd][12]?\b(?! ?sim))", r"\1 sim ", said
        )
    found = []
    for word in sorted(licences.by_word, key=len, reverse=True):
        if f" {word} " in said:
            found.append(licences.by_word[word])
            said = said.replace(f" {word} ", " ")
    return tuple(dict.fromkeys(sorted(found)))


def read_languages(text: str, languages: Codes, levels: Codes) -> tuple[dict[str, Any], ...]:
    """Read languages with how well: «jawa lancar, inggris dikit»; Indonesian itself is not told."""
    found: dict[str, dict[str, Any]] = {}
    for piece in _BETWEEN.split(text):
        named = languages.longest(_LANGUAGE.sub(" ", piece))
        if named and named[1] != "id":
            rest = plain(piece).replace(named[0], " ", 1)
            found.setdefault(named[1], {"code": named[1], "level": levels.find(rest)})
    return tuple(found.values())[:MOST]


def says_none(text: str) -> bool:
    """Whether a text says that there is nothing to tell."""
    return bool(_NONE.match(text))
