"""The table of row vectors that ships with memkit: int4 with a float16 scale a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memkit.errors import ProviderError

VOCABULARY = "vocabulary.txt"
NIBBLES = "rows.npy"
SCALES = "scales.npy"


@dataclass(frozen=True)
class Table:
    """A vocabulary and its vectors.

    Attributes:
        vocabulary: The pieces in the order of the rows.
        rows: float32 of shape (len(vocabulary) + spare, dim); the spare rows are zeros.
    """

    vocabulary: tuple[str, ...]
    rows: NDArray[np.float32]


def pack(rows: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Return rows as 4-bit numbers and their scales.

    Args:
        rows: float32 of shape (n, dim), dim even.

    Returns:
        uint8 of shape (n, dim / 2) and float16 of shape (n,). The low four bits hold the first
        half of a row, the high four bits the second. A number q from 1 to 15 stands for
        (q - 8) x scale.
    """
    scales = (np.abs(rows).max(axis=1) / 7).astype(np.float16)
    divisors = np.where(scales > 0, scales, 1).astype(np.float32)[:, None]
    numbers = (np.clip(np.rint(rows / divisors), -7, 7) + 8).astype(np.uint8)
    half = rows.shape[1] // 2
    return numbers[:, :half] | (numbers[:, half:] << 4), scales


def unpack(
    nibbles: NDArray[np.uint8], scales: NDArray[np.float16], *, spare: int = 0
) -> NDArray[np.float32]:
    """Return the rows that `pack` was given, rounded, and `spare` rows of zeros below them."""
    count, half = nibbles.shape
    rows = np.zeros((count + spare, 2 * half), dtype=np.float32)
    factors = scales.astype(np.float32)[:, None]
    for columns, numbers in ((slice(0, half), nibbles & 15), (slice(half, None), nibbles >> 4)):
        np.multiply(numbers.view(np.int8) - np.int8(8), factors, out=rows[:count, columns])
    return rows


def load(folder: Traversable | None = None, *, spare: int = 0) -> Table:
    """Return the table in `folder`, by default the one in the package.

    Args:
        folder: Where the three files are.
        spare: How many rows of zeros to put below the table's.

    Raises:
        ProviderError: The files are missing or don't belong together.
    """
    folder = folder if folder is not None else files("memkit.builtin.static") / "data"
    vocabulary, (nibbles, scales) = load_arrays(
        folder, VOCABULARY, (NIBBLES, SCALES), provider="static"
    )
    return Table(vocabulary, unpack(nibbles, scales, spare=spare))


def load_arrays(
    folder: Traversable, words: str, arrays: Sequence[str], *, provider: str
) -> tuple[tuple[str, ...], list[NDArray[Any]]]:
    """Return the words of a table, one a line, and the arrays beside them.

    Args:
        folder: Where the files are.
        words: The name of the words' file.
        arrays: Names of the arrays' files; the first two have a row a word.
        provider: Whose table it is, for errors.

    Raises:
        ProviderError: The files are missing or don't belong together.
    """
    found = []
    try:
        text = (folder / words).read_text(encoding="utf-8")
        for name in arrays:
            with (folder / name).open("rb") as file:
                found.append(np.load(file, allow_pickle=False))
    except (OSError, ValueError) as error:
        raise ProviderError(
            f"The table of the embedder {provider!r} can't be read from {str(folder)!r}: {error}.",
            fix="Reinstall memkit-core.",
            provider=provider,
        ) from error
    vocabulary = tuple(text.split("\n"))
    if not len(vocabulary) == len(found[0]) == len(found[1]):
        raise ProviderError(
            f"The table of the embedder {provider!r} has {len(vocabulary)} words, {len(found[0])} "
            f"rows and {len(found[1])} scales; expected three equal numbers.",
            fix="Reinstall memkit-core.",
            provider=provider,
        )
    return vocabulary, found
