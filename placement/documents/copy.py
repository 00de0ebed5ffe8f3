"""All that is kept about a person as a PDF to read: what `placement.privacy.copy` gives, in words."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, SimpleDocTemplate, Spacer
from reportlab.platypus.doctemplate import BaseDocTemplate

from placement.documents.paper import ACCENT, FAINT, REGULAR, RULE, Words, labelled, load_fonts, paragraph, plain, style
from placement.wording import Wording

MARGIN = 18 * mm
MOST_ENTRIES = 500
"""Entries of one list that are set; the file in JSON holds all of them."""
DEEPEST = 6
"""Levels that are set further in; deeper ones stand below each other."""

SHOWN_AS = {
    "home_region": "region",
    "card_region": "region",
    "wish_regions": "region",
    "region": "region",
    "education": "education",
    "wish_occupations": "occupation",
    "occupation_code": "occupation",
    "work_types": "work_type",
    "work_type": "work_type",
    "skills": "skill",
    "wage_min": "rupiah",
    "wage_low": "rupiah",
    "wage_high": "rupiah",
    "experience_months": "months",
    "months": "months",
}
"""Keys whose values are codes or amounts → how they are said (`copy_as_…`)."""


def make_copy(data: Mapping[str, Any], wording: Wording, language: str, made_on: date) -> bytes:
    """Make the PDF from any data that JSON can hold; takes seconds for years of messages, so call it in a thread."""
    load_fonts()
    words = Words(wording, language)
    made = io.BytesIO()
    document = SimpleDocTemplate(
        made,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=words("copy_title"),
        author="Antarkerja",
        lang=language,
    )
    number = _numbering(words)
    document.build(list(_story(data, words, made_on)), onFirstPage=number, onLaterPages=number)
    return made.getvalue()


def _story(data: Mapping[str, Any], words: Words, made_on: date) -> Iterator[Flowable]:
    yield paragraph(words("copy_title"), style(20, bold=True, textColor=ACCENT))
    yield Spacer(0, 2 * mm)
    yield paragraph(words("copy_intro", day=made_on), style(10, faint=True))
    for key, part in data.items():
        yield Spacer(0, 5 * mm)
        heading = words.known(f"copy_section_{key}", _spoken(key))
        yield paragraph(heading, style(13, bold=True, textColor=ACCENT, keepWithNext=1))
        yield HRFlowable(width="100%", thickness=0.6, color=RULE, spaceBefore=1, spaceAfter=3)
        yield from _part(key, part, words, 0)


def _part(key: str, part: Any, words: Words, level: int) -> Iterator[Flowable]:
    """Set one part: a record line by line, a list entry by entry, a value as it is said."""
    if isinstance(part, Mapping):
        for name, value in part.items():
            yield from _line(str(name), value, words, level)
        if part:
            return
    elif _is_list(part) and any(isinstance(entry, Mapping) or _is_list(entry) for entry in part):
        if len(part) > MOST_ENTRIES:
            yield paragraph(words("copy_more", count=len(part) - MOST_ENTRIES), _look(level, faint=True))
        for number, entry in enumerate(part[-MOST_ENTRIES:]):
            if number and level == 0:
                yield HRFlowable(width="100%", thickness=0.3, color=RULE, spaceBefore=3, spaceAfter=3)
            elif number:
                yield Spacer(0, 1.5 * mm)
            yield from _part(key, entry, words, level)
        return
    yield paragraph(_value(key, part, words), _look(level))


def _line(key: str, value: Any, words: Words, level: int) -> Iterator[Flowable]:
    label = words.known(f"copy_label_{key}", _spoken(key))
    if value and (isinstance(value, Mapping) or (_is_list(value) and any(map(_is_deep, value)))):
        yield paragraph(f"{label}:", _look(level, faint=True, keepWithNext=1))
        yield from _part(key, value, words, level + 1)
    else:
        yield labelled(label, _value(key, value, words), _look(level))


def _value(key: str, value: Any, words: Words) -> str:
    """Say a single value, or a list of such."""
    if _is_list(value):
        return ", ".join(_value(key, one, words) for one in value) or words("copy_nothing")
    if value is None or value == "" or value == {}:
        return words("copy_nothing")
    if isinstance(value, bool):
        return words("copy_yes" if value else "copy_no")
    kind = SHOWN_AS.get(key)
    if kind in ("rupiah", "months"):
        # What is no number is shown as it is.
        return words(f"copy_as_{kind}", value=value) if isinstance(value, int) else str(value)
    if kind:
        return words(f"copy_as_{kind}", value=str(value))
    if key == "field":
        return words.known(f"copy_label_{value}", str(value))
    if isinstance(value, str):
        return _moment(value, words) or words.known(f"copy_value_{key}_{value}", value)
    return str(value)


def _moment(value: str, words: Words) -> str | None:
    """Say a day or an instant in ISO form; None for any other text."""
    if len(value) < len("2026-11-24") or value[4] != "-" or value[7] != "-":
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    if not 1 < instant.year < 9999:  # No zone's clocks can show the ends of time.
        return None
    return words("copy_as_day" if len(value) == len("2026-11-24") else "copy_as_instant", value=instant)


def _numbering(words: Words) -> Any:
    def number(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(FAINT)
        canvas.drawRightString(A4[0] - MARGIN, 9 * mm, plain(words("copy_page", n=document.page)))

    return number


def _look(level: int, **more: Any) -> Any:
    return style(9.5, leftIndent=5 * mm * min(level, DEEPEST), spaceAfter=1.5, **more)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _is_deep(value: Any) -> bool:
    return isinstance(value, Mapping) or _is_list(value)


def _spoken(key: str) -> str:
    return str(key).replace("_", " ").capitalize()
