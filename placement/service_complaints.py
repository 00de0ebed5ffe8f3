"""Complaints about the office itself, which are answered otherwise than those about an employer."""

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


def about_service(text: str) -> bool:
    """Whether a complaint is about the office's service and names no employer: «dua jam antre di loket»."""
    said = " ".join(text.split())
    return _OFFICE.search(said) is not None and _EMPLOYER.search(said) is None
