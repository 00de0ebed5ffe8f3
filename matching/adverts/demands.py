"""Demands of the person that are stored and flagged, and never ranked on: age, sex, and others that discriminate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from matching.adverts.texts import Advert, Found

Age = tuple[int | None, int | None]
"""Least and most years; None when that end is open."""
YOUNGEST, OLDEST = 15, 70
MOST_NAMED = 50
"""Places of an advertisement where one demand is looked at."""

_MOST = (
    r"(?:maks?|maksimal|maksimum|max|maximum|tidak lebih dari|tdk lebih dari|di ?bawah|kurang dari|paling tua"
    r"|under|below|up to|at most|not older than|s/d|sampai|hingga|<|<=|≤)"
)
_LEAST = r"(?:min|minimal|minimum|di ?atas|lebih dari|paling muda|mulai|above|over|at least|>|>=|≥)"
_YEARS = r"(?:tahunan|tahun|thn|th|years? old|years? of age|years?|yrs?|y\.?o)"
_AGE = r"(?:usia|umur|berusia|berumur|aged?|usia calon|batas usia|batas umur)"
_TO = r"\s?(?:-|s/d|s\.d\.?|sd|sampai(?: dengan)?|hingga|to|until|dan|and)\s?"
_N, _N2 = r"(?P<least>\d{2})(?!\d)", r"(?P<most>\d{2})(?!\d)"
_FILL = r"(?: pelamar| calon| antara| between| dari| mulai| sekitar| kandidat| produktif| ideal)?[\s:.=]{0,3}"
_AGES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_AGE}{_FILL}(?:{_LEAST}[\s.:]{{0,2}})?{_N}\s?{_YEARS}?{_TO}(?:{_MOST}[\s.:]{{0,2}})?{_N2}(?:\s?{_YEARS}\b)?",
        rf"\b{_AGE}{_FILL}{_LEAST}[\s.:]{{0,2}}{_N}\s?{_YEARS}?[\s,&/-]{{1,4}}(?:dan )?"
        rf"{_MOST}[\s.:]{{0,2}}{_N2}(?:\s?{_YEARS}\b)?",
        rf"\b{_AGE}{_FILL}(?:\w+ )?{_MOST}[\s.:]{{0,2}}(?:usia |umur )?{_N2}(?:\s?{_YEARS}\b)?",
        rf"\b{_AGE}{_FILL}{_LEAST}[\s.:]{{0,2}}{_N}(?:\s?{_YEARS}\b)?",
        rf"\b{_AGE}{_FILL}{_N}\s?{_YEARS}? ?(?:ke ?atas|and above|plus)",
        rf"\b{_AGE}{_FILL}{_N2}\s?{_YEARS}? ?(?:ke ?bawah|and below|max|maks)",
        rf"(?<![\w-]){_MOST}[\s.:]{{0,2}}(?:{_AGE} )?{_N2}\s?{_YEARS}(?: (?:old|of age))?\b",
        rf"(?<![\w-])(?:min|minimal|minimum|at least)[\s.:]{{0,2}}{_N}\s?{_YEARS}(?: (?:old|of age))?\b",
        rf"(?<![\d.,-]){_N}\s?(?:{_YEARS})?\s?(?:-|s/d|sampai|hingga|to)\s?{_N2}\s?{_YEARS}\b",
        rf"\b(?:pria|wanita|laki-laki|perempuan|cowok|cewek|male|female)[\s,(]{{1,2}}{_N}\s?-\s?{_N2}(?![\d.]"
        rf"| ?(?:cm|kg|jam|orang))",
    )
)
_NOT_AGE = re.compile(
    r"\b(?:pengalaman|berpengalaman|experience|kontrak|contract|garansi|berdiri|beroperasi|anak|bayi|balita"
    r"|lansia|murid|siswa|siswi|pasien|opa|oma|santri|usia dini"
    r"|peserta didik|gaji|kendaraan|tinggi|berat|pinjaman|tenor|cicilan|mobil|motor|truk|perusahaan|company"
    r"|pelatihan|training|magang|ikatan|masa kerja|jam|children|kids|toddlers?)\b"
)
_NOT_AGE_AFTER = re.compile(
    r" ?(?:pengalaman|berpengalaman|experience|of experience|kontrak|di bidang|cm|kg|jam|orang|km|menit|bulan"
    r"|bln|anak|juta|jt|rb|%)"
)


def read_age(advert: Advert) -> Found[Age] | None:
    """Read the ages demanded; those of experience, contracts, children and companies are none."""
    for number, pattern in enumerate(_AGES):
        for match in islice(pattern.finditer(advert.folded), MOST_NAMED):
            named = number < 6
            lead = advert.before(match.start(), 60)
            if _NOT_AGE.search(lead if not named else lead[-22:]) or _NOT_AGE_AFTER.match(advert.folded, match.end()):
                continue
            if advert.clause(match.start()).wished:
                continue
            groups = match.groupdict()
            least, most = (int(groups[name]) if groups.get(name) else None for name in ("least", "most"))
            if all(end is None or YOUNGEST <= end <= OLDEST for end in (least, most)) and (least or 0) <= (
                most or OLDEST
            ):
                return Found((least, most), advert.quote(match.start(), match.end()))
    return None


_FEMALE, _MALE = (
    "wanita|perempuan|cewek|cewe|putri|female|karyawati|muslimah",
    "pria|laki-laki|laki laki|lelaki|cowok|cowo|laki|laki2|putra|male",
)
_SEX = re.compile(rf"\b(?:(?P<female>{_FEMALE})|(?P<male>{_MALE}))\b")
_BOTH = re.compile(
    rf"\b(?:{_FEMALE})\b ?(?:/|&|,|dan|atau|maupun|or|and|\+|,? ?atau)? ?(?:{_MALE})\b|\b(?:{_MALE})\b ?(?:/|&"
    rf"|,|dan|atau|maupun|or|and|\+)? ?(?:{_FEMALE})\b|\bkaryawan ?/ ?(?:karyawati|i)\b|\b[lp] ?/ ?[lp]\b"
    r"|\bkaryawan (?:dan|atau) karyawati\b|\bsemua gender\b|\bany gender\b"
)
_SEEKING = re.compile(
    r"(?:^|\b(?:khusus|khususnya|hanya|dicari|dibutuhkan|butuh|membutuhkan|mencari|cari|nyari|jenis kelamin"
    r"|gender|sex|syarat|kualifikasi|seorang|lowongan|diperlukan|loker|wajib|harus|only"
    r"|untuk|menerima|kasir|admin|staf|staff|karyawan|perawat|pramuniaga|terapis|guru|operator|sales|helper"
    r"|tenaga|kandidat|pelamar|baby sitter|art|spg|pegawai|pelayan|waiters|koki|kapster"
    r"|resepsionis|penjaga|crew|kru|host|teller|barista|driver|sopir|kurir|satpam|security|pengasuh|seorang"
    r"|toko)\b)[\s:.*-]{0,4}$"
)
_THINGS = re.compile(
    r"\b(?:pakaian|baju|fashion|sepatu|busana|salon|tas|aksesoris|kesehatan|toilet|asrama|mess|kamar|hak"
    r"|pelanggan|customer|klien|anak|pasien|kost|majalah|komunitas|sabun"
    r"|parfum|jam|gamis|kemeja|celana|kaos|hijab|jilbab|kebaya|daster|produk|perawatan|pembeli|pondok"
    r"|pesantren|santri|siswa|tim|kerudung|sandal|jahit|butik|toko pakaian|spa|tamu|olahraga|sekolah"
    r"|pak|bu|ibu|bapak|mbak|mas|kak|pt|cv|ud|hub|hubungi|dokter|dr|yayasan|lansia|bagi|shift|klinik|kaum"
    r"|pemberdayaan|organisasi)[\s:.*-]{1,2}(?:dan \w+ )?$"
)
_INVITED = re.compile(
    r"\b(?:mess|asrama|kamar|toilet|undang|diundang|boleh|dipersilakan|silakan|too|juga|welcome|terpisah|cuti"
    r"|dilarang melamar|bebas|encouraged|kos)\b"
)
_GOES_ON = re.compile(
    r" ?(?:$|[,.;:()/•*\n-]|saja\b|only\b|usia\b|umur\b|max\b|maks\b|maksimal\b|min\b|minimal\b|single\b"
    r"|belum\b|muslim\b|lajang\b|\d|berjilbab|berhijab|berpenampilan|sehat|lulusan|untuk\b|yang\b|muda\b"
    r"|dengan\b|sma|smk|s1|d3|tinggi|asli|dan\b|pendidikan)"
)


def read_sex(advert: Advert) -> Found[str] | None:
    """Read the one sex demanded («female», «male»); None for both, for neither, and for «pakaian wanita»."""
    found: dict[str, Found[str]] = {}
    for match in islice(_SEX.finditer(advert.folded), MOST_NAMED):
        place = match.start()
        clause = advert.clause(place)
        around = advert.folded[max(clause.start, place - 40) : min(clause.sentence_end, match.end() + 25)]
        if _BOTH.search(around):
            return None
        if clause.wished or _INVITED.search(advert.folded, max(clause.start, place - 40), min(clause.end, place + 60)):
            continue
        if _is_demanded(advert, match):
            sex = "female" if match["female"] else "male"
            found.setdefault(sex, Found(sex, advert.quote(match.start(), match.end())))
    return next(iter(found.values())) if len(found) == 1 else None


def _is_demanded(advert: Advert, match: re.Match[str]) -> bool:
    lead = advert.before(match.start(), 40)
    if _THINGS.search(lead):
        return False
    if match.group() in ("karyawati", "muslimah"):
        return True
    ends_title = match.end() >= advert.body - 2 and match.start() < advert.body
    goes_on = _GOES_ON.match(advert.folded, match.end())
    if not lead.strip(" *-.\t0123456789"):
        return bool(goes_on)
    if match.group() in ("putri", "putra", "laki"):
        return bool(re.search(r"\b(?:khusus|hanya)\s$", lead))
    return bool(_SEEKING.search(lead) or ends_title) and bool(goes_on)


_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "marital",
            r"\b(?:belum (?:menikah|nikah|kawin|berkeluarga|berumah tangga)|blm (?:menikah|nikah)|lajang"
            r"|tidak menikah selama|(?:bersedia|sanggup|siap) tidak (?:menikah|hamil)|unmarried"
            r"|not married|status[\s:]{1,3}(?:single|menikah|sudah menikah)|(?:harus|wajib"
            r"|sudah) (?:sudah )?(?:menikah|berkeluarga)|tidak sedang hamil|belum punya anak)\b"
            r"|(?:^|(?<=[\n.,;/(•*-])) ?(?:masih )?single(?= ?(?:$|[\n,;/).•-]| max| maks| usia))|\b(?:pria"
            r"|wanita|perempuan|cewek|female|male)[ ,/]{1,2}single\b",
        ),
        (
            "looks",
            r"\b(?:ber)?penampilan (?:yang )?(?:menarik|cantik|oke|good looking)|\bgood[ -]?looking\b"
            r"|\battractive (?:appearance|looking)\b|\b(?:tinggi(?: badan)?|tb|height)[\s:.]{0,2}(?:min(?:imal"
            r"|imum)?|at least)?[\s:.]{0,2}1\d{2}\b(?! ?m\b)"
            r"|\b(?:berat badan|bb|postur(?: tubuh)?|badan) (?:ideal|proporsional|tegap|tinggi|langsing)\b"
            r"|\bproporsional\b|\b(?:tidak|tanpa) (?:bertato|tato|bertindik|tindik|berkacamata)\b|\b(?:wajah"
            r"|muka) (?:cantik|menarik|ganteng)\b"
            r"|\bwajib cantik\b|\bkulit (?:putih|bersih)\b|\bcantik dan\b",
        ),
        (
            "religion",
            r"\bberagama (?:islam|kristen|katolik|hindu|buddha|budha|protestan)\b"
            r"|(?<!guru )(?<!pendidikan )(?<!pelajaran )(?<!buku )\bagama[\s:]{1,3}(?:islam|kristen"
            r"|katolik)(?= ?(?:$|[\n,;.)]))|\b(?:khusus|wajib|harus|diutamakan|pria|wanita|perempuan|laki-laki"
            r"|seorang|usia|single|lajang)[ ,/]{1,2}(?:yang )?(?:ber)?(?:muslim|muslimah|kristen|non ?-?muslim"
            r"|nasrani)\b"
            r"|(?:^|(?<=[\n.,;(•*-])) ?(?:muslim|muslimah|non muslim)(?= ?(?:$|[\n,;).•/]| taat| yang))"
            r"|\bmuslim(?:ah)? (?:taat|only|saja)\b|\b(?:wajib|harus|bersedia|tidak) (?:ber)(?:hijab|jilbab)\b",
        ),
        (
            "ethnicity",
            r"\b(?:keturunan|etnis|suku|ras|khusus|diutamakan|wajib) (?:chinese|tionghoa|cina|china|jawa|sunda"
            r"|batak|madura|padang|bugis|dayak|bali|minang|betawi|melayu|arab)\b|\bchinese (?:only|preferred"
            r"|saja)\b"
            r"|(?:^|(?<=[\n.,;(•*-])) ?chinese(?= ?(?:$|[\n,;).•/]))|\b(?:orang|putra|putri|warga|penduduk"
            r"|khusus|wajib|harus|suku|pria|wanita|diutamakan|dan|,|^)\s?asli (?:jawa|sunda|batak|madura"
            r"|padang|bugis|dayak|bali|minang|betawi|melayu|chinese|aceh)\b"
            r"|(?:^|(?<=[\n.,;(•*-])) ?(?:orang )?asli (?:jawa|sunda|batak|madura|padang|bugis|dayak|bali"
            r"|minang|betawi|melayu|chinese|aceh)\b",
        ),
    )
)
_ALLOWED = re.compile(
    r"(?:/|atau| or) ?(?:sudah |belum )?(?:menikah|married|berkeluarga|tidak)\b|[^,.;\n]{0,20}\b(?:boleh"
    r"|dipersilakan|tidak masalah|welcome|bebas)\b"
)
_NOT_ASKED = re.compile(
    r"\b(?:tidak|tdk|bukan|tanpa)(?: \w+){0,3} $|\b(?:menikah|married)(?: ?/| atau)(?: sudah)? ?$"
    r"|\bboleh (?:sudah |yang )?$"
)


def read_demands(advert: Advert) -> Iterator[Found[str]]:
    """Give further demands that discriminate, by kind (marital, looks, religion, ethnicity), preferred ones too."""
    for kind, pattern in _KINDS:
        for match in islice(pattern.finditer(advert.folded), MOST_NAMED):
            lead = advert.before(match.start(), 30)
            if _NOT_ASKED.search(lead) or _ALLOWED.match(advert.folded, match.end()):
                continue
            yield Found(kind, advert.quote(match.start(), match.end()))
            break
