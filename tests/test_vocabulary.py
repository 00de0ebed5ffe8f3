"""Looking up what people say: places with their ambiguities, codes inside sentences, files that are wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from placement.chats import language_meant
from placement.errors import SettingError
from placement.settings import ROOT
from placement.vocabulary import (
    Codes,
    Regions,
    Vocabularies,
    kilometres,
    load_occupation_groups,
    plain,
    read_table,
    words_of,
)
from placement.wording import LANGUAGES

KNOWN = Vocabularies.load(ROOT / "data")


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Kota Bekasi", {"3275"}),
        ("kota bekasi", {"3275"}),
        ("di  KOTA-BEKASI!", {"3275"}),
        ("tinggal di depok", {"3276"}),
        ("bandung", {"3204", "3273"}),
        ("Tambun Selatan, Bekasi", {"3216"}),
        ("semarng kota", {"3374"}),
        ("kota semarng", {"3374"}),  # one letter short
        ("yogyakarta", {"3471"}),  # who names a city and its province lives in the city
        ("jawa barat", {"32"}),
        ("", set()),
        ("di", set()),
        ("bulan", set()),
        ("🏠", set()),
    ],
)
def test_a_place_is_found_as_people_say_it(said: str, codes: set[str]) -> None:
    assert {region.code for region in KNOWN.regions.find(said)} == codes


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (-6.2383, 106.9756, "3275"),
        (-7.7956, 110.3695, "3471"),
        (-2.0, 90.0, None),  # the Indian Ocean
        (52.52, 13.405, None),  # Berlin
        (0.0, 0.0, None),
        (-6.2383, 106.9756 - 360, "3275"),  # the same meridian, written otherwise
    ],
)
def test_a_point_belongs_to_the_nearest_seat_on_land(latitude: float, longitude: float, code: str | None) -> None:
    region = KNOWN.regions.nearest(latitude, longitude)
    assert (region.code if region else None) == code


def test_distances_are_those_of_the_globe() -> None:
    jakarta, surabaya = (-6.2, 106.816), (-7.257, 112.752)
    assert kilometres(*jakarta, *surabaya) == pytest.approx(665, abs=10)
    assert kilometres(*jakarta, *jakarta) == 0
    assert kilometres(0, 0, 0, 180) == pytest.approx(20015, abs=10)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("SMK", "smk"),
        ("lulusan s1 hukum", "s1"),
        ("tamat sma kak", "sma"),
        ("D-3", "d3"),
        ("sekolah", None),
        ("", None),
    ],
)
def test_schooling_is_found_inside_a_sentence(said: str, code: str | None) -> None:
    assert KNOWN.education.find(said) == code


def test_the_longest_words_win() -> None:
    codes = Codes({}, {"bandung": "a", "bandung barat": "b"})
    assert codes.find("kerja di bandung barat saja") == "b"
    assert codes.named("bandung barat") == {"a", "b"}


def test_an_unknown_code_is_its_own_name() -> None:
    assert KNOWN.work_types.name("night", "en") == "night"
    assert KNOWN.work_types.name("full_time", "xx") == "Penuh waktu"


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("english", "en"), ("pakai bahasa inggris", "en"), ("bisa english ga", "id"), ("Bahasa Indonesia aja", "id"),
        ("I don’t speak Indonesian", "en"), ("sorry, I only speak english", "en"), ("indonesia atau inggris", None),
        ("ganti bahasa", None), ("", None), ("deutsch bitte", None),
    ],
)  # fmt: skip
def test_a_language_is_named(said: str, language: str | None) -> None:
    assert language_meant(said, KNOWN.languages) == language


def test_every_language_that_is_spoken_can_be_asked_for() -> None:
    assert set(KNOWN.languages.names) == set(LANGUAGES)
    for code, names in KNOWN.languages.names.items():
        for name in names.values():
            assert language_meant(name, KNOWN.languages) == code


def test_text_is_compared_without_its_dress() -> None:
    assert plain("  Café-Kasir!!  (MALAM) ") == "cafe kasir malam"
    assert words_of(" a;b ; ;c") == ["a", "b", "c"]


def test_a_table_that_is_wrong_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"nothing\.csv can't be read: No such file"):
        read_table(tmp_path / "nothing.csv", ("code",))
    for content in ("", "name\nx\n", "code\n"):
        (tmp_path / "bad.csv").write_text(content)
        with pytest.raises(SettingError, match=r"bad\.csv lacks the column"):
            read_table(tmp_path / "bad.csv", ("code",))
    (tmp_path / "bad.csv").write_bytes(b"code\n\xff\n")
    with pytest.raises(SettingError, match=r"bad\.csv can't be read: it is not UTF-8"):
        read_table(tmp_path / "bad.csv", ("code",))


def test_of_no_regions_none_is_nearest() -> None:
    assert Regions({}, {}).nearest(-6.2, 106.8) is None


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("1,Manajer,Managers\n11,Pimpinan,\n", r"line 3: 11 lacks a name: fill name_id and name_en"),
        ("1,Manajer,Managers\n12a,Pimpinan,Heads\n", r"line 3: «12a» is no code: write 1 to 4 digits"),
        ("1,Manajer,Managers\n1,Pimpinan,Heads\n", r"line 3: 1 stands there twice: leave one"),
        ("1,Manajer,Managers\n112,Pimpinan,Heads\n", r"lacks the group 11 above 112: add its row"),
    ],
)
def test_a_wrong_tree_of_groups_is_refused_with_row_and_remedy(tmp_path: Path, table: str, problem: str) -> None:
    path = tmp_path / "occupation_groups.csv"
    path.write_text("code,name_id,name_en\n" + table)
    with pytest.raises(SettingError, match=problem):
        load_occupation_groups(path)


def test_an_occupation_outside_the_tree_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    table = data / "vocabulary" / "occupations.csv"
    table.write_text(table.read_text() + "peri,5999,Peri,Fairy,peri\n")
    with pytest.raises(SettingError, match=r"«5999», which is no unit group"):
        Vocabularies.load(data)
