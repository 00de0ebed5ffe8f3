"""The part of a CV about work → jobs with where, what and how long.

CVs say it in many orders («Kasir – Indomaret (2020-2022)»; employer, position and years on lines of their own; years
first). A job is a few short lines, one of which has its years, and the list below them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from placement.documents.sections import Line, label_and_value
from placement.reading.dates import find_months, find_span
from placement.vocabulary import Vocabularies, plain

MOST = 20
LONGEST_HEAD = 12
"""Words of a line that names a job; longer ones tell what was done there."""
MOST_HEADS = 4

_EMPLOYER = re.compile(
    r"\b(?:PT|CV|UD|PD|Tbk|Persero|Koperasi|Yayasan|Toko|Warung|Rumah Makan|Restoran|Resto|Cafe|Kafe|Hotel|Bank|RS|"
    r"RSUD|Rumah Sakit|Klinik|Apotek|Puskesmas|Dinas|Kantor|Sekolah|SD|SMP|SMA|SMK|SDN|SMPN|SMAN|SMKN|TK|PAUD|"
    r"Universitas|Bengkel|Pabrik|Gudang|Laundry|Salon|Butik|Konveksi|Percetakan|Studio|Ltd|Inc|Company|Store|Group|"
    r"Corp|Corporation|Indomaret|Alfamart|Alfamidi|Hypermart|Transmart|Matahari|Gojek|Grab|Shopee|JNE|J&T|Sicepat|"
    r"Lazada|Tokopedia|Maxim)\b"
)
"""As they are written: «SD» and «Bank» are names, «bank» may be what somebody does."""
_LABELS = {
    "posisi": "occupation", "jabatan": "occupation", "position": "occupation", "job title": "occupation",
    "bagian": "occupation", "role": "occupation", "sebagai": "occupation", "title": "occupation",
    "perusahaan": "employer", "nama perusahaan": "employer", "company": "employer", "employer": "employer",
    "tempat": "employer", "instansi": "employer", "tempat kerja": "employer", "company name": "employer",
    "periode": "span", "period": "span", "tahun": "span", "lama": "span", "masa kerja": "span", "duration": "span",
    "lama bekerja": "span", "tahun kerja": "span", "waktu": "span",
    "deskripsi": "what", "tugas": "what", "job description": "what", "jobdesk": "what", "uraian": "what",
    "responsibilities": "what", "tanggung jawab": "what", "description": "what", "deskripsi pekerjaan": "what",
}  # fmt: skip
_PARTS = re.compile(
    r"\s+[-–—|/]\s+|\t+|\s*\|\s*|\s*[•·]\s*|,\s+|\s+(?:di|at|@|pada)\s+|\s+(?=(?:sebagai|menjadi)\s)|\s*[()\[\]]\s*",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"^[\W\d_]*$")
_DUTY = re.compile(
    r"^(?:mem\w{3,}|meng\w{3,}|meny\w{3,}|men[a-z]\w{3,}|mela(?:yani|kukan|tih)\w*|mera\w{3,}|bertanggung\s?jawab|"
    r"responsible|handl(?:ed|ing)|serv(?:ed|ing)|manag(?:ed|ing)|assist(?:ed|ing)|prepar(?:ed|ing)|input|maintain\w*)\b",
    re.IGNORECASE,
)
"""How a line begins that says what was done, also where the list has lost its signs."""
_AS = re.compile(r"^(?:sebagai|as|jadi|menjadi|bagian|posisi)\s+", re.IGNORECASE)
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass
class _Job:
    heads: list[Line] = field(default_factory=list)
    what: list[Line] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    dated: bool = False
    dated_first: bool = False


def read(lines: Sequence[Line], today: date, vocabularies: Vocabularies) -> Iterator[tuple[str, Any, str, int]]:
    """Yield (field, value, quote, page) of every job that is understood, in the CV's order."""
    told = 0
    for job in _jobs(lines, today, vocabularies):
        entry = _entry(job, today, vocabularies)
        if entry is not None and told < MOST:
            told += 1
            yield "experiences", entry, _quote(job), job.heads[0].page.number


def _jobs(lines: Sequence[Line], today: date, vocabularies: Vocabularies) -> Iterator[_Job]:
    job = _Job()
    for line in lines:
        label = _LABELS.get((label_and_value(line.text) or ("", ""))[0])
        dated = _is_dated(line.content, today)
        long = len(line.content.split()) > LONGEST_HEAD or bool(_DUTY.match(line.content))
        if label == "what" or (not label and not dated and job.heads and (line.bullet or long)):
            job.what.append(line)
            continue
        if long and not dated:
            continue
        if not label and not dated and _is_remark(job, line, today, vocabularies):
            job.what.append(line)
            continue
        if job.heads and _begins_another(job, line, label, dated, today, vocabularies):
            yield job
            job = _Job()
        job.dated_first |= not job.heads and dated and _bare(line.content, today)
        job.heads.append(line)
        job.dated |= dated
        if label:
            job.labelled.add(label)
    if job.heads:
        yield job


def _is_remark(job: _Job, line: Line, today: date, vocabularies: Vocabularies) -> bool:
    """Whether a short line below a job that wants nothing names neither a trade nor a firm."""
    occupation, employer = _sort(job, today, vocabularies) if job.heads else (None, None)
    if not (occupation and employer and vocabularies.occupations.longest(occupation)):
        return False
    return not _EMPLOYER.search(line.content) and vocabularies.occupations.longest(line.content) is None


def _begins_another(
    job: _Job, line: Line, label: str | None, dated: bool, today: date, vocabularies: Vocabularies
) -> bool:
    if label:
        return label in job.labelled or (bool(job.what) and not job.labelled)
    if job.what or len(job.heads) >= MOST_HEADS or (dated and job.dated):
        return True
    if not job.dated or (job.dated_first and len(job.heads) < 2):
        return False
    known = _sort(job, today, vocabularies)
    # «Kasir (2020-2022)», then «Indomaret, Bekasi»: the line completes it; else it is the next job's.
    return bool(known[0] and known[1])


def _entry(job: _Job, today: date, vocabularies: Vocabularies) -> dict[str, Any] | None:
    occupation, employer = _sort(job, today, vocabularies)
    if not occupation and not employer:
        return None
    text = " ".join(line.content for line in job.heads)
    span, length = find_span(text, today), find_months(_YEARS.sub("", text))
    if not span and not length and not job.dated and not job.labelled:
        # A short line without years, trade or firm is a remark.
        known = occupation and vocabularies.occupations.longest(occupation)
        if not known and not (employer and _EMPLOYER.search(employer)):
            return None
    known = vocabularies.occupations.longest(occupation) if occupation else None
    what = "; ".join(_told(line) for line in job.what)
    return {
        "occupation": occupation[:80] if occupation else None,
        "occupation_code": known[1] if known else None,
        "employer": employer[:80] if employer else None,
        "months": span[2] if span else length[0] if length else None,
        "since": span[0] if span else None,
        "until": span[1] if span else None,
        "what": what[:200] or None,
    }


def _sort(job: _Job, today: date, vocabularies: Vocabularies) -> tuple[str | None, str | None]:
    """Tell a job's occupation from its employer."""
    occupation = employer = None
    rest: list[str] = []
    for line in job.heads:
        split = label_and_value(line.text)
        label = _LABELS.get(split[0]) if split else None
        if split and label in ("occupation", "employer"):
            value = _undated(split[1], today).strip(" ,-–()")
            occupation = occupation or (value if label == "occupation" else None)
            employer = employer or (value if label == "employer" else None)
        elif label is None:
            rest += _parts(line.content, today, vocabularies)
    for part in rest[:]:
        if occupation is None and _AS.match(part):
            occupation = _AS.sub("", part)
            rest.remove(part)
    for part in rest[:]:
        name = _EMPLOYER.search(part)
        if employer is None and name:
            employer = part
            rest.remove(part)
            before = part[: name.start()].strip(" ,.-–")
            if occupation is None and vocabularies.occupations.longest(before):  # «Driver Grab»
                occupation, employer = before, part[name.start() :]
    for part in rest[:]:
        if occupation is None and vocabularies.occupations.longest(part):
            occupation = _AS.sub("", part)
            rest.remove(part)
    if occupation is None and rest:
        occupation = _AS.sub("", rest.pop(0))
    if employer is None and rest:
        employer = rest.pop(0)
    return occupation, employer


def _parts(text: str, today: date, vocabularies: Vocabularies) -> list[str]:
    """Split a line into names, without its years and the place."""
    parts = [part.strip(" ,.-–—:;") for part in _PARTS.split(_undated(text, today))]
    return [part for part in parts if len(part) > 1 and not _EMPTY.match(part)
            and (plain(part) not in vocabularies.regions.by_word or _EMPLOYER.search(part))]  # fmt: skip


def _undated(text: str, today: date) -> str:
    span = find_span(text, today)
    bare = text.replace(span[3], " ") if span else text
    length = find_months(_YEARS.sub("", bare))
    bare = bare.replace(length[1], " ") if length else bare
    return _YEARS.sub(" ", bare)


def _is_dated(text: str, today: date) -> bool:
    return bool(find_span(text, today) or _YEARS.search(text) or find_months(text))


def _bare(text: str, today: date) -> bool:
    return bool(_EMPTY.match(_undated(text, today)))


def _told(line: Line) -> str:
    split = label_and_value(line.text)
    text = split[1] if split and _LABELS.get(split[0]) == "what" else line.content
    return text.rstrip(" .;")


def _quote(job: _Job) -> str:
    """Give the job's lines as they stand on its first page."""
    first = job.heads[0]
    last = [line for line in job.heads if line.page is first.page][-1]
    return first.page.text[first.start : last.end].strip()
