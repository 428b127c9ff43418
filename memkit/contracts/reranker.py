"""The reranker contract: a query and texts in, a better order out."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from memkit.domain.records import Usage


@dataclass(frozen=True, slots=True)
class Ranked:
    """One text of a reranking: its index in the input, and a score where higher is better."""

    index: int
    score: float


def best_of(scores: Iterable[float], *, k: int) -> list[Ranked]:
    """Return the best `k` of the texts whose scores these are, best first.

    Args:
        scores: One a text, in the order of the texts. Of equal ones the earlier text comes first.
        k: How many to return, if there are so many.
    """
    ranked = [Ranked(index, float(score)) for index, score in enumerate(scores)]
    return sorted(ranked, key=lambda one: -one.score)[:k]


class Reranker(ABC):
    """Orders texts by relevance to a query. `rerank` is all that a plug-in author writes.

    Attributes:
        model: The model's name as its provider knows it.
    """

    model: str

    @abstractmethod
    def rerank(self, query: str, texts: Sequence[str], *, k: int) -> list[Ranked]:
        """Return the best `k` of the texts, best first; fewer only if there are fewer texts.

        Raises:
            ProviderError: The model can't be reached or refuses.
        """

    async def arerank(self, query: str, texts: Sequence[str], *, k: int) -> list[Ranked]:
        """Do the same without blocking the event loop; override where the SDK is async."""
        return await asyncio.to_thread(self.rerank, query, texts, k=k)

    @property
    def usage(self) -> Usage:
        """What the calls so far consumed."""
        return Usage()

    def close(self) -> None:  # noqa: B027 - most rerankers hold nothing to close
        """Release connections."""
