"""The table of many languages: words, and their rows in the space of "static"."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from memkit.builtin.static.table import load_arrays
from memkit.contracts.embedder import Vectors

WORDS = "words.txt"
ROWS = "rows.npy"
SCALES = "scales.npy"
ENGLISH = "english.npy"
WEIGHTS = "weights.npy"


@dataclass(frozen=True)
class Table:
    """Words and their rows, four bits a number until they are asked for.

    Attributes:
        words: In the order of their code points.
        nibbles, scales: The rows as `memkit.builtin.static.table.pack` makes them.
        english: bool of shape (n,): which words are English, and have rows in "static", too.
        weights: float32 of shape (n,), 0 to 1: what a word counts in a query by how rare it is in
            text; the words of a question say little of what it is about.
    """

    words: tuple[str, ...]
    nibbles: NDArray[np.uint8]
    scales: NDArray[np.float16]
    english: NDArray[np.bool_]
    weights: NDArray[np.float32]

    def row(self, number: int) -> Vectors:
        """Return a word's row, float32 of shape (256,)."""
        # As `unpack` does it for many, and faster for one.
        pairs = self.nibbles[number]
        row = np.empty(2 * len(pairs), dtype=np.float32)
        row[: len(pairs)] = pairs & 15
        row[len(pairs) :] = pairs >> 4
        row -= 8
        row *= np.float32(self.scales[number])
        return row


def load(folder: Traversable | None = None) -> Table:
    """Return the table in `folder`, by default the one in the package.

    Raises:
        ProviderError: The files are missing or don't belong together.
    """
    folder = folder if folder is not None else files("memkit.builtin.multilingual") / "data"
    words, (nibbles, scales, english, weights) = load_arrays(
        folder, WORDS, (ROWS, SCALES, ENGLISH, WEIGHTS), provider="static-2"
    )
    return Table(
        words,
        nibbles,
        scales,
        np.unpackbits(english, count=len(words)).astype(np.bool_),
        np.asarray(weights / 255, dtype=np.float32),
    )
