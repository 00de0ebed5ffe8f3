"""What people call a job leads to its unit group."""

from pathlib import Path

import pytest

from matching.encoder import SentenceEncoder
from matching.errors import BadTable
from matching.occupations import Occupation, OccupationLinker

SMALL = (
    Occupation("kasir", "5230", "Kasir", "Cashier", ("penjaga kasir",)),
    Occupation("penjahit", "7531", "Penjahit", "Tailor", ("tukang jahit",)),
    Occupation("sopir-truk", "8332", "Pengemudi truk", "Truck driver", ("sopir truk",)),
)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("tukang las", "7212"),
        ("jaga toko", "5223"),
        ("supir", "8322"),
        ("loker kasir dong kak", "5230"),
        ("ksir", "5230"),
        ("kerja gudang", "9333"),
        ("nyetir truk", "8332"),
        ("momong bayi", "5311"),
        ("anter paket", "9621"),
        ("satpam", "5414"),
        ("looking for barista job", "5132"),
        ("penjahit", "7531"),
        ("guru tk", "2342"),
        ("kuli bangunan", "9313"),
    ],
)
def test_everyday_names_lead_to_the_unit_group(linker: OccupationLinker, said: str, code: str) -> None:
    assert linker.link(said)[0].code == code


@pytest.mark.parametrize("said", ["", "   ", "🙏", "kak ada loker?", "presiden perancis", "asdf qwer", "\x00"])
def test_what_is_no_job_links_to_nothing(linker: OccupationLinker, said: str) -> None:
    assert linker.link(said) == []


def test_each_way_of_finding_is_told_and_less_sure_than_the_one_before(encoder: SentenceEncoder) -> None:
    linker = OccupationLinker(SMALL, encoder)
    found = [linker.link(said)[0] for said in ("tukang jahit", "tukang jahit konveksi", "jahitan", "pnjahit")]
    assert [(item.id, item.how) for item in found] == [
        ("penjahit", "name"), ("penjahit", "part"), ("penjahit", "root"), ("penjahit", "spelling"),
    ]  # fmt: skip
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    meant = linker.link("driver lori")
    assert (meant[0].id, meant[0].how) == ("sopir-truk", "meaning")


def test_a_right_name_is_not_corrected_to_a_similar_one(linker: OccupationLinker) -> None:
    assert "tukang tas" not in {item.words for item in linker.link("tukang las", 10)}


def test_without_a_model_words_still_link() -> None:
    linker = OccupationLinker(SMALL)
    assert linker.link("lowongan tukang jahit")[0].code == "7531"
    assert linker.link("mengemudikan lori") == []


def test_two_jobs_in_one_wish_are_both_found(linker: OccupationLinker) -> None:
    assert {"4321", "5230"} <= {item.code for item in linker.link("admin gudang atau kasir")}


def test_a_very_long_text_is_survived(linker: OccupationLinker) -> None:
    assert linker.link("kasir " + "kata " * 30_000)[0].code == "5230"


def test_names_of_codes(linker: OccupationLinker) -> None:
    assert linker.name("5230") == "Kasir"
    assert linker.name("0000") == ""


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("id,name_id\nkasir,Kasir\n", "column 'code' is missing"),
        ("id,code,name_id,name_en,words\nkasir,523,Kasir,Cashier,\n", "line 2: «523» is not an ISCO-08 unit group"),
    ],
)
def test_a_malformed_vocabulary_is_refused(tmp_path: Path, table: str, problem: str) -> None:
    path = tmp_path / "occupations.csv"
    path.write_text(table)
    with pytest.raises(BadTable, match=problem):
        OccupationLinker.from_csv(path)
