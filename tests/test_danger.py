"""Who may be about to take their own life is heard, however it is written; what only sounds like it is not."""

from __future__ import annotations

import csv

import pytest

from placement.danger import asks, country_named, got_away, is_unsafe, numbers, of_life, worn_out
from placement.settings import ROOT
from placement.vocabulary import Vocabularies
from placement.wording import LANGUAGES, Wording

DATA = ROOT / "data"


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording(DATA / "responses", Vocabularies.load(DATA))


@pytest.mark.parametrize(
    "text",
    [
        "saya pengen mati aja",
        "Rasanya mau mati",
        "mending mati saja kak",
        "aku mau bunuh  diri",
        "pengen bundir",
        "saya sudah capek hidup",
        "gak mau hidup lagi",
        "ga kuat hidup",
        "ingin mengakhiri hidup",
        "mau akhiri semuanya",
        "loncat dari jembatan aja",
        "I want to die",
        "thinking of suicide",
        "i'd rather kill myself",
    ],
)
def test_words_of_ending_ones_life_are_heard(text: str) -> None:
    assert of_life(text)


@pytest.mark.parametrize(
    "text",
    [
        "hp saya mati",
        "lampunya mati terus",
        "paspor saya ditahan",
        "saya dipukul majikan",
        "biaya hidup mahal",
        "pengalaman hidup saya banyak",
        "saya tidak punya surat keterangan hidup",
        "suami saya meninggal",
        "capek banget kerja di sini",
        "motor saya mati di jalan",
    ],
)
def test_other_words_are_not(text: str) -> None:
    assert not of_life(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("saya disekap majikan di Malaysia", "MY"),
        ("sy di hongkong, majikan mukul", "HK"),
        ("locked in a flat in Abu Dhabi", "AE"),
        ("tolong, saya di Phnom Penh", "KH"),
        ("agen dari Taiwan, saya sekarang di Jepang", "TW"),
        ("saya disekap di mess", None),
        ("romannya hilang, saya di jordani", None),
    ],
)
def test_a_country_is_seen(text: str, code: str | None) -> None:
    assert country_named(text, DATA) == code


def test_the_numbers_are_those_of_where_one_is(wording: Wording) -> None:
    for language in LANGUAGES:
        shown = wording.plain_text(numbers("saya disekap majikan di malaysia", DATA), language)
        assert shown.index("999") < shown.index("KBRI Kuala Lumpur") < shown.index("112")
        assert "119" in wording.plain_text(numbers("saya pengen mati aja", DATA), language).splitlines()[0]
        assert "112" in wording.plain_text(numbers("saya disekap", DATA), language).splitlines()[0]


def test_every_country_has_its_help_in_both_languages(wording: Wording) -> None:
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as lines:
        codes = {row["code"] for row in csv.DictReader(lines)}
    for language in LANGUAGES:
        assert {f"help_in_{code}" for code in codes} == {k for k in wording.keys(language) if k.startswith("help_in_")}


@pytest.mark.parametrize(
    ("text", "unsafe"),
    [
        ("nggak aman, dia di ruang sebelah", True),
        ("ora aman mbak, majikane cedhak", True),
        ("no not safe she's coming", True),
        ("belum terlalu aman kak", True),
        ("aman kak", False),
        ("iya aman, ga ada orang", False),
        ("tidak ada orang, aman", False),
    ],
)
def test_who_says_that_it_is_not_safe_is_heard(text: str, unsafe: bool) -> None:
    assert is_unsafe(text) is unsafe


@pytest.mark.parametrize(
    ("text", "away"),
    [
        ("aku udah di luar gedung kak", True),
        ("wis kabur mas", True),
        ("i am outside now", True),
        ("belum bisa keluar", False),
        ("sudah tidak aman di luar", False),
    ],
)
def test_who_has_got_away_is_heard(text: str, away: bool) -> None:
    assert got_away(text) is away


@pytest.mark.parametrize(
    ("text", "worn"),
    [
        ("lelah ditolak terus, hampir putus asa nyari kerja", True),
        ("nyerah deh ngelamar mulu ga pernah dipanggil", True),
        ("so tired of applying, i give up", True),
        ("ditolak terus, capek hidup", False),
        ("nganggur terus, aku cuma jadi beban, capek", False),
        ("capek kerja di sana, dipukul bos", False),
        ("capek jalan kaki", False),
    ],
)
def test_despair_of_finding_work_is_told_from_despair_of_life(text: str, worn: bool) -> None:
    assert worn_out(text) is worn


def test_a_question_in_danger_is_a_question() -> None:
    assert asks("kudu menyang endi saiki")
    assert asks("terus sekarang aku mesti ngapain kak, takut bgt")
    assert not asks("dia masih di luar, saya sembunyi")
