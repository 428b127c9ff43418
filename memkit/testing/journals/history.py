"""What a journal tells of the past."""

from __future__ import annotations

import random

from memkit.contracts.journal import Journal
from memkit.domain.times import from_instant
from memkit.testing.context import NOW
from memkit.testing.journals.base import JournalKit
from memkit.testing.journals.tools import (
    SECOND,
    add,
    adding,
    apply,
    by_id,
    everything,
    folded,
    work,
)
from memkit.testing.samples import ALICE, BOB


class History(JournalKit):
    """Events, and the states they lead to."""

    def test_events_say_who_when_and_why(self, journal: Journal) -> None:
        """Each event carries its call's time, batch, actor and reason."""
        journal.apply(
            [adding("tea"), adding("milk")],
            vectors={},
            now=NOW,
            batch_id="b1",
            actor="ana",
            reason="breakfast",
        )
        add(journal, "salt")
        events = journal.events()
        assert [e.seq for e in events] == sorted({e.seq for e in events})
        assert [(e.batch_id, e.actor, e.reason) for e in events] == [
            ("b1", "ana", "breakfast"),
            ("b1", "ana", "breakfast"),
            ("batch", None, None),
        ]
        assert {event.at for event in events} == {from_instant(NOW)}

    def test_events_can_be_narrowed(self, journal: Journal) -> None:
        """By sequence number, memory, scope and number."""
        for number in range(6):
            add(journal, f"text {number}", scope=(ALICE, BOB)[number % 2])
        everyone = journal.events()
        seqs = [event.seq for event in everyone]
        assert journal.events(after=seqs[1], until=seqs[4]) == everyone[2:5]
        assert journal.events(after=seqs[0], limit=2) == everyone[1:3]
        assert journal.events(memory_id=everyone[3].memory_id) == [everyone[3]]
        assert journal.events(scope=BOB) == everyone[1::2]
        assert journal.events(memory_id="unknown") == []

    def test_the_state_is_the_fold_of_the_history(self, journal: Journal) -> None:
        """Replaying the events gives the memories, exactly, at any sequence number."""
        work(journal, random.Random(11), rounds=60)
        events = journal.events()
        assert len(events) > 60
        for seq in [0, 1, *range(7, events[-1].seq, 13), events[-1].seq]:
            assert dict(by_id(journal.state_at(seq))) == folded(e for e in events if e.seq <= seq)
        assert everything(journal) == folded(events)
        keys = [key for key, _ in journal.state_at(events[-1].seq)]
        assert keys == sorted(set(keys))
        assert list(journal.check()) == []

    def test_a_moment_has_its_last_event(self, journal: Journal) -> None:
        """`seq_at` finds the last event at or before an instant."""
        for number in range(3):
            apply(journal, [adding(f"text {number}")], now=NOW + number * SECOND)
        one, two, three = (event.seq for event in journal.events())
        moments = [NOW - 1, NOW, NOW + SECOND - 1, NOW + SECOND, NOW + 99 * SECOND]
        assert [journal.seq_at(moment) for moment in moments] == [0, one, one, two, three]
