"""Words of false or harmful advertisements beside those that ask for money, and the whole table."""

from __future__ import annotations

import re

from matching.adverts.money_signs import MONEY, OTHERS
from matching.adverts.signs import Rule

_BY_POST = re.compile(
    r"\b(?:lamaran|cv|resume|ijazah|berkas|riwayat hidup|application|transkrip|skck|pelamar wajib membawa)\b|@"
)
DATA = (
    Rule(
        "personal_data",
        re.compile(
            r"\b(?:kirim|berikan|beri|minta|masukkan|sebutkan|bacakan|send|share"
            r"|verifikasi)\w*\b[^.!?\n]{0,50}\b(?:kode )?(?:otp|one time password)\b"
            r"|\botp\b[^.!?\n]{0,30}\b(?:dikirim|diberikan|verifikasi)\b"
        ),
        unless=re.compile(r"\b(?:pelanggan|nasabah|fitur|sistem|api|pengguna|modul|customer)\b"),
    ),
    Rule(
        "personal_data",
        re.compile(
            r"\b(?:selfie|swafoto)\b(?: \w+){0,3} (?:ktp|kartu identitas|id card)"
            r"|\bfoto (?:diri )?(?:\w+ )?(?:memegang|pegang|megang) (?:ktp|kartu identitas)|\bfoto ktp (?:dan"
            r"|\+|&) selfie"
        ),
        unless=OTHERS,
    ),
    Rule(
        "personal_data",
        re.compile(
            r"\b(?:kirim|send|setor|isi|berikan)\w*\b[^.!?\n]{0,45}\b(?:pin|nomor rekening|no\.? ?rek\w*|norek"
            r"|rekening|buku tabungan|bank account|kartu atm|m-?banking|password)\b"
        ),
        unless=re.compile(
            OTHERS.pattern.replace("|bank|", "|")
            + r"|\brekening koran\b|\bsetelah (?:diterima|bekerja)\b|\bgaji (?:\w+ )?(?:ke|melalui) rekening\b"
        ),
    ),
    Rule(
        "personal_data",
        re.compile(r"\b(?:kirim|send)\w*\b[^.!?\n]{0,40}\b(?:ktp|kk|kartu keluarga|id card|identity card)\b"),
        unless=re.compile(OTHERS.pattern + "|" + _BY_POST.pattern),
    ),
)

_TRADE = (
    r"ekspor|export|impor|import|pelanggan|buyer|turis|tamu|pasar|produk|kirim barang|pengiriman|shipping|bunga|jl"
    r"|jalan|gang|komplek|perumahan|masakan|restoran|tur|tour|sejarah|bahasa|liburan|umrah"
)
ABROAD = (
    Rule(
        "abroad",
        re.compile(r"\b(?:kamboja|cambodia|myanmar|poipet|phnom penh|sihanoukville|bavet|myawaddy|kk park)\b"),
        unless=re.compile(rf"\b(?:{_TRADE}|relawan|korban|kemanusiaan)\b"),
        free=False,
    ),
    Rule(
        "abroad",
        re.compile(
            r"\b(?:kerja|bekerja|penempatan|lowongan|berangkat)(?: di| ke| negara)? (?:thailand|laos|filipina"
            r"|philippines|dubai|vietnam)\b"
        ),
        beside=re.compile(r"\b(?:admin|customer service|cs|operator|telemarketing|judi|slot|tanpa visa|free paspor)\b"),
        unless=re.compile(rf"\b(?:{_TRADE}|resmi|bp2mi|kp2mi|p3mi)\b"),
        free=False,
    ),
    Rule(
        "abroad",
        re.compile(r"\b(?:visa (?:turis|wisata|kunjungan|liburan|pelancong)|tourist visa|visit visa)\b"),
        unless=re.compile(
            r"\b(?:pelanggan|tamu|wisatawan|jamaah|jemaah|mengurus|pengurusan|customer|klien|clients?|melayani"
            r"|permohonan)\b"
        ),
        free=False,
    ),
    Rule(
        "abroad",
        re.compile(
            r"\b(?:tanpa|tidak (?:lewat|melalui|pakai|perlu)|non|without) (?:\w+ )?(?:bp2mi|kp2mi|bnp2tki|p3mi"
            r"|pjtki|disnaker|pt resmi|jalur resmi)\b|\b(?:unprosedural|non ?-?prosedural|jalur belakang"
            r"|jalur tikus|jalur mandiri ke luar negeri)\b"
        ),
        free=False,
    ),
    Rule(
        "abroad",
        re.compile(
            r"\b(?:admin|cs|customer service|operator|telemarketing|marketing)(?: \w+)? (?:di |penempatan "
            r"|ke )?(?:luar negeri|laos|filipina|thailand|dubai|philippines)\b"
        ),
        unless=re.compile(rf"\b(?:{_TRADE}|hotel|p3mi|bp2mi|resmi)\b"),
        free=False,
    ),
)

_EARNS = re.compile(
    r"\b(?:dapat|dibayar|dibayarkan|komisi|cuan|penghasilan|upah|saldo|bonus|hasilkan|menghasilkan|per tugas"
    r"|pertugas|income|earn|paid|gaji|fee|imbalan|reward)\b|\brp\.? ?\d|\d ?(?:rb|ribu)\b"
)
TASKS = (
    Rule(
        "task_job",
        re.compile(
            r"\b(?:like|follow(?! ?-?up)|subscribe|subscriber|komen|comment|klik iklan|nonton (?:video|iklan)"
            r"|tonton (?:video|iklan)|menonton (?:video|iklan))\b[^.!?\n]{0,30}\b(?:like|follow(?! ?-?up)"
            r"|subscribe|komen|comment|share|video|youtube|tiktok|instagram|iklan|akun|channel)\b"
        ),
        beside=_EARNS,
        unless=re.compile(
            r"\b(?:meningkatkan|engagement|strategi|konten|content|info loker|info lowongan|follower|followers"
            r"|analisa|laporan|kampanye|campaign)\b"
        ),
        free=False,
    ),
    Rule(
        "task_job",
        re.compile(
            r"\bkomisi(?: \w+| \d+ ?%?){0,3} (?:per|setiap|tiap|untuk setiap) ?(?:tugas|misi|task|klik|like"
            r"|order pesanan)\b|\b(?:menyelesaikan|selesaikan|kerjakan|mengerjakan"
            r"|menjalankan)(?: \w+){0,2} (?:misi|task)\b|\b(?:tugas|misi) (?:like|harian online|telegram"
            r"|optimasi)\b"
        ),
        unless=re.compile(r"\bvisi\b"),
        free=False,
    ),
    Rule(
        "task_job",
        re.compile(
            r"\b(?:menyelesaikan|selesaikan|kerjakan|mengerjakan) (?:\w+ )?tugas\b[^.!?\n]{0,40}\b(?:dapat"
            r"|komisi|saldo|dibayar (?:langsung|per)|cair|withdraw|wd)\b"
        ),
        free=False,
    ),
    Rule(
        "task_job",
        re.compile(
            r"\b(?:dibayar|komisi|dapat)\b[^.!?\n]{0,30}\b(?:per (?:klik|like|follow|subscribe|tugas|misi"
            r"|ulasan|rating|review)|klik iklan|nonton (?:video|iklan))\b|\b(?:ulasan|rating|review"
            r"|bintang 5)\b[^.!?\n]{0,30}\b(?:dibayar|komisi|cair|saldo)\b"
            r"|\b(?:tiap|setiap) (?:klik|like|follow|misi) (?:\w+ )?(?:dibayar|dapat|komisi)\b"
        ),
        unless=re.compile(r"\b(?:artikel|penulis|kapster|driver|ojek)\b"),
        free=False,
    ),
    Rule(
        "task_job",
        re.compile(r"\b(?:optimasi pesanan|optimasi order|order fiktif|grab order|rebut pesanan)\b"),
        free=False,
    ),
)

_INTERVIEW = re.compile(
    r"\b(?:interview|wawancara|panggilan|tes|seleksi|training|pelatihan|psikotes|verifikasi|berangkat)\b"
)
TICKETS = (
    Rule(
        "travel_tickets",
        re.compile(
            r"\b(?:tiket|ticket|hotel|akomodasi|transportasi|travel)\w*\b[^.!?\n]{0,80}\b(?:reimburse\w*"
            r"|diganti\w*|dikembalikan|refund|ditalangi (?:dulu|dahulu))\b"
        ),
        beside=_INTERVIEW,
        unless=re.compile(r"\b(?:dinas|pelanggan|tamu|customer|klien)\b"),
        free=False,
    ),
    Rule(
        "travel_tickets",
        re.compile(
            r"\btravel (?:rekanan|mitra|partner|yang (?:ditunjuk|sudah)|agent? (?:rekanan|kami|yang))|\b(?:agen"
            r"|biro) (?:travel|perjalanan) (?:rekanan|kami|yang ditunjuk)|\b(?:tiket"
            r"|ticket) (?:\w+ ){0,3}(?:dibeli|dipesan|dibooking|booking) (?:lewat|melalui|via|dari) (?:travel"
            r"|agen|pihak)"
        ),
        unless=re.compile(r"\b(?:pelanggan|tamu|customer|klien|wisatawan|jamaah)\b"),
        free=False,
    ),
)

MLM = (
    Rule(
        "mlm",
        re.compile(
            r"\b(?:bonus|komisi|fee) (?:rekrut|perekrutan|sponsor|ajak (?:orang|member))\w*|\b(?:rekrut|ajak"
            r"|mengajak|merekrut) (?:\w+ ){0,2}(?:member|downline|anggota baru"
            r"|teman)\b[^.!?\n]{0,40}\b(?:bonus|komisi|dapat|penghasilan|jaringan)\b"
        ),
        free=True,
    ),
    Rule(
        "mlm",
        re.compile(
            r"\b(?:bebas|kebebasan|merdeka) (?:finansial|financial|secara finansial)\b|\bfinancial freedom\b"
            r"|\b(?:passive|pasif) income\b|\bpenghasilan pasif\b|\b(?:upline|downline)\b|\bsistem (?:jaringan"
            r"|binary|mlm)\b|\bmulti ?level\b"
        ),
        unless=re.compile(r"\b(?:kursus|nasabah|bukan mlm|artikel|non mlm)\b"),
        free=False,
    ),
    Rule(
        "mlm",
        re.compile(
            r"\b(?:bangun|membangun|kembangkan|mengembangkan) jaringan(?: (?:anda|kamu|sendiri|bisnis|member"
            r"|downline|pemasaran anda))?\b(?! (?:komputer|distribusi|listrik|fiber|internet|pelanggan|relasi"
            r"|pipa|lan|irigasi|telekomunikasi|kabel|penjualan|mitra|toko|dealer|agen|reseller|ritel|it\b"
            r"|server|klien|dengan|wifi|kerja|outlet|supplier))"
        ),
        unless=re.compile(r"\b(?:teknisi|mikrotik|router|sales (?:supervisor|manager)|dealer|distributor)\b"),
    ),
)

FAINT = (
    Rule(
        "pressure",
        re.compile(
            r"\b(?:hari ini juga|malam ini juga|sekarang juga|detik ini|kuota (?:tinggal|terbatas"
            r"|sangat terbatas)|slot (?:tinggal|terbatas)|tinggal \d+ (?:orang|slot|kursi)"
            r"|terbatas,? (?:segera|buruan|cepat|hari ini)|buruan (?:daftar|join|gabung|wa|chat)"
            r"|siapa cepat)\b"
        ),
        free=False,
    ),
    Rule(
        "pressure",
        re.compile(r"\b(?:tanpa|no|tidak ada|tidak perlu) (?:interview|wawancara|tes|seleksi|psikotes)\b"),
        unless=re.compile(r"\btanpa tes (?:kehamilan|tertulis)\b"),
        free=False,
    ),
    Rule(
        "pressure",
        re.compile(
            r"\b(?:pasti|dijamin|langsung|100 ?%|garansi) (?:di ?terima|lolos|lulus|kerja besok)\b"
            r"|\b(?:selamat[!,. ]{1,3}anda (?:terpilih|lolos|diterima))\b"
        ),
        free=False,
    ),
    Rule(
        "bad_link",
        re.compile(
            r"\b(?:bit\.ly|s\.id|tinyurl\.com|cutt\.ly|linktr\.ee|shorturl\.at|rb\.gy|is\.gd|t\.ly|forms\.gle"
            r"|docs\.google\.com/forms|tiny\.cc|lynk\.id|heylink\.me)/\S{1,60}|\b(?:isi"
            r"|klik) (?:google )?form(?:ulir)? (?:di |ini|berikut|di bawah)"
        ),
        free=False,
    ),
    Rule(
        "private_contact",
        re.compile(
            r"\b(?:t\.me|telegram\.me|wa\.me|api\.whatsapp\.com)/\S{1,60}|\btelegram (?:saja|only|admin"
            r"|kami)\b|\b(?:hubungi|chat|kontak|lewat|via|melalui|inbox) (?:\w+ )?(?:telegram|tele)\b"
        ),
        free=False,
    ),
)

RULES: tuple[Rule, ...] = MONEY + DATA + ABROAD + TASKS + TICKETS + MLM + FAINT
