"""The proof of registration: one A5 page that a seeker shows and an officer can check."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import segno
from reportlab.lib.pagesizes import A5
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Frame, Image, KeepInFrame, Spacer, Table, TableStyle

from placement.documents.paper import ACCENT, FAINT, GROUND, REGULAR, RULE, Words, cut, load_fonts, paragraph, style
from placement.reading import identity
from placement.wording import Wording

MARGIN = 9 * mm
WIDTH = A5[0] - 2 * MARGIN
PHOTO = (27 * mm, 36 * mm)
QR = 25 * mm
LINE = 90
"""Characters of a name, school or wish that have room."""


@dataclass(frozen=True)
class Report:
    """One of the six-monthly reports: by when, and when it was made if it was."""

    due: date
    made: date | None = None


@dataclass(frozen=True)
class Proof:
    """What stands on a proof of registration, in plain values.

    Attributes:
        nik: whole; only its first four and last two digits are shown.
        photo: a JPEG that `placement.documents.reading.portrait` has made.
        check_url: what the QR code leads to; without it there is none.
    """

    number: str
    person_name: str
    registered_on: date
    valid_until: date
    made_on: date
    office: str
    birth_place: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    nik: str | None = None
    card_region: str | None = None
    education: str | None = None
    major: str | None = None
    wish_text: str | None = None
    photo: bytes | None = None
    reports: tuple[Report, ...] = ()
    check_url: str | None = None


def make_proof(proof: Proof, wording: Wording, language: str) -> bytes:
    """Make the PDF, in the seeker's language; always one page."""
    load_fonts()
    words = Words(wording, language)
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A5, lang=language)
    # No name in what programs show without opening the file.
    canvas.setTitle(words("proof_title"))
    canvas.setAuthor(cut(proof.office, LINE))
    canvas.setFillColor(ACCENT)
    canvas.rect(0, A5[1] - 4 * mm, A5[0], 4 * mm, stroke=0, fill=1)
    page = Frame(MARGIN, 6 * mm, WIDTH, A5[1] - 12 * mm, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    page.addFromList([KeepInFrame(WIDTH, A5[1] - 12 * mm, _story(proof, words), mode="shrink")], canvas)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def _story(proof: Proof, words: Words) -> list[Flowable]:
    return [
        paragraph(cut(proof.office, LINE), style(9, faint=True)),
        paragraph(words("proof_title"), style(16, bold=True, textColor=ACCENT)),
        Spacer(0, 5 * mm),
        _head(proof, words),
        Spacer(0, 5 * mm),
        _facts(proof, words),
        Spacer(0, 5 * mm),
        _reports(proof, words),
        Spacer(0, 5 * mm),
        _foot(proof, words),
    ]


def _head(proof: Proof, words: Words) -> Table:
    """Number, name and validity on the left, the photo or its place on the right."""
    label, small = style(7.5, faint=True), style(9)
    left = [
        paragraph(words("proof_number"), label),
        paragraph(proof.number, style(15, bold=True)),
        Spacer(0, 1.5 * mm),
        paragraph(words("proof_name"), label),
        paragraph(cut(proof.person_name, LINE), style(12.5, bold=True)),
        Spacer(0, 1.5 * mm),
        _band(
            [
                paragraph(words("proof_registered", day=proof.registered_on), small),
                paragraph(words("proof_valid", day=proof.valid_until), style(9, bold=True)),
            ],
            WIDTH - PHOTO[0] - 6 * mm,
        ),
    ]
    photo = _photo(proof.photo) if proof.photo else _Place(words("proof_photo_place"))
    return Table(
        [[left, photo]],
        colWidths=[WIDTH - PHOTO[0], PHOTO[0]],
        style=TableStyle(
            [("VALIGN", (0, 0), (-1, -1), "TOP"), *_no_padding(), ("RIGHTPADDING", (0, 0), (0, 0), 4 * mm)]
        ),
    )


def _facts(proof: Proof, words: Words) -> Table:
    """What the record says, as far as it is known."""
    born = [cut(proof.birth_place, 40)] if proof.birth_place else []
    born += [words("proof_day", day=proof.birth_date)] if proof.birth_date else []
    schooling = [words("proof_education", level=proof.education)] if proof.education else []
    schooling += [cut(proof.major, 60)] if proof.major else []
    rows = {
        "proof_nik": identity.masked(proof.nik) if proof.nik else None,
        "proof_born": ", ".join(born),
        "proof_sex": words(f"proof_sex_{proof.sex}") if proof.sex in ("female", "male") else None,
        "proof_card_region": words("proof_region", code=proof.card_region) if proof.card_region else None,
        "proof_schooling": ", ".join(schooling),
        "proof_wish": cut(proof.wish_text, LINE) if proof.wish_text else None,
    }
    label, value = style(8, faint=True), style(9)
    return Table(
        [[paragraph(words(key), label), paragraph(text or "–", value)] for key, text in rows.items()],
        colWidths=[33 * mm, WIDTH - 33 * mm],
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "BASELINE"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        ),
    )


def _reports(proof: Proof, words: Words) -> Table:
    """The six-monthly reports, with boxes for whoever stamps them."""
    head, cell = style(7.5, bold=True), style(8.5)
    rows: list[list[Any]] = [[paragraph(words(f"proof_report_{name}"), head) for name in ("by", "made", "officer")]]
    for report in proof.reports:
        made = words("proof_day", day=report.made) if report.made else ""
        rows.append([paragraph(words("proof_day", day=report.due), cell), paragraph(made, cell), ""])
    return Table(
        rows,
        colWidths=[WIDTH * 0.34, WIDTH * 0.34, WIDTH * 0.32],
        rowHeights=[5 * mm] + [9 * mm] * len(proof.reports),
        style=TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, RULE),
                ("BACKGROUND", (0, 0), (-1, 0), GROUND),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
            ]
        ),
    )


def _foot(proof: Proof, words: Words) -> Table:
    """What this is and is not, who confirms it, and the code by which it is checked."""
    small = style(8)
    left: list[Any] = [
        paragraph(words("proof_what"), small),
        Spacer(0, 1 * mm),
        paragraph(words("proof_free"), small),
        Spacer(0, 1 * mm),
        paragraph(words("proof_made", day=proof.made_on), style(7.5, faint=True)),
        Spacer(0, 13 * mm),
        paragraph(words("proof_signature"), style(7.5, faint=True)),
    ]
    if proof.check_url is None:
        return Table([[left]], colWidths=[WIDTH], style=TableStyle(_no_padding()))
    right = [_Code(proof.check_url), paragraph(words("proof_check"), style(6.5, faint=True, alignment=1))]
    return Table(
        [[left, right]],
        colWidths=[WIDTH - QR - 5 * mm, QR + 5 * mm],
        style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("ALIGN", (1, 0), (1, 0), "RIGHT"), *_no_padding()]),
    )


def _band(lines: list[Any], width: float) -> Table:
    return Table(
        [[line] for line in lines],
        colWidths=[width],
        hAlign="LEFT",
        style=TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), GROUND),
                ("LINEBEFORE", (0, 0), (0, -1), 2, ACCENT),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        ),
    )


def _no_padding() -> list[Any]:
    return [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]


def _photo(content: bytes) -> Image:
    """Set the photo as large as its place allows, undistorted."""
    width, height = ImageReader(io.BytesIO(content)).getSize()
    scale = min(PHOTO[0] / width, PHOTO[1] / height)
    return Image(io.BytesIO(content), width * scale, height * scale, hAlign="RIGHT")


class _Place(Flowable):
    """The place where a photo is glued in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.width, self.height = PHOTO

    def draw(self) -> None:
        """Draw a dashed frame with its name."""
        self.canv.setStrokeColor(RULE)
        self.canv.setDash(3, 2)
        self.canv.rect(0, 0, self.width, self.height)
        self.canv.setFillColor(FAINT)
        self.canv.setFont(REGULAR, 8)
        self.canv.drawCentredString(self.width / 2, self.height / 2, self._text)


class _Code(Flowable):
    """A QR code, drawn as areas: sharp in any print."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._modules = segno.make(url, error="m", micro=False).matrix
        self.width = self.height = QR
        self.hAlign = "RIGHT"

    def draw(self) -> None:
        """Draw the modules row by row; the page around is white, as scanners need it."""
        size = QR / len(self._modules)
        path = self.canv.beginPath()
        for row, modules in enumerate(self._modules):
            for column, dark in enumerate(modules):
                if dark:
                    path.rect(column * size, QR - (row + 1) * size, size, size)
        self.canv.setFillColorRGB(0, 0, 0)
        self.canv.drawPath(path, stroke=0, fill=1)
