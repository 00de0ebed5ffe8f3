"""Figures of labelled messages: the arithmetic by hand, the files that are read, and the commands with a real model."""

import json
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from launcher.environment import child_environment
from nlu.__main__ import EX_CONFIG, evaluate, find_model, main, newest
from nlu.evaluation import Answer, answer_of, compare, flat, mcnemar, score
from nlu.figures import as_text, comparison_text, confusion
from nlu.labelled import Labelled, Trouble, read_labelled
from placement.settings import ROOT
from tests.fixtures.not_run import not_run
from tests.fixtures.rasa import RASA_PYTHON

SENTENCES = ROOT / "tests" / "sentences"
PNG = b"\x89PNG\r\n\x1a\n"

MESSAGES = [
    Labelled("halo kak", "greet", "casual"),
    Labelled("p", "greet", "slang"),
    Labelled("kasir bekasi", "search_job", "casual", (("occupation", 0, 5), ("location", 6, 12))),
    Labelled("gawe min", "search_job", "slang"),
    Labelled("siapa presiden", "out_of_scope", "casual"),
    Labelled("nonton yuk", "out_of_scope", "slang"),
]
SPANS = (("location", 6, 9), ("occupation", 0, 5))
ANSWERS = [
    Answer("greet", "greet", 0.95, (), 0.010),
    Answer("out_of_scope", "greet", 0.32, (), 0.020),
    Answer("search_job", "search_job", 0.92, SPANS, 0.030),
    Answer("inform", "inform", 0.55, (), 0.040),
    Answer("out_of_scope", "out_of_scope", 1.0, (), 0.050),
    Answer("greet", "greet", 0.52, (), 0.060),
]
MENDED = [
    ANSWERS[0],
    Answer("greet", "greet", 0.6),
    ANSWERS[2],
    Answer("search_job", "search_job", 0.9),
    *ANSWERS[4:],
]


def understood(intent: str, confidence: float = 1.0, ranking: tuple[tuple[str, float], ...] = ()) -> dict[str, Any]:
    """Give a parse as Rasa does."""
    named = [{"name": name, "confidence": sure} for name, sure in ranking]
    return {"intent": {"name": intent, "confidence": confidence}, "entities": [], "intent_ranking": named}


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


# The arithmetic


def test_a_perfect_answer_scores_one() -> None:
    message = MESSAGES[2]
    report = score([message], [Answer("search_job", "search_job", 1.0, message.spans)])
    assert report["intent_accuracy"] == report["intent_macro_f1"] == 1
    assert report["entities"] == {"exact_f1": 1, "overlap_f1": 1}
    assert report["out_of_scope_false_accept"] is None
    assert report["in_scope_fallback"] == 0
    assert report["calibration"]["expected_error"] == 0


def test_figures_are_those_worked_out_by_hand() -> None:
    report = score(MESSAGES, ANSWERS)
    assert report["messages"] == 6
    assert report["intent_accuracy"] == 3 / 6
    assert report["intent_macro_f1"] == pytest.approx((1 / 2 + 2 / 3 + 1 / 2) / 3)  # «inform» is in no message
    assert report["out_of_scope_false_accept"] == 1 / 2
    assert report["in_scope_fallback"] == 1 / 4
    assert report["entities"] == {"exact_f1": 1 / 2, "overlap_f1": 1}
    assert report["accuracy_by_style"] == {
        "casual": {"accuracy": 1, "count": 3},
        "slang": {"accuracy": 0, "count": 3},
    }
    assert report["by_intent"]["search_job"] == {
        **{"precision": 1, "recall": 1 / 2, "f1": pytest.approx(2 / 3), "count": 2, "got": 1}
    }
    assert report["by_intent"]["inform"] == {"precision": 0, "recall": None, "f1": 0, "count": 0, "got": 1}
    assert report["entities_by_name"]["location"] == {"exact_f1": 0, "overlap_f1": 1, "count": 1, "got": 1}
    assert report["latency_ms"] == {"p50": pytest.approx(30), "p95": pytest.approx(60)}
    assert [(row["wanted"], row["got"], row["texts"]) for row in report["confused"]] == [
        ("greet", "out_of_scope", ["p"]),
        ("search_job", "inform", ["gawe min"]),
        ("out_of_scope", "greet", ["nonton yuk"]),
    ]


def test_an_entity_overlaps_one_of_its_name_and_only_once() -> None:
    message = Labelled("solo bekasi timur", "inform", spans=(("location", 0, 4), ("location", 5, 17)))
    one = score([message], [Answer("inform", "inform", 1.0, (("location", 0, 17),))])
    other_name = score([message], [Answer("inform", "inform", 1.0, (("company", 0, 4), ("company", 5, 17)))])
    beside = score([message], [Answer("inform", "inform", 1.0, (("location", 4, 5),))])
    assert one["entities"] == {"exact_f1": 0, "overlap_f1": pytest.approx(2 / 3)}
    assert other_name["entities"] == beside["entities"] == {"exact_f1": 0, "overlap_f1": 0}
    assert other_name["entities_by_name"]["company"]["got"] == 2


def test_calibration_weighs_the_gap_of_each_bin_by_its_messages() -> None:
    calibration = score(MESSAGES, ANSWERS)["calibration"]
    rows = {round(row["from"] * 10): row for row in calibration["bins"]}
    assert len(rows) == 10
    assert (rows[9]["count"], rows[9]["confidence"], rows[9]["accuracy"]) == (3, pytest.approx(2.87 / 3), 1)
    assert (rows[5]["count"], rows[5]["confidence"], rows[5]["accuracy"]) == (2, pytest.approx(0.535), 0)
    assert (rows[3]["count"], rows[3]["accuracy"]) == (1, 1)
    assert (rows[0]["count"], rows[0]["confidence"], rows[0]["accuracy"]) == (0, None, None)
    assert calibration["expected_error"] == pytest.approx((3 * (1 - 2.87 / 3) + 2 * 0.535 + (1 - 0.32)) / 6)


def test_fallback_is_out_of_scope_and_its_confidence_is_that_of_the_guess_behind_it() -> None:
    """Two fallbacks may stand before the guess, the second with a confidence that is a mere threshold."""
    ranking = (("nlu_fallback", 0.35), ("nlu_fallback", 0.35), ("cancel", 0.31), ("deny", 0.2))
    assert answer_of(understood("nlu_fallback", 0.35, ranking)) == Answer("out_of_scope", "cancel", 0.31)
    assert answer_of(understood("greet", 0.8, (("greet", 0.8),)), 2.5) == Answer("greet", "greet", 0.8, (), 2.5)
    assert answer_of({"intent": {"name": None, "confidence": 0.0}}) == Answer("out_of_scope", "out_of_scope", 0.0)


def test_two_extractors_that_agree_count_once() -> None:
    found = {"entity": "location", "start": 6, "end": 12, "value": "Bekasi"}
    assert answer_of({**understood("inform"), "entities": [found, {**found, "extractor": "b"}]}).spans == (
        ("location", 6, 12),
    )


@pytest.mark.parametrize(
    ("mended", "broken", "p"),
    [(0, 0, 1), (1, 1, 1), (5, 0, 2 / 32), (0, 5, 2 / 32), (7, 13, 0.26317596435546875), (2000, 2000, 1)],
)
def test_mcnemar_is_exact(mended: int, broken: int, p: float) -> None:
    assert mcnemar(mended, broken) == pytest.approx(p)


def test_a_comparison_tells_what_changed_side() -> None:
    told = compare(MESSAGES, ANSWERS, MENDED)
    assert told["mended"] == [
        {"text": "p", "wanted": "greet", "a": "out_of_scope", "b": "greet"},
        {"text": "gawe min", "wanted": "search_job", "a": "inform", "b": "search_job"},
    ]
    assert told["broken"] == []
    assert told["mcnemar_p"] == 1 / 2
    assert told["figures"]["intent_accuracy"] == {"a": 3 / 6, "b": 5 / 6, "difference": pytest.approx(2 / 6)}
    assert told["figures"]["by_intent.inform"] == {"a": 0, "b": None, "difference": None}
    back = compare(MESSAGES, MENDED, ANSWERS)
    assert [row["text"] for row in back["broken"]] == ["p", "gawe min"]
    assert back["mended"] == []


# The page


def test_the_confusion_table_holds_the_wanted_intents_with_errors() -> None:
    wanted, got, counts = confusion(score([*MESSAGES, Labelled("ok", "affirm")], [*ANSWERS, Answer("affirm", "", 1.0)]))
    assert wanted == ["greet", "out_of_scope", "search_job"]
    assert got == ["greet", "inform", "out_of_scope", "search_job"]
    assert counts == [[1, 0, 1, 0], [1, 0, 1, 0], [0, 1, 0, 1]]


def test_the_page_of_one_model_names_every_figure() -> None:
    report = score(MESSAGES, ANSWERS)
    lines = [" ".join(line.split()) for line in as_text(report, flat(report)).splitlines()]
    assert "intent accuracy 0.500" in lines
    assert "out of scope, accepted 0.500" in lines
    assert "slang 0.000 3" in lines
    assert "inform 0.000 - 0.000 0" in lines
    assert "location 0.000 1.000 1 1" in lines
    assert "0.9 – 1.0 3 0.957 1.000" in lines
    assert "search_job · 1 · 1" in lines
    clean = as_text(perfect := score(MESSAGES[:1], ANSWERS[:1]), flat(perfect))
    assert clean.endswith("no intent was confused")


def test_the_page_of_two_models_shows_differences_and_sentences() -> None:
    page = comparison_text(compare(MESSAGES, ANSWERS, MENDED), ("old.tar.gz", "new.tar.gz"))
    assert page.startswith("A is old.tar.gz\nB is new.tar.gz\n")
    assert "intent accuracy 0.500 0.833 +0.333" in [" ".join(line.split()) for line in page.splitlines()]
    assert "2 mended, 0 broken; McNemar's exact p = 0.5" in page
    assert "mended (A wrong, B right)\n  greet: A out_of_scope, B greet: p\n" in page
    assert page.endswith("broken (A right, B wrong)\n  none")


# Files


def test_lines_are_read_with_their_places(tmp_path: Path) -> None:
    row = {"text": "di solo atau solok, solo", "intent": "inform", "style": "casual"}
    row_of = {**row, "entities": [{"entity": "location", "value": value} for value in ("solo", "solok", "solo")]}
    file = written(
        tmp_path, "labelled.jsonl", f"{json.dumps(row_of)}\n\n" + '{"text": "ok\u2028ya", "intent": "affirm"}\n'
    )
    first, second = read_labelled(file)
    assert first.spans == (("location", 3, 7), ("location", 13, 18), ("location", 20, 24))
    assert (second.text, second.style, second.spans) == ("ok\u2028ya", "-", ())


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"text": "a", "intent": "inform", "entities": [{"entity": "age", "value": "b"}]}', "'b' is not in 'a'"),
        ('{"text": "a", "intent": "inform", "entities": [{"entity": "age"}]}', "'value' is missing"),
        ('{"text": "a", "intent": "inform", "entities": "age"}', "'entities' is not a list"),
        ('{"text": "a"}', "'intent' is missing"),
        ('{"text": 5, "intent": "inform"}', "'text' is missing, or is not text"),
        ("[]", "'text' is missing"),
        ("kasir", "not JSON"),
    ],
)
def test_a_wrong_line_is_named(line: str, says: str, tmp_path: Path) -> None:
    file = written(tmp_path, "labelled.jsonl", f'{{"text": "halo", "intent": "greet"}}\n{line}\n')
    with pytest.raises(Trouble, match="line 2: ") as told:
        read_labelled(file)
    assert says in str(told.value)


def test_yaml_is_read_as_rasa_reads_it(tmp_path: Path) -> None:
    written(
        tmp_path,
        "b.yml",
        'version: "3.1"\nnlu:\n'
        "  - intent: inform\n    examples: |\n"
        '      - umur [23](age), [Bekasi](location:Kota Bekasi) [kasir]{"entity": "occupation", "role": "past"}\n'
        "      - biaya (kalau ada) [belum tahu]\n"
        "  - intent: affirm\n    examples:\n      - text: ok\n      - ya\n"
        "  - synonym: Jakarta\n    examples: |\n      - jkt\n",
    )
    written(tmp_path, "a.yaml", "nlu:\n- intent: greet\n  examples: |\n    - halo\n")
    written(tmp_path, "domain.yml", "intents: [greet]\n")
    written(tmp_path, "README.md", "no sentences: [here](age)")
    assert read_labelled(tmp_path) == [
        Labelled("halo", "greet"),
        Labelled(
            "umur 23, Bekasi kasir",
            "inform",
            spans=(("age", 5, 7), ("location", 9, 15), ("occupation", 16, 21)),
        ),
        Labelled("biaya (kalau ada) [belum tahu]", "inform"),
        Labelled("ok", "affirm"),
        Labelled("ya", "affirm"),
    ]


def test_the_held_out_sentences_are_read() -> None:
    messages = read_labelled(SENTENCES)
    assert len(messages) > 500
    assert {message.intent for message in messages} == {file.stem for file in SENTENCES.glob("*.yml")}
    assert {message.style for message in messages} == {"-"}
    assert not any("](" in message.text for message in messages)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nlu:\n- intent: inform\n  examples: |\n    - halo\n    - di [solo](location\n", "line 5: an entity is not"),
        ("nlu:\n- intent: inform\n  examples: |\n    - [solo]{location}\n", "line 4: {location} is not JSON"),
        ("nlu:\n- intent: inform\n  examples: 5\n", "the examples of 'inform'"),
        ("nlu: [\n- a: b: c\n", "line 2: not YAML"),
        ("intents: [greet]\n", "holds no labelled messages"),
    ],
)
def test_wrong_yaml_is_named(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(Trouble) as told:
        read_labelled(written(tmp_path, "a.yml", text))
    assert says in str(told.value)


def test_what_is_no_file_of_messages_is_said(tmp_path: Path) -> None:
    binary = tmp_path / "b.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    for path, says in (
        (tmp_path / "none.jsonl", "there is no file"),
        (binary, "not UTF-8"),
        (written(tmp_path, "e.jsonl", "\n"), "holds no labelled messages"),
    ):
        with pytest.raises(Trouble, match=says) as told:
            read_labelled(path)
        assert told.value.code == 2


# Models and servers


def test_a_model_is_found_by_path_name_or_fingerprint(tmp_path: Path) -> None:
    for name in ("nlu-0a1b", "nlu-0a1c", "nlu-77"):
        with tarfile.open(tmp_path / f"{name}.tar.gz", "w:gz"):
            pass
    one = tmp_path / "nlu-0a1b.tar.gz"
    assert {find_model(name, tmp_path) for name in (str(one), one.name, "nlu-0a1b", "0a1b")} == {one}
    assert find_model("7", tmp_path).name == "nlu-77.tar.gz"
    with pytest.raises(Trouble, match="'0a' can be any of nlu-0a1"):
        find_model("0a", tmp_path)
    with pytest.raises(Trouble, match=r"'zz' is none of .*nlu-77"):
        find_model("zz", tmp_path)
    with pytest.raises(Trouble, match="'zz' is not there"):
        find_model("zz", tmp_path / "empty")


def test_a_damaged_archive_is_said(tmp_path: Path) -> None:
    whole = tmp_path / "nlu-1.tar.gz"
    with tarfile.open(whole, "w:gz") as archive:
        archive.add(__file__, "metadata.json")
    cut = tmp_path / "nlu-2.tar.gz"
    cut.write_bytes(whole.read_bytes()[:-100])
    for path in (cut, written(tmp_path, "nlu-3.tar.gz", "no archive")):
        with pytest.raises(Trouble, match="is damaged, or is no model"):
            find_model(str(path), tmp_path)


class _Parsing(BaseHTTPRequestHandler):
    """Understands all as a greeting; without a model as Rasa does, with 409; «?» is answered by something else."""

    def do_POST(self) -> None:
        text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"]
        body = json.dumps({"hello": 1} if text == "?" else understood("greet", 0.9)).encode()
        self.send_response(409 if text == "no model" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give the address of a server that parses."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    listening = HTTPServer(("127.0.0.1", 0), _Parsing)
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    thread.join()
    listening.server_close()


def test_a_running_server_is_asked_and_progress_is_told(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"text": f"halo {number}", "intent": "greet" if number else "deny"} for number in range(40)]
    file = written(tmp_path, "l.jsonl", "\n".join(map(json.dumps, rows)))
    assert evaluate(file, None, server, True, None) == 0
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert (report["model"], report["messages"], report["intent_accuracy"]) == (server, 40, 39 / 40)
    assert [line.split(": ")[1] for line in said.err.splitlines()] == [f"{tenth * 4} of 40" for tenth in range(1, 11)]


@pytest.mark.parametrize(("text", "says"), [("no model", "answers 409"), ("?", "does not give a parse")])
def test_a_server_that_does_not_parse_is_said(text: str, says: str, server: str, tmp_path: Path) -> None:
    file = written(tmp_path, "l.jsonl", json.dumps({"text": text, "intent": "greet"}))
    with pytest.raises(Trouble, match=says) as told:
        evaluate(file, None, server, True, None)
    assert told.value.code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--url", "http://127.0.0.1:9"], 1, "start it with «python -m nlu serve»"),
        (["--url", "nonsense"], 2, "no address of a Rasa server"),
        (["--model", "none"], 2, "the model 'none' is not there"),
        ([], EX_CONFIG, "there is no NLU model"),
        (["--png", "/none/at/all.png"], 2, "there is no folder /none/at"),
    ],
)
def test_a_command_that_cannot_be_done_says_why(
    arguments: list[str], code: int, says: str,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    file = written(tmp_path, "l.jsonl", '{"text": "halo", "intent": "greet"}')
    monkeypatch.setenv("VAR", str(tmp_path))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(sys, "argv", ["nlu", "evaluate", str(file), *arguments])
    assert main() == code
    said = capsys.readouterr()
    assert says in said.err
    assert said.out == ""


def test_figures_need_neither_rasa_nor_numpy() -> None:
    code = "import sys, nlu.evaluation, nlu.figures; sys.exit(any(m in sys.modules for m in ('rasa', 'numpy')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# The commands with a real model


def in_rasa(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of nlu in Rasa's environment."""
    if not RASA_PYTHON.exists():
        not_run("Rasa's tests", "its environment; run «make setup»")
    command = [str(RASA_PYTHON), "-m", "nlu", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=child_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done


@pytest.fixture
def model() -> Path:
    """Give the newest model, whatever it was made of; train only where there is none."""
    if newest() is None:
        in_rasa("train")
    found = newest()
    assert found is not None
    return found


@pytest.fixture
def six(tmp_path: Path) -> Path:
    """Give a file of six plain messages, the last of which is labelled wrongly on purpose."""
    rows: list[tuple[str, str, list[dict[str, str]]]] = [
        ("halo", "greet", []),
        ("terima kasih banyak", "thank", []),
        ("cari kerja kasir di Bekasi", "search_job", [{"entity": "location", "value": "Bekasi"}]),
        ("stop kirim info lowongan", "unsubscribe_alerts", []),
        ("resep rendang gimana ya", "out_of_scope", []),
        ("selamat pagi", "goodbye", []),
    ]
    lines = [json.dumps({"text": text, "intent": intent, "entities": named}) for text, intent, named in rows]
    return written(tmp_path, "six.jsonl", "\n".join(lines))


@pytest.mark.rasa
def test_the_newest_model_is_evaluated_without_a_server(model: Path, six: Path, tmp_path: Path) -> None:
    picture = tmp_path / "confusion.png"
    done = in_rasa("evaluate", str(six), "--json", "--png", str(picture))
    report = json.loads(done.stdout)
    assert set(report) == {
        *("file", "model", "messages", "intent_accuracy", "intent_macro_f1", "accuracy_by_style", "by_intent"),
        *("entities", "entities_by_name", "out_of_scope_false_accept", "in_scope_fallback", "calibration"),
        *("latency_ms", "confused"),
    }
    assert (report["model"], report["messages"]) == (model.name, 6)
    assert 0.3 < report["intent_accuracy"] < 1
    assert "goodbye" in {row["wanted"] for row in report["confused"]}
    assert report["latency_ms"]["p50"] > 0
    assert picture.read_bytes().startswith(PNG)
    told = done.stderr.splitlines()
    assert told[0] == f"loading {report['model']} …"
    assert told[1:] == [f"{report['model']}: {number} of 6" for number in range(1, 7)]


@pytest.mark.rasa
def test_a_model_compared_with_itself_does_not_differ(model: Path, six: Path) -> None:
    fingerprint = model.name.removeprefix("nlu-").removesuffix(".tar.gz")
    told = json.loads(in_rasa("compare", str(model), fingerprint, str(six), "--json").stdout)
    assert (told["messages"], told["mended"], told["broken"], told["mcnemar_p"]) == (6, [], [], 1)
    assert told["a"]["model"] == told["b"]["model"]
    same = {name: row["difference"] for name, row in told["figures"].items() if not name.startswith("latency_ms.")}
    assert not any(same.values())
    assert told["figures"]["latency_ms.p50"]["a"] > 0
