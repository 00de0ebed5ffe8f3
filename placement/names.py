"""Names of people: taken out of what stands around them, and told from words that name nobody."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from placement.errors import InvalidError
from placement.vocabulary import Vocabularies, plain

_NAME = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)*\.?")
_I = r"(?:saya|sya|sy|aku|aq|ak|gue|gua|gw|ane|ana|abdi|kulo|kula|dalem)"
_CALLED = (
    r"(?:nama|nma|nm|nami|jeneng|asma|ngaran)\s*(?:lengkap\s*|asli\s*)?"
    r"(?:nya|ku|saya|sya|sy|aku|aq|gue|gua|gw|abdi|kuring|kulo|kula|kulå|dalem)?"
)
_NOT_A_NAME = re.compile(
    rf"^(?:{_CALLED}|{_I}|kak|kakak|min|i|me|my)$|https?:|@|"
    r"\b(?:loker|lowongan|kerja|daftar|gaji|cari|mau|batal|tidak|nggak)\b",
    re.IGNORECASE,
)
_BEFORE_A_NAME = re.compile(
    r"^(?:(?:halo|hai|hi|hello|perkenalkan|kenalkan|kenalin|oke|ok|iya|ya|yo|baik|baiklah|yaudah|sudah|udah|wis|deh)[\s,.!]+)*"
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


_NAMED = re.compile(
    rf"\b(?:(?:{_I}\s+)?(?:nama|nma|nm|nami|jeneng|asma|ngaran)\s*(?:lengkap\s*|asli\s*)?"
    r"(?:ku|saya|sya|sy|aku|aq|gue|gua|gw|abdi|kuring|kulo|kula|dalem)|"
    r"my\s+(?:full\s+)?name(?:\s+is|'s))\b\s*(?:adalah\b|itu\b|:|=)?\s*((?:[^\W\d_]+[.'’-]?\s*){1,7})",
    re.IGNORECASE,
)
"""«Nama saya …», wherever it stands."""
_AROUND = """
    umur usia lahir asal alamat domisili lulus tamatan sekolah pendidikan kerja nyari mencari lagi belum sudah udah
    bukan tidak tdk gak ga gk nggak salah keliru ganti diganti apa siapa kok ada masih tolong dong daftar with age aged
    from live living is not wrong want looking
"""
AROUND = frozenset(_AROUND.split())
"""Words after a name that are not part of it."""


def find_name(text: str) -> str | None:
    """Give the name that a text gives as such («nama saya Eko, SMK mesin»); None without one."""
    found = _NAMED.search(text)
    if found is None:
        return None
    words: list[str] = []
    for word in found.group(1).split():
        if word.casefold() in AROUND | ASKING | FILLERS | {"cari", "lulusan"}:
            break
        words.append(word)
    try:
        return check_name(" ".join(words))
    except InvalidError:
        return None


def fuller_name(text: str, known: str | None, vocabularies: Vocabularies) -> str | None:
    """Give the name that a text is, when it is a name and nothing else, and shares a word with the one known."""
    try:
        name = check_name(text)
    except InvalidError:
        return None
    shared = set(plain(name).split()) & set(plain(known or "").split())
    return name if shared and not names_nobody(text, vocabularies) else None


def check_name(text: str) -> str:
    """Give a name in title case, without «nama saya …» before it; InvalidError for what can't be one."""
    name = " ".join(unicodedata.normalize("NFKC", text).split())
    name = _AFTER_A_NAME.sub("", _BEFORE_A_NAME.sub("", name, count=1)).strip()
    if not 2 <= len(name) <= 60 or not _NAME.fullmatch(name) or _NOT_A_NAME.search(name) or len(name.split()) > 7:
        raise InvalidError("invalid_name")
    return " ".join(word if word.isupper() and len(word) <= 3 else word.capitalize() for word in name.split())


_WISHES = """
    mau mo pengen pengin pingin pgn kepengen kepengin kepingin ingin hoyong arep maunya pengennya pinginnya cari nyari
    want wanna looking
"""
WISHING = frozenset(_WISHES.split())
"""Words with which a wish begins, never a name."""


def names_nobody(text: str, vocabularies: Vocabularies) -> bool:
    """Whether a text asks, wishes («pengennya jadi montir»), or names trades, places, schooling, work types alone."""
    said = plain(text)
    if set(said.split()) & ASKING or set(said.split()[:2]) & WISHING:
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
