"""Search by words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from memkit.contracts.journal import Edit, Journal, Remove
from memkit.testing.context import NOW
from memkit.testing.journals.base import JournalKit
from memkit.testing.journals.tools import add, adding, apply, found_text, select
from memkit.testing.samples import ALICE, BOB, EVERYONE


class Text(JournalKit):
    """Words are found as they are written, in their scope."""

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

    def test_text_search_follows_changes(self, journal: Journal) -> None:
        """It knows new texts, and forgets those that were replaced or deleted."""
        one, two = add(journal, "first thought"), add(journal, "second thought")
        apply(journal, [Edit(id=one, change=lambda state: replace(state, text="another idea"))])
        assert found_text(journal, "thought") == ["second thought"]
        assert found_text(journal, "idea") == ["another idea"]
        apply(journal, [Remove(id=two)])
        assert found_text(journal, "thought") == []

    @pytest.mark.parametrize(
        "query", ["", "   ", '"', "(", "AND", "a OR", "tea*", "text:", "-tea", "{}[]^~\\/", "\x00"]
    )
    def test_text_queries_hold_no_syntax(self, journal: Journal, query: str) -> None:
        """No character of a query breaks it."""
        add(journal, "tea")
        found_text(journal, query)

    def test_frequencies_are_those_of_the_scope(self, journal: Journal) -> None:
        """Words are counted once a memory, among the memories of the scope."""
        texts = [(ALICE, "cello cello"), (ALICE, "a cello and a piano"), (BOB, "piano"), (BOB, "x")]
        apply(journal, [adding(text, scope=scope) for scope, text in texts])
        words = ["cello", "piano", "xylophone"]
        assert journal.frequencies(words, EVERYONE) == (4, [2, 2, 0])
        assert journal.frequencies(words, ALICE) == (2, [2, 1, 0])
