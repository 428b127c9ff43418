"""Values on their way: answers in order, vectors at length one, rows in parts, known spaces."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Keys, Matches, SpaceInfo, no_matches
from memkit.errors import SpaceError


class HasDim(Protocol):
    """What a store keeps for a space."""

    @property
    def dim(self) -> int:
        """Numbers in a vector."""


S = TypeVar("S", bound=HasDim)
T = TypeVar("T")


def ranked(keys: Keys, scores: NDArray[Any], k: int | None = None) -> Matches:
    """Return the `k` best, or all.

    Equal scores stand in the order of their keys, so that an answer does not depend on how an
    engine came to it.
    """
    order = np.lexsort((keys, -scores))[:k]
    return Matches(keys[order], scores[order].astype(np.float32, copy=False))


def merged(parts: Sequence[Matches], k: int) -> Matches:
    """Return the `k` best of several answers that have no memory in common."""
    if not parts:
        return no_matches()
    if len(parts) == 1:
        return replace(parts[0], keys=parts[0].keys[:k], scores=parts[0].scores[:k])
    keys = np.concatenate([part.keys for part in parts])
    return ranked(keys, np.concatenate([part.scores for part in parts]), k)


def space_of(spaces: Mapping[str, S], key: str, dim: int | None = None) -> S:
    """Return what a store keeps for a space.

    Args:
        spaces: Of all spaces that the store was told of, by their keys.
        key: Of the one that is asked for.
        dim: Numbers in the vectors that are searched for or written, if there are any.

    Raises:
        SpaceError: The space is unknown, or has another dimension.
    """
    known = spaces.get(key)
    if known is None:
        raise SpaceError(
            f"The store holds no space {key!r}.",
            fix=f"Add it with m.add_space({key!r}), or see m.spaces.",
        )
    if dim is not None and dim != known.dim:
        raise SpaceError(
            f"Space {key!r} holds vectors of {known.dim} numbers, not {dim}.",
            fix="Embed with the space's own embedder.",
        )
    return known


def is_new(space: SpaceInfo, known: SpaceInfo | None) -> bool:
    """Tell whether a space is another than the one that is known under its key, if any.

    Raises:
        SpaceError: It is the same one, with another dimension.
    """
    if known is None or known.id != space.id:
        return True
    if known.dim != space.dim:
        raise SpaceError(
            f"Space {space.key!r} holds vectors of {known.dim} numbers, not {space.dim}.",
            fix=f"Drop it first with m.drop_space({space.key!r}), or choose another key.",
        )
    return False


def units(vectors: Vectors) -> Vectors:
    """Return vectors, or one, at length one; zeros stay zeros."""
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=-1, keepdims=True)
    lengths[lengths == 0] = 1
    scaled: Vectors = (vectors / lengths).astype(np.float32)
    return scaled


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
