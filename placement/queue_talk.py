"""What people say of the officer they wait for: «petugasnya mana nih», «gausah deh, udah ketemu jawabannya»."""

from __future__ import annotations

import re

from placement.reading.replies import calls_off

_OFFICER = r"(?:petugas\w*|officer|admin\w*|orang\w*|mas(?:nya)|mbak(?:nya)|pengantar kerja)"
_LONG = (
    r"(?:lama|lma|suwe|lila|kapan|blm|belum|durung|gak|ga|nggak|kok|ko|mana|dimana|when|long|still)\b.{0,25}?"
    r"\b(?:di)?(?:bales|balas|bls|jawab|respon\w*|reply|replied|answer\w*)\w*"
)
_WONDERS = re.compile(
    rf"\b{_OFFICER}\b.{{0,25}}?\b(?:mana|kemana|dimana|kapan|lama|blm|belum|kok|ko|endi|where|when|yet)\b|"
    rf"\b(?:mana|kapan|where|when)\b.{{0,15}}?\b{_OFFICER}\b|\b{_LONG}|"
    r"\b(?:urutan|antrian|antrean|queue)\w*\b.{0,15}?\b(?:berapa|brp|how many|ke ?berapa)|"
    r"\b(?:masih|still)\s+(?:lama|long)\b",
    re.IGNORECASE,
)
_NAMES_OFFICER = re.compile(rf"\b{_OFFICER}\b", re.IGNORECASE)


def wonders(text: str) -> bool:
    """Whether somebody in the queue asks where the officer stays."""
    return _WONDERS.search(" ".join(text.split())) is not None


def needs_none(text: str, *, just_asked: bool) -> bool:
    """Whether an officer who was asked for is not needed any more; a bare no says so to the bot's last answer only."""
    return calls_off(text, alone=just_asked or _NAMES_OFFICER.search(text) is not None)
