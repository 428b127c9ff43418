"""Which memories a search may return."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from memkit.contracts.store import EVER, Store
from memkit.domain.records import Scope
from memkit.domain.times import from_instant
from memkit.testing.context import NOW, DictContext, SampleMemory
from memkit.testing.samples import (
    ALICE,
    BOB,
    EVERYONE,
    FILTERS,
    SCOPES,
    filter_memories,
    random_filters,
    random_units,
)
from memkit.testing.stores.base import StoreKit
from memkit.testing.stores.tools import DIM, SECOND, all_keys, fan, put, search, select


class Selecting(StoreKit):
    """Filters, scopes and expiry come before the cut."""

    def test_the_filter_comes_before_the_cut(self, store: Store, context: DictContext) -> None:
        """A filter that keeps the 3 farthest of 1,000 memories returns these 3."""
        query = np.eye(DIM, dtype=np.float32)[0]
        vectors = fan(1000)
        rows = [
            SampleMemory(metadata={"rare": number >= 997}, vectors={"a": vector})
            for number, vector in enumerate(vectors)
        ]
        keys = put(store, context, rows)
        found = search(store, query, k=10, selection=select({"rare": True}))
        assert found.keys.tolist() == keys[997:].tolist()

    def test_few_that_pass_are_found_behind_many(self, store: Store, context: DictContext) -> None:
        """Of 1,240 memories the 40 farthest pass, and the best of these came last.

        Whatever a store looks at first, and whoever decides on a filter: few engines look into
        strings, or know dates in metadata.
        """
        query = np.eye(DIM, dtype=np.float32)[0]
        vectors = fan(1240)
        # The first is the nearest one.
        order = [*range(1200), *range(1239, 1199, -1)]
        rows = [
            SampleMemory(
                text=f"a needle, {number}" if number >= 1200 else f"hay {number}",
                metadata={
                    "note": "oats" if number >= 1200 else "hay",
                    "day": "2031-02-03" if number >= 1200 else "2001-02-03",
                    "big": 2**53 + number,
                },
                vectors={"a": vectors[number]},
            )
            for number in order
        ]
        keys = put(store, context, rows).tolist()
        best = keys[:1199:-1]
        for written in (
            "memory contains 'needle'",
            "note contains 'at'",
            "note > 'i'",
            "day >= '2031-01-01'",
            f"big >= {2**53 + 1200}",
            "memory icontains 'NEEDLE' and not (note = 'hay' or day < '2031-01-01')",
        ):
            for k in (1, 10, 40):
                found = search(store, query, k=k, selection=select(written))
                assert found.keys.tolist() == best[:k], (written, k)

    def test_the_scope_comes_before_the_cut(self, store: Store, context: DictContext) -> None:
        """A scope of 3 memories among 1,000 nearer ones of another returns these 3."""
        query = np.eye(DIM, dtype=np.float32)[0]
        rows = [
            SampleMemory(scope=ALICE if number >= 1000 else BOB, vectors={"a": vector})
            for number, vector in enumerate(fan(1003))
        ]
        keys = put(store, context, rows)
        found = search(store, query, k=10, selection=select(scope=ALICE))
        assert found.keys.tolist() == keys[1000:].tolist()

    def test_the_expiry_comes_before_the_cut(self, store: Store, context: DictContext) -> None:
        """The 3 memories that have not expired are found behind 200 that have."""
        query = np.eye(DIM, dtype=np.float32)[0]
        rows = [
            SampleMemory(expires_at=NOW - SECOND if number < 200 else None, vectors={"a": vector})
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
            SampleMemory(fields=own, vectors={"a": vector})
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
        put(store, context, filter_memories("a", DIM))
        for written in FILTERS[name]:
            selection = select(written)
            expected = context.allowed_keys(selection)
            assert 0 < len(expected) < 60, f"{written} tells nothing apart"
            assert all_keys(store, selection) == expected.tolist(), f"the filter {written}"

    def test_filters_in_any_combination(self, store: Store, context: DictContext) -> None:
        """And, or and not nest."""
        put(store, context, filter_memories("a", DIM))
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
                SampleMemory(metadata={"group": number % 4}, vectors={"a": vector})
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
                SampleMemory(scope=scope, vectors={"a": vector})
                for scope, vector in zip(scopes, vectors, strict=True)
            ],
        )
        for scope in [EVERYONE, Scope(user_id="nobody"), *scopes[: len(SCOPES)]]:
            selection = select(scope=scope)
            expected = context.allowed_keys(selection).tolist()
            assert all_keys(store, selection) == expected, f"the scope {scope}"

    def test_no_filter_leaves_the_scope(self, store: Store, context: DictContext) -> None:
        """A filter narrows a scope and never widens it."""
        rows = [
            SampleMemory(scope=scope, metadata={"tag": "x"}, vectors={"a": vector})
            for scope, vector in zip((ALICE, BOB), random_units(2, DIM, seed=21), strict=True)
        ]
        keys = put(store, context, rows)
        for written in (
            "tag = 'x'",
            "not tag = 'y'",
            "tag = 'x' or tag != 'x'",
            "user_id = 'alice' or tag = 'x'",
        ):
            assert all_keys(store, select(written, scope=BOB)) == [keys[1]], written

    def test_expiry_is_exact_to_the_second(self, store: Store, context: DictContext) -> None:
        """A memory is found up to the second in which it expires, and not from it on."""
        moments = [NOW - SECOND, NOW, NOW + SECOND, None]
        rows = [
            SampleMemory(expires_at=moment, vectors={"a": vector})
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

    def test_nothing_has_expired_at_the_beginning_of_time(
        self, store: Store, context: DictContext
    ) -> None:
        """With `EVER` as its instant, a selection holds what expired long ago too."""
        moments = [NOW, 1, -(2**52), None]
        rows = [
            SampleMemory(expires_at=moment, vectors={"a": vector})
            for moment, vector in zip(moments, random_units(4, DIM, seed=50), strict=True)
        ]
        keys = put(store, context, rows).tolist()
        assert all_keys(store, replace(select(), now=EVER)) == keys
