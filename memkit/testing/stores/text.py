"""What a text search returns."""

from __future__ import annotations

import pytest

from memkit.contracts.store import Store
from memkit.testing.context import NOW, DictContext, SampleMemory
from memkit.testing.overriding import needs
from memkit.testing.samples import ALICE, BOB
from memkit.testing.stores.base import StoreKit
from memkit.testing.stores.tools import (
    DIM,
    TEXTS,
    assert_matches,
    assert_order,
    found_text,
    put_memories,
    put_texts,
    select,
)

_ODD_QUERIES = ("", "   ", '"', "(", "AND", "a OR", "tea*", "text:", "-tea", "{}[]^~\\/", "\x00")


class Text(StoreKit):
    """Words, for stores with the capability "text"."""

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
        many = [SampleMemory(text="tea tea tea", scope=BOB, metadata={"n": n}) for n in range(50)]
        few = [
            SampleMemory(text="tea with a friend in the afternoon", metadata={"n": 50}),
            SampleMemory(text="tea alone", metadata={"n": 51}, expires_at=NOW),
        ]
        store.open_space(context.open_space("a", DIM))
        keys = put_memories(store, context, [*many, *few]).tolist()
        assert found_text(store, "tea", selection=select(scope=ALICE)) == [keys[50]]
        assert found_text(store, "tea", selection=select({"n": 7})) == [keys[7]]
        assert found_text(store, "tea", selection=select({"n": 7}, scope=ALICE)) == []

    @needs("text")
    def test_text_queries_hold_no_syntax(self, store: Store, context: DictContext) -> None:
        """No character of a query breaks it."""
        put_texts(store, context, TEXTS)
        for query in _ODD_QUERIES:
            found = store.search_text(query, k=10, selection=select())
            assert_matches(found, k=10)

    @needs("text")
    def test_text_follows_changes(self, store: Store, context: DictContext) -> None:
        """A text that was replaced or deleted is no longer found."""
        keys = put_texts(store, context, ["first thought", "second thought"]).tolist()
        store.upsert(context.edit(keys[0], SampleMemory(text="another idea")))
        assert found_text(store, "thought") == [keys[1]]
        assert found_text(store, "idea") == [keys[0]]
        store.delete(context.remove(keys[1:]))
        assert found_text(store, "thought") == []

    @needs("text")
    def test_the_ceiling_tells_rare_words_from_common_ones(
        self, store: Store, context: DictContext
    ) -> None:
        """It is the sum of the words' inverse document frequencies, whatever `k`.

        Without it, a score by words can't be weighed against a cosine.
        """
        put_texts(store, context, [*TEXTS, "Lisbon and olives"])

        def ceiling(query: str, k: int = 10) -> float:
            return store.search_text(query, k=k, selection=select()).ceiling

        common, rare = ceiling("Lisbon"), ceiling("Zürich")
        assert 0 < common < rare
        assert ceiling("Lisbon", k=1) == pytest.approx(common, rel=1e-5)
        assert ceiling("Lisbon Zürich") == pytest.approx(common + rare, rel=1e-3)
