"""The text of a PDF or DOCX, page by page. Runs in the worker's process only: these files come from anybody."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from placement.documents.zips import check_zip
from placement.errors import InvalidError

MOST_PAGES = 20
MOST_CHARACTERS = 200_000
"""Characters of text that are read in all."""
FEWEST_LETTERS = 20
"""A document with fewer letters than this is a picture of one."""
READABLE = 0.5
"""The share of letters, digits and spaces below which a text is what a font without names gives: no words."""

_LIGATURES = {ord(sign): unicodedata.normalize("NFKC", sign) for sign in "ﬀﬁﬂﬃﬄﬅﬆ"}
"""Letters that a font draws as one: «Sertiﬁkat» is found by nobody who looks for «Sertifikat»."""
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def extract(kind: str, content: bytes) -> dict[str, Any]:
    """Read a file: {«pages»: [text], «total»: pages there are}; without any words «pages» is empty.

    InvalidError says what is wrong with the file; anything else that is raised means that it is damaged.
    """
    pages, total = _pdf(content) if kind == "pdf" else _docx(content)
    pages = _within_limits(_clean(page) for page in pages)
    return {"pages": pages if _has_words(pages) else [], "total": total}


def _pdf(content: bytes) -> tuple[list[str], int]:
    # Imported where needed: a worker opens one kind of file.
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(io.BytesIO(content))
    # Many are encrypted against printing only and open without a password.
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise InvalidError("document_encrypted")
    return [page.extract_text() for page in islice(reader.pages, MOST_PAGES)], len(reader.pages)


def _docx(content: bytes) -> tuple[list[str], int]:
    from docx import Document

    check_zip(content)
    try:
        document = Document(io.BytesIO(content))
    except (KeyError, ValueError, zipfile.BadZipFile) as problem:
        raise InvalidError("invalid_document") from problem
    lines: list[str] = []
    for section in islice(document.sections, 1):
        # Templates put the name and the address there.
        lines += _lines(section.header._element)
    lines += _lines(document.element.body)
    pages = "\n".join(lines).split("\f")
    return pages[:MOST_PAGES], len(pages)


def _lines(container: Any) -> Iterator[str]:
    """Yield the lines of a part of a DOCX: paragraphs, the rows of tables, and what stands in text boxes."""
    for child in container.iterchildren():
        if child.tag == f"{_WORD}p":
            yield _paragraph(child)
            yield from _boxes(child)
        elif child.tag == f"{_WORD}tbl":
            for row in child.iterchildren(f"{_WORD}tr"):
                yield from _row(row)
        elif child.tag in (f"{_WORD}sdt", f"{_WORD}sdtContent"):
            yield from _lines(child)


def _row(row: Any) -> Iterator[str]:
    """Yield a table's row: on one line when its cells are short («Nama | : | Siti»), else cell by cell."""
    cells = [[line for line in _lines(cell) if line.strip()] for cell in row.iterchildren(f"{_WORD}tc")]
    if all(len(cell) <= 1 for cell in cells):
        yield "\t".join(line for cell in cells for line in cell)
    else:
        for cell in cells:
            yield from cell


def _boxes(paragraph: Any) -> Iterator[str]:
    for box in paragraph.iter(f"{_WORD}txbxContent"):
        # Each box is written twice, the second time for old programs.
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            yield from _lines(box)


def _paragraph(paragraph: Any) -> str:
    """Give a paragraph's own text, without that of boxes anchored in it; a page's end is a form feed."""
    pieces = []
    for element in paragraph.iter(
        f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br", f"{_WORD}cr", f"{_WORD}lastRenderedPageBreak"
    ):
        if next(element.iterancestors(f"{_WORD}p")) is not paragraph:
            continue
        name = element.tag.removeprefix(_WORD)
        if name == "t":
            pieces.append(element.text or "")
        elif name == "tab":
            # A tab's stop in the paragraph's style is no tab in its text.
            pieces.append("\t" if element.getparent().tag == f"{_WORD}r" else "")
        elif name == "lastRenderedPageBreak" or element.get(f"{_WORD}type") == "page":
            pieces.append("\f")
        else:
            pieces.append("\n")
    return "".join(pieces)


def _clean(page: str) -> str:
    """Give a page's text in one form of Unicode, without invisible characters, runs of spaces and empty lines."""
    text = unicodedata.normalize("NFC", page).replace("\r\n", "\n").replace("\r", "\n").translate(_LIGATURES)
    text = "".join(" " if letter.isspace() and letter not in "\n\t" else letter for letter in text if _shows(letter))
    lines = (re.sub(r" {2,}", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _shows(letter: str) -> bool:
    return letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _within_limits(pages: Iterator[str]) -> list[str]:
    left, kept = MOST_CHARACTERS, []
    for page in pages:
        kept.append(page[:left])
        left -= len(kept[-1])
    return kept


def _has_words(pages: list[str]) -> bool:
    text = "".join(pages)
    letters = sum(character.isalpha() for character in text)
    readable = sum(character.isalnum() or character.isspace() for character in text)
    return letters >= FEWEST_LETTERS and readable >= READABLE * len(text)
