"""A CV becomes proposals: the right values, each with words that stand in it; and no file breaks the reader of it."""

from __future__ import annotations

import contextlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.documents.cv import Proposed, propose
from placement.documents.reading import Page, read
from placement.documents.sections import HEADINGS, lines_of
from placement.errors import InvalidError
from placement.fields import FIELDS, Known
from placement.settings import ROOT
from placement.vocabulary import Vocabularies, plain
from tests.test_documents_reading import pdf, word

KNOWN = Vocabularies.load(ROOT / "data")
TODAY = date(2026, 11, 24)

LABELLED = """DAFTAR RIWAYAT HIDUP
DATA DIRI
Nama Lengkap : SITI RAHMAWATI
Tempat, Tanggal Lahir : Kebumen, 3 Mei 1999
Jenis Kelamin : Perempuan
Agama : Islam
Status : Belum Menikah
Alamat : Jl. Kenari No. 12, Tambun Selatan, Kab. Bekasi
No. HP : 0812-3456-7890
Email : Siti.Rahma@gmail.com
PENDIDIKAN
SD Negeri 2 Kebumen (2005 - 2011)
SMP Negeri 1 Kebumen (2011 - 2014)
SMK Negeri 1 Bekasi, Jurusan Akuntansi (2014 - 2017)
PENGALAMAN KERJA
1. Kasir - Indomaret Tambun (2018 - 2020)
2. Admin gudang di PT Maju Jaya Logistik, Januari 2020 - Maret 2023
KEAHLIAN
- Microsoft Excel, Word
- Melayani pelanggan
BAHASA
Indonesia (lancar), Inggris (pasif), Jawa
KURSUS
Kursus Menjahit - BLK Bekasi (2021)
SIM C
REFERENSI
Bapak Joko, HRD PT Maju, 0899-1111-2222"""

ENGLISH = """John Budiman, S.Kom
Software Tester
Bekasi, Indonesia | +62 813 9999 1234 | john.b@example.co.id
SUMMARY
Careful tester with three years of experience in web applications and reporting.
WORK EXPERIENCE
QA Tester    Jan 2020 – Mar 2022
PT Teknologi Nusantara, Jakarta
• Wrote test plans for 12 projects
• Reported bugs
Cashier    Jun 2017 – Dec 2019
Alfamart, Bekasi
• Served customers
EDUCATION
Universitas Gunadarma
S1 Teknik Informatika, 2013 - 2017
Junior High School 5 Bekasi, 2007 - 2010
SKILLS
Python, Excel, Communication
LANGUAGES
English – fluent
Japanese (N4)
CERTIFICATIONS
ISTQB Foundation Level, 2021"""

BLOCKS = """CURRICULUM VITAE
Agus Setiawan
Laki-laki
Bandung, 17 Agustus 1995
081234567891
Jl. Melati 4, Kota Cimahi
R I W A Y A T  P E K E R J A A N
PT Astra Otoparts
Operator Produksi
2014 - 2018
PT Angkut Jaya
Sopir Truk
2018 - Sekarang
Riwayat Pendidikan
2011 - 2014
SMK Texmaco Karawang
Teknik Mesin
2008 - 2011
SMPN 3 Karawang
KEMAMPUAN
SIM A dan B1
Mengoperasikan forklift"""

SPLIT = """BIODATA
Nama
: Dewi Lestari
TTL
: Surabaya, 12-04-2001
HP
: 085712345678
Pendidikan Terakhir
SMA Negeri 5 Surabaya 2019
Pengalaman
Posisi : Pramuniaga
Perusahaan : Toko Sinar Terang
Periode : 2019 - 2021
Tugas : melayani pembeli
Posisi : Kasir
Perusahaan : Hypermart
Periode : 2021 - sekarang"""

AS_PRINTED = """NUR
AISYAH
Admin & Customer Service
0857-1111-2222
Jl. Anggrek No 3, Kota
Depok
PENGALAMAN KERJA
Admin Olshop
Toko Online Bunda, Depok
Membalas chat pembeli
Mengemas paket dan menghitung stok
Customer Service
PT Telkomsel Mitra
Menjawab telepon pelanggan
PT. Yamaha Motor sebagai Operator Produksi (2008 - 2012)
Driver Grab 2019 sampai sekarang
KETERAMPILAN
Microsoft Excel
Demikian daftar riwayat hidup ini saya buat dengan sebenarnya.
Bekasi, 24 November 2026
Nur Aisyah"""

STUDENT = """Rina Marlina
PENDIDIKAN
Universitas Indonesia, Manajemen, 2023 - sekarang
SMA Negeri 1 Depok 2020 - 2023
PENGALAMAN
Belum ada"""


def proposed(text: str) -> list[Proposed]:
    return propose([Page(1, text)], TODAY, KNOWN)


def values(found: list[Proposed], field: str) -> list[Any]:
    return [one.value for one in found if one.field == field]


def jobs(found: list[Proposed]) -> list[tuple[Any, ...]]:
    return [tuple(job[key] for key in ("occupation", "occupation_code", "employer", "months", "until"))
            for job in values(found, "experiences")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        (LABELLED, "person_name", ["Siti Rahmawati"]),
        (LABELLED, "birth_date", [date(1999, 5, 3)]),
        (LABELLED, "birth_place", ["Kebumen"]),
        (LABELLED, "sex", ["female"]),
        (LABELLED, "marital", ["single"]),
        (LABELLED, "home_region", ["3216"]),
        (LABELLED, "phone", ["+6281234567890"]),
        (LABELLED, "email", ["siti.rahma@gmail.com"]),
        (LABELLED, "education", ["smk"]),
        (LABELLED, "major", ["akuntansi"]),
        (LABELLED, "school_year", [2017]),
        (LABELLED, "skills", ["microsoft-excel", "microsoft-word", "melayani-pelanggan"]),
        (LABELLED, "spoken_languages", [{"code": "en", "level": "basic"}, {"code": "jv", "level": None}]),
        (LABELLED, "courses", [{"name": "Kursus Menjahit", "provider": "BLK Bekasi", "year": 2021}]),
        (LABELLED, "driving_licences", ["sim_c"]),
        (ENGLISH, "person_name", ["John Budiman"]),
        (ENGLISH, "phone", ["+6281399991234"]),
        (ENGLISH, "education", ["s1"]),
        (ENGLISH, "major", ["teknik-informatika"]),
        (ENGLISH, "school_year", [2017]),
        (ENGLISH, "spoken_languages", [{"code": "en", "level": "fluent"}, {"code": "ja", "level": "good"}]),
        (ENGLISH, "courses", [{"name": "ISTQB Foundation Level", "provider": None, "year": 2021}]),
        (BLOCKS, "person_name", ["Agus Setiawan"]),
        (BLOCKS, "sex", ["male"]),
        (BLOCKS, "birth_place", ["Bandung"]),
        (BLOCKS, "home_region", ["3277"]),
        (BLOCKS, "education", ["smk"]),
        (BLOCKS, "major", ["teknik-mesin"]),
        (BLOCKS, "school_year", [2014]),
        (BLOCKS, "driving_licences", ["sim_a", "sim_b1"]),
        (SPLIT, "person_name", ["Dewi Lestari"]),
        (SPLIT, "birth_date", [date(2001, 4, 12)]),
        (SPLIT, "phone", ["+6285712345678"]),
        (AS_PRINTED, "person_name", ["Nur Aisyah"]),
        (AS_PRINTED, "home_region", ["3276"]),
        (AS_PRINTED, "skills", ["microsoft-excel"]),
        # What goes on is not finished.
        (STUDENT, "education", ["sma"]),
        (STUDENT, "school_year", [2023]),
        (STUDENT, "major", []),
        (STUDENT, "experiences", []),
    ],
)  # fmt: skip
def test_a_cv_proposes_what_it_says(text: str, field: str, expected: list[Any]) -> None:
    assert values(proposed(text), field) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LABELLED, [("Kasir", "5230", "Indomaret Tambun", 24, "2020-01"),
                    ("Admin gudang", "4321", "PT Maju Jaya Logistik", 38, "2023-03")]),
        (ENGLISH, [("QA Tester", "2519", "PT Teknologi Nusantara", 26, "2022-03"),
                   ("Cashier", "5230", "Alfamart", 30, "2019-12")]),
        (BLOCKS, [("Operator Produksi", "8189", "PT Astra Otoparts", 48, "2018-01"),
                  ("Sopir Truk", "8332", "PT Angkut Jaya", 106, "now")]),
        (SPLIT, [("Pramuniaga", "5223", "Toko Sinar Terang", 24, "2021-01"),
                 ("Kasir", "5230", "Hypermart", 70, "now")]),
        (AS_PRINTED, [("Admin Olshop", "4110", "Toko Online Bunda", None, None),
                      ("Customer Service", "4225", "PT Telkomsel Mitra", None, None),
                      ("Operator Produksi", "8189", "PT. Yamaha Motor", 48, "2012-01"),
                      ("Driver", "8322", "Grab", 94, "now")]),
        ("PENGALAMAN\n2010-2012\tPT Sumber Rejeki\tOperator jahit",
         [("Operator jahit", "8153", "PT Sumber Rejeki", 24, "2012-01")]),
        ("PENGALAMAN\nKuli bangunan (2 tahun)", [("Kuli bangunan", "9313", None, 24, None)]),
    ],
)  # fmt: skip
def test_jobs_are_told_apart_in_every_order(text: str, expected: list[Any]) -> None:
    assert jobs(proposed(text)) == expected


def test_what_was_done_goes_with_its_job() -> None:
    found = values(proposed(ENGLISH), "experiences")
    assert found[0]["what"] == "Wrote test plans for 12 projects; Reported bugs"
    assert values(proposed(SPLIT), "experiences")[0]["what"] == "melayani pembeli"
    what = values(proposed(AS_PRINTED), "experiences")[0]["what"]
    assert what == "Membalas chat pembeli; Mengemas paket dan menghitung stok"


def test_a_referee_s_number_is_nobody_s() -> None:
    assert values(proposed("Budi Santoso\nREFERENSI\nPak Joko 0812-3456-7890 joko@mail.com"), "phone") == []
    assert values(proposed("Budi Santoso\nREFERENSI\nPak Joko 0812-3456-7890 joko@mail.com"), "email") == []


@pytest.mark.parametrize("text", [LABELLED, ENGLISH, BLOCKS, SPLIT, AS_PRINTED, STUDENT])
def test_every_quote_stands_in_the_cv_and_every_value_is_one_that_a_record_takes(text: str) -> None:
    for one in proposed(text):
        assert one.quote
        assert one.quote in text
        FIELDS[one.field].check(one.value, Known(TODAY))


@pytest.mark.parametrize("make", [pdf, word])
async def test_a_file_becomes_proposals_with_their_pages(make: Any) -> None:
    content = pdf(LABELLED.split("\n")[:14], LABELLED.split("\n")[14:]) if make is pdf else word(LABELLED.split("\n"))
    reading = await read(content, "cv")
    found = propose(reading.pages, TODAY, KNOWN)
    by_page = {page.number: page.text for page in reading.pages}
    assert all(one.quote in by_page[one.page] for one in found)
    assert values(found, "person_name") == ["Siti Rahmawati"]
    assert len(jobs(found)) == 2
    assert {one.page for one in found} == set(by_page)


def test_headings_are_plain_and_mean_one_thing() -> None:
    words = [word for listed in HEADINGS.values() for word in listed.split(";")]
    assert len(words) == len(set(words))
    assert [word for word in words if word != plain(word)] == []


def test_lines_know_where_they_stand() -> None:
    pages = [Page(1, "A. DATA PRIBADI:\nNama: Siti\n"), Page(2, "\nSkills & Expertise\nExcel")]
    assert [(line.page.number, line.section, line.page.text[line.start : line.end]) for line in lines_of(pages)] == [
        (1, "person", "Nama: Siti"),
        (2, "skills", "Excel"),
    ]


PIECES = st.sampled_from(
    [line for text in (LABELLED, ENGLISH, BLOCKS, SPLIT, AS_PRINTED, STUDENT) for line in text.split("\n")]
)
LINES = st.lists(PIECES | st.text(max_size=80), max_size=30).map("\n".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=3))
def test_no_text_breaks_the_reader(texts: list[str]) -> None:
    pages = [Page(number, text) for number, text in enumerate(texts, 1)]
    for one in propose(pages, TODAY, KNOWN):
        assert one.quote in texts[one.page - 1]
        with contextlib.suppress(InvalidError):  # what can't be is refused where proposals are kept
            FIELDS[one.field].check(one.value, Known(TODAY))


@pytest.mark.parametrize(
    "piece", [" ", "a ", "- ", "2018 - ", "sim a ", "di PT ", "jurusan ", "(", "0812 ", "\t:", "S.K ", "o "]
)
def test_no_text_makes_the_reader_slow(piece: str) -> None:
    """Every pattern is bounded: a hostile page is read like any other (the suite's own limit ends it otherwise)."""
    long = "\n".join(
        f"{heading}\n{(piece * 500)[:490]}" for heading in ("", "PENDIDIKAN", "PENGALAMAN", "KEAHLIAN", "KURSUS")
    )
    for one in proposed(long):
        assert one.quote in long
