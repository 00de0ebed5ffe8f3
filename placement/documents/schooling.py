"""The part of a CV about schooling → the highest level that was finished, its field of study and its year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from placement.documents.sections import Line
from placement.vocabulary import Vocabularies, plain

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_GOES_ON = re.compile(r"\b(?:sekarang|saat ini|present|now|current(?:ly)?|ongoing|masih)\b", re.IGNORECASE)
_SIGNS = (
    (re.compile(r"\b(?:S\.?3|doktor|ph\.?\s?d|doctora\w+)\b", re.IGNORECASE), "s3"),
    (re.compile(r"\b(?:S\.?2|magister|master(?:'s)?|pascasarjana)\b", re.IGNORECASE), "s2"),
    (re.compile(r"\b(?:S\.?1|D\.?4|sarjana|bachelor(?:'s)?|strata\s?1)\b", re.IGNORECASE), "s1"),
    (re.compile(r"\b(?:D\.?3|diploma\s?(?:3|III)|A\.?Md)\b", re.IGNORECASE), "d3"),
    (re.compile(r"\b(?:D\.?2|diploma\s?(?:2|II))\b", re.IGNORECASE), "d2"),
    (re.compile(r"\b(?:D\.?1|diploma\s?(?:1|I))\b", re.IGNORECASE), "d1"),
    (re.compile(r"\b(?:SMK|SMKN|SMEA|STM|SMKS|vocational (?:high )?school)\b", re.IGNORECASE), "smk"),
    (re.compile(r"\b(?:SMA|SMAN|SMAS|SMU|MA|MAN|SLTA|senior high school|high school|paket c)\b", re.IGNORECASE), "sma"),
    (re.compile(r"\b(?:SMP|SMPN|MTs|MTsN|SLTP|junior high school|middle school|paket b)\b", re.IGNORECASE), "smp"),
    (re.compile(r"\b(?:SD|SDN|MI|MIN|elementary school|primary school|paket a)\b", re.IGNORECASE), "sd"),
    # What a kind of school usually leads to; it is a proposal, to be confirmed.
    (
        re.compile(r"\b(?:universitas|university|institute?|sekolah tinggi)\b|\bSTI?[EKT]\w{0,4}\b", re.IGNORECASE),
        "s1",
    ),
    (re.compile(r"\b(?:politeknik|polytechnic|akademi|academy)\b", re.IGNORECASE), "d3"),
)
"""Signs of a level, the surest and highest first; «junior high school» is left before «high school» is looked for."""
_MAJOR = re.compile(
    r"\b(?:jurusan|jur\.|prodi|program studi|program keahlian|major(?:ing)?(?: in)?|bidang studi|konsentrasi|"
    r"(?:bachelor|diploma|sarjana|master)(?:'s)?(?: degree)?(?: of| in)?)[\s:]+"
    r"(?P<major>[^\W\d_][^,;|\t()\d–\n]{2,60})",
    re.IGNORECASE,
)


@dataclass
class _School:
    level: str
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " | ".join(line.content for line in self.lines)


def read(lines: Sequence[Line], today: date, vocabularies: Vocabularies) -> Iterator[tuple[str, Any, str, int]]:
    """Yield (field, value, quote, page) of the highest schooling that is over; nothing when there is none."""
    order = vocabularies.education.order
    finished = [school for school in _schools(lines) if _finished(school, today)]
    best = max(finished, key=lambda school: order.get(school.level, -1), default=None)
    if best is None:
        return
    line = next(one for one in best.lines if _level(one.content))
    quote, page = line.text.strip(), line.page.number
    yield "education", best.level, quote, page
    for one in best.lines:
        major = _major(one.content, best.level, vocabularies)
        if major:
            yield "major", major, one.text.strip(), one.page.number
            break
    for one in best.lines:
        years = [int(year) for year in _YEAR.findall(one.content)]
        if years and max(years) <= today.year:
            yield "school_year", max(years), one.text.strip(), one.page.number
            break


def _schools(lines: Sequence[Line]) -> list[_School]:
    """Group lines by school: each begins with a line that names its level, or with its years where these come first."""
    years_first = bool(lines) and bool(_YEAR.search(lines[0].content)) and _level(lines[0].content) is None
    schools: list[_School] = []
    waiting: list[Line] = []
    for line in lines:
        level = _level(line.content)
        only_years = level is None and bool(_YEAR.search(line.content)) and len(line.content) <= 30
        if level is not None and schools and schools[-1].level == level and _is_degree(line, schools[-1]):
            schools[-1].lines.append(line)
        elif level is not None:
            schools.append(_School(level, [*waiting, line]))
            waiting = []
        elif years_first and only_years:
            waiting.append(line)
        elif schools:
            schools[-1].lines.append(line)
        else:
            waiting.append(line)  # «Universitas …» may be named after what was studied there
    return schools


def _is_degree(line: Line, school: _School) -> bool:
    """Whether a line says of the school before what was studied: «Universitas X», then «S1 Manajemen (2014-2018)»."""
    return len(school.lines) == 1 and not _YEAR.search(school.text) and not line.bullet


def _level(text: str) -> str | None:
    said = re.sub(
        r"\b(?:junior|senior|vocational) high school\b", lambda found: found[0].replace(" high", "-high"), text
    )
    said = re.sub(r"\bjunior-high school\b", "SMP", said, flags=re.IGNORECASE)
    said = re.sub(r"\bsenior-high school\b", "SMA", said, flags=re.IGNORECASE)
    said = re.sub(r"\bvocational-high school\b", "SMK", said, flags=re.IGNORECASE)
    said = re.sub(r"\bjunior high school\b", "SMP", said, flags=re.IGNORECASE)
    return next((level for sign, level in _SIGNS if sign.search(said)), None)


def _finished(school: _School, today: date) -> bool:
    years = [int(year) for year in _YEAR.findall(school.text)]
    return not _GOES_ON.search(school.text) and not any(year > today.year for year in years)


def _major(text: str, level: str, vocabularies: Vocabularies) -> str | None:
    if level in ("sd", "smp"):
        return None
    known = vocabularies.majors.longest(text)
    # «MA» and other short words that are also schools tell no field of study.
    if known and len(known[0]) >= 3 and _level(known[0]) is None:
        return known[1]
    said = _MAJOR.search(text)
    if said is None:
        return None
    major = " ".join(said["major"].split()).strip(" .-")
    return major[:80] if len(plain(major)) >= 3 and _level(major) is None else None
