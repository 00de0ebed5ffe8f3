"""Scores of labelled messages: intents with fallback as out of scope, entities by name and place."""

from pathlib import Path
from typing import Any

import pytest

from nlu.evaluation import Labelled, read_labelled, score


def understood(intent: str, *entities: tuple[str, int, int]) -> dict[str, Any]:
    named = [{"entity": name, "start": start, "end": end} for name, start, end in entities]
    return {"intent": {"name": intent}, "entities": named}


def test_a_perfect_answer_scores_one() -> None:
    message = Labelled("kasir bekasi", "search_job", "casual", frozenset({("occupation", 0, 5), ("location", 6, 12)}))
    report = score([message], [understood("search_job", ("occupation", 0, 5), ("location", 6, 12))])
    assert report["intent_accuracy"] == report["intent_macro_f1"] == 1
    assert report["entity_f1_exact"] == report["entity_f1_overlapping"] == 1
    assert report["out_of_scope_false_accept"] is None


def test_overlap_counts_apart_from_exact_and_fallback_is_out_of_scope() -> None:
    messages = [
        Labelled("di bekasi timur", "inform", "slang", frozenset({("location", 3, 15)})),
        Labelled("siapa presiden", "out_of_scope", "formal", frozenset()),
        Labelled("nonton yuk", "out_of_scope", "slang", frozenset()),
    ]
    answers = [understood("inform", ("location", 3, 9)), understood("nlu_fallback"), understood("greet")]
    report = score(messages, answers)
    assert report["intent_accuracy"] == pytest.approx(2 / 3)
    assert (report["entity_f1_exact"], report["entity_f1_overlapping"]) == (0, 1)
    assert report["out_of_scope_false_accept"] == 0.5
    assert report["accuracy_by_style"] == {"formal": 1, "slang": 0.5}
    assert report["confused"] == {"out_of_scope → greet": 1}


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text('{"text": "kasir", "intent": "inform", "entities": [{"entity": "location", "value": "bekasi"}]}\n')
    with pytest.raises(ValueError, match=r"line 1: 'bekasi' is not in 'kasir'"):
        read_labelled(file)
