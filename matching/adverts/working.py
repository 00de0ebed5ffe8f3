"""How and where the work is done: kinds of work, remote or not, lodging, and what is offered to who needs it."""

from __future__ import annotations

import re

from matching.adverts.phrases import Hit, Phrases
from matching.adverts.texts import Advert, Found

NOT_WORK_TYPES = frozenset(
    [
        "weekend", "sabtu minggu", "setengah hari", "half day", "harian", "daily", "casual", "proyek", "trainee",
        "jarak jauh", "dari rumah", "sambilan", "senin sampai jumat", "project based", "kerja di rumah", "permanent",
        "side job", "dibayar per hari", "delapan jam sehari", "wfa",
    ]
)  # fmt: skip
"""Words of the work types that tell something else in advertisements («Sabtu setengah hari», «laporan harian»)."""
NOT_NEEDS = frozenset(
    [
        "duduk", "sitting", "lift", "elevator", "angkat berat", "tertulis", "ditulis", "written", "in writing",
        "quiet", "pendamping", "ditemani", "companion", "alat bantu", "kruk", "tongkat", "interpreter",
        "bahasa isyarat", "sign language", "chat saja", "alat khusus", "dari rumah", "kerja dari rumah",
        "work from home", "wfh", "seated", "jumatan", "pumping", "special equipment", "tempat tenang", "tidak bising",
        "ga bising", "magnifier", "kaca pembesar", "layar besar", "jaws", "sambil duduk", "huruf besar",
    ]
)  # fmt: skip
"""Words of needs that name tasks or things in advertisements; they count beside `_FOR_NEEDS` only."""
NEEDS_SPELT = {
    "musholla": "prayer", "mushalla": "prayer", "mushollah": "prayer", "tempat sholat": "prayer",
    "ruang sholat": "prayer", "ruang ibadah": "prayer", "jam kerja fleksibel": "flexible_hours",
    "waktu kerja fleksibel": "flexible_hours", "flexible working hours": "flexible_hours",
    "flexible schedule": "flexible_hours", "ruang menyusui": "nursing", "ruang asi": "nursing",
    "toilet ramah difabel": "toilet", "toilet disabilitas": "toilet", "lift difabel": "wheelchair",
    "wheelchair users": "wheelchair",
}  # fmt: skip
"""Further ways in which advertisements write them."""
TYPES_SPELT = {"shifts": "shift", "rotating shifts": "shift", "night shifts": "shift"}
"""Further ways in which advertisements write kinds of work."""
_FOR_NEEDS = re.compile(
    r"\b(?:difabel|disabilitas|disabled|disability|berkebutuhan|tuli|rungu|netra|kursi roda|daksa|inklusif|inclusive)\b"
)
_LOADING = re.compile(r"\bloading $")
_NEGATED = re.compile(
    r"\b(?:tidak|tdk|tanpa|bukan|belum|no|non|not|nggak|gak|ga|without)(?:[ -](?:ada|tersedia|disediakan"
    r"|menyediakan|sistem|kerja|dengan"
    r"|perlu|bisa|dapat|menerima|punya|termasuk|sedia|available|a|an|the|jadwal)){0,3}[ -]$"
)
_NEGATED_AFTER = re.compile(
    r" (?:\w+ ){0,2}?(?:tidak|tdk|belum|nggak|gak) (?:tersedia|disediakan|ada|berlaku)\b| not (?:available|provided)\b"
)

_NIGHT = re.compile(
    r"\b(?:(?:kerja|masuk|jaga|dinas|piket|giliran|tugas|ronda|pagi|siang|sore|jam kerja)(?:nya)? ?(?:,|/|-|&"
    r"|dan|atau|sampai|hingga|di|pada)? ?)malam(?:nya)?\b(?! (?:minggu|ini|itu|tahun))"
    r"|\bmalam(?= (?:bergantian|bergilir|gantian|atau pagi)|/(?:pagi|siang|sore))|(?:^"
    r"|(?<=[\n,;:(•/])) ?malam(?= ?(?:$|[\n,;)./]))|\bnight (?:work|duty)\b"
)
_IN_TITLE = re.compile(r"\b(?:malam|night)\b(?! (?:market|club))")
_SHIFT_NO = re.compile(r"\b(?:non|tanpa|bukan|tidak|no|tidak ada|tidak kerja)[ -](?:sistem |kerja |ada )?$")
_CONTRACT_OF_OTHERS = re.compile(
    r"\b(?:rumah|sewa|draft|menyusun|membuat|review|administrasi|dokumen|mengelola|surat|nilai|legal|meninjau"
    r"|mengurus|selama|habis|masa)(?: \w+)? $"
)
_INTERN_OF_OTHERS = re.compile(
    r"\b(?:pengalaman|experience|siswa|anak|pernah|peserta|membimbing|mendampingi|setelah|selesai|lulusan"
    r"|sertifikat|pembimbing|karyawan)(?: \w+)? $"
)
_PERMANENT = re.compile(
    r"\b(?:karyawan|pegawai|status|posisi) (?:tetap|permanen)\b|\bpermanent (?:position|employee|staff|job|role)\b"
)
_TO_PERMANENT = re.compile(r"\b(?:jadi|menjadi|diangkat|peluang|berpeluang|kesempatan|ke)(?: \w+){0,2} $")

_REMOTE = re.compile(
    r"\b(?:wfh|wfa|work(?:ing)? from (?:home|anywhere)|(?:be)?kerja (?:jarak jauh|remote)"
    r"|(?:be)?kerja(?:nya)?(?: \w+)? dari rumah|dikerjakan dari rumah"
    r"|selebihnya dari rumah|sisanya dari rumah|kerja online|fully remote|full remote|remote|done from home"
    r"|from home)\b"
)
_NOT_REMOTE_AFTER = re.compile(
    r" (?:area|areas|site|sites|location|locations|island|village|sensing|control|ac|tv|mobil|terminal"
    r"|district|region)\b"
)
_NOT_REMOTE_BEFORE = re.compile(
    r"\b(?:daerah|lokasi|area|site|orang tua|majikan|anak|suami|istri|klien|pelanggan)(?: \w+)? $"
)
_ON_SITE = re.compile(
    r"\b(?:wfo|work from (?:the )?office|on-?site only|full on-?site|kerja di kantor|ngantor setiap hari"
    r"|bukan (?:wfh|remote)|(?:tidak|tdk|no|non|not) (?:bisa |dapat |menerima |a )?(?:wfh|remote)"
    r"|tidak bisa (?:be)?kerja dari rumah)\b"
)
_PARTLY = re.compile(
    r"\bhybrid\b|\bwfo ?[/&]|[/&] ?wfo\b|\bpart of the work\b|\bsebagian (?:\w+ )?dari rumah\b|\b(?:selebihnya"
    r"|sisanya) dari rumah\b"
    r"|\b(?:dari rumah|wfh|remote|wfa)(?: \w+)? ?(?:\d|satu|dua|tiga|empat|one|two|three|four)(?: kali"
    r"| ?x)?(?: hari| days?| seminggu| sepekan)"
    r"|\b(?:\d|satu|dua|tiga|empat|one|two|three|four) (?:hari|days?) (?:\w+ ){0,2}(?:dari rumah|wfh|remote"
    r"|from home|a week from home)"
)

_LODGING = re.compile(
    r"\b(?:mess|messing|mes karyawan|asrama|barak|dormitory|dorm|tinggal (?:di )?(?:dalam|mess|mes|asrama"
    r"|pondok|kandang|lokasi|toko|tempat kerja)|tidur (?:di )?dalam|tidur boleh"
    r"|live[ -]in|menginap|nginap|rumah dinas|staff house|staff housing|company housing|perumahan (?:kebun|karyawan)"
    r"|camp karyawan|rumah (?:barak|kecil tersendiri)"
    r"|tempat (?:tinggal|tidur|kost?)(?: \w+){0,2}? (?:disediakan|gratis|tersedia|ada|ditanggung)|(?:kost?"
    r"|kosan|kontrakan|penginapan|akomodasi|kamar|accommodation|lodging|housing)"
    r"(?: dan \w+)?(?: \w+)? (?:disediakan|gratis|tersedia|ditanggung|provided|ada)|(?:disediakan|menyediakan"
    r"|tersedia|ada|gratis|free|fasilitas|dapat|provide) (?:tempat tinggal|tempat tidur"
    r"|kost?|kosan|penginapan|kamar|mes|accommodation|lodging|housing)|(?:makan dan tidur|tempat tinggal) ditanggung)\b"
)
_LODGED_THINGS = re.compile(
    r"\b(?:tamu|pengunjung|wisatawan|penjaga|pengurus|pembina|satpam|pengelola|admin|kebersihan|cleaning|bersih|musyrif\w*|kepala|ibu"
    r"|bapak|laundry|dapur|membersihkan|mengelola|catering|katering|a|the|makan di|jaga)(?: \w+)? $"
)


def read_work_types(advert: Advert, types: Phrases, daily: str | None) -> tuple[Found[str], ...]:
    """Read kinds of work by code; `daily` is the piece that tells pay by the day, for that is work by the day."""
    found: dict[str, Found[str]] = {}
    for hit in types.find(advert.tokens):
        if hit.code not in ("remote", "shift") and not _other_work(advert, hit):
            found.setdefault(hit.code, Found(hit.code, advert.quote(hit.start, hit.end)))
        if hit.code == "shift" and not _SHIFT_NO.search(advert.folded, max(hit.start - 24, 0), hit.start):
            found.setdefault("shift", Found("shift", advert.quote(hit.start, hit.end)))
    for match in _PERMANENT.finditer(advert.folded):
        if "full_time" not in found and not _TO_PERMANENT.search(advert.before(match.start(), 40)):
            found["full_time"] = Found("full_time", advert.quote(match.start(), match.end()))
    if "shift" not in found and (night := _night(advert)):
        found["shift"] = night
    if daily:
        found.setdefault("daily", Found("daily", daily))
    remote = read_remote(advert)
    if remote and remote.value:
        found["remote"] = Found("remote", remote.quote)
    return tuple(found.values())


def _other_work(advert: Advert, hit: Hit) -> bool:
    """Whether a kind of work is denied, or is that of something else."""
    lead = advert.before(hit.start, 40)
    if _NEGATED.search(lead) or _NEGATED_AFTER.match(advert.folded, hit.end):
        return True
    if hit.code == "contract":
        return bool(_CONTRACT_OF_OTHERS.search(lead))
    if hit.code == "full_time":
        return bool(_TO_PERMANENT.search(lead))
    return hit.code == "internship" and bool(_INTERN_OF_OTHERS.search(lead))


def _night(advert: Advert) -> Found[str] | None:
    """Find work at night: «jaga malam», «pagi/malam», «malam» as an item, «Satpam malam»; not «pasar malam»."""
    title = _IN_TITLE.search(advert.folded, 0, advert.body)
    for match in (*([title] if title else []), *_NIGHT.finditer(advert.folded, advert.body)):
        if not _NEGATED.search(advert.before(match.start(), 30)):
            return Found("shift", advert.quote(match.start(), match.end()))
    return None


def read_remote(advert: Advert) -> Found[bool] | None:
    """Read whether the work is done from afar; None when it is not said, or partly so («hybrid»)."""
    if _PARTLY.search(advert.folded):
        return None
    on_site = _ON_SITE.search(advert.folded)
    for match in _REMOTE.finditer(advert.folded):
        lead = advert.before(match.start(), 40)
        if on_site and on_site.start() <= match.start() < on_site.end():
            continue
        if _NOT_REMOTE_AFTER.match(advert.folded, match.end()) or _NOT_REMOTE_BEFORE.search(lead):
            continue
        if _NEGATED.search(lead):
            return Found(False, advert.quote(match.start(), match.end()))
        return None if on_site else Found(True, advert.quote(match.start(), match.end()))
    return Found(False, advert.quote(on_site.start(), on_site.end())) if on_site else None


def read_lodging(advert: Advert) -> Found[bool] | None:
    """Read whether there is a place to live; False when the text says that there is none."""
    for match in _LODGING.finditer(advert.folded):
        if match.start() < advert.body or _LODGED_THINGS.search(advert.before(match.start(), 30)):
            continue
        denied = _NEGATED.search(advert.before(match.start(), 40)) or _NEGATED_AFTER.match(advert.folded, match.end())
        return Found(not denied, advert.quote(match.start(), match.end()))
    return None


def read_accommodations(advert: Advert, needs: Phrases, weak: Phrases) -> tuple[Found[str], ...]:
    """Read what the workplace offers to who needs it, by code; weak words count where disability is spoken of."""
    found: dict[str, Found[str]] = {}
    hits = list(needs.find(advert.tokens))
    if _FOR_NEEDS.search(advert.folded):
        hits += [hit for hit in weak.find(advert.tokens) if _FOR_NEEDS.search(advert.sentence(hit.start))]
    for hit in hits:
        denied = _NEGATED.search(advert.before(hit.start, 40)) or _NEGATED_AFTER.match(advert.folded, hit.end)
        if hit.start >= advert.body and not denied and not _LOADING.search(advert.before(hit.start, 12)):
            found.setdefault(hit.code, Found(hit.code, advert.quote(hit.start, hit.end)))
    return tuple(found.values())
