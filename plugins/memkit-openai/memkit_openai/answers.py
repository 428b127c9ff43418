"""What stands in an answer. The SDK checks none of it: a field may be missing, or of any type."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from memkit.errors import ProviderError

# Makes an error of what an answer holds instead of what was expected.
Nonsense = Callable[[str], ProviderError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A chat model's answer.

    Attributes:
        text: The answer, or why there is none.
        whole: Whether it is an answer, and was not cut off.
    """

    text: str
    whole: bool


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


def said_in(answer: object, nonsense: Nonsense) -> Said:
    """Return what a chat model answered.

    Raises:
        ProviderError: The answer holds no message.
    """
    choice = first_choice(answer)
    message = getattr(choice, "message", None)
    content, refusal = getattr(message, "content", None), getattr(message, "refusal", None)
    if message is None or not isinstance(content, str | None):
        raise nonsense("no message")
    if isinstance(refusal, str) and refusal:
        return Said(text=refusal, whole=False)
    reason = getattr(choice, "finish_reason", None)
    return Said(text=content or "", whole=reason not in ("length", "content_filter"))


def first_choice(answer: object) -> object | None:
    """Return the first choice of an answer or of a piece of one; None if it has none."""
    choices = getattr(answer, "choices", None)
    return choices[0] if isinstance(choices, list) and choices else None


def tokens_in(answer: object) -> dict[str, int | None]:
    """Return what an answer says that it consumed, as arguments of `Calls.count`."""
    usage = getattr(answer, "usage", None)
    return {
        "input_tokens": _count(getattr(usage, "prompt_tokens", None)),
        "output_tokens": _count(getattr(usage, "completion_tokens", None)),
    }


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None


def _numbers(vector: object, nonsense: Nonsense) -> object:
    """Return a vector that was sent as base64 (float32, little-endian) as numbers."""
    if not isinstance(vector, str):
        return vector
    try:
        return np.frombuffer(base64.b64decode(vector, validate=True), "<f4")
    except (binascii.Error, ValueError):
        raise nonsense("a vector that is no base64 of float32") from None
