"""The bench: what it computes, what it gives stock Rasa, and that a short run measures all it says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from bench.__main__ import main
from bench.figures import Aim, Load, Long, Side, Window, aims, of_phones
from bench.meters import percentile
from bench.phones import Played, Turn
from bench.report import Machine, Report
from bench.stock_project import contents, fingerprint
from bench.story import MIXED, STORY
from launcher.environment import child_environment
from launcher.places import CHECKOUT
from tests.fixtures.not_run import not_run

BEGAN = datetime(2026, 11, 24, 8, tzinfo=UTC)


def turn(number: int, milliseconds: float | None, text: str) -> Turn:
    answered = None if milliseconds is None else BEGAN + timedelta(milliseconds=milliseconds)
    return Turn(STORY[number], BEGAN, answered, [text] if milliseconds else [])


def load(name: str, per_second: float, p50: float = 10.0, p95: float = 20.0, unanswered: int = 0) -> Load:
    return Load(name, None, per_second, 100, unanswered, 0, p50, p95, p95, {"rasa": 5.0, "sandbox": 90.0})


def verdicts(found: list[Aim]) -> list[bool | None]:
    return [aim.reached for aim in found]


@pytest.mark.parametrize(("share", "expected"), [(0.5, 50), (0.95, 95), (0.0, 1), (1.0, 100), (0.011, 2)])
def test_percentiles_are_by_nearest_rank(share: float, expected: int) -> None:
    assert percentile(list(range(100, 0, -1)), share) == expected


def test_percentiles_of_few_and_none() -> None:
    assert percentile([7.0], 0.95) == 7.0
    assert percentile([], 0.5) == 0.0


def test_a_load_counts_lost_and_odd_answers() -> None:
    played = Played(
        [turn(0, 40, "Ada 3 lowongan kasir"), turn(1, 80, "Maaf, belum paham"), turn(2, None, "")], 2.0, 2, 1, 4
    )
    found = of_phones("a load", 1.0, played, {"rasa": 5.0})
    assert (found.turns, found.unanswered, found.untold, found.late) == (3, 1, 1, 1)
    assert (found.per_second, found.p50, found.p95, found.worst) == (1.0, 40, 80, 80)
    assert found.by_step == {"search": (40, 40), "why": (80, 80)}


def test_aims_are_reached_missed_and_open() -> None:
    ours = Side(
        "ours", 10.0, loads=[load("5 turns/s", 5, 60, 151), load("line at most", 20), load("channel at most", 61)]
    )
    stock = Side("stock", 10.0, loads=[load("channel at most", 20)])
    assert verdicts(aims(ours, stock)) == [True, False, False, True, None, None]
    assert verdicts(aims(ours, None)) == [True, False, None, None, None, None]


def test_fast_answers_do_not_hide_lost_ones() -> None:
    ours = Side("ours", 10.0, loads=[load("5 turns/s", 5, unanswered=1)])
    assert verdicts(aims(ours, None))[:2] == [False, False]


@pytest.mark.parametrize(
    ("turns", "last", "expected"), [(500, 105.0, [True, True]), (500, 112.0, [False, True]), (200, 105.0, [None, None])]
)
def test_flat_is_said_of_five_hundred_turns_only(turns: int, last: float, expected: list[bool | None]) -> None:
    windows = [
        Window(1, 50, 100.0, {"rasa": 20.0, "load": 5.0}),
        Window(turns - 49, turns, last, {"rasa": 21.0, "load": 50.0}),
    ]
    ours = Side("ours", 10.0, long=Long(turns, 1, windows))
    assert verdicts(aims(ours, None))[-2:] == expected


def test_windows_of_fifty_hold_equal_talk() -> None:
    assert 50 % len(MIXED) == 0
    assert len({said.name for said in MIXED}) == len(MIXED)


def test_stock_rasa_gets_our_data_whole() -> None:
    files = contents()
    domain = yaml.safe_load(files["domain.yml"])
    ours = yaml.safe_load((CHECKOUT.root / "domain.yml").read_text(encoding="utf-8"))
    assert domain["intents"] == ours["intents"]
    assert domain["forms"] == ours["forms"]
    assert "results" in domain["responses"]
    for folder in ("nlu", "rules"):
        for path in (CHECKOUT.root / "data" / folder).glob("*.yml"):
            assert files[f"data/{folder}/{path.name}"] == path.read_text(encoding="utf-8")
    assert {one["name"] for one in yaml.safe_load(files["config.yml"])["policies"]} == {
        "MemoizationPolicy", "RulePolicy", "UnexpecTEDIntentPolicy", "TEDPolicy",
    }  # fmt: skip
    assert "DIETClassifier" in files["config.yml"]


def test_new_wording_trains_nothing_anew_but_new_data_does() -> None:
    files = contents()
    domain = yaml.safe_load(files["domain.yml"])
    domain["responses"]["results"] = [{"text": "lain"}]
    reworded = files | {"domain.yml": yaml.safe_dump(domain, allow_unicode=True, sort_keys=False, width=1000)}
    assert fingerprint(reworded) == fingerprint(files) == fingerprint(contents())
    assert fingerprint(files | {"config.yml": files["config.yml"] + "#"}) != fingerprint(files)


def test_a_report_is_plain_json(tmp_path: Path) -> None:
    long = Long(500, 1, [Window(1, 50, 100.0, {"rasa": 20.0}), Window(451, 500, 101.0, {"rasa": 20.0})])
    report = Report(
        BEGAN, Machine(2, "3.11", 0.123), [Side("ours", 10.0, loads=[load("line at most", 20)], long=long)], []
    )
    report.write(tmp_path / "figures.json")
    read = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert read["machine"]["busy"] == 0.12
    assert read["sides"][0]["long"]["latency_growth"] == 0.01
    assert read["sides"][0]["loads"][0]["name"] == "line at most"


def test_a_bench_beside_a_real_bot_knows_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:REAL")
    monkeypatch.setenv("ANTARKERJA_ENV_FILE", ".env")
    assert main(["--line", "none", "--baseline", "none"]) == 0
    assert "TELEGRAM_BOT_TOKEN" not in os.environ
    assert os.environ["ANTARKERJA_ENV_FILE"] == ""


@pytest.mark.soak
@pytest.mark.rasa
@pytest.mark.timeout(900)
def test_a_short_run_measures_all_that_it_says(tmp_path: Path) -> None:
    if not Path(CHECKOUT.rasa_python).exists():
        not_run("the bench", "Rasa's environment; run «make setup»")
    file = tmp_path / "figures.json"
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--baseline", "none", "--json", str(file)],
        cwd=CHECKOUT.root, env=child_environment({"COLUMNS": "120"}), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    (ours,) = json.loads(file.read_text(encoding="utf-8"))["sides"]
    assert ours["start_seconds"] > 0
    assert ours["notes"] == []
    loads = {one["name"]: one for one in ours["loads"]}
    assert list(loads) == ["1 turns/s", "5 turns/s", "line at most", "channel at most"]
    for one in loads.values():
        assert one["turns"] > 0
        assert one["p50"] > 0
        assert {"rasa", "actions", "bot-1", "load"} <= one["cpu"].keys()
        assert one["memory"]["rasa"] > 100
    assert loads["1 turns/s"]["unanswered"] == 0
    assert "p50 ≤ 60 ms at 5 turns/s" in done.stdout
