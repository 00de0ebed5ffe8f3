"""Skills, courses, driving licences and languages as people list them: «excel, masak, kursus jahit, sim c»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz import fuzz, process

from placement.reading.dates import find_year
from placement.reading.spaces import single
from placement.vocabulary import Codes, plain

MOST = 20
"""Entries of one kind that a message is taken to tell."""
MOST_WORDS = 5
"""Longer pieces are sentences, not names of skills."""

MOST_PIECES = 100
LONG = 6
SURE = 88.0
"""A misspelt name of LONG letters or more counts from this likeness on (rapidfuzz ratio, 0–100)."""

_MARK = r"(?:(?<=\n)|(?<=^)|(?<=\s))(?:\d{1,2}[.)]|[-*–])\s"
"""Of a list, at the beginning of an entry."""
_CLAUSES = re.compile(rf"\s?(?:[,;\n•|]|\.\s|{_MARK})\s?")
_BETWEEN = re.compile(
    rf"\s?(?:[,;\n•|/+&]|\.\s|{_MARK}|\b(?:dan|sama|serta|juga|and|also|trus|terus|tapi|tp|but|plus)\b)\s?",
    re.IGNORECASE,
)
_COURSE = re.compile(
    r"\b(?:kursus|les|sertifikat|sertifikasi|pelatihan|diklat|bnsp|training|course|certificates?|certified|blk|"
    r"prakerja|"
    r"workshop|bootcamp)\b",
    re.IGNORECASE,
)
_PROVIDER = re.compile(
    r"\s(?:di|dari|oleh|from|at|by)\s(?P<provider>[^\W\d_][^,;\n]{1,60}?)(?=\s(?:tahun|thn|th|pada|in|\(?(?:19|"
    r"20)\d{2})\b|$)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\(?\b(?:(?:tahun|thn|th|pada|in)\s)?(?:19|20)\d{2}\b\)?", re.IGNORECASE)
_NOISE = re.compile(
    r"\b(?:saya|aku|sy|gw|gue|bisa|bs|biasa|mahir|jago|punya|pny|ada|pernah|ikut|i|can|have|know|my|skill|skills|"
    r"keahlian|"
    r"kemampuan|kak|min|ya|sih|aja|saja|lumayan|sedikit|dikit|doang|bisanya|cuma|cuman|yang|yg|di|a|an|the|am|good|at|"
    r"dalam|"
    r"menguasai|paham|ngerti|mengerti|orangnya|dapat|mampu|deh|dong|lah|nih|the|kalau|kalo|klo|kayak|seperti|udah|"
    r"sudah)\b",
    re.IGNORECASE,
)
_NOT = r"(?:belum|blm|tidak|tdk|nggak|ngga|gak|ga|gk|no|not|can'?t|cannot|don'?t|tanpa|without)"
_DENIED = re.compile(rf"\b{_NOT}\b", re.IGNORECASE)
_NONE = re.compile(
    rf"(?:(?:saya|aku|sy|gw|i)\s)?(?:{_NOT}\s?(?:ada|punya|bisa|any|have|know)?"
    r"(?:\s(?:apa[- ]?apa|apa2|any|anything|keahlian|skill|sertifikat|sim))?|kosong|none|nothing|nihil|)"
    r"(?:\s(?:kak|min|sih|sama sekali|nothing)){0,2}",
    re.IGNORECASE,
)
LONGEST_NO = 60
"""Characters of a message that says nothing but no."""
_LANGUAGE = re.compile(r"\b(?:bahasa|bhs|b\.|basa|language)\b", re.IGNORECASE)
_NO_SKILL = re.compile(
    r"\b(?:umur|usia|gaji|rumah saya|tinggal|nikah|menikah|anak|lulus\w{0,9}|rahasia|tau|tahu|bingung|apa|apapun|apa2|"
    r"banyak|macam|sim|"
    r"siap|mau|ingin|pengen|cari|kerja keras|bekerja keras|lowongan|loker|hp|wa|email|dll|dsb|etc|anything|everything|"
    r"lain)\b",
    re.IGNORECASE,
)
"""Words that stand in no name of a skill."""


_LICENCE = re.compile(r"(?:sim )?[abcd][12]?(?: umum)?(?: (?:aja|saja|doang|mati))?")
_SAID_ONCE = re.compile(r"( sim [abcd][12]?(?: umum)?) (?:dan |sama |sm |and )?(?=[abcd][12]?\b(?! ?sim))")


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
    text = single(text)
    found: list[str] = []
    courses: list[dict[str, Any]] = []
    driving = read_licences(text, licences)
    for piece in _BETWEEN.split(text, maxsplit=MOST_PIECES)[:MOST_PIECES]:
        said = plain(piece)
        if not said or _DENIED.search(piece) or licences.longest(said) or _LICENCE.fullmatch(said):
            continue
        if _COURSE.search(piece):
            courses.append(_course(piece, today))
        else:
            found += _named(said, skills)
    named = list(dict.fromkeys(found))[:MOST]
    return Skills(tuple(named), tuple(course for course in courses if course["name"])[:MOST], driving[:MOST])


def _named(said: str, skills: Codes) -> list[str]:
    known = _all_known(said, skills)
    if known:
        return known
    if len(said) >= LONG and len(said.split()) <= MOST_WORDS:
        near = process.extractOne(said, skills.by_word.keys(), scorer=fuzz.ratio, score_cutoff=SURE)
        if near and len(near[0]) >= LONG:
            return [skills.by_word[near[0]]]
    if _NO_SKILL.search(said):
        return []
    said = " ".join(_NOISE.sub(" ", said).split())
    letters = sum(letter.isalpha() for letter in said)
    return [said] if letters >= 2 and len(said) <= 60 and len(said.split()) <= MOST_WORDS else []


def _course(piece: str, today: date) -> dict[str, Any]:
    """Give a course: «kursus jahit di BLK Bekasi 2021» has a name, a provider and a year."""
    provider = _PROVIDER.search(piece)
    name = piece.replace(provider[0], " ", 1) if provider else piece
    return {
        "name": " ".join(_NOISE.sub(" ", _YEAR.sub(" ", name)).split()).strip(" .-()")[:120],
        "provider": provider["provider"].strip(" .-()")[:80] if provider else None,
        "year": find_year(piece, today),
    }


def _all_known(said: str, skills: Codes) -> list[str]:
    """Give every skill that a piece names: «word excel powerpoint» is three."""
    known: list[str] = []
    while (word := skills.longest(said)) and len(known) < MOST:
        known.append(word[1])
        said = plain(f" {said} ".replace(f" {word[0]} ", " ", 1))
    return known


def read_licences(text: str, licences: Codes) -> tuple[str, ...]:
    """Give the driving licences that a text names: «sim a sm c» is two; those that it says not to have are none."""
    text = single(text)
    # «Nggak punya sim a, cuma sim c»: a no holds up to the comma.
    clauses = [clause for clause in _CLAUSES.split(text, maxsplit=MOST_PIECES) if clause and not _DENIED.search(clause)]
    said = f" {' '.join(plain(clause) for clause in clauses)} "
    if " sim " not in said and "licen" not in said:
        return ()
    # «SIM A dan C», «sim a/c»: the word is said once.
    for _ in range(4):
        said = _SAID_ONCE.sub(r"\1 sim ", said)
    found = []
    while word := licences.longest(said):
        found.append(word[1])
        said = f" {plain(said.replace(f' {word[0]} ', ' '))} "
    return tuple(dict.fromkeys(sorted(found)))


def read_languages(text: str, languages: Codes, levels: Codes) -> tuple[dict[str, Any], ...]:
    """Read languages with how well: «jawa lancar, inggris dikit»; Indonesian itself is not told."""
    text = single(text)
    found: dict[str, dict[str, Any]] = {}
    for clause in _CLAUSES.split(text, maxsplit=MOST_PIECES)[:MOST_PIECES]:
        together: list[dict[str, Any]] = []
        pieces = _BETWEEN.split(clause, maxsplit=MOST_PIECES)
        for piece in (part for whole in pieces for part in _one_language_each(whole, languages)):
            named = languages.longest(_LANGUAGE.sub(" ", piece))
            if not named or named[1] == "id":
                continue
            level = levels.find(plain(piece).replace(named[0], " ", 1))
            if _DENIED.search(piece):
                # «Inggris nggak lancar» is a little; «nggak bisa inggris» is none.
                if level != "fluent":
                    continue
                level = "basic"
            together.append({"code": named[1], "level": level})
        if together and together[-1]["level"]:
            # «Inggris dan Jawa lancar»
            together = [one | {"level": one["level"] or together[-1]["level"]} for one in together]
        for one in together:
            found.setdefault(one["code"], one)
    return tuple(found.values())[:MOST]


def _one_language_each(piece: str, languages: Codes) -> list[str]:
    """Part a piece that names several languages: «jawa lancar inggris dikit», «fluent english basic mandarin»."""
    said, left = plain(_LANGUAGE.sub(" ", piece)), plain(_LANGUAGE.sub(" ", piece))
    starts: list[tuple[int, int]] = []
    while len(starts) < MOST and (word := languages.longest(left)):
        at = f" {left} ".index(f" {word[0]} ")
        starts.append((at, at + len(word[0])))
        left = left[:at] + "." * len(word[0]) + left[at + len(word[0]) :]
    if len(starts) < 2:
        return [piece]
    starts.sort()
    after = starts[0][0] == 0  # How well comes after each language, or before it.
    cuts = [start for start, _ in starts[1:]] if after else [end for _, end in starts[:-1]]
    return [said[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(said)], strict=True)]


def says_none(text: str) -> bool:
    """Whether a text says that there is nothing to tell."""
    said = single(text[: LONGEST_NO * 2])
    return 0 < len(said) <= LONGEST_NO and _NONE.fullmatch(said.strip(" -.,!?()\n")) is not None
