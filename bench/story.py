"""What the seekers say: the story, and the mixed talk of somebody who comes back for years."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """One message.

    Attributes:
        name: what it is in the story; figures are kept by it.
        text: the words.
        told: a word of the right answer, in small letters: an answer without it was to something else.
    """

    name: str
    text: str
    told: str


STORY = (
    Said("search", "cari kerja kasir di Bekasi", "kasir"),
    Said("why", "yang kedua kenapa cocok?", "cocok"),
    Said("register", "mau daftar", "setuju"),
    Said("consent", "iya setuju", "nama"),
    Said("facts", "Siti Aminah, lulusan SMK akuntansi, tinggal di Kota Bekasi, mau jadi kasir", "sudah benar"),
    Said("confirm", "iya benar", "lowongan"),
    Said("apply", "lamar yang pertama", "perusahaan"),
    Said("status", "gimana lamaran saya?", "lamaran"),
    Said("question", "biayanya berapa?", "gratis"),
    Said("thanks", "makasih ya kak", "sama-sama"),
)
"""Search, why, the four facts, apply, how it goes, a question, thanks: the whole first conversation."""

MIXED = (
    Said("search", "cari kerja kasir di Bekasi", "kasir"),
    Said("why", "yang kedua kenapa cocok?", "cocok"),
    Said("question", "biayanya berapa?", "gratis"),
    Said("more", "ada lagi gak?", "lowongan"),
    Said("status", "gimana lamaran saya?", "lamaran"),
    Said("papers", "syaratnya bawa apa aja?", "ktp"),
    Said("other search", "cari kerja supir di Surabaya", "surabaya"),
    Said("detail", "detail yang pertama dong", "gaji"),
    Said("help", "kamu bisa bantu apa aja?", "bantu"),
    Said("thanks", "makasih ya kak", "sama-sama"),
)
"""Ten turns that can be repeated for ever; equal shares in any fifty turns that begin at a multiple of ten."""
