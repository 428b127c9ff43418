"""Ranking measures against hand-computed values and scikit-learn."""

from __future__ import annotations

import math

import numpy as np
import pytest

from memkit.analysis.evaluation import bootstrap, ndcg, per_query, recall, reciprocal_rank

RANKED = ["a", "b", "c", "d", "e"]


def test_recall():
    assert recall(RANKED, ["b", "e", "x"], k=3) == pytest.approx(1 / 3)
    assert recall(RANKED, ["b", "e", "x"], k=5) == pytest.approx(2 / 3)
    assert recall([], ["b"], k=5) == 0
    assert math.isnan(recall(RANKED, [], k=3))


def test_reciprocal_rank():
    assert reciprocal_rank(RANKED, ["d", "c"]) == pytest.approx(1 / 3)
    assert reciprocal_rank(RANKED, ["x"]) == 0
    assert math.isnan(reciprocal_rank(RANKED, []))


def test_ndcg_by_hand():
    # Relevant at ranks 2 and 4 of two: (1/log2 3 + 1/log2 5) / (1/log2 2 + 1/log2 3).
    assert ndcg(RANKED, ["b", "d"], k=5) == pytest.approx(0.650921, abs=1e-6)
    # The cut leaves only rank 2.
    assert ndcg(RANKED, ["b", "d"], k=3) == pytest.approx(0.386853, abs=1e-6)
    assert ndcg(RANKED, {"a": 3.0, "c": 1.0}, k=5) == pytest.approx(
        (3 + 1 / 2) / (3 + 1 / math.log2(3))
    )
    assert ndcg(RANKED, ["a", "b"], k=2) == 1
    assert math.isnan(ndcg(RANKED, [], k=2))


def test_ndcg_is_that_of_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn is the reference")
    chance = np.random.default_rng(0)
    for _ in range(20):
        gains = chance.integers(0, 4, 12).astype(float)
        gains[0] += 1
        scores = chance.permutation(12).astype(float)
        ranked = [str(i) for i in np.argsort(-scores)]
        relevant = {str(i): gain for i, gain in enumerate(gains) if gain > 0}

        expected = metrics.ndcg_score([gains], [scores], k=5)

        assert ndcg(ranked, relevant, k=5) == pytest.approx(expected)


def test_per_query_keeps_the_order_of_the_queries():
    ranked = {"q2": ["a", "b"], "q1": ["b", "a"]}

    found = per_query(ranked, {"q1": ["a"], "q2": ["a"]}, k=1)

    np.testing.assert_array_equal(found["recall"], [0, 1])
    np.testing.assert_array_equal(found["mrr"], [0.5, 1])
    np.testing.assert_array_equal(found["ndcg"], [0, 1])


def test_a_query_that_can_not_be_judged_is_refused():
    with pytest.raises(ValueError, match="no ranking"):
        per_query({}, {"q": ["a"]}, k=1)
    with pytest.raises(ValueError, match="no relevant id"):
        per_query({"q": ["a"]}, {"q": []}, k=1)


def test_the_bootstrap_is_about_the_normal_interval():
    values = np.random.default_rng(1).normal(0.4, 0.2, 400)

    found = bootstrap(values)

    half = 1.96 * values.std() / 20
    assert found.mean == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - half, abs=0.003)
    assert found.high == pytest.approx(values.mean() + half, abs=0.003)
    assert found == bootstrap(values)


def test_the_bootstrap_of_nothing_and_of_one():
    assert math.isnan(bootstrap(np.empty(0)).mean)
    one = bootstrap(np.array([0.25]))
    assert (one.low, one.mean, one.high) == (0.25, 0.25, 0.25)
