"""What a message takes back: «bukan X tapi Y» means Y, «D3 ga lulus» is no D3."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

Entity = dict[str, Any]

_BETWEEN = (
    r"(?:\s*(?:di|ke|dari|yang|yg|kota|kab|kabupaten|saya|sy|lulusan|jadi|sbg|sebagai|nama|in|from|a|an|the|my|at))*"
)
_DENIES = re.compile(rf"\b(?:bukan(?:nya|lah)?|bkn|bukn|not|isn['’]?t|instead of){_BETWEEN}\s*$", re.IGNORECASE)
_AND_ALSO = re.compile(r"\s*(?:atau|ato|dan|sama|ama|or|and|/)\s*$", re.IGNORECASE)
_TURNS = re.compile(
    r"\b(?:melainkan|(?:maksud|mksd|maksd)(?:nya|ny|ku|\s+saya|\s+sy|\s+aku)?|(?:se)?harus(?:nya|ny)|hrs(?:nya|ny)|"
    r"ternyata|ralat|(?:yang|yg)\s+(?:bener|benar|betul|bnr)(?:nya)?|should(?:\s+be|['’]ve\s+been)|i\s+mean|"
    r"actually|rather)\b|(?<=[\s,.])eh\b",
    re.IGNORECASE,
)
_BUT = re.compile(r"\b(?:tapi|tp|tetapi|but)\b", re.IGNORECASE)

_NOT_YET = r"(?:ga+k?|gk|g|ngga+k?|enggak?|ndak|tidak|tdk|tak|belum|blm|blom|never|not|didn['’]?t)"
_END = r"(?:lulus|tamat|selesai|kelar|rampung|finish(?:ed)?|graduated?|complete[d]?)"
_NOT_FINISHED_AFTER = re.compile(
    rf"^\s*(?:aja|saja|nya|doang|tapi|tp|,|saya|sy|i)*\s*{_NOT_YET}\s+(?:sampai|sampe|smp[ae]i?)?\s*{_END}",
    re.IGNORECASE,
)
_NOT_FINISHED_BEFORE = re.compile(
    rf"(?:\b{_NOT_YET}\s+(?:sampai|sampe)?\s*{_END}|\bputus(?:\s+sekolah)?|\bdrop\s?out)\s*(?:di|dari|waktu|pas|from|of)?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Meant:
    """The entities that a message means, and those that it takes back."""

    entities: list[Entity]
    denied: list[Entity]
    unfinished: list[Entity]
    """Schooling that was begun only."""


def meant_by(text: str, entities: list[Entity]) -> Meant:
    """Sort what is meant from what is denied; of several named one after another the last one is meant."""
    placed = [(entity, *_place(text, entity)) for entity in entities]
    turns = [match.start() for match in _TURNS.finditer(text)]
    denied: list[Entity] = []
    unfinished: list[Entity] = []
    before: tuple[Entity, int] | None = None
    for entity, start, end in placed:
        if start < 0:
            continue
        kind = entity.get("entity")
        after_denied = (
            before is not None
            and before[0].get("entity") == kind
            and _AND_ALSO.fullmatch(text[before[1] : start]) is not None
        )
        if _DENIES.search(text[:start]) or after_denied:
            denied.append(entity)
            before = (entity, end)
        elif kind == "education_level" and _begun_only(text, start, end):
            unfinished.append(entity)
    if denied or unfinished:
        turns += [match.start() for match in _BUT.finditer(text)]
    for entity, start, _ in placed:
        others = [
            at
            for other, at, _ in placed
            if other.get("entity") == entity.get("entity") and other not in (denied + unfinished)
        ]
        if start >= 0 and entity not in denied and any(start < turn < max(others, default=-1) for turn in turns):
            denied.append(entity)
    gone = {id(entity) for entity in (*denied, *unfinished)}
    return Meant([entity for entity in entities if id(entity) not in gone], denied, unfinished)


def _begun_only(text: str, start: int, end: int) -> bool:
    return bool(_NOT_FINISHED_AFTER.match(text[end:]) or _NOT_FINISHED_BEFORE.search(text[:start]))


def _place(text: str, entity: Entity) -> tuple[int, int]:
    """Give where an entity stands in the text; (-1, -1) when it does not (a press)."""
    start, end = entity.get("start"), entity.get("end")
    value = str(entity.get("value") or "")
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text):
        return start, end
    at = text.casefold().find(value.casefold()) if value else -1
    return (at, at + len(value)) if at >= 0 else (-1, -1)
