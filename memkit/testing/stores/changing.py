"""What a store is told of."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from memkit.contracts.store import Position, Store
from memkit.errors import SpaceError
from memkit.testing.base import ODD_TEXTS
from memkit.testing.context import NOW, DictContext, SampleMemory
from memkit.testing.samples import ALICE, BOB, filter_memories, random_units
from memkit.testing.stores.base import StoreKit
from memkit.testing.stores.tools import DIM, all_keys, fill, put, search, select


class Changing(StoreKit):
    """Memories are put in, replaced and removed."""

    def test_a_batch_equals_singles(
        self, open_store: Callable[[DictContext], Store], tmp_path: Path
    ) -> None:
        """Memories can be handed over together or one by one."""
        found = []
        for name in ("together", "single"):
            context = DictContext(tmp_path / f"{name}.db")
            store = open_store(context)
            store.open_space(context.open_space("a", DIM))
            batch = context.add(filter_memories("a", DIM))
            parts = [batch.keys] if name == "together" else np.split(batch.keys, len(batch))
            for part in parts:
                store.upsert(context.batch(part.tolist()))
            assert store.count() == 60
            found.append(search(store, random_units(1, DIM, seed=23)[0], k=60))
            found.append(
                search(
                    store,
                    random_units(1, DIM, seed=23)[0],
                    k=60,
                    selection=select({"category": "food"}),
                )
            )
            store.clear()
            store.close()
        for together, single in zip(found[:2], found[2:], strict=True):
            assert together.keys.tolist() == single.keys.tolist()
            np.testing.assert_allclose(together.scores, single.scores, atol=self.tolerance)

    def test_an_empty_batch_is_harmless(self, store: Store, context: DictContext) -> None:
        """Nothing to insert and nothing to delete is no error."""
        fill(store, context, random_units(3, DIM, seed=24))
        store.upsert(context.batch([]))
        store.delete(np.empty(0, np.int64))
        assert store.count() == 3

    def test_upserts_may_come_twice(self, store: Store, context: DictContext) -> None:
        """The same batch again changes nothing."""
        keys = fill(store, context, random_units(20, DIM, seed=25))
        store.upsert(context.batch(keys.tolist()))
        store.upsert(context.batch(keys.tolist()[5:9]))
        assert store.count() == 20
        assert store.count("a") == 20
        assert all_keys(store) == keys.tolist()

    def test_upserts_replace(self, store: Store, context: DictContext) -> None:
        """A memory that comes again has its new scope, metadata, expiry and vector."""
        here, there = np.eye(DIM, dtype=np.float32)[:2]
        old = SampleMemory(metadata={"mood": "sad", "gone": 1}, vectors={"a": here})
        new = SampleMemory(
            scope=BOB, metadata={"mood": "glad"}, expires_at=NOW + 1, vectors={"a": there}
        )
        keys = put(store, context, [old, old])
        store.upsert(context.edit(int(keys[0]), new))
        changed, kept = keys.tolist()
        assert store.count() == 2
        assert all_keys(store, select(scope=BOB)) == [changed]
        assert all_keys(store, select(scope=ALICE)) == [kept]
        assert all_keys(store, select({"mood": "glad"})) == [changed]
        assert all_keys(store, select({"gone": {"$exists": True}})) == [kept]
        assert all_keys(store, replace(select(), now=NOW + 1)) == [kept]
        assert search(store, there, k=1).keys.tolist() == [changed]

    def test_a_vector_can_be_taken_away(self, store: Store, context: DictContext) -> None:
        """A row of zeros takes the place of a vector."""
        vectors = random_units(2, DIM, seed=26)
        keys = fill(store, context, vectors)
        store.upsert(context.edit(int(keys[0]), SampleMemory()))
        assert all_keys(store) == [keys[1]]
        assert (store.count(), store.count("a")) == (2, 1)

    def test_deleted_memories_are_gone(self, store: Store, context: DictContext) -> None:
        """They are not found, not counted, and can come back."""
        keys = fill(store, context, random_units(10, DIM, seed=27)).tolist()
        row = context.memories[keys[2]]
        store.delete(context.remove(keys[2:5]))
        assert all_keys(store) == [*keys[:2], *keys[5:]]
        assert store.count() == 7
        assert store.count("a") == 7
        context.memories[keys[2]] = row
        store.upsert(context.batch([keys[2]]))
        assert all_keys(store) == [*keys[:3], *keys[5:]]

    def test_many_are_deleted_at_once(self, store: Store, context: DictContext) -> None:
        """All keys of a deletion go, however many they are."""
        keys = fill(store, context, random_units(1_200, DIM, seed=49)).tolist()
        store.delete(context.remove(keys[:-3]))
        assert all_keys(store) == keys[-3:]
        assert (store.count(), store.count("a")) == (3, 3)

    def test_deleting_what_is_not_there_is_harmless(
        self, store: Store, context: DictContext
    ) -> None:
        """Unknown keys, and keys that were deleted before, are fine."""
        keys = fill(store, context, random_units(3, DIM, seed=28)).tolist()
        store.delete(np.array([keys[2] + 1000, 2**62], np.int64))
        assert all_keys(store) == keys
        gone = context.remove(keys[:1])
        store.delete(gone)
        store.delete(gone)
        assert all_keys(store) == keys[1:]
        assert store.count() == 2

    def test_large_keys_are_kept(
        self, open_store: Callable[[DictContext], Store], tmp_path: Path
    ) -> None:
        """Keys are 64-bit integers: none is rounded."""
        context = DictContext(tmp_path / "memory.db", first_key=2**62 + 1)
        store = open_store(context)
        keys = fill(store, context, random_units(3, DIM, seed=29))
        assert keys.tolist() == [2**62 + 1, 2**62 + 2, 2**62 + 3]
        assert all_keys(store) == keys.tolist()

    def test_clear_removes_everything(self, store: Store, context: DictContext) -> None:
        """After clear the store is as new."""
        vectors = random_units(5, DIM, seed=30)
        keys = fill(store, context, vectors).tolist()
        store.moved(Position(5, 5))
        store.clear()
        assert store.count() == 0
        assert store.position() in (None, Position())
        with pytest.raises(SpaceError):
            search(store, vectors[0])
        store.open_space(context.spaces["a"])
        assert all_keys(store) == []
        store.upsert(context.batch(keys))
        assert all_keys(store) == keys

    def test_inputs_are_not_changed(self, store: Store, context: DictContext) -> None:
        """What a store is given stays as it was, and may be read-only."""
        vectors = random_units(10, DIM, seed=31) * np.float32(2.0)
        context.open_space("a", DIM, normalized=False)
        store.open_space(context.spaces["a"])
        context.add(
            [SampleMemory(text=f"text {n}", vectors={"a": v}) for n, v in enumerate(vectors)]
        )
        batch = context.batch([3, 1, 2, *range(10, 3, -1)])
        before = (batch.keys.copy(), batch.vectors["a"].copy(), list(batch.texts))
        records = [record.model_copy(deep=True) for record in batch.records]
        store.upsert(batch)
        query = vectors[0].copy()
        search(store, query)
        gone = np.array([5, 4], np.int64)
        store.delete(gone)
        np.testing.assert_array_equal(batch.keys, before[0])
        np.testing.assert_array_equal(batch.vectors["a"], before[1])
        assert list(batch.texts) == before[2]
        assert list(batch.records) == records
        np.testing.assert_array_equal(query, vectors[0])
        assert gone.tolist() == [5, 4]
        for array in (batch.keys, batch.vectors["a"], query, gone):
            array.flags.writeable = False
        store.upsert(batch)
        search(store, query)
        store.delete(gone)

    def test_texts_of_any_kind(self, store: Store, context: DictContext) -> None:
        """Empty texts, any script, and 100 kB are kept and found."""
        vectors = random_units(len(ODD_TEXTS), DIM, seed=32)
        rows = [
            SampleMemory(
                text=text, metadata={"text": text[:1000], "ключ": "値"}, vectors={"a": vector}
            )
            for text, vector in zip(ODD_TEXTS, vectors, strict=True)
        ]
        keys = put(store, context, rows).tolist()
        assert all_keys(store) == keys
        for key, vector, text in zip(keys, vectors, ODD_TEXTS, strict=True):
            selection = select({"text": text[:1000]})
            assert search(store, vector, k=1, selection=selection).keys.tolist() == [key]
        assert all_keys(store, select({"ключ": "値"})) == keys

    def test_threads_may_share_a_store(self, store: Store, context: DictContext) -> None:
        """Threads that add, delete and search at once neither fail nor lose anything."""
        store.open_space(context.open_space("a", DIM))
        vectors = random_units(8 * 20, DIM, seed=42)

        def work(thread: int) -> list[int]:
            mine: list[int] = []
            for vector in vectors[thread * 20 : (thread + 1) * 20]:
                batch = context.add([SampleMemory(vectors={"a": vector})])
                store.upsert(batch)
                mine += batch.keys.tolist()
                found = search(store, vector, k=5)
                assert set(mine[-1:]) <= set(found.keys.tolist())
            store.delete(context.remove(mine[:5]))
            return mine[5:]

        with ThreadPoolExecutor(8) as threads:
            kept = [key for keys in threads.map(work, range(8)) for key in keys]
        assert all_keys(store) == sorted(kept)
        assert store.count() == store.count("a") == len(kept)
