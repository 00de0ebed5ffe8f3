"""A CV through the whole line: sent from a phone, read, confirmed by buttons, and a proof of registration sent back."""

from __future__ import annotations

import io

import pypdf

from tests.fixtures.sandbox import Json, Person, Sandbox
from tests.test_documents_cv import LABELLED
from tests.test_documents_reading import pdf

PATIENCE = 60.0


async def file_of(telegram: Sandbox, message: Json) -> bytes:
    """Give the bytes of the file that a message brings."""
    answer = await telegram.http.get(message["media"]["url"])
    answer.raise_for_status()
    return answer.content


async def enclosed(person: Person, ending: str) -> Json:
    """Wait for a file with this ending."""

    def named(messages: list[Json]) -> Json | None:
        files = [
            one for one in messages if not one["out"] and (one.get("media") or {}).get("name", "").endswith(ending)
        ]
        return files[-1] if files else None

    found: Json = await person.sandbox.until(named, person, f"a file «{ending}»", PATIENCE)
    return found


async def test_a_cv_is_confirmed_and_a_proof_comes_back(telegram: Sandbox) -> None:
    ani = await telegram.newcomer("Ani")
    cv = pdf(LABELLED.splitlines())
    await ani.sends_file("document", cv, "cv.pdf")
    await ani.hears("persetujuan", patience=PATIENCE)
    await ani.says("mau daftar")
    await ani.hears("boleh", patience=PATIENCE)
    await ani.says("iya setuju")
    await ani.hears("nama", patience=PATIENCE)

    await ani.sends_file("document", b"x" * (10 * 1024 * 1024 + 1), "besar.pdf")
    await ani.hears("10 MB", patience=PATIENCE)
    await ani.sends_file("document", cv, "cv.pdf")
    shown = await ani.hears("SITI RAHMAWATI", patience=PATIENCE)
    assert "cv.pdf" in shown["text"]
    for _ in range(10):
        await ani.presses("Semua benar")
        answered = await ani.hears("saya catat", patience=PATIENCE)
        if not any("Semua benar" in button["text"] for row in answered["buttons"] or [] for button in row):
            break
    # Name, home and school are known now: of the four facts only the work is asked for.
    await ani.says("mau jadi kasir")
    await ani.hears("Sudah benar", patience=PATIENCE)
    await ani.says("iya benar")
    await ani.hears("nomor", patience=PATIENCE)
    await ani.says("/data")
    await enclosed(ani, ".json")
    copy = pypdf.PdfReader(io.BytesIO(await file_of(telegram, await enclosed(ani, ".pdf"))))
    assert "cv.pdf" in "\n".join(page.extract_text() for page in copy.pages)
