"""The experience that an advertisement demands, in months; 0 where beginners are welcome."""

from __future__ import annotations

import re
from itertools import islice

from matching.adverts.texts import Advert, Found

_WORDS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10,
    "a": 1, "an": 1,
}  # fmt: skip
_NUMBER = rf"(?:\d{{1,2}}(?:[.,]\d)?|{'|'.join(_WORDS)})"
_TO = r"\s?(?:-|s/d|s\.d\.?|sd|sampai|hingga|to|atau)\s?"
_LENGTH = (
    rf"(?:(?P<count>{_NUMBER})(?:\s?\(\s?\w{{1,10}}\s?\))?\s?\+?(?:{_TO}{_NUMBER})?\s?\+?\s?-?"
    r"(?P<unit>tahunan|tahun|thn|th|years?|yrs?|bulanan|bulan|bln|months?)|(?P<one>setengah tahun|setahun|sebulan))\b"
)
_OTHER_LENGTHS = (
    "kontrak", "contract", "probation", "percobaan", "usia", "umur", "aged", "garansi", "ikatan", "masa kerja",
    "berdiri", "training", "pelatihan", "lulus", "gaji", "cuti", "maks", "dinas", "bayi", "anak", "bawah", "half ",
)  # fmt: skip
"""What else is told in months and years."""
_GAP = r"(?:(?!\n)[^.;\d,]|,\s?(?=min|sekurang|at least|paling)|(?<=min)\.|(?<=maks)\.)"
_AFTER = re.compile(rf"\b(?:(?:ber)?pengalaman\w{{0,3}}|experienced?|pernah|exp)\b(?P<gap>{_GAP}{{0,50}}?)\b{_LENGTH}")
_BEFORE = re.compile(rf"\b{_LENGTH}(?:'|’)?\s(?:\w{{1,15}}\s){{0,3}}?(?:(?:ber)?pengalaman|experience|exp)\b")
_AS = re.compile(
    rf"\b(?:(?P<least>min(?:imal|imum)?\.?|at least|sekurang-kurangnya|paling sedikit|lebih dari|more than)\s{_LENGTH}"
    r"\s(?:di|dalam|sebagai|bekerja|kerja|menjadi|as|in|on)\b)"
)
_IN = re.compile(rf"\b{_LENGTH}\s(?:in a|in the|in an|on the|as a|as an)\b")
_LEAST = re.compile(r"\b(?:min|minimal|minimum|at least|sekurang|wajib|syarat|harus|must)\b|[>≥]")
_COMPANY = re.compile(r"\b(?:perusahaan|kami|kita|pt|cv|company|we|our|tim|klinik|bengkel|lembaga|telah|sudah|brand)\b")
_SEEKS = re.compile(
    r"\b(?:mencari|membutuhkan|memerlukan|butuh|perlu|dicari|dibutuhkan|diperlukan|mengharapkan|looking|seeks?"
    r"|need|require|wajib"
    r"|harus|syarat|kualifikasi|min|minimal|minimum|at least|pernah|you)\b"
)
MOST_MONTHS = 15 * 12
"""More years are a company's age unless they are called a minimum."""
MOST_NAMED = 50
"""Places of an advertisement where experience is looked at."""
_NO = r"(?:tidak|tdk|tak|nggak|gak|ga|bukan)"
_BEGINNERS = re.compile(
    r"\bfresh ?-?grad(?:uates?|s)?\b|\blulusan baru\b|\bnew graduates?\b|\b(?:pemula"
    r"|beginners?)(?: \w+)? (?:boleh|dipersilakan|"
    r"dipersilahkan|silakan|welcome|diterima|oke|ok)\b|\b(?:tanpa|non|no|zero|nol)[ -](?:perlu |harus |butuh "
    r"|prior |previous )?(?:pengalaman|experience)\b"
    rf"|\bpengalaman(?: kerja)? {_NO} (?:\w+ )?(?:wajib|perlu|diperlukan|diutamakan|dibutuhkan|syarat"
    rf"|disyaratkan|dipersyaratkan|masalah|penting|harus|menjadi syarat)\b"
    rf"|\bexperience (?:is )?not (?:needed|required|necessary)\b|\b{_NO} (?:perlu|harus|wajib|butuh|membutuhkan"
    rf"|memerlukan|disyaratkan|ada syarat) (?:ber)?pengalaman\b"
    r"|\bbelum (?:ber|punya |ada |memiliki )pengalaman(?: \w+){0,2} (?:boleh|silakan|dipersilakan|oke|diterima"
    r"|pun|juga)\b|\bbelum pernah(?: \w+){1,3} (?:boleh|silakan|dipersilakan|masuk kelas|akan dilatih)\b"
    r"|\b(?:berpengalaman|pengalaman) (?:atau|maupun|/) ?(?:tidak|non|belum)\b|\b(?:berpengalaman)/(?:tidak"
    r"|non|belum)\b|\bbelajar dari nol\b"
)
_REFUSED = re.compile(r"\b(?:tidak|tdk|bukan|not|no|kecuali|maaf|belum)(?: \w+){0,3} $")
_NOT_FOR = re.compile(r"[^,.;\n]{0,30}\b(?:tidak|tdk|jangan|bukan|mohon maaf|harap)\b")
_OPEN = re.compile(
    r"[^,.;\n]{0,40}\b(?:boleh|dipersilakan|dipersilahkan|silakan|silahkan|welcome|diterima|are welcome|juga"
    r"|bisa|may apply|ok|oke|diperbolehkan)\b"
)


def read_experience(advert: Advert) -> Found[int] | None:
    """Read the least experience in months; what is preferred only, or the company's own, is none."""
    beginners = _beginners(advert)
    if beginners:
        return beginners
    for pattern in (_AFTER, _BEFORE, _AS, _IN):
        for match in islice(pattern.finditer(advert.folded), MOST_NAMED):
            if _demands(advert, match):
                return Found(_months(match), advert.quote(match.start(), match.end()))
    return None


def _beginners(advert: Advert) -> Found[int] | None:
    for match in islice(_BEGINNERS.finditer(advert.folded), MOST_NAMED):
        lead, tail = advert.before(match.start(), 40), advert.after(match.end(), 60)
        says_welcome = match.group().startswith(("fresh", "lulusan baru", "new grad"))
        if says_welcome and (_REFUSED.search(lead) or (_NOT_FOR.match(tail) and not _OPEN.match(tail))):
            continue
        if not says_welcome and _NOT_FOR.match(tail) and "diproses" in tail:
            continue
        if says_welcome and advert.clause(match.start()).wished:
            continue
        return Found(0, advert.quote(match.start(), match.end()))
    return None


def _demands(advert: Advert, match: re.Match[str]) -> bool:
    place = match.start("one") if match["one"] else match.start("count")
    said = match.group()
    lead = advert.before(match.start(), 60)
    if any(word in said or word in lead[-30:] for word in _OTHER_LENGTHS):
        return False
    if "tidak" in match.groupdict().get("gap", "") or lead.endswith(("tidak ", "belum ", "tanpa ")):
        return False
    if advert.clause(match.start()).wished or advert.clause(place).wished:
        return False
    least = bool(_LEAST.search(said)) or bool(_LEAST.search(lead[-15:]))
    if _months(match) > MOST_MONTHS or (_months(match) >= 120 and not least):
        return False
    company = list(_COMPANY.finditer(advert.sentence_before(match.start())))
    return least or not company or bool(_SEEKS.search(advert.sentence_before(match.start()), company[-1].end()))


def _months(match: re.Match[str]) -> int:
    if match["one"]:
        return {"setahun": 12, "sebulan": 1}.get(match["one"], 6)
    count = match["count"].replace(",", ".")
    number = _WORDS[count] if count in _WORDS else float(count)
    return round(number * (12 if match["unit"][0] in "ty" else 1))
