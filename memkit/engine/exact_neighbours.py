"""A sample of a memory's own texts, and how near the exact nearest of each are.

Exact means that all vectors of the journal are compared. Whole chunks of them are multiplied with
all texts of the sample at once, so that 100,000 vectors take as long as they take to be read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import Journal
from memkit.contracts.store import Keys, Selection
from memkit.errors import ValidationError

# Numbers in a chunk of vectors: 32 MB.
_CELLS = 8_000_000
# Cosines that differ by less are ties: products of float32 are not exact.
_TIE = 2e-6


@dataclass(frozen=True)
class Sample:
    """Texts of a memory as queries, and what a store has to find for each.

    A text finds itself, so it counts neither among what is to be found nor among what was.

    Attributes:
        space: Key of the space; `selection`: what is searched; `k`: how many neighbours count.
        keys: The texts' keys, of shape (m,); `units`: their vectors of length one, (m, dim).
        allowed: Keys of all memories that are searched, rising.
        memories: How many of these have a vector.
        least: The cosine of the last of the exact nearest of each text, of shape (m,).
    """

    space: str
    selection: Selection
    k: int
    keys: Keys
    units: Vectors
    allowed: Keys
    memories: int
    least: NDArray[np.float32]

    @property
    def wanted(self) -> int:
        """How many neighbours each text has, at most `k`."""
        return min(self.k, self.memories - 1)


def exact_neighbours(
    journal: Journal, space: str, selection: Selection, *, k: int, queries: int, seed: int
) -> Sample:
    """Draw texts of a selection, and find how near the exact nearest `k` others of each are.

    Args:
        journal: What holds the vectors.
        space: Key of the space.
        selection: What is searched, and what the texts are drawn from.
        k: How many neighbours count.
        queries: How many texts to draw; all of them where there are fewer.
        seed: Draws the same texts again.

    Raises:
        ValidationError: There are no two memories with a vector.
    """
    allowed = journal.allowed_keys(selection)
    keys, units = _drawn(journal, space, allowed, queries=queries, seed=seed)
    # With room for the text itself, which is among its nearest.
    best = np.full((len(keys), k + 1), -2.0, np.float32)
    memories, step = 0, max(1, _CELLS // max(1, units.shape[1]))
    for start in range(0, len(allowed) if len(keys) else 0, step):
        part = allowed[start : start + step]
        others, there = _units(journal.vectors(space, part))
        part, others = part[there], others[there]
        memories += len(part)
        cosines = units @ others.T
        cosines[keys[:, None] == part] = -2.0
        if cosines.shape[1] > k:
            cosines = np.partition(cosines, -k, axis=1)[:, -k:]
        both = np.concatenate([best, cosines], axis=1)
        best = np.partition(both, -k, axis=1)[:, -k:].astype(np.float32)
    if memories < 2:
        raise ValidationError(
            f"There are no two memories with a vector in space {space!r} here, so there is nothing "
            "to measure.",
            fix="Add memories first, or leave the scope and the filter out.",
        )
    least = np.sort(best, axis=1)[:, -min(k, memories - 1)]
    return Sample(space, selection, k, keys, units, allowed, memories, least)


def shares(journal: Journal, sample: Sample, found: list[Keys]) -> list[float]:
    """Return which share of the exact answer was found for each text searched for, from 0 to 1.

    What is as near as the last of the exact answer counts, whichever of equals a store names.

    Args:
        journal: What holds the vectors.
        sample: The texts.
        found: For each text, or for the first of them, what a search for `k` + 1 returned, best
            first.
    """
    lists = [
        keys[keys != own][: sample.wanted] for own, keys in zip(sample.keys, found, strict=False)
    ]
    seen = np.unique(np.concatenate([*lists, np.empty(0, np.int64)])).astype(np.int64)
    # What the selection does not hold is no answer, however near it is.
    seen = seen[np.isin(seen, sample.allowed)]
    units, there = _units(journal.vectors(sample.space, seen))
    place = {key: n for n, key in enumerate(seen.tolist()) if there[n]}
    rows = [[place[key] for key in keys.tolist() if key in place] for keys in lists]
    return [
        float((units[row] @ unit >= least - _TIE).sum() / sample.wanted)
        for row, unit, least in zip(rows, sample.units, sample.least, strict=False)
    ]


def _drawn(
    journal: Journal, space: str, allowed: Keys, *, queries: int, seed: int
) -> tuple[Keys, Vectors]:
    """Return keys drawn at random, and their unit vectors; those without a vector are passed by."""
    order = np.random.default_rng(seed).permutation(allowed)
    keys, units = np.empty(0, np.int64), np.empty((0, 0), np.float32)
    for start in range(0, len(order), max(queries, 100)):
        part = np.sort(order[start : start + max(queries, 100)])
        more, there = _units(journal.vectors(space, part))
        keys = np.concatenate([keys, part[there]])
        units = more[there] if not len(units) else np.concatenate([units, more[there]])
        if len(keys) >= queries:
            break
    chosen = np.sort(np.random.default_rng(seed).permutation(len(keys))[:queries])
    return keys[chosen], units[chosen]


def _units(vectors: Vectors) -> tuple[Vectors, NDArray[np.bool_]]:
    """Return rows of length one, and which rows hold anything."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    there = lengths > 0
    return (vectors / np.where(there, lengths, 1)[:, None]).astype(np.float32), there
