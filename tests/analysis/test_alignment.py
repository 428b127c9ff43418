"""Procrustes alignment against SciPy."""

from __future__ import annotations

import numpy as np
import pytest

from memkit.analysis.alignment import procrustes


def test_disparity_is_that_of_scipy():
    spatial = pytest.importorskip("scipy.spatial", reason="SciPy is the reference")
    chance = np.random.default_rng(0)
    for dims in (2, 3):
        first, second = chance.standard_normal((40, dims)), chance.standard_normal((40, dims))

        _, _, expected = spatial.procrustes(first, second)

        assert procrustes(first, second).disparity == pytest.approx(expected)
        assert procrustes(second, first).disparity == pytest.approx(expected)


def test_what_was_only_turned_mirrored_scaled_and_moved_comes_back():
    reference = np.random.default_rng(1).standard_normal((30, 2))
    turn = np.array([[0.0, 1.0], [1.0, 0.0]])

    aligned = procrustes(reference, 7 * reference @ turn - 3)

    np.testing.assert_allclose(aligned.positions, reference, atol=1e-5)
    assert aligned.disparity == pytest.approx(0, abs=1e-9)


def test_the_shape_is_kept():
    chance = np.random.default_rng(2)
    reference, positions = chance.standard_normal((30, 2)), chance.standard_normal((30, 2))

    aligned = procrustes(reference, positions).positions

    def distances(points):
        return np.linalg.norm(points[:, None] - points[None], axis=-1)

    ratio = (
        distances(aligned)[np.triu_indices(30, 1)] / distances(positions)[np.triu_indices(30, 1)]
    )
    assert ratio.std() / ratio.mean() < 1e-5
    np.testing.assert_allclose(aligned.mean(axis=0), reference.mean(axis=0), atol=1e-5)


@pytest.mark.parametrize("n", [0, 1])
def test_too_little_to_align(n):
    assert np.isnan(procrustes(np.ones((n, 2)), np.zeros((n, 2))).disparity)


def test_constant_positions_are_moved_to_the_reference():
    reference = np.array([[0.0, 0.0], [2.0, 4.0]])

    aligned = procrustes(reference, np.full((2, 2), 9.0))

    np.testing.assert_allclose(aligned.positions, [[1, 2], [1, 2]])
    assert np.isnan(aligned.disparity)


def test_other_shapes_are_refused():
    with pytest.raises(ValueError, match="dimensions"):
        procrustes(np.zeros((4, 2)), np.zeros((4, 3)))
    with pytest.raises(ValueError, match="4 rows against 5"):
        procrustes(np.zeros((4, 2)), np.zeros((5, 2)))
