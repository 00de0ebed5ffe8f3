"""What a DOCX, which is a zip, says about itself before anything in it is unpacked."""

from __future__ import annotations

import io
import zipfile

from placement.errors import InvalidError

MOST_FILES = 2_000
MOST_UNPACKED = 60 * 1024 * 1024
"""Bytes of all that a document may unpack to; its reader can't be made to unpack more than the directory says."""
MOST_TEXT = 20 * 1024 * 1024
"""Bytes of any one part that is XML."""
HIGHEST_RATIO = 200
"""How many times its packed size a document may unpack to: text packs to a tenth, a bomb to a thousandth."""
SMALL = 1024 * 1024
"""Bytes that are harmless at any ratio."""


def check_zip(content: bytes) -> None:
    """Let a DOCX through; InvalidError for bombs, macros, other kinds of zip and damaged ones."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, EOFError) as problem:
        raise InvalidError("invalid_document") from problem
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or unpacked > MOST_UNPACKED or unpacked > max(SMALL, HIGHEST_RATIO * len(content)):
        raise InvalidError("document_bomb")
    if any(entry.file_size > MOST_TEXT for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))):
        raise InvalidError("document_bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise InvalidError("document_encrypted")
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise InvalidError("document_macros")
    if not {"word/document.xml", "[content_types].xml"} <= names:
        raise InvalidError("document_other_kind")
