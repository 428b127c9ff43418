"""What the other modules share: rows of length one, and walking over rows in blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
RowIndices = NDArray[np.intp]
# Told how much of the work is done, from 0 to 1. What it raises ends the work.
Progress = Callable[[float], None]

# A block of similarities has at most this many cells: 32 MB of float32.
_CELLS = 8_000_000


def unit_rows(vectors: NDArray[np.floating]) -> Matrix:
    """Return rows scaled to length one; rows of zeros stay zeros.

    Args:
        vectors: Of shape (n, dim), finite.

    Raises:
        ValueError: The array has another shape, or holds NaN or infinity.
    """
    checked = matrix(vectors, name="vectors")
    lengths = np.linalg.norm(checked.astype(np.float64, copy=False), axis=1)
    units: Matrix = (checked / np.where(lengths == 0, 1, lengths)[:, None]).astype(np.float32)
    return units


def matrix(values: NDArray[np.floating], *, name: str) -> NDArray[np.floating]:
    """Return the array if it has rows of finite numbers.

    Raises:
        ValueError: It has not.
    """
    array = np.asarray(values)
    if array.ndim != 2:
        raise ValueError(f"{name} has shape {array.shape}; (n, dim) was expected.")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds NaN or infinity; give finite numbers.")
    return array


def same_rows(first: NDArray[np.generic], second: NDArray[np.generic]) -> None:
    """Check that two arrays speak of the same rows.

    Raises:
        ValueError: They have different numbers of rows.
    """
    if len(first) != len(second):
        raise ValueError(
            f"There are {len(first)} rows against {len(second)}; give the same rows twice."
        )


def blocks(rows: int, columns: int) -> Iterator[slice]:
    """Yield slices of rows, so that a block of this many columns stays at about 32 MB."""
    step = max(1, _CELLS // max(1, columns))
    for start in range(0, rows, step):
        yield slice(start, min(start + step, rows))
