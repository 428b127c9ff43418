"""What every journal must do."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import pytest

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal import (
    Add,
    Applied,
    Edit,
    Instruction,
    Journal,
    Remove,
    Restore,
    SpaceRow,
)
from memkit.contracts.store import Keys, Position, Selection
from memkit.domain.records import Event, MemoryRecord, Scope, Source
from memkit.domain.states import State
from memkit.domain.times import from_instant, instant_of
from memkit.errors import JournalError, NotFoundError
from memkit.filters import Where, matches, parse
from memkit.plugins.specs import JournalSpec
from memkit.testing.base import ODD_TEXTS, ProviderConformance
from memkit.testing.context import NOW, START
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

DIM = 8
SECOND = 1_000_000
# A value of each field that most memories do without, beside the field.
CHANGES: dict[str, dict[str, Any]] = {
    "occurred_at": {"occurred_at": NOW - 5},
    "expires_at": {"expires_at": NOW + 900 * SECOND},
    "valid_from": {"valid_from": NOW - 7},
    "valid_to": {"valid_to": NOW + 7},
    "superseded_by": {"superseded_by": "01890000-0000-7000-8000-000000000009"},
    "sources": {"sources": (Source(document="ö.md", start=1, end=4, quote="tea"),)},
    "derived_by": {"derived_by": "a model, a prompt"},
    "said_by": {"said_by": "tool"},
    "pinned": {"pinned": True},
    "data": {"data": {"place": "Oslo", "deep": {"list": [1, None, "ö"]}}},
}


class JournalConformance(ProviderConformance):
    """Subclass it, set `spec`, and give the fixture `config`, which must name an empty journal.

    Instances with the same config are the same journal, also in another process.

    Attributes:
        spec: The journal's `JournalSpec`.
    """

    spec: ClassVar[JournalSpec]

    kit_spec = JournalSpec
    kit_contract = Journal

    # -- fixtures and tools ------------------------------------------------------------------

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

    # -- additions ---------------------------------------------------------------------------

    def test_a_memory_is_kept_as_it_came(self, journal: Journal) -> None:
        """Every field of an addition is there when it is read."""
        state = State(
            text="Tea at five",
            type="episodic",
            role="user",
            name="ana",
            metadata={"n": 1, "x": 1.5, "big": 2**53 + 1, "deep": {"list": [1, None, True, "ö"]}},
            occurred_at=NOW - 5,
            expires_at=NOW + 7 * SECOND,
            valid_from=NOW - 4,
            valid_to=NOW + 3,
            superseded_by="01890000-0000-7000-8000-000000000009",
            sources=(
                Source(document="file:///ö.md", start=0, end=3, quote="Tea"),
                Source(memory_id="01890000-0000-7000-8000-000000000008"),
            ),
            derived_by="a model, a prompt",
            said_by="document",
            pinned=True,
            data={"place": "Oslo", "deep": {"list": [1, None, True, "ö", 1.5, 2**53 + 1]}},
        )
        scope = Scope(user_id="alice", agent_id="cook", app_id="kitchen", run_id="1")
        (done,) = apply(journal, [Add(scope=scope, state=state, created_at=NOW - 9)])
        assert (done.text, done.event) == ("Tea at five", "ADD")
        assert journal.get([done.id]) == {
            done.id: MemoryRecord(
                id=done.id,
                memory=state.text,
                **scope.model_dump(),
                type="episodic",
                role="user",
                name="ana",
                metadata=dict(state.metadata),
                created_at=from_instant(NOW - 9),
                updated_at=from_instant(NOW),
                occurred_at=from_instant(NOW - 5),
                expires_at=from_instant(NOW + 7 * SECOND),
                seq=1,
                valid_from=from_instant(NOW - 4),
                valid_to=from_instant(NOW + 3),
                superseded_by=state.superseded_by,
                sources=state.sources,
                derived_by="a model, a prompt",
                said_by="document",
                pinned=True,
                data=dict(state.data),
            )
        }
        seen: list[State] = []

        def look(held: State) -> State:
            seen.append(held)
            return held

        apply(journal, [Edit(id=done.id, change=look)])
        assert seen == [state]

    def test_what_an_addition_leaves_out_has_its_default(self, journal: Journal) -> None:
        """In the memory and in its event."""
        id_ = add(journal, "tea")
        record = journal.get([id_])[id_]
        assert (record.valid_from, record.valid_to, record.superseded_by) == (None, None, None)
        assert (record.sources, record.data, record.pinned) == ((), {}, False)
        assert (record.derived_by, record.said_by) == (None, None)
        assert [event.after for event in journal.events()] == [record]

    def test_an_exact_duplicate_is_not_added(self, journal: Journal) -> None:
        """The same text, role and name in the same scope is one memory, in one call and in two."""
        first, again = apply(journal, [adding("tea"), adding("tea")])
        (later,) = apply(journal, [adding("tea", metadata={"other": 1})])
        assert (first.event, again.event, later.event) == ("ADD", "NONE", "NONE")
        assert first.id == again.id == later.id
        others = [
            adding("tea", scope=BOB),
            adding("tea", role="assistant"),
            adding("tea", role="user", name="ana"),
        ]
        assert [done.event for done in apply(journal, others)] == ["ADD"] * 3
        assert len(everything(journal)) == len(journal.events()) == 4

    def test_an_expired_duplicate_is_renewed(self, journal: Journal) -> None:
        """A duplicate of a memory that has expired takes its place."""
        (old,) = apply(journal, [adding("tea", expires_at=NOW)], now=NOW - 1)
        (new,) = apply(journal, [adding("tea", metadata={"new": True})])
        assert (new.id, new.event) == (old.id, "UPDATE")
        record = journal.get([old.id])[old.id]
        assert (record.expires_at, record.metadata) == (None, {"new": True})

    def test_a_duplicate_that_ended_is_renewed_if_it_is_said_later(self, journal: Journal) -> None:
        """Said again after its end, a memory holds again; said before it, it is left alone."""
        other = "01890000-0000-7000-8000-000000000009"
        (ended,) = apply(journal, [adding("tea", valid_to=NOW)])
        (replaced,) = apply(journal, [adding("milk", superseded_by=other)])
        before = [
            adding("tea", occurred_at=NOW - 1),
            replace(adding("tea"), created_at=NOW - 1),
            adding("milk", occurred_at=NOW - 1),
        ]
        assert [done.event for done in apply(journal, before, now=NOW + 5)] == ["NONE"] * 3
        after = [adding("tea", metadata={"again": True}), adding("milk", occurred_at=NOW + 1)]
        done = apply(journal, after, now=NOW + 5)
        assert [(item.id, item.event) for item in done] == [
            (ended.id, "UPDATE"),
            (replaced.id, "UPDATE"),
        ]
        tea, milk = journal.get([ended.id])[ended.id], journal.get([replaced.id])[replaced.id]
        assert (tea.valid_to, tea.metadata) == (None, {"again": True})
        assert (milk.superseded_by, milk.occurred_at) == (None, from_instant(NOW + 1))

    def test_an_id_names_one_memory(self, journal: Journal) -> None:
        """The id of another memory is replaced; that of a deleted memory revives it."""
        id_ = "01890000-0000-7000-8000-000000000001"
        assert apply(journal, [replace(adding("tea"), id=id_)])[0] == Applied(id_, "tea", "ADD")
        other = apply(journal, [replace(adding("milk"), id=id_)])[0]
        assert other.event == "ADD", "a memory was lost"
        assert other.id != id_
        apply(journal, [Remove(id=id_)])
        assert apply(journal, [replace(adding("water"), id=id_)])[0] == Applied(id_, "water", "ADD")
        assert journal.get([id_])[id_].memory == "water"
        assert [event.event for event in journal.events(memory_id=id_)] == ["ADD", "DELETE", "ADD"]
        self.kit_whole(journal)

    def test_what_is_gone_may_be_removed_again(self, journal: Journal) -> None:
        """A removal that allows for it leaves no event where there is nothing to remove."""
        id_ = add(journal, "tea")
        apply(journal, [Remove(id=id_)])
        for gone in (id_, "unknown"):
            (done,) = apply(journal, [Remove(id=gone, missing_ok=True)])
            assert (done.id, done.event) == (gone, "NONE")
        assert len(journal.events()) == 2

    def test_texts_of_any_kind(self, journal: Journal) -> None:
        """Empty texts, any script, and 100 kB are kept."""
        done = apply(journal, [adding(text, metadata={"ключ": text[:99]}) for text in ODD_TEXTS])
        found = journal.get([item.id for item in done])
        assert [found[item.id].memory for item in done] == list(ODD_TEXTS)
        assert [found[item.id].metadata["ключ"] for item in done] == [t[:99] for t in ODD_TEXTS]
        assert list(journal.check()) == []

    # -- changes -----------------------------------------------------------------------------

    def test_an_edit_changes_a_memory(self, journal: Journal) -> None:
        """An edit sees the state, changes it, and leaves an event with both."""
        id_ = add(journal, "tea", metadata={"n": 1})
        before = journal.get([id_])[id_]
        seen: list[State] = []

        def change(state: State) -> State:
            seen.append(state)
            return replace(state, text="coffee", metadata={"n": 2})

        (done,) = apply(journal, [Edit(id=id_, change=change)], now=NOW + SECOND)
        assert done == Applied(id_, "coffee", "UPDATE")
        assert [(state.text, dict(state.metadata)) for state in seen] == [("tea", {"n": 1})]
        after = journal.get([id_])[id_]
        assert after == before.model_copy(
            update={
                "memory": "coffee",
                "metadata": {"n": 2},
                "updated_at": from_instant(NOW + SECOND),
                "seq": 2,
            }
        )
        event = journal.events(after=1)[0]
        assert (event.event, event.before, event.after) == ("UPDATE", before, after)

    def test_an_edit_that_changes_nothing_leaves_no_event(self, journal: Journal) -> None:
        """What stays the same has no history."""
        id_ = add(journal, "tea")
        (done,) = apply(journal, [Edit(id=id_, change=lambda state: state)])
        assert done.event == "NONE"
        assert len(journal.events()) == 1

    def test_a_removal_leaves_the_history(self, journal: Journal) -> None:
        """A deleted memory is gone, and its events are not."""
        id_ = add(journal, "tea")
        record = journal.get([id_])[id_]
        assert apply(journal, [Remove(id=id_)]) == [Applied(id_, "tea", "DELETE")]
        assert journal.get([id_]) == {}
        assert everything(journal) == {}
        added, deleted = journal.events(memory_id=id_)
        assert (added.event, added.before, added.after) == ("ADD", None, record)
        assert (deleted.event, deleted.before, deleted.after) == ("DELETE", record, None)

    def test_an_edit_can_be_undone(self, journal: Journal) -> None:
        """A memory goes back to the state after an event."""
        id_ = add(journal, "tea", metadata={"n": 1})
        apply(journal, [Edit(id=id_, change=lambda s: replace(s, text="coffee", metadata={}))])
        (done,) = apply(journal, [Restore(id=id_, seq=1)])
        assert done == Applied(id_, "tea", "UPDATE")
        record = journal.get([id_])[id_]
        assert (record.memory, record.metadata, record.seq) == ("tea", {"n": 1}, 3)

    def test_a_removal_can_be_undone(self, journal: Journal) -> None:
        """A deleted memory comes back as it was, under its id."""
        id_ = add(journal, "tea", metadata={"n": 1})
        record = journal.get([id_])[id_]
        apply(journal, [Remove(id=id_)])
        (done,) = apply(journal, [Restore(id=id_, seq=1)])
        assert (done.id, done.event) == (id_, "ADD")
        back = journal.get([id_])[id_]
        assert back == record.model_copy(update={"seq": 3, "updated_at": back.updated_at})
        assert list(journal.check()) == []

    def test_instructions_see_each_other(self, journal: Journal) -> None:
        """Instructions of one call are carried out in order."""
        id_ = "01890000-0000-7000-8000-000000000002"
        done = apply(
            journal,
            [
                replace(adding("tea"), id=id_),
                Edit(id=id_, change=lambda state: replace(state, text="coffee")),
                adding("tea"),
                Remove(id=id_),
                adding("coffee"),
            ],
        )
        assert [item.event for item in done] == ["ADD", "UPDATE", "ADD", "DELETE", "ADD"]
        assert sorted(r.memory for r in everything(journal).values()) == ["coffee", "tea"]

    @pytest.mark.parametrize("kind", ["edit", "remove", "restore", "raise"])
    def test_a_call_is_all_or_nothing(self, journal: Journal, kind: str) -> None:
        """A call that fails leaves nothing behind, and the journal works on."""
        id_ = add(journal, "tea")
        before = (journal.head(), everything(journal), journal.events())

        def refuse(state: State) -> State:
            raise ZeroDivisionError

        failing: dict[str, Instruction] = {
            "edit": Edit(id="unknown", change=lambda state: state),
            "remove": Remove(id="unknown"),
            "restore": Restore(id=id_, seq=99),
            "raise": Edit(id=id_, change=refuse),
        }
        first: list[Instruction] = [
            adding("milk"),
            Edit(id=id_, change=lambda s: replace(s, text="coffee")),
        ]
        with pytest.raises(ZeroDivisionError if kind == "raise" else NotFoundError):
            apply(journal, [*first, failing[kind]])
        assert (journal.head(), everything(journal), journal.events()) == before
        assert list(journal.check()) == []
        assert apply(journal, [adding("milk")])[0].event == "ADD"

    @pytest.mark.parametrize("name", CHANGES)
    def test_every_field_is_changed_and_undone(self, journal: Journal, name: str) -> None:
        """And the history tells both sides of it."""
        id_ = add(journal, "tea", **CHANGES[name])
        before = journal.get([id_])[id_]
        cleared = getattr(State(text="tea"), name)
        apply(journal, [Edit(id=id_, change=lambda state: replace(state, **{name: cleared}))])
        after = journal.get([id_])[id_]
        assert getattr(after, name) != getattr(before, name)
        assert (journal.events()[-1].before, journal.events()[-1].after) == (before, after)
        apply(journal, [Restore(id=id_, seq=1)])
        assert getattr(journal.get([id_])[id_], name) == getattr(before, name)
        apply(journal, [Remove(id=id_)])
        apply(journal, [Restore(id=id_, seq=1)])
        assert getattr(journal.get([id_])[id_], name) == getattr(before, name)
        self.kit_whole(journal)

    def test_it_tells_where_validity_matters(self, journal: Journal) -> None:
        """It may say so of any scope, and must say so of one that holds such a memory."""
        add(journal, "always")
        for number, name in enumerate(("valid_from", "valid_to", "superseded_by")):
            scope = Scope(user_id=f"user {number}")
            add(journal, "at times", scope=scope, **CHANGES[name])
            assert journal.validity_matters(scope)
            assert journal.validity_matters(EVERYONE)

    # -- history -----------------------------------------------------------------------------

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

    # -- selections --------------------------------------------------------------------------

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

    # -- text search -------------------------------------------------------------------------

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

    # -- spaces and vectors ------------------------------------------------------------------

    def test_spaces_are_registered(self, journal: Journal) -> None:
        """Spaces are kept in order, with one default, and ids that never come back."""
        assert journal.spaces() == []
        journal.put_space(space("a", default=True))
        journal.put_space(space("b", dim=3, state="filling", config={"x": [1, {"y": None}]}))
        a, b = journal.spaces()
        assert (replace(a, id=0), replace(b, id=0)) == (
            space("a", default=True),
            space("b", dim=3, state="filling", config={"x": [1, {"y": None}]}),
        )
        journal.put_space(replace(b, state="ready", default=True))
        assert [(s.key, s.id, s.state, s.default) for s in journal.spaces()] == [
            ("a", a.id, "ready", False),
            ("b", b.id, "ready", True),
        ]
        journal.drop_space("a")
        journal.drop_space("unknown")
        journal.put_space(space("a"))
        (again,) = (s for s in journal.spaces() if s.key == "a")
        assert again.id not in (0, a.id, b.id)

    def test_vectors_belong_to_texts(self, journal: Journal) -> None:
        """A text has one vector in a space, whichever memories say it."""
        journal.put_space(space("a"))
        vectors = random_units(3, DIM, seed=1)
        one, two = apply(
            journal,
            [adding("tea"), adding("milk")],
            vectors={"a": {"tea": vectors[0]}},
        )
        keys = as_keys(journal.keys_of([one.id, two.id]).values())
        np.testing.assert_array_equal(journal.vectors("a", keys), [vectors[0], np.zeros(DIM)])
        assert journal.known_texts("a", ["tea", "milk", "salt"]) == {"tea"}
        assert journal.texts_without_vectors("a", limit=9) == ["milk"]
        assert journal.count_vectors("a") == 1
        journal.put_vectors("a", {"milk": vectors[1], "tea": vectors[2], "salt": vectors[2]})
        np.testing.assert_array_equal(journal.vectors("a", keys), vectors[:2])
        np.testing.assert_array_equal(
            journal.text_vectors("a", ["salt", "tea"]), [np.zeros(DIM), vectors[0]]
        )
        assert journal.texts_without_vectors("a", limit=9) == []
        apply(journal, [adding("tea", scope=BOB)])
        assert journal.count_vectors("a") == 3
        assert list(journal.check()) == []

    def test_a_dropped_space_takes_its_vectors_along(self, journal: Journal) -> None:
        """Added again, it is empty; the other spaces keep theirs."""
        for key in ("a", "b"):
            journal.put_space(space(key))
        vector = random_units(1, DIM, seed=2)[0]
        apply(journal, [adding("tea")], vectors={"a": {"tea": vector}, "b": {"tea": vector}})
        journal.drop_space("a")
        journal.put_space(space("a"))
        assert (journal.count_vectors("a"), journal.count_vectors("b")) == (0, 1)

    def test_ratings_are_kept(self, journal: Journal) -> None:
        """The last word on a query and a memory counts, also of a memory that is gone."""
        one, two = add(journal, "tea"), add(journal, "milk")
        journal.rate("hot?", one, True, at=instant_of(START), actor=None)
        journal.rate("hot?", two, True, at=instant_of(START) + 1, actor="ana")
        journal.rate("cold?", two, True, at=instant_of(START) + 2, actor=None)
        journal.rate("hot?", two, False, at=instant_of(START) + 3, actor="bo")
        journal.rate("cold?", two, None, at=instant_of(START) + 4, actor=None)
        apply(journal, [Remove(id=one)])
        assert journal.ratings() == {"hot?": {one: True, two: False}}

    # -- followers ---------------------------------------------------------------------------

    def test_positions_are_kept(self, journal: Journal) -> None:
        """The journal remembers how far each follower has read."""
        assert journal.follower("shelf") == Position()
        journal.set_follower("shelf", Position(3, 4))
        journal.set_follower("other", Position(1, 0))
        journal.set_follower("shelf", Position(5, 6))
        assert journal.followers() == {"shelf": Position(5, 6), "other": Position(1, 0)}
        assert journal.follower("shelf") == Position(5, 6)
        journal.set_follower("shelf", None)
        assert journal.follower("shelf") == Position()

    def test_one_at_a_time(self, journal: Journal, open_journal: Callable[[], Journal]) -> None:
        """A lock keeps others out, whichever instance they use, until it is given back."""
        other = open_journal()
        order: list[str] = []

        def second() -> None:
            with other.exclusively("shelf"):
                order.append("second")

        with ThreadPoolExecutor(1) as threads:
            with journal.exclusively("shelf"):
                waiting = threads.submit(second)
                # Another name is another lock.
                with other.exclusively("desk"):
                    order.append("first")
                with pytest.raises(TimeoutError):
                    waiting.result(timeout=0.3)
            waiting.result(timeout=60)
        assert order == ["first", "second"]

    def test_a_lock_is_free_when_its_holder_dies(
        self, journal: Journal, config: dict[str, Any]
    ) -> None:
        """A process that is killed while it holds a lock keeps nobody out."""
        context = multiprocessing.get_context("spawn")
        held = context.Event()
        process = context.Process(target=_hold, args=(type(self).spec, config, held))
        process.start()
        assert held.wait(60)
        process.kill()
        process.join(60)
        with ThreadPoolExecutor(1) as threads:
            assert threads.submit(_entered, journal).result(timeout=60)

    @pytest.mark.parametrize("limit", [1, 7, 1000])
    def test_a_follower_catches_up(self, journal: Journal, limit: int) -> None:
        """From any position, deltas lead to what the journal holds, and end at its head."""
        journal.put_space(space("a"))
        held: dict[int, tuple[MemoryRecord, bytes]] = {}
        position = Position()
        rng = random.Random(limit)
        for _ in range(4):
            work(journal, rng, rounds=12)
            texts = journal.texts_without_vectors("a", limit=5)
            journal.put_vectors("a", dict(zip(texts, random_units(5, DIM, seed=3), strict=False)))
            position = follow(journal, held, position, limit=limit)
            assert position == journal.head()
            page = dict(journal.page(select(), limit=10_000))
            vectors = journal.vectors("a", as_keys(page))
            assert held == {
                key: (record, vector.tobytes())
                for (key, record), vector in zip(page.items(), vectors, strict=True)
            }

    def test_batches_are_as_stores_take_them(self, journal: Journal) -> None:
        """Column by column, without keys that are unknown."""
        journal.put_space(space("a"))
        vector = random_units(1, DIM, seed=4)[0]
        one, two = apply(
            journal,
            [adding("tea", expires_at=NOW + 5), adding("milk", scope=BOB)],
            vectors={"a": {"tea": vector}},
        )
        keys = list(journal.keys_of([one.id, two.id]).values())
        batch = journal.batch(as_keys([*keys, 2**40]), spaces=["a"])
        order = [batch.keys.tolist().index(key) for key in keys]
        assert len(batch) == 2
        assert [batch.texts[index] for index in order] == ["tea", "milk"]
        assert [batch.scopes[index] for index in order] == [ALICE, BOB]
        assert [batch.expires_at[index] for index in order] == [NOW + 5, None]
        assert [batch.records[index].id for index in order] == [one.id, two.id]
        assert batch.vectors["a"].dtype == np.float32
        np.testing.assert_array_equal(batch.vectors["a"][order], [vector, np.zeros(DIM)])

    # -- the journal as a whole --------------------------------------------------------------

    def test_it_survives_a_reopening(
        self, journal: Journal, open_journal: Callable[[], Journal]
    ) -> None:
        """Closed and opened again, everything is there, and numbers go on."""
        journal.put_space(space("a", default=True))
        work(journal, random.Random(5), rounds=20)
        before = whole(journal)
        journal.close()
        with pytest.raises(JournalError):
            journal.events()
        again = open_journal()
        assert whole(again) == before
        key = again.keys_of([add(again, "one more")])
        assert max(key.values()) > max(before["keys"])

    def test_instances_see_each_other(
        self, journal: Journal, open_journal: Callable[[], Journal]
    ) -> None:
        """What one instance writes, another reads, and is told that something changed."""
        other = open_journal()
        assert other.journal_id == journal.journal_id
        token = other.changed()
        assert other.changed() == token
        id_ = add(journal, "tea")
        assert other.changed() != token
        assert other.get([id_]) == journal.get([id_])
        assert apply(other, [adding("tea")])[0] == Applied(id_, "tea", "NONE")

    def test_one_can_wait_for_a_change(
        self, journal: Journal, open_journal: Callable[[], Journal]
    ) -> None:
        """Who waits is told of a change by another instance, and of none when the time is up."""
        other = open_journal()
        token = other.changed()
        assert other.wait(token, timeout=0.05) is False
        with ThreadPoolExecutor(1) as threads:
            waiting = threads.submit(other.wait, token, timeout=60)
            add(journal, "tea")
            assert waiting.result(timeout=60) is True
        assert other.wait(token, timeout=60) is True

    def test_a_reset_erases_all_but_the_spaces(self, journal: Journal) -> None:
        """The journal has another id then, no memories, no history and no vectors."""
        journal.put_space(space("a", default=True))
        apply(journal, [adding("tea")], vectors={"a": {"tea": random_units(1, DIM, seed=5)[0]}})
        journal.set_follower("shelf", journal.head())
        journal.rate("hot?", "some id", True, at=0, actor=None)
        id_ = journal.journal_id
        journal.reset()
        assert journal.journal_id != id_
        assert (everything(journal), journal.events(), journal.ratings()) == ({}, [], {})
        assert [s.key for s in journal.spaces()] == ["a"]
        assert journal.count_vectors("a") == 0
        assert journal.known_texts("a", ["tea"]) == set()
        assert found_text(journal, "tea") == []
        apply(journal, [adding("tea")], vectors={"a": {"tea": np.ones(DIM, np.float32)}})
        assert list(journal.check()) == []

    def test_repairing_what_is_whole_changes_nothing(self, journal: Journal) -> None:
        """A repair leaves memories, history and text search as they were."""
        work(journal, random.Random(6), rounds=10)
        before = (whole(journal), found_text(journal, "text", k=50))
        journal.repair()
        assert (whole(journal), found_text(journal, "text", k=50)) == before
        assert list(journal.check()) == []

    def test_inputs_are_not_changed(self, journal: Journal) -> None:
        """What a journal is given stays as it was."""
        journal.put_space(space("a"))
        metadata = {"list": [1, 2], "deep": {"x": 1}}
        instructions = [adding("tea", metadata=metadata), adding("milk")]
        vectors = {"a": {"tea": np.ones(DIM, np.float32)}}
        copies = ([*instructions], {"list": [1, 2], "deep": {"x": 1}})
        apply(journal, instructions, vectors=vectors)
        assert (instructions, metadata) == copies
        assert list(vectors) == ["a"]
        assert vectors["a"]["tea"].tolist() == [1] * DIM

    def test_threads_may_share_it(
        self, journal: Journal, open_journal: Callable[[], Journal]
    ) -> None:
        """Threads that add, edit and read at once lose nothing and add nothing twice."""
        shared = [journal, open_journal()]

        def write(thread: int) -> None:
            mine = shared[thread % 2]
            for number in range(10):
                apply(mine, [adding(f"shared {number}"), adding(f"{thread} {number}")])
            id_ = add(mine, f"edited by {thread}")
            apply(mine, [Edit(id=id_, change=lambda state: replace(state, metadata={"n": 1}))])
            mine.page(select(), limit=50)

        with ThreadPoolExecutor(6) as threads:
            list(threads.map(write, range(6)))
        expected = {f"shared {n}" for n in range(10)}
        expected |= {f"{thread} {n}" for thread in range(6) for n in range(10)}
        expected |= {f"edited by {thread}" for thread in range(6)}
        texts = [record.memory for record in everything(journal).values()]
        assert sorted(texts) == sorted(expected)
        self.kit_whole(journal)

    def test_processes_may_share_it(self, journal: Journal, config: dict[str, Any]) -> None:
        """Two processes that add the same texts add each once."""
        context = multiprocessing.get_context("spawn")
        processes = [
            context.Process(target=_add_in_process, args=(type(self).spec, config, name))
            for name in ("one", "two")
        ]
        for process in processes:
            process.start()
        for process in processes:
            process.join(60)
        assert [process.exitcode for process in processes] == [0, 0]
        texts = [record.memory for record in everything(journal).values()]
        expected = [f"{name} {n}" for name in ("one", "two", "both") for n in range(30)]
        assert sorted(texts) == sorted(expected)
        self.kit_whole(journal)

    # -- tools -------------------------------------------------------------------------------

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


def _add_in_process(spec: JournalSpec, options: Mapping[str, Any], name: str) -> None:
    kit = type("Kit", (JournalConformance,), {"spec": spec, "__module__": __name__})
    journal = kit().kit_instance(options)
    for number in range(30):
        apply(journal, [adding(f"{name} {number}"), adding(f"both {number}")])
    journal.close()


def adding(text: str, *, scope: Scope = ALICE, **fields: Any) -> Add:
    """Return the instruction to add a memory."""
    return Add(scope=scope, state=State(text=text, **fields))


def apply(
    journal: Journal,
    instructions: Sequence[Instruction],
    *,
    vectors: Mapping[str, Mapping[str, Vectors]] | None = None,
    now: int = NOW,
) -> list[Applied]:
    """Carry out instructions."""
    done = journal.apply(instructions, vectors=vectors or {}, now=now, batch_id="batch")
    assert len(done) == len(instructions)
    return done


def add(journal: Journal, text: str, **fields: Any) -> str:
    """Add a memory, and return its id."""
    (done,) = apply(journal, [adding(text, **fields)])
    assert done.event == "ADD"
    return done.id


def select(written: Any = None, *, scope: Scope = EVERYONE) -> Selection:
    """Return a selection by a filter, as dict, string or tree, and a scope."""
    where: Where | None = parse(written) if isinstance(written, (dict, str)) else written
    return Selection(scope=scope, where=where, now=NOW)


def space(key: str, *, dim: int = DIM, **fields: Any) -> SpaceRow:
    """Return a space's row."""
    return SpaceRow(
        **{
            "key": key,
            "provider": "fake",
            "config": {"model": "small"},
            "model": "small",
            "dim": dim,
            "normalized": True,
            "fingerprint": np.ones(dim, "<f4").tobytes(),
            **fields,
        }
    )


def as_keys(keys: Any) -> Keys:
    """Return keys as an array."""
    return np.array(list(keys), np.int64)


def by_id(pairs: Any) -> Iterator[tuple[str, MemoryRecord]]:
    """Yield records with their ids in place of their keys."""
    for _, record in pairs:
        yield record.id, record


def everything(journal: Journal) -> dict[str, MemoryRecord]:
    """Return all memories by id, those that have expired too."""
    return dict(by_id(journal.page(replace(select(), now=0), limit=100_000)))


def folded(events: Any) -> dict[str, MemoryRecord]:
    """Return the memories that a history leads to."""
    state: dict[str, MemoryRecord] = {}
    event: Event
    for event in events:
        assert state.get(event.memory_id) == event.before, "an event does not follow the last one"
        if event.after is None:
            del state[event.memory_id]
        else:
            state[event.memory_id] = event.after
    return state


def whole(journal: Journal) -> dict[str, Any]:
    """Return all that a journal holds."""
    return {
        "id": journal.journal_id,
        "head": journal.head(),
        "events": journal.events(),
        "spaces": journal.spaces(),
        "followers": journal.followers(),
        "memories": everything(journal),
        "keys": sorted(journal.keys_of(list(everything(journal))).values()),
    }


def work(journal: Journal, rng: random.Random, *, rounds: int) -> None:
    """Add, edit, delete and undo at random."""
    for _ in range(rounds):
        there = list(everything(journal))
        number = rng.randrange(10**6)
        instructions: list[Instruction] = [
            adding(f"text {number}", scope=rng.choice((ALICE, BOB)), metadata={"n": number})
        ]
        if there:
            text = f"edited text {number}"

            fields = rng.choice(list(CHANGES.values()))

            def change(state: State, text: str = text, fields: Any = fields) -> State:
                metadata = {**state.metadata, "edited": True}
                return replace(state, text=text, metadata=metadata, **fields)

            instructions.append(Edit(id=rng.choice(there), change=change))
        if len(there) > 3 and rng.random() < 0.4:
            instructions.append(Remove(id=rng.choice(there)))
        apply(journal, instructions)
        if rng.random() < 0.3:
            gone = [e for e in journal.events() if e.event == "DELETE" and e.before is not None]
            if gone and gone[-1].memory_id not in everything(journal) and gone[-1].before:
                apply(journal, [Restore(id=gone[-1].memory_id, seq=gone[-1].before.seq)])


def follow(
    journal: Journal,
    held: dict[int, tuple[MemoryRecord, bytes]],
    position: Position,
    *,
    limit: int,
) -> Position:
    """Take over what happened since a position, as a store does."""
    for _ in range(1_000):
        delta = journal.delta(position, limit=limit)
        for key in delta.deleted.tolist():
            held.pop(key, None)
        records = journal.read(delta.changed)
        vectors = journal.vectors("a", delta.changed)
        for key, vector in zip(delta.changed.tolist(), vectors, strict=True):
            held[key] = (records[key], vector.tobytes())
        if delta.position == position:
            return position
        assert delta.position.seq >= position.seq
        assert delta.position.vectors >= position.vectors
        position = delta.position
    raise AssertionError("the deltas come to no end")


def found_text(
    journal: Journal, query: str, *, k: int = 10, selection: Selection | None = None
) -> list[str]:
    """Search for words, and return the texts that were found."""
    found = journal.search_text(query, k=k, selection=selection or select())
    assert len(found.keys) == len(found.scores) <= k
    assert (np.diff(found.scores) <= 0).all(), "the best score comes first"
    records = journal.read(found.keys)
    return [records[key].memory for key in found.keys.tolist()]


def put_filter_memories(journal: Journal) -> dict[int, MemoryRecord]:
    """Store the memories that tell the operators apart, and return them by key."""
    begin = instant_of(START)
    apply(
        journal,
        [
            Add(
                scope=row.scope,
                state=State(text=row.text, type=row.type, metadata=row.metadata, **row.fields),
                created_at=begin + (number + 1) * 60 * SECOND,
            )
            for number, row in enumerate(filter_memories("a", DIM))
        ],
    )
    return dict(journal.page(select(), limit=1000))


def _hold(spec: JournalSpec, options: Mapping[str, Any], held: Any) -> None:
    kit = type("Kit", (JournalConformance,), {"spec": spec, "__module__": __name__})
    with kit().kit_instance(options).exclusively("shelf"):
        held.set()
        time.sleep(600)


def _entered(journal: Journal) -> bool:
    with journal.exclusively("shelf"):
        return True
