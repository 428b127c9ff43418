"""A sample that keeps the density."""

from __future__ import annotations

import numpy as np
import pytest

from memkit.analysis.sampling import density_sample


def test_every_region_keeps_its_share():
    chance = np.random.default_rng(0)
    dense = chance.normal(0, 0.1, (9000, 2))
    sparse = chance.normal(5, 1.0, (1000, 2))
    points = np.concatenate([dense, sparse])

    rows = density_sample(points, 500)

    assert len(rows) == len(set(rows.tolist())) == 500
    assert (np.diff(rows) > 0).all()
    assert (rows >= 9000).sum() == pytest.approx(50, abs=2)


def test_cells_of_a_grid_are_kept_more_evenly_than_by_chance():
    chance = np.random.default_rng(1)
    points = chance.uniform(0, 1, (20_000, 2))

    def spread(rows):
        cells = (points[rows] * 8).astype(int)
        return np.bincount(cells[:, 0] * 8 + cells[:, 1], minlength=64).std()

    by_chance = spread(chance.choice(20_000, 2000, replace=False))

    assert spread(density_sample(points, 2000)) < by_chance / 2


def test_the_seed_decides():
    points = np.random.default_rng(2).standard_normal((300, 2))

    np.testing.assert_array_equal(density_sample(points, 30), density_sample(points, 30))
    assert set(density_sample(points, 30).tolist()) != set(
        density_sample(points, 30, seed=1).tolist()
    )


@pytest.mark.parametrize("points", [np.zeros((10, 2)), np.zeros((10, 1)), np.zeros((0, 2))])
def test_equal_points_and_none(points):
    assert len(density_sample(points, 4)) == min(4, len(points))
    assert len(density_sample(points, 0)) == 0
    assert len(density_sample(points, 99)) == len(points)


def test_a_negative_size_is_refused():
    with pytest.raises(ValueError, match="zero or more"):
        density_sample(np.zeros((3, 2)), -1)
