"""The training sentences under data/nlu/: the contract's names, sound annotations, nothing twice, nothing held out."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from nlu.gazetteer import Gazetteer
from nlu.spelling import Spelling, read_chat_words

ROOT = Path(__file__).resolve().parent.parent
TRAINING = ROOT / "data" / "nlu"
HELD_OUT = ROOT / "tests" / "sentences"

# The contract of names: any set of labelled messages can be scored on any version of the assistant.
INTENTS = frozenset(
    {
        "affirm",
        "application_status",
        "apply_job",
        "ask_ak1",
        "ask_cost",
        "ask_documents",
        "ask_guidance",
        "ask_layoff",
        "ask_market",
        "ask_office",
        "ask_training",
        "bot_challenge",
        "cancel",
        "change_language",
        "complaint",
        "correct",
        "deny",
        "disability_service",
        "distress",
        "explain_match",
        "feedback",
        "goodbye",
        "greet",
        "help",
        "inform",
        "job_detail",
        "more_results",
        "out_of_scope",
        "privacy",
        "register",
        "reject_results",
        "report_placed",
        "report_scam",
        "search_job",
        "show_profile",
        "skip",
        "subscribe_alerts",
        "talk_to_officer",
        "thank",
        "unsubscribe_alerts",
        "update_profile",
        "upload_cv",
        "withdraw_application",
        "work_abroad",
    }
)
ENTITIES = frozenset(
    {
        "age",
        "birth_date",
        "company",
        "country",
        "date_time",
        "disability",
        "education_level",
        "email",
        "experience",
        "gender",
        "location",
        "major",
        "occupation",
        "person_name",
        "phone",
        "salary",
        "skill",
        "vacancy_ref",
        "work_type",
    }
)

LEAST = 60
LEAST_OF_THE_WIDE = 150
WIDE = frozenset({"inform", "search_job", "correct", "out_of_scope"})
LEAST_OF_AN_ENTITY = 15
FEW = 3
"""Words that all people say alike («ga jadi», «halo kak»): that few are no copy of a held-out sentence."""

ANNOTATION = re.compile(r"\[([^\[\]]*)\]\(([^()]*)\)")


@dataclass(frozen=True)
class Sentence:
    """One example as it stands in a file, and the text a seeker would see."""

    intent: str
    raw: str

    @property
    def text(self) -> str:
        return ANNOTATION.sub(r"\1", self.raw)

    @property
    def entities(self) -> list[tuple[str, str]]:
        """(entity, value) in reading order."""
        return [(name, value) for value, name in ANNOTATION.findall(self.raw)]


def normalised(text: str) -> str:
    """Fold case, punctuation and spaces; what has no letters (an emoji) stays itself."""
    words = " ".join(re.sub(r"[^\w#]+", " ", text.casefold()).split())
    return words or "".join(text.split())


@cache
def spelling() -> Spelling:
    """What a model learns from the tables and the training sentences."""
    data = ROOT / "data"
    meanings = read_chat_words(data / "vocabulary" / "chat_words.csv")
    return Spelling.learn(meanings, [sentence.text for sentence in training()], also=Gazetteer.read(data).words())


def regular(text: str) -> str:
    """Give the words of a text in their regular spelling; what has no letters (an emoji) stays itself."""
    parts = [word.normal for word in spelling().words(text)]
    return " ".join(part for part in parts if any(map(str.isalnum, part))) or " ".join(parts)


def faults(sentence: Sentence) -> list[str]:
    """Say what is wrong with the annotations of one sentence; an empty list when nothing is."""
    found = []
    for name, value in sentence.entities:
        if name not in ENTITIES:
            found.append(f"unknown entity {name!r}")
        if not value.strip():
            found.append("empty value")
        elif value != value.strip():
            found.append(f"space at the edge of {value!r}")
        elif value[0] in ",.;:!?" or value[-1] in ",;:!?":
            found.append(f"punctuation at the edge of {value!r}")
    rest = ANNOTATION.sub(" ", sentence.raw)
    if set(rest) & set("[]{}"):
        found.append("unbalanced or nested brackets")
    if re.search(r"\w\[|\)\w", ANNOTATION.sub(lambda m: f"[]({m[2]})", sentence.raw)):
        found.append("a value is cut out of the middle of a word")
    return found


def examples(path: Path) -> list[Sentence]:
    """Read one file in Rasa's format; every line of `examples` is one sentence."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    sentences = []
    for block in content["nlu"]:
        for line in block["examples"].splitlines():
            assert line.startswith("- "), f"{path.name}: {line!r} does not start with '- '"
            sentences.append(Sentence(block["intent"], line[2:].strip()))
    return sentences


@cache
def training() -> tuple[Sentence, ...]:
    return tuple(sentence for path in sorted(TRAINING.glob("*.yml")) for sentence in examples(path))


@cache
def held_out() -> tuple[Sentence, ...]:
    return tuple(sentence for path in sorted(HELD_OUT.glob("*.yml")) for sentence in examples(path))


def repeated(sentences: tuple[Sentence, ...]) -> list[str]:
    """Name every sentence that stands more than once, in whatever intents."""
    seen: dict[str, Sentence] = {}
    found = []
    for sentence in sentences:
        first = seen.setdefault(normalised(sentence.text), sentence)
        if first is not sentence:
            found.append(f"{sentence.intent}: {sentence.text!r} stands as {first.text!r} in {first.intent}")
    return found


def test_there_is_one_file_an_intent_with_its_name() -> None:
    assert {path.stem for path in TRAINING.glob("*.yml")} == INTENTS


@pytest.mark.parametrize("intent", sorted(INTENTS))
def test_a_file_is_sound(intent: str) -> None:
    path = TRAINING / f"{intent}.yml"
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["version"] == "3.1"
    sentences = examples(path)
    assert {sentence.intent for sentence in sentences} == {intent}
    wrong = [f"{s.raw!r}: {fault}" for s in sentences for fault in faults(s)]
    wrong += [f"{s.raw!r}: starts like a command" for s in sentences if s.text.startswith("/")]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("intent", sorted(INTENTS))
def test_an_intent_has_enough_sentences(intent: str) -> None:
    least = LEAST_OF_THE_WIDE if intent in WIDE else LEAST
    assert len(examples(TRAINING / f"{intent}.yml")) >= least


def test_every_entity_has_enough_different_values() -> None:
    values = {(name, normalised(value)) for sentence in training() for name, value in sentence.entities}
    counts = Counter(name for name, _ in values)
    poor = {name: counts[name] for name in ENTITIES if counts[name] < LEAST_OF_AN_ENTITY}
    assert not poor


def test_no_sentence_stands_twice() -> None:
    found = repeated(training())
    assert not found, "\n".join(found)


def test_no_held_out_sentence_is_trained_on() -> None:
    assert held_out(), f"no held-out sentences under {HELD_OUT.relative_to(ROOT)}"
    measured = {normalised(sentence.text) for sentence in held_out()}
    found = [f"{s.intent}: {s.text!r}" for s in training() if normalised(s.text) in measured]
    assert not found, "remove from data/nlu/:\n" + "\n".join(found)


def contradictions(sentences: tuple[Sentence, ...]) -> list[str]:
    """Name the sentences that are the same in regular spelling, but not in intent."""
    alike: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        alike.setdefault(regular(sentence.text), []).append(sentence)
    return [
        f"{text!r}: " + ", ".join(f"{s.text!r} in {s.intent}" for s in same)
        for text, same in alike.items()
        if len({s.intent for s in same}) > 1
    ]


def copies(sentences: tuple[Sentence, ...], measured: tuple[Sentence, ...]) -> list[str]:
    """Name the sentences that are a measured one in other spelling, unless they are too short to be anyone's."""
    kept = {regular(sentence.text): sentence for sentence in measured}
    return [
        f"{s.intent}: {s.text!r} is {other.text!r}"
        for s in sentences
        if (other := kept.get(regular(s.text))) and len(regular(s.text).split()) > FEW
    ]


def test_no_two_intents_have_a_sentence_that_differs_in_spelling_alone() -> None:
    found = contradictions(training())
    assert not found, "keep one of each in data/nlu/:\n" + "\n".join(found)


def test_no_held_out_sentence_is_trained_on_in_other_spelling() -> None:
    found = copies(training(), held_out())
    assert not found, "remove from data/nlu/:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("cari [kasir](job) di Bekasi", "unknown entity 'job'"),
        ("cari [kasir ](occupation)", "space at the edge of 'kasir '"),
        ("cari [](occupation)", "empty value"),
        ("umur [23,](age) tahun", "punctuation at the edge of '23,'"),
        ("cari [kasir(occupation)", "unbalanced or nested brackets"),
        ("cari [kasir](occupation) di Bekasi]", "unbalanced or nested brackets"),
        ("di [[Bekasi](location) timur](location)", "unbalanced or nested brackets"),
        ('ke [Bekasi]{"entity": "location"}', "unbalanced or nested brackets"),
        ("gaji [5](salary)jt", "a value is cut out of the middle of a word"),
    ],
)
def test_a_bad_annotation_is_named(raw: str, fault: str) -> None:
    assert fault in faults(Sentence("search_job", raw))


def test_a_good_annotation_has_no_fault() -> None:
    assert faults(Sentence("inform", "[Siti](person_name), umur [23 thn](age) (baru lulus)")) == []


def test_a_repeated_sentence_is_found_under_other_spelling_and_intent() -> None:
    sentences = (Sentence("affirm", "Boleh, kak!"), Sentence("thank", "oke"), Sentence("deny", "boleh  kak"))
    assert repeated(sentences) == ["deny: 'boleh  kak' stands as 'Boleh, kak!' in affirm"]


def test_other_spelling_hides_neither_a_contradiction_nor_a_copy() -> None:
    said = Sentence("deny", "gk mau kerja di [Bekasi](location)")
    assert contradictions((said, Sentence("skip", "Tidak mau krjaaa di bekasi!"), Sentence("skip", "🙏"))) == [
        "'tidak mau kerja di bekasi': 'gk mau kerja di Bekasi' in deny, 'Tidak mau krjaaa di bekasi!' in skip"
    ]
    assert contradictions((said, Sentence("deny", "ga mau kerja di bekasi"), Sentence("skip", "ga mau"))) == []
    assert copies((said, Sentence("thank", "🙏")), (Sentence("deny", "ga mau kerja di bekasi"),)) == [
        "deny: 'gk mau kerja di Bekasi' is 'ga mau kerja di bekasi'"
    ]
    assert copies((Sentence("deny", "gk mau"), Sentence("thank", "🙏")), (Sentence("deny", "ga mau"),)) == []
