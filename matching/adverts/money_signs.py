"""Words that ask money of a seeker, and those that only handle the money of others."""

from __future__ import annotations

import re

from matching.adverts.signs import Rule

OTHERS = re.compile(
    r"\b(?:pelanggan|nasabah|siswa|murid|santri|customer|customers|pasien|pembeli|konsumen|klien|client"
    r"|orang tua|wali|member|members|pengunjung|penyewa|penghuni|tenant|tamu"
    r"|supplier|vendor|anggota|debitur|jamaah|jemaah|mahasiswa|pengguna|user|donatur|mitra toko|outlet|agen"
    r"|bank|pajak|deposito|kas|invoice|faktur|tagihan|pemasok|kreditur|buyer|guests?|loans?)\b"
    r"|\b(?:menerima|mencatat|mengelola|menangani|memproses|menagih|(?:meng)?input (?:pembayaran|transaksi"
    r"|penjualan|kas|uang)|menghitung|merekap|rekap|melayani|memverifikasi|menjelaskan|mengembalikan"
    r"|pencatatan|menawarkan"
    r"|menjual|mengecek|memeriksa|laporan|rekonsiliasi|mengajukan|membukukan|administrasi keuangan|handle"
    r"|process (?:payments?|refunds?|orders?)|record)\b"
)
"""Money of others: whoever handles it asks none of the seeker."""
_SEEKER = re.compile(
    r"\b(?:wajib|harus|peserta|pelamar|calon|kandidat|anda|kamu|kalian|silakan|silahkan|dulu|dahulu|sebelum"
    r"|sebesar|bersedia|siap|cukup|hanya|cuma|awal|jaminan|dikembalikan|refund|kembali"
    r"|applicants?|you|must|before|first)\b|\brp\.? ?\d|\b\d{2,3} ?(?:rb|ribu|k)\b|\b\d{2,3}[.,]000\b|\d ?(?:jt|juta)\b"
)
_BENEFITS = re.compile(
    OTHERS.pattern + r"|\b(?:fasilitas|tunjangan|benefits?|gaji pokok|mendapatkan|dapat|diberikan)\b"
)
_BOUGHT = re.compile(OTHERS.pattern + r"|\b(?:rumah|motor|mobil|unit|kredit|kpr|angsuran|promo|penjualan|jual)\b")
_FOR = (
    r"(?:administrasi|admin|pendaftaran|pelatihan|training|seragam|uniform|mcu|medical check ?-?up|medical"
    r"|jaminan|registrasi|travel|atribut|id ?card|name ?tag|penempatan|formulir|tes kesehatan"
    r"|materai|rompi|keberangkatan|sertifikasi|interview|wawancara|deposit|pelicin|komitmen|akun|verifikasi)"
)
_PAYS = (
    r"(?:bayar|membayar|dibayar di muka|transfer|mentransfer|tf|trf|setor|menyetor|menyetorkan|melunasi|dikenakan"
    r"|dikenai|dipungut|tebus|menebus|pay|pembayaran|mengganti|ganti)"
)
_GAP = r"[^.;!?\n]{0,40}?"
_OWN_COST = (
    r"(?:ditanggung|dibebankan|dibayar|tanggungan|dari)(?: \w+){0,2} (?:peserta|pelamar|calon|kandidat|sendiri"
    r"|karyawan baru|pribadi)"
)

MONEY = (
    Rule("money", re.compile(rf"\b{_PAYS}\b{_GAP}\b{_FOR}\b"), unless=OTHERS),
    Rule(
        "money",
        re.compile(rf"\b{_PAYS}\b (?:\w+ )?(?:biaya|uang|dana|dulu|di muka|terlebih dahulu|sejumlah|rp|fee)\b"),
        beside=_SEEKER,
        unless=OTHERS,
    ),
    Rule(
        "money",
        re.compile(
            rf"\b(?:siapkan|menyiapkan|bawa|membawa|sediakan)\b{_GAP}\b(?:uang|biaya|dana"
            rf"|deposit)\b(?! (?:makan|saku|jalan))"
        ),
        beside=_SEEKER,
        unless=OTHERS,
    ),
    Rule(
        "money",
        re.compile(
            r"\b(?:beli|membeli|pembelian)\b (?:\w+ ){0,2}(?:seragam|atribut|id ?card|name ?tag|formulir|modul"
            r"|starter ?kit|paket (?:produk|join|usaha))\b"
        ),
        beside=_SEEKER,
        unless=OTHERS,
    ),
    Rule("money", re.compile(rf"\b(?:uang|dana) {_FOR}\b"), unless=_BENEFITS),
    Rule(
        "money", re.compile(r"\b(?:bayar|membayar|transfer|tf|setor) (?:dp|uang muka|uang tanda jadi)\b"), unless=OTHERS
    ),
    Rule("money", re.compile(r"\bdp (?:rp\.? ?)?\d"), unless=_BOUGHT),
    Rule(
        "money",
        re.compile(
            r"\b(?:daftar|mendaftar|gabung|join|registrasi)(?: dulu| cukup| cuma| hanya| dengan"
            r"| sebesar){0,2} (?:rp\.? ?)?\d{2,3} ?(?:rb|ribu|k|[.,]000)\b"
        ),
        unless=OTHERS,
    ),
    Rule("money", re.compile(rf"\b{_FOR}\b[^.;!?\n]{{0,20}}\bbiaya (?:rp\.? ?)?[1-9]\d"), unless=OTHERS),
    Rule(
        "money",
        re.compile(
            rf"\bbiaya {_FOR}\b(?: \w+)?{_GAP}(?:\brp\.? ?[1-9]|\d{{2,3}} ?(?:rb|ribu|k)\b|\d{{1,3}}(?:[.,]\d{{3}})+\b"
            rf"|\bsebesar\b|\b{_OWN_COST}\b)"
        ),
        unless=OTHERS,
    ),
    Rule(
        "money",
        re.compile(rf"\b(?:ada|dikenakan|dengan|wajib|terdapat|hanya|cukup|cuma) biaya {_FOR}\b"),
        unless=OTHERS,
    ),
    Rule(
        "money",
        re.compile(rf"\b(?:{_FOR}|biaya)\b{_GAP}\b(?:bayar sendiri|biaya sendiri|{_OWN_COST})\b"),
        unless=OTHERS,
    ),
    Rule(
        "money",
        re.compile(
            r"\b(?:registration|admin(?:istration)?|training|processing|placement|application"
            r"|uniform) fees?\b(?! ?(?:income|collection))"
        ),
        unless=OTHERS,
    ),
    Rule(
        "money",
        re.compile(
            r"\b(?:wajib|harus|perlu|setor|minimal|cukup|dengan|peserta|isi|lakukan|melakukan|siapkan|membayar"
            r"|must) (?:\w+ )?deposit\b|\bdeposit (?:\w+ )?(?:pelatihan|seragam|jaminan|awal|dulu|dahulu|rp"
            r"|sebesar|kembali|akan dikembalikan|\d|required)"
        ),
        unless=OTHERS,
    ),
    Rule(
        "money",
        re.compile(
            r"\b(?:setor|cukup|siapkan|butuh|perlu|dengan|hanya|wajib) (?:\w+ )?modal\b|\bmodal (?:awal|hanya"
            r"|cuma|minimal|mulai|kecil|rp|\d)"
        ),
        unless=re.compile(
            r"\bmodal(?: awal| usaha| kerja)? (?:\w+ )?(?:disediakan|ditanggung|dari (?:kami|perusahaan|kantor"
            r"|owner))|\b(?:pinjaman|nasabah|umkm|usaha mikro|modal kerja|pelaku usaha|modal ventura"
            r"|modal (?:jujur|niat|kemauan|semangat|nekat))\b"
        ),
    ),
    Rule(
        "money",
        re.compile(
            r"\b(?:potong|dipotong|potongan|pemotongan|memotong)(?: \w+){0,2} gaji (?:bulan )?(?:pertama|1\b)"
            r"|\bgaji (?:bulan )?pertama(?: \w+){0,3} (?:dipotong|ditahan|dipakai|sebagai)\b"
        ),
    ),
    Rule(
        "money",
        re.compile(
            r"\b(?:wajib|harus|perlu|lakukan|melakukan|silakan|cukup|diminta)\b[^.;!?\n]{0,20}\btop ?-?up\b"
            r"|\btop ?-?up (?:(?:saldo|dana|akun) ){0,2}(?:dulu|dahulu|terlebih|awal|untuk|agar|supaya|minimal"
            r"|rp|\d)"
        ),
        unless=OTHERS,
    ),
)
