"""What people fear stands between them and work, and say as a question: «mantan napi bisa kerja?», «saya hamil»."""

from __future__ import annotations

import re

_SIGNS = {
    "past": r"(?:mantan|eks|bekas|ex)\W*(?:napi\w*|narapidana|tahanan)|residivis|"
    r"(?:keluar|bebas|lepas|pernah)\s+(?:\w+\s+){0,2}?(?:(?:di)?penjara|lapas|rutan|bui)|"
    r"ex\W*(?:con(?:vict)?|offender|prisoner)s?|criminal record|(?:out of|been (?:in|to)) (?:prison|jail)",
    "pregnant": r"(?:sedang|lagi|lg|sdg|saya|sy|aku|gue|gw)\s+(?:\w+\s+)?(?:hamil|mengandung)|"
    r"hamil\s+\w+\s+(?:bulan|bln)|bumil|"
    r"(?:am|im|m)\s+(?:\w+\s+){0,3}?pregnant|pregnant (?:woman|women)",
}
_HURDLES = {name: re.compile(rf"\b(?:{signs})\b", re.IGNORECASE) for name, signs in _SIGNS.items()}


def hurdle(text: str) -> str | None:
    """Give what is feared: «past» (a sentence served) or «pregnant»; None where nothing of it is said."""
    said = " ".join(text.split())
    return next((name for name, pattern in _HURDLES.items() if pattern.search(said)), None)
