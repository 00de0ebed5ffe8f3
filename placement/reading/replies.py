"""Yes, no and «not yet» in one's own words, for whoever knows what was asked: «mantap bener itu», «ntar aja deh»."""

from __future__ import annotations

import re

MOST = 200
"""Characters of a message that are looked at."""
SHORT = 5
"""Words of a message that says nothing besides a no."""

_NOT = (
    r"(?:n?gg?a+k?|gk|g|engg?a+k?|ndak|nda|kaga+k?|kagak|tidak|tdk|tak|belum|blm|blom|ora|durung|teu|henteu|not|no|"
    r"isn['’]?t|don['’]?t)"
)
_RIGHT = (
    r"(?:be?ne?r|benar|be?tu?l|leres|sesuai|cocok|pas|tepat|valid|lengkap|si+p+|mantab|mante?a?p|oke+y?|okay|ok|lanju?t\w*|"
    r"gas\w*|setuju|se?tujuh|aman|beres|rampung|correct|right|perfect|fine|accurate|all good|looks? good)(?:nya|lah)?"
)
_AGREES = re.compile(
    rf"^\W*ya+\b(?!\W*$)|\b(?:iya+|iyo+|yo+i|yes+|yup|yep|yeah|inggih|nggih|enggeh|muhun|{_RIGHT})\b", re.IGNORECASE
)
_OBJECTS = re.compile(
    rf"\b{_NOT}\s+(?:\w+\s+){{0,2}}?{_RIGHT}\b|\b(?:salah|keliru|klru|kurang|ganti\w*|ubah|diubah|ralat|typo|harusnya|"
    r"seharusnya|perbaiki|diperbaiki|revisi|koreksi|wrong|mistakes?|incorrect|change|fix)\b",
    re.IGNORECASE,
)
_NOTHING_WRONG = re.compile(
    rf"\b(?:{_NOT}|udah|sudah)?\s*{_NOT}\s+(?:ada\s+)?(?:yang\s+|yg\s+)?(?:perlu\s+|mau\s+)?"
    r"(?:salah|keliru|kurang|(?:di)?ganti|(?:di)?ubah|wrong)\b|\bnothing (?:is )?wrong\b",
    re.IGNORECASE,
)
_ABOUT_THE_BOT = re.compile(r"\b(?:bot\w*|chatbot|aplikasi\w*|app|sistem\w*|layanan\w*|service)\b", re.IGNORECASE)
_BUT = re.compile(rf"\b(?:tapi|tp|tetapi|cuma|but|except|kecuali|{_NOT})\b|\?", re.IGNORECASE)

_POSTPONES = re.compile(
    r"\b(?:nanti|nti|ntar|entar|ntr|mengko|engke|kapan[ -]?kapan|lain (?:kali|waktu)|later|not now|not yet|jangan dulu|"
    r"jgn dulu|pikir[ -]?pikir|mikir[ -]?mikir|tak pikir)\b|"
    r"\b(?:belum|blm|blom|durung)\s+(?:siap|mau|minat|perlu|butuh|sekarang|kepikiran|yakin)\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:ga|gak|gk|g|nggak|ngga|enggak|engga|kagak|tidak|tdk|tak|ndak|ora|teu|no)\s?"
    r"(?:usah|perlu|jadi|jd|dulu|need|mau|butuh|thanks?)\b|\b(?:gausah|gaperlu|gajadi|gakusah|ogah|emoh|no,? thank)",
    re.IGNORECASE,
)
_NEEDLESS = re.compile(
    r"\b(?:ga|gak|gk|g|nggak|ngga|enggak|engga|kagak|tidak|tdk|tak|ndak|ora|teu|no)\s?(?:usah|perlu|jadi|jd|need)\b|"
    r"\b(?:gausah|gaperlu|gajadi)\b",
    re.IGNORECASE,
)
"""«Ga mau» may be anybody's («petugasnya ga mau bantu»); «ga perlu» is the writer's own."""
_SETTLED = re.compile(
    r"\b(?:u?dah|sudah|sdh|wis|already|just)\s+(?:\w+\s+){0,2}?(?:ketemu|nemu|beres|selesai|kelar|paham|ngerti|jelas|tau|"
    r"tahu|kejawab|terjawab|found|solved|sorted|got it|figured)",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"\b(?:masih|msh|mash|isih|still|tetap|tetep)\s+(?:\w+\s+){0,2}?(?:cari|nyari\w*|mencari|nganggur|menganggur|golek|milari|"
    r"butuh|looking|searching|unemployed)\b|^\W*(?:i?ya+|iyo|yes)?\W*(?:masih|msh|isih|still)\b(?:\W+\w+){0,2}\W*$|"
    r"\b(?:belum|blm|blom|durung)\s+(?:dapat|dapet|dpt|keterima|diterima|ketemu|ada|kerja|found|entuk|oleh)\b",
    re.IGNORECASE,
)
"""«Masih nyari», «iya masih kak», «belum dapat kerja»: to «masih cari kerja?»."""

_FOUND = re.compile(
    r"\b(?:u?dah|sudah|sdh|dah|wis|already|alhamdulillah)\s+(?:\w+\s+){0,2}?(?:kerja|bekerja|nyambut|dapat|dapet|dpt|keterima|"
    r"diterima|working|found|got|hired)\b",
    re.IGNORECASE,
)


def _said(text: str) -> str:
    return " ".join(text[:MOST].split())


def objects(text: str) -> bool:
    """Whether something that was shown is said not to be right: «masih ada yang belum tepat»."""
    return _OBJECTS.search(_NOTHING_WRONG.sub("benar", _said(text))) is not None


def agrees(text: str) -> bool:
    """Whether something that was shown is said to be right, whatever thanks or praise stand around it."""
    said = _NOTHING_WRONG.sub("benar", _said(text))
    if objects(said) or _BUT.search(said) or _ABOUT_THE_BOT.search(said):
        return False
    return _AGREES.search(said) is not None


def declines(text: str) -> bool:
    """Whether an offer is declined or put off: «ntar aja deh», «ga perlu ke petugas»."""
    said = _said(text)
    return _POSTPONES.search(said) is not None or _REFUSES.search(said) is not None


def calls_off(text: str, *, alone: bool = True) -> bool:
    """Whether help that was asked for is not needed any more: «gausah deh, udah ketemu jawabannya».

    `alone`: a short no without a reason counts too.
    """
    said = _said(text)
    return (
        "?" not in said
        and _NEEDLESS.search(said) is not None
        and (_SETTLED.search(said) is not None or (alone and len(said.split()) <= SHORT))
    )


def still_searching(text: str) -> bool:
    """Whether somebody who was asked is still looking for work."""
    return _STILL.search(_said(text)) is not None


def found_work(text: str) -> bool:
    """Whether somebody who was asked has got work: «udah kerja kok»."""
    return _FOUND.search(_said(text)) is not None and not still_searching(text)
