"""The same memories in several spaces, and all numbers about them that need no picture."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.neighbours import Neighbours
from memkit.analysis.vectors import RowIndices
from memkit.comparison.computed import Computed
from memkit.comparison.corpus import Corpus
from memkit.comparison.derived import Derived
from memkit.comparison.findings import Disagreement, OneSided, disagreements, one_sided_duplicates
from memkit.comparison.measures import Agreement
from memkit.comparison.naming import cluster_names
from memkit.contracts.embedder import Vectors
from memkit.contracts.llm import LLM
from memkit.domain.records import MemoryRecord
from memkit.errors import ValidationError


class Measured:
    """Memories in two or more spaces; the base of `Comparison`.

    Attributes:
        spaces: Their names.
        k: How many neighbours are compared.
        seed: Makes everything repeatable.
        notes: What a reader should know.
    """

    def __init__(
        self,
        corpus: Corpus,
        spaces: Sequence[str],
        *,
        shown: RowIndices,
        k: int,
        seed: int,
        derived: Derived,
        llm: LLM | None,
        notes: Sequence[str],
    ) -> None:
        self.spaces = tuple(spaces)
        self.k = k
        self.seed = seed
        self.notes = tuple(notes)
        self._corpus = corpus
        self._shown = shown
        self._derived = derived
        self._llm = llm
        self._computed = Computed(corpus, self.spaces, shown, k=k, seed=seed, derived=derived)

    @functools.cached_property
    def memories(self) -> list[MemoryRecord]:
        """The memories shown, one a row of every array."""
        return self._corpus.records(self._shown)

    @property
    def ids(self) -> list[str]:
        """The ids of the memories shown."""
        return [record.id for record in self.memories]

    def __len__(self) -> int:
        return len(self._shown)

    def vectors(self, space: str) -> Vectors:
        """Return the vectors of the memories shown, float32 of shape (n, dim)."""
        return self._computed.vectors(space)

    def neighbours(self, space: str) -> Neighbours:
        """Return the `k` nearest memories of each, by cosine, as rows of `memories`."""
        return self._computed.neighbours(space)

    @property
    def overlap(self) -> NDArray[np.float32]:
        """The share of its `k` neighbours that a memory has in both of two spaces, shape (n,).

        With more than two spaces, the mean over the pairs. NaN with fewer than two memories.
        """
        return self._computed.overlap()

    def agreement(self, first: str, second: str) -> Agreement:
        """Return how far two spaces agree."""
        return self._computed.agreement(first, second)

    def clusters(self, space: str) -> NDArray[np.int64]:
        """Return the cluster of each memory, from 0 by falling size, -1 for none, shape (n,)."""
        return self._computed.clusters(space)

    def cluster_names(self, space: str) -> dict[int, str]:
        """Return a name for each cluster.

        The memory's LLM finds the names if it has one; a note says so if it failed. Otherwise they
        are the words that set a cluster's memories apart.
        """
        texts = [record.memory for record in self.memories]
        names, trouble = cluster_names(
            texts, self.clusters(space), llm=self._llm, derived=self._derived
        )
        if trouble is not None:
            # It is not asked, and waited for, again.
            self._llm = None
            self.notes = (*self.notes, trouble)
        return names

    def disagreements(self, n: int = 10) -> list[Disagreement]:
        """Return the `n` memories whose neighbours differ most, with the lists of neighbours."""
        return disagreements(
            {space: self.vectors(space) for space in self.spaces},
            {space: self.neighbours(space) for space in self.spaces},
            self.overlap,
            self._read,
            n=n,
        )

    def duplicates(self, *, threshold: float = 0.95, limit: int = 1000) -> list[OneSided]:
        """Return pairs that are near duplicates in one space only.

        Args:
            threshold: The least cosine of a duplicate.
            limit: The most pairs a space that are looked at, the most similar ones.

        Raises:
            ValidationError: The threshold is no cosine above zero.
        """
        if not 0 < threshold <= 1:
            raise ValidationError(
                f"threshold is {threshold!r}.", fix="Give a cosine above 0 and up to 1, e.g. 0.95."
            )
        vectors = {space: self.vectors(space) for space in self.spaces}
        return one_sided_duplicates(vectors, self._read, threshold=threshold, limit=limit)

    def _read(self, rows: RowIndices) -> list[MemoryRecord]:
        if "memories" in self.__dict__:
            return [self.memories[row] for row in rows.tolist()]
        return self._corpus.records(self._shown[rows])
