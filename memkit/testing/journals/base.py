"""What the tests of journals stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

import pytest

from memkit.contracts.journal import Journal
from memkit.contracts.store import Selection
from memkit.domain.records import MemoryRecord
from memkit.filters import matches
from memkit.plugins.specs import JournalSpec
from memkit.testing.base import ProviderConformance
from memkit.testing.journals.tools import add, as_keys, everything, folded


class JournalKit(ProviderConformance):
    """What the tests of all concerns need: fixtures, and a comparison with brute force."""

    spec: ClassVar[JournalSpec]

    kit_spec = JournalSpec
    kit_contract = Journal
    kit_capabilities = frozenset({"attachments", "text"})
    kit_methods: ClassVar = {
        "search_text": "text",
        "frequencies": "text",
        "contents": "attachments",
        "attached": "attachments",
    }

    @pytest.fixture
    def open_journal(self, config: dict[str, Any]) -> Iterator[Callable[[], Journal]]:
        """Opens the journal, as often as it is called."""
        opened: list[Journal] = []

        def open_journal() -> Journal:
            opened.append(self.kit_instance(config))
            return opened[-1]

        yield open_journal
        for journal in reversed(opened):
            journal.close()

    @pytest.fixture
    def journal(self, open_journal: Callable[[], Journal]) -> Journal:
        """The journal, empty."""
        return open_journal()

    def kit_exercise(self, provider: Any, *context: Any) -> None:
        """Write something and read it."""
        add(provider, "a text")
        everything(provider)
        provider.reset()

    def kit_whole(self, journal: Journal) -> None:
        """Check that events are numbered in order and fold to the state."""
        events = journal.events()
        seqs = [event.seq for event in events]
        assert seqs == sorted(set(seqs))
        assert everything(journal) == folded(events)
        assert list(journal.check()) == []

    def kit_select(
        self,
        journal: Journal,
        records: Mapping[int, MemoryRecord],
        selection: Selection,
        *,
        telling: bool = False,
    ) -> None:
        """Compare a selection with brute force."""
        expected = [
            key
            for key, record in sorted(records.items())
            if selection.scope.covers(record.scope)
            and (selection.where is None or matches(selection.where, record))
        ]
        about = f"{selection.scope} where {selection.where}"
        if telling:
            assert 0 < len(expected) < len(records), f"{about} tells nothing apart"
        assert journal.allowed_keys(selection).tolist() == expected, about
        assert journal.count(selection) == len(expected), about
        assert [key for key, _ in journal.page(selection, limit=1000)] == expected, about
        some = as_keys(sorted(records)[::2])
        among = journal.allowed_keys(selection, among=some).tolist()
        assert among == [key for key in expected if key in set(some.tolist())], about
