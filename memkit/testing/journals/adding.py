"""What an addition keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from memkit.contracts.journal import (
    Add,
    Applied,
    Edit,
    Instruction,
    Journal,
    Memories,
    Remove,
    Turn,
)
from memkit.domain.records import MemoryRecord, Role, Scope, Source
from memkit.domain.states import State
from memkit.domain.times import from_instant
from memkit.testing.base import ODD_TEXTS
from memkit.testing.context import NOW
from memkit.testing.journals.base import JournalKit
from memkit.testing.journals.tools import SECOND, add, adding, apply, as_keys, everything
from memkit.testing.samples import BOB


class Adding(JournalKit):
    """Memories come as they are given, each once."""

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
                Source(memory_id="01890000-0000-7000-8000-000000000008", digest="0f" * 16),
            ),
            derived_by="a model, a prompt",
            said_by="document",
            pinned=True,
            data={"place": "Oslo", "deep": {"list": [1, None, True, "ö", 1.5, 2**53 + 1]}},
            withheld="proposed",
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
                withheld="proposed",
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
        assert (record.derived_by, record.said_by, record.withheld) == (None, None, None)
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

    @pytest.mark.parametrize("together", [True, False])
    @pytest.mark.parametrize("first", ["question", "answer"])
    def test_a_reply_finds_what_it_replies_to(
        self, journal: Journal, together: bool, first: str
    ) -> None:
        """By its id, in one call and in two, and whichever comes first."""
        question, answer = (f"01890000-0000-7000-8000-00000000000{n}" for n in (1, 2))
        additions: list[Instruction] = [
            replace(adding("where is it?"), id=question),
            replace(adding("under the mat"), id=answer, reply_to=question),
        ]
        if first == "answer":
            additions.reverse()
        for call in [additions] if together else [[one] for one in additions]:
            apply(journal, call)
        assert journal.replied_to([question, answer, "unknown"]) == {answer: question}
        keys = journal.keys_of([question, answer])
        assert journal.replies(as_keys(keys.values())) == [(keys[question], keys[answer])]
        said = {keys[question]: None, keys[answer]: keys[question]}
        for key in said:
            # Either leads to both.
            turns = {turn.key: turn.follows for turn in journal.turns(as_keys([key]))}
            assert turns == said
        for id_ in (question, answer):
            apply(journal, [Remove(id=id_)])
        assert journal.replied_to([answer]) == {answer: question}
        assert journal.turns(as_keys(said)) == []
        self.kit_whole(journal)

    def test_turns_tell_who_spoke(self, journal: Journal) -> None:
        """As the contract's own way tells it, which needs no statement of its own."""
        roles: tuple[Role | None, ...] = (None, "user", "assistant", "user")
        applied = apply(
            journal,
            [
                Add(
                    scope=BOB,
                    state=State(text=f"text {n}", role=role, name="bo" if n == 1 else None),
                    is_reply=n > 0,
                )
                for n, role in enumerate(roles)
            ],
        )
        keys = journal.keys_of([done.id for done in applied])
        first, second, third, last = (keys[done.id] for done in applied)
        turns = [
            Turn(first, None, None, None),
            Turn(second, "user", "bo", first),
            Turn(third, "assistant", None, second),
            Turn(last, "user", None, third),
        ]
        for wanted, told in (([first], turns[:2]), ([third], turns[1:]), ([last], turns[2:])):
            for found in (journal.turns(as_keys(wanted)), Memories.turns(journal, as_keys(wanted))):
                assert sorted(found, key=lambda turn: turn.key) == told

    def test_a_reply_to_a_duplicate_replies_to_what_is_there(self, journal: Journal) -> None:
        """An id that an addition was given stands for what the addition became."""
        there = add(journal, "where is it?")
        other = "01890000-0000-7000-8000-000000000001"
        _, answer = apply(
            journal,
            [
                replace(adding("where is it?"), id=other),
                replace(adding("under the mat"), reply_to=other),
            ],
        )
        assert journal.replied_to([answer.id]) == {answer.id: there}
        self.kit_whole(journal)

    def test_an_addition_may_bring_its_times(self, journal: Journal) -> None:
        """Its own, and those of what is there are left alone."""
        told = replace(adding("tea"), created_at=NOW - 9, updated_at=NOW - 5)
        (done,) = apply(journal, [told])
        apply(journal, [replace(told, updated_at=NOW - 1)])
        record = journal.get([done.id])[done.id]
        assert record.created_at == from_instant(NOW - 9)
        assert record.updated_at == from_instant(NOW - 5)
        assert [event.at for event in journal.events()] == [from_instant(NOW)]
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
