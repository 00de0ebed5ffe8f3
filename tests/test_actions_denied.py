"""What a message takes back: the denied is not meant, of several the last one is, schooling must be finished."""

from typing import Any

import pytest

from actions.denied import meant_by


def found(kind: str, *values: str) -> list[dict[str, Any]]:
    return [{"entity": kind, "value": value} for value in values]


@pytest.mark.parametrize(
    ("text", "kind", "said", "meant"),
    [
        ("eh salah, bukan bekasi tapi depok", "location", ("bekasi", "depok"), ["depok"]),
        ("eh salah, bukan di jogja tp sleman", "location", ("jogja", "sleman"), ["sleman"]),
        ("bukan Tegal melainkan Brebes", "location", ("Tegal", "Brebes"), ["Brebes"]),
        ("Tegal, maksudnya Brebes", "location", ("Tegal", "Brebes"), ["Brebes"]),
        ("Tegal salah, harusnya Brebes", "location", ("Tegal", "Brebes"), ["Brebes"]),
        ("harusnya Brebes bukan Tegal", "location", ("Brebes", "Tegal"), ["Brebes"]),
        ("bukan Tegal, Brebes", "location", ("Tegal", "Brebes"), ["Brebes"]),
        ("tegal eh brebes", "location", ("tegal", "brebes"), ["brebes"]),
        ("bukan kasir atau admin tapi sopir", "occupation", ("kasir", "admin", "sopir"), ["sopir"]),
        ("nama saya bukan Rina tapi Rini", "person_name", ("Rina", "Rini"), ["Rini"]),
        ("not Bogor but Sukabumi", "location", ("Bogor", "Sukabumi"), ["Sukabumi"]),
        ("I live in Bogor, I mean Sukabumi", "location", ("Bogor", "Sukabumi"), ["Sukabumi"]),
        ("d3 ga lulus, eh maksudnya SMA", "education_level", ("d3", "SMA"), ["SMA"]),
        ("bukan Tegal", "location", ("Tegal",), []),
        # Nothing is taken back here.
        ("bukan cuma kasir, admin juga boleh", "occupation", ("kasir", "admin"), ["kasir", "admin"]),
        ("kasir tapi admin juga boleh", "occupation", ("kasir", "admin"), ["kasir", "admin"]),
        ("Tambun, Bekasi", "location", ("Tambun", "Bekasi"), ["Tambun", "Bekasi"]),
        ("eh saya di Tegal", "location", ("Tegal",), ["Tegal"]),
    ],
)
def test_what_is_denied_is_not_meant(text: str, kind: str, said: tuple[str, ...], meant: list[str]) -> None:
    assert [entity["value"] for entity in meant_by(text, found(kind, *said)).entities] == meant


@pytest.mark.parametrize("text", ["sd aja gak lulus", "ga tamat sd", "putus sekolah sd", "sd, belum sampai tamat"])
def test_schooling_that_was_begun_only_is_told_apart(text: str) -> None:
    told = meant_by(text, found("education_level", "sd"))
    assert told.entities == []
    assert [entity["value"] for entity in told.unfinished] == ["sd"]


def test_a_press_takes_nothing_back() -> None:
    pressed = found("location", "3275")
    assert meant_by("", pressed).entities == pressed
