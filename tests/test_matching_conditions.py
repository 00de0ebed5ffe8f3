"""Each condition's three verdicts, by readable cases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from matching.matcher import Matcher
from matching.models import Condition, Vacancy, Wish
from tests.fixtures.matching import TODAY

KASIR = Vacancy(
    7, "Kasir", "Melayani pembayaran.", occupation="5230", region="3275", education_min="sma",
    wage_min=4_500_000, wage_max=5_000_000, work_types=("full_time", "shift"), remote=False,
    valid_until=date(2026, 12, 31),
)  # fmt: skip
SITI = Wish("kasir", home_region="3275", education="smk", wage_min=4_800_000, work_types=("shift",), remote=None)

Judge = Callable[[str, Vacancy, Wish], Condition]


@pytest.fixture
def judge(make_matcher: Callable[..., Matcher]) -> Judge:
    def one(name: str, vacancy: Vacancy, wish: Wish) -> Condition:
        match = make_matcher(vacancy).explain(wish, vacancy.id, TODAY)
        return next(condition for condition in match.conditions if condition.name == name)

    return one


@pytest.mark.parametrize(
    ("verdict", "until"), [("pass", date(2026, 11, 24)), ("fail", date(2026, 11, 23)), ("unknown", None)]
)
def test_validity(judge: Judge, verdict: str, until: date | None) -> None:
    assert judge("validity", replace(KASIR, valid_until=until), SITI).verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "needs", "has"),
    [
        ("pass", "sma", "smk"),
        ("pass", "smk", "sma"),
        ("pass", "s1", "d4"),
        ("pass", "none", None),
        ("pass", "sd", "s1"),
        ("fail", "d3", "smk"),
        ("fail", "sma", "smp"),
        ("fail", "sd", "none"),
        ("unknown", "sma", None),
        ("unknown", None, "smk"),
        ("unknown", "klas 3", "smk"),
    ],
)
def test_education(judge: Judge, verdict: str, needs: str | None, has: str | None) -> None:
    assert judge("education", replace(KASIR, education_min=needs), replace(SITI, education=has)).verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "offered", "wanted"),
    [
        ("pass", ("full_time", "shift"), ("shift",)),
        ("fail", ("full_time",), ("part_time", "remote")),
        ("unknown", (), ("shift",)),
        ("unknown", ("shift",), ()),
    ],
)
def test_work_type(judge: Judge, verdict: str, offered: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    assert judge("work_type", replace(KASIR, work_types=offered), replace(SITI, work_types=wanted)).verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "low", "high", "floor"),
    [
        ("pass", 4_500_000, 5_000_000, 5_000_000),
        ("pass", 5_000_000, None, 4_000_000),
        ("fail", 4_500_000, 5_000_000, 5_000_001),
        ("fail", 3_000_000, None, 4_000_000),
        ("unknown", None, None, 4_000_000),
        ("unknown", 4_500_000, 5_000_000, None),
        ("unknown", 0, 0, 4_000_000),
        ("unknown", 10**12, 10**12, 4_000_000),
    ],
)
def test_wage(judge: Judge, verdict: str, low: int | None, high: int | None, floor: int | None) -> None:
    assert judge("wage", replace(KASIR, wage_min=low, wage_max=high), replace(SITI, wage_min=floor)).verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "vacancy_is", "wanted"),
    [
        ("pass", True, True),
        ("pass", False, True),
        ("unknown", None, True),
        ("pass", False, False),
        ("fail", True, False),
        ("pass", True, None),
    ],
)
def test_remote(judge: Judge, verdict: str, vacancy_is: bool | None, wanted: bool | None) -> None:
    assert judge("remote", replace(KASIR, remote=vacancy_is), replace(SITI, remote=wanted)).verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "needs", "has"),
    [
        ("pass", (), None),
        ("pass", ("sim-c",), ("sim-c", "sim-a")),
        ("pass", ("sim-a",), ("sim-b1",)),
        ("pass", ("sim-a-umum", "sim-b1"), ("sim-b2-umum",)),
        ("fail", ("sim-c",), ("sim-a",)),
        ("fail", ("sim-b1",), ("sim-a",)),
        ("fail", ("sim-c",), ()),
        ("unknown", ("sim-c",), None),
    ],
)
def test_licences(judge: Judge, verdict: str, needs: tuple[str, ...], has: tuple[str, ...] | None) -> None:
    assert judge("licences", replace(KASIR, licences=needs), replace(SITI, licences=has)).verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "needs", "has"),
    [
        ("pass", (), ()),
        ("pass", ("id",), ()),
        ("pass", ("en",), ("ja", "en")),
        ("fail", ("en", "ja"), ("en",)),
        ("fail", ("en",), ()),
        ("unknown", ("en",), None),
    ],
)
def test_languages(judge: Judge, verdict: str, needs: tuple[str, ...], has: tuple[str, ...] | None) -> None:
    assert judge("languages", replace(KASIR, languages=needs), replace(SITI, languages=has)).verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "level", "needs", "has"),
    [
        ("pass", "s1", (), ("akuntansi",)),
        ("pass", "s1", ("akuntansi", "bisnis-ritel"), ("akuntansi",)),
        ("fail", "s1", ("akuntansi",), ("tata-boga",)),
        ("fail", "d1", ("akuntansi",), ("tata-boga",)),
        ("fail", None, ("akuntansi",), ("tata-boga",)),
        ("pass", "smk", ("akuntansi",), ("tata-boga",)),
        ("unknown", "smk", ("akuntansi",), ()),
        ("pass", "s1", (), ()),
    ],
)
def test_majors(judge: Judge, verdict: str, level: str | None, needs: tuple[str, ...], has: tuple[str, ...]) -> None:
    vacancy = replace(KASIR, education_min=level, majors=needs)
    assert judge("majors", vacancy, replace(SITI, majors=has)).verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "needs", "has"),
    [
        ("pass", None, 0),
        ("pass", 0, None),
        ("pass", 24, 24),
        ("pass", 24, 18),
        ("fail", 24, 17),
        ("fail", 12, 0),
        ("unknown", 12, None),
    ],
)
def test_experience(judge: Judge, verdict: str, needs: int | None, has: int | None) -> None:
    vacancy = replace(KASIR, experience_months=needs)
    assert judge("experience", vacancy, replace(SITI, experience_months=has)).verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "offered", "wanted"),
    [
        ("pass", ("full_time", "shift"), ("shift", "full_time")),
        ("fail", ("full_time", "shift"), ("full_time",)),
        ("pass", ("full_time",), ("full_time",)),
        ("unknown", ("shift",), ()),
        ("pass", ("full_time",), ()),
    ],
)
def test_shift(judge: Judge, verdict: str, offered: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    assert judge("shift", replace(KASIR, work_types=offered), replace(SITI, work_types=wanted)).verdict == verdict


@pytest.mark.parametrize(
    ("verdict", "offered", "skills", "needed"),
    [
        ("pass", (), (), ()),
        ("pass", ("wheelchair", "toilet"), (), ("wheelchair",)),
        ("unknown", (), (), ("wheelchair",)),
        ("unknown", ("wheelchair",), (), ("wheelchair", "seated")),
        ("fail", (), ("fisik-kuat",), ("light_work",)),
        ("unknown", (), ("fisik-kuat",), ("large_print",)),
    ],
)
def test_accommodation(
    judge: Judge, verdict: str, offered: tuple[str, ...], skills: tuple[str, ...], needed: tuple[str, ...]
) -> None:
    vacancy = replace(KASIR, accommodations=offered, skills=skills)
    assert judge("accommodation", vacancy, replace(SITI, accommodations=needed)).verdict == verdict


@pytest.mark.parametrize(
    ("kind", "vacancy", "wish"),
    [
        ("licences_missing", replace(KASIR, licences=("sim-c",)), replace(SITI, licences=())),
        ("languages_missing", replace(KASIR, languages=("ja",)), replace(SITI, languages=("en",))),
        (
            "major_other",
            replace(KASIR, education_min="s1", majors=("akuntansi",)),
            replace(SITI, education="s1", majors=("tata-boga",)),
        ),
        ("experience_short", replace(KASIR, experience_months=24), replace(SITI, experience_months=3)),
        ("shift_needed", KASIR, replace(SITI, work_types=("full_time",))),
        ("heavy_work", replace(KASIR, skills=("fisik-kuat",)), replace(SITI, accommodations=("seated",))),
    ],
)
def test_what_removes_is_told(make_matcher: Callable[..., Matcher], kind: str, vacancy: Vacancy, wish: Wish) -> None:
    match = make_matcher(vacancy).explain(wish, vacancy.id, TODAY)
    assert match.failed and kind in [reason.kind for reason in match.missing]


REGION_CASES = {
    "lives there": ("pass", "3275", Wish("kasir", home_region="3275")),
    "next town of the same labour market": ("pass", "3216", Wish("kasir", home_region="3275")),
    "named place": ("pass", "3578", Wish("kasir", regions=("3578",), home_region="3275")),
    "named province covers its towns": ("pass", "3573", Wish("kasir", regions=("35",), home_region="3275")),
    "would move": ("pass", "3578", Wish("kasir", home_region="3275", willing_to_move=True)),
    "named another place": ("fail", "3275", Wish("kasir", regions=("3578",), home_region="3275")),
    "would not move": ("fail", "3578", Wish("kasir", home_region="3275", willing_to_move=False)),
    "far and not asked about moving": ("unknown", "3578", Wish("kasir", home_region="3275")),
    "seeker's place not known": ("unknown", "3275", Wish("kasir")),
    "vacancy's place not known": ("unknown", None, Wish("kasir", home_region="3275")),
    "vacancy's place is no region": ("unknown", "0000", Wish("kasir", home_region="3275")),
    "seeker's place is no region": ("unknown", "3275", Wish("kasir", home_region="0000")),
}


@pytest.mark.parametrize("case", REGION_CASES)
def test_region(judge: Judge, case: str) -> None:
    verdict, place, wish = REGION_CASES[case]
    assert judge("region", replace(KASIR, region=place), wish).verdict == verdict


def test_remote_work_is_in_reach_of_everybody_who_does_not_refuse_it(judge: Judge) -> None:
    remote = replace(KASIR, region="3578", remote=True)
    assert judge("region", remote, Wish("kasir", regions=("3275",))).verdict == "pass"
    assert judge("region", remote, Wish("kasir", regions=("3275",), remote=False)).verdict == "fail"
    assert judge("region", replace(remote, remote=None, work_types=("remote",)), SITI).verdict == "pass"


def test_an_unknown_says_whose_data_is_missing(judge: Judge) -> None:
    assert judge("education", KASIR, replace(SITI, education=None)).lacks == "seeker"
    assert judge("education", replace(KASIR, education_min=None), SITI).lacks == "vacancy"
    assert judge("wage", replace(KASIR, wage_min=None, wage_max=None), Wish("kasir")).lacks == "both"
    assert judge("education", KASIR, SITI).lacks is None


def test_a_condition_tells_what_was_compared(judge: Judge) -> None:
    assert judge("education", replace(KASIR, education_min="d3"), SITI) == Condition("education", "fail", "d3", "smk")
