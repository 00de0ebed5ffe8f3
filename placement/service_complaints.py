"""Complaints answered otherwise than those about an employer: about the office, and of money asked for work."""

from __future__ import annotations

import re

_OFFICE = re.compile(
    r"\b(?:loket|pelayanan|layanan|disnaker|dinas|kantor (?:dinas|disnaker|tenaga kerja)|petugas(?:nya)?|antre\w*|"
    r"antri\w*|mal pelayanan|mpp|counter|queue|(?:job|employment) (?:office|centre|center)|officer)\b",
    re.IGNORECASE,
)
_EMPLOYER = re.compile(
    r"\b(?:gaji\w*|upah\w*|bos|boss|majikan|pabrik|perusahaan|hrd|phk\w*|dipecat|pesangon|lembur\w*|kontrak|mandor|"
    r"wages?|salary|employer|company|factory|fired)\b",
    re.IGNORECASE,
)

_ASKED_FOR_MONEY = re.compile(
    r"\b(?:pelicin|uang\s+(?:masuk|pelicin|muka|jaminan|pangkal|administrasi|pendaftaran|seragam|sogok\w*)|sogok\w*|suap\w*|"
    r"calo|"
    r"(?:di)?(?:suruh|minta\w*|mintain|wajib\w*|haruskan|harus|kudu|mesti|asked to|told to|have to)\s+(?:\w+\s+){0,2}?"
    r"(?:setor\w*|nyetor\w*|transfer\w*|tf|trf|deposit\w*|nebus|tebus|pay)|"
    r"(?:di)?(?:suruh|minta\w*|mintain)\s+(?:\w+\s+){0,2}?(?:bayar\w*|duit|uang)\b.{0,60}?"
    r"\b(?:masuk|diterima|keterima|interview|wawancara|seragam|pabrik|kerja|loker|lolos))\b",
    re.IGNORECASE,
)


def about_service(text: str) -> bool:
    """Whether a complaint is about the office's service and names no employer: «dua jam antre di loket»."""
    said = " ".join(text.split())
    return _OFFICE.search(said) is not None and _EMPLOYER.search(said) is None


def asks_money(text: str) -> bool:
    """Whether a seeker tells of money asked for getting in: «disuruh setor 750rb buat pelicin masuk pabrik»."""
    return _ASKED_FOR_MONEY.search(" ".join(text.split())) is not None
