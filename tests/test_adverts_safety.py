"""Signs of a false advertisement are heard, and honest work that only uses the same words stays clear."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.adverts.safety import Safety, judge
from matching.adverts.signs import HEAVY, WEIGHTS, WHY, Kind
from placement.settings import ROOT
from placement.vacancy_files import read_lines
from placement.vacancy_import import check_lines, judge_row
from placement.vocabulary import Vocabularies

HEAVY_TEXTS = [
    ("money", "Peserta wajib deposit pelatihan Rp350.000."),
    ("money", "Bawa lamaran dan uang administrasi Rp1.500.000."),
    ("money", "Silakan transfer dulu untuk seragam."),
    ("money", "A registration fee applies."),
    ("money", "Biaya MCU Rp 250.000 ditanggung pelamar."),
    ("money", "Cukup bayar administrasi 150rb, langsung masuk."),
    ("money", "Pembayaran seragam dan ID card sebelum training."),
    ("money", "Wajib top up saldo 100 ribu untuk mulai bekerja."),
    ("money", "Modal awal cuma 200 ribu, balik hari itu."),
    ("money", "Seragam dipotong gaji pertama."),
    ("money", "Siapkan uang jaminan Rp500.000."),
    ("money", "Tidak dipungut biaya, hanya deposit seragam 300 ribu."),
    ("money", "Pelamar membeli seragam di kantor kami."),
    ("money", "MCU bayar sendiri di klinik rekanan."),
    ("money", "Biaya travel dibayar dulu oleh peserta."),
    ("money", "Biaya pelatihan 1.500.000 bisa dicicil."),
    ("money", "Upah 700rb per box, daftar 75rb untuk bahan."),
    ("money", "Pasti masuk, DP 1 juta sisanya dipotong gaji."),
    ("personal_data", "Kirim foto KTP dan nomor rekening ke admin."),
    ("personal_data", "Kirim kode OTP untuk verifikasi."),
    ("personal_data", "Selfie dengan KTP lalu chat admin."),
    ("personal_data", "Kirim KTP dan KK lewat WA sekarang."),
    ("keeps_papers", "Ijazah asli dititipkan di kantor."),
    ("keeps_papers", "Paspor akan dipegang perusahaan."),
    ("keeps_papers", "Ijazah ditahan selama kontrak."),
    ("abroad", "Penempatan Kamboja, gaji besar."),
    ("abroad", "Berangkat pakai visa turis dulu."),
    ("abroad", "Proses cepat tanpa BP2MI."),
    ("abroad", "Lowongan admin luar negeri, semua ditanggung."),
    ("abroad", "Kerja di Myanmar sebagai operator."),
    ("task_job", "Cukup like dan subscribe video YouTube, dibayar 15rb."),
    ("task_job", "Menyelesaikan misi harian dapat saldo."),
    ("task_job", "Komisi 20% per tugas, kerja lewat HP."),
    ("task_job", "Selesaikan tugas dari admin, komisi langsung cair."),
    ("task_job", "Nonton iklan, tiap klik dibayar."),
    ("abroad", "Berangkat ke Laos jadi admin slot."),
    ("travel_tickets", "Tiket interview diganti setelah tiba (reimburse)."),
    ("travel_tickets", "Tiket dibeli lewat travel rekanan kami."),
    ("mlm", "Bonus rekrut 500rb tiap member."),
    ("mlm", "Raih bebas finansial bersama kami."),
    ("mlm", "Bangun jaringan Anda, dapat passive income."),
    ("absurd_pay", "Kerja mudah dari rumah, tanpa pengalaman, gaji 25 juta per bulan."),
    ("absurd_pay", "Penghasilan 700rb per hari, SMP boleh."),
]

CLEAR_TEXTS = [
    "Tanpa deposit, tanpa uang jaminan.",
    "Seluruh proses tidak dipungut biaya apa pun.",
    "Tanpa biaya administrasi, seragam, maupun MCU.",
    "Tidak dikenakan biaya administrasi.",
    "Kamu tidak perlu membayar uang seragam.",
    "No registration fee.",
    "Peserta tidak wajib deposit.",
    "Tidak perlu modal awal.",
    "Uang seragam ditanggung perusahaan.",
    "Bebas uang pendaftaran dan uang jaminan.",
    "Perusahaan membayar biaya pelatihan welder.",
    "Gaji pertama dibayar penuh, tanpa potongan gaji pertama.",
    "Waspada oknum yang meminta bayar uang pendaftaran atas nama kami.",
    "Abaikan siapa pun yang menyuruh transfer biaya seragam Rp300.000.",
    "Hati-hati penipuan yang meminta transfer biaya atas nama kami.",
    "Kami tidak pernah meminta uang pendaftaran.",
    "Kami tidak memungut biaya pelatihan atau seragam.",
    "Jangan transfer uang kepada siapa pun.",
    "Biaya pelatihan ditanggung perusahaan.",
    "MCU dan pelatihan keselamatan ditanggung.",
    "Seragam dan ID card gratis.",
    "We never ask for a registration fee.",
    "Kasir: menerima pembayaran pelanggan, setor uang ke bank.",
    "Modal disediakan, kamu tinggal jualan.",
    "Menawarkan deposito bank kepada nasabah.",
    "Admin deposit, mencatat transaksi nasabah.",
    "Admin sekolah: menerima uang pendaftaran siswa baru.",
    "Melayani top up e-money dan pulsa pelanggan.",
    "Teller: menangani setor tarik tunai dan biaya administrasi nasabah.",
    "Staf keuangan: membayar tagihan vendor dan biaya operasional.",
    "Upah ditransfer tiap Jumat.",
    "Gaji ditransfer ke rekening.",
    "Pelatihan 5 hari dibayar.",
    "Selisih kas tidak dipotong dari gaji.",
    "Paket COD harus disetor hari itu.",
    "Sertifikat bisa diambil atas biaya perusahaan.",
    "Bawa fotokopi ijazah dan KTP saat wawancara.",
    "Kirim CV, ijazah, dan KTP ke hrd@pabrik.example.",
    "Kirim CV lewat e-mail.",
    "Fitur OTP aplikasi kami diuji tiap minggu.",
    "Tidak menahan ijazah.",
    "Ekspor kerupuk ke Myanmar dan Kamboja.",
    "Kantor di Jalan Kamboja 5, Denpasar.",
    "Mengurus visa turis pelanggan biro perjalanan.",
    "Menjual motor, DP 500 ribu untuk pembeli.",
    "Biaya pelatihan Rp0.",
    "Relawan membantu korban gempa di Myanmar.",
    "Resmi lewat BP2MI, kontrak jelas.",
    "Follow up pelanggan dan meningkatkan follower Instagram.",
    "Follow Instagram kami untuk info lowongan.",
    "Sesuai visi dan misi sekolah.",
    "Tiket pulang setahun sekali ditanggung.",
    "Perjalanan dinas diganti sesuai kuitansi.",
    "Membangun jaringan komputer dan fiber.",
    "Membangun jaringan distribusi toko.",
    "Seragam dan sepatu dicicil? Tidak, gratis.",
    "Kasir yang jujur menyebut biaya sebelum bongkar.",
    "Kerja dari rumah dua hari seminggu.",
    "BST wajib, kalau belum punya kami talangi tanpa bunga.",
    "Akhir pekan pasti kerja.",
    "Hubungi WA 0800-5500-123.",
    "Backend engineer, gaji 15–20 juta per bulan, 3 years of experience.",
]


def kinds(safety: Safety) -> set[Kind]:
    return {sign.kind for sign in safety.signs}


@pytest.mark.parametrize(("kind", "text"), HEAVY_TEXTS)
def test_a_heavy_sign_is_enough(kind: str, text: str) -> None:
    safety = judge("", text)
    assert (safety.verdict, kind in kinds(safety)) == ("suspicious", True), safety
    assert safety.score >= HEAVY
    assert all(sign.quote in text for sign in safety.signs)


@pytest.mark.parametrize("text", CLEAR_TEXTS)
def test_honest_words_are_clear(text: str) -> None:
    safety = judge("", text)
    assert safety.verdict == "clear", safety
    assert not {kind for kind in kinds(safety) if WEIGHTS[kind] >= HEAVY}


@pytest.mark.parametrize(
    ("text", "contact", "employer"),
    [
        ("Langsung kerja tanpa interview, pasti diterima.", "", "PT Maju"),
        ("Kuota terbatas! Daftar di bit.ly/loker123 hari ini juga.", "", ""),
        ("PT Pertamina membuka lowongan tanpa tes.", "rekrut.pertamina@gmail.com", "PT Pertamina"),
        ("Admin online, hubungi Telegram kami, slot terbatas.", "t.me/lokeradmin", ""),
    ],
)
def test_faint_signs_add_up_to_a_doubt(text: str, contact: str, employer: str) -> None:
    safety = judge("Admin", text, contact=contact, employer=employer)
    assert safety.verdict == "doubtful", safety


@pytest.mark.parametrize(
    ("text", "contact", "kind"),
    [
        ("Daftar di bit.ly/loker123.", "", "bad_link"),
        ("Toko kami butuh kasir.", "wa.me/628005500123", "private_contact"),
        ("Butuh orang jujur.", "", "no_employer"),
        ("PT Maju. Kuota terbatas.", "", "pressure"),
    ],
)
def test_one_faint_sign_is_told_and_changes_nothing(text: str, contact: str, kind: str) -> None:
    safety = judge("", text, contact=contact)
    assert kind in kinds(safety)
    assert safety.verdict == "clear"


def test_faint_signs_are_never_more_than_a_doubt() -> None:
    text = "Tanpa interview! Pasti diterima! Hari ini juga! bit.ly/a forms.gle/b. Hubungi Telegram saja t.me/x"
    assert judge("", text, contact="wa.me/628").verdict == "doubtful"


@pytest.mark.parametrize(
    ("wage_min", "wage_max", "months", "education", "absurd"),
    [
        (15_000_000, 25_000_000, 0, "sma", True),
        (None, 12_000_000, None, None, True),
        (15_000_000, None, 24, "sma", False),
        (15_000_000, None, 0, "s1", False),
        (5_000_000, 11_000_000, 0, None, False),
    ],
)
def test_pay_is_absurd_only_where_nothing_is_asked_for(
    wage_min: int | None, wage_max: int | None, months: int | None, education: str | None, absurd: bool
) -> None:
    safety = judge(
        "Admin", "Kantor kami mencari orang teliti.", wage_min=wage_min, wage_max=wage_max, experience_months=months,
        education_min=education,
    )  # fmt: skip
    assert ("absurd_pay" in kinds(safety)) is absurd


def test_what_a_seller_may_earn_at_most_is_no_heavy_sign() -> None:
    assert judge("", "Sales PT Rumah Asri, penghasilan sampai 20 juta.").verdict == "clear"


FORWARDED = """*LOWONGAN KERJA RESMI* 2026 🔥
Admin Online, kerja dari HP 2 jam sehari
✅ Gaji 500rb - 1jt per hari
✅ Tanpa pengalaman, tanpa interview
Tugas: like & follow akun, komisi langsung cair
Deposit awal 50 ribu, dikembalikan.
Minat? Chat Telegram t.me/admin_resmi SEKARANG JUGA"""


def test_a_forwarded_advertisement_is_judged_by_its_text_alone() -> None:
    safety = judge("", FORWARDED)
    assert safety.verdict == "suspicious"
    assert {"money", "task_job", "absurd_pay", "private_contact", "pressure", "no_employer"} <= kinds(safety)
    assert [sign.weight for sign in safety.signs] == sorted((sign.weight for sign in safety.signs), reverse=True)


def test_every_kind_says_why_in_words_and_quotes() -> None:
    assert set(WHY) == set(WEIGHTS)
    [sign] = judge("", "PT Maju: wajib deposit Rp350.000.").signs
    assert sign.why == f"asks money of the seeker («{sign.quote}»)"


def test_of_the_samples_just_the_planted_ones_are_suspicious() -> None:
    lines = read_lines(ROOT / "data" / "vacancies" / "sample.csv")
    good, _ = check_lines(lines, Vocabularies.load(ROOT / "data"))
    verdicts = {row.ref: judge_row(row).verdict for row in good}
    assert [ref for ref, verdict in verdicts.items() if verdict != "clear"] == [
        "LK-0284",
        "LK-0285",
        "LK-0286",
        "LK-0287",
    ]


def test_of_the_samples_none_is_doubted_when_its_text_is_forwarded() -> None:
    lines = read_lines(ROOT / "data" / "vacancies" / "sample.csv")
    good, _ = check_lines(lines, Vocabularies.load(ROOT / "data"))
    doubted = [row.ref for row in good if judge("", f"{row.title}. {row.description}").verdict != "clear"]
    assert doubted == ["LK-0284", "LK-0285", "LK-0286", "LK-0287"]


@given(st.text(), st.text(max_size=50), st.text(max_size=50))
@settings(max_examples=100, deadline=None)
def test_any_text_is_judged(text: str, contact: str, employer: str) -> None:
    safety = judge(text[:20], text, contact=contact, employer=employer)
    assert 0 <= safety.score <= 1
    assert (safety.verdict == "suspicious") is any(sign.weight >= HEAVY for sign in safety.signs)
