"""From words to values: what people write about themselves, read into normal form; any text is survived."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.errors import InvalidError
from placement.reading import birth, contact, dates, experience, identity, pay, refusals, skills, terms
from placement.settings import ROOT
from placement.vocabulary import Vocabularies

TODAY = date(2026, 11, 24)
WORDS = Vocabularies.load(ROOT / "data")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 mei 99", date(1999, 5, 3)),
        ("03/05/1999", date(1999, 5, 3)),
        ("3-5-99", date(1999, 5, 3)),
        ("tgl 3 bulan 5 tahun 99", date(1999, 5, 3)),
        ("May 3, 1999", date(1999, 5, 3)),
        ("lahir 17 agts 2001 kak", date(2001, 8, 17)),
        ("1999-05-03", date(1999, 5, 3)),
        ("3 5 1999", date(1999, 5, 3)),
        ("1 januari 30", date(1930, 1, 1)),
        ("05/13/1999", date(1999, 5, 13)),
        ("3mei99", date(1999, 5, 3)),
        ("3 Mei '99", date(1999, 5, 3)),
        ("May 3rd 1999", date(1999, 5, 3)),
        ("3.5.99", date(1999, 5, 3)),
        ("03051999", date(1999, 5, 3)),
        ("030599", date(1999, 5, 3)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: date) -> None:
    found = dates.find_date(text, TODAY, past=True)
    assert found is not None and found[0] == day and found[1] in text


@pytest.mark.parametrize(
    "text",
    [
        "kemarin",
        "umur saya rahasia",
        "03051999",
        "besok",
        "",
        "0812-3456-7890",
        "gaji 3.500.000",
        "jam 8 12 30",
        "3275014305990001",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert dates.find_date(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("lulus 2021", 2021), ("angkatan 19", 2019), ("lulusan 98", 1998), ("class of '15", 2015), ("2019/2020", 2020),
        ("lulus tahun lalu", 2025), ("baru lulus tahun ini", 2026), ("kemarin", None), ("08122019123", None),
    ],
)  # fmt: skip
def test_years_are_read(text: str, year: int | None) -> None:
    assert dates.find_year(text, TODAY) == year


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2 th", 24), ("setahun setengah", 18), ("1,5 tahun", 18), ("6 bln", 6), ("dua tahun lebih", 24),
        ("setaun", 12), ("18 bulan", 18), ("setengah tahun", 6), ("2 tahun 3 bulan", 27), ("1 year", 12),
        ("half a year", 6), ("satu setengah tahun", 18), ("dua setengah tahun", 30), ("1/2 tahun", 6), ("se tahun", 12),
        ("dua belas tahun", 144), ("dua puluh lima tahun", 300), ("2-3 tahun", 24), ("2 tahun lewat 3 bulan", 27),
        ("2thn 6bln", 30), ("two and a half years", 30), ("a year and a half", 18), ("3 minggu", 1),
        ("umur 24 tahun, kerja 2 tahun", 24),
    ],
)  # fmt: skip
def test_lengths_of_time_are_months(text: str, months: int) -> None:
    found = dates.find_months(text)
    assert found is not None and found[0] == months


@pytest.mark.parametrize(
    ("text", "since", "until", "months"),
    [
        ("2019-2021", "2019-01", "2021-01", 24),
        ("jan 2020 - mar 2022", "2020-01", "2022-03", 26),
        ("dari 2025 sampe skrg", "2025-01", "now", 22),
        ("dari 2019 s.d. 2021", "2019-01", "2021-01", 24),
        ("tahun 2019 sampai tahun 2021", "2019-01", "2021-01", 24),
        ("01/2020 - 03/2022", "2020-01", "2022-03", 26),
        ("2019-21", "2019-01", "2021-01", 24),
        ("januari sampai maret 2022", "2022-01", "2022-03", 2),
        ("sejak 2025", "2025-01", "now", 22),
        ("since march 2026", "2026-03", "now", 8),
        ("2025 - 2030", "2025-01", "2026-11", 22),
    ],
)
def test_spans_of_work_are_read(text: str, since: str, until: str, months: int) -> None:
    found = dates.find_span(text, TODAY)
    assert found is not None and found[:3] == (since, until, months)


@pytest.mark.parametrize("text", ["2021-2019", "2030-2035", "2019", "0812-2019-2021"])
def test_a_span_that_cannot_be_is_none(text: str) -> None:
    assert dates.find_span(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "day", "place", "sex"),
    [
        ("Bekasi, 3 Mei 1999, perempuan", date(1999, 5, 3), "Bekasi", "female"),
        ("3 mei 99 cewek lahir di surabaya", date(1999, 5, 3), "Surabaya", "female"),
        ("ttl: Bandung 17-8-1995", date(1995, 8, 17), "Bandung", None),
        ("lahir tgl 5 juni 2000", date(2000, 6, 5), None, None),
        ("saya laki-laki", None, None, "male"),
        ("jakarta 12 desember 1990 pria, sudah nikah", date(1990, 12, 12), "Jakarta", "male"),
        ("born in Medan on 3 May 1999, female", date(1999, 5, 3), "Medan", "female"),
        ("born 1999-05-03 in Medan", date(1999, 5, 3), "Medan", None),
        ("3 mei 1999 di bekasi", date(1999, 5, 3), "Bekasi", None),
        ("saya siti lahir 3 mei 99", date(1999, 5, 3), None, None),
        ("Siti, Bekasi, 3 mei 99", date(1999, 5, 3), "Bekasi", None),
        ("Tanjung Balai Karimun, 1 Jan 2000, P", date(2000, 1, 1), "Tanjung Balai Karimun", "female"),
        ("Bogor 1 Juli 1985 p", date(1985, 7, 1), "Bogor", "female"),
        ("L, 12-12-1990", date(1990, 12, 12), None, "male"),
        ("3 mei 99 ya mbak", date(1999, 5, 3), None, None),
        ("p", None, None, None),
    ],
)
def test_a_birth_is_read_in_any_order(text: str, day: date | None, place: str | None, sex: str | None) -> None:
    read = birth.read_birth(text, TODAY, WORDS.of("sex"))
    assert (read.day, read.place, read.sex) == (day, place, sex)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("umur 24", 24),
        ("kepala dua lima", 25),
        ("kepala tiga", 30),
        ("umur saya rahasia", None),
        ("umur dua puluh lima", 25),
        ("umur dua lima", 25),
        ("25 thn", 25),
        ("saya 17 tahun", 17),
        ("im 24", 24),
        ("pengalaman 2 tahun", None),
        ("12 tahun kerja di pabrik", None),
        ("3 tahun", None),
        ("umur 25, pengalaman 2 tahun", 25),
    ],
)
def test_ages_are_read(text: str, age: int | None) -> None:
    assert birth.find_age(text) == age


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("31 februari 1999", "invalid_date"),
        ("umur 24, lahir 3 mei 1990", "birth_contradicts_age"),
        ("29/02/2001", "invalid_date"),
        ("32-13-1999", "invalid_date"),
        ("lahir besok", "invalid_birth_future"),
        ("lahir tahun 99", "birth_year_only"),
    ],
)
def test_births_that_cannot_be_are_told(text: str, key: str) -> None:
    with pytest.raises(InvalidError) as told:
        birth.read_birth(text, TODAY, WORDS.of("sex"))
    assert told.value.key == key


def test_the_number_of_a_card_tells_birth_and_sex() -> None:
    nik = identity.check_nik("3275 0143 0599 0001", TODAY)
    assert identity.born(nik, TODAY) == date(1999, 5, 3)
    assert identity.sex_of(nik) == "female"
    assert identity.contradictions(nik, birth_date=date(1999, 5, 3), sex="female") == ()
    assert identity.contradictions(nik, birth_date=date(1999, 6, 3), sex="male") == ("birth_date", "sex")
    assert identity.check_nik("nik saya 3275014305990001 kak", TODAY) == nik
    assert "0001" not in identity.masked(nik) and identity.masked(nik).startswith("3275")


@pytest.mark.parametrize(
    "text",
    [
        "123",
        "3275019905990001",
        "327501430599000a",
        "0275014305990001",
        "9975014305990001",
        "3275014305990000",
        "3275004305990001",
        "3275014005990001",
    ],
)
def test_numbers_that_no_card_bears_are_refused(text: str) -> None:
    with pytest.raises(InvalidError, match=r"^invalid_nik$") as told:
        identity.check_nik(text, TODAY)
    assert not told.value.args_of_response


@pytest.mark.parametrize(
    ("text", "number", "foreign"),
    [
        ("0812-3456-7890", "+6281234567890", False),
        ("hp saya 081234567890 ya", "+6281234567890", False),
        ("+60 12-345 6789", "+60123456789", True),
        ("021-5551234", "+62215551234", False),
        ("62812 3456 7890", "+6281234567890", False),
        ("0062 812 3456 7890", "+6281234567890", False),
        ("+62 0812 3456 7890", "+6281234567890", False),
        ("81234567890", "+6281234567890", False),
        ("0812-3456-7890 / 0857-1234-5678", "+6281234567890", False),
        ("+886 912 345 678", "+886912345678", True),
    ],
)
def test_telephone_numbers_are_read(text: str, number: str, foreign: bool) -> None:
    assert contact.read_phone(text) == contact.Phone(number, foreign)


def test_digits_that_are_no_number_are_told_and_words_are_none() -> None:
    for text in ("hp saya 0812345abc9", "123456789012345", "o812 3456 7890", "081234", "0812345678901234"):
        with pytest.raises(InvalidError, match="invalid_phone"):
            contact.read_phone(text)
    for text in ("nggak ada hp", "lahir 03-05-1999", "gaji 3.500.000", "110", "umur 24"):
        assert contact.read_phone(text) is None
    assert contact.find_email("email saya Budi.S@Gmail.com.") == "budi.s@gmail.com"
    assert contact.find_email("budi @ gmail . com") == contact.find_email("budi@gmail,com") == "budi@gmail.com"
    for text in ("@budi", "budi..s@gmail.com", "budi@gmail", "tidak punya"):
        assert contact.find_email(text) is None


def test_a_try_at_an_address_is_told() -> None:
    assert contact.read_email("siti@yahoo.co.id ya") == "siti@yahoo.co.id"
    assert contact.read_email("nggak punya, ig saya @siti") is None
    for text in ("siti@gmail", "siti..a@gmail.com"):
        with pytest.raises(InvalidError, match="invalid_email"):
            contact.read_email(text)


def jobs(text: str) -> list[tuple[Any, ...]]:
    read = experience.read_experience(text, TODAY, WORDS.occupations)
    return [(job["occupation"], job["employer"], job["months"]) for job in read.entries]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "2 th jadi kasir di Indomaret, sebelumnya jaga toko setahun",
            [("kasir", "Indomaret", 24), ("jaga toko", None, 12)],
        ),
        ("pernah kerja di PT Maju Jaya operator produksi 2019-2021", [("operator produksi", "PT Maju Jaya", 24)]),
        ("kasir, Indomaret, 2 tahun", [("kasir", "Indomaret", 24)]),
        ("2 tahun, kasir", [("kasir", None, 24)]),
        ("magang 3 bulan di bengkel", [("magang", "bengkel", 3)]),
        ("belum ada pengalaman kerja tapi pernah pkl di bank 3 bulan", [("pkl", "bank", 3)]),
        ("di PT. Astra Honda Motor sebagai operator produksi", [("operator produksi", "PT Astra Honda Motor", None)]),
        ("kerja di pabrik garmen bagian jahit 4 tahun lebih terus di phk", [("jahit", "pabrik garmen", 48)]),
        ("kuli bangunan sama tukang cat 3 tahun", [("kuli bangunan", None, None), ("tukang cat", None, 36)]),
        ("saya kerja di pt cahaya abadi sebagai helper, gajinya 3 juta", [("helper", "pt cahaya abadi", None)]),
        ("SPG Matahari 6 bln", [("spg", "Matahari", 6)]),
        ("pindah ke Shopee Express sebagai kurir", [("kurir", "Shopee Express", None)]),
        ("1. Jaga toko 1 tahun\n2. Ojol", [("jaga toko", None, 12), ("ojol", None, None)]),
        ("operator forklift di gudang JNE sejak 2025", [("operator forklift", "gudang JNE", 22)]),
        ("cashier 2 years, then driver for Gojek until now", [("cashier", None, 24), ("driver", "Gojek", None)]),
        ("bantu orang tua jualan", [("bantu orang tua jualan", None, None)]),
        ("jaga warnet", [("jaga warnet", None, None)]),
        ("umur saya 24 tahun", []),
        ("saya sudah menikah dan punya anak dua", []),
        ("banyak kak", []),
        ("dulu kuli bangunan 5 tahun lebih. skrg nganggur", [("kuli bangunan", None, 60)]),
        (
            "I worked as a cashier at Alfamart for 2 years, before that waiter 6 months",
            [("cashier", "Alfamart", 24), ("waiter", None, 6)],
        ),
    ],
)
def test_work_is_read_as_it_is_told(text: str, told: list[tuple[Any, ...]]) -> None:
    assert jobs(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "belum pernah kerja",
        "blm ada pengalaman",
        "fresh graduate",
        "gak pernah",
        "never worked",
        "nol pengalaman",
        "baru lulus, blm kerja",
        "saya belum pernah bekerja",
        "no experience",
    ],
)
def test_no_work_is_said_and_not_only_unknown(text: str) -> None:
    read = experience.read_experience(text, TODAY, WORDS.occupations)
    assert read.none and not read.entries


def test_a_place_is_no_employer_and_a_job_may_go_on() -> None:
    told = experience.read_experience("ART di Jakarta, ojol sampe skrg", TODAY, WORDS.occupations, WORDS.regions)
    assert [(job["employer"], job["what"], job["until"]) for job in told.entries] == [
        (None, "di Jakarta", None),
        (None, None, "now"),
    ]


def test_of_forty_jobs_in_one_message_twenty_are_taken_and_the_rest_counted() -> None:
    text = ", ".join(f"kasir di toko {number}" for number in range(40))
    read = experience.read_experience(text, TODAY, WORDS.occupations)
    assert (len(read.entries), read.more) == (experience.MOST, 20)


def test_known_work_has_its_code() -> None:
    (job,) = experience.read_experience("jadi kasir setahun", TODAY, WORDS.occupations).entries
    assert job["occupation_code"] == "5230"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("excel, masak, kursus jahit, SIM C", (("microsoft-excel", "memasak"), ["kursus jahit"], ("sim_c",))),
        ("jago ngelas sama bubut", (("ngelas", "bubut"), [], ())),
        ("punya sertifikat barista 2022", ((), ["sertifikat barista"], ())),
        ("sim a & c", ((), [], ("sim_a", "sim_c"))),
        ("nggak ada", ((), [], ())),
        ("ga bisa apa apa", ((), [], ())),
        ("nggak punya sim", ((), [], ())),
        ("belum punya sim c, tapi bisa masak", (("memasak",), [], ())),
        ("sim sim a c", ((), [], ("sim_a", "sim_c"))),
        ("sim b1 umum, a", ((), [], ("sim_a", "sim_b1_umum"))),
        ("microsoft ofice, photoshp", (("microsoft-office", "photoshop"), [], ())),
        ("saya orangnya mau bekerja keras dan ingin maju", ((), [], ())),
        ("- Excel\n- Word", (("microsoft-excel", "microsoft-word"), [], ())),
    ],
)
def test_abilities_are_read(text: str, told: tuple[Any, ...]) -> None:
    read = skills.read_skills(text, TODAY, WORDS.skills, WORDS.of("driving_licence"))
    assert (read.skills, [course["name"] for course in read.courses], read.licences) == told


def test_a_course_has_a_provider_and_a_year() -> None:
    read = skills.read_skills(
        "kursus jahit di BLK Bekasi 2021, sertifikat K3 umum 2020 dari Kemnaker",
        TODAY,
        WORDS.skills,
        WORDS.of("driving_licence"),
    )
    assert read.courses == (
        {"name": "kursus jahit", "provider": "BLK Bekasi", "year": 2021},
        {"name": "sertifikat K3 umum", "provider": "Kemnaker", "year": 2020},
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("inggris dan jawa lancar", {"en": "fluent", "jv": "fluent"}),
        ("inggris ga lancar", {"en": "basic"}),
        ("gak bisa bahasa inggris, sunda lancar", {"su": "fluent"}),
        ("cuma indonesia", {}),
        ("tidak ada", {}),
    ],
)
def test_a_level_is_shared_and_a_no_is_heard(text: str, told: dict[str, str]) -> None:
    read = skills.read_languages(text, WORDS.of("spoken_language"), WORDS.of("language_level"))
    assert {one["code"]: one["level"] for one in read} == told


def test_languages_are_read_with_how_well() -> None:
    read = skills.read_languages(
        "jawa lancar, inggris dikit, indonesia", WORDS.of("spoken_language"), WORDS.of("language_level")
    )
    assert read == ({"code": "jv", "level": "fluent"}, {"code": "en", "level": "basic"})


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("bulan depan", date(2026, 12, 1)),
        ("sekarang jg bisa", TODAY),
        ("2 minggu lagi", date(2026, 12, 8)),
        ("setelah tgl 10", date(2026, 12, 10)),
        ("1 januari 2027", date(2027, 1, 1)),
        ("minggu depan", date(2026, 11, 30)),
        ("besok", date(2026, 11, 25)),
        ("senin", date(2026, 11, 30)),
        ("selasa depan", date(2026, 12, 1)),
        ("3 hari lagi", date(2026, 11, 27)),
        ("sebulan lagi", date(2026, 12, 24)),
        ("in two weeks", date(2026, 12, 8)),
        ("abis lebaran", date(2027, 3, 17)),
        ("setelah natal", date(2026, 12, 27)),
        ("akhir tahun", date(2026, 12, 25)),
        ("awal januari", date(2027, 1, 1)),
        ("mulai november", TODAY),
        ("5 desember", date(2026, 12, 5)),
        ("desember tanggal 5", date(2026, 12, 5)),
        ("tgl 5 bulan depan", date(2026, 12, 5)),
        ("tgl 31", date(2026, 11, 30)),
        ("nggak bisa sekarang, bulan depan", date(2026, 12, 1)),
        ("belum bisa sekarang", None),
        ("1 jan 2020", None),
        ("31 februari 2027", None),
        ("tgl 40", None),
        ("entahlah", None),
    ],
)
def test_from_when_somebody_can_work(text: str, day: date | None) -> None:
    assert terms.read_available(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "willing"),
    [("dimana aja mau", True), ("deket rumah aja", False), ("siap ditempatkan di luar kota", True),
     ("ga mau pindah", False), ("kasir", None), ("tidak bersedia", False), ("nggak bersedia luar kota", False),
     ("jangan luar kota", False), ("can't relocate", False), ("not willing to move", False), ("di Bekasi aja", False),
     ("gak masalah luar kota", True), ("jauh juga gapapa", True), ("dekat atau jauh sama aja", True), ("mau", None),
     ("gak", False), ("tidak kak", False), ("gak bisa jauh2", False), ("nggak tahu", None), ("deket2 aja", False)],
)  # fmt: skip
def test_how_far_somebody_would_go(text: str, willing: bool | None) -> None:
    assert terms.read_willing(text) is willing


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("4-5 jutaan", pay.Pay(4_000_000, 5_000_000)),
        ("tiga juta setengah", pay.Pay(3_500_000)),
        ("4 koma 5 juta", pay.Pay(4_500_000)),
        ("lima juta lima ratus ribu", pay.Pay(5_500_000)),
        ("UMR", pay.Pay(minimum=True)),
        ("terserah", pay.Pay(any=True)),
        ("150rb/hari", pay.Pay(3_750_000, per="day")),
        ("seratus ribu sehari", pay.Pay(2_500_000, per="day")),
        ("80rb per hari", pay.Pay(2_000_000, per="day")),
        ("1 juta seminggu", pay.Pay(4_000_000, per="week")),
        ("48 juta setahun", pay.Pay(4_000_000, per="year")),
        ("4 juta sebulan, 8 jam sehari", pay.Pay(4_000_000)),
        ("3_500_000", pay.Pay(3_500_000)),
        ("gaji 4", pay.Pay(4_000_000)),
        ("rahasia", None),
        ("shift 8 jam", None),
        ("full time, jam 8 sampai 5 hari", None),
        ("kontrak 2 tahun, 4 juta", pay.Pay(4_000_000)),
        ("25rb per jam", pay.Pay(5_000_000, per="hour")),
    ],
)
def test_pay_is_read_as_a_month_s(text: str, told: pay.Pay | None) -> None:
    assert pay.read_pay(text) == told


@pytest.mark.parametrize(
    ("text", "key"),
    [("3", "invalid_wage_unit"), ("3_000_000_000", "invalid_wage"), ("3000000000", "invalid_wage"),
     ("4 M", "invalid_wage"), ("0", "invalid_wage"), ("100", "invalid_wage"), ("9" * 400, "invalid_wage"),
     ("500 dollar", "invalid_wage_currency")],
)  # fmt: skip
def test_pay_that_nobody_gets_is_told(text: str, key: str) -> None:
    with pytest.raises(InvalidError) as told:
        pay.read_pay(text)
    assert told.value.key == key


def read_all(text: str) -> None:
    for read in (
        lambda: birth.read_birth(text, TODAY, WORDS.of("sex")),
        lambda: contact.read_phone(text),
        lambda: contact.read_email(text),
        lambda: identity.check_nik(text, TODAY),
        lambda: experience.read_experience(text, TODAY, WORDS.occupations),
        lambda: skills.read_skills(text, TODAY, WORDS.skills, WORDS.of("driving_licence")),
        lambda: skills.read_languages(text, WORDS.of("spoken_language"), WORDS.of("language_level")),
        lambda: terms.read_available(text, TODAY),
        lambda: terms.read_willing(text),
        lambda: pay.read_pay(text),
        lambda: dates.find_span(text, TODAY),
        lambda: dates.find_year(text, TODAY),
    ):
        try:
            read()
        except InvalidError as told:
            assert told.key.startswith(("invalid_", "birth_"))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=4096) | st.text(alphabet="0123456789 -/.,thn bln di kerja mei sim+", max_size=4096))
def test_any_text_is_survived(text: str) -> None:
    read_all(text)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit",
    ["1", "1 ", "1.", "1-", "08", "+", " ", "\n", "\t", "- ", "a c ", "a@", "a@b.", "di a ", "jadi a ", "PT a ",
     "2019 - ", "jan 2020 - ", "dua puluh ", "1 juta ", "sim a ", "gak bisa ", "jauh ", "dan ", "lahir ", "umur ",
     "ratus ", "(", "😀", "٣"],
)  # fmt: skip
def test_no_text_makes_a_pattern_run_away(unit: str) -> None:
    """Without bounds, «- - - …» took five minutes."""
    for end in ("", "!", "x"):
        read_all((unit * 4096)[:4095] + end)


@pytest.mark.parametrize(
    ("text", "refused"),
    [("umur saya rahasia", True), ("ga mau kasih tau", True), ("skip dulu", True), ("i'd rather not say", True),
     ("kasih tau 0812", False), ("Bekasi", False), ("sekretaris pribadi", False), ("guru private", False)],
)  # fmt: skip
def test_who_would_rather_not_say(text: str, refused: bool) -> None:
    assert refusals.refuses(text) is refused


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("jawa lancar inggris dikit", [("jv", "fluent"), ("en", "basic")]),
        ("fluent english basic mandarin", [("en", "fluent"), ("zh", "basic")]),
        ("inggris jepang lancar", [("en", "fluent"), ("ja", "fluent")]),
        ("bahasa isyarat", [("sgn", None)]),
    ],
)
def test_languages_without_commas_are_told_apart(text: str, told: list[tuple[str, str | None]]) -> None:
    read = skills.read_languages(text, WORDS.of("spoken_language"), WORDS.of("language_level"))
    assert [(one["code"], one["level"]) for one in read] == told
