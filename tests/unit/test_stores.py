"""What stores share."""

from __future__ import annotations

import numpy as np
import pytest

from memkit.contracts.store import SpaceInfo
from memkit.errors import SpaceError
from memkit.providers.vector_stores import is_new, merged, ranked, space_of

SPACE = SpaceInfo(key="a", id=1, dim=8)


def test_equal_scores_stand_in_the_order_of_their_keys() -> None:
    found = ranked(np.array([9, 2, 7, 4]), np.array([0.5, 0.5, 0.9, 0.1]), 3)
    assert found.keys.tolist() == [7, 2, 9]
    assert found.scores.dtype == np.float32


def test_several_answers_as_one() -> None:
    parts = [
        ranked(np.array([3, 1]), np.array([0.5, 0.1])),
        ranked(np.array([2, 8]), np.array([0.5, 0.7])),
    ]
    assert merged(parts, 3).keys.tolist() == [8, 2, 3]
    assert merged([], 3).keys.tolist() == []


def test_a_space_that_a_store_knows() -> None:
    assert space_of({"a": SPACE}, "a") is space_of({"a": SPACE}, "a", 8) is SPACE
    with pytest.raises(SpaceError, match="no space 'b'"):
        space_of({"a": SPACE}, "b")
    with pytest.raises(SpaceError, match="vectors of 8 numbers, not 3"):
        space_of({"a": SPACE}, "a", 3)


def test_a_space_that_comes_again() -> None:
    assert is_new(SPACE, None)
    assert is_new(SPACE, SpaceInfo(key="a", id=2, dim=3)), "the other one was dropped"
    assert not is_new(SPACE, SpaceInfo(key="a", id=1, dim=8))
    with pytest.raises(SpaceError, match="Drop it first"):
        is_new(SPACE, SpaceInfo(key="a", id=1, dim=3))
