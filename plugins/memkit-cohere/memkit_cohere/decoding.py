"""Vectors of few bits a number, as vectors of floats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from memkit.contracts import Vectors
from memkit.errors import ProviderError
from memkit_cohere.config import EmbeddingType

# Where a byte with the sign bit holds a number of eight bits without one.
_OFFSET = 128


def decoded(
    rows: Sequence[Any], *, embedding_type: EmbeddingType, error: ProviderError
) -> Sequence[Any]:
    """Return vectors as numbers whose cosines are those of what the API sent.

    A byte stands for itself: the API's int8 numbers are its floats times a factor, rounded. A bit
    stands for the sign of a float, so it becomes 1 or -1, and the cosine of two such vectors is 1
    less the share of bits that differ, twice. Neither is the float it was made from.

    Args:
        rows: One list of numbers for each text; a binary one holds eight bits a number, the
            first bit highest, less 128.
        embedding_type: How they were encoded.
        error: What to raise for numbers that are no bytes.

    Raises:
        ProviderError: `error`.
    """
    return rows if embedding_type == "float" else [_row(row, embedding_type, error) for row in rows]


def _row(row: Any, embedding_type: EmbeddingType, error: ProviderError) -> Vectors:
    try:
        numbers = np.array(row)
    except ValueError:
        raise error from None
    integers = numbers.ndim == 1 and np.issubdtype(numbers.dtype, np.integer)
    if not integers or (abs(numbers + 0.5) > _OFFSET).any():
        raise error
    if embedding_type == "int8":
        return numbers.astype(np.float32)
    bits = np.unpackbits((numbers + _OFFSET).astype(np.uint8))
    return bits.astype(np.float32) * 2 - 1
