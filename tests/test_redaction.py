"""What a group may see of a text."""

import pytest

from placement.redaction import HIDDEN, without_numbers


@pytest.mark.parametrize(
    "text",
    [
        "NIK saya 3275014501990001",
        "3275 0145 0199 0001",
        "3275.0145.0199.0001 ya kak",
        "wa 081234567890",
        "0812-3456-7890",
        "+62 812 3456 7890",
        "(021) 555-01234",
        "hp:0812.3456.789",
    ],
)
def test_identity_and_phone_numbers_are_hidden(text: str) -> None:
    shown = without_numbers(text)
    assert HIDDEN in shown
    assert sum(character.isdigit() for character in shown) == 0


@pytest.mark.parametrize(
    "text",
    ["gaji 4.500.000 sebulan", "Rp15.000.000", "lahir 14-05-1999", "umur 23, lulus 2019", "kasus #12, LK-0012", "110"],
)
def test_what_says_something_else_stays(text: str) -> None:
    assert without_numbers(text) == text
