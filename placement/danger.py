"""Words of somebody who may take their own life: they are answered with someone to talk to first."""

from __future__ import annotations

import re

_SIGNS = (
    r"bunuh\s+diri|bundir|gantung\s+diri|akhiri\s+(?:hidup|semua(?:nya)?)|mengakhiri\s+(?:hidup|semua(?:nya)?)",
    r"(?:pengen|pingin|pgn|ingin|mau|mending(?:an)?|lebih\s+baik|rasanya)\s+(?:\w+\s+)?(?:mati|mampus|meninggal)\b(?!\s+lampu)",
    r"mati\s+(?:aja|saja|ajah|sj)\b",
    r"(?:capek|cape|lelah|bosan|muak|nyerah|menyerah)\s+(?:sama\s+|dengan\s+)?hidup\b",
    r"(?:gak|ga|gk|nggak|ngga|enggak|tidak|tdk|males|malas)\s+(?:mau|ingin|pengen|pingin|kuat|sanggup)?\s*hidup\s*(?:lagi|lg)?\b",
    r"(?:lompat|loncat|terjun)\s+(?:aja\s+)?dari\s+(?:gedung|jembatan|atap|lantai)|minum\s+racun|(?:sayat|iris)\s+nadi",
    r"kill\s+my\s?self|suicid\w*|end\s+my\s+life|want\s+to\s+die|wanna\s+die|better\s+off\s+dead|don'?t\s+want\s+to\s+live",
)
_LIFE = re.compile("|".join(_SIGNS), re.IGNORECASE)


def of_life(text: str) -> bool:
    """Say whether somebody may speak of ending their life; rather once too often, for nothing is taken away by it."""
    return _LIFE.search(" ".join(text.split())) is not None
