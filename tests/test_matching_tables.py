"""Files are read as documented, and refused by line."""

from datetime import date
from pathlib import Path

import pytest

from matching.errors import BadTable
from matching.models import Wish
from matching.tables import read_judgements, read_run, read_seekers, read_vacancies
from tests.fixtures.matching import ROOT, TODAY


def written(folder: Path, text: str) -> Path:
    path = folder / "table"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_sample_vacancies_are_read_whole() -> None:
    vacancies, names = read_vacancies(ROOT / "data" / "vacancies" / "sample.csv", TODAY)
    assert len(vacancies) >= 240
    assert names[1] == "LK-0001"
    assert all(vacancy.title and vacancy.region and vacancy.occupation for vacancy in vacancies)
    assert all(vacancy.valid_until and vacancy.valid_until > TODAY for vacancy in vacancies)


def test_a_row_with_few_columns_is_enough(tmp_path: Path) -> None:
    table = "id,title,skills,valid_until,remote,work_types\nA,Kasir,excel; word,2026-12-01,yes,shift\nB,Sopir,,,,\n"
    vacancies, names = read_vacancies(written(tmp_path, table), TODAY)
    assert names == {1: "A", 2: "B"}
    assert vacancies[0].skills == ("excel", "word")
    assert vacancies[0].valid_until == date(2026, 12, 1)
    assert (vacancies[0].remote, vacancies[1].remote) == (True, None)
    assert vacancies[0].work_types == ("shift",)


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("ref,name\n1,Kasir\n", "line 2: the column title is missing or empty"),
        ("title,wage_min\nKasir,4 juta\n", "line 2: wage_min must be a whole number, not «4 juta»"),
        ("title,valid_until\nKasir,\nSopir,31/12/2026\n", "line 3: .*31/12/2026"),
        ("title,valid_for_days\nKasir,99999999999\n", "line 2"),
    ],
)
def test_a_malformed_vacancy_is_refused_by_line(tmp_path: Path, table: str, problem: str) -> None:
    with pytest.raises(BadTable, match=problem):
        read_vacancies(written(tmp_path, table), TODAY)


def test_seekers_are_wishes_by_id(tmp_path: Path) -> None:
    path = written(tmp_path, '{"id": "S1", "text": "kasir", "regions": ["3275"]}\n\n{"text": "sopir"}\n')
    assert read_seekers(path) == {"S1": Wish("kasir", regions=("3275",)), "3": Wish("sopir")}


@pytest.mark.parametrize("line", ["not json", '["kasir"]', '{"wage": 1}'])
def test_a_malformed_seeker_is_refused_by_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadTable, match="line 1: not a seeker"):
        read_seekers(written(tmp_path, line))


def test_judgements_and_runs_are_trecs(tmp_path: Path) -> None:
    assert read_judgements(written(tmp_path, "S1\t0\tLK-1\t3\nS1 0 LK-2 0\n")) == {"S1": {"LK-1": 3.0, "LK-2": 0.0}}
    assert read_run(written(tmp_path, "S1 Q0 LK-2 2 0.1 x\nS1 Q0 LK-1 1 0.9 x\n")) == {"S1": ["LK-1", "LK-2"]}


@pytest.mark.parametrize("text", ["S1 LK-1 3\n", "S1 0 LK-1 good\n"])
def test_a_malformed_judgement_is_refused_by_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadTable, match="line 1: a judgement is"):
        read_judgements(written(tmp_path, text))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    for read in (read_seekers, read_judgements, read_run):
        with pytest.raises(BadTable, match="cannot be read"):
            read(tmp_path / "none")
    with pytest.raises(BadTable, match="cannot be read"):
        read_vacancies(tmp_path / "none", TODAY)
