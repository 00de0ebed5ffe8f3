"""What an advertisement asks people to be able to do: skills, licences and languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from matching.adverts.phrases import Hit, Phrases
from matching.adverts.texts import Advert, Found

NOT_SKILLS = frozenset(
    [
        "word", "office", "pos", "server", "hiring", "recruitment", "nego", "closing", "topik", "spring", "react",
        "ui", "c and c", "survey", "c dan c", "java", "taman", "spa", "ads", "attendance", "goethe", "steak", "pasta",
        "dies", "prospek", "gaji karyawan", "training karyawan", "target sales", "vector", "swift", "obs studio",
        "wine", "hotel system", "built in", "kitchen set", "casting", "opera hotel", "chrome", "redis", "spark",
        "eagle", "fade", "lan", "str", "str aktif", "sio", "gada", "3g", "6g", "ska", "driving licence", "using ai",
        "brakes", "office phone and fax", "bersih bersih", "target penjualan", "konten", "query", "inspection",
        "injection", "granit", "wiring", "safety", "penampilan menarik", "good looking", "rapi", "apotek", "keramik",
        "kayu", "udang", "sawit", "pipa", "glazing", "jurnal", "psikotes", "kerja sama", "honest", "tanggung jawab",
        "penjualan", "angkut", "pajak", "tax", "kebersihan", "jaringan", "komunikasi ht", "sapi", "kandang", "cloud",
        "arsip", "e mail", "bpjs ketenagakerjaan", "screening", "drawing", "pita", "rem mobil", "pda", "senam",
    ]
)  # fmt: skip
"""Words of skills that mean something else here («head office», «pos satpam», «gaji nego»)."""
LICENCES_SPELT = {
    "garda pratama": "gada-pratama", "gardapratama": "gada-pratama", "sertifikat gada": "gada-pratama",
    "garda madya": "gada-madya", "sim b1": "sim-b1", "sim bi": "sim-b1", "sim b i": "sim-b1", "sim bii": "sim-b2",
    "sim b ii": "sim-b2", "sim b1 umum": "sim-b1-umum", "sim bi umum": "sim-b1-umum", "sim bii umum": "sim-b2-umum",
    "sim a umum": "sim-a-umum", "forklift sio": "sio-forklift", "sio operator forklift": "sio-forklift",
    "surat izin operator forklift": "sio-forklift",
}  # fmt: skip
"""Further ways in which advertisements write a licence."""

NOT_LANGUAGES = frozenset({"using", "karo", "muna", "india", "hongkong", "padang", "lombok"})
"""Words of languages that are other words or places even behind «bisa»."""

MOST_NAMED = 50
"""Places of an advertisement where licences are looked at."""

_CANNOT = (
    r"(?: (?:harus|perlu|wajib|mesti|butuh|membutuhkan|memerlukan|dibutuhkan|diperlukan|usah|bisa|need|needs"
    r"|required|must|menguasai|mampu|memiliki"
    r"|punya|pandai|ahli|pernah|skill|kemampuan|keahlian|kompetensi|pengalaman|mahir|paham|menjual|sertifikat)){0,4}"
)
_DENIED = re.compile(rf"\b(?:tidak|tdk|tak|gak|ga|nggak|ngga|tanpa|bukan|belum|no|not|without|don't){_CANNOT} $")
_DENIED_AFTER = re.compile(
    r" (?:(?:\w+ ){0,2}?(?:tidak|tdk|tak|bukan) (?:wajib|harus|perlu|diperlukan|mutlak|masalah|syarat"
    r"|dibutuhkan|menjadi)|(?:is )?not (?:required|needed|necessary|a must)|optional|opsional)\b"
)
_LEARNED = re.compile(
    r"[^.;\n]{0,60}\b(?:akan (?:diajari|diajarkan|dilatih|diurus|dibantu)|diajari|diuruskan|bisa menyusul"
    r"|dibuatkan|dibantu (?:urus|buat|pembuatan)|disekolahkan|kami talangi|setelah pelatihan"
    r"|ditanggung perusahaan)\b|[^.;\n]{0,12}\(dibantu\)"
)
_LEARNED_BEFORE = re.compile(
    r"\b(?:diuruskan|dibuatkan|dibantu (?:urus|buat|membuat)|disekolahkan|diajari|perpanjangan|pembuatan"
    r"|biaya) (?:\w+ )?$"
)


@dataclass(frozen=True, slots=True)
class Abilities:
    """What is asked for, by code, each with the words that say it."""

    skills: tuple[Found[str], ...]
    licences: tuple[Found[str], ...]
    languages: tuple[Found[str], ...]


def is_denied(advert: Advert, start: int, end: int) -> bool:
    """Whether what stands there is not needed: «tidak harus bisa excel», «mastercam tidak wajib»."""
    return bool(_DENIED.search(advert.before(start, 60)) or _DENIED_AFTER.match(advert.after(end, 50)))


def read_skills(
    advert: Advert, hits: Sequence[Hit], kinds: Mapping[str, str], languages: tuple[Found[str], ...]
) -> tuple[Found[str], ...]:
    """Read skills by id, wished ones too; a language counts only where it is demanded."""
    demanded = {found.quote.casefold() for found in languages}
    found: dict[str, Found[str]] = {}
    for hit in hits:
        quote = advert.quote(hit.start, hit.end)
        kind = kinds[hit.code]
        if (
            kind == "licence"
            or is_denied(advert, hit.start, hit.end)
            or _LEARNED_BEFORE.search(advert.before(hit.start))
        ):
            continue
        if kind == "language" and not any(quote.casefold() in said or said in quote.casefold() for said in demanded):
            continue
        found.setdefault(hit.code, Found(hit.code, quote))
    return tuple(found.values())


_SIM = re.compile(
    r"\bsim ?(?P<first>b ?(?:1|2|i{1,2})|[acd][12]?|a)(?P<umum> umum)?(?P<more>(?: ?(?:/|&|,|dan|atau|\+|or"
    r"|and) ?(?:sim ?)?(?:b ?(?:1|2|i{1,2})|[acd][12]?)(?: umum)?\b){0,4})(?![\w])"
)
_CLASS = re.compile(r"(?:(?<=sim)|\b)(?P<letter>b ?(?:1|2|ii|i)|[acd][12]?)\b(?P<umum> umum)?")
_SIO = re.compile(r"\b(?:ber-?|lisensi )?(?:sio|surat i[jz]in operator)\b")
_SIO_FOR = (
    ("sio-forklift", re.compile(r"\b(?:forklift|reach ?truck)\b")),
    ("sio-crane", re.compile(r"\b(?:crane|rtg|hoist)\b")),
    ("sio-alat-berat", re.compile(r"\b(?:excavator|ekskavator|bulldozer|dozer|loader|alat berat|grader)\b")),
)
_STR = re.compile(r"\b(?:str|sip[apbk]?)\b")
_TEETH = re.compile(r"\b(?:terapis|perawat|asisten|kesehatan) gigi\b")
"""A trade whose permit the vocabulary lacks."""
_STR_FOR = (
    ("strttk", re.compile(r"\b(?:asisten apoteker|tenaga teknis kefarmasian|ttk)\b")),
    ("stra-apoteker", re.compile(r"\b(?:apoteker|pharmacist)\b")),
    ("str-bidan", re.compile(r"\b(?:bidan|kebidanan|midwife)\b")),
    ("str-atlm", re.compile(r"\b(?:atlm|analis (?:laboratorium|kesehatan|lab|medis)|laboratorium medi[sk])\b")),
    ("str-radiografer", re.compile(r"\bradiograf\w*\b")),
    ("str-fisioterapis", re.compile(r"\bfisioterapi\w*\b")),
    ("str-gizi", re.compile(r"\b(?:ahli gizi|nutrisionis|dietisien|tenaga gizi)\b")),
    ("str-perawat", re.compile(r"\b(?:perawat (?!gigi)|keperawatan|ners|nurse)\b|\bperawat\n")),
    ("str-dokter", re.compile(r"\b(?:dokter|doctor|physician)\b")),
)


def read_licences(advert: Advert, hits: Sequence[Hit], kinds: Mapping[str, str]) -> tuple[Found[str], ...]:
    """Read the licences demanded, by the ids of skills.csv («sim-c», «sio-forklift»)."""
    found: dict[str, Found[str]] = {}
    for code, start, end in _named_licences(advert, hits, kinds):
        lead = advert.before(start, 40)
        wished = advert.clause(start).wished or is_denied(advert, start, end)
        if not wished and not _LEARNED.match(advert.folded, end, end + 100) and not _LEARNED_BEFORE.search(lead):
            found.setdefault(code, Found(code, advert.quote(start, end)))
    return tuple(found.values())


def _named_licences(advert: Advert, hits: Sequence[Hit], kinds: Mapping[str, str]) -> Iterator[tuple[str, int, int]]:
    for match in islice(_SIM.finditer(advert.folded), MOST_NAMED):
        for one in _CLASS.finditer(advert.folded, match.start("first"), match.end()):
            letter = one["letter"].replace(" ", "").replace("ii", "2").replace("i", "1")
            public = "-umum" if one["umum"] and letter in ("a", "b1", "b2") else ""
            yield f"sim-{letter}{public}", match.start(), match.end()
    for hit in hits:
        if kinds[hit.code] == "licence" and not hit.code.startswith("sim-"):
            yield hit.code, hit.start, hit.end
    for bare, meanings in ((_SIO, _SIO_FOR), (_STR, _STR_FOR)):
        for match in islice(bare.finditer(advert.folded), MOST_NAMED):
            # The trade says which permit: that of the sentence, or of the title, or of the whole.
            for around in (advert.sentence(match.start()), advert.folded[: advert.body], advert.folded):
                dental = _TEETH.search(around)
                code = None if dental else next((code for code, trade in meanings if trade.search(around)), None)
                if code or dental:
                    break
            if code:
                yield code, match.start(), match.end()


_ABLE = (
    r"(?:bisa|mampu|menguasai|lancar|fasih|aktif|pasif|fluent(?: in)?|speaks?|speaking|good(?: written"
    r"| spoken)?|basic|simple|written|spoken|berbahasa|kemampuan|paham|mengerti|ngerti"
    r"|proficient in|proficiency in|dasar|clear|enough|some|berkomunikasi(?: dalam)?|berbicara|bicara|skill"
    r"|knowledge of|able to speak|can speak|wajib|minimal|dapat|excellent|strong)"
)
_TONGUE = r"(?:bahasa|bhs|basa)\.? "
_LEAD = re.compile(
    rf"\b(?:{_ABLE}|{_TONGUE.strip()})(?: (?:berbahasa|bahasa|bhs|dasar|dalam|menggunakan|lisan|dan|tulisan"
    rf"|level))*[\s.]{{1,2}}$"
)
_LEVEL = re.compile(
    r"[\s(:]{1,3}(?:secara )?(?:aktif|pasif|lancar|fasih|lisan|lisan dan tulisan|dasar|skills?|proficiency"
    r"|required|n[1-5]|hsk|is (?:a must|required|needed|used|enough)|speaking|speaker|wajib|minimal|yang baik"
    r"|for e-?mail|you can|should)\b"
)
_TAUGHT = re.compile(
    r"\b(?:guru|sastra|pendidikan|les|kursus|jurusan|mengajar|ngajar|kelas|bimbel|tutor|teacher|kampung|lpk"
    r"|lembaga|prodi|s1|d3|belajar|pelajaran|pt|restoran|masakan|masak|mapel|buku|program studi|negara|turis"
    r"|tamu|orang|pasar)"
    r"(?: (?:bahasa|bhs))?\s$"
)
_TAUGHT_AFTER = re.compile(
    r" (?:teacher|tutor|course|club|premier|tea|breakfast|literature|restaurant|food|street|town|school"
    r"|customers?|company)\b"
)
_TESTS = re.compile(r"\b(?:(?P<en>toefl|toeic|ielts)|(?P<zh>hsk) ?\d?|(?P<ja>jlpt|n[1-4])|(?P<ko>eps topik))\b")
_PLAIN_NAMES = frozenset({"english"})
"""Names of languages that are nothing else and need no lead."""
_AND = re.compile(r"(?: ?(?:/|&|,|\+) ?|,? (?:dan|atau|and|or|maupun|serta|&) )(?:bahasa |bhs )?$")


def read_languages(advert: Advert, names: Phrases) -> tuple[Found[str], ...]:
    """Read the languages demanded, by code; places, companies, lessons and wishes are none."""
    found: dict[str, Found[str]] = {}
    before: Hit | None = None
    for hit in names.find(advert.tokens):
        chained = before is not None and _AND.fullmatch(advert.folded, before.end, hit.start) is not None
        if not (chained or _is_spoken(advert, hit)):
            before = None
            continue
        before = hit
        wished = advert.clause(hit.start).wished or advert.clause(max(hit.end - 1, 0)).wished
        if wished or is_denied(advert, hit.start, hit.end) or _LEARNED.match(advert.folded, hit.end, hit.end + 80):
            continue
        found.setdefault(hit.code, Found(hit.code, advert.quote(hit.start, hit.end)))
    for match in _TESTS.finditer(advert.folded):
        code = match.lastgroup or ""
        if code and not advert.clause(match.start()).wished:
            found.setdefault(code, Found(code, advert.quote(match.start(), match.end())))
    return tuple(found.values())


def _is_spoken(advert: Advert, hit: Hit) -> bool:
    said = advert.folded[hit.start : hit.end]
    lead = advert.before(hit.start, 50)
    if _TAUGHT.search(lead) or _TAUGHT_AFTER.match(advert.folded, hit.end):
        return False
    with_tongue = re.match(_TONGUE, said) is not None
    return with_tongue or said in _PLAIN_NAMES or bool(_LEAD.search(lead) or _LEVEL.match(advert.folded, hit.end))
