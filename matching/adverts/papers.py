"""Whether an employer keeps original papers: diploma, passport or identity card."""

from __future__ import annotations

import re
from itertools import islice

from matching.adverts.texts import Advert, Found

MOST_NAMED = 50
"""Places of an advertisement that are looked at."""

_PAPERS = (
    r"(?:ijazah|ijasah|paspor|passport|ktp|bpkb|akta kelahiran|akte|kartu keluarga|original (?:diploma"
    r"|certificate)s?|dokumen asli|sertifikat asli|surat asli|diplomas?)"
)
_KEPT = (
    r"(?:dititip\w*|di titip\w*|dipegang|di pegang|ditahan|di tahan|disita|dijaminkan|tahan|dititipin|titip"
    r"|jadi jaminan|sebagai jaminan|kept by|withheld|held by)"
)
_GIVEN = r"(?:diserahkan|di serahkan|disimpan|di simpan|ditinggal(?:kan)?|diambil|dikumpulkan|surrendered|submitted)"
_DONE = (
    r"(?:menahan|menitip\w*|nahan|nitip\w*|tahan|titip\w*|penahanan|penitipan|jaminan|menjaminkan|surrender"
    r"|hand over|retain|withhold|serah ?kan|menyerahkan)"
)
_PATTERNS = (
    re.compile(rf"\b{_PAPERS}\b(?:(?!\n)[^.!?;]){{0,40}}?\b{_KEPT}\b"),
    re.compile(rf"\b(?P<given>{_PAPERS}\b(?:(?!\n)[^.!?;]){{0,40}}?\b{_GIVEN}\b)"),
    re.compile(rf"\b(?P<done>{_DONE})(?: \w+)?(?: berupa| dengan)? (?:the |your )?{_PAPERS}\b(?: asli)?"),
)
_FOR_GOOD = re.compile(r"\basli\b|\bselama\b|\bjaminan\b|\bpaspor\b|\bpassport\b|\boriginal\b|\bduring\b")
_COPY = re.compile(r"\b(?:foto ?cop[yi]|fotokopi|fc|salinan|scan\w*|copy|copies|legalisir|foto)\b")
_NO = re.compile(r"\b(?:tidak|tdk|tanpa|bukan|gak|ga|nggak|ngga|no|not|never|don't|belum|dilarang|jangan|bebas)\b")
_OTHERS = re.compile(
    r"\b(?:pelanggan|nasabah|pasien|tamu|klien|customer|debitur|siswa|murid|jamaah|jemaah|pengunjung|penyewa)\b"
)


def read_kept_papers(advert: Advert) -> Found[bool] | None:
    """Read it; None when it is not said, or denied, or about copies or about others' papers."""
    for pattern in _PATTERNS:
        for match in islice(pattern.finditer(advert.folded), MOST_NAMED):
            said = match.group()
            around = advert.before(match.start(), 25) + said
            if _NO.search(around) or _COPY.search(around) or _OTHERS.search(said + advert.after(match.end(), 30)):
                continue
            gives = "given" in match.groupdict() or match.groupdict().get("done", "").startswith(("serah", "menyerah"))
            if gives and not _FOR_GOOD.search(said + advert.after(match.end(), 40)):
                continue
            return Found(True, advert.quote(match.start(), match.end()))
    return None
