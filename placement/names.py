"""Names of people: taken out of what stands around them, and told from words that name nobody."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from placement.errors import InvalidError
from placement.vocabulary import Vocabularies, plain

_NAME = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)*\.?")
_I = r"(?:saya|sya|sy|aku|aq|ak|gue|gua|gw|ane|ana)"
_CALLED = r"(?:nama|nma|nm)\s*(?:lengkap\s*|asli\s*)?(?:nya|ku|saya|sya|sy|aku|aq|gue|gua|gw)?"
_NOT_A_NAME = re.compile(
    rf"^(?:{_CALLED}|{_I}|kak|kakak|min|i|me|my)$|https?:|@|"
    r"\b(?:loker|lowongan|kerja|daftar|gaji|cari|mau|batal|tidak|nggak)\b",
    re.IGNORECASE,
)
_BEFORE_A_NAME = re.compile(
    r"^(?:(?:halo|hai|hi|hello|perkenalkan|kenalkan|kenalin|oke|ok)[\s,.!]+)*"
    rf"(?:(?:{_I}\s+{_CALLED}|{_CALLED}|{_I}|my\s+(?:full\s+)?name(?:\s+is|'s)?|"
    r"i\s+am|i['’]m|im|this\s+is|call\s+me|panggil(?:\s+aja)?)\s*(?:adalah\b|itu\b|:|=|,)?\s+)?",
    re.IGNORECASE,
)
"""What people put before their name: «nama saya …», «my name is …»."""
_AFTER_A_NAME = re.compile(r"[\s,]+(?:kak|kakak|min|gan|ya kak|ya min)[.!]*$|[!,]+$", re.IGNORECASE)

_ASKING = """
    apa apaan apakah siapa kenapa knp mengapa gimana gmn bagaimana kapan berapa brp mana dimana dmn kok buat untuk
    what who why how when where which
"""
ASKING = frozenset(_ASKING.split())
"""Words that ask; a message with one is no name."""
_FILLERS = """
    atau ato dan sama ama jadi di dari ke mau pengen pgn yang yg aja aj saja sih deh dong lah ya iya juga kak min kakak
    pak bu bang mas mbak kota kab kabupaten saya sy aku penting boleh bisa lulusan tinggal or and the a an in as
"""
FILLERS = frozenset(_FILLERS.split())
"""Words that say nothing by themselves."""


def check_name(text: str) -> str:
    """Give a name in title case, without «nama saya …» before it; InvalidError for what can't be one."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    name = _AFTER_A_NAME.sub("", _BEFORE_A_NAME.sub("", name, count=1)).strip()
    if not 2 <= len(name) <= 60 or not _NAME.fullmatch(name) or _NOT_A_NAME.search(name) or len(name.split()) > 7:
        raise InvalidError("invalid_name")
    return " ".join(word if word.isupper() and len(word) <= 3 else word.capitalize() for word in name.split())


def names_nobody(text: str, vocabularies: Vocabularies) -> bool:
    """Whether a text asks, or is made of trades, places, schooling and work types alone («sopir atau kuli»)."""
    said = plain(text)
    if set(said.split()) & ASKING:
        return True
    known: Iterable[Iterable[str]] = (
        vocabularies.occupations.by_word,
        vocabularies.education.by_word,
        vocabularies.work_types.by_word,
        vocabularies.regions.by_word,
    )
    inside = {word for words in known for word in words if len(word) >= 3 and f" {word} " in f" {said} "}
    rest = f" {said} "
    for word in sorted(inside, key=len, reverse=True):
        # Twice: neighbours share the space between them.
        rest = rest.replace(f" {word} ", "  ").replace(f" {word} ", "  ")
    return not set(rest.split()) - FILLERS
