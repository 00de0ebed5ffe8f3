"""The judged set in data/eval: whether it is sound, and what our ranking reaches on it."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from matching import evaluation, tables
from matching.adverts.analysis import AdvertReader
from matching.encoder import SentenceEncoder
from matching.geography import Geography
from matching.matcher import Matcher
from matching.models import Wish
from matching.occupations import OccupationLinker
from matching.wishes import understood

ROOT = Path(__file__).resolve().parent.parent
VOCABULARY = ROOT / "data" / "vocabulary"
EVAL = ROOT / "data" / "eval"
DAY = date(2026, 11, 15)
SETS = ("seekers", "searches")
GRADES = {1.0, 2.0, 3.0}

Rankings = Mapping[str, Mapping[str, list[str]]]


def codes(table: str, column: str) -> set[str]:
    with (VOCABULARY / f"{table}.csv").open(encoding="utf-8") as file:
        return {row[column] for row in csv.DictReader(file)}


def flagged(*kinds: str) -> set[str]:
    lines = (line.split("\t") for line in (EVAL / "flags.tsv").read_text(encoding="utf-8").splitlines())
    return {name for name, kind in lines if kind in kinds}


@pytest.fixture(scope="module")
def reader() -> AdvertReader:
    return AdvertReader.from_folder(VOCABULARY)


@pytest.fixture(scope="module")
def rankings(
    encoder: SentenceEncoder, geography: Geography, linker: OccupationLinker, reader: AdvertReader
) -> dict[str, dict[str, list[str]]]:
    checked = tables.read_checked(EVAL / "vacancies.csv", DAY, reader)
    matcher = Matcher(encoder, geography, linker, evaluation.usual()["all ranked"])
    matcher.put(checked.vacancies)
    return {
        name: evaluation.rank_all(
            matcher,
            {
                key: understood(wish, geography, reader)
                for key, wish in tables.read_seekers(EVAL / f"{name}.jsonl").items()
            },
            checked.names,
            DAY,
        )
        for name in SETS
    }


def test_it_is_as_large_as_documented() -> None:
    vacancies, _ = tables.read_vacancies(EVAL / "vacancies.csv", DAY)
    assert len(vacancies) == 250
    assert [len(tables.read_seekers(EVAL / f"{name}.jsonl")) for name in SETS] == [70, 100]


@pytest.mark.parametrize("name", SETS)
def test_judgements_are_of_what_is_there(name: str) -> None:
    _, names = tables.read_vacancies(EVAL / "vacancies.csv", DAY)
    judged = tables.read_judgements(EVAL / f"{name}.qrels")
    assert set(judged) <= set(tables.read_seekers(EVAL / f"{name}.jsonl"))
    for query, grades in judged.items():
        assert set(grades) <= set(names.values()), query
        assert set(grades.values()) <= GRADES, query
        assert not set(grades) & flagged("scam", "expired"), f"{query} is sent to what nobody should be sent to"


@pytest.mark.parametrize("name", SETS)
def test_codes_are_known(name: str) -> None:
    tables_of = {
        "regions": codes("regions", "code"),
        "majors": codes("majors", "id"),
        "skills": codes("skills", "id"),
        "licences": codes("skills", "id"),
        "languages": codes("spoken_languages", "code"),
        "accommodations": codes("accommodation", "code"),
        "work_types": codes("work_types", "code"),
        "occupations": codes("occupation_groups", "code"),
    }
    for line in (EVAL / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        seeker = json.loads(line)
        for field, known in tables_of.items():
            assert set(seeker.get(field, ())) <= known, (seeker["id"], field)
        assert seeker.get("home_region", "3275") in tables_of["regions"]


@pytest.mark.parametrize("name", SETS)
def test_the_ranking_reaches_what_is_documented(rankings: Rankings, name: str) -> None:
    measured = evaluation.measure(rankings[name], tables.read_judgements(EVAL / f"{name}.qrels"))
    assert measured.ndcg >= 0.85 and measured.mrr >= 0.90, measured


@pytest.mark.parametrize("name", SETS)
def test_nobody_is_shown_a_fraud_or_a_closed_vacancy(rankings: Rankings, name: str) -> None:
    bad = flagged("scam", "expired")
    assert bad and [(query, set(found) & bad) for query, found in rankings[name].items() if set(found) & bad] == []


def test_a_typed_search_is_understood_and_a_profile_stands(geography: Geography, reader: AdvertReader) -> None:
    search = understood(Wish("kasir bandung lulusan smp gaji min 4jt part time"), geography, reader)
    assert "3273" in search.regions
    assert (search.education, search.wage_min, search.work_types) == ("smp", 4_000_000, ("part_time",))
    profile = Wish("kasir bandung gaji min 4jt", home_region="3275", education="sma")
    assert understood(profile, geography, reader) == profile
    assert understood(Wish("kasir", home_region="3275"), geography, reader).home_region == "3275"


def test_a_table_stands_and_its_text_fills_what_is_open(tmp_path: Path, reader: AdvertReader) -> None:
    file = tmp_path / "vacancies.csv"
    file.write_text(
        "ref,title,education_min,wage_min,experience_months,description\n"
        'A,Kasir,,5000000,,"Minimal SMA, pengalaman 1 tahun, gaji 3-4 juta"\n'
        'B,Kasir,d3,,,"Minimal SMA, gaji 3-4 juta"\n'
        'C,Admin,,,,"Transfer uang jaminan 500 ribu dulu sebelum interview"\n',
        encoding="utf-8",
    )
    checked = tables.read_checked(file, DAY, reader)
    first, second = checked.vacancies
    assert (first.education_min, first.experience_months, first.wage_min, first.wage_max) == (
        "sma",
        12,
        5_000_000,
        None,
    )
    assert (second.education_min, second.wage_min, second.wage_max) == ("d3", 3_000_000, 4_000_000)
    assert list(checked.held) == ["C"] and "jaminan" in checked.held["C"]
