"""The best candidates once more, word by word, where no words that they share decide.

A text's vector says what all of it is about; which of its words answer a question is lost in it.
Embedders with the capability "late_interaction" compare the words of the query with those of a few
texts (see `memkit.builtin.multilingual.late_interaction`), and a share of what they say is added to
the scores of the best candidates. Nothing else is stored. What stands below gets what the least of
these gets, so it stays there, and in its order: the best `POOL` are as exact as before.

Nothing is compared

- where a memory has much of what the query asks for in its words: these have decided. So searches
  that say what they look for are as fast as without;
- where a message of an assistant is among the best: what counts there is who said it, and
  `benchmarks/beam.py` finds no more with it than without.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from memkit.concurrency.effects import as_provider_errors
from memkit.contracts.embedder import Embedder, Idf
from memkit.contracts.ranking import rounded
from memkit.contracts.store import Keys, Scores
from memkit.domain.passages import searched_text_of
from memkit.domain.records import MemoryRecord
from memkit.engine.retrieval.candidates import Candidates
from memkit.errors import ProviderError

NAME = "late_interaction"
"""The name of the signal."""

WEIGHT = 0.5
"""What a text that has every word of the query gets, beside a cosine of one."""

POOL = 50
"""How many candidates are compared, whatever number of hits is wanted."""

DECIDED = 0.4
"""From this coverage on of the query's words by one candidate, nothing is compared."""

_WITHOUT = "Search with late_interaction=False, and report this to the embedder's authors."


@dataclass(frozen=True)
class LateInteraction:
    """What compares words for one query.

    Attributes:
        embedder: Who compares.
        query: What is asked.
        idf: For embedders that weight words by it.
        read: Returns memories by key; those that are gone are not among them.
    """

    embedder: Embedder
    query: str
    idf: Idf | None
    read: Callable[[Keys], Mapping[int, MemoryRecord]]

    def applied(self, look: Callable[[int], Candidates], k: int) -> Candidates:
        """Return the candidates for `k` hits, with the signal where words are compared.

        Args:
            look: Finds the best so many candidates, with the detail "coverage".
            k: How many are wanted.

        Raises:
            ProviderError: The embedder failed, or said nothing that a score can be made of.
        """
        found = look(k)
        if not len(found.keys) or found.details["coverage"].max() >= DECIDED:
            return found
        if k < POOL:
            found = look(POOL)
        pool = np.sort(found.best(POOL).keys)
        records = self.read(pool)
        if any(record.role == "assistant" for record in records.values()):
            return found
        texts = [searched_text_of(records[key]) if key in records else "" for key in pool.tolist()]
        return _added(found, pool, rounded(np.float32(WEIGHT) * self._compared(texts)))

    def _compared(self, texts: Sequence[str]) -> Scores:
        """Return how well each text matches, 0 to 1."""
        model = self.embedder.model
        who = f"The embedder {model!r}"
        with as_provider_errors(f"{who} can't compare words", fix=_WITHOUT, provider=model):
            said = np.asarray(
                self.embedder.late_interaction(self.query, texts, idf=self.idf), np.float32
            )
        if said.shape != (len(texts),) or not ((said >= 0) & (said <= 1)).all():
            raise ProviderError(
                f"{who} compared {len(texts)} texts with a query, and gave no number from 0 to 1 "
                "for each.",
                fix=_WITHOUT,
                provider=model,
            )
        return said


def _added(found: Candidates, pool: Keys, scores: Scores) -> Candidates:
    """Return candidates with the signal.

    Args:
        found: What was found, or further candidates.
        pool: The keys of those that were compared, rising.
        scores: What each of these gets.
    """
    added = np.full(len(found.keys), scores.min(), np.float32)
    compared = np.isin(found.keys, pool)
    added[compared] = scores[np.searchsorted(pool, found.keys[compared])]
    further = found.further
    return replace(
        found.adjusted(NAME, added),
        further=None if further is None else lambda keys: _added(further(keys), pool, scores),
    )
