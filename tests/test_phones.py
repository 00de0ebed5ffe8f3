"""Telephone numbers: many ways of writing, one way of keeping, one way of showing."""

import pytest

from placement import phones


@pytest.mark.parametrize(
    "said", ["081382840080", "0813 8284 0080", "+62 813-8284-0080", "6281382840080", "0813.8284.0080"]
)
def test_a_mobile_number_is_kept_and_shown_in_one_way(said: str) -> None:
    kept = phones.find_mobile(said)
    assert kept == "+6281382840080"
    assert phones.shown(kept) == phones.shown(said) == "0813-8284-0080"


@pytest.mark.parametrize("said", ["", "021 555010", "08123", "+1 202 555 0100", "3275012345670001"])
def test_what_is_no_mobile_number_stays_as_it_is(said: str) -> None:
    assert phones.find_mobile(said) is None
    assert phones.shown(said) == said
