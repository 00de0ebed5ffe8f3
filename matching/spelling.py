"""Light normalising of chat spelling, so that «krj jd kasirr dmn2» and «bekerja sebagai kasir» share words.

Deliberately small: what a job is called belongs in the occupation vocabulary, not here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

MAX_CHARACTERS = 20_000
"""Longer texts are cut: no advertisement needs more words than this to be found."""

_WORD = re.compile(r"[a-z0-9+#]+")
_STRETCHED = re.compile(r"(.)\1{2,}")
_DOUBLED_END = re.compile(r"([a-z])\1$")
_TWICE = re.compile(r"^([a-z]{3,})(?:2|nya2|2nya)$")

SHORT_FORMS = {
    "krj": "kerja", "krja": "kerja", "kerjaan": "kerja", "pekerjaan": "kerja", "lok": "loker", "lowker": "loker",
    "adm": "admin", "administrasi": "admin", "administration": "admin", "administrator": "admin", "mekanis": "mekanik",
    "gdg": "gudang", "warehouse": "gudang", "cashier": "kasir", "kasier": "kasir", "ksr": "kasir", "drv": "driver",
    "supir": "sopir", "sopirr": "sopir", "resto": "restoran", "restaurant": "restoran", "rs": "rumah sakit",
    "ob": "office boy", "cs": "customer service", "spg": "sales promotion", "spb": "sales promotion",
    "satpam": "security", "sekuriti": "security", "scurity": "security",
    "operatr": "operator", "opr": "operator", "prod": "produksi", "production": "produksi", "staf": "staff",
    "kordinator": "koordinator", "apotik": "apotek", "montir": "mekanik", "mechanic": "mekanik",
    "technician": "teknisi", "teacher": "guru", "nurse": "perawat",
    "akunting": "akuntansi", "accounting": "akuntansi", "akuntan": "akuntansi", "accountant": "akuntansi",
    "jht": "jahit", "tailor": "jahit", "welder": "las", "welding": "las", "cook": "masak", "koki": "masak",
    "waiters": "pelayan", "waiter": "pelayan", "waitress": "pelayan", "pramusaji": "pelayan",
    "courier": "kurir", "kitchen": "dapur", "store": "toko", "shop": "toko",
}  # fmt: skip
"""Short or foreign forms of words that job advertisements spell out; a value may be two words."""

FILLERS = frozenset(
    [
        "a",
        "ada",
        "adakah",
        "adalah",
        "agar",
        "aja",
        "akan",
        "aku",
        "am",
        "an",
        "and",
        "ane",
        "any",
        "apa",
        "apakah",
        "as",
        "at",
        "atau",
        "atas",
        "available",
        "ayo",
        "bagi",
        "baik",
        "bang",
        "bantu",
        "bantuin",
        "banget",
        "bapak",
        "bekerja",
        "berapa",
        "bgt",
        "bila",
        "bisa",
        "boleh",
        "bos",
        "bro",
        "bt",
        "bu",
        "buat",
        "butuh",
        "cari",
        "cariin",
        "carikan",
        "cara",
        "coba",
        "d",
        "dan",
        "dapat",
        "dari",
        "dekat",
        "deket",
        "deh",
        "demi",
        "dengan",
        "dgn",
        "di",
        "dibutuhkan",
        "dicari",
        "diperlukan",
        "dlm",
        "dmn",
        "do",
        "does",
        "dong",
        "down",
        "duh",
        "e",
        "ea",
        "eh",
        "enak",
        "for",
        "find",
        "from",
        "g",
        "ga",
        "gak",
        "gan",
        "gue",
        "gua",
        "gw",
        "hai",
        "hallo",
        "halo",
        "have",
        "hello",
        "help",
        "hi",
        "hiring",
        "ibu",
        "i",
        "in",
        "ingin",
        "ini",
        "info",
        "infonya",
        "is",
        "itu",
        "iya",
        "ya",
        "yah",
        "jadi",
        "jd",
        "job",
        "jobs",
        "juga",
        "kabar",
        "kah",
        "kak",
        "kakak",
        "kalau",
        "kalo",
        "karyawan",
        "karyawati",
        "ke",
        "kepada",
        "kerja",
        "kita",
        "klo",
        "km",
        "kok",
        "kpd",
        "kuy",
        "lagi",
        "lah",
        "lamar",
        "lamaran",
        "lg",
        "loker",
        "looking",
        "lowongan",
        "lwgn",
        "looker",
        "lho",
        "loh",
        "lo",
        "lu",
        "mas",
        "masih",
        "mau",
        "mba",
        "mbak",
        "me",
        "membutuhkan",
        "mencari",
        "mendapatkan",
        "min",
        "mimin",
        "minta",
        "mohon",
        "mo",
        "my",
        "n",
        "nah",
        "need",
        "nih",
        "nyari",
        "nya",
        "nyariin",
        "of",
        "on",
        "one",
        "open",
        "or",
        "org",
        "orang",
        "p",
        "pada",
        "pak",
        "para",
        "pengen",
        "pengin",
        "pgn",
        "pingin",
        "please",
        "pls",
        "plis",
        "posisi",
        "position",
        "punya",
        "recruitment",
        "sama",
        "saja",
        "saya",
        "say",
        "sbg",
        "sebagai",
        "segera",
        "sekarang",
        "sekitar",
        "semua",
        "seorang",
        "serta",
        "sini",
        "sis",
        "skrg",
        "so",
        "some",
        "sy",
        "tdk",
        "tempat",
        "tentang",
        "terdekat",
        "the",
        "there",
        "to",
        "tolong",
        "tp",
        "tapi",
        "u",
        "untuk",
        "urgent",
        "utk",
        "vacancies",
        "vacancy",
        "want",
        "wanted",
        "wilayah",
        "daerah",
        "with",
        "work",
        "working",
        "yang",
        "yg",
        "you",
        "dkt",
        "area",
        "sekitaran",
        "situ",
        "sana",
        "dimana",
        "mana",
        "kayak",
        "kyk",
        "nggak",
        "ngga",
        "engga",
        "enggak",
        "gitu",
        "gini",
        "bikin",
        "gawe",
        "gawean",
        "gaweyan",
        "gawian",
        "golek",
        "damel",
        "padamelan",
        "hoyong",
        "abdi",
        "kerjo",
        "karajo",
        "nio",
        "handak",
        "ulun",
        "nang",
        "kene",
        "ning",
        "bs",
        "bsa",
        "gk",
        "gag",
        "ijazah",
        "ijasah",
        "ijzh",
        "lulusan",
        "tamatan",
        "cuma",
        "cuman",
        "doang",
        "modal",
        "cepet",
        "cepat",
        "penting",
        "halal",
        "near",
        "nearby",
    ]
)
"""Words that say that one searches, not what one searches for; also polite noise."""


def normalise(text: str) -> str:
    """Lower-case, compatibility-composed text without marks, emoji or control characters; words by single spaces."""
    return " ".join(_spelled(text))


def words(text: str) -> list[str]:
    """Content words of a text in order, without fillers."""
    return [word for word in _spelled(text) if word not in FILLERS and (len(word) > 1 or not word.isalpha())]


def stem(word: str) -> str:
    """Cut an Indonesian word to a rough root («penjahit», «menjahit» → «jahit»); a key, not always a word."""
    root = word
    for ending in ("nya", "lah", "kah"):
        if root.endswith(ending) and len(root) - len(ending) >= 4:
            root = root[: -len(ending)]
    for start, following in _PREFIXES:
        if root.startswith(start) and len(root) - len(start) >= 4 and root[len(start)] in following:
            root = root[len(start) :]
            break
    for ending in ("kan", "an", "i"):
        if root.endswith(ending) and len(root) - len(ending) >= 4:
            return root[: -len(ending)]
    return root


def without(text: str, names: Iterable[str]) -> str:
    """Take names (already normalised) out of a text; returns the normalised rest."""
    rest = f" {normalise(text)} "
    for name in sorted(set(names), key=len, reverse=True):
        if name:
            rest = rest.replace(f" {name} ", "  ")
    return " ".join(rest.split())


_VOWELS = "aeiou"
_PREFIXES = (
    ("meng", "ghkx" + _VOWELS), ("peng", "ghkx" + _VOWELS), ("mem", "bpf"), ("pem", "bpf"), ("men", "cdjtz"),
    ("pen", "cdjtz"), ("ber", "bcdfghjklmnpqrstvwxyz" + _VOWELS), ("me", "mnlrwy"), ("pe", "mnlrwyk"),
)  # fmt: skip


def _spelled(text: str) -> Iterator[str]:
    folded = unicodedata.normalize("NFKD", text[:MAX_CHARACTERS]).casefold()
    plain = "".join(mark for mark in folded if not unicodedata.combining(mark) and unicodedata.category(mark) != "Cf")
    for match in _WORD.finditer(plain):
        word = _STRETCHED.sub(r"\1", match.group())
        twice = _TWICE.match(word)
        word = twice.group(1) if twice else _DOUBLED_END.sub(r"\1", word) if word not in _KEPT_DOUBLES else word
        yield from SHORT_FORMS.get(word, word).split()


_KEPT_DOUBLES = frozenset({"staff", "sell", "mall", "cell", "skill", "full", "bill", "press", "dress", "class", "hall"})
