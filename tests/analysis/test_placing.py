"""Where vectors that are not in a picture belong in it."""

from __future__ import annotations

import numpy as np

from memkit.analysis.placing import anchors, between, place


def test_anchors_serve_every_picture_of_the_same_rows():
    chance = np.random.default_rng(3)
    vectors = chance.standard_normal((40, 6)).astype(np.float32)
    new = np.concatenate([vectors[[4, 17]], chance.standard_normal((3, 6))]).astype(np.float32)
    found = anchors(new, vectors)

    for dims in (2, 3):
        picture = chance.standard_normal((40, dims)).astype(np.float32)
        placed = between(found, picture)
        np.testing.assert_array_equal(placed, place(new, vectors, picture))
        np.testing.assert_allclose(placed[:2], picture[[4, 17]], atol=1e-3)
        low, high = picture[found.rows[4]].min(axis=0), picture[found.rows[4]].max(axis=0)
        assert ((placed[4] >= low) & (placed[4] <= high)).all()
    np.testing.assert_allclose(found.weights.sum(axis=1), 1, atol=1e-5)


def test_nothing_is_placed_without_a_vector_or_a_picture():
    vectors = np.eye(3, dtype=np.float32)
    assert np.isnan(place(np.zeros((1, 3), np.float32), vectors, vectors[:, :2])).all()
    assert np.isnan(place(vectors, vectors[:0], np.zeros((0, 2), np.float32))).all()
