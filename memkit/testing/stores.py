"""What every store must do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Keys, Matches, Position, Selection, Store
from memkit.domain.records import Scope
from memkit.domain.times import from_instant
from memkit.errors import MemkitError, SpaceError
from memkit.filters import Where, parse
from memkit.plugins.specs import StoreSpec
from memkit.testing.base import ODD_TEXTS, ProviderConformance
from memkit.testing.context import NOW, DictContext, Row
from memkit.testing.overriding import needs
from memkit.testing.samples import (
    ALICE,
    BOB,
    EVERYONE,
    FILTERS,
    SCOPES,
    filter_rows,
    random_filters,
    random_units,
    unit,
)

DIM = 8
SECOND = 1_000_000


class StoreConformance(ProviderConformance):
    """Subclass it, set `spec`, and override the fixture `config` if the defaults won't do.

    A store of the kit begins empty: it serves a journal with an id of its own, beside which it may
    keep files (`tmp_path`). After the test it is cleared and closed.

    Attributes:
        spec: The store's `StoreSpec`.
        min_recall: The least share of the true nearest neighbours that an unfiltered search finds.
            1.0, unless the engine's index is approximate.
        tolerance: How far a score may lie from the true cosine similarity.
    """

    spec: ClassVar[StoreSpec]
    min_recall: ClassVar[float] = 1.0
    tolerance: ClassVar[float] = 1e-3

    kit_spec = StoreSpec
    kit_contract = Store
    kit_capabilities = frozenset({"filter", "text", "persistent"})
    kit_methods: ClassVar = {"search_text": "text"}

    # -- fixtures and tools ------------------------------------------------------------------

    @pytest.fixture
    def context(self, tmp_path: Path) -> DictContext:
        """The journal, or rather its stand-in."""
        return DictContext(tmp_path / "memory.db")

    @pytest.fixture
    def open_store(self, config: dict[str, Any]) -> Iterator[Callable[[DictContext], Store]]:
        """Opens stores, which are cleared and closed after the test."""
        opened: list[Store] = []

        def open_store(context: DictContext) -> Store:
            opened.append(self.kit_instance(config, context))
            return opened[-1]

        yield open_store
        for store in reversed(opened):
            try:
                store.clear()
                store.close()
            except Exception:  # noqa: BLE001 - it may be closed; test_clear sees to the rest
                pass

    @pytest.fixture
    def store(self, open_store: Callable[[DictContext], Store], context: DictContext) -> Store:
        """An open, empty store."""
        return open_store(context)

    def kit_context(self, folder: Path) -> tuple[Any, ...]:
        """Return a context to construct a store with."""
        return (DictContext(folder / "memory.db"),)

    def kit_exercise(self, provider: Any, *context: Any) -> None:
        """Put something in, find it, and throw it away."""
        (journal,) = context
        try:
            fill(provider, journal, random_units(2, DIM, seed=1))
            search(provider, random_units(1, DIM, seed=1)[0])
        finally:
            provider.clear()

    def kit_check(
        self,
        store: Store,
        context: DictContext,
        vector: Vectors,
        *,
        k: int = 10,
        selection: Selection | None = None,
        space: str = "a",
        min_recall: float = 1.0,
    ) -> None:
        """Compare a search with brute force."""
        selection = selection or select()
        found = search(store, vector, k=k, selection=selection, space=space)
        keys, scores = context.scores(space, vector, selection)
        true = dict(zip(keys.tolist(), scores.tolist(), strict=True))
        wrong = [key for key in found.keys.tolist() if key not in true]
        assert not wrong, "keys that the selection does not hold"
        assert len(found) == min(k, len(true))
        if not true or not len(found):
            return
        assert_order(found)
        expected = np.array([true[key] for key in found.keys.tolist()])
        np.testing.assert_allclose(found.scores, expected, atol=self.tolerance)
        # Whoever scores as well as the k-th may stand in its place.
        least = scores[len(found) - 1] - self.tolerance
        assert (expected >= least).mean() >= min_recall

    # -- search ------------------------------------------------------------------------------

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

    # -- selection ---------------------------------------------------------------------------

    def test_the_filter_comes_before_the_cut(self, store: Store, context: DictContext) -> None:
        """A filter that keeps the 3 farthest of 1,000 memories returns these 3."""
        query = np.eye(DIM, dtype=np.float32)[0]
        vectors = fan(1000)
        rows = [
            Row(metadata={"rare": number >= 997}, vectors={"a": vector})
            for number, vector in enumerate(vectors)
        ]
        keys = put(store, context, rows)
        found = search(store, query, k=10, selection=select({"rare": True}))
        assert found.keys.tolist() == keys[997:].tolist()

    def test_the_scope_comes_before_the_cut(self, store: Store, context: DictContext) -> None:
        """A scope of 3 memories among 1,000 nearer ones of another returns these 3."""
        query = np.eye(DIM, dtype=np.float32)[0]
        rows = [
            Row(scope=ALICE if number >= 1000 else BOB, vectors={"a": vector})
            for number, vector in enumerate(fan(1003))
        ]
        keys = put(store, context, rows)
        found = search(store, query, k=10, selection=select(scope=ALICE))
        assert found.keys.tolist() == keys[1000:].tolist()

    def test_the_expiry_comes_before_the_cut(self, store: Store, context: DictContext) -> None:
        """The 3 memories that have not expired are found behind 200 that have."""
        query = np.eye(DIM, dtype=np.float32)[0]
        rows = [
            Row(expires_at=NOW - SECOND if number < 200 else None, vectors={"a": vector})
            for number, vector in enumerate(fan(203))
        ]
        keys = put(store, context, rows)
        assert search(store, query, k=10).keys.tolist() == keys[200:].tolist()

    def test_the_validity_comes_before_the_cut(self, store: Store, context: DictContext) -> None:
        """The 3 memories that hold now are found behind 300 that don't, each for its reason."""
        query = np.eye(DIM, dtype=np.float32)[0]
        reasons: list[dict[str, Any]] = [
            {"valid_to": NOW},
            {"valid_from": NOW + SECOND},
            {"superseded_by": "01890000-0000-7000-8000-000000000001"},
        ]
        holding: list[dict[str, Any]] = [
            {},
            {"valid_from": NOW, "valid_to": NOW + SECOND},
            {"valid_from": NOW - SECOND},
        ]
        fields = [*(reasons[number % 3] for number in range(300)), *holding]
        rows = [
            Row(fields=own, vectors={"a": vector})
            for own, vector in zip(fields, fan(303), strict=True)
        ]
        keys = put(store, context, rows)
        holds = (
            "superseded_by = null and (valid_from = null or valid_from <= {now}) "
            "and (valid_to = null or valid_to > {now})"
        ).format(now=f"'{from_instant(NOW).isoformat()}'")
        assert search(store, query, k=10, selection=select(holds)).keys.tolist() == (
            keys[300:].tolist()
        )

    @pytest.mark.parametrize("name", FILTERS)
    def test_operator(self, store: Store, context: DictContext, name: str) -> None:
        """A filter keeps what `memkit.filters.matches` keeps."""
        put(store, context, filter_rows("a", DIM))
        for written in FILTERS[name]:
            selection = select(written)
            expected = context.allowed_keys(selection)
            assert 0 < len(expected) < 60, f"{written} tells nothing apart"
            assert all_keys(store, selection) == expected.tolist(), f"the filter {written}"

    def test_filters_in_any_combination(self, store: Store, context: DictContext) -> None:
        """And, or and not nest."""
        put(store, context, filter_rows("a", DIM))
        for tree in random_filters(60, seed=17):
            selection = select(tree)
            expected = context.allowed_keys(selection).tolist()
            assert all_keys(store, selection) == expected, f"the filter {tree}"

    def test_filtered_searches_are_exact(self, store: Store, context: DictContext) -> None:
        """A filtered search agrees with brute force, up to `min_recall`."""
        vectors = random_units(400, 16, seed=18)
        put(
            store,
            context,
            [
                Row(metadata={"group": number % 4}, vectors={"a": vector})
                for number, vector in enumerate(vectors)
            ],
        )
        for query in random_units(10, 16, seed=19):
            self.kit_check(
                store,
                context,
                query,
                selection=select({"group": {"$in": [1, 2]}}),
                min_recall=self.min_recall,
            )

    def test_scopes_are_kept_apart(self, store: Store, context: DictContext) -> None:
        """A search in one scope never returns a memory of another."""
        vectors = random_units(5 * len(SCOPES), DIM, seed=20)
        scopes = [Scope(**SCOPES[number % len(SCOPES)]) for number in range(len(vectors))]
        put(
            store,
            context,
            [
                Row(scope=scope, vectors={"a": vector})
                for scope, vector in zip(scopes, vectors, strict=True)
            ],
        )
        for scope in [EVERYONE, Scope(user_id="nobody"), *scopes[: len(SCOPES)]]:
            selection = select(scope=scope)
            expected = context.allowed_keys(selection).tolist()
            assert all_keys(store, selection) == expected, f"the scope {scope}"

    @pytest.mark.parametrize(
        "written",
        ["tag = 'x'", "not tag = 'y'", "tag = 'x' or tag != 'x'", "user_id = 'alice' or tag = 'x'"],
    )
    def test_no_filter_leaves_the_scope(
        self, store: Store, context: DictContext, written: str
    ) -> None:
        """A filter narrows a scope and never widens it."""
        rows = [
            Row(scope=scope, metadata={"tag": "x"}, vectors={"a": vector})
            for scope, vector in zip((ALICE, BOB), random_units(2, DIM, seed=21), strict=True)
        ]
        keys = put(store, context, rows)
        assert all_keys(store, select(written, scope=BOB)) == [keys[1]]

    def test_expiry_is_exact_to_the_second(self, store: Store, context: DictContext) -> None:
        """A memory is found up to the second in which it expires, and not from it on."""
        moments = [NOW - SECOND, NOW, NOW + SECOND, None]
        rows = [
            Row(expires_at=moment, vectors={"a": vector})
            for moment, vector in zip(moments, random_units(4, DIM, seed=22), strict=True)
        ]
        keys = put(store, context, rows).tolist()
        for now, expected in (
            (NOW - 2 * SECOND, keys),
            (NOW - SECOND, keys[1:]),
            (NOW, keys[2:]),
            (NOW + SECOND - 1, keys[2:]),
            (NOW + SECOND, keys[3:]),
            (NOW + 100_000_000 * SECOND, keys[3:]),
        ):
            assert all_keys(store, replace(select(), now=now)) == expected

    # -- changes -----------------------------------------------------------------------------

    def test_a_batch_equals_singles(
        self, open_store: Callable[[DictContext], Store], tmp_path: Path
    ) -> None:
        """Memories can be handed over together or one by one."""
        found = []
        for name in ("together", "single"):
            context = DictContext(tmp_path / f"{name}.db")
            store = open_store(context)
            store.open_space(context.open_space("a", DIM))
            batch = context.add(filter_rows("a", DIM))
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
        old = Row(metadata={"mood": "sad", "gone": 1}, vectors={"a": here})
        new = Row(scope=BOB, metadata={"mood": "glad"}, expires_at=NOW + 1, vectors={"a": there})
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
        store.upsert(context.edit(int(keys[0]), Row()))
        assert all_keys(store) == [keys[1]]
        assert (store.count(), store.count("a")) == (2, 1)

    def test_deleted_memories_are_gone(self, store: Store, context: DictContext) -> None:
        """They are not found, not counted, and can come back."""
        keys = fill(store, context, random_units(10, DIM, seed=27)).tolist()
        row = context.rows[keys[2]]
        store.delete(context.remove(keys[2:5]))
        assert all_keys(store) == [*keys[:2], *keys[5:]]
        assert store.count() == 7
        assert store.count("a") == 7
        context.rows[keys[2]] = row
        store.upsert(context.batch([keys[2]]))
        assert all_keys(store) == [*keys[:3], *keys[5:]]

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
        context.add([Row(text=f"text {n}", vectors={"a": v}) for n, v in enumerate(vectors)])
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
            Row(text=text, metadata={"text": text[:1000], "ключ": "値"}, vectors={"a": vector})
            for text, vector in zip(ODD_TEXTS, vectors, strict=True)
        ]
        keys = put(store, context, rows).tolist()
        assert all_keys(store) == keys
        for key, vector, text in zip(keys, vectors, ODD_TEXTS, strict=True):
            selection = select({"text": text[:1000]})
            assert search(store, vector, k=1, selection=selection).keys.tolist() == [key]
        assert all_keys(store, select({"ключ": "値"})) == keys

    # -- spaces ------------------------------------------------------------------------------

    def test_spaces_are_kept_apart(self, store: Store, context: DictContext) -> None:
        """A search in one space sees only its vectors, and memories may lack a vector in it."""
        here, there = np.eye(DIM, dtype=np.float32)[:2]
        for space in ("a", "b"):
            store.open_space(context.open_space(space, DIM))
        store.open_space(context.open_space("c:d/e f-ö", 3))
        rows = [
            Row(vectors={"a": here, "b": there}),
            Row(vectors={"a": there}),
            Row(vectors={"b": here, "c:d/e f-ö": np.ones(3, np.float32)}),
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
        batch = context.add([Row(vectors={"a": here})])
        key = int(batch.keys[0])
        store.upsert(context.batch([key], spaces=["a"]))
        context.rows[key] = Row(vectors={"a": here, "b": there})
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
            row = context.rows[key]
            context.rows[key] = replace(row, vectors={**row.vectors, "late": np.ones(5, "f4")})
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

    @pytest.mark.parametrize("dim", [1, DIM - 1, DIM + 1])
    def test_a_query_of_another_dimension_is_refused(
        self, store: Store, context: DictContext, dim: int
    ) -> None:
        """A query must have the space's dimension."""
        fill(store, context, random_units(3, DIM, seed=35))
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
        batch = context.add([Row(vectors={"a": v, "b": v}) for v in vectors])
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

    # -- the journal -------------------------------------------------------------------------

    def test_a_store_behind_the_journal_answers(self, store: Store, context: DictContext) -> None:
        """Memories of which the store was not told yet, and those gone since, are no error."""
        vectors = random_units(10, DIM, seed=38)
        keys = fill(store, context, vectors[:5]).tolist()
        context.add([Row(vectors={"a": vector}) for vector in vectors[5:]])
        context.remove(keys[:1])
        found = set(all_keys(store, select(None)))
        assert set(keys[1:]) <= found <= set(range(1, 11))

    def test_the_position_is_kept(self, store: Store) -> None:
        """A store that keeps its position tells what it was told; others tell none."""
        assert store.position() in (None, Position())
        store.moved(Position(5, 3))
        assert store.position() in (None, Position(5, 3))

    @needs("persistent")
    def test_memories_survive_a_reopening(
        self, open_store: Callable[[DictContext], Store], context: DictContext
    ) -> None:
        """Closed and opened again, the store answers as before."""
        store = open_store(context)
        put(store, context, filter_rows("a", DIM))
        store.delete(context.remove([7]))
        store.moved(Position(61, 60))
        position = store.position()
        query = random_units(1, DIM, seed=39)[0]
        selections = [select(), select({"category": "food"}), select(scope=BOB)]
        before = [search(store, query, k=60, selection=s) for s in selections]
        store.close()
        store = open_store(context)
        store.open_space(context.spaces["a"])
        assert store.position() == position
        assert (store.count(), store.count("a")) == (59, 59)
        for selection, expected in zip(selections, before, strict=True):
            found = search(store, query, k=60, selection=selection)
            assert found.keys.tolist() == expected.keys.tolist()
            np.testing.assert_allclose(found.scores, expected.scores, atol=self.tolerance)
        store.upsert(context.add([Row(vectors={"a": query})]))
        assert search(store, query, k=1).keys.tolist() == [61]

    @needs("persistent")
    def test_a_dimension_is_remembered(
        self, open_store: Callable[[DictContext], Store], context: DictContext
    ) -> None:
        """Another dimension is refused after a reopening too."""
        store = open_store(context)
        fill(store, context, random_units(3, DIM, seed=40))
        store.close()
        store = open_store(context)
        with pytest.raises(SpaceError):
            store.open_space(replace(context.spaces["a"], dim=DIM + 1))

    @needs("persistent")
    def test_journals_are_kept_apart(
        self, open_store: Callable[[DictContext], Store], tmp_path: Path
    ) -> None:
        """With the same config but another journal, the store is another, or says no."""
        one = DictContext(tmp_path / "memory.db")
        store = open_store(one)
        fill(store, one, random_units(3, DIM, seed=41))
        store.close()
        two = DictContext(tmp_path / "memory.db")
        try:
            store = open_store(two)
        except MemkitError:
            return
        assert store.position() in (None, Position())
        assert store.count() == 0
        store.open_space(two.open_space("a", DIM + 1))
        assert len(search(store, np.ones(DIM + 1, np.float32))) == 0

    def test_frequencies_are_those_of_the_scope(self, store: Store, context: DictContext) -> None:
        """Words are counted once a memory, among the memories of the scope."""
        store.open_space(context.open_space("a", DIM))
        texts = [(ALICE, "cello cello"), (ALICE, "a cello and a piano"), (BOB, "piano"), (BOB, "")]
        put_rows(store, context, [Row(text=text, scope=scope) for scope, text in texts])
        words = ["cello", "piano", "xylophone"]
        assert store.frequencies(words, EVERYONE) == (4, [2, 2, 0])
        assert store.frequencies(words, ALICE) == (2, [2, 1, 0])
        assert store.frequencies([], BOB) == (2, [])

    # -- threads -----------------------------------------------------------------------------

    def test_threads_may_share_a_store(self, store: Store, context: DictContext) -> None:
        """Threads that add, delete and search at once neither fail nor lose anything."""
        store.open_space(context.open_space("a", DIM))
        vectors = random_units(8 * 20, DIM, seed=42)

        def work(thread: int) -> list[int]:
            mine: list[int] = []
            for vector in vectors[thread * 20 : (thread + 1) * 20]:
                batch = context.add([Row(vectors={"a": vector})])
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

    # -- text search -------------------------------------------------------------------------

    @needs("text")
    def test_text_finds_words(self, store: Store, context: DictContext) -> None:
        """A text search returns the memories that hold the words, the best first."""
        keys = put_texts(store, context, TEXTS).tolist()
        assert found_text(store, "olives") == [keys[1]]
        assert found_text(store, "Lisbon")[0] == keys[0]
        assert set(found_text(store, "Lisbon")) == {keys[0], keys[2]}
        assert found_text(store, "Zürich") == [keys[3]]
        assert found_text(store, "Москва") == [keys[4]]
        assert found_text(store, "xylophone") == []
        assert found_text(store, "Lisbon", k=1) == [keys[0]]
        assert_order(store.search_text("Lisbon", k=10, selection=select()))

    @needs("text")
    def test_text_respects_the_selection(self, store: Store, context: DictContext) -> None:
        """Scope, filter and expiry come before the cut in a text search too."""
        many = [Row(text="tea tea tea", scope=BOB, metadata={"n": n}) for n in range(50)]
        few = [
            Row(text="tea with a friend in the afternoon", metadata={"n": 50}),
            Row(text="tea alone", metadata={"n": 51}, expires_at=NOW),
        ]
        store.open_space(context.open_space("a", DIM))
        keys = put_rows(store, context, [*many, *few]).tolist()
        assert found_text(store, "tea", selection=select(scope=ALICE)) == [keys[50]]
        assert found_text(store, "tea", selection=select({"n": 7})) == [keys[7]]
        assert found_text(store, "tea", selection=select({"n": 7}, scope=ALICE)) == []

    @needs("text")
    @pytest.mark.parametrize(
        "query", ["", "   ", '"', "(", "AND", "a OR", "tea*", "text:", "-tea", "{}[]^~\\/", "\x00"]
    )
    def test_text_queries_hold_no_syntax(
        self, store: Store, context: DictContext, query: str
    ) -> None:
        """No character of a query breaks it."""
        put_texts(store, context, TEXTS)
        found = store.search_text(query, k=10, selection=select())
        assert_matches(found, k=10)

    @needs("text")
    def test_text_follows_changes(self, store: Store, context: DictContext) -> None:
        """A text that was replaced or deleted is no longer found."""
        keys = put_texts(store, context, ["first thought", "second thought"]).tolist()
        store.upsert(context.edit(keys[0], Row(text="another idea")))
        assert found_text(store, "thought") == [keys[1]]
        assert found_text(store, "idea") == [keys[0]]
        store.delete(context.remove(keys[1:]))
        assert found_text(store, "thought") == []


TEXTS = [
    "Lisbon, Lisbon: in March I moved to Lisbon",
    "The olives were salty",
    "A long story about a train that goes by way of Lisbon and of many other towns",
    "Ein Sommer in Zürich",
    "Москва зимой",
]


def select(written: Any = None, *, scope: Scope = EVERYONE) -> Selection:
    """Return a selection by a filter, as dict, string or tree, and a scope."""
    where: Where | None = parse(written) if isinstance(written, (dict, str)) else written
    return Selection(scope=scope, where=where, now=NOW)


def fan(n: int) -> Vectors:
    """Return n vectors that turn away from the first axis, step by step."""
    angles = np.linspace(0, np.pi * 0.9, n)
    vectors = np.zeros((n, DIM), np.float32)
    vectors[:, 0], vectors[:, 1] = np.cos(angles), np.sin(angles)
    return unit(vectors)


def put(store: Store, context: DictContext, rows: Sequence[Row], *, space: str = "a") -> Keys:
    """Store memories of one space and tell the store."""
    if space not in context.spaces:
        context.open_space(space, len(rows[0].vectors[space]))
    store.open_space(context.spaces[space])
    return put_rows(store, context, rows)


def put_rows(store: Store, context: DictContext, rows: Sequence[Row]) -> Keys:
    """Store memories and tell the store."""
    batch = context.add(rows)
    store.upsert(batch)
    return batch.keys


def put_texts(store: Store, context: DictContext, texts: Sequence[str]) -> Keys:
    """Store texts without vectors and tell the store."""
    store.open_space(context.open_space("a", DIM))
    return put_rows(store, context, [Row(text=text) for text in texts])


def fill(store: Store, context: DictContext, vectors: Vectors) -> Keys:
    """Store a memory for each vector and tell the store."""
    return put(store, context, [Row(vectors={"a": vector}) for vector in vectors])


def search(
    store: Store,
    vector: Vectors,
    *,
    k: int = 10,
    selection: Selection | None = None,
    space: str = "a",
) -> Matches:
    """Search, and check the shape of the answer."""
    found = store.search(space, vector, k=k, selection=selection or select())
    assert_matches(found, k=k)
    return found


def assert_matches(found: Matches, *, k: int) -> None:
    """Check the shape and the type of an answer."""
    assert isinstance(found, Matches)
    assert found.keys.dtype == np.int64
    assert found.scores.dtype == np.float32
    assert found.keys.ndim == found.scores.ndim == 1
    assert len(found.keys) == len(found.scores) <= k
    assert len(set(found.keys.tolist())) == len(found.keys), "a key comes twice"


def assert_order(found: Matches) -> None:
    """Check that the best score comes first."""
    assert (np.diff(found.scores) <= 0).all(), "the best score comes first"


def all_keys(store: Store, selection: Selection | None = None) -> list[int]:
    """Return the keys of all memories in a selection, rising."""
    query = np.full(DIM, DIM**-0.5, np.float32)
    return sorted(search(store, query, k=2000, selection=selection).keys.tolist())


def found_text(
    store: Store, query: str, *, k: int = 10, selection: Selection | None = None
) -> list[int]:
    """Search for words, and check the shape of the answer."""
    found = store.search_text(query, k=k, selection=selection or select())
    assert_matches(found, k=k)
    assert (found.scores >= 0).all()
    keys: list[int] = found.keys.tolist()
    return keys
