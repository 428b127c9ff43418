from __future__ import annotations

import numpy as np

from memkit.contracts import Vectors, with_blanks


def lengths(texts: list[str]) -> Vectors:
    assert texts
    return np.array([[len(text), 0] for text in texts], np.float32)


def test_blank_texts_are_zeros_and_are_not_encoded() -> None:
    found = with_blanks(["", "ab", " \n", "abc"], lengths, dim=2, unit=False)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, [[0, 0], [2, 0], [0, 0], [3, 0]])
    assert with_blanks([" ", ""], lengths, dim=2).tolist() == [[0, 0], [0, 0]]
    assert with_blanks([], lengths, dim=2).shape == (0, 2)


def test_vectors_are_scaled_to_length_one() -> None:
    assert with_blanks(["ab", "", "abc"], lengths, dim=2).tolist() == [[1, 0], [0, 0], [1, 0]]
