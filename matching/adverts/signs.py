"""What speaks for a false or harmful advertisement: kinds of signs, their weight, and the words that show them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "money", "absurd_pay", "personal_data", "keeps_papers", "abroad", "task_job", "travel_tickets", "mlm",
    "private_contact", "no_employer", "pressure", "bad_link",
]  # fmt: skip

WHY: dict[Kind, str] = {
    "money": "asks money of the seeker",
    "absurd_pay": "promises absurd pay for work that asks for nothing",
    "personal_data": "asks for identity data or codes",
    "keeps_papers": "keeps original papers",
    "abroad": "work abroad outside the official way",
    "task_job": "pays for clicks, likes or «missions»",
    "travel_tickets": "has tickets bought for an interview",
    "mlm": "lives on recruiting others",
    "private_contact": "can be reached in private only",
    "no_employer": "names no employer",
    "pressure": "presses to decide at once",
    "bad_link": "hides where its link leads",
}
"""Each kind in words for an officer."""

WEIGHTS: dict[Kind, float] = {
    "money": 0.8, "absurd_pay": 0.7, "personal_data": 0.8, "keeps_papers": 0.75, "abroad": 0.8, "task_job": 0.8,
    "travel_tickets": 0.8, "mlm": 0.7, "private_contact": 0.25, "no_employer": 0.15, "pressure": 0.25, "bad_link": 0.2,
}  # fmt: skip
"""How much one sign of a kind says by itself, 0–1."""
HEAVY = 0.6
"""From here on one sign is enough to hold an advertisement."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that are a sign.

    Attributes:
        kind: of what.
        pattern: the words, in folded text.
        beside: what the sentence must also say.
        unless: what in the sentence makes them harmless.
        free: whether the advertisement may deny it («tanpa …») or take it over («ditanggung perusahaan»).
    """

    kind: Kind
    pattern: re.Pattern[str]
    beside: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    free: bool = True
