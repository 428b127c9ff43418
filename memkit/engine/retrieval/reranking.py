"""The reranker's say: the score becomes the reranker's, the difference is a signal."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import numpy as np

from memkit.concurrency.effects import Call, Effects
from memkit.concurrency.retry import patiently
from memkit.contracts.reranker import Ranked, Reranker
from memkit.domain.records import MemoryRecord
from memkit.engine.retrieval.signals import Candidates
from memkit.errors import ProviderError


def reranked(
    candidates: Candidates, records: Mapping[int, MemoryRecord], reranker: Reranker, query: str
) -> Effects[Candidates]:
    """Return the candidates in the reranker's order, with the signal "rerank".

    Raises:
        ProviderError: The reranker failed, or named a text that was not there.
    """
    places = [i for i, key in enumerate(candidates.keys.tolist()) if key in records]
    texts = [records[int(candidates.keys[i])].memory for i in places]
    if not texts:
        return candidates
    ranked: list[Ranked] = yield patiently(
        Call(
            functools.partial(reranker.rerank, query, texts, k=len(texts)),
            functools.partial(reranker.arerank, query, texts, k=len(texts)),
        )
    )
    if any(not 0 <= item.index < len(texts) for item in ranked):
        raise ProviderError(
            f"The reranker {reranker.model!r} named a text that it was not given.",
            fix="Search with rerank=False, and report this to the reranker's authors.",
            provider=reranker.model,
        )
    chosen = candidates.take(np.array([places[item.index] for item in ranked], np.intp))
    scores = np.array([item.score for item in ranked], np.float32)
    return chosen.adjusted("rerank", (scores - chosen.scores).astype(np.float32))
