"""The pay that an advertisement promises, in rupiah a month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from matching.adverts.texts import Advert, Found

DAYS, WEEKS, MONTHS = 25, 4, 12
"""Days and weeks of a month, months of a year: by them other pay becomes a month's."""
LEAST_BARE = 10_000
"""A number without «Rp» and unit counts as money from here on."""
MOST_A_DAY = 1_000_000
"""Pay that is called «harian» without «per hari» right behind it, from here on, is a month's."""

MOST_AMOUNTS = 200
"""Numbers of an advertisement that are looked at."""

_UNITS = {
    "jutaan": 1_000_000, "juta": 1_000_000, "jtan": 1_000_000, "jt": 1_000_000, "million": 1_000_000, "mio": 1_000_000,
    "ribuan": 1_000, "ribu": 1_000, "rban": 1_000, "rb": 1_000, "k": 1_000, "miliar": 1_000_000_000,
    "milyar": 1_000_000_000, "m": 1_000_000_000,
}  # fmt: skip
_COUNTS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10,
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_NUMBER = (
    rf"(?:\d{{1,3}}(?:[.,]\d{{3}}){{1,5}}(?![\d])|\d{{1,15}}(?:[.,]\d{{1,2}}(?!\d))?"
    rf"|(?:{'|'.join(_COUNTS)})(?= (?:juta|jt|ribu|rb)))"
)
_RUPIAH = r"(?:rp|idr)\.?\s{0,2}"
_END = r"(?:,-|,00|\.-)?(?:[- ]an\b)?"
_TO = r"\s{0,2}(?:-|~|s/d|s\.d\.?|sd|sampai(?: dengan)?|sampe|hingga|to|up to)\s{0,2}"
_AMOUNT = re.compile(
    rf"(?<![\w.,$/])(?P<rupiah>{_RUPIAH})?(?P<low>{_NUMBER})\s{{0,2}}(?P<low_unit>{_UNIT})?{_END}(?!\w)"
    rf"(?:{_TO}(?P<rupiah2>{_RUPIAH})?(?P<high>{_NUMBER})\s{{0,2}}(?P<high_unit>{_UNIT})?{_END}(?![\w%]))?"
)
_FOREIGN = re.compile(r"(?:[$€£]|\b(?:usd|sgd|myr|rm|ntd|yen|dollar|dolar))\s?$")
_FOREIGN_AFTER = re.compile(r"\s?(?:usd|dolar|dollar|ringgit|sgd|myr|ntd|yen|won|riyal|%|persen)")
_WAGE = (
    r"gaji|gapok|upah|salary|salaries|wages?|penghasilan|pendapatan|income|take home pay|thp|honor(?:arium)?"
    r"|bayaran|dibayar|pay|paid"
    r"|umk|umr|ump|harian|mingguan|stipend|uang saku|dapat(?:kan)?|fee|basic|fixed"
)
_OTHER = (
    r"bonus|omzet|omset|modal|denda|harga|insentif|intensif|uang makan|makan|uang transport|transport"
    r"|transportasi|bensin|tunjangan|komisi|potongan|potong"
    r"|dipotong|biaya|bayar|deposit|jaminan|premi|service charge|service|tips?|target|budget|anggaran|plafon"
    r"|pinjaman|kredit|cicilan|hadiah|reward"
    r"|thr|lembur|overtime|tiket|kost?|sewa|seragam|administrasi|pendaftaran|penjualan|aset|dormitory|asrama"
    r"|allowance|uang lelah|uang jalan|klaim"
    r"|bpjs|asuransi|santunan|saldo|voucher|pulsa|paket data|investasi|transaksi|diskon|tabungan|nasabah|dana"
    r"|kerugian|top up|transfer|ongkos|ongkir"
)
_NOUN = re.compile(rf"\b(?:(?P<other>{_OTHER})|(?P<wage>{_WAGE}))\w{{0,3}}\b")
_PIECE = re.compile(
    r"(?:/|\bper ?|\bsetiap |\btiap |\beach |\ba )(?:kilo|kg|ton|potong|pcs|piece|unit|sesi|jam|hour|paket"
    r"|titik|batang|kodi|kubik|janjang|gram|lembar"
    r"|meter|m2|project|proyek|artikel|video|order|alamat|rit|trip|closing|boks|box|pasang|ekor|lusin|kepala"
    r"|kunjungan|kuesioner|responden|murid|anak"
    r"|pertemuan|seribu|kata|halaman|konten|transaksi|karung|kantong|session|cup|bal|live)\b"
)
_PERIOD = re.compile(
    r"[\s),.-]{0,4}(?:/|per ?|se|a |tiap |setiap |untuk |dalam |\( ?per ?)\s?(?:(?P<day>hari(?: kerja)?|hr"
    r"|day)|(?P<month>bulan|bln|month|mo\b)|(?P<week>minggu|mgg|pekan|week)"
    r"|(?P<year>tahun|thn|year|annum))\b|[\s)]{0,2}(?:(?P<month2>bulanan|monthly)|(?P<day2>daily))\b"
)
_UP_TO = re.compile(
    r"(?:\b(?:s/d|s\.d\.?|sd|sampai(?: dengan)?|hingga|up to|maks?|maksimal|maximum|max|mencapai|bisa|tembus)"
    r"|<|≤)[\s.:]{0,2}$"
)
_AT_LEAST = re.compile(
    r"(?:\b(?:min(?:imal|imum)?|mulai(?: dari)?|start(?:ing)?(?: from)?|from|dari|di ?atas|lebih dari)|>|≥)[\s.:]{0,2}$"
)
_DAILY = re.compile(r"\b(?:harian|daily|borongan harian|per hari)\b[^,.;\n]{0,20}$")
_WEEKLY = re.compile(r"\b(?:mingguan|weekly)\b[^,.;\n]{0,20}$")


@dataclass(frozen=True, slots=True)
class Pay:
    """Pay a month; `daily` is the piece of the text that tells it by the day, None when it is told otherwise."""

    least: Found[int] | None = None
    most: Found[int] | None = None
    daily: str | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """An amount or a span of rupiah a month, and where it stands."""

    low: int | None
    high: int | None
    daily: bool
    start: int
    end: int


def read_pay(advert: Advert) -> Pay:
    """Read the first pay that is told; what is paid by the piece, extra, or asked of people is none."""
    pay = Pay()
    sentence = -1
    for told in islice(_told(advert), 4):
        here = advert.clause(told.start).sentence_start
        if sentence not in (-1, here):
            break
        quote = advert.quote(told.start, told.end)
        pay = Pay(
            pay.least or (Found(told.low, quote) if told.low is not None else None),
            pay.most or (Found(told.high, quote) if told.high is not None else None),
            pay.daily or (quote if told.daily else None),
        )
        if told.high is not None or (pay.least and pay.most):
            break
        sentence = here
    if pay.least and pay.most and pay.least.value > pay.most.value:
        return Pay(pay.least, None, pay.daily)
    return pay


def _told(advert: Advert) -> Iterator[_Told]:
    for match in islice(_AMOUNT.finditer(advert.folded), MOST_AMOUNTS):
        if not _is_money(match) or not _is_pay(advert, match):
            continue
        low_unit = match["low_unit"] or (match["high_unit"] if match["high"] else None)
        low = _amount(match["low"], low_unit)
        high = _amount(match["high"], match["high_unit"] or match["low_unit"]) if match["high"] else None
        factor, daily = _factor(advert, match, low)
        lead = advert.sentence_before(match.start(), 25)
        up_to = high is None and bool(_UP_TO.search(lead))
        low_month = round(low * factor)
        high_month = None if high is None else round(high * factor)
        if up_to:
            yield _Told(None, low_month, daily, match.start(), match.end())
        elif high_month is not None and high_month < low_month:
            yield _Told(low_month, None, daily, match.start(), match.end())
        else:
            yield _Told(low_month, high_month, daily, match.start(), match.end())


def _is_money(match: re.Match[str]) -> bool:
    if match["rupiah"] or match["low_unit"] or match["high_unit"] or match["rupiah2"]:
        return True
    digits = re.sub(r"\D", "", match["low"])
    return len(digits) >= 5 and int(digits) >= LEAST_BARE and not digits.startswith("0")


def _is_pay(advert: Advert, match: re.Match[str]) -> bool:
    """Whether the noun before an amount is pay, or the amount alone says «per bulan» or is an item by itself."""
    folded = advert.folded
    clause = advert.clause(match.start())
    tail = folded[match.end() : match.end() + 30]
    if _FOREIGN.search(folded, max(match.start() - 8, 0), match.start()) or _FOREIGN_AFTER.match(tail):
        return False
    lead = advert.sentence_before(match.start(), 80)
    if _PIECE.search(tail[:20]) or _PIECE.search(folded, max(match.start() - 45, clause.start), match.start()):
        return False
    nouns = list(_NOUN.finditer(lead))
    if nouns:
        return nouns[-1]["wage"] is not None
    if _PERIOD.match(folded, match.end()):
        return True
    alone = not folded[clause.start : match.start()].strip(" *-•=:") and not folded[match.end() : clause.end].strip(
        " *-•."
    )
    return alone and bool(match["rupiah"] or match["low_unit"] or match["high_unit"])


def _factor(advert: Advert, match: re.Match[str], low: int) -> tuple[float, bool]:
    """Give what makes an amount a month's, and whether it is a day's."""
    period = _PERIOD.match(advert.folded, match.end())
    if period:
        if period["day"] or period["day2"]:
            return DAYS, True
        if period["week"]:
            return WEEKS, False
        return (1 / MONTHS if period["year"] else 1), False
    lead = advert.sentence_before(match.start(), 40)
    if low < MOST_A_DAY and _DAILY.search(lead):
        return DAYS, True
    return (WEEKS if _WEEKLY.search(lead) and low < 3 * MOST_A_DAY else 1), False


def _amount(number: str, unit: str | None) -> int:
    if number in _COUNTS:
        value = float(_COUNTS[number])
    elif re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number):
        value = float(re.sub(r"[.,]", "", number))
    else:
        value = float(number.replace(",", "."))
    return round(value * (_UNITS[unit] if unit else 1))
