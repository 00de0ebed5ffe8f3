"""Our components inside Rasa: small trainings, the trained model's graph, and texts that mean harm."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matching.encoder import SentenceEncoder as TorchEncoder
from nlu.__main__ import newest
from nlu.encoder import BATCH, MAX_PIECES, SentenceEncoder
from nlu.labelled import read_labelled
from placement.settings import ROOT
from tests.fixtures.not_run import not_run
from tests.fixtures.rasa import in_rasa, said_last

# The sentence encoder


TEXTS = [
    "", " ", "a", "cari loker kasir di bekasi", "KERJA", "sopir truk sim b1 umum", "mw krjaaa dmn2 jg gpp", "🙏🙏",
    "we are hiring a barista, no experience needed", "gaji 4.500.000–5.000.000 nett ﬁx ①", "nu aya naon wae kang?",
    "x" * 60, "工作", "?!?!", "saya lulusan smk umur 19 tahun belum pernah kerja, bisa daftar?", "\x00",
]  # fmt: skip


@pytest.fixture(scope="module")
def numpy_encoder(embedding_folder: Path) -> SentenceEncoder:
    return SentenceEncoder(embedding_folder)


def test_both_encoders_give_the_same_vectors(encoder: TorchEncoder, numpy_encoder: SentenceEncoder) -> None:
    sentences = [message.text.lower() for message in read_labelled(ROOT / "data" / "nlu" / "ask_market.yml")]
    texts = TEXTS + [text for text in sentences if len(text) < 90]
    assert len(texts) > BATCH
    ours = numpy_encoder.encode(texts)
    assert ours.dtype == np.float32
    np.testing.assert_allclose(ours, encoder.encode(texts), atol=1e-5)


def test_a_text_has_the_same_vector_alone_and_in_a_batch(numpy_encoder: SentenceEncoder) -> None:
    alone = np.vstack([numpy_encoder.encode([text]) for text in TEXTS])
    np.testing.assert_allclose(numpy_encoder.encode(TEXTS * 3), np.vstack([alone] * 3), atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(alone, axis=1), 1, atol=1e-5)


def test_more_texts_of_one_length_than_a_batch_holds(numpy_encoder: SentenceEncoder) -> None:
    texts = ["kasir", "sopir"] * (BATCH + 1)
    np.testing.assert_allclose(numpy_encoder.encode(texts)[-2:], numpy_encoder.encode(texts[:2]), atol=1e-5)


def test_what_comes_after_the_first_pieces_changes_nothing(numpy_encoder: SentenceEncoder) -> None:
    begin = "kasir " * MAX_PIECES
    one, other = numpy_encoder.encode([f"{begin}di bekasi", f"{begin}jangan kirim lagi"])
    np.testing.assert_allclose(one, other, atol=1e-5)


def test_nothing_encodes_to_nothing(numpy_encoder: SentenceEncoder) -> None:
    assert numpy_encoder.encode([]).shape == (0, 512)


def test_a_model_that_is_normalised_otherwise_is_refused(embedding_folder: Path, tmp_path: Path) -> None:
    for name in ("tokenizer.json", "model.safetensors"):
        (tmp_path / name).symlink_to(embedding_folder / name)
    config = json.loads((embedding_folder / "config.json").read_text(encoding="utf-8"))
    (tmp_path / "config.json").write_text(json.dumps({**config, "joint_norm": True}), encoding="utf-8")
    with pytest.raises(ValueError, match="make setup"):
        SentenceEncoder(tmp_path)


# Small trainings

TRAIN_AND_LOAD = """
import json, sys, tempfile
from pathlib import Path
from nlu import start
start.import_in_order()
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from nlu.intents import IntentClassifier
from nlu.tagger import EntityTagger
from nlu.tokenizer import ChatTokenizer, words_of
from nlu.vectors import SentenceVectors

CONTEXT = ExecutionContext(GraphSchema({}))

def made(how, kind, storage):
    arguments = (kind.get_default_config(), storage, Resource(kind.__name__), CONTEXT)
    return getattr(kind, how)(*arguments)

def training_data(sentences):
    return TrainingData([
        Message({TEXT: text, "intent": intent, "entities": [
            {"entity": name, "value": value, "start": text.index(value), "end": text.index(value) + len(value)}
            for name, value in entities
        ]}) for intent, text, entities in sentences
    ])

def answers(components, texts):
    messages = [Message({TEXT: text}) for text in texts]
    for component in components:
        messages = component.process(messages)
    return [{
        "words": [word.normal for word in words_of(message)],
        "intent": message.get("intent"), "ranking": message.get("intent_ranking"),
        "entities": message.get("entities"),
    } for message in messages]

def run(sentences, texts, vectors=True, classifier=True):
    kinds = [ChatTokenizer, *[SentenceVectors] * vectors, *[IntentClassifier] * classifier, EntityTagger]
    data = training_data(sentences)
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(Path(folder))
        trained = []
        for kind in kinds:
            component = made("create", kind, storage)
            if hasattr(component, "train"):
                component.train(data)
            data = component.process_training_data(data)
            trained.append(component)
        loaded = [made("load", kind, storage) for kind in kinds]
    # The folder is gone, as it is for a server.
    return {"trained": answers(trained, texts), "loaded": answers(loaded, texts)}

asked = json.loads(Path(sys.argv[1]).read_text())
print(json.dumps({name: run(**case) for name, case in asked.items()}))
"""

TOWNS = ("Bekasi", "Bandung", "Bogor", "Depok", "Solo")
Sentence = tuple[str, str, list[tuple[str, str]]]
SEARCHES: list[Sentence] = [
    ("search_job", f"{start} {town}", [("location", town)]) for town in TOWNS for start in ("loker di", "mau kerja di")
]
GREETINGS: list[Sentence] = [("greet", text, []) for text in ("halo kak", "pagi kak", "hai min", "assalamualaikum")]
THANKS: list[Sentence] = [("thank", text, []) for text in ("makasih ya", "terima kasih kak", "tengkyu min")]
DENIALS: list[Sentence] = [("deny", "bukan begitu", [])]

SAID = ["loker di Bekasi", "mau krja di bogorrr", "halo kak", "makasih"]
BLANK = ["", "   ", "\u200b\u200d", "\ud800"]
SIGNS = ["?!… ((()))", "👍🏽", "_", "\x00"]
FACTS = ["no hp 0812-3456-7890, email budi.s@contoh.co.id", "lamar yang kedua", "081234567890@contoh.id"]
ALL = [*SAID, *BLANK, *SIGNS, *FACTS]

CASES: dict[str, dict[str, Any]] = {
    "full": {"sentences": SEARCHES + GREETINGS + THANKS + DENIALS},
    "two intents": {"sentences": SEARCHES + GREETINGS},
    "two sentences": {"sentences": GREETINGS[:1] + THANKS[:1]},
    "no entities": {"sentences": GREETINGS + THANKS},
    "no vectors": {"sentences": SEARCHES + GREETINGS + THANKS, "vectors": False},
    "nothing": {"sentences": [], "vectors": False, "classifier": False},
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory, embedding_folder: Path) -> dict[str, Any]:
    """Train and load every case in one process of Rasa's, which takes long to start."""
    file = tmp_path_factory.mktemp("pipeline") / "cases.json"
    file.write_text(json.dumps({name: {**case, "texts": ALL} for name, case in CASES.items()}), encoding="utf-8")
    return dict(said_last(in_rasa(TRAIN_AND_LOAD, str(file))))


def loaded(answers: dict[str, Any], case: str) -> dict[str, dict[str, Any]]:
    """What the loaded components say of each text."""
    return dict(zip(ALL, answers[case]["loaded"], strict=True))


def values(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(entity["entity"], entity["value"]) for entity in answer["entities"] or []]


@pytest.mark.rasa
@pytest.mark.parametrize("case", CASES)
def test_loaded_components_say_what_the_trained_ones_said(answers: dict[str, Any], case: str) -> None:
    for text, before, after in zip(ALL, answers[case]["trained"], answers[case]["loaded"], strict=True):
        assert (after["words"], after["entities"]) == (before["words"], before["entities"]), text
        assert [one["name"] for one in after["ranking"] or []] == [one["name"] for one in before["ranking"] or []], text
        assert [one["confidence"] for one in after["ranking"] or []] == pytest.approx(
            [one["confidence"] for one in before["ranking"] or []], abs=1e-3
        ), text  # rarities are kept with five digits


@pytest.mark.rasa
def test_a_loaded_tagger_finds_the_places(answers: dict[str, Any]) -> None:
    said = loaded(answers, "full")
    assert values(said["loker di Bekasi"]) == [("location", "Bekasi")]
    assert values(said["mau krja di bogorrr"]) == [("location", "bogorrr")]
    assert values(said["halo kak"]) == []


@pytest.mark.rasa
@pytest.mark.parametrize("case", ["no entities", "nothing"])
def test_a_tagger_that_was_trained_on_no_entity_finds_only_what_has_a_form(answers: dict[str, Any], case: str) -> None:
    said = loaded(answers, case)
    assert [values(said[text]) for text in SAID] == [[], [], [], []]
    assert values(said[FACTS[0]]) == [("phone", "0812-3456-7890"), ("email", "budi.s@contoh.co.id")]
    assert values(said[FACTS[1]]) == [("vacancy_ref", "yang kedua")]
    assert values(said[FACTS[2]]) == [("email", "081234567890@contoh.id")]


@pytest.mark.rasa
@pytest.mark.parametrize("case", ["full", "two intents", "no vectors"])
def test_intents_are_told_apart(answers: dict[str, Any], case: str) -> None:
    said = loaded(answers, case)
    assert said["loker di Bekasi"]["intent"]["name"] == "search_job"
    assert said["mau krja di bogorrr"]["intent"]["name"] == "search_job"
    assert said["halo kak"]["intent"]["name"] == "greet"


@pytest.mark.rasa
@pytest.mark.parametrize("case", [name for name in CASES if name != "nothing"])
def test_a_ranking_holds_all_intents_and_adds_up_to_one(answers: dict[str, Any], case: str) -> None:
    names = {intent for intent, _, _ in CASES[case]["sentences"]}
    for text, answer in loaded(answers, case).items():
        if text == "":
            continue
        ranking = answer["ranking"]
        assert {one["name"] for one in ranking} == names, text
        assert sum(one["confidence"] for one in ranking) == pytest.approx(1, abs=1e-5), text
        assert [one["confidence"] for one in ranking] == sorted((one["confidence"] for one in ranking), reverse=True)
        assert answer["intent"] == ranking[0]


@pytest.mark.rasa
def test_an_intent_with_one_sentence_can_be_meant(answers: dict[str, Any]) -> None:
    assert "deny" in {one["name"] for one in loaded(answers, "full")["halo kak"]["ranking"]}
    assert loaded(answers, "two sentences")["makasih"]["intent"]["name"] == "thank"


@pytest.mark.rasa
@pytest.mark.parametrize("case", CASES)
def test_an_empty_text_has_neither_words_nor_wish_nor_facts(answers: dict[str, Any], case: str) -> None:
    empty = loaded(answers, case)[""]
    assert (empty["words"], empty["ranking"] or [], empty["entities"] or []) == ([], [], [])
    if case != "nothing":  # where no classifier is
        assert empty["intent"] == {"name": None, "confidence": 0}


@pytest.mark.rasa
@pytest.mark.parametrize("text", [*BLANK[1:], *SIGNS])
def test_a_text_without_letters_has_no_facts(answers: dict[str, Any], text: str) -> None:
    answer = loaded(answers, "full")[text]
    assert not answer["entities"]
    assert bool(answer["words"]) == (text in SIGNS)


# The trained model


PARSE_ALL = """
import asyncio, json, os, sys, time
from pathlib import Path
from nlu import start
from nlu.__main__ import environment
os.environ.update(environment())
start.import_in_order()
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.trackers import DialogueStateTracker
from nlu.logs import configure
from nlu.processor import install
from nlu.runner import InOrderRunner

configure("rasa")
install()
agent = Agent.load(sys.argv[1])
texts = json.loads(Path(sys.argv[2]).read_text())
loop = asyncio.new_event_loop()
loop.run_until_complete(agent.parse_message("halo"))  # opens the sentence encoder
"""

PARSE_ONE_BY_ONE = (
    PARSE_ALL
    + """
slowest, faults = (0.0, ""), []
for text in texts:
    began = time.process_time()  # other processes take none of it
    try:
        parsed = loop.run_until_complete(agent.parse_message(text))
    except Exception as problem:
        faults.append([text, repr(problem)])
        continue
    slowest = max(slowest, (time.process_time() - began, text))
    intent = parsed["intent"]
    if not (isinstance(intent["name"], str | None) and 0 <= intent["confidence"] <= 1.0001):
        faults.append([text, str(intent)])
    end, text = 0, text.strip()  # as Rasa does with every message
    for entity in parsed["entities"]:
        if not end <= entity["start"] < entity["end"] or text[entity["start"] : entity["end"]] != entity["value"]:
            faults.append([text, str(entity)])
        end = entity["end"]
print(json.dumps({"parsed": len(texts), "slowest": slowest, "faults": faults}))
"""
)

PARSE_WITH_BOTH_RUNNERS = (
    PARSE_ALL
    + """
runner, metadata = agent.processor.graph_runner, agent.processor.model_metadata
assert type(runner) is InOrderRunner
answers = {"dask": [], "in order": []}
for text in texts:
    for name, run in (("dask", DaskGraphRunner.run), ("in order", InOrderRunner.run)):
        inputs = {
            PLACEHOLDER_MESSAGE: [UserMessage(text)],
            PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("someone", []),
        }
        (parsed,) = run(runner, inputs, [metadata.nlu_target])[metadata.nlu_target]
        answers[name].append(parsed.as_dict(only_output_properties=True))
both = {}
for name, run in (("dask", DaskGraphRunner.run), ("in order", InOrderRunner.run)):
    inputs = {
        PLACEHOLDER_MESSAGE: [UserMessage("halo")],
        PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("someone", [], domain=agent.domain),
    }
    result = run(runner, inputs, [metadata.core_target, metadata.nlu_target])
    prediction = result[metadata.core_target]
    both[name] = [sorted(result), list(prediction.probabilities), prediction.policy_name]
try:
    runner.run({}, [metadata.nlu_target])
    missing = "nothing"
except Exception as problem:
    missing = f"{type(problem).__name__}: {problem}"
print(json.dumps({"answers": answers, "both": both, "missing": missing}))
"""
)


@pytest.fixture(scope="module")
def model() -> Path:
    """The newest model, whatever it was made of: what it says matters little here."""
    found = newest()
    if found is None:
        not_run("Rasa's tests", "a trained model; run «make setup»")
    return found


def with_model(code: str, model: Path, texts: list[str], folder: Path) -> Any:
    """Run code over texts in a process that has loaded the model."""
    file = folder / "texts.json"
    file.write_text(json.dumps(texts), encoding="utf-8")
    return said_last(in_rasa(code, str(model), str(file)))


@pytest.mark.rasa
def test_the_runner_gives_what_dask_gives(model: Path, tmp_path: Path) -> None:
    sentences = sorted({message.text for message in read_labelled(ROOT / "data" / "nlu" / "search_job.yml")})
    texts = [*random.Random(3).sample(sentences, 25), "halo", "gk jd", "🙏", "asdf qwer", "081234567890"]
    told = with_model(PARSE_WITH_BOTH_RUNNERS, model, texts, tmp_path)
    assert len(told["answers"]["in order"]) == 30
    assert told["answers"]["in order"] == told["answers"]["dask"]
    assert told["both"]["in order"] == told["both"]["dask"]
    assert told["missing"].startswith("GraphRunError: "), told["missing"]


# Texts that mean harm

ALPHABETS = ("абвгд", "αβγδε", "アイウエオ", "工作找你", "سلامكيف", "नौकरी", "ꦲꦤꦕꦫꦏ", "ⒶⒷⒸ", "𝓀ℯ𝓇𝒿𝒶", "ｋｅｒｊａ")
UNITS = (
    " ", "\n", "1", "9 ", "a", "ab ", "A", "👍🏽", "👨‍👩‍👧", "🇮🇩", "\u200b", "a\u0301", "a'", "'", "[", "(", "[(", "{",
    "</b>", "\\", "%s", "-", "+", "@", "a@b.", "a.a@", "08", "0812-", "+62 8", "V1", "yang ke-", "no 1 ", "the first ",
    "kerja ", "bekasi ", "umur 23 ", "4jt", "2", "di mana ", "tidak ", "hapus data ", "nama saya ", "kasir, ",
    "\x00", "\ud83d", "ﷺ", "½", "_", "/", ":", ",",
)  # fmt: skip
ODD = (
    " " * 4000 + "loker", "loker" + " " * 4000, "[" * 2000 + "]" * 2000, "(" * 1365 + "x" + ")" * 1365, "[a](" * 1000,
    "a" * 4096, "1" * 4096, "08" + "1" * 4000, "a." * 2000 + "@", "@" + "a." * 2000, '{"a": ' * 600, "/" * 4096, "/",
    "/greet", '/greet{"a": 1}', "\u202e" + "kerja " * 600, "\ufeff", "\x00" * 100, "\ud800", "null", "None", "nan",
    "-1e999", "' OR 1=1 --", "081234567890@contoh.id",
)  # fmt: skip


def odd_texts(number: int, seed: int) -> list[str]:
    """Make texts of at most 4,096 characters: noise, cut and mixed sentences, endless repetitions."""
    chance = random.Random(seed)
    sentences = [message.text for message in read_labelled(ROOT / "data" / "nlu")]

    def noise() -> str:
        top = chance.choice((0x7F, 0x2FF, 0xFFFF, 0x10FFFF))
        return "".join(chr(chance.randint(0, top)) for _ in range(chance.randint(1, 80)))

    def cut() -> str:
        sentence = chance.choice(sentences)
        at = chance.randint(0, len(sentence))
        return sentence[:at] if chance.random() < 0.5 else sentence[at:]

    def mixed() -> str:
        words = chance.choice(sentences).split()
        for _ in range(chance.randint(1, 4)):
            word = "".join(chance.choices(chance.choice(ALPHABETS), k=chance.randint(1, 6)))
            words.insert(chance.randint(0, len(words)), word)
        return chance.choice((" ", "", "\u200b", "\n", "  ")).join(words)

    def mangled() -> str:
        letters = list(chance.choice(sentences))
        for _ in range(chance.randint(1, 6)):
            letters.insert(chance.randint(0, len(letters)), chance.choice(UNITS))
        return "".join(letters)

    def repeated() -> str:
        unit = chance.choice(UNITS) + chance.choice(("", "", chance.choice(UNITS)))
        return (unit * 4096)[: 4096 if chance.random() < 0.2 else chance.randint(1, 600)]

    def joined() -> str:
        return " ".join(chance.choices(sentences, k=chance.randint(2, 80)))[:4096]

    kinds = (noise, cut, cut, mixed, mixed, mangled, mangled, repeated, joined)
    made = [*ODD, *((unit * 4096)[:4096] for unit in UNITS)]
    while len(made) < number:
        made.append(chance.choices(kinds, weights=(3, 3, 3, 3, 3, 3, 3, 1, 0.3))[0]())
    return made


def parses_all(model: Path, texts: list[str], folder: Path) -> None:
    """Parse texts, and say how much of the processor's time the slowest took."""
    told = with_model(PARSE_ONE_BY_ONE, model, texts, folder)
    seconds, text = told["slowest"]
    print(f"{told['parsed']} texts, the slowest in {seconds * 1000:.0f} ms: {len(text)} characters, {text[:60]!a}")
    assert told["faults"] == []
    assert seconds < 2


@pytest.mark.rasa
def test_no_odd_text_breaks_or_holds_up_the_model(model: Path, tmp_path: Path) -> None:
    parses_all(model, odd_texts(2_000, seed=1), tmp_path)


@pytest.mark.soak
@pytest.mark.rasa
@pytest.mark.timeout(1800)
def test_no_odd_text_of_many_breaks_or_holds_up_the_model(model: Path, tmp_path: Path) -> None:
    parses_all(model, odd_texts(20_000, seed=2), tmp_path)
