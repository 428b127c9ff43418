"""The table of many languages: words, and their rows in the space of "static"."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from memkit.builtin.static.table import load_arrays, unpack
from memkit.contracts.embedder import Vectors

WORDS = "words.txt"
ROWS = "rows.npy"
SCALES = "scales.npy"
ENGLISH = "english.npy"


@dataclass(frozen=True)
class Table:
    """Words and their rows, four bits a number until they are asked for.

    Attributes:
        words: In the order of their code points.
        nibbles, scales: The rows as `memkit.builtin.static.table.pack` makes them.
        english: bool of shape (n,): which words are English, and have rows in "static", too.
    """

    words: tuple[str, ...]
    nibbles: NDArray[np.uint8]
    scales: NDArray[np.float16]
    english: NDArray[np.bool_]

    def sum(self, numbers: list[int]) -> Vectors:
        """Return the sum of some words' rows, float32 of shape (256,)."""
        total: Vectors = unpack(self.nibbles[numbers], self.scales[numbers]).sum(axis=0)
        return total


def load(folder: Traversable | None = None) -> Table:
    """Return the table in `folder`, by default the one in the package.

    Raises:
        ProviderError: The files are missing or don't belong together.
    """
    folder = folder if folder is not None else files("memkit.builtin.multilingual") / "data"
    words, (nibbles, scales, english) = load_arrays(
        folder, WORDS, (ROWS, SCALES, ENGLISH), provider="static-2"
    )
    return Table(words, nibbles, scales, np.unpackbits(english, count=len(words)).astype(np.bool_))
