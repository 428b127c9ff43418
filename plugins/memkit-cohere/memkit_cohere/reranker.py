"""Rerankers on Cohere's API."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from memkit.concurrency.effects import Call, Effects, arun, run
from memkit.contracts.reranker import Ranked, Reranker
from memkit.domain.records import Usage
from memkit.providers.hosted import batches, encodable
from memkit_cohere.answers import input_tokens
from memkit_cohere.client import Clients
from memkit_cohere.config import RerankerConfig
from memkit_cohere.failures import calls_of, unreadable

if TYPE_CHECKING:
    from cohere import V2RerankResponse

# The API recommends to send no more at once.
_MOST_TEXTS = 1000


class CohereReranker(Reranker):
    """Orders texts with a reranker of Cohere (https://docs.cohere.com/reference/rerank).

    Scores are the API's relevance, from 0 to 1. Texts that do not go into one request are ordered
    by those of several. An empty text is not sent and has a score of 0, and so has every text for
    an empty query: the API refuses both.

    Args:
        config: Which model.
    """

    def __init__(self, config: RerankerConfig) -> None:
        self.model = config.model
        self._config = config
        self._clients = Clients(config)
        self._calls = calls_of(config, model=config.model)

    def rerank(self, query: str, texts: Sequence[str], *, k: int) -> list[Ranked]:
        """Return the best `k` of the texts, best first; fewer only if there are fewer texts.

        Raises:
            ProviderError: The API can't be reached, refuses, or answers nonsense.
        """
        return run(self._ranked(query, texts, k))

    async def arerank(self, query: str, texts: Sequence[str], *, k: int) -> list[Ranked]:
        """Do the same with the SDK's async client."""
        return await arun(self._ranked(query, texts, k))

    @property
    def usage(self) -> Usage:
        """What the calls so far consumed."""
        return self._calls.usage

    def close(self) -> None:
        """Close the connections."""
        self._clients.close()

    def _ranked(self, query: str, texts: Sequence[str], k: int) -> Effects[list[Ranked]]:
        places = [place for place, text in enumerate(texts) if query.strip() and text.strip()]
        sent = [encodable(texts[place]) for place in places]
        scores = dict.fromkeys(range(len(texts)), 0.0)
        start = 0
        for part in batches(sent, most_texts=_MOST_TEXTS):
            found: list[float] = yield self._asked(encodable(query), part)
            scores.update(zip(places[start:], found, strict=False))
            start += len(part)
        ranked = [Ranked(place, score) for place, score in scores.items()]
        return sorted(ranked, key=lambda one: -one.score)[:k]

    def _asked(self, query: str, texts: Sequence[str]) -> Call:
        body = self._body(query, texts)

        def ask() -> list[float]:
            return self._scores(self._clients.blocking().rerank(**body), n=len(texts))

        async def aask() -> list[float]:
            return self._scores(await self._clients.of_loop().rerank(**body), n=len(texts))

        return Call(lambda: self._calls.run(ask), lambda: self._calls.arun(aask))

    def _body(self, query: str, texts: Sequence[str]) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self.model,
            "query": query,
            "documents": list(texts),
            "request_options": self._clients.request_options,
        }
        if self._config.max_tokens_per_doc is not None:
            body["max_tokens_per_doc"] = self._config.max_tokens_per_doc
        return body

    def _scores(self, response: V2RerankResponse, *, n: int) -> list[float]:
        """Return the score of each text, in the order of the texts."""
        results = getattr(response, "results", None)
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
        self._calls.count(input_tokens=input_tokens(getattr(response, "meta", None)))
        return [scores[index] for index in range(n)]
