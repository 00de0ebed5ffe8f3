"""What every PDF that we make has in common: the fonts in it, its styles, and text that can't break it."""

from __future__ import annotations

import functools
import importlib.util
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

from placement.errors import SettingError
from placement.wording import Wording

REGULAR, BOLD = "SourceSansPro", "SourceSansPro-Bold"
_FILES = {REGULAR: "SourceSansPro-Regular.ttf", BOLD: "SourceSansPro-Bold.ttf"}

INK = HexColor("#1d2733")
FAINT = HexColor("#5b6773")
RULE = HexColor("#c9d1d9")
ACCENT = HexColor("#0b6e5b")
GROUND = HexColor("#eef5f3")


@functools.cache
def load_fonts() -> None:
    """Make the fonts known to ReportLab, which embeds of them what a paper uses."""
    # Found, not imported: the package looks through its folder at import.
    package = importlib.util.find_spec("font_source_sans_pro")
    if package is None or package.origin is None:
        raise SettingError("The font for PDFs is not installed: run make setup.")
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(Path(package.origin).parent / "files" / file)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def style(size: float, *, bold: bool = False, faint: bool = False, **more: Any) -> ParagraphStyle:
    """Give a paragraph's style; sizes in points."""
    return ParagraphStyle(
        f"{size}{bold}{faint}{sorted(more)}",
        **{
            "fontName": BOLD if bold else REGULAR,
            "fontSize": size,
            "leading": size * 1.25,
            "textColor": FAINT if faint else INK,
            "splitLongWords": 1,
            **more,
        },
    )


def plain(text: object) -> str:
    """Give a text as a paper can hold it: no control characters, one form of Unicode.

    A sign that the font lacks becomes a box.
    """
    normal = unicodedata.normalize("NFC", str(text))
    return "".join(
        letter if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Cn") else " "
        for letter in normal
    )


def cut(text: object, longest: int) -> str:
    """Give a text in one line, cut with a sign that it was."""
    line = " ".join(plain(text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def paragraph(text: object, look: ParagraphStyle) -> Paragraph:
    """Set a text, whatever is in it; its lines stay lines."""
    return Paragraph(escape(plain(text)).replace("\n", "<br/>"), look)


def labelled(label: str, text: object, look: ParagraphStyle) -> Paragraph:
    """Set a text behind the name of what it is."""
    name = f'<font color="{FAINT.hexval().replace("0x", "#")}">{escape(plain(label))}:</font>'
    return Paragraph(f"{name} {escape(plain(text))}".replace("\n", "<br/>"), look)


class Words:
    """The wording of papers: a reader's language, without the markup of chats."""

    def __init__(self, wording: Wording, language: str) -> None:
        """Speak one language."""
        self._wording = wording
        self.language = language
        self._keys = wording.keys(language)

    def __call__(self, key: str, **args: Any) -> str:
        """Render one response as plain text."""
        return self._wording.plain_text({"response": key, "args": args}, self.language)

    def known(self, key: str, otherwise: str, args: Mapping[str, Any] | None = None) -> str:
        """Render a response that may not exist."""
        return self(key, **(args or {})) if key in self._keys else otherwise
