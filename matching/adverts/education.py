"""The schooling that an advertisement demands: the lowest level that will do, and the fields of study."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from matching.adverts.phrases import Hit, Phrases
from matching.adverts.texts import Advert, Found
from matching.schooling import rank

NOT_IN_ADVERTS = frozenset(
    ["mi", "ma", "s d", "master", "masters", "pga", "akademi", "sarjana muda", "vocational", "pendidikan profesi"]
)
"""Words of the levels that mean something else here («s/d», «mi ayam») or are too bare."""
SPELLINGS = {"diii": "d3", "d iii": "d3", "d iv": "d4", "div": "d4", "strata 1": "s1", "slta": "sma", "sltp": "smp"}
"""Further ways in which advertisements write a level."""

_LEAST = r"min(?:imal|imum)?|at least|sekurang(?:nya|-kurangnya)?|serendah-rendahnya"
_CUE = (
    rf"(?:{_LEAST}|lulusan|lulus|pendidikan|tamatan|ijazah|ijasah|berijazah|setara|setingkat|jenjang|kualifikasi"
    rf"|graduates?|education)"
)
_FILLER = (
    r"(?:pendidikan|lulusan|tamatan|ijazah|dari|sekolah|adalah|setara|setingkat|tingkat|jenjang|terakhir|terakhirnya"
    r"|level|program|baru|formal|a|an|the|have|of|yaitu|semua|seluruh|kami|min|minimal|minimum|lulus)"
)
_BEFORE = re.compile(rf"\b{_CUE}(?:[\s:.=/>(-]{{1,4}}{_FILLER}){{0,4}}[\s:.=/>(-]{{0,4}}$")
_NAMED = re.compile(r"lulus|ijazah|sederajat|setara|tamat|degree|graduate")
"""Words inside a level's own name that make it a demand: «lulusan sma», «bachelor degree»."""
_LEAST_BEFORE = re.compile(rf"\b(?:{_LEAST})\b[^,;]{{0,30}}$")
_AFTER = re.compile(
    r"[\s/(,.]{0,3}(?:sederajat|se-derajat|setara|ke ?atas|min(?:imal|imum)?\b|degree|graduates?\b"
    r"|semua jurusan|segala jurusan"
    r"|jurusan|up\b|dan sederajat|atau sederajat|atau setara|required|is required)"
)
_MAY = re.compile(
    r"[^,.;\n]{0,25}\b(?:boleh|dipersilakan|dipersilahkan|silakan|silahkan|welcome|bisa melamar|diterima)\b"
)
_MOST_BEFORE = re.compile(r"\b(?:maks?|maksimal|maximum|max|paling tinggi)\b[\s:.]{0,3}(?:pendidikan |lulusan )?$")
_PUPILS = re.compile(
    r"\b(?:guru|tutor|siswa|siswi|murid|anak|santri|santriwati|pelajar|mahasiswa|les|bimbel|kelas|mengajar"
    r"|ngajar|privat"
    r"|materi|mapel|pelajaran|buku|seragam|sekolah|dekat|depan|jalan|jl|tingkat|teacher|students?|pupils|untuk"
    r"|soal|adik"
    r"|kakak|putra|putri|pembina|ekskul|umur|usia)[\s.]{1,2}$"
)
_PLACE_AFTER = re.compile(
    r" (?:n |negeri |swasta |islam |kristen )?\d{1,3}\b(?! ?(?:tahun|thn|th)\b)|n? (?:negeri|swasta|islam|it"
    r"|muhammadiyah) [a-z]"
)
_SPAN_AFTER = re.compile(r" ?(?:\d|rp|senin|selasa|rabu|kamis|jum|sabtu|minggu)")
_SEPARATORS = re.compile(
    r"[\s/,&()+-]{0,4}(?:(?:dan|atau|or|and|maupun|sampai|hingga|s/d|to"
    r"|ke)\b[\s/]{0,2})?(?:sederajat[\s/,)]{0,3}(?:atau )?)?"
)
_BARE = re.compile(
    r"[\s\d.)*/&+-]*(?:(?:dan|atau|or|and|sederajat|setara|semua|segala|jurusan|boleh|saja|pria|wanita"
    r"|laki-laki|perempuan|keatas"
    r"|ke|atas|fresh|graduate)[\s/&+-]*)*"
)
_NONE = re.compile(
    r"\b(?:pendidikan|ijazah|lulusan|jenjang|latar belakang pendidikan)(?: terakhir)? (?:tidak|tdk|tak|nggak"
    r"|gak|ga|bukan)"
    r" (?:\w+ )?(?:dipermasalahkan|di permasalahkan|masalah|penting|diutamakan|wajib|diperlukan|perlu|dibatasi"
    r"|menjadi masalah|jadi soal"
    r"|tanya|ditanya|syarat|dilihat|dipersoalkan|harus ada)\b"
    r"|\bpendidikan (?:bebas|apa saja|apapun|apa pun)\b|\b(?:semua|segala) (?:jenjang(?: pendidikan)?|pendidikan)\b"
    r"|\b(?:semua lulusan|lulusan apa ?(?:saja|pun))(?! ?(?:sd|smp|sma|smk|d1|d2|d3|d4|s1|s2|diploma|sarjana))\b"
    r"|\b(?:tidak|tdk|tanpa|gak|ga|nggak) (?:memandang|melihat|mementingkan|mensyaratkan|syarat|memerlukan"
    r"|perlu|butuh|pakai|minimal|batasan)"
    r" (?:latar belakang |usia (?:&|dan) |umur (?:&|dan) )?(?:pendidikan|ijazah)\b|\btidak ada (?:batasan"
    r"|syarat|minimal) pendidikan\b|\btanpa ijazah\b"
    r"|\bno (?:formal )?(?:degree|diploma|education)(?: is)? (?:needed|required|necessary)\b"
    r"|\bany (?:education|degree) (?:level|background)\b"
)
_LED = re.compile(
    r"\b(?:jurusan|prodi|program studi|program keahlian|bidang studi|fakultas|sarjana|lulusan|alumni|degree in"
    r"|majoring in|majors? in"
    r"|background in|graduate of|latar belakang(?: pendidikan)?)(?:[\s:/(]{1,2}(?:teknik|tehnik|baru|dari|di"
    r"|in|of|fakultas|jurusan|bidang|negeri))?"
    r"[\s:/(]{0,3}$"
)
_FROM_LEVEL = re.compile(
    r"[\s/(.,:-]{0,3}(?:(?:sederajat|negeri|swasta|terapan|diutamakan|jurusan|prodi|program studi|teknik"
    r"|degree|in|of)[\s/(.,:-]{0,3}){0,3}"
)
_BETWEEN = re.compile(
    r"[\s/,&()+-]{0,4}(?:(?:dan|atau|or|and|maupun|serta)\b[\s/]{0,2})?(?:(?:jurusan|teknik|tehnik|prodi|ilmu"
    r"|s1|d3|smk)[\s/]{1,2}){0,2}"
)
_ANY_MAJOR = re.compile(r"\b(?:jurusan apa|semua|segala)\b")

_State = Literal["demanded", "allowed", "wished", "none"]


@dataclass(frozen=True, slots=True)
class Schooling:
    """What an advertisement demands of schooling."""

    education: Found[str] | None
    majors: tuple[Found[str], ...]


def read_schooling(advert: Advert, levels: Phrases, majors: Phrases) -> Schooling:
    """Read the lowest level that will do («none» where any will do) and the fields of study demanded."""
    judged = list(_judged(advert, levels))
    return Schooling(_lowest(advert, judged), tuple(_majors(advert, majors, judged)))


def _lowest(advert: Advert, judged: list[tuple[Hit, _State]]) -> Found[str] | None:
    demanded = [hit for hit, state in judged if state == "demanded"]
    allowed = [hit for hit, state in judged if state == "allowed"]
    if demanded:
        # Of SMA and SMK, which rank alike, the wider one counts.
        best = min(demanded + allowed, key=lambda hit: (rank(hit.code), hit.code))
        return Found(best.code, advert.quote(best.start, best.end))
    said = _NONE.search(advert.folded)
    if said:
        return Found("none", advert.quote(said.start(), said.end()))
    if allowed:
        # «Lulusan SMP boleh melamar»: schooling is no hurdle.
        return Found("none", advert.quote(allowed[0].start, allowed[0].end))
    return None


def _judged(advert: Advert, levels: Phrases) -> Iterator[tuple[Hit, _State]]:
    """Give every level that is named, and whether it is demanded."""
    before: Hit | None = None
    state: _State = "none"
    for hit in levels.find(advert.tokens):
        chained = (
            before is not None
            and hit.start - before.end <= 14
            and _SEPARATORS.fullmatch(advert.folded, before.end, hit.start) is not None
        )
        state = _state(advert, hit, state if chained else None)
        before = hit
        yield hit, state


def _state(advert: Advert, hit: Hit, chained: _State | None) -> _State:
    lead = advert.sentence_before(hit.start, 70)
    if _is_something_else(advert, hit, lead):
        return "none"
    named = _NAMED.search(hit_words(advert, hit)) or _BEFORE.search(lead)
    if chained is not None and not named:
        return chained
    if advert.clause(hit.start).wished:
        return "wished"
    if _MAY.match(advert.after(hit.end, 40)) and rank(hit.code) <= rank("smp") and not _LEAST_BEFORE.search(lead):
        return "allowed"
    after = _AFTER.match(advert.folded, hit.end, min(hit.end + 30, advert.clause(hit.start).sentence_end))
    return "demanded" if named or after or _bare(advert, hit) else "none"


def hit_words(advert: Advert, hit: Hit) -> str:
    """Give the folded words of a hit."""
    return advert.folded[hit.start : hit.end]


def _is_something_else(advert: Advert, hit: Hit, lead: str) -> bool:
    """Whether a level names pupils, a school, the highest level, or is «s/d»."""
    tail = advert.folded[hit.end : hit.end + 20]
    span = hit_words(advert, hit) in ("sd", "s d") and _SPAN_AFTER.match(tail)
    return bool(span or _PUPILS.search(lead) or _MOST_BEFORE.search(lead) or _PLACE_AFTER.match(tail))


def _bare(advert: Advert, hit: Hit) -> bool:
    """Whether the clause begins with the level: an item of a list («- SMA/SMK», «pria, S1, usia …»)."""
    clause = advert.clause(hit.start)
    if "ekolah" in hit_words(advert, hit) or "school" in hit_words(advert, hit):
        return False
    if clause.start < advert.body or not _BARE.fullmatch(advert.folded, clause.start, hit.start):
        return False
    return len(advert.folded[hit.end : clause.end].split()) <= 5


def _majors(advert: Advert, majors: Phrases, judged: list[tuple[Hit, _State]]) -> Iterator[Found[str]]:
    ends = [hit for hit, state in judged if state in ("demanded", "allowed")]
    others = [hit for hit, state in judged if state in ("wished", "none")]
    seen: set[str] = set()
    before: Hit | None = None
    for hit in majors.find(advert.tokens):
        chained = before is not None and _BETWEEN.fullmatch(advert.folded, before.end, min(hit.start, before.end + 60))
        led = chained or _leads_to(advert, hit, ends) or _named_as_study(advert, hit, others)
        before = hit if led else None
        if led and not advert.clause(hit.start).wished and hit.code not in seen:
            seen.add(hit.code)
            yield Found(hit.code, advert.quote(hit.start, hit.end))


def _leads_to(advert: Advert, hit: Hit, levels: list[Hit]) -> bool:
    """Whether a demanded level stands right before or around a field of study."""
    return any(
        level.start <= hit.start < level.end
        or (0 <= hit.start - level.end <= 45 and _FROM_LEVEL.fullmatch(advert.folded, level.end, hit.start))
        for level in levels
    )


def _named_as_study(advert: Advert, hit: Hit, others: list[Hit]) -> bool:
    """Whether it is called a field of study: «jurusan …», «… degree»; not that of pupils or of a wish."""
    lead = advert.sentence_before(hit.start, 60)
    if any(0 <= hit.start - level.end <= 45 for level in others) or _ANY_MAJOR.search(lead[-25:]):
        return False
    return bool(_LED.search(lead)) or advert.folded.startswith(" degree", hit.end)
