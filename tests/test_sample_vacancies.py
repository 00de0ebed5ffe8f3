"""The sample vacancies obey the format of data/README.md and are varied enough to try the assistant on."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "data"
HEADER = [
    *("ref", "employer", "title", "occupation", "headcount", "valid_for_days", "valid_until"),
    *("region", "education_min", "majors", "skills", "licences", "experience_months"),
    *("wage_min", "wage_max", "work_type", "remote", "age_demand", "sex_demand"),
    *("description", "source", "how_to_apply", "contact"),
]
REQUIRED = ("ref", "employer", "title", "occupation", "headcount", "region", "description", "source", "how_to_apply")


def table(path: str) -> list[dict[str, str]]:
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def items(cell: str) -> list[str]:
    return cell.split("; ") if cell else []


@pytest.fixture(scope="module")
def vacancies() -> list[dict[str, str]]:
    return table("vacancies/sample.csv")


def test_columns_are_the_documented_ones(vacancies: list[dict[str, str]]) -> None:
    assert list(vacancies[0]) == HEADER
    documented = (DATA / "README.md").read_text(encoding="utf-8").split("## vacancies/*.csv")[1].split("\n## ")[0]
    names = [name for row in re.findall(r"^\| ([a-z_, ]+) \|", documented, re.M) for name in row.split(", ")]
    assert [name for name in names if name != "column"] == HEADER


def test_cells_are_clean_and_required_ones_filled(vacancies: list[dict[str, str]]) -> None:
    for row in vacancies:
        assert None not in row and None not in row.values(), row["ref"]
        assert all(cell == cell.strip() and "\n" not in cell for cell in row.values()), row["ref"]
        assert [column for column in REQUIRED if not row[column]] == [], row["ref"]


def test_refs_and_descriptions_are_unique(vacancies: list[dict[str, str]]) -> None:
    for column in ("ref", "description"):
        counts = Counter(row[column] for row in vacancies)
        assert [value for value, count in counts.items() if count > 1] == []


def test_codes_exist_in_the_vocabularies(vacancies: list[dict[str, str]]) -> None:
    regions = {row["code"] for row in table("vocabulary/regions.csv") if row["kind"] != "province"}
    schooling = {row["code"] for row in table("vocabulary/education.csv")}
    trades = {row["code"] for row in table("vocabulary/occupations.csv")}
    majors = {row["id"] for row in table("vocabulary/majors.csv")}
    kinds = {row["id"]: row["kind"] for row in table("vocabulary/skills.csv")}
    work_types = {row["code"] for row in table("vocabulary/work_types.csv")}
    for row in vacancies:
        ref = row["ref"]
        assert row["region"] in regions, ref
        assert row["occupation"] in trades, ref
        assert row["education_min"] in schooling | {""}, ref
        assert set(items(row["majors"])) <= majors, ref
        assert set(items(row["skills"])) <= set(kinds), ref
        assert [skill for skill in items(row["skills"]) if kinds[skill] == "licence"] == [], ref
        assert {kinds.get(licence) for licence in items(row["licences"])} <= {"licence"}, ref
        assert set(items(row["work_type"])) <= work_types, ref
        for column in ("majors", "skills", "licences", "work_type"):
            assert len(items(row[column])) == len(set(items(row[column]))), ref


def test_fixed_choices(vacancies: list[dict[str, str]]) -> None:
    for row in vacancies:
        assert row["remote"] in {"yes", "no", ""}, row["ref"]
        assert row["sex_demand"] in {"female", "male", ""}, row["ref"]
        assert row["how_to_apply"] in {"officer", "direct"}, row["ref"]
        assert (row["remote"] == "yes") == ("remote" in items(row["work_type"])), row["ref"]


def test_numbers_are_plausible(vacancies: list[dict[str, str]]) -> None:
    for row in vacancies:
        assert 1 <= int(row["headcount"]) <= 60, row["ref"]
        if row["experience_months"]:
            assert 0 <= int(row["experience_months"]) <= 120, row["ref"]
        low, high = (int(row[column] or 0) for column in ("wage_min", "wage_max"))
        assert low in range(0, 40_000_001) and high in range(0, 40_000_001), row["ref"]
        assert not (low and high) or low <= high, row["ref"]
        assert {low, high} - {0} == set() or min({low, high} - {0}) >= 1_000_000, row["ref"]


def test_validity_is_given_once_and_never_runs_out_before_the_import(vacancies: list[dict[str, str]]) -> None:
    for row in vacancies:
        assert bool(row["valid_for_days"]) != bool(row["valid_until"]), row["ref"]
        if row["valid_until"]:
            date.fromisoformat(row["valid_until"])
        else:
            assert 20 <= int(row["valid_for_days"]) <= 120, row["ref"]


def test_direct_vacancies_say_whom_to_ask_and_reach_nobody_real(vacancies: list[dict[str, str]]) -> None:
    for row in vacancies:
        if row["how_to_apply"] == "direct":
            assert row["contact"], row["ref"]
        for address in re.findall(r"\S+@\S+", row["contact"] + " " + row["description"]):
            assert address.endswith(".example"), row["ref"]
        for number in re.findall(r"(?:\+62|0)[\d-]{7,}", row["contact"] + " " + row["description"]):
            assert number.startswith(("0800-55", "+62 800 55")), row["ref"]


def test_descriptions_read_like_advertisements(vacancies: list[dict[str, str]]) -> None:
    for row in vacancies:
        sentences = re.findall(r"[.!?]+(?=\s|$)", row["description"])
        assert 2 <= len(sentences) <= 6, row["ref"]
    openings = Counter(" ".join(row["description"].split()[:3]) for row in vacancies)
    assert openings.most_common(1)[0][1] <= 3, "advertisements should not begin alike"


def test_samples_cover_places_trades_and_languages(vacancies: list[dict[str, str]]) -> None:
    assert len(vacancies) >= 240
    assert len({row["region"] for row in vacancies}) >= 45
    assert len({row["region"][:2] for row in vacancies}) >= 30
    assert len({row["occupation"] for row in vacancies}) >= 60
    english = [row for row in vacancies if len(re.findall(r"\b(the|and|of|you|is|are)\b", row["description"])) >= 3]
    assert 20 <= len(english) <= len(vacancies) // 4
    assert sum(not row["wage_min"] for row in vacancies) >= 15
    assert sum(not row["education_min"] for row in vacancies) >= 20
    assert {item for row in vacancies for item in items(row["work_type"])} == {
        row["code"] for row in table("vocabulary/work_types.csv")
    }


def test_cashiers_wanted_in_bekasi_differ(vacancies: list[dict[str, str]]) -> None:
    cashiers = [row for row in vacancies if row["region"] in {"3275", "3216"} and row["occupation"] == "5230"]
    assert len(cashiers) >= 8 and {row["region"] for row in cashiers} == {"3275", "3216"}
    demands = {(row["education_min"], row["experience_months"], row["wage_min"], row["work_type"]) for row in cashiers}
    assert len(demands) == len(cashiers)


def test_some_demand_an_age_or_sex_and_some_only_say_so_in_the_text(vacancies: list[dict[str, str]]) -> None:
    assert sum(bool(row["age_demand"] or row["sex_demand"]) for row in vacancies) >= 10
    said = r"\b(maks(imal)? \d\d|max \d\d|usia \d\d|umur (maks )?\d\d)"
    hidden = [row for row in vacancies if not row["age_demand"] and re.search(said, row["description"], re.I)]
    assert len(hidden) >= 4


def test_four_are_suspicious_in_different_ways(vacancies: list[dict[str, str]]) -> None:
    signs = {
        "money": r"deposit|uang administrasi",
        "papers": r"(?i)paspor|ijazah asli",
        "code": r"OTP",
        "abroad": r"Kamboja",
    }
    found = {name: {r["ref"] for r in vacancies if re.search(sign, r["description"])} for name, sign in signs.items()}
    assert all(found.values()), found
    assert len(set().union(*found.values())) == 4
