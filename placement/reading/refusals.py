"""Words by which somebody would rather not answer: «rahasia», «nggak mau kasih tau», «skip aja»."""

from __future__ import annotations

import re

MOST = 200
"""Characters of a message that are looked at."""
_REFUSES = re.compile(
    r"\b(?:rahasia|privasi|confidential|skip|lewati|lewatin|kosongin|kosongkan|nanti (?:aja|saja)|"
    r"(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|tak|males|malas|jangan|keberatan)\s{1,3}"
    r"(?:mau\s{1,3}|usah\s{1,3}|perlu\s{1,3})?"
    r"(?:kasih|ksh|ngasih|jawab|bilang|isi|sebut|sebutin|nyebut|tau|tahu)|"
    r"(?:prefer|rather) not|(?:won'?t|don'?t want to) (?:say|tell|answer)|none of your business)\b",
    re.IGNORECASE,
)


def refuses(text: str) -> bool:
    """Whether a text says that its writer would rather not answer, and tells no number instead."""
    said = text[:MOST]
    return _REFUSES.search(said) is not None and not re.search(r"\d", said)
