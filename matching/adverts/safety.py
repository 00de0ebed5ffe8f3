"""Judging whether an advertisement is safe to show: the signs that speak against it, and a verdict.

The signs are those that the ministry and the press warn of: no employer may ask money of a seeker, nor keep papers. It
works on the text alone, so also for what a seeker has forwarded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from matching.adverts.experience import read_experience
from matching.adverts.other_signs import RULES
from matching.adverts.papers import read_kept_papers
from matching.adverts.signs import HEAVY, WEIGHTS, WHY, Kind, Rule
from matching.adverts.texts import Advert
from matching.adverts.wages import read_pay

Verdict: TypeAlias = Literal["clear", "doubtful", "suspicious"]

ABSURD_WAGE = 12_000_000
"""Rupiah a month that nobody pays for work that asks for neither experience nor more than a secondary school."""
NO_TRADE = frozenset({None, "", "none", "sd", "smp", "sma", "smk"})
DOUBTFUL = 0.4
"""Score from which faint signs together make a doubt."""
MOST_OF_A_KIND = 3

_SKILLED = re.compile(
    r"\b(?:s1|s2|s3|d3|d4|sarjana|bachelor|degree|diploma|profesi|manager|manajer|engineer|developer|dokter"
    r"|dentist|pilot|director|direktur|kepala|supervisor|specialist|spesialis|nakhoda|nahkoda"
    r"|captain|analyst|analis|programmer|konsultan|consultant|head|lead|senior|auditor|architect|arsitek"
    r"|lawyer|pengacara|principal|notaris|apoteker|surveyor|geolog\w*|chief|years? of experience)\b"
)
_EMPLOYER = re.compile(
    r"\b(?:pt|cv|ud|pd|tbk|toko|kedai|warung|rumah makan|rm|restoran|resto|cafe|kafe|hotel|klinik|rumah sakit"
    r"|rs|rsia|sekolah|yayasan|koperasi|bank|salon|bengkel|apotek|pabrik|perusahaan|butik|minimarket|swalayan"
    r"|gudang|laundry|konveksi|universitas|kampus|studio|outlet|gerai|bakery|villa|vila|kebun|peternakan"
    r"|percetakan|company|clinic|school|our|dinas|puskesmas|panti|daycare|dealer|katering|catering|kantor"
    r"|proyek|tambak)\b"
)
_FREE_MAIL = re.compile(r"[\w.+-]{1,60}@(?:gmail|yahoo|ymail|hotmail|outlook|aol)\.\w{2,3}\b")
_BIG = re.compile(
    r"\b(?:bumn|pertamina|pln|telkom|telkomsel|garuda indonesia|angkasa pura|pelindo|kai|kereta api|freeport"
    r"|astra|unilever|indofood|mayora|bank (?:mandiri|bri|bni|btn|bca|indonesia)|bri|bca|bni|tbk|kementerian"
    r"|pupuk indonesia|antam|inalum|hotel bintang (?:5|lima)|multinational|multinasional|maskapai|toyota"
    r"|samsung|shopee indonesia|tokopedia)\b"
)

_WARNS = re.compile(
    r"\b(?:hati-hati|waspada|awas|(?:tidak|tdk|nggak) pernah|never|beware|abaikan|laporkan|mengatasnamakan"
    r"|dilarang|jangan (?:pernah |mau |percaya|berikan|memberi\w*|membayar|bayar|transfer|kirim|tertipu)"
    r"|(?:segala )?bentuk penipuan|modus)\b|(?<!bukan )(?<!tidak )(?<!anti )\bpenipuan\b"
)
_DENIES = re.compile(
    r"\b(?:(?:tanpa|bebas|without|gratis|free|nol)(?: dari)?(?: \w+){0,3}|(?:tidak|tdk|tak|gak|ga|nggak|ngga"
    r"|bukan|no|not|don't|doesn't)(?: \w+){0,6})[ /]*$"
)
_BUT = re.compile(
    r"\b(?:cukup|hanya|cuma|tapi|tetapi|namun|kecuali|setelah|only|but|lalu|kemudian|dikembalikan|hangus|wajib"
    r"|interview|wawancara|tes)\b"
)
_LISTS = re.compile(r"\b(?:tanpa|bebas|tidak|tdk|no|without|free)\b(?P<list>[^.;!?]{0,100})$")
_VERB = re.compile(r"\b(?:bayar|membayar|transfer|setor|siapkan|wajib|harus|kirim|bawa)\b")
_EMPLOYER_PAYS = re.compile(
    r"\b(?:perusahaan|kami|kantor|we|company|pemberi kerja)(?: (?:akan|yang|siap|juga|will)){0,2} $"
)
_TAKEN_OVER = re.compile(
    r"[^.;!?\n]{0,45}\b(?:gratis|dibiayai|free|atas biaya perusahaan|disediakan|(?:ditanggung|dibayar"
    r"|dibayarkan|diganti|dari|oleh)(?: penuh| sepenuhnya| oleh)* (?:perusahaan|kantor|kami|pihak|pemberi)"
    r"|paid by the company|we pay"
    r"|ditanggung(?! (?:\w+ )?(?:peserta|pelamar|calon|kandidat|sendiri|karyawan|pribadi)))\b"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: its kind, how much it says by itself (0–1), and the piece of the text that shows it (may be empty)."""

    kind: Kind
    weight: float
    quote: str

    @property
    def why(self) -> str:
        """Say it in words for an officer."""
        return f"{WHY[self.kind]} («{self.quote}»)" if self.quote else WHY[self.kind]


@dataclass(frozen=True, slots=True)
class Safety:
    """The signs, heaviest first, how much they say together (0–1), and what follows."""

    score: float
    signs: tuple[Sign, ...]
    verdict: Verdict


def judge(
    title: str,
    description: str,
    *,
    employer: str = "",
    contact: str = "",
    wage_min: int | None = None,
    wage_max: int | None = None,
    experience_months: int | None = None,
    education_min: str | None = None,
) -> Safety:
    """Judge by the text and by what a table says (rupiah a month, months, code of education.csv).

    One heavy sign is «suspicious»; faint ones add up to «doubtful» and no further.
    """
    advert = Advert.of(title, description)
    reached = Advert.of("", contact)
    signs = [*_read(advert), *_kept_papers(advert), *_contacts(advert, reached, employer)]
    if pay := _absurd_pay(advert, wage_min, wage_max, experience_months, education_min):
        signs.append(pay)
    signs.sort(key=lambda sign: -sign.weight)
    left = 1.0
    for sign in signs:
        left *= 1 - sign.weight
    score = round(1 - left, 3)
    heavy = any(sign.weight >= HEAVY for sign in signs)
    return Safety(score, tuple(signs), "suspicious" if heavy else "doubtful" if score >= DOUBTFUL else "clear")


def _sign(kind: Kind, quote: str = "") -> Sign:
    return Sign(kind, WEIGHTS[kind], quote)


def _read(advert: Advert) -> Iterator[Sign]:
    """Give the signs of the tables, at most `MOST_OF_A_KIND` of a kind, heavy ones once."""
    count: dict[Kind, int] = {}
    for rule in RULES:
        most = 1 if WEIGHTS[rule.kind] >= HEAVY else MOST_OF_A_KIND
        if count.get(rule.kind, 0) >= most:
            continue
        for match in rule.pattern.finditer(advert.folded):
            if _holds(advert, rule, match):
                count[rule.kind] = count.get(rule.kind, 0) + 1
                yield _sign(rule.kind, advert.quote(match.start(), match.end()))
                break


def _holds(advert: Advert, rule: Rule, match: re.Match[str]) -> bool:
    """Whether what a rule has found is meant so."""
    sentence = advert.sentence(match.start())
    if (rule.beside and not rule.beside.search(sentence)) or (rule.unless and rule.unless.search(sentence)):
        return False
    if WEIGHTS[rule.kind] >= HEAVY and _WARNS.search(sentence):
        return False
    return not rule.free or not _denied(advert, match)


def _denied(advert: Advert, match: re.Match[str]) -> bool:
    """Whether it is said not to be asked: «tanpa …», «tidak dipungut …», «… ditanggung perusahaan»."""
    lead = advert.before(match.start(), 60)
    if _EMPLOYER_PAYS.search(lead):
        return True
    denies = _DENIES.search(lead)
    if denies and not _BUT.search(denies.group()):
        return True
    if _DENIES.search(match.group().rsplit(" ", 1)[0] + " ") and not _BUT.search(match.group()):
        return True
    clause = advert.clause(match.start())
    listed = _LISTS.search(advert.folded[clause.sentence_start : clause.start])
    if listed and len(advert.folded[clause.start : clause.end].split()) <= 5:
        rest = listed["list"] + advert.folded[clause.start : match.end()]
        if not _BUT.search(rest) and not _VERB.search(rest):
            return True
    return bool(_TAKEN_OVER.match(advert.folded, match.end(), min(match.end() + 90, clause.sentence_end)))


def _kept_papers(advert: Advert) -> Iterator[Sign]:
    kept = read_kept_papers(advert)
    if kept:
        yield _sign("keeps_papers", kept.quote)


def _contacts(advert: Advert, reached: Advert, employer: str) -> Iterator[Sign]:
    """Give faint signs of who is behind it."""
    for rule in RULES:
        found = rule.pattern.search(reached.folded) if rule.kind in ("private_contact", "bad_link") else None
        if found:
            yield _sign(rule.kind, reached.quote(found.start(), found.end()))
    said = f"{employer.casefold()[:200]}\n{advert.folded}"
    mail = _FREE_MAIL.search(f"{advert.folded}\n{reached.folded}")
    if mail and _BIG.search(said):
        yield _sign("private_contact", mail.group())
    if not employer.strip() and not _EMPLOYER.search(advert.folded):
        yield _sign("no_employer")


def _absurd_pay(
    advert: Advert, wage_min: int | None, wage_max: int | None, months: int | None, education: str | None
) -> Sign | None:
    """Give the sign where pay is told by the table, or by the text alone, and nothing is asked for it."""
    if months or education not in NO_TRADE:
        return None
    told = max(wage_min or 0, wage_max or 0)
    if told:
        return _sign("absurd_pay", str(told)) if told >= ABSURD_WAGE else None
    pay = read_pay(advert)
    asked = read_experience(advert)
    if (asked and asked.value) or _SKILLED.search(advert.folded):
        return None
    if pay.least and pay.least.value >= ABSURD_WAGE:
        return _sign("absurd_pay", pay.least.quote)
    if pay.most and pay.most.value >= ABSURD_WAGE:
        # «Sampai 20 juta» is what a good seller may earn.
        return Sign("absurd_pay", WEIGHTS["pressure"], pay.most.quote)
    return None
