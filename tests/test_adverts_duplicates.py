"""The same vacancy told twice is folded; another title or another place is another vacancy."""

import random
import time
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.adverts.duplicates import fold
from placement.settings import ROOT
from placement.vacancy_files import read_lines
from placement.vacancy_import import check_lines
from placement.vocabulary import Vocabularies

TEXT = (
    "Melayani pembayaran pelanggan, menata rak, dan mencatat stok tiap sore. Kerja dua shift, makan siang ditanggung, "
    "gaji sesuai UMK. Bawa lamaran ke toko atau kirim lewat e-mail sebelum akhir bulan."
)

OTHER_TEXT = "Toko kelontong, buka subuh, libur tiap Jumat, gaji mingguan, dekat pasar lama, boleh tinggal di toko."


@dataclass(frozen=True)
class Ad:
    """An advertisement as far as it is compared."""

    title: str = "Kasir Minimarket"
    description: str = TEXT
    employer: str | None = "PT Sumber Jaya Ritelindo"
    region: str | None = "3275"


ONE = Ad()


@pytest.mark.parametrize(
    "other",
    [
        ONE,
        replace(ONE, title="KASIR MINIMARKET (Urgent)"),
        replace(ONE, title="Lowongan kasir minimarkt"),
        replace(ONE, title="Minimarket Kasir"),
        replace(ONE, description="Teks yang sama sekali lain."),
        replace(ONE, employer="Sumber Jaya Ritelindo, PT.", description="Lain."),
        replace(ONE, employer="PT. Sumber Jaya Ritelindo Tbk", description="Lain."),
        replace(ONE, employer="PT Sumber Jaya Ritelinda", description="Lain."),
        replace(ONE, employer=None),
        replace(ONE, employer="Agen Kerja Cepat"),
        replace(ONE, employer=None, description=f"INFO LOKER!! {TEXT} Hubungi 0800-5500-1."),
        replace(ONE, employer=None, description=f"<p>{TEXT}</p>"),
    ],
)
def test_the_same_is_folded(other: Ad) -> None:
    assert fold([ONE, other]) == [[0, 1]]


@pytest.mark.parametrize(
    "other",
    [
        replace(ONE, title="Kasir"),
        replace(ONE, title="Kasir Senior Minimarket"),
        replace(ONE, title="Kasir Apotek"),
        replace(ONE, region="3216"),
        replace(ONE, region=None),
        replace(ONE, employer="CV Berkah", description=OTHER_TEXT),
        replace(ONE, employer=None, description="Jaga kasir."),
    ],
)
def test_another_vacancy_is_kept_apart(other: Ad) -> None:
    assert fold([ONE, other]) == [[0], [1]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Driver SIM B1", "Driver SIM B2"),
        ("Guru Matematika", "Guru Fisika"),
        ("Operator Las", "Operator Gas"),
        ("Tutor SMA (Fisika)", "Tutor SMA (Kimia)"),
        ("Sales Motor", "Sales Mobil"),
        ("!!!", "???"),
    ],
)
def test_titles_that_differ_in_the_job_are_kept_apart(one: str, other: str) -> None:
    assert fold([replace(ONE, title=one), replace(ONE, title=other)]) == [[0], [1]]


def test_short_texts_prove_nothing() -> None:
    assert fold([replace(ONE, employer="A", description="Jaga."), replace(ONE, employer="B", description="Jaga.")]) == [
        [0],
        [1],
    ]


def test_groups_and_members_stand_in_order() -> None:
    other = replace(ONE, title="Sopir Truk")
    assert fold([ONE, other, ONE, other, replace(ONE, region="3171")]) == [[0, 2], [1, 3], [4]]
    assert fold([]) == []


def test_of_the_samples_none_is_folded() -> None:
    lines = read_lines(ROOT / "data" / "vacancies" / "sample.csv")
    good, _ = check_lines(lines, Vocabularies.load(ROOT / "data"))
    assert len(fold(good)) == len(good)


def test_ten_thousand_take_seconds() -> None:
    chance = random.Random(7)
    lines = read_lines(ROOT / "data" / "vacancies" / "sample.csv")
    good, _ = check_lines(lines, Vocabularies.load(ROOT / "data"))
    ads = [
        Ad(row.title, f"{row.description} {chance.random()}", f"PT {number}", row.region)
        for number in range(35)
        for row in good
    ]
    start = time.perf_counter()
    groups = fold(ads)
    assert time.perf_counter() - start < 20  # Measured: two to four on a busy machine.
    alike = sum(len(row.description) > 80 for row in good)
    assert len(groups) < len(ads) - 34 * alike * 0.9


@given(
    st.lists(
        st.builds(
            Ad,
            st.text(max_size=20),
            st.text(max_size=120),
            st.none() | st.text(max_size=10),
            st.sampled_from([None, "3275"]),
        ),
        max_size=12,
    )
)
@settings(max_examples=60, deadline=None)
def test_every_index_stands_once(ads: list[Ad]) -> None:
    groups = fold(ads)
    assert sorted(index for group in groups for index in group) == list(range(len(ads)))
    assert groups == sorted(sorted(group) for group in groups)
