"""Work experience as people tell it: «2 th jadi kasir di Indomaret, sebelumnya jaga toko setahun»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from placement.reading.dates import find_months, find_span
from placement.reading.spaces import single
from placement.vocabulary import Codes, Regions, plain

MOST = 20
"""Jobs that one message is taken to tell."""
MOST_PIECES = 200
"""Pieces of a message that are looked at."""

_NOT = r"(?:belum|blm|blum|tidak|tdk|nggak|ngga|gak|ga|gk|never|no|not|don'?t|haven'?t)"
_NONE = re.compile(
    rf"^\W{{0,3}}(?:(?:saya|aku|sy|gw|gue|i|have|masih)\s){{0,3}}(?:{_NOT}\s?(?:have\s|any\s)?"
    r"(?:pernah|prnh|ada|punya|any|worked|experience|pengalaman|(?:be)?kerja|yet)\b|"
    r"fresh\s?graduate\b|freshgrad\b|(?:baru|br)\slulus\b|kosong\b|nol\b|none\b|nothing\b|-)",
    re.IGNORECASE,
)
_BUT = re.compile(r"\b(?:tapi|tp|tetapi|cuma|cuman|hanya|paling|but|only|except|selain)\b", re.IGNORECASE)
_SHORTENED = re.compile(r"\b(PT|CV|UD|PD|Tbk|th|thn|bln|RS|Jl|No|Bpk|s\.d|s\.?/?d)\.(?=\s|\w)", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s?(?:[;\n•|]|\.\s|,(?!\d)|(?:^|(?<=\s))(?:\d{1,2}[.)]|[-*–])\s|"
    r"\b(?:sebelumnya|sebelum itu|sebelum nya|sblmnya|sblm itu|terus|trus|trs|"
    r"lalu|kemudian|abis itu|habis itu|abis tu|setelah itu|stlh itu|pernah juga|prnh jg|before that|after that|then|"
    r"previously|tapi|tp|but)\b)\s?",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\s(?:dan|sama|serta|and|&|\+)\s", re.IGNORECASE)
_ENDS_A_NAME = (
    r"(?=\s(?:jadi|jd|sebagai|sbg|sbgai|posisi|bagian|bag|as|selama|slm|sejak|dari|sampai|sampe|mulai|since|for|tapi|"
    r"dan|"
    r"yang|yg|karena|gaji\w{0,9}|sekitar|hampir|kurang lebih|lebih|udah|sudah|masih|skrg|sekarang|kak|until|till|"
    r"terus|trus|pas|waktu|"
    r"tahun|thn|th|lamanya|juga|jg|di|magang|pkl)\b|[,;\n()]|$)"
)
_AT = re.compile(
    rf"(?:\b(?:di|d|at|ikut|buat|for|in|pindah ke|lanjut ke)\s|"
    rf"@\s?)(?P<name>[^\W\d_][^,;\n()]{{1,50}}?){_ENDS_A_NAME}",
    re.IGNORECASE,
)
_COMPANY = re.compile(rf"\b(?P<name>(?:PT|CV|UD|PD|Yayasan|Koperasi)\s[^,;\n()]{{2,50}}?){_ENDS_A_NAME}", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:jadi|menjadi|jd|sebagai|sbg|sbgai|posisi|bagian|bag|as|magang|pkl|kerjaan|kerja|krja)\s(?:a\s|an\s|the\s)?"
    r"(?!di\s|d\s|sebagai\s|jadi\s|jd\s|bagian\s|selama\s|at\s|in\s|buat\s|\d)(?P<role>[^\W\d_][^,;\n()]{1,50}?)"
    r"(?=\s(?:di|d|at|in|selama|slm|sejak|dari|sampai|sampe|mulai|since|for|udah|sudah|masih|lebih|kak|until|@|yang|yg|"
    r"karena|pada|"
    r"hampir|sekitar|juga|jg|tahun|ikut|buat)\b|\s@|[,;\n()]|$)",
    re.IGNORECASE,
)
_TO_NOW = re.compile(
    r"\b(?:sampai|sampe|smpe|hingga|until|till|up to)\s(?:sekarang|skrg|skrng|skr|skg|saat ini|kini|now|today)\b|"
    r"\b(?:masih|still)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:dari|from)\b|[()]", re.IGNORECASE)
_NOISE = re.compile(
    r"\b(?:saya|aku|sy|gw|gue|pernah|prnh|dulu|dulunya|dlu|kerja|krja|bekerja|kerjaan|selama|slm|sekitar|kurang lebih|"
    r"hampir|udah|sudah|sdh|dari|sampai|sampe|tahun|thn|th|bulan|bln|jadi|jd|sebagai|sbg|i|have|has|been|was|worked|"
    r"work|working|for|"
    r"about|over|a|an|the|as|at|d|di|kak|min|gan|ya|sih|aja|saja|juga|jg|dan|sekarang|skrg|lagi|masih|posisi|bagian|"
    r"bag|lebih|"
    r"lamanya|pas|waktu|itu|ini|tapi|tp|more|than|years?|months?|until|now|currently|since|yang|yg|terakhir|pertama|"
    r"awalnya|"
    r"pengalaman|banyak|macam|macem|lain|lainnya|dll|dsb|etc|belum|blm|ada|lama|doang|cuma|cuman|gitu|nih|deh|lah|dong|"
    r"from|to|my|is|job|at|in|on|of|pada|mulai|sejak|ke|kali|x|org|orang lain|and|then|sama|serta|setelah|sesudah)\b",
    re.IGNORECASE,
)
_NO_WORK = re.compile(
    r"\b(?:umur|usia|gaji\w{0,9}|upah|nikah|menikah|kawin|anak|nama|lahir|alamat|tinggal|lulus\w{0,9}|sekolah|kuliah|jurusan|"
    r"ijazah|ktp|"
    r"phk|nganggur|menganggur|resign|berhenti|keluar|dipecat|habis kontrak|kontrak habis|abis kontrak|hp|wa|email|"
    r"salary|"
    r"unemployed|laid|fired|married|years old|rahasia|tau|tahu|bingung|apa|gimana|suka|mau|ingin|pengen|cari|nyari|"
    r"lowongan|loker|"
    r"karena|krn|soalnya)\b",
    re.IGNORECASE,
)
"""Words that no trade has: a piece with one, and without known work, tells something else."""
_DOES = re.compile(
    r"^(?:bantu|bantuin|ikut|jaga|jagain|jual|jualan|dagang|usaha|buka|ngurus|urus|antar|nganter|ngantar|rawat|"
    r"ngerawat|asuh|"
    r"ngasuh|masak|"
    r"ngajar|mengajar|nyuci|cuci|setrika|tukang|operator|admin|staff?|sales|helper|karyawan|buruh|kuli|kurir|supir|"
    r"sopir|"
    r"asisten|crew|kru|guru|petugas|teknisi|mekanik|magang|pkl)\b",
    re.IGNORECASE,
)
"""How a trade begins that is told in more words."""
_TRAINEE = re.compile(r"\b(magang|pkl|prakerin|intern(?:ship)?)\b", re.IGNORECASE)
_NO_EMPLOYER = re.compile(
    r"^(?:taiwan|malaysia|hong\s?kong|singapura|singapore|arab(?: saudi)?|saudi|jepang|japan|korea(?: selatan)?|"
    r"brunei|dubai|"
    r"qatar|kuwait|luar negeri|rumah|kampung|desa|bapak|ibu|ayah|mama|orang ?tua|ortu|suami|istri|saudara|teman|temen|"
    r"orang)$",
    re.IGNORECASE,
)
"""Where, or with whom, somebody worked, but no employer."""


@dataclass(frozen=True)
class Told:
    """What a message tells of work.

    Attributes:
        entries: [{«occupation», «occupation_code», «employer», «months», «since», «until», «what»}].
        none: whether it says that there was none.
        more: how many jobs beyond `MOST` it tells.
    """

    entries: tuple[dict[str, Any], ...] = ()
    none: bool = False
    more: int = 0


def read_experience(text: str, today: date, occupations: Codes, regions: Regions | None = None) -> Told:
    """Read the jobs that a message tells, in its order; with ``regions``, a place is no employer."""
    text = single(text)
    none = _NONE.search(text)
    if none:
        but = _BUT.search(text, none.end())
        if not but and not find_months(text) and not find_span(text, today):
            return Told(none=True)
        # «Belum ada pengalaman, tapi pernah magang 3 bulan»: what comes after tells.
        text = text[but.end() if but else none.end() :]
    entries: list[dict[str, Any]] = []
    for piece in _pieces(_SHORTENED.sub(r"\1", text), occupations):
        read = _piece(piece, today, occupations, regions)
        if entries and not read["occupation"]:
            # «kasir di Indomaret, 2 tahun», «kasir, PT Maju»: the rest of the job before.
            filled = _fill(entries[-1], read)
            if filled is not None:
                entries[-1] = filled
                continue
        if entries and _may_be_employer(entries[-1], read):
            read |= {"employer": piece.strip(" -–.")[:60], "occupation": None}
            entries[-1] = _fill(entries[-1], read) or entries[-1]
        elif read["occupation"] or read["employer"] or (read["months"] and not entries):
            entries.append(read)
    if len(entries) > 1 and not (entries[0]["occupation"] or entries[0]["employer"]):
        # «2 tahun, kasir»: the length came first.
        first = entries.pop(0)
        entries[0] = _fill(entries[0], first) or entries[0]
    told = [entry for entry in entries if entry["occupation"] or entry["employer"]]
    return Told(tuple(told[:MOST]), more=max(len(told) - MOST, 0))


def _pieces(text: str, occupations: Codes) -> Iterator[str]:
    for piece in _BETWEEN.split(text, maxsplit=MOST_PIECES)[:MOST_PIECES]:
        parts = _TOGETHER.split(piece, maxsplit=4)
        # «kuli bangunan sama tukang cat» is two; «PT Maju dan Jaya» is one.
        if len(parts) > 1 and all(occupations.longest(part) for part in parts):
            yield from parts
        elif piece.strip():
            yield piece


def _may_be_employer(before: dict[str, Any], read: dict[str, Any]) -> bool:
    """Whether a piece that names no known work says where the one before it was: «kasir, Indomaret»."""
    unknown = read["occupation"] is not None and read["occupation_code"] is None and read["employer"] is None
    return bool(
        unknown
        and len(read["occupation"].split()) <= 3
        and not _DOES.search(read["occupation"])
        and before["occupation"]
        and not before["employer"]
    )


def _piece(piece: str, today: date, occupations: Codes, regions: Regions | None) -> dict[str, Any]:
    span = find_span(piece, today)
    rest = piece.replace(span[3], " ", 1) if span else piece
    length = find_months(rest)
    rest = rest.replace(length[1], " ", 1) if length else rest
    goes_on = _TO_NOW.search(rest)
    rest = " ".join(_FROM.sub(" ", rest.replace(goes_on[0], " ", 1) if goes_on else rest).split())
    occupation, code, rest = _work(rest, occupations)
    place = _COMPANY.search(rest) or _AT.search(rest)
    employer = _employer(place["name"]) if place else None
    if employer and not code:
        # «di PT Maju operator produksi»: the name ends where known work begins.
        inside = occupations.longest(employer)
        at = employer.casefold().find(inside[0]) if inside else -1
        if inside and at > 0:
            employer, occupation, code = employer[:at].strip(), *inside
    if occupation is None:
        occupation = _unknown(rest.replace(place[0], " ", 1) if place else rest)
    if occupation is None and _TRAINEE.search(piece):
        occupation = "magang"
    if employer is None and code and not place:
        employer = _named_beside(rest)
    what = None
    if employer and (_NO_EMPLOYER.match(employer) or (regions and plain(employer) in regions.by_word)):
        what, employer = " ".join(place[0].split()) if place else None, None
    return {
        "occupation": occupation,
        "occupation_code": code,
        "employer": employer,
        "months": length[0] if length else span[2] if span else None,
        "since": span[0] if span else None,
        "until": span[1] if span else "now" if goes_on and (length or occupation or employer) else None,
        "what": what if occupation else None,
    }


def _work(rest: str, occupations: Codes) -> tuple[str | None, str | None, str]:
    """Give the work, its code, and the text without it."""
    role = _ROLE.search(rest)
    for said in (role["role"], rest) if role else (rest,):
        known = occupations.longest(said)
        name = " ".join(_NOISE.sub(" ", known[0]).split()) if known else ""
        if known and _TRAINEE.search(rest) and re.search(rf"\b(?:di|at)\s{re.escape(known[0])}\b", plain(rest)):
            # «Magang di bengkel»: that is where.
            continue
        if known and len(name) > 2 and name not in {"pabrik", "toko", "gudang"}:
            return name, known[1], _without(rest, known[0])
    if role and not _NO_WORK.search(role["role"]):
        name = " ".join(_NOISE.sub(" ", plain(role["role"])).split())
        if name and len(name.split()) <= 6 and any(letter.isalpha() for letter in name):
            return name, None, rest.replace(role[0], " ", 1)
    return None, None, rest


def _without(text: str, known: str) -> str:
    """Take known words out, as they are written; «di …» before them stays."""
    words = r"[\W_]+".join(map(re.escape, known.split()))
    return re.sub(
        rf"\b(?:(?:jadi|jd|sebagai|sbg|as|bagian|posisi)\s)?{words}\b", " ", text, count=1, flags=re.IGNORECASE
    )


def _unknown(rest: str) -> str | None:
    """Give work that the vocabulary does not know, as it was said."""
    if _NO_WORK.search(rest):
        return None
    said = " ".join(_NOISE.sub(" ", plain(rest)).split())
    if sum(letter.isalpha() for letter in said) < 3 or len(said.split()) > (6 if _DOES.search(said) else 3):
        return None
    return said


def _employer(name: str) -> str | None:
    if _NO_WORK.search(name):
        return None
    name = re.sub(r"^(?:nya|salah satu|sebuah|satu|the|a)\s", "", " ".join(name.split()), flags=re.IGNORECASE).strip(
        " -–:."
    )
    if len(name) < 2 or len(name.split()) > 6 or not any(letter.isalpha() for letter in name):
        return None
    return name[:60]


def _named_beside(rest: str) -> str | None:
    """Give an employer whose name stands beside the work: «SPG Matahari»; names are written large."""
    said = " ".join(_NOISE.sub(" ", rest).split()).strip(" -–:.@")
    words = said.split()
    return _employer(said) if 1 <= len(words) <= 4 and all(word[:1].isupper() for word in words) else None


def _fill(entry: dict[str, Any], more: dict[str, Any]) -> dict[str, Any] | None:
    """Give an entry what another piece tells beyond it; None when that is another job's."""
    given = {name: value for name, value in more.items() if value is not None}
    if not given or any(entry[name] is not None for name in given):
        return None
    return entry | given
