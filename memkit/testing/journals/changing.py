"""Edits, removals and restorations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from memkit.contracts.journal import Applied, Edit, Instruction, Journal, Remove, Restore
from memkit.domain.records import MemoryRecord
from memkit.domain.states import State
from memkit.domain.times import from_instant
from memkit.errors import NotFoundError
from memkit.testing.context import NOW
from memkit.testing.journals.base import JournalKit
from memkit.testing.journals.tools import CHANGES, SECOND, add, adding, apply, everything


class Changing(JournalKit):
    """Each leads from one state to the next, and back."""

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

    @pytest.mark.parametrize("kind", ["edit", "remove"])
    def test_a_condition_decides_inside_the_transaction(
        self, journal: Journal, open_journal: Callable[[], Journal], kind: str
    ) -> None:
        """It is asked of the memory as it is then, whoever changed it, and of nothing else."""
        id_ = add(journal, "tea", metadata={"n": 1}, pinned=True)
        apply(open_journal(), [Edit(id=id_, change=lambda s: replace(s, metadata={"n": 2}))])
        seen: list[MemoryRecord] = []

        def asked(answer: bool) -> Instruction:
            def condition(record: MemoryRecord) -> bool:
                seen.append(record)
                return answer

            if kind == "remove":
                return Remove(id=id_, missing_ok=True, condition=condition)
            return Edit(id=id_, change=lambda s: replace(s, text=f"{s.text}!"), condition=condition)

        there = journal.get([id_])[id_]
        (done,) = apply(journal, [asked(False)])
        assert done == Applied(id_, "tea", "NONE")
        assert (journal.get([id_])[id_], len(journal.events())) == (there, 2)
        edit = Edit(id=id_, change=lambda s: replace(s, text="coffee"))
        done_too = apply(journal, [edit, asked(False), asked(True)], now=NOW + SECOND)
        ends = {"edit": ["UPDATE", "NONE", "UPDATE"], "remove": ["UPDATE", "NONE", "DELETE"]}
        assert [item.event for item in done_too] == ends[kind]
        between = next(event for event in journal.events() if event.seq == 3).after
        assert seen == [there, between, between]
        if kind == "remove":
            assert apply(journal, [asked(True)])[0].event == "NONE"
            assert len(seen) == 3

    @pytest.mark.parametrize("kind", ["edit", "remove", "restore", "raise", "condition"])
    def test_a_call_is_all_or_nothing(self, journal: Journal, kind: str) -> None:
        """A call that fails leaves nothing behind, and the journal works on."""
        id_ = add(journal, "tea")
        before = (journal.head(), everything(journal), journal.events())

        def refuse(_: object) -> Any:
            raise ZeroDivisionError

        failing: dict[str, Instruction] = {
            "edit": Edit(id="unknown", change=lambda state: state),
            "remove": Remove(id="unknown"),
            "restore": Restore(id=id_, seq=99),
            "raise": Edit(id=id_, change=refuse),
            "condition": Remove(id=id_, condition=refuse),
        }
        first: list[Instruction] = [
            adding("milk"),
            Edit(id=id_, change=lambda s: replace(s, text="coffee")),
        ]
        refused = kind in {"raise", "condition"}
        with pytest.raises(ZeroDivisionError if refused else NotFoundError):
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
