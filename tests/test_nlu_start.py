"""Rasa starts quickly and quietly, and a loaded model finds what the trained one found."""

import asyncio
import json
import subprocess
from typing import Any

import httpx
import pytest

from launcher.environment import child_environment
from placement.settings import ROOT
from tests.fixtures.not_run import not_run
from tests.fixtures.postgres import free_port
from tests.fixtures.rasa import RASA_PYTHON, RasaServer

pytestmark = pytest.mark.rasa

TRAIN_AND_LOAD = """
import json, tempfile
from pathlib import Path
from nlu import start
start.import_in_order()
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.featurizers.sparse_featurizer.lexical_syntactic_featurizer import LexicalSyntacticFeaturizer
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from nlu.tagger import KeptCRFEntityExtractor as Extractor

TOWNS = ("Bekasi", "Bandung", "Bogor", "Depok", "Solo")

def message(text, *towns):
    entities = [{"entity": "location", "value": town, "start": text.index(town), "end": text.index(town) + len(town)}
                for town in towns]
    return Message({TEXT: text, "intent": "search_job", "entities": entities})

def found(extractor, texts):
    messages = [Message({TEXT: text}) for text in texts]
    for one in messages:
        one.set("text_tokens", tokenizer.tokenize(one, TEXT))
    return [one.get("entities") for one in extractor.process(featurizer.process(messages))]

texts = ["loker di Bekasi", "kerja di Bogor dong", "halo kak"]
context, resource = ExecutionContext(GraphSchema({})), Resource("tagger")
config = Extractor.get_default_config()
tokenizer = WhitespaceTokenizer(WhitespaceTokenizer.get_default_config())
data = TrainingData([message(f"{start} {town}", town) for town in TOWNS for start in ("loker di", "mau kerja di")]
                    + [message("halo kak"), message("makasih ya")])
tokenizer.process_training_data(data)
with tempfile.TemporaryDirectory() as folder:
    storage = LocalModelStorage(Path(folder))
    featurizer = LexicalSyntacticFeaturizer(
        LexicalSyntacticFeaturizer.get_default_config(), storage, Resource("featurizer"), context
    )
    featurizer.train(data)
    featurizer.process_training_data(data)
    if KIND == "trained":
        trained = Extractor.create(config, storage, resource, context)
        trained.train(data)
        before = found(trained, texts)
    loaded = Extractor.load(config, storage, resource, context)
after = found(loaded, texts)  # the folder is gone, as it is for a server
print(json.dumps({"before": before, "after": after} if KIND == "trained" else after))
"""


def in_rasa(code: str) -> subprocess.CompletedProcess[str]:
    """Run Python code in Rasa's environment."""
    if not RASA_PYTHON.exists():
        not_run("Rasa's tests", "its environment; run «make setup»")
    command = [str(RASA_PYTHON), "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, env=child_environment({"SQLALCHEMY_SILENCE_UBER_WARNING": "1"}),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done


def said_last(done: subprocess.CompletedProcess[str]) -> Any:
    """Read the JSON of the last line."""
    return json.loads(done.stdout.splitlines()[-1])


def test_a_loaded_tagger_finds_what_the_trained_one_found() -> None:
    answer = said_last(in_rasa(f"KIND = 'trained'\n{TRAIN_AND_LOAD}"))
    assert answer["after"] == answer["before"]
    assert [[entity["value"] for entity in entities] for entities in answer["after"]] == [["Bekasi"], ["Bogor"], []]


def test_a_tagger_that_was_trained_on_nothing_finds_nothing() -> None:
    assert said_last(in_rasa(f"KIND = 'empty'\n{TRAIN_AND_LOAD}")) == [[], [], []]


def test_what_is_slow_after_rasa_is_imported_before_it() -> None:
    code = "import json, sys; from nlu import start; start.import_in_order(); print(json.dumps(list(sys.modules)))"
    modules = said_last(in_rasa(code))
    assert "skops.io" in modules
    assert not {"rasa", "tensorflow"} & set(modules)


def test_our_deprecations_are_shown_and_those_of_libraries_are_not() -> None:
    code = (
        "import warnings; from nlu import start; start.import_in_order()\n"
        "for module in ('nlu.text', 'pkg_resources'):\n"
        "    warnings.warn_explicit(f'{module} is old', DeprecationWarning, 'x.py', 1, module)\n"
        "warnings.warn_explicit('mind this', UserWarning, 'y.py', 1, 'rasa.core')"
    )
    said = in_rasa(code).stderr
    assert "nlu.text is old" in said
    assert "mind this" in said
    assert "pkg_resources" not in said


async def test_a_server_that_starts_well_says_so_in_a_few_lines(rasa: RasaServer) -> None:
    """The fixture has trained; what a second server says until it answers is what a person would see."""
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(str(RASA_PYTHON), "-m", "nlu", "serve", "--port", str(port), "--actions-url", "http://127.0.0.1:1"),
        cwd=ROOT,
        env=child_environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    lines: list[str] = []
    try:
        async for line in process.stdout:
            lines.append(line.decode())
            if "up and running" in lines[-1]:
                break
        async with httpx.AsyncClient(trust_env=False, timeout=60) as client:  # No action server is there.
            body = {"turn_id": 77, "conversation": "c1", "state": None, "message": {"text": "halo Zulaikha"}}
            answer = await client.post(f"http://127.0.0.1:{port}/webhooks/turn/webhook", json=body)
        assert answer.status_code == 503
    finally:
        process.terminate()
        lines += (await process.stdout.read()).decode().splitlines()
    await process.wait()
    assert any("up and running" in line for line in lines), lines
    said = [json.loads(line) for line in lines if line.strip()]
    assert {one["process"] for one in said} == {"rasa"}
    assert any(one.get("turn") == 77 and one["level"] == "warning" for one in said), lines
    assert "Zulaikha" not in "".join(lines)
    assert all(one["level"] == "info" for one in said if one.get("turn") != 77), lines
