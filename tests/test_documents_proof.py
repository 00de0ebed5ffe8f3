"""The proof of registration and the copy of one's data as PDF: what stands in them, and that nothing breaks them."""

from __future__ import annotations

import html
import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from placement.documents.copy import MOST_ENTRIES, make_copy
from placement.documents.proof import Proof, Report, make_proof
from placement.settings import ROOT
from placement.vocabulary import Vocabularies
from placement.wording import LANGUAGES, Wording

WORDING = Wording(ROOT / "data" / "responses", Vocabularies.load(ROOT / "data"), escape=html.escape)
TODAY = date(2026, 11, 24)
PROOF = Proof(
    number="3275-2611-000042-7",
    person_name="Siti Rahmawati",
    registered_on=TODAY,
    valid_until=date(2028, 11, 23),
    made_on=TODAY,
    office="Dinas Tenaga Kerja Kota Bekasi",
    birth_place="Kebumen",
    birth_date=date(1999, 5, 3),
    sex="female",
    nik="3275014305990001",
    card_region="3305",
    education="smk",
    major="Akuntansi",
    wish_text="kasir, dekat rumah",
    reports=(Report(date(2027, 5, 25), date(2027, 5, 20)), Report(date(2027, 11, 23))),
)


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (354, 472), (90, 90, 200)).save(made, "JPEG")
    return made.getvalue()


def read(content: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(content))
    return reader, "\n".join(page.extract_text() for page in reader.pages)


# --- the proof ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", ["Bukti Pendaftaran Pencari Kerja", "Berlaku sampai 23 November 2028", "3 Mei 1999", "Perempuan",
                "Kabupaten Kebumen", "bukan kartu AK/I", "20 Mei 2027", "25 Mei 2027"]),
        ("en", ["Proof of Registration", "Valid until 23 November 2028", "3 May 1999", "Female", "not the AK/I card"]),
    ],
)  # fmt: skip
def test_a_proof_says_who_and_until_when(language: str, said: list[str]) -> None:
    reader, text = read(make_proof(PROOF, WORDING, language))
    assert len(reader.pages) == 1
    for words in [*said, "3275-2611-000042-7", "Siti Rahmawati", "Akuntansi", "kasir, dekat rumah"]:
        assert words in text


def test_a_proof_never_shows_the_whole_identity_number() -> None:
    content = make_proof(PROOF, WORDING, "id")
    assert "3275••••••••••01" in read(content)[1]
    assert PROOF.nik is not None
    assert PROOF.nik not in read(content)[1]


def test_the_title_that_programs_show_names_nobody() -> None:
    assert "Siti" not in str(read(make_proof(PROOF, WORDING, "id"))[0].metadata)


def test_the_fonts_are_in_the_file() -> None:
    page: Any = read(make_proof(PROOF, WORDING, "id"))[0].pages[0]
    fonts = page["/Resources"]["/Font"].values()
    own = [font.get_object() for font in fonts if "SourceSans" in font.get_object()["/BaseFont"]]
    assert len(own) >= 2
    assert all("/FontFile2" in font["/FontDescriptor"] for font in own)


def test_a_code_only_stands_where_it_leads_somewhere() -> None:
    plain, with_code = (
        read(make_proof(replace(PROOF, check_url=url), WORDING, "id"))
        for url in (None, "https://kerja.example.go.id/v/0123456789abcdef0123456789abcdef")
    )
    assert "Pindai" not in plain[1]
    assert "Pindai" in with_code[1]
    contents = [reader.pages[0].get_contents() for reader, _ in (plain, with_code)]
    drawn = [len(content.get_data()) for content in contents if content is not None]
    assert drawn[1] > drawn[0] + 5000


def test_a_photo_stands_in_its_place() -> None:
    assert "Foto 3 × 4" in read(make_proof(PROOF, WORDING, "id"))[1]
    reader, text = read(make_proof(replace(PROOF, photo=photo()), WORDING, "id"))
    assert len(reader.pages[0].images) == 1
    assert "Foto 3 × 4" not in text


HOSTILE = st.one_of(
    st.text(max_size=400),
    st.sampled_from(["<b>x</i>", "&amp;&", "X" * 400, "سورابايا", "泗水 😀", "\ud800", "\x00\x1b", "‮evil", "a\n" * 50]),
)


@settings(max_examples=40, deadline=None)
@given(name=HOSTILE, wish=HOSTILE, major=HOSTILE, place=HOSTILE, office=HOSTILE, language=st.sampled_from(LANGUAGES))
def test_no_text_breaks_a_proof(name: str, wish: str, major: str, place: str, office: str, language: str) -> None:
    proof = replace(PROOF, person_name=name, wish_text=wish, major=major, birth_place=place, office=office)
    reader = PdfReader(io.BytesIO(make_proof(proof, WORDING, language)))
    assert len(reader.pages) == 1


# --- the copy -------------------------------------------------------------------------------------------------------

COPY: dict[str, Any] = {
    "profile": {
        "person_name": "Siti <Rahmawati> & Łukasz",
        "home_region": "3275",
        "wish_occupations": ["5230"],
        "wage_min": 4_500_000,
        "willing_to_move": False,
        "experience_months": 27,
        "experiences": [{"occupation": "kasir", "employer": "Toko Berkah", "until": "now", "what": None}],
        "registered_at": "2026-11-24T03:00:00+00:00",
        "email": None,
    },
    "facts": [{"field": "person_name", "quote": "nama saya Siti", "source": "chat"}],
    "messages": [{"text": "halo kak", "at": "2026-11-24T03:00:00+00:00"}],
    "something_new": {"nobody_named": ["this", "yet"]},
}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", ["Salinan Data Saya", "Data diri", "Kota Bekasi", "Rp4.500.000", "Mau pindah: tidak", "2 tahun 3 bulan",
                "Sampai: sekarang", "24 November 2026, 10.00", "Email: –", "Data: Nama", "Halaman 1"]),
        ("en", ["My Data", "Your record", "Rp4,500,000", "Willing to move: no", "Until: now", "Fact: Name"]),
    ],
)  # fmt: skip
def test_a_copy_says_everything_in_words(language: str, said: list[str]) -> None:
    text = read(make_copy(COPY, WORDING, language, TODAY))[1]
    for words in [*said, "Siti <Rahmawati> & Łukasz", "halo kak", "Toko Berkah", "Nobody named: this, yet"]:
        assert words in text


def test_long_messages_run_over_pages_and_nothing_is_lost() -> None:
    long = " ".join(f"kata{number}" for number in range(3000))
    reader, text = read(make_copy({"messages": [{"text": long}, {"text": "x" * 9000}]}, WORDING, "id", TODAY))
    assert len(reader.pages) > 3
    assert long.split() == [word for word in text.split() if word.startswith("kata")]
    assert text.count("x") >= 9000


def test_a_copy_of_years_names_what_it_leaves_to_the_other_file() -> None:
    messages = [{"text": f"pesan {number};"} for number in range(MOST_ENTRIES + 7)]
    text = read(make_copy({"messages": messages}, WORDING, "id", TODAY))[1]
    assert "(7 yang lebih lama ada di file JSON)" in text
    assert "pesan 6;" not in text
    assert "pesan 7;" in text


MOMENTS = ["2026-13-45", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00"]
SINGLE = st.none() | st.booleans() | st.integers() | st.floats() | HOSTILE | st.sampled_from(MOMENTS)
KEYS = HOSTILE | st.sampled_from(
    ["home_region", "wage_min", "skills", "experience_months", "education", "text", "field"]
)
JSON = st.recursive(
    SINGLE, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=20
)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(["profile", "messages"]) | st.text(max_size=10), JSON, max_size=4))
def test_nothing_that_is_kept_breaks_a_copy(data: dict[str, Any]) -> None:
    assert PdfReader(io.BytesIO(make_copy(data, WORDING, "id", TODAY))).pages
