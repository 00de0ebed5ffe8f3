"""Telephone numbers: many ways of writing, one way of keeping, one way of showing."""

from datetime import date

import pytest

from placement import fields
from placement.errors import InvalidError
from placement.reading import contact


@pytest.mark.parametrize(
    "said", ["081382840080", "0813 8284 0080", "+62 813-8284-0080", "6281382840080", "0813.8284.0080"]
)
def test_a_mobile_number_is_kept_and_shown_in_one_way(said: str) -> None:
    kept = contact.read_phone(said)
    assert kept is not None and kept.number == "+6281382840080"
    assert contact.shown(kept.number) == contact.shown(said) == "0813-8284-0080"


@pytest.mark.parametrize("said", ["", "021 555010", "08123", "+1 202 555 0100", "3275012345670001"])
def test_what_is_no_mobile_number_stays_as_it_is(said: str) -> None:
    try:
        kept = contact.read_phone(said)
    except InvalidError:
        kept = None
    assert kept is None or kept.foreign
    assert contact.shown(said) == said


def test_every_way_of_giving_a_number_keeps_it_in_one_form() -> None:
    today = fields.Known(today=date(2026, 11, 24))
    for said in ("6281382840080", "+6281382840080", "0813-8284-0080"):
        assert fields.FIELDS["phone"].check(said, today) == "+6281382840080"
    with pytest.raises(InvalidError, match="invalid_phone"):
        fields.FIELDS["phone"].check("besok", today)
