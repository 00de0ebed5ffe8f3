"""What a file is, told by its first bytes: its name says whatever its sender likes."""

from __future__ import annotations

from typing import Literal

from placement.errors import InvalidError

Kind = Literal["pdf", "docx", "picture"]

LARGEST = 10 * 1024 * 1024
"""Bytes of a file that is looked at."""
HEAD = 1024
"""A PDF's mark may stand behind what some mail programs put before it."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PICTURES = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypheix", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heic"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of Word before 2007, and of every Office file under a password."""
UNDER_PASSWORD = "EncryptedPackage".encode("utf-16-le")


def kind_of(content: bytes) -> Kind:
    """Give the kind of a file that can be taken; InvalidError tells the seeker why not, and what to send instead.

    A zip is taken for DOCX here; whether it is one is found out where it is opened.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise InvalidError("document_empty")
    if len(content) > LARGEST:
        raise InvalidError("document_too_large", megabytes=LARGEST // 1024**2)
    if picture_type(content):
        return "picture"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    if content.startswith(OLE):
        raise InvalidError("document_encrypted" if UNDER_PASSWORD in content else "document_old_word")
    if b"%PDF-" in content[:HEAD]:
        return "pdf"
    raise InvalidError("document_other_kind")


def picture_type(content: bytes) -> str | None:
    """Give a picture's media type; None for anything else."""
    return next((name for mark, at, name in PICTURES if content[at : at + len(mark)] == mark), None)


def media_type(content: bytes) -> str:
    """Give the media type of a file that ``kind_of`` takes; InvalidError for one that it does not."""
    return picture_type(content) or MEDIA_TYPES[kind_of(content)]
