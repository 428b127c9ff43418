from __future__ import annotations

import numpy as np
import pytest

from memkit.errors import ProviderError
from memkit.providers.hosted import as_vectors


def vectors(rows, *, n=2, dim=None, unit=False):
    return as_vectors(rows, n=n, dim=dim, provider="acme", model="m", unit=unit)


def test_numbers_become_float32_of_their_own():
    rows = np.array([[3, 4], [0, 0]], np.float32)
    rows.flags.writeable = False
    found = vectors(rows, dim=2, unit=True)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, [[0.6, 0.8], [0, 0]])
    assert rows[0, 0] == 3


def test_no_texts_give_no_vectors():
    assert vectors([], n=0, dim=3).shape == (0, 3)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([[1, 2]], "1 vectors for 2 texts"),
        ([[1, 2]] * 3, "3 vectors for 2 texts"),
        ([[1, 2, 3]] * 2, r"shape \(2, 3\); 2 numbers were expected"),
        ([[1, 2], [1]], "no lists of numbers"),
        ([[1, 2], None], "no lists of numbers"),
        ([["a", "b"]] * 2, "no lists of numbers"),
        ([{}, {}], "no lists of numbers"),
        ([[10**400, 1]] * 2, "no lists of numbers"),
        ([1, 2], "shape"),
        ([[[1, 2]], [[1, 2]]], "shape"),
        ([[1, float("nan")]] * 2, "NaN"),
        ([[1, None]] * 2, "NaN"),
        ([[1, 1e39]] * 2, "infinity"),
    ],
)
def test_nonsense_is_refused(rows, words):
    with pytest.raises(ProviderError, match=words) as raised:
        vectors(rows, dim=2)
    assert raised.value.provider == "acme"


def test_vectors_of_no_length_are_refused():
    with pytest.raises(ProviderError, match="one length"):
        vectors([[], []])
