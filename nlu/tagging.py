"""Which words of a message are facts: a conditional random field over words, their spelling and the known names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlu.gazetteer import Gazetteer
from nlu.spelling import Word

Span = tuple[str, int, int]
"""An entity's name, and the characters where it begins and ends (excluded)."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MONEY = _words("rb ribu rebu k jt juta jeti jutaan ratus rp idr rupiah perak million mio")
TIME = _words(
    "tahun thn th taun tahunan year years yr yrs bulan bln bulanan month months minggu week weeks hari day days jam"
)
MONTHS = _words(
    "januari februari maret april mei juni juli agustus september oktober november desember jan feb mar apr jun jul "
    "agt agu agst aug sep sept okt oct nov des dec january february march may june july august october december"
)
DAYS = _words(
    "senin selasa rabu kamis jumat jum'at sabtu minggu ahad besok lusa monday tuesday wednesday thursday friday "
    "saturday sunday tomorrow pagi siang sore malam"
)
NUMBERS = _words(
    "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh setengah se setahun sebulan "
    "one two three four five six seven eight nine ten half a an loro telu papat limo hiji tilu opat"
)
GROUPS = {"money": MONEY, "time": TIME, "month": MONTHS, "day": DAYS, "number": NUMBERS}
_GLUED = re.compile(r"^(\d+)([^\W\d_]+)$")


def features(text: str, words: Sequence[Word], gazetteer: Gazetteer) -> list[list[str]]:
    """Give each word's features as CRFsuite takes them."""
    known = [""] * len(words)
    for mark in gazetteer.marks(words):
        kinds = "+".join(sorted(mark.kinds))
        for at in range(mark.first, mark.last + 1):
            known[at] = f"{'B' if at == mark.first else 'I'}-{kinds}"
    own = [_own(text, word) for word in words]
    rows = []
    for at, word in enumerate(words):
        row = ["b", *own[at], f"w={word.folded}", f"n={word.normal}", f"p3={word.folded[:3]}", f"s3={word.folded[-3:]}",
               f"s2={word.folded[-2:]}", f"g={known[at]}"]  # fmt: skip
        if at == 0:
            row.append("first")
        if at == len(words) - 1:
            row.append("last")
        if len(words) <= 3:
            row.append(f"short={len(words)}")
        for step in (-3, -2, -1, 1, 2):
            other = at + step
            if 0 <= other < len(words):
                row += [f"{step}n={words[other].normal}", f"{step}g={known[other]}"]
                if abs(step) == 1:
                    row += [
                        f"{step}w={words[other].folded}",
                        f"{step}s={own[other][0]}",
                        f"{step}ng={words[other].normal}|{known[at]}",
                    ]
                row += [f"{step}{group}" for group in own[other][1:]]
        if at >= 2:
            row.append(f"-2-1={words[at - 2].normal}|{words[at - 1].normal}")
        rows.append(row)
    return rows


def _own(text: str, word: Word) -> list[str]:
    """Give a word's shape and the groups to which it belongs."""
    written = text[word.start : word.end]
    glued = _GLUED.match(word.folded)
    unit = glued[2] if glued else word.folded
    # Capitals are left out: most people type none, and a field that trusts them misses the names of those.
    shape = re.sub(r"\d", "d", re.sub(r"[^\W\d_]", "x", written))
    shape = re.sub(r"(.)\1{3,}", r"\1\1\1+", shape)
    groups = [f"is={name}" for name, members in GROUPS.items() if unit in members or word.normal in members]
    return [f"sh={shape}", *groups]


def labels(words: Sequence[Word], spans: Sequence[Span]) -> list[str]:
    """Give each word's label: B-, I- with the entity's name, O outside of all."""
    given = ["O"] * len(words)
    for name, start, end in spans:
        inside = [at for at, word in enumerate(words) if word.start < end and start < word.end]
        for at in inside:
            given[at] = f"{'B' if at == inside[0] else 'I'}-{name}"
    return given


def spans(words: Sequence[Word], given: Sequence[str]) -> list[Span]:
    """Give the entities that labels stand for."""
    found: list[Span] = []
    before = "O"
    for word, label in zip(words, given, strict=True):
        kind, _, name = label.partition("-")
        if kind == "B" or (kind == "I" and before[2:] != name):
            found.append((name, word.start, word.end))
        elif kind == "I":
            found[-1] = (name, found[-1][1], word.end)
        before = label
    return found
