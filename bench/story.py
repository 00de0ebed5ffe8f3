"""What the seekers say: the story, and the mixed talk of somebody who comes back for years."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """One message.

    Attributes:
        name: what it is in the story; figures are kept by it.
        text: the words.
        told: words of the right answers, in small letters: an answer without any was to something else.
    """

    name: str
    text: str
    told: tuple[str, ...]

    def fits(self, answer: str) -> bool:
        """Whether an answer is the one to this."""
        return any(words in answer.lower() for words in self.told)


STORY = (
    Said("search", "cari kerja kasir di Bekasi", ("kasir",)),
    Said("why", "yang kedua kenapa cocok?", ("cocok",)),
    Said("register", "mau daftar", ("boleh data",)),
    Said("consent", "iya setuju", ("nama",)),
    Said("facts", "Siti Aminah, lulusan SMK akuntansi, tinggal di Kota Bekasi, mau jadi kasir", ("sudah benar",)),
    Said("confirm", "iya benar", ("lowongan",)),
    Said("apply", "lamar yang pertama", ("perusahaan",)),
    Said("status", "gimana lamaran saya?", ("lamaran",)),
    Said("question", "biayanya berapa?", ("gratis",)),
    Said("thanks", "makasih ya kak", ("sama-sama", "senang bisa bantu")),
)
"""Search, why, the four facts, apply, how it goes, a question, thanks: the whole first conversation."""

MIXED = (
    Said("search", "cari kerja kasir di Bekasi", ("kasir",)),
    Said("why", "yang kedua kenapa cocok?", ("cocok",)),
    Said("question", "biayanya berapa?", ("gratis",)),
    Said("more", "ada lagi gak?", ("lanjutannya",)),
    Said("status", "gimana lamaran saya?", ("lamaran",)),
    Said("papers", "syaratnya bawa apa aja?", ("ktp",)),
    Said("other search", "cari kerja sopir di Jakarta Timur", ("jakarta",)),
    Said("detail", "detail yang pertama dong", ("rp",)),
    Said("help", "kamu bisa bantu apa aja?", ("bantu",)),
    Said("thanks", "makasih ya kak", ("sama-sama", "senang bisa bantu")),
)
"""Ten turns that can be repeated for ever; equal shares in any fifty turns that begin at a multiple of ten."""
