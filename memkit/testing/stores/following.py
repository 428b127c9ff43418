"""How a store follows its journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from memkit.contracts.store import Position, Store
from memkit.errors import MemkitError, SpaceError
from memkit.testing.context import DictContext, SampleMemory
from memkit.testing.overriding import needs
from memkit.testing.samples import ALICE, BOB, EVERYONE, filter_memories, random_units
from memkit.testing.stores.base import StoreKit
from memkit.testing.stores.tools import DIM, all_keys, fill, put, put_memories, search, select


class Following(StoreKit):
    """A store is a view of one journal, and of one history of it."""

    def test_a_store_behind_the_journal_answers(self, store: Store, context: DictContext) -> None:
        """Memories of which the store was not told yet, and those gone since, are no error."""
        vectors = random_units(10, DIM, seed=38)
        keys = fill(store, context, vectors[:5]).tolist()
        context.add([SampleMemory(vectors={"a": vector}) for vector in vectors[5:]])
        context.remove(keys[:1])
        found = set(all_keys(store, select(None)))
        assert set(keys[1:]) <= found <= set(range(1, 11))

    def test_the_position_is_kept(self, store: Store) -> None:
        """A store that keeps its position tells what it was told; others tell none."""
        assert store.position() in (None, Position())
        store.moved(Position(5, 3))
        assert store.position() in (None, Position(5, 3))

    def test_the_position_is_that_of_this_history(
        self, open_store: Callable[[DictContext], Store], context: DictContext
    ) -> None:
        """A store that keeps its position begins anew after the journal was restored.

        It has seen events that never happened now, and others may have taken their numbers. So it
        keeps the token of the last one (`StoreContext.event_token`) beside the position, and
        compares the two. The journal may have been restored to before that event, or after it.
        """
        for restored_to, expected in ((9, Position(5, 3)), (3, Position())):
            store = open_store(context)
            fill(store, context, random_units(3, DIM, seed=44))
            store.moved(Position(5, 3))
            kept = store.position()
            store.close()
            context.restore(restored_to)
            again = open_store(context)
            # One whose rows are gone with the process is at the beginning in any case.
            wanted = (None, Position()) if kept is None else (Position(), expected)
            assert again.position() in wanted
            again.clear()
            again.close()

    def test_a_journal_that_was_restored_or_reset_before_the_first_call_is_told(
        self, open_store: Callable[[DictContext], Store], context: DictContext
    ) -> None:
        """Between the opening of a store and its first call the journal may become another.

        That the store was opened says nothing of what its journal is when the store is asked.
        """

        def restored() -> None:
            context.restore(3)

        def reset() -> None:
            context.remove(list(context.memories))
            context.journal_id = f"{context.journal_id[:-4]}4567"

        for becomes_another in (restored, reset):
            store = open_store(context)
            fill(store, context, random_units(3, DIM, seed=49))
            store.moved(Position(5, 3))
            store.close()
            again = open_store(context)
            becomes_another()
            assert again.position() in (None, Position())
            # What the engine does with a store at its beginning.
            again.clear()
            keys = fill(again, context, random_units(2, DIM, seed=50)).tolist()
            assert all_keys(again) == keys
            again.clear()
            again.close()

    @needs("persistent")
    def test_what_was_erased_does_not_come_back_with_a_late_closing(
        self, open_store: Callable[[DictContext], Store], context: DictContext
    ) -> None:
        """Another process resets the journal; the store that is closed after that leaves nothing.

        A store writes down at its closing which history it has read, not the one that is there.
        """
        store = open_store(context)
        fill(store, context, random_units(3, DIM, seed=51))
        store.moved(Position(5, 3))
        context.remove(list(context.memories))
        context.journal_id = f"{context.journal_id[:-4]}89ab"
        store.close()
        try:
            store = open_store(context)
            assert store.position() in (None, Position())
        except MemkitError:
            return
        assert store.count() == 0

    @needs("persistent")
    def test_memories_survive_a_reopening(
        self, open_store: Callable[[DictContext], Store], context: DictContext
    ) -> None:
        """Closed and opened again, the store answers as before."""
        store = open_store(context)
        put(store, context, filter_memories("a", DIM))
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
        store.upsert(context.add([SampleMemory(vectors={"a": query})]))
        assert search(store, query, k=1).keys.tolist() == [61]

    @needs("persistent")
    def test_what_was_cleared_stays_away(
        self, open_store: Callable[[DictContext], Store], context: DictContext
    ) -> None:
        """Neither the memories nor the position come back with the next process."""
        store = open_store(context)
        fill(store, context, random_units(3, DIM, seed=45))
        store.moved(Position(5, 3))
        store.close()
        store = open_store(context)
        store.open_space(context.spaces["a"])
        store.clear()
        assert store.position() in (None, Position())
        store.close()
        store = open_store(context)
        store.open_space(context.spaces["a"])
        assert store.position() in (None, Position())
        assert (store.count(), store.count("a")) == (0, 0)

    @needs("persistent")
    def test_a_journal_that_was_reset_is_followed_under_its_new_id(
        self, open_store: Callable[[DictContext], Store], context: DictContext
    ) -> None:
        """The journal is emptied and gets another id while the store is open, which is cleared."""
        store = open_store(context)
        fill(store, context, random_units(3, DIM, seed=46))
        context.remove(list(context.memories))
        context.journal_id = f"{context.journal_id[:-4]}0123"
        store.clear()
        keys = fill(store, context, random_units(2, DIM, seed=47)).tolist()
        store.moved(Position(2, 2))
        store.close()
        store = open_store(context)
        store.open_space(context.spaces["a"])
        assert all_keys(store) == keys

    @needs("persistent")
    def test_a_space_that_was_added_again_meanwhile_is_another(
        self, open_store: Callable[[DictContext], Store], context: DictContext
    ) -> None:
        """Dropped and added again while the store was closed, it has no vectors."""
        store = open_store(context)
        fill(store, context, random_units(3, DIM, seed=48))
        store.close()
        store = open_store(context)
        store.open_space(context.open_space("a", DIM))
        assert all_keys(store) == []
        assert (store.count(), store.count("a")) == (3, 0)

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
        put_memories(
            store, context, [SampleMemory(text=text, scope=scope) for scope, text in texts]
        )
        words = ["cello", "piano", "xylophone"]
        assert store.frequencies(words, EVERYONE) == (4, [2, 2, 0])
        assert store.frequencies(words, ALICE) == (2, [2, 1, 0])
        assert store.frequencies([], BOB) == (2, [])
