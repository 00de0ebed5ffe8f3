"""Measures, checked by hand-computed cases, and the ablation's variants."""

import math

import pytest

from matching.evaluation import Measures, measure, variants

JUDGED = {"S1": {"a": 3.0, "b": 1.0, "c": 0.0}}


def test_the_ideal_order_measures_one() -> None:
    assert measure({"S1": ["a", "b"]}, JUDGED) == Measures(1.0, 1.0, 1.0, 0.0, 1)


def test_a_wrong_order_is_discounted_by_logarithm() -> None:
    measured = measure({"S1": ["c", "b", "a"]}, JUDGED)
    assert measured.ndcg == pytest.approx((1 / math.log2(3) + 7 / math.log2(4)) / (7 + 1 / math.log2(3)))
    assert measured.mrr == 0.5
    assert measured.zeros == pytest.approx(1 / 3)


def test_unjudged_finds_gain_nothing_and_are_no_zeros() -> None:
    measured = measure({"S1": ["x", "a"]}, JUDGED)
    assert measured.mrr == 0.5
    assert measured.zeros == 0.0


def test_a_query_that_found_nothing_counts() -> None:
    assert measure({}, {**JUDGED, "S2": {"a": 2.0}}) == Measures(0.0, 0.0, 0.0, 0.0, 2)


def test_a_query_without_anything_relevant_is_left_out() -> None:
    assert measure({"S3": ["c"]}, {"S3": {"c": 0.0}}).queries == 0


def test_every_part_is_left_out_once() -> None:
    table = variants()
    for name in table["as shown"].parts:
        assert name not in table[f"without {name}"].parts
