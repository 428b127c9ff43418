"""What stands in an answer. The SDK checks none of it: a field may be missing, or of any type."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any

import numpy as np

from memkit.errors import ProviderError

# Makes an error of what an answer holds instead of what was expected.
Nonsense = Callable[[str], ProviderError]


def rows_in(answer: object, nonsense: Nonsense) -> list[Any]:
    """Return the vectors of an embedding answer, in the order of the texts.

    Raises:
        ProviderError: The answer has no such list.
    """
    data = getattr(answer, "data", None)
    if not isinstance(data, list):
        raise nonsense("no list of vectors")
    places = [getattr(item, "index", None) for item in data]
    if any(place is not None for place in places):
        numbered = {
            place: item for place, item in zip(places, data, strict=True) if isinstance(place, int)
        }
        if set(numbered) != set(range(len(data))):
            raise nonsense("vectors that are not numbered from 0")
        data = [numbered[place] for place in range(len(data))]
    return [_numbers(getattr(item, "embedding", None), nonsense) for item in data]


def _numbers(vector: object, nonsense: Nonsense) -> object:
    """Return a vector that was sent as base64 (float32, little-endian) as numbers."""
    if not isinstance(vector, str):
        return vector
    try:
        return np.frombuffer(base64.b64decode(vector, validate=True), "<f4")
    except (binascii.Error, ValueError):
        raise nonsense("a vector that is no base64 of float32") from None
