"""What every reranker must do."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import pytest

from memkit.contracts.reranker import Ranked, Reranker
from memkit.plugins.specs import RerankerSpec
from memkit.testing.base import ODD_TEXTS, ProviderConformance

QUERY = "What does she drink in the morning?"
TEXTS = (
    "The train to Porto leaves at nine",
    "Stocks fell again",
    "In the morning she likes to drink green tea",
    "A parcel arrived from Berlin",
    "He plays the cello",
)
BEST = 2


class RerankerConformance(ProviderConformance):
    """Subclass it, set `spec`, and override the fixture `config` if the defaults won't do.

    Attributes:
        spec: The reranker's `RerankerSpec`.
        tolerance: How far a score may differ between two calls.
    """

    spec: ClassVar[RerankerSpec]
    tolerance: ClassVar[float] = 1e-3

    kit_spec = RerankerSpec
    kit_contract = Reranker
    kit_capabilities = frozenset({"async"})
    kit_methods: ClassVar = {"arerank": "async"}

    def kit_exercise(self, provider: Any, *context: Any) -> None:
        """Order two texts."""
        provider.rerank(QUERY, TEXTS[:2], k=2)

    def kit_same(self, one: list[Ranked], other: list[Ranked]) -> None:
        """Compare two orders."""
        assert [item.index for item in one] == [item.index for item in other]
        assert [i.score for i in one] == pytest.approx([i.score for i in other], abs=self.tolerance)

    def test_it_says_what_it_is(self, provider: Reranker) -> None:
        """The model's name is there."""
        assert provider.model.strip()

    def test_the_relevant_text_comes_first(self, provider: Reranker) -> None:
        """The text that answers the query is the best, wherever it stood."""
        assert checked(provider, TEXTS)[0].index == BEST
        turned = TEXTS[BEST:] + TEXTS[:BEST]
        assert checked(provider, turned)[0].index == 0

    @pytest.mark.parametrize("k", [1, 2, 4, 5, 6, 1000])
    def test_k_is_kept(self, provider: Reranker, k: int) -> None:
        """The best k are returned, or all if they are fewer."""
        assert len(rerank(provider, TEXTS, k=k)) == min(k, len(TEXTS))

    def test_no_texts_give_no_order(self, provider: Reranker) -> None:
        """Nothing to order is no error."""
        assert rerank(provider, []) == []

    def test_equal_texts_each_count(self, provider: Reranker) -> None:
        """A text that comes twice stands in the order twice."""
        assert sorted(item.index for item in rerank(provider, [TEXTS[0]] * 3)) == [0, 1, 2]

    def test_texts_of_any_kind(self, provider: Reranker) -> None:
        """Empty texts, any script and 100 kB are taken, as a query too."""
        assert len(checked(provider, ODD_TEXTS, k=100)) == len(ODD_TEXTS)
        for query in ODD_TEXTS[2:-1]:
            rerank(provider, TEXTS[:2], query=query)

    def test_it_is_deterministic(self, provider: Reranker, make: Any) -> None:
        """The same texts come in the same order, from another instance too."""
        self.kit_same(rerank(provider, TEXTS), rerank(make(), TEXTS))

    def test_async_equals_sync(self, provider: Reranker) -> None:
        """`arerank` gives the same order, for several calls at once."""

        async def several() -> list[list[Ranked]]:
            calls = (provider.arerank(QUERY, TEXTS, k=5) for _ in range(4))
            return list(await asyncio.gather(*calls))

        for found in asyncio.run(several()):
            self.kit_same(found, rerank(provider, TEXTS))

    def test_threads_may_share_it(self, provider: Reranker) -> None:
        """Several threads get the same order as one."""
        expected = rerank(provider, TEXTS)
        with ThreadPoolExecutor(4) as threads:
            for found in threads.map(lambda _: rerank(provider, TEXTS), range(8)):
                self.kit_same(found, expected)

    def test_inputs_are_not_changed(self, provider: Reranker) -> None:
        """The texts stay as they were."""
        texts = list(TEXTS)
        rerank(provider, texts)
        assert texts == list(TEXTS)


def rerank(
    provider: Reranker, texts: Sequence[str], *, k: int = 5, query: str = QUERY
) -> list[Ranked]:
    """Order texts."""
    return provider.rerank(query, texts, k=k)


def checked(
    provider: Reranker, texts: Sequence[str], *, k: int = 5, query: str = QUERY
) -> list[Ranked]:
    """Order texts, and check the shape of the answer."""
    found = rerank(provider, texts, k=k, query=query)
    assert isinstance(found, list)
    assert all(isinstance(item, Ranked) for item in found)
    indexes = [item.index for item in found]
    assert len(indexes) == min(k, len(texts))
    assert len(set(indexes)) == len(indexes), "a text comes twice"
    assert all(0 <= index < len(texts) for index in indexes)
    scores = [item.score for item in found]
    assert all(math.isfinite(score) for score in scores)
    assert scores == sorted(scores, reverse=True), "the best score comes first"
    return found
