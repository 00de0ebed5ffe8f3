"""Who may be about to take their own life is heard, however it is written; what only sounds like it is not."""

import pytest

from placement.danger import of_life


@pytest.mark.parametrize(
    "text",
    [
        "saya pengen mati aja",
        "Rasanya mau mati",
        "mending mati saja kak",
        "aku mau bunuh  diri",
        "pengen bundir",
        "saya sudah capek hidup",
        "gak mau hidup lagi",
        "ga kuat hidup",
        "ingin mengakhiri hidup",
        "mau akhiri semuanya",
        "loncat dari jembatan aja",
        "I want to die",
        "thinking of suicide",
        "i'd rather kill myself",
    ],
)
def test_words_of_ending_ones_life_are_heard(text: str) -> None:
    assert of_life(text)


@pytest.mark.parametrize(
    "text",
    [
        "hp saya mati",
        "lampunya mati terus",
        "paspor saya ditahan",
        "saya dipukul majikan",
        "biaya hidup mahal",
        "pengalaman hidup saya banyak",
        "saya tidak punya surat keterangan hidup",
        "suami saya meninggal",
        "capek banget kerja di sini",
        "motor saya mati di jalan",
    ],
)
def test_other_words_are_not(text: str) -> None:
    assert not of_life(text)
