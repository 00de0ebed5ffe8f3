"""Evident signs hold a vacancy; what only uses the same words is let through."""

from dataclasses import dataclass

import pytest

from placement.scam_signs import signs
from placement.settings import ROOT
from placement.vacancy_files import read_lines
from placement.vacancy_import import check_lines
from placement.vocabulary import Vocabularies


@dataclass
class Offer:
    """A vacancy as far as it is looked at."""

    description: str
    title: str = "Admin"
    wage_min: int | None = 4_000_000
    wage_max: int | None = None
    experience_months: int | None = 0
    education_min: str | None = "sma"


@pytest.mark.parametrize(
    ("description", "why"),
    [
        ("Peserta wajib deposit pelatihan Rp350.000.", "money"),
        ("Bawa lamaran dan uang administrasi Rp1.500.000.", "money"),
        ("Silakan transfer dulu untuk seragam.", "money"),
        ("A registration fee applies.", "money"),
        ("Kirim foto KTP dan nomor rekening ke admin.", "identity"),
        ("Kirim kode OTP untuk verifikasi.", "identity"),
        ("Ijazah asli dititipkan di kantor.", "papers"),
        ("Paspor akan dipegang perusahaan.", "papers"),
        ("Penempatan Kamboja, berangkat pakai visa turis.", "abroad"),
        ("Tiket dibeli lewat travel rekanan kami.", "tickets"),
    ],
)
def test_evident_signs(description: str, why: str) -> None:
    [found] = signs(Offer(description))
    assert why in found


@pytest.mark.parametrize(
    "description",
    [
        "Tanpa deposit, tanpa uang jaminan.",
        "Upah ditransfer tiap Jumat.",
        "Sertifikat bisa diambil atas biaya perusahaan.",
        "Bawa fotokopi ijazah dan KTP saat wawancara.",
        "Kirim CV lewat e-mail.",
        "Kasir yang jujur menyebut biaya sebelum bongkar.",
        "Kerja dari rumah dua hari seminggu.",
    ],
)
def test_harmless_words(description: str) -> None:
    assert signs(Offer(description)) == []


def test_absurd_pay_is_a_sign_only_where_nothing_is_asked_for() -> None:
    assert signs(Offer("Mudah.", wage_min=15_000_000, wage_max=25_000_000))
    assert not signs(Offer("Teliti.", wage_min=15_000_000, experience_months=24))
    assert not signs(Offer("Dokter.", wage_min=15_000_000, education_min="s1"))


def test_of_the_samples_just_the_planted_ones_are_held() -> None:
    lines = read_lines(ROOT / "data" / "vacancies" / "sample.csv")
    good, _ = check_lines(lines, Vocabularies.load(ROOT / "data"))
    assert [row.ref for row in good if signs(row)] == ["LK-0284", "LK-0285", "LK-0286", "LK-0287"]
