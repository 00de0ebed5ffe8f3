"""Wages as people write them."""

import pytest

from placement.money import parse_wage


@pytest.mark.parametrize(
    ("said", "wage"),
    [
        ("4 juta", (4_000_000, None)),
        ("4,5 jt", (4_500_000, None)),
        ("4.5jt", (4_500_000, None)),
        ("Rp4.500.000", (4_500_000, None)),
        ("rp. 4,500,000", (4_500_000, None)),
        ("4500000", (4_500_000, None)),
        ("3500rb", (3_500_000, None)),
        ("3500k", (3_500_000, None)),
        ("gaji 4", (4_000_000, None)),
        ("minimal 5 jutaan kak", (5_000_000, None)),
        ("4-5 juta", (4_000_000, 5_000_000)),
        ("4 sampai 5 jt", (4_000_000, 5_000_000)),
        ("900rb - 1,2jt", (900_000, 1_200_000)),
        ("Rp4.000.000 s/d Rp5.000.000", (4_000_000, 5_000_000)),
        ("4 million", (4_000_000, None)),
        # The wrong way round is no span: the first amount counts.
        ("5-4 juta", (5_000_000, None)),
    ],
)
def test_a_wage_is_read(said: str, wage: tuple[int, int | None]) -> None:
    assert parse_wage(said) == wage


@pytest.mark.parametrize(
    "said", ["", "terserah", "0", "10 rb", "1000000000000", "081234567890", "UMR", "💰", "gaji 4 m", "4M"]
)
def test_what_can_not_be_a_wage_is_none(said: str) -> None:
    assert parse_wage(said) is None
