"""Keys and rows in parts that an engine takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from memkit.contracts.store import Keys

T = TypeVar("T")


def in_chunks(keys: Keys, most: int) -> Iterator[list[int]]:
    """Yield keys in lists of at most so many."""
    for start in range(0, len(keys), most):
        yield keys[start : start + most].tolist()


def in_parts(
    rows: Iterable[T], *, most: int, largest: int, size: Callable[[T], int]
) -> Iterator[list[T]]:
    """Yield rows in parts that fit into a request.

    Args:
        rows: What is sent.
        most: How many at once.
        largest: Bytes that a request may have; a row that is larger goes alone.
        size: Tells the bytes of a row.
    """
    part: list[T] = []
    total = 0
    for row in rows:
        own = size(row)
        if part and (len(part) >= most or total + own > largest):
            yield part
            part, total = [], 0
        part.append(row)
        total += own
    if part:
        yield part
