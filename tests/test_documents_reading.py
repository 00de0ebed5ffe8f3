"""Files from anybody: what can be read is read page by page, and nothing that is sent harms or stops the bot."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from placement.documents import extraction, worker
from placement.documents.kinds import LARGEST, kind_of
from placement.documents.reading import portrait, read
from placement.documents.zips import check_zip
from placement.errors import InvalidError

CV = ["CURRICULUM VITAE", "Nama: Siti Rahmawati", "PENGALAMAN KERJA", "Kasir, Toko Berkah, 2021-2023"]


def pdf(*pages: list[str], password: str | None = None) -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4)
    for lines in pages or ([],):
        for number, line in enumerate(lines):
            canvas.drawString(60, 780 - 16 * number, line)
        canvas.showPage()
    canvas.save()
    if password is None:
        return made.getvalue()
    writer = PdfWriter(clone_from=PdfReader(made))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    locked = io.BytesIO()
    writer.write(locked)
    return locked.getvalue()


def word(lines: list[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return made.getvalue()


def with_part(document: bytes, name: str, content: bytes) -> bytes:
    made = io.BytesIO(document)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return made.getvalue()


def without(document: bytes, name: str, instead: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(document)) as packed:
        files = {entry: packed.read(entry) for entry in packed.namelist()}
    return zipped(files | {name: instead})


def photo(size: tuple[int, int] = (600, 800), kind: str = "JPEG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, (200, 120, 80)).save(made, kind)
    return made.getvalue()


# --- what can be read -----------------------------------------------------------------------------------------------


async def test_a_pdf_is_read_page_by_page() -> None:
    found = await read(pdf(CV, ["Keahlian: kasir, Excel, melayani pembeli"]), "cv siti.pdf")
    assert (found.kind, found.media_type, found.file_name, found.total) == ("pdf", "application/pdf", "cv siti.pdf", 2)
    assert [page.number for page in found.pages] == [1, 2]
    assert found.pages[0].text.splitlines() == CV
    assert "melayani pembeli" in found.pages[1].text
    assert found.told is None


async def test_a_word_file_is_read_with_its_tables_and_pages() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Budi Santoso, Bekasi"
    table = document.add_table(rows=2, cols=3)
    for row, texts in zip(table.rows, (("Nama", ":", "Budi Santoso"), ("HP", ":", "0812 3456 7890")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("PENGALAMAN").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Sopir truk, PT Angkut Jaya")
    found = await read(saved(document), "cv.docx")
    assert found.kind == "docx"
    assert [page.text.splitlines() for page in found.pages] == [
        ["Budi Santoso, Bekasi", "Nama\t:\tBudi Santoso", "HP\t:\t0812 3456 7890", "PENGALAMAN"],
        ["Sopir truk, PT Angkut Jaya"],
    ]


def test_letters_set_as_one_are_read_as_two() -> None:
    assert extraction._clean("Sertiﬁkat  eﬃsien\u200b\x00\n\n  ok\u00a0ya ") == "Sertifikat effisien\nok ya"


async def test_text_boxes_are_read_once() -> None:
    box = (
        b"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent><w:p><w:r><w:t>Kasir berpengalaman dua"
        b" tahun</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Kasir"
        b" berpengalaman dua tahun</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = (
        b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
        b" xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:body><w:p><w:r><w:t>Ringkasan</w:t>"
        b"</w:r>" + box + b"</w:p></w:body></w:document>"
    )
    found = await read(without(word(CV), "word/document.xml", body))
    assert found.pages[0].text.splitlines() == ["Ringkasan", "Kasir berpengalaman dua tahun"]


async def test_of_two_hundred_pages_the_first_twenty_are_read() -> None:
    found = await read(pdf(*([f"Halaman {number} dari buku tebal"] for number in range(1, 201))))
    assert len(found.pages) == 20
    assert found.pages[-1].text == "Halaman 20 dari buku tebal"
    assert found.told == {"response": "document_first_pages", "args": {"read": 20, "total": 200}}


async def test_what_only_forbids_printing_is_read() -> None:
    assert (await read(pdf(CV, password=""))).pages[0].text.splitlines() == CV


@pytest.mark.parametrize("empty", [pdf(), pdf(["12"], ["."])])
async def test_a_document_without_text_is_for_the_officer(empty: bytes) -> None:
    found = await read(empty)
    assert found.pages == ()
    assert found.told == {"response": "document_scanned", "args": {}}


@pytest.mark.parametrize(
    ("content", "media"),
    [(photo(), "image/jpeg"), (photo(kind="PNG"), "image/png"), (photo(kind="WEBP"), "image/webp")],
)
async def test_a_picture_is_for_the_officer_whatever_its_name(content: bytes, media: str) -> None:
    found = await read(content, "cv.pdf")
    assert (found.kind, found.media_type, found.pages) == ("picture", media, ())
    assert found.told == {"response": "document_picture", "args": {}}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (None, None),
        ("", None),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Budi\\cv.pdf", "cv.pdf"),
        ("cv\n\x00\u202efdp.exe", "cvfdp.exe"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
async def test_a_file_s_name_is_shown_and_nothing_more(given: str | None, shown: str | None) -> None:
    assert (await read(photo((3, 4)), given)).file_name == shown


# --- what can't -----------------------------------------------------------------------------------------------------

WORD = word(CV)
BAD = {
    "nothing": (b"", "document_empty"),
    "only zeros": (b"\0" * 5000, "document_empty"),
    "too large": (b"%PDF-1.7" + os.urandom(LARGEST), "document_too_large"),
    "under a password": (pdf(CV, password="rahasia"), "document_encrypted"),
    "Word under a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"),
        "document_encrypted",
    ),
    "Word 97": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "document_old_word"),
    "macros": (with_part(WORD, "word/vbaProject.bin", b"Sub AutoOpen()"), "document_macros"),
    "a page of the web": (b"<!DOCTYPE html><html><body>CV</body></html>", "document_other_kind"),
    "a program": (b"MZ\x90\0" + b"\0" * 60, "document_other_kind"),
    "plain text": ("\n".join(CV).encode(), "document_other_kind"),
    "a spreadsheet": (zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "document_other_kind"),
    "a zip": (zipped({"cv.pdf": b"%PDF-1.4"}), "document_other_kind"),
    "a zip bomb": (with_part(WORD, "word/media/image1.emf", b"\0" * 90_000_000), "document_bomb"),
    "a bomb of one part": (without(WORD, "word/document.xml", b" " * 30_000_000), "document_bomb"),
    "a bomb of many files": (zipped({f"word/{n}.xml": b"" for n in range(2500)}), "document_bomb"),
    "half a PDF": (pdf(CV)[:400], "invalid_document"),
    "a PDF of noise": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "invalid_document"),
    "half a Word file": (WORD[: len(WORD) // 2], "invalid_document"),
    "Word of broken XML": (without(WORD, "word/document.xml", b"<w:document><w:body>"), "invalid_document"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
async def test_a_bad_file_gets_a_clear_answer(name: str) -> None:
    content, key = BAD[name]
    with pytest.raises(InvalidError) as refused:
        await read(content, "cv.pdf")
    assert refused.value.key == key


async def test_a_reader_that_hangs_is_ended() -> None:
    with pytest.raises(InvalidError, match="invalid_document"):
        await read(pdf(CV), patience=0.0)


async def test_a_pdf_that_unpacks_to_gigabytes_ends_its_reader_only() -> None:
    """A page whose contents are packed thrice: a few hundred bytes that would fill any memory."""
    packed = b"\0" * 400_000_000
    for _ in range(2):
        packed = zlib.compress(packed, 9)
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    head += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Length "
    head += (
        str(len(packed)).encode() + b"/Filter[/FlateDecode/FlateDecode]>>stream\n" + packed + b"\nendstream endobj\n"
    )
    with pytest.raises(InvalidError, match="invalid_document"):
        await read(head + b"trailer<</Root 1 0 R>>\n%%EOF")


async def test_laughing_entities_are_not_unfolded() -> None:
    bomb = b"<!DOCTYPE x [<!ENTITY a0 'ha'>" + b"".join(
        b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
    )
    body = (
        bomb
        + b"]><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r>"
        b"<w:t>&a11;</w:t></w:r></w:p></w:body></w:document>"
    )
    try:
        found = await read(without(WORD, "word/document.xml", body))
    except InvalidError as refused:
        assert refused.key == "invalid_document"
    else:
        assert sum(len(page.text) for page in found.pages) < 1000


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=3000), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
)
def test_noise_is_refused_and_nothing_else(noise: bytes, mark: bytes) -> None:
    try:
        kind = kind_of(mark + noise)
    except InvalidError as refused:
        assert refused.key.startswith("document_")
        return
    if kind != "picture":
        assert worker.answer(kind, mark + noise).get("invalid") or kind == "pdf"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_file_with_a_flaw_is_read_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([pdf(CV), WORD]))
    at = data.draw(st.integers(0, len(whole) - 1))
    flawed = whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + data.draw(st.integers(0, 50)) :]
    answer = worker.answer("pdf" if whole.startswith(b"%PDF") else "docx", flawed)
    assert answer.keys() & {"pages", "invalid"}


def test_text_that_is_no_words_is_a_picture() -> None:
    assert not extraction._has_words(["/g01/g02/g03" * 3 + "(cid:3)@@##$$%%^^&&**" * 20])


def test_a_zip_s_directory_is_judged_before_anything_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match="document_bomb"):
        check_zip(zipped({"[Content_Types].xml": b"", "word/document.xml": b"", "x.bin": b"\0" * 70_000_000}))


# --- photos ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_photo_becomes_three_by_four(kind: str) -> None:
    made = Image.open(io.BytesIO(await portrait(photo((900, 700), kind))))
    assert (made.format, made.size) == ("JPEG", (354, 472))


async def test_a_photo_loses_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010E] = "rumah saya"
    made = io.BytesIO()
    Image.new("RGB", (300, 400)).save(made, "JPEG", exif=exif)
    assert b"rumah saya" in made.getvalue()
    assert b"rumah saya" not in await portrait(made.getvalue())


@pytest.mark.parametrize(
    "content", [pdf(CV), photo()[:300], b"\xff\xd8\xff" + b"x" * 90, photo((9000, 9000), "PNG")],
    ids=["a PDF", "half a photo", "noise", "a bomb"],
)  # fmt: skip
async def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidError, match="invalid_photo"):
        await portrait(content)
