"""Trustworthiness and continuity against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest

from memkit.analysis.faithfulness import faithfulness
from memkit.analysis.projections import pca


@pytest.fixture
def space():
    return np.random.default_rng(0).standard_normal((150, 10)).astype(np.float32)


@pytest.mark.parametrize("k", [1, 5, 20])
def test_both_are_those_of_scikit_learn(space, k):
    manifold = pytest.importorskip("sklearn.manifold", reason="scikit-learn is the reference")
    picture = pca(space)
    units = space / np.linalg.norm(space, axis=1, keepdims=True)

    found = faithfulness(space, picture, k=k)

    trust = manifold.trustworthiness(units, picture, n_neighbors=k, metric="cosine")
    # Continuity is trustworthiness with the sides exchanged; equal lengths make Euclidean
    # distances rank as cosines do.
    continuity = manifold.trustworthiness(picture, units, n_neighbors=k)
    assert found.trustworthiness == pytest.approx(trust, abs=1e-9)
    assert found.continuity == pytest.approx(continuity, abs=1e-9)
    assert (found.k, found.rows, found.of) == (k, 150, 150)


def test_a_picture_that_keeps_all_is_faithful_and_a_random_one_is_not():
    chance = np.random.default_rng(1)
    angles = chance.uniform(0, 1, 200)
    space = np.stack([np.cos(angles), np.sin(angles)], axis=1)

    found = faithfulness(space, np.stack([angles, angles], axis=1), k=8)
    lost = faithfulness(space, chance.standard_normal((200, 2)), k=8)

    assert found.trustworthiness == found.continuity == pytest.approx(1)
    assert lost.trustworthiness < 0.7
    assert lost.continuity < 0.7


def test_a_sample_is_stated_and_near_the_whole():
    space = np.random.default_rng(2).standard_normal((400, 8))
    picture = pca(space)

    whole = faithfulness(space, picture, sample=400)
    part = faithfulness(space, picture, sample=200)

    assert (part.rows, part.of) == (200, 400)
    assert part.trustworthiness == pytest.approx(whole.trustworthiness, abs=0.02)
    assert part == faithfulness(space, picture, sample=200)


def test_few_rows(space):
    assert faithfulness(space[:5], pca(space[:5]), k=10).k == 2
    assert np.isnan(faithfulness(space[:2], pca(space[:2])).trustworthiness)


def test_equal_rows_are_no_mistake():
    space = np.repeat(np.random.default_rng(3).standard_normal((10, 4)), 5, axis=0)

    found = faithfulness(space, space[:, :4], k=4)

    assert found.trustworthiness > 0.99


def test_rows_must_be_the_same(space):
    with pytest.raises(ValueError, match="150 rows against 149"):
        faithfulness(space, np.zeros((149, 2)))
