"""Opening hours as offices write them, and the next time that somebody is there."""

from datetime import UTC, datetime

import pytest

from placement.errors import SettingError
from placement.hours import is_open, next_opening, parse_hours

WEEK = parse_hours("1-4 08:00-12:00; 1-4 13:00-16:00; 5 08:00-11:30")
JAKARTA, PAPUA = "Asia/Jakarta", "Asia/Jayapura"


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)  # The 23rd is a Monday.


def test_hours_are_read_by_weekday() -> None:
    assert WEEK["1"] == WEEK["4"] == [["08:00", "12:00"], ["13:00", "16:00"]]
    assert WEEK["5"] == [["08:00", "11:30"]]
    assert "6" not in WEEK
    assert parse_hours(" ; ") == {}


@pytest.mark.parametrize(
    "text", ["8-16", "1-5 8:00-16:00", "1-5 16:00-08:00", "0-5 08:00-16:00", "1 08:00-24:30", "1 08:61-09:00",
             "5-1 08:00-16:00", "Senin 08:00-16:00", "1-5 08:00-08:00"],
)  # fmt: skip
def test_hours_that_can_not_be_are_shown(text: str) -> None:
    with pytest.raises(SettingError) as told:
        parse_hours(f"1 07:00-07:30; {text}")
    assert f"«{text}»" in str(told.value)


@pytest.mark.parametrize(
    ("instant", "there"),
    [
        (utc(23, 1), True),  # 08:00, the first minute
        (utc(23, 5), False),  # 12:00: lunch
        (utc(23, 9), False),  # 16:00, closed
        (utc(27, 4), True),  # Friday 11:00
        (utc(27, 6), False),  # Friday 13:00
        (utc(28, 3), False),  # Saturday
    ],
)
def test_somebody_is_there_in_the_office_s_own_time(instant: datetime, there: bool) -> None:
    assert is_open(WEEK, JAKARTA, instant) is there


def test_the_same_instant_is_another_hour_further_east() -> None:
    assert is_open(WEEK, PAPUA, utc(22, 23, 30))  # 08:30 in Jayapura, 06:30 in Jakarta
    assert not is_open(WEEK, JAKARTA, utc(22, 23, 30))


@pytest.mark.parametrize(
    ("instant", "opens"),
    [
        (utc(23, 0), utc(23, 1)),
        (utc(23, 5, 30), utc(23, 6)),  # after lunch
        (utc(23, 10), utc(24, 1)),
        (utc(27, 6), utc(30, 1)),  # over the weekend
    ],
)
def test_the_next_opening(instant: datetime, opens: datetime) -> None:
    assert next_opening(WEEK, JAKARTA, instant) == opens


def test_an_office_without_hours_never_opens() -> None:
    assert next_opening({}, JAKARTA, utc(23, 1)) is None


def test_an_office_open_one_day_a_week_opens_next_week() -> None:
    assert next_opening(parse_hours("1 08:00-09:00"), JAKARTA, utc(23, 3)) == utc(30, 1)
