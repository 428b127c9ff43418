"""What a query has nothing to do with, as an embedder sees it: the vectors of unrelated texts."""

from __future__ import annotations

import contextlib
import hashlib
import time

import numpy as np

from memkit.concurrency.effects import Effects
from memkit.contracts.embedder import Embedder, Vectors
from memkit.contracts.journal import Journal, SpaceRow
from memkit.engine.spaces.embedding import embed_documents
from memkit.engine.spaces.unrelated_texts import UNRELATED
from memkit.errors import MemkitError

# What takes longer is kept in the journal for the next process. A table is quicker than a write.
_WORTH_KEEPING_SECONDS = 0.05
# So long an embedder that failed is left alone: a search does not wait for it each time.
_PAUSE_SECONDS = 60.0


class Unrelated:
    """The vectors of the unrelated texts in each space, embedded once.

    Args:
        journal: Where those are kept that took long.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._known: dict[int, Vectors] = {}
        self._failed_at: dict[int, float] = {}

    def of(self, row: SpaceRow, embedder: Embedder) -> Effects[Vectors | None]:
        """Return them, float32 of shape (n, dim) and of length one; None if the embedder failed.

        Args:
            row: The space.
            embedder: Its embedder, which is asked at the first search of a process.
        """
        known = self._known.get(row.id)
        if known is None and not self._failed_lately(row):
            known = self._kept(row)
            if known is None:
                known = yield from self._made(row, embedder)
            if known is None:
                self._failed_at[row.id] = time.monotonic()
            else:
                self._known[row.id] = known
        return known

    def _failed_lately(self, row: SpaceRow) -> bool:
        failed = self._failed_at.get(row.id)
        return failed is not None and time.monotonic() - failed < _PAUSE_SECONDS

    def _made(self, row: SpaceRow, embedder: Embedder) -> Effects[Vectors | None]:
        begun = time.monotonic()
        vectors = yield from unrelated_vectors(embedder)
        if vectors is not None and time.monotonic() - begun > _WORTH_KEEPING_SECONDS:
            # A journal that can't be written to embeds them again.
            with contextlib.suppress(MemkitError):
                self._journal.cache_put(_name(row), vectors.astype("<f2").tobytes())
        return vectors

    def _kept(self, row: SpaceRow) -> Vectors | None:
        with contextlib.suppress(MemkitError, ValueError):
            found = self._journal.cache_get(_name(row))
            if found is not None:
                vectors = np.frombuffer(found, "<f2").reshape(len(UNRELATED), row.dim)
                if np.isfinite(vectors).all():
                    return vectors.astype(np.float32)
        return None


def _name(row: SpaceRow) -> str:
    made_of = "\n".join([row.fingerprint.hex(), *UNRELATED])
    return f"unrelated-{hashlib.sha256(made_of.encode()).hexdigest()[:24]}"


def unrelated_vectors(embedder: Embedder) -> Effects[Vectors | None]:
    """Return the vectors of the unrelated texts; None if the embedder fails.

    Nobody waits for a provider that is busy: the search goes on without.
    """
    try:
        found = yield from embed_documents(embedder, UNRELATED, patient=False)
    except MemkitError:
        return None
    return _unit(np.stack([found[text] for text in UNRELATED]))


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    lengths[lengths == 0] = 1
    unit: Vectors = vectors / lengths
    return unit
