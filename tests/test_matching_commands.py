"""The commands, as a person types them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.matching import ROOT

VERBS = ("build", "train", "search", "explain", "link", "bench", "evaluate")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "matching", *arguments], capture_output=True, text=True, cwd=ROOT, timeout=240
    )


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str) -> None:
    assert "Usage: python -m matching " + verb in run(verb, "--help").stdout


@pytest.mark.usefixtures("embedding_folder")
def test_search_explains_its_finds() -> None:
    answer = run("search", "kasir di bekasi", "--education", "smk", "--json")
    result = json.loads(answer.stdout)
    assert result["total"] >= 8
    assert result["occupations"] == ["5230"]
    for match in result["matches"]:
        kinds = {reason["kind"] for reason in match["reasons"]}
        assert "occupation_same" in kinds
        assert kinds & {"region_same", "region_area", "region_commute"}


@pytest.mark.usefixtures("embedding_folder")
def test_explain_tells_why_not() -> None:
    answer = run("explain", "kasir", "LK-0002", "--region", "3578", "--education", "sd")
    assert "- region_far (region 3275, wished 3578" in answer.stdout
    assert "- education_short (needs sma, has sd)" in answer.stdout


@pytest.mark.usefixtures("embedding_folder")
def test_link() -> None:
    [found] = json.loads(run("link", "tukang las", "--limit", "1", "--json").stdout)
    assert (found["code"], found["how"]) == ("7212", "name")


@pytest.mark.usefixtures("embedding_folder")
def test_evaluate_measures_files_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "vacancies.csv").write_text("ref,title,region\nK,Kasir toko,3275\nS,Sopir truk,3275\n")
    (tmp_path / "seekers.jsonl").write_text('{"id": "1", "text": "kasir"}\n{"id": "2", "text": "driver truk"}\n')
    (tmp_path / "qrels").write_text("1 0 K 3\n1 0 S 0\n2 0 S 3\n")
    given = ["--qrels", "qrels", "--seekers", "seekers.jsonl", "--vacancies", "vacancies.csv"]
    paths = [str(tmp_path / word) if not word.startswith("--") else word for word in given]
    answer = run("evaluate", *paths, "--write-run", str(tmp_path / "run"), "--json")
    assert json.loads(answer.stdout)["as shown"] == {"ndcg": 1.0, "mrr": 1.0, "recall": 1.0, "zeros": 0.0}
    again = run("evaluate", "--qrels", str(tmp_path / "qrels"), "--run", str(tmp_path / "run"), "--json")
    assert json.loads(again.stdout)["run"]["ndcg"] == 1.0


@pytest.mark.usefixtures("embedding_folder")
def test_bench_names_its_baseline() -> None:
    timings = json.loads(run("bench", "--size", "300", "--repeats", "3", "--json").stdout)
    assert [timing["vacancies"] for timing in timings] == [300, 300, 300]
    assert any("baseline" in timing["what"] for timing in timings)


def test_an_error_is_one_sentence_that_says_what_to_do(tmp_path: Path) -> None:
    answer = run("link", "kasir", "--model", str(tmp_path / "none"))
    assert answer.returncode == 1
    assert answer.stderr.startswith("error: no embedding model in")
    assert "Traceback" not in answer.stderr
