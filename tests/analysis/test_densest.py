"""Where the name of a group belongs."""

from __future__ import annotations

import numpy as np
import pytest

from memkit.analysis.densest import densest


@pytest.mark.parametrize("dims", [2, 3])
def test_a_group_in_two_places_is_named_at_the_larger_one(dims):
    chance = np.random.default_rng(0)
    here = chance.normal(0, 0.1, (80, dims))
    there = chance.normal(10, 0.1, (40, dims))
    positions = np.concatenate([here, there]).astype(np.float32)

    (place,) = densest(positions, np.zeros(120, int), 1)

    # The mean would be at 3.3, where nothing is.
    assert np.linalg.norm(place) < 0.3


def test_groups_without_points_have_no_place():
    places = densest(np.array([[1.0, 2.0]], np.float32), np.array([1]), 3)

    assert np.isnan(places[[0, 2]]).all()
    np.testing.assert_array_equal(places[1], [1, 2])


def test_equal_points_and_many_points_have_one():
    same = np.ones((5, 2), np.float32)
    np.testing.assert_array_equal(densest(same, np.zeros(5, int), 1), [[1, 1]])

    many = np.random.default_rng(1).normal(size=(5000, 2)).astype(np.float32)
    assert np.linalg.norm(densest(many, np.zeros(5000, int), 1)) < 1
