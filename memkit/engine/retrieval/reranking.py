"""The reranker's say: the score becomes the reranker's, the difference is a signal."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping

import numpy as np

from memkit.concurrency.effects import Call, Effects, as_provider_errors, guarded, patiently
from memkit.contracts.reranker import Ranked, Reranker
from memkit.domain.passages import searched_text_of
from memkit.domain.records import MemoryRecord
from memkit.domain.values import shown
from memkit.engine.retrieval.candidates import Candidates
from memkit.errors import ProviderError

_WITHOUT = "Search with rerank=False, and report this to the reranker's authors."


def reranked(
    candidates: Candidates, records: Mapping[int, MemoryRecord], reranker: Reranker, query: str
) -> Effects[Candidates]:
    """Return the candidates in the reranker's order, with the signal "rerank".

    Raises:
        ProviderError: The reranker failed, or named a text that was not there.
    """
    places = [i for i, key in enumerate(candidates.keys.tolist()) if key in records]
    texts = [searched_text_of(records[int(candidates.keys[i])]) for i in places]
    if not texts:
        return candidates
    call = Call(
        functools.partial(reranker.rerank, query, texts, k=len(texts)),
        functools.partial(reranker.arerank, query, texts, k=len(texts)),
    )
    about = {"fix": _WITHOUT, "provider": reranker.model}
    who = f"The reranker {reranker.model!r}"
    answer = yield patiently(guarded(call, f"{who} failed", **about))
    with as_provider_errors(f"{who} gave an answer that can't be read", **about):
        ranked = list(answer)
        for item in ranked:
            if not isinstance(item, Ranked):
                raise ProviderError(
                    f"{who} gave {shown(item)}; Ranked(index, score) was expected.", **about
                )
        indexes = [operator.index(item.index) for item in ranked]
        scores = np.array([float(item.score) for item in ranked], np.float32)
        if any(not 0 <= index < len(texts) for index in indexes):
            raise ProviderError(f"{who} named a text that it was not given.", **about)
        if len(set(indexes)) < len(indexes):
            raise ProviderError(f"{who} named a text twice.", **about)
        if not np.isfinite(scores).all():
            raise ProviderError(f"{who} gave a score that is no number.", **about)
    chosen = candidates.take(np.array([places[index] for index in indexes], np.intp))
    return chosen.adjusted("rerank", (scores - chosen.scores).astype(np.float32))
