"""Embedding spaces in a store."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from memkit.contracts.store import Store
from memkit.errors import SpaceError
from memkit.testing.context import DictContext, SampleMemory
from memkit.testing.samples import random_units
from memkit.testing.stores.base import StoreKit
from memkit.testing.stores.tools import DIM, all_keys, fill, search


class Spaces(StoreKit):
    """Embedding spaces beside each other."""

    def test_spaces_are_kept_apart(self, store: Store, context: DictContext) -> None:
        """A search in one space sees only its vectors, and memories may lack a vector in it."""
        here, there = np.eye(DIM, dtype=np.float32)[:2]
        for space in ("a", "b"):
            store.open_space(context.open_space(space, DIM))
        store.open_space(context.open_space("c:d/e f-ö", 3))
        rows = [
            SampleMemory(vectors={"a": here, "b": there}),
            SampleMemory(vectors={"a": there}),
            SampleMemory(vectors={"b": here, "c:d/e f-ö": np.ones(3, np.float32)}),
        ]
        batch = context.add(rows)
        store.upsert(batch)
        one, two, three = batch.keys.tolist()
        assert search(store, here, space="a").keys.tolist() == [one, two]
        assert search(store, here, space="b").keys.tolist() == [three, one]
        assert search(store, np.ones(3, np.float32), space="c:d/e f-ö").keys.tolist() == [three]
        assert [store.count(space) for space in (None, *context.spaces)] == [3, 2, 2, 1]

    def test_other_spaces_keep_their_vectors(self, store: Store, context: DictContext) -> None:
        """A batch that names one space leaves the vectors of the others."""
        here, there = np.eye(DIM, dtype=np.float32)[:2]
        for space in ("a", "b"):
            store.open_space(context.open_space(space, DIM))
        batch = context.add([SampleMemory(vectors={"a": here})])
        key = int(batch.keys[0])
        store.upsert(context.batch([key], spaces=["a"]))
        context.memories[key] = SampleMemory(vectors={"a": here, "b": there})
        store.upsert(context.batch([key], spaces=["b"]))
        for space, vector in (("a", here), ("b", there)):
            assert search(store, vector, space=space).keys.tolist() == [key]
            self.kit_check(store, context, vector, space=space)

    def test_a_space_can_be_opened_late_and_twice(self, store: Store, context: DictContext) -> None:
        """Opening is idempotent, and memories that are there get their vectors later."""
        vectors = random_units(4, DIM, seed=33)
        keys = fill(store, context, vectors).tolist()
        store.open_space(context.spaces["a"])
        assert all_keys(store) == keys
        store.open_space(context.open_space("late", 5))
        for key in keys:
            row = context.memories[key]
            context.memories[key] = replace(row, vectors={**row.vectors, "late": np.ones(5, "f4")})
        store.upsert(context.batch(keys, spaces=["late"]))
        assert sorted(search(store, np.ones(5, "f4"), space="late").keys.tolist()) == keys
        assert all_keys(store) == keys

    def test_another_dimension_is_refused(self, store: Store, context: DictContext) -> None:
        """A space has one dimension for good."""
        vectors = random_units(3, DIM, seed=34)
        keys = fill(store, context, vectors).tolist()
        with pytest.raises(SpaceError):
            store.open_space(replace(context.spaces["a"], dim=DIM + 1))
        assert all_keys(store) == keys

    def test_a_query_of_another_dimension_is_refused(
        self, store: Store, context: DictContext
    ) -> None:
        """A query must have the space's dimension."""
        fill(store, context, random_units(3, DIM, seed=35))
        for dim in (1, DIM - 1, DIM + 1):
            with pytest.raises(SpaceError):
                search(store, np.ones(dim, np.float32))

    def test_an_unknown_space_is_refused(self, store: Store, context: DictContext) -> None:
        """A search in a space that was never opened is an error."""
        fill(store, context, random_units(3, DIM, seed=36))
        with pytest.raises(SpaceError):
            search(store, np.ones(DIM, np.float32), space="unknown")

    def test_a_dropped_space_is_gone(self, store: Store, context: DictContext) -> None:
        """It is unknown, the others are not, and its name is free for another dimension."""
        vectors = random_units(3, DIM, seed=37)
        store.open_space(context.open_space("b", DIM))
        store.open_space(context.open_space("a", DIM))
        batch = context.add([SampleMemory(vectors={"a": v, "b": v}) for v in vectors])
        store.upsert(batch)
        store.drop_space("b")
        store.drop_space("b")
        store.drop_space("never there")
        with pytest.raises(SpaceError):
            search(store, vectors[0], space="b")
        assert all_keys(store) == batch.keys.tolist()
        assert store.count() == 3
        del context.spaces["b"]
        store.open_space(context.open_space("b", 3))
        assert len(search(store, np.ones(3, np.float32), space="b")) == 0

    def test_a_space_that_is_added_again_is_another(
        self, store: Store, context: DictContext
    ) -> None:
        """A store that missed how a space was dropped and added again forgets its vectors."""
        keys = fill(store, context, random_units(3, DIM, seed=43)).tolist()
        store.open_space(context.open_space("a", DIM))
        assert all_keys(store) == []
        assert (store.count(), store.count("a")) == (3, 0)
        store.upsert(context.batch(keys[:1]))
        assert all_keys(store) == keys[:1]
