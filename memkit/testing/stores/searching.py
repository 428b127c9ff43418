"""What a vector search returns."""

from __future__ import annotations

import numpy as np
import pytest

from memkit.contracts.store import Approximation, Store
from memkit.errors import SpaceError
from memkit.testing.context import DictContext
from memkit.testing.overriding import needs
from memkit.testing.samples import random_units
from memkit.testing.stores.base import StoreKit
from memkit.testing.stores.tools import DIM, assert_order, fill, search


class Searching(StoreKit):
    """Scores, order, and how many."""

    def test_higher_scores_are_better(self, store: Store, context: DictContext) -> None:
        """Scores are cosine similarities, the best first."""
        query = np.eye(DIM, dtype=np.float32)[0]
        cosines = [-1.0, 0.0, 0.3, 0.6, 0.9, 1.0]
        vectors = np.zeros((len(cosines), DIM), np.float32)
        vectors[:, 0] = cosines
        vectors[:, 1] = np.sqrt(1 - np.square(cosines))
        keys = fill(store, context, vectors)
        found = search(store, query, k=len(cosines))
        assert_order(found)
        assert found.keys.tolist() == keys[::-1].tolist()
        np.testing.assert_allclose(found.scores, cosines[::-1], atol=self.tolerance)

    def test_the_nearest_are_found(self, store: Store, context: DictContext) -> None:
        """Searches agree with brute force, up to `min_recall`."""
        fill(store, context, random_units(500, 32, seed=5))
        for query in random_units(20, 32, seed=6):
            self.kit_check(store, context, query, min_recall=self.min_recall)

    def test_vectors_of_any_length_are_compared_by_angle(
        self, store: Store, context: DictContext
    ) -> None:
        """Scores are cosine similarities also where vectors do not have length one."""
        lengths = np.linspace(0.1, 20, 50, dtype=np.float32)[:, np.newaxis]
        context.open_space("a", DIM, normalized=False)
        fill(store, context, random_units(50, DIM, seed=7) * lengths)
        for query in random_units(5, DIM, seed=8):
            self.kit_check(store, context, query * np.float32(3.0), min_recall=self.min_recall)

    def test_equals_stand_in_the_order_of_their_keys(
        self, store: Store, context: DictContext
    ) -> None:
        """So that an answer does not depend on how the engine came to it."""
        query = np.eye(DIM, dtype=np.float32)[0]
        keys = fill(store, context, np.stack([query] * 5)).tolist()
        store.upsert(context.batch(keys[:1]))
        assert search(store, query, k=10).keys.tolist() == keys

    @pytest.mark.parametrize("k", [1, 2, 19, 20, 21, 1000])
    def test_k_is_kept(self, store: Store, context: DictContext, k: int) -> None:
        """A search returns k memories, or all if they are fewer."""
        fill(store, context, random_units(20, DIM, seed=9))
        found = search(store, random_units(1, DIM, seed=10)[0], k=k)
        assert len(found) == min(k, 20)

    def test_an_empty_store_finds_nothing(self, store: Store, context: DictContext) -> None:
        """A search before the first memory is no error."""
        store.open_space(context.open_space("a", DIM))
        assert len(search(store, random_units(1, DIM, seed=1)[0])) == 0
        assert store.count() == 0
        assert store.count("a") == 0

    def test_a_query_of_zeros_is_harmless(self, store: Store, context: DictContext) -> None:
        """A query without content gives no error and no score that is not a number."""
        fill(store, context, random_units(5, DIM, seed=11))
        found = search(store, np.zeros(DIM, np.float32), k=3)
        assert np.isfinite(found.scores).all()

    def test_zero_vectors_never_match(self, store: Store, context: DictContext) -> None:
        """A memory that has no vector yet is held, and not found."""
        query = np.eye(DIM, dtype=np.float32)[0]
        keys = fill(store, context, np.stack([-query, query * 0, query, query * 0]))
        found = search(store, query, k=10)
        assert found.keys.tolist() == [keys[2], keys[0]]
        assert store.count() == 4
        assert store.count("a") == 2

    def test_lookup_tells_the_same_scores(self, store: Store, context: DictContext) -> None:
        """Scores of further keys, where a store offers them, are those of a search."""
        keys = fill(store, context, random_units(30, DIM, seed=12))
        query = random_units(1, DIM, seed=13)[0]
        few = search(store, query, k=3)
        if few.lookup is None:
            pytest.skip("this store offers no scores of further keys")
        everything = search(store, query, k=30)
        true = dict(zip(everything.keys.tolist(), everything.scores.tolist(), strict=True))
        wanted = [true[key] for key in keys.tolist()]
        np.testing.assert_allclose(few.lookup(keys), wanted, atol=self.tolerance)

    @needs("approximate")
    def test_a_space_is_searched_as_broadly_as_it_was_set(
        self, store: Store, context: DictContext
    ) -> None:
        """A breadth that was set is told, searched with, and can be taken back; others keep theirs.

        A store that compares all vectors as it is configured here says so, and has none.
        """
        context.open_space("b", DIM)
        store.open_space(context.spaces["b"])
        fill(store, context, random_units(50, DIM, seed=12))
        before, other = store.approximation("a"), store.approximation("b")
        with pytest.raises(SpaceError):
            store.approximation("nowhere")
        if before is None or not before.adjustable:
            return
        wider = min(before.most, max(before.least, 150))
        store.set_breadth("a", wider)
        assert told(store.approximation("a")) == wider
        assert store.approximation("b") == other
        for query in random_units(5, DIM, seed=13):
            self.kit_check(store, context, query, min_recall=self.min_recall)
        store.set_breadth("a", None)
        assert store.approximation("a") == before


def told(approximation: Approximation | None) -> int | None:
    """Return how broadly a space is searched, as its store tells it."""
    assert approximation is not None, "it had a breadth before, and has none now"
    return approximation.breadth
