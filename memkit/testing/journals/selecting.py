"""What filters and scopes select."""

from __future__ import annotations

from dataclasses import replace

import pytest

from memkit.contracts.journal import Journal, Remove
from memkit.contracts.journal.memories import Memories
from memkit.domain.records import SCOPE_KEYS, Scope
from memkit.testing.context import NOW
from memkit.testing.journals.base import JournalKit
from memkit.testing.journals.tools import (
    CHANGES,
    SECOND,
    add,
    adding,
    apply,
    as_keys,
    put_filter_memories,
    select,
)
from memkit.testing.samples import ALICE, BOB, EVERYONE, FILTERS, SCOPES, random_filters


class Selecting(JournalKit):
    """The same memories as brute force finds."""

    @pytest.mark.parametrize("name", FILTERS)
    def test_operator(self, journal: Journal, name: str) -> None:
        """A filter keeps what `memkit.filters.matches` keeps."""
        records = put_filter_memories(journal)
        for written in FILTERS[name]:
            self.kit_select(journal, records, select(written), telling=True)

    def test_filters_in_any_combination(self, journal: Journal) -> None:
        """And, or and not nest."""
        records = put_filter_memories(journal)
        for tree in random_filters(60, seed=17):
            self.kit_select(journal, records, select(tree))

    def test_scopes_are_kept_apart(self, journal: Journal) -> None:
        """A selection of one scope never holds a memory of another."""
        scopes = [Scope(**scope) for scope in SCOPES]
        apply(journal, [adding("the same text", scope=scope) for scope in scopes])
        records = dict(journal.page(select(), limit=1000))
        assert len(records) == len(scopes)
        for scope in [EVERYONE, Scope(user_id="nobody"), *scopes]:
            self.kit_select(journal, records, select(scope=scope))

    def test_ids_are_found_by_their_parts(self, journal: Journal) -> None:
        """The beginning or the end of an id finds it, deleted or not; the memories there first."""
        gone, there, other = (add(journal, text) for text in ("tea", "rice", "soup"))
        apply(journal, [Remove(id=gone)])
        named = {gone: False, there: True, other: True}
        for id_ in named:
            for part in (id_, id_[-8:], id_[-5:]):
                assert journal.ids_like(part, limit=2) == [(id_, named[id_])]
        # All of them were made within a moment, which stands at the beginning.
        every = journal.ids_like(gone[:6], limit=9)
        assert dict(every) == named
        assert [is_there for _, is_there in every] == [True, True, False]
        assert journal.ids_like(gone[:6], limit=2) == every[:2]
        assert journal.ids_like("ffffffff-", limit=2) == []

    def test_ids_and_keys_that_occur_are_counted(self, journal: Journal) -> None:
        """Which users there are and which keys, with how many memories, is told of all of them."""
        mine, named, everyone = Scope(user_id="a"), Scope(user_id="a", agent_id="z"), Scope()
        rare = {"mood": {"floor": 2, "a.b": None}, "odd key\u0000": 1}
        apply(
            journal,
            [
                *(adding(f"a {i}", scope=Scope(user_id="a", run_id=str(i)), metadata={"n": i})
                  for i in range(1200)),
                *(adding(f"b {i}", scope=Scope(user_id="b")) for i in range(3)),
                adding("over", scope=Scope(user_id="c"), expires_at=NOW),
                adding("last", scope=named, metadata=rare, data={"x": 1}),
            ],
        )  # fmt: skip
        assert list(journal.scope_ids("user_id", scope=everyone, now=NOW).items()) == [
            ("a", 1201), ("b", 3)
        ]  # fmt: skip
        assert journal.scope_ids("user_id", scope=Scope(user_id="b"), now=NOW) == {"b": 3}
        assert journal.scope_ids("agent_id", scope=mine, now=NOW) == {"z": 1}
        assert len(journal.scope_ids("run_id", scope=mine, now=NOW)) == 1200
        names = journal.field_names(mine)
        assert next(iter(names.items())) == (("metadata", "n"), 1200)
        assert names == {
            ("metadata", "n"): 1200,
            ("metadata", "mood"): 1,
            ("metadata", "mood", "floor"): 1,
            ("metadata", "mood", "a.b"): 1,
            ("metadata", "odd key\u0000"): 1,
            ("data", "x"): 1,
        }
        assert journal.field_names(Scope(user_id="b")) == {}
        for name in SCOPE_KEYS:
            told = journal.scope_ids(name, scope=everyone, now=NOW)
            assert told == Memories.scope_ids(journal, name, scope=everyone, now=NOW)
        assert names == Memories.field_names(journal, mine)

    def test_events_are_counted_in_pieces(self, journal: Journal) -> None:
        """Of whatever span and scope, in as many pieces as are wanted, each event once."""
        ids = [add(journal, f"note {n}", scope=(ALICE, BOB)[n % 3 == 0]) for n in range(20)]
        apply(journal, [Remove(id=ids[3]), Remove(id=ids[4])])
        head = journal.head().seq
        for after, until in ((0, head), (5, head), (3, 4)):
            for pieces in (1, 3, 7, until - after, 60):
                for scope in (EVERYONE, ALICE, BOB):
                    told = journal.event_counts(
                        after=after, until=until, pieces=pieces, scope=scope
                    )
                    assert len(told) == pieces
                    assert told == Memories.event_counts(
                        journal, after=after, until=until, pieces=pieces, scope=scope
                    )
        whole = journal.event_counts(after=0, until=head, pieces=1, scope=BOB)
        assert whole == [{"ADD": 7, "DELETE": 1}]

    def test_expiry_is_exact_to_the_second(self, journal: Journal) -> None:
        """A memory is found up to the second in which it expires, and not from it on."""
        moments = [NOW - SECOND, NOW, NOW + SECOND, None]
        apply(
            journal,
            [adding(f"text {n}", expires_at=moment) for n, moment in enumerate(moments)],
            now=NOW - 9 * SECOND,
        )
        for now, expected in (
            (NOW - 2 * SECOND, 4),
            (NOW - SECOND, 3),
            (NOW, 2),
            (NOW + SECOND, 1),
        ):
            selection = replace(select(), now=now)
            assert journal.count(selection) == len(journal.allowed_keys(selection)) == expected

    def test_pages_follow_each_other(self, journal: Journal) -> None:
        """Pages by rising key hold every memory once."""
        apply(journal, [adding(f"text {n}", scope=(ALICE, BOB)[n % 2]) for n in range(25)])
        after, found = 0, []
        for _ in range(5):
            page = journal.page(select(scope=ALICE), limit=4, after=after)
            assert len(page) <= 4
            found += page
            after = page[-1][0] if page else after
        assert [record.memory for _, record in found] == [f"text {n}" for n in range(0, 25, 2)]
        keys = [key for key, _ in found]
        assert keys == sorted(keys)
        assert journal.read(as_keys(keys)) == dict(found)
        assert journal.keys_of([record.id for _, record in found] + ["unknown"]) == {
            record.id: key for key, record in found
        }

    def test_it_tells_what_searches_have_to_ask(self, journal: Journal) -> None:
        """It may say so of any scope, and must say so of one that holds such a memory."""
        add(journal, "always")
        for number, name in enumerate(("valid_from", "valid_to", "superseded_by", "withheld")):
            scope = Scope(user_id=f"user {number}")
            add(journal, "at times", scope=scope, **CHANGES[name])
            asked = "withheld" if name == "withheld" else "validity"
            assert getattr(journal.restrictions(scope), asked)
            assert getattr(journal.restrictions(EVERYONE), asked)
