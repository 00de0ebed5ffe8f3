// The words of the page, in one place; everything a person reads or hears and the server did not write.

export const WORDS = {
  roles: { seeker: "pencari kerja", officer: "petugas", administrator: "administrator" },
  bot: "bot",
  anonymous: "anonim",
  you: "Anda",
  empty: "Belum ada pesan",
  forwardedFrom: (name) => `Diteruskan dari ${name}`,
  edited: "diedit",
  hidden: "Teks disembunyikan, tekan untuk membaca",
  states: { sending: "sedang dikirim", sent: "terkirim", read: "dibaca" },
  silent: "tanpa suara",
  today: "Hari ini",
  yesterday: "Kemarin",
  stage: {
    title: "Ponsel percobaan",
    intro: "Telegram tiruan di komputer ini. Tidak ada yang dikirim keluar.",
    people: "Ponsel",
    show: "tampilkan ponsel",
    add: "Pencari kerja baru",
    more: "Panggung",
    closePanel: "Tutup",
    phone: (name, role) => `Ponsel ${name} (${role})`,
    hide: (name) => `Tutup ponsel ${name}`,
    none: "Pilih satu ponsel di panggung untuk mulai.",
    places: "Tempat lain",
    desk: "Meja petugas",
    studio: "Studio",
    notRunning: "belum berjalan",
    running: "berjalan",
    botRunning: "Bot tersambung",
    botWaiting: "Bot belum berjalan",
    theme: "Warna",
    themes: { auto: "Ikut sistem", light: "Terang", dark: "Gelap" },
    reset: "Mulai dari awal",
    resetAsk: "Semua percakapan di panggung ini dihapus. Lanjutkan?",
    faults: "Coba gangguan",
    faultsIntro: "Lihat bagaimana bot menghadapi jaringan dan Telegram yang rewel.",
    faultsNow: (n) => (n ? `${n} gangguan terpasang` : "Tidak ada gangguan"),
    faultsClear: "Hapus semua gangguan",
    faultTimes: "Berapa kali (0 = terus)",
    faultKinds: {
      retry_after: "Terlalu cepat (429)",
      forbidden: "Diblokir (403)",
      error: "Kesalahan (400)",
      status: "Server rusak (500)",
      drop_before: "Putus sebelum diproses",
      drop_after: "Putus sesudah diproses",
      slow: "Lambat 2 detik",
    },
    put: "Pasang",
  },
  person: {
    title: "Pencari kerja baru",
    name: "Nama",
    language: "Bahasa aplikasi",
    languages: { id: "Indonesia", en: "English" },
    phone: "Nomor telepon (boleh kosong)",
  },
  connection: { lost: "Terputus. Menyambung lagi…", back: "tersambung kembali" },
  list: {
    title: "Obrolan",
    newGroup: "Kelompok baru",
    groupTitle: "Nama kelompok",
    forum: "Pakai topik",
    members: "Anggota",
    unread: (n) => `${n} belum dibaca`,
    unreadWords: "belum dibaca",
  },
  topics: {
    general: "Umum",
    make: "Topik baru",
    name: "Nama topik",
    closed: "ditutup",
    close: "Tutup topik",
    reopen: "Buka lagi topik",
    rename: "Ganti nama topik",
    remove: "Hapus topik",
    count: (n) => `${n} topik`,
    closedBar: "Topik ini ditutup",
  },
  head: {
    back: "Kembali",
    menu: "Menu obrolan",
    actions: {
      typing: "mengetik…",
      upload_photo: "mengirim foto…",
      upload_document: "mengirim dokumen…",
      upload_voice: "mengirim suara…",
      upload_video: "mengirim video…",
      record_voice: "merekam suara…",
      find_location: "mencari lokasi…",
      choose_sticker: "memilih stiker…",
    },
    members: (n) => `${n} anggota`,
    membersTitle: "Anggota",
    block: "Blokir bot",
    unblock: "Buka blokir",
    clear: "Hapus riwayat",
    clearAsk: "Riwayat obrolan ini dihapus dari ponsel ini. Lanjutkan?",
    anonymousOn: "Kirim sebagai anonim",
    anonymousOff: "Berhenti anonim",
    rename: "Ganti nama kelompok",
    invite: "Tambah anggota",
    remove: "Keluarkan",
    promote: "Jadikan admin",
    demote: "Cabut admin",
    statuses: { creator: "pemilik", administrator: "admin", member: "anggota", left: "keluar", kicked: "dikeluarkan" },
    pinned: "Pesan disematkan",
  },
  log: {
    label: (title) => `Percakapan dengan ${title}`,
    older: "Muat pesan lama",
    fresh: (n) => (n ? `${n} pesan baru` : "Ke pesan terbaru"),
    more: "Tindakan untuk pesan ini",
    photoOf: (name) => `Foto dari ${name}`,
    openPhoto: "Besarkan foto",
    voice: "Pesan suara",
    video: "Video",
    play: "Putar",
    pause: "Jeda",
    seek: "Posisi putar",
    download: (name) => `Unduh ${name}`,
    document: "Dokumen",
    location: "Lokasi",
    near: (city) => `dekat ${city}`,
    far: "jauh dari kota mana pun",
    contact: "Kontak",
    contactOwn: "kontak pengirim",
    poll: "Jajak pendapat",
    votes: (n) => `${n} suara`,
    sticker: (emoji) => `Stiker ${emoji}`,
    dice: (emoji, value) => `Dadu ${emoji}: ${value}`,
    waiting: "menunggu bot",
    buttons: "Tombol pesan",
    react: (emoji, n) => `${emoji}, ${n} orang`,
  },
  menu: {
    label: "Tindakan",
    reply: "Balas",
    copy: "Salin teks",
    forward: "Teruskan",
    edit: "Ubah",
    remove: "Hapus",
    download: "Unduh",
    copied: "Tersalin",
    react: {
      "👍": "Suka", "❤": "Cinta", "😁": "Tertawa", "😢": "Sedih", "🙏": "Terima kasih", "🔥": "Mantap",
    },
    unreact: "Hapus reaksi",
    forwardTo: "Teruskan ke",
  },
  composer: {
    message: "Pesan",
    label: (title) => `Tulis pesan ke ${title}`,
    send: "Kirim",
    attach: "Lampirkan",
    voice: "Rekam suara",
    commands: "Menu",
    commandsLabel: "Menu perintah bot",
    keyboard: "Tampilkan tombol",
    keyboardHide: "Sembunyikan tombol",
    keyboardLabel: "Tombol jawaban",
    start: "MULAI",
    what: "Apa yang dapat dilakukan bot ini?",
    unblock: "Buka blokir bot",
    notMember: "Anda bukan anggota kelompok ini lagi.",
    replying: (name) => `Membalas ${name}`,
    editing: "Mengubah pesan",
    cancel: "Batal",
    save: "Simpan",
    media: {
      photo: "Foto", document: "Dokumen", voice: "Suara", video: "Video", location: "Lokasi", own_contact: "Kontak saya",
      contact: "Kontak orang lain", sticker: "Stiker", poll: "Jajak pendapat", dice: "Dadu",
    },
    caption: "Keterangan (boleh kosong)",
    chosen: (n) => `${n} berkas dipilih`,
    choose: "Pilih berkas",
    samplePhoto: "Pakai gambar contoh",
    sampleDocument: "Pakai dokumen contoh",
    sampleVoice: "Pakai suara contoh",
    record: "Mulai merekam",
    stop: "Berhenti dan kirim",
    recording: "Merekam…",
    noMicrophone: "Mikrofon tidak dapat dipakai. Pakai suara contoh, atau pilih berkas lewat Lampirkan › Dokumen.",
    pollQuestion: "Pertanyaan",
    pollOptions: "Pilihan, satu baris satu",
    contactName: "Nama",
    contactPhone: "Nomor telepon",
    sea: "Di laut (Laut Jawa)",
    own: (name) => `Nomor ${name} dikirim ke bot. Lanjutkan?`,
    locationAsk: "Kirim lokasi mana?",
    sampleName: "cv-contoh.txt",
    sampleText: "Daftar riwayat hidup contoh\n\nNama: Siti\nPendidikan: SMK Akuntansi\n",
  },
  media: {
    photo: "Foto", document: "Dokumen", voice: "Pesan suara", video: "Video", video_note: "Video bulat", audio: "Audio", animation: "Animasi",
    sticker: "Stiker", location: "Lokasi", venue: "Lokasi", contact: "Kontak", poll: "Jajak pendapat", dice: "Dadu",
  },
  ok: "Baik",
  cancel: "Batal",
  close: "Tutup",
  create: "Buat",
  trouble: "Belum berhasil. Coba lagi.",
  offline: "Kotak pasir tidak menjawab. Jalankan lagi, lalu coba sekali lagi.",
};

/** Cities offered when a person sends a place, and the sea, where no job is. */
export const CITIES = [
  ["Bekasi", -6.2383, 106.9756], ["Jakarta Selatan", -6.2615, 106.8106], ["Bandung", -6.9175, 107.6191],
  ["Semarang", -6.9667, 110.4167], ["Yogyakarta", -7.7956, 110.3695], ["Surabaya", -7.2575, 112.7521],
  ["Denpasar", -8.6705, 115.2126], ["Medan", 3.5952, 98.6722], ["Palembang", -2.9761, 104.7754],
  ["Banjarmasin", -3.3186, 114.5944], ["Makassar", -5.1477, 119.4327], ["Jayapura", -2.5337, 140.7181],
];
export const SEA = [-4.9, 111.2];

const LOCALE = "id-ID";
const CLOCK = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long" });
const SHORT_DAY = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short" });
const NUMBER = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

/** «14.05», from seconds since 1970. */
export const clock = (seconds) => CLOCK.format(seconds * 1000);

/** «Hari ini», «Kemarin» or «Senin, 3 November». */
export function day(seconds) {
  const date = new Date(seconds * 1000).toDateString();
  if (date === new Date().toDateString()) return WORDS.today;
  if (date === new Date(Date.now() - 86_400_000).toDateString()) return WORDS.yesterday;
  return DAY.format(seconds * 1000);
}

/** The hour today, else the day: for lists. */
export const shortTime = (seconds) => (day(seconds) === WORDS.today ? clock(seconds) : SHORT_DAY.format(seconds * 1000));

/** «12,5 KB», from bytes. */
export function size(bytes) {
  if (!bytes) return "";
  const steps = ["B", "KB", "MB", "GB"];
  const step = Math.min(steps.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  return `${NUMBER.format(bytes / 1024 ** step)} ${steps[step]}`;
}

/** «0.07», from seconds. */
export const duration = (seconds) => `${Math.floor(seconds / 60)}.${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** One line about a message, for lists and replies. */
export function preview(message) {
  if (!message) return WORDS.empty;
  if (message.service) return message.service.text;
  const media = message.media;
  const own = { document: media?.name, sticker: media?.emoji && `${media.emoji} ${WORDS.media.sticker}`, dice: media?.emoji };
  const kind = media ? own[media.kind] ?? WORDS.media[media.kind] : null;
  return [kind, message.text].filter(Boolean).join(", ") || WORDS.empty;
}

/** The city nearest to a place, within 60 km, else null. */
export function nearestCity(latitude, longitude) {
  const far = (city) => Math.hypot(city[1] - latitude, (city[2] - longitude) * Math.cos((latitude * Math.PI) / 180)) * 111;
  const nearest = CITIES.reduce((best, city) => (far(city) < far(best) ? city : best));
  return far(nearest) <= 60 ? nearest[0] : null;
}
