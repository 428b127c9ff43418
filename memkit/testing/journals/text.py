"""Search by words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from memkit.contracts.journal import Edit, Journal, Remove
from memkit.testing.context import NOW
from memkit.testing.journals.base import JournalKit
from memkit.testing.journals.tools import add, adding, apply, found_text, select
from memkit.testing.overriding import needs
from memkit.testing.samples import ALICE, BOB, EVERYONE


class Text(JournalKit):
    """Words, for journals with the capability "text"."""

    @needs("text")
    def test_text_search_finds_words(self, journal: Journal) -> None:
        """It returns memories that hold the words, by scope, filter and expiry."""
        many = [adding(f"tea {n}", scope=BOB, metadata={"n": n}) for n in range(30)]
        few = [adding("tea with Ана in Zürich"), adding("tea alone", expires_at=NOW)]
        apply(journal, [*many, *few, adding("coffee")], now=NOW - 1)
        texts = found_text(journal, "tea", selection=select(scope=ALICE))
        assert texts == ["tea with Ана in Zürich"]
        assert found_text(journal, "Zürich") == found_text(journal, "Ана") == texts
        assert found_text(journal, "tea", selection=select({"n": 7})) == ["tea 7"]
        assert found_text(journal, "xylophone") == []
        assert len(found_text(journal, "tea", k=5)) == 5

    @needs("text")
    def test_text_search_follows_changes(self, journal: Journal) -> None:
        """It knows new texts, and forgets those that were replaced or deleted."""
        one, two = add(journal, "first thought"), add(journal, "second thought")
        apply(journal, [Edit(id=one, change=lambda state: replace(state, text="another idea"))])
        assert found_text(journal, "thought") == ["second thought"]
        assert found_text(journal, "idea") == ["another idea"]
        apply(journal, [Remove(id=two)])
        assert found_text(journal, "thought") == []

    @needs("text")
    @pytest.mark.parametrize(
        "query", ["", "   ", '"', "(", "AND", "a OR", "tea*", "text:", "-tea", "{}[]^~\\/", "\x00"]
    )
    def test_text_queries_hold_no_syntax(self, journal: Journal, query: str) -> None:
        """No character of a query breaks it."""
        add(journal, "tea")
        found_text(journal, query)

    @needs("text")
    def test_frequencies_are_those_of_the_scope(self, journal: Journal) -> None:
        """Words are counted once a memory, among the memories of the scope."""
        texts = [(ALICE, "cello cello"), (ALICE, "a cello and a piano"), (BOB, "piano"), (BOB, "x")]
        apply(journal, [adding(text, scope=scope) for scope, text in texts])
        words = ["cello", "piano", "xylophone"]
        assert journal.frequencies(words, EVERYONE) == (4, [2, 2, 0])
        assert journal.frequencies(words, ALICE) == (2, [2, 1, 0])

    @needs("text")
    def test_the_best_of_many_is_found(self, journal: Journal) -> None:
        """Of more than any pool holds, though it came last; with and without a filter."""
        apply(journal, [adding(f"budget note {n}", metadata={"n": n}) for n in range(1500)])
        apply(journal, [adding("budget of the funicular", metadata={"n": -1})])
        add(journal, "a funicular that is somebody else's", scope=BOB)
        for k in (1, 10):
            for selection in (
                select(),
                select(scope=ALICE),
                select({"n": {"$lt": 1400}}, scope=ALICE),
                select({"n": {"$in": [-1, 7]}}),
            ):
                found = found_text(journal, "budget funicular", k=k, selection=selection)
                assert found[0] == "budget of the funicular"
        only = select({"n": {"$lt": 0}})
        assert found_text(journal, "budget", k=1, selection=only) == ["budget of the funicular"]

    @needs("text")
    def test_scores_of_further_memories_are_told(self, journal: Journal) -> None:
        """Of those below the cut, and of those that share no word: a vector may have found them."""
        apply(journal, [adding(f"budget note {n}") for n in range(40)])
        apply(journal, [adding("the budget of a funicular"), adding("nothing of it")])
        whole = journal.search_text("budget funicular", k=100, selection=select())
        some = journal.search_text("budget funicular", k=3, selection=select())
        assert whole.keys[:3].tolist() == some.keys.tolist()
        assert some.ceiling == pytest.approx(whole.ceiling, rel=1e-5)
        assert some.lookup is not None
        np.testing.assert_allclose(some.lookup(whole.keys), whole.scores, rtol=1e-4)
        (other,) = set(journal.allowed_keys(select()).tolist()) - set(whole.keys.tolist())
        assert some.lookup(np.array([other, whole.keys[7]]))[0] == 0

    @needs("text")
    def test_words_are_forgotten_and_mended(self, journal: Journal) -> None:
        """A repair leaves text search as it was, and a reset leaves nothing to be found."""
        apply(journal, [adding(f"tea {n}") for n in range(20)])
        before = found_text(journal, "tea 7", k=50)
        journal.repair()
        assert found_text(journal, "tea 7", k=50) == before
        journal.reset()
        assert found_text(journal, "tea") == []
