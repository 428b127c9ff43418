"""Rerankers on Cohere's API."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from memkit.contracts import Ranked, Reranker, best_of
from memkit.providers.hosted import Call, Effects, HostedModel, arun, batches, encodable, run
from memkit_cohere.answers import tokens_in
from memkit_cohere.client import clients_of, request_options
from memkit_cohere.config import RerankerConfig
from memkit_cohere.failures import PROVIDER, translator, unreadable

# The API recommends to send no more at once.
_MOST_TEXTS = 1000


class CohereReranker(HostedModel, Reranker):
    """Orders texts with a reranker of Cohere (https://docs.cohere.com/reference/rerank).

    Scores are the API's relevance, from 0 to 1. Texts that do not go into one request are ordered
    by those of several. An empty text is not sent and has a score of 0, and so has every text for
    an empty query: the API refuses both.

    Args:
        config: Which model.
    """

    config: RerankerConfig

    def __init__(self, config: RerankerConfig) -> None:
        super().__init__(
            config,
            provider=PROVIDER,
            clients=clients_of(config),
            translate=translator(config.model),
        )

    def rerank(self, query: str, texts: Sequence[str], *, k: int) -> list[Ranked]:
        """Return the best `k` of the texts, best first; fewer only if there are fewer texts.

        Raises:
            ProviderError: The API can't be reached, refuses, or answers nonsense.
        """
        return run(self._ranked(query, texts, k))

    async def arerank(self, query: str, texts: Sequence[str], *, k: int) -> list[Ranked]:
        """Do the same with the SDK's async client."""
        return await arun(self._ranked(query, texts, k))

    def _ranked(self, query: str, texts: Sequence[str], k: int) -> Effects[list[Ranked]]:
        places = [place for place, text in enumerate(texts) if query.strip() and text.strip()]
        sent = [encodable(texts[place]) for place in places]
        scores = dict.fromkeys(range(len(texts)), 0.0)
        start = 0
        for part in batches(sent, most_texts=_MOST_TEXTS):
            found: list[float] = yield self._asked(encodable(query), part)
            scores.update(zip(places[start:], found, strict=False))
            start += len(part)
        return best_of(scores.values(), k=k)

    def _asked(self, query: str, texts: Sequence[str]) -> Call:
        shorter = self.config.max_tokens_per_doc

        def send(client: Any) -> Any:
            return client.rerank(
                model=self.model,
                query=query,
                documents=list(texts),
                request_options=request_options(self.config),
                **({} if shorter is None else {"max_tokens_per_doc": shorter}),
            )

        return self._call(send, lambda answer: self._scores(answer, n=len(texts)))

    def _scores(self, answer: Any, *, n: int) -> list[float]:
        """Return the score of each text, in the order of the texts."""
        results = getattr(answer, "results", None)
        if not isinstance(results, list):
            raise unreadable(self.model)
        scores: dict[int, float] = {}
        for result in results:
            index = getattr(result, "index", None)
            score = getattr(result, "relevance_score", None)
            if not isinstance(index, int) or not isinstance(score, (int, float)):
                raise unreadable(self.model)
            scores[index] = float(score)
        if sorted(scores) != list(range(n)) or not all(map(math.isfinite, scores.values())):
            raise unreadable(self.model)
        self._calls.count(**tokens_in(getattr(answer, "meta", None)))
        return [scores[index] for index in range(n)]
