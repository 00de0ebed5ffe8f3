"""A CV's parts: its lines, and under which heading each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from placement.documents.reading import Page
from placement.vocabulary import plain

HEADINGS = {
    "person": (
        "data diri;data pribadi;identitas;identitas diri;informasi pribadi;biodata;biodata diri;"
        "profil pribadi;personal data;personal details;personal information;personal profile;about me;"
        "tentang saya;profil;profile;profil diri;data personal;detail pribadi"
    ),
    "contact": "kontak;contact;contacts;contact me;hubungi saya;informasi kontak;contact information;contact details",
    "education": (
        "pendidikan;riwayat pendidikan;pendidikan formal;latar belakang pendidikan;education;"
        "educational background;education background;academic background;formal education;"
        "pendidikan terakhir;education history;academic history;riwayat pendidikan formal;data pendidikan;"
        "jenjang pendidikan;academic qualifications"
    ),
    "experience": (
        "pengalaman kerja;pengalaman;riwayat pekerjaan;pengalaman bekerja;riwayat kerja;work experience;"
        "experience;working experience;employment history;professional experience;work history;employment;"
        "career history;pengalaman profesional;pekerjaan;job experience;experiences;work experiences;"
        "pengalaman pekerjaan;magang;pengalaman magang;internship;internships;internship experience;"
        "praktik kerja lapangan;pkl;prakerin;pengalaman kerja dan magang;data pekerjaan;relevant experience"
    ),
    "skills": (
        "keahlian;kemampuan;keterampilan;skill;skills;hard skill;hard skills;kompetensi;technical skills;"
        "soft skill;soft skills;key skills;core skills;professional skills;keahlian dan kemampuan;"
        "kemampuan teknis;computer skills;kemampuan komputer;keterampilan dan keahlian;abilities;"
        "skill dan kemampuan;software skills;skills and abilities;kecakapan;keahlian komputer;"
        "skills and expertise;expertise"
    ),
    "languages": (
        "bahasa;kemampuan bahasa;kemampuan berbahasa;language;languages;language skills;bahasa asing;"
        "penguasaan bahasa;bahasa yang dikuasai;foreign languages"
    ),
    "courses": (
        "sertifikat;sertifikasi;kursus;pelatihan;kursus dan pelatihan;pelatihan dan sertifikasi;courses;"
        "certificates;certifications;certification;training;trainings;pendidikan non formal;"
        "pendidikan nonformal;pendidikan informal;seminar dan pelatihan;courses and training;"
        "training and certifications;certificates and training;licenses and certifications;"
        "lisensi dan sertifikasi;kursus pelatihan;riwayat pelatihan;informal education;non formal education;"
        "pelatihan dan kursus;sertifikat dan pelatihan;training and courses;licences and certificates"
    ),
    "other": (
        "referensi;references;reference;hobi;hobby;hobbies;minat;interests;minat dan hobi;organisasi;"
        "pengalaman organisasi;riwayat organisasi;organization;organizational experience;"
        "organisation experience;prestasi;penghargaan;achievements;awards;tanda tangan;ringkasan;summary;"
        "profile summary;professional summary;objective;career objective;tujuan karir;data keluarga;"
        "riwayat keluarga;family;lain lain;others;volunteer;volunteer experience;penutup;lampiran;publikasi;"
        "publications;projects;proyek;portofolio;portfolio;organizations;deskripsi diri;tentang;media sosial;"
        "social media;kegiatan;aktivitas;kelebihan;kekurangan"
    ),
}
"""Section → the headings that begin it, in plain words."""
_SECTION_OF = {word: section for section, words in HEADINGS.items() for word in words.split(";")}
MOST_WORDS = 5
"""Words of a heading."""
MOST_LINES = 600
"""Lines that are looked at: a CV has a hundred, and what is longer is something else."""
LONGEST_LINE = 500
"""Characters; longer ones are paragraphs of prose."""
BULLET = re.compile(r"^\s*(?:[-–—•●○◦▪■□➢➤►▸✓✔*·»]|o(?=\s)|\(?\d{1,2}[.)](?=\s)|\(?[a-z][.)](?=\s))\s*")
"""What stands before an entry of a list; the last sign is how Word's own bullet comes out."""
CLOSING = re.compile(r"^\W*(?:demikian\w*|hormat saya|yang membuat|sincerely|regards|best regards)\b", re.IGNORECASE)
"""What ends a CV: below it stand a place, a day and a signature."""
LABEL = re.compile(r"^(?P<label>[^\W\d_][^:\t=]{0,39}?)\s*(?:[:=]|\t)[\s:=]*(?P<value>.*)$")


@dataclass(frozen=True)
class Line:
    """A line of a page: ``text`` stands verbatim at ``start`` of it; ``content`` is without its bullet."""

    page: Page
    start: int
    text: str
    section: str

    @property
    def bullet(self) -> bool:
        """Whether it is an entry of a list."""
        return bool(BULLET.match(self.text))

    @property
    def content(self) -> str:
        """Give the line without its bullet."""
        return BULLET.sub("", self.text, count=1).strip()

    @property
    def end(self) -> int:
        """Give the place behind it."""
        return self.start + len(self.text)


def lines_of(pages: Sequence[Page]) -> Iterator[Line]:
    """Yield a CV's lines, headings left out; what stands before the first one is the «head»."""
    section, left = "head", MOST_LINES
    for page in pages:
        start = 0
        for text in page.text.split("\n"):
            heading = "other" if CLOSING.match(text) else _heading(text)
            if heading is not None:
                section = heading
            elif text.strip() and len(text) <= LONGEST_LINE and left:
                yield Line(page, start, text, section)
                left -= 1
            start += len(text) + 1


def label_and_value(text: str) -> tuple[str, str] | None:
    """Split «Nama Lengkap : Siti» into its plain label and what follows; None for other lines."""
    found = LABEL.match(BULLET.sub("", text, count=1))
    return (plain(found["label"]), found["value"].strip()) if found else None


def _heading(text: str) -> str | None:
    said = text.strip().rstrip(":").strip()
    # «:» with something behind it is a label: «Bahasa: Inggris».
    if not said or ":" in said or len(said) > 60:
        return None
    said = plain(BULLET.sub("", said, count=1).replace("&", " dan "))
    said = re.sub(r"^(?:[ivx]{1,4}|[a-h])\s(?=\w{4})", "", said)
    if re.fullmatch(r"(?:\w ){3,}\w", said):  # «P E N D I D I K A N»
        joined = said.replace(" ", "")
        return next((section for word, section in _SECTION_OF.items() if word.replace(" ", "") == joined), None)
    if len(said.split()) > MOST_WORDS:
        return None
    return _SECTION_OF.get(said) or _SECTION_OF.get(said.replace(" dan ", " and "))
