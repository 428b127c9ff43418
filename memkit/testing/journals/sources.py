"""How memories follow those that they were drawn from."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from memkit.contracts.journal import Add, Edit, Instruction, Journal, Remove, Restore
from memkit.domain.digests import text_digest
from memkit.domain.records import STATUSES, MemoryRecord, Source
from memkit.domain.states import State
from memkit.domain.times import new_id
from memkit.testing.journals.base import JournalKit
from memkit.testing.journals.tools import adding, apply, everything, folded, select
from memkit.testing.samples import ALICE, BOB

_TEXT = "I moved to Lisbon"


def source(id_: str, text: str | None = _TEXT) -> Source:
    """Return a source that was read when it said this; None for one that does not tell."""
    return Source(memory_id=id_, digest=None if text is None else text_digest(text))


def fact(text: str, *sources: Source, **fields: Any) -> Add:
    """Return the addition of a memory that was drawn from others."""
    return adding(text, derived_by="default", sources=sources, **fields)


def ids(journal: Journal, *instructions: Any) -> list[str]:
    """Carry out additions, and return the ids of the memories."""
    return [done.id for done in apply(journal, instructions)]


def says(journal: Journal, id_: str, text: str) -> None:
    """Let a memory say something else."""
    apply(journal, [Edit(id=id_, change=lambda state: replace(state, text=text))])


def withheld(journal: Journal, id_: str, value: Any) -> None:
    """Change why a memory is withheld, and nothing else."""
    apply(journal, [Edit(id=id_, change=lambda state: replace(state, withheld=value))])


def statuses(journal: Journal, wanted: Sequence[str]) -> list[str | None]:
    """Return the statuses of memories."""
    found = journal.get(wanted)
    return [found[id_].withheld for id_ in wanted]


def restored(journal: Journal, id_: str) -> Restore:
    """Return what brings a memory back to the state before its last change."""
    *_, before, _ = [event.seq for event in journal.events(memory_id=id_)]
    return Restore(id=id_, seq=before)


def _any_change(journal: Journal, rng: random.Random, removed: set[str]) -> Instruction:
    """Return a change, not of what this call `removed`; of few texts, so that they come back."""
    there = {id_: one for id_, one in everything(journal).items() if id_ not in removed}
    past = [event for event in journal.events() if event.after is not None]
    gone = [event for event in past if event.memory_id not in there]
    kind = rng.random()
    if len(there) < 4 or kind < 0.3:
        chosen = rng.sample(list(there.values()), min(len(there), rng.randrange(3)))
        sources = tuple(source(one.id, one.memory) for one in chosen)
        return adding(new_id(), derived_by="x" if sources else None, sources=sources)
    id_ = rng.choice(list(there))
    if kind < 0.6:
        words = f"{rng.randrange(2)} {id_}"
        return Edit(id=id_, change=lambda state: replace(state, text=words))
    if kind < 0.7:
        removed.add(id_)
        return Remove(id=id_, missing_ok=True)
    # The mark itself is not undone: that would be a person's word.
    back = rng.choice(gone if gone and kind < 0.85 else past)
    if back.after is not None and back.after.derived_by is not None and back.memory_id in there:
        return Edit(id=id_, change=lambda state: state)
    return Restore(id=back.memory_id, seq=back.seq)


def _without_ground(there: Mapping[str, MemoryRecord], known: set[str]) -> set[str]:
    """Return which memories should be stale, looking at all of them again and again."""
    found: set[str] = set()
    while True:
        new = {
            id_
            for id_, record in there.items()
            if record.derived_by is not None
            for one in record.sources
            if one.memory_id in known
            and (
                one.memory_id not in there
                or one.memory_id in found
                or text_digest(there[one.memory_id].memory) != one.digest
            )
        }
        if new <= found:
            return found
        found |= new


class Sources(JournalKit):
    """What was drawn from a memory is stale as long as that does not say what was read."""

    def test_an_edit_and_its_undoing_are_followed(self, journal: Journal) -> None:
        """In the same transaction, with events that name the source."""
        (message,) = ids(journal, adding(_TEXT))
        (one,) = ids(journal, fact("Ana lives in Lisbon", source(message)))
        says(journal, message, "I moved to Porto")
        assert statuses(journal, [message, one]) == [None, "stale"]
        *_, edit, mark = journal.events()
        assert (edit.memory_id, mark.memory_id) == (message, one)
        assert (mark.event, mark.batch_id, mark.at) == ("STALE", edit.batch_id, edit.at)
        assert message in (mark.reason or "")
        apply(journal, [restored(journal, message)])
        assert statuses(journal, [message, one]) == [None, None]
        assert [event.event for event in journal.events()][-2:] == ["UPDATE", "FRESH"]
        self._is_sound(journal)

    def test_a_deletion_and_its_undoing_are_followed(self, journal: Journal) -> None:
        """Its quote stands nowhere until it is back."""
        (message,) = ids(journal, adding(_TEXT))
        (one,) = ids(journal, fact("Ana lives in Lisbon", source(message)))
        apply(journal, [Remove(id=message)])
        assert statuses(journal, [one]) == ["stale"]
        (told,) = [e for e in journal.events(memory_id=message) if e.effect == "ADD"]
        apply(journal, [Restore(id=message, seq=told.seq)])
        assert statuses(journal, [message, one]) == [None, None]
        self._is_sound(journal)

    def test_what_does_not_touch_the_text_touches_nothing(self, journal: Journal) -> None:
        """Nor does the text of memories that are not derived."""
        (message,) = ids(journal, adding(_TEXT))
        one, note = ids(
            journal,
            fact("Ana lives in Lisbon", source(message)),
            adding("a note on it", sources=(source(message),)),
        )
        apply(journal, [Edit(id=message, change=lambda s: replace(s, metadata={"n": 1}))])
        assert len(journal.events()) == 4
        says(journal, message, "other")
        assert statuses(journal, [one, note]) == ["stale", None]

    def test_it_goes_as_deep_as_facts_go(self, journal: Journal) -> None:
        """A summary of a summary of a fact, and back."""
        (message,) = ids(journal, adding(_TEXT))
        chain, said = [message], _TEXT
        for number in range(50):
            chain += ids(journal, fact(f"depth {number}", source(chain[-1], said)))
            said = f"depth {number}"
        says(journal, message, "other")
        assert statuses(journal, chain) == [None] + ["stale"] * 50
        says(journal, message, _TEXT)
        assert statuses(journal, chain) == [None] * 51
        says(journal, chain[25], "in the middle")
        assert statuses(journal, chain) == [None] * 26 + ["stale"] * 25
        self._is_sound(journal)

    def test_circles_end(self, journal: Journal) -> None:
        """What goes round in a circle is stale by what is outside, and no longer than that."""
        (message,) = ids(journal, adding(_TEXT))
        one, two = new_id(), new_id()
        going_round = [
            replace(fact("one", source(two, "two"), source(message)), id=one),
            replace(fact("two", source(one, "one")), id=two),
            fact("of itself", source(message), source(one, "one")),
        ]
        circle = ids(journal, *going_round)
        assert statuses(journal, circle) == [None] * 3
        says(journal, message, "other")
        assert statuses(journal, circle) == ["stale"] * 3
        says(journal, message, _TEXT)
        assert statuses(journal, circle) == [None] * 3

    def test_all_sources_have_to_stand(self, journal: Journal) -> None:
        """One of two is enough to be stale, and both have to come back."""
        one, two = ids(journal, adding("tea"), adding("milk"))
        (both,) = ids(journal, fact("tea with milk", source(one, "tea"), source(two, "milk")))
        says(journal, one, "no tea")
        apply(journal, [Remove(id=two)])
        assert statuses(journal, [both]) == ["stale"]
        says(journal, one, "tea")
        assert statuses(journal, [both]) == ["stale"]
        apply(journal, [Restore(id=two, seq=2)])
        assert statuses(journal, [both]) == [None]

    def test_a_source_without_a_digest_counts_as_read_until_it_changes(
        self, journal: Journal
    ) -> None:
        """Any change makes it stale, and the text of before makes it fresh again."""
        (message,) = ids(journal, adding(_TEXT))
        (one,) = ids(journal, fact("Ana lives in Lisbon", source(message, None)))
        for text in ("other", "another"):
            says(journal, message, text)
            assert statuses(journal, [one]) == ["stale"]
        says(journal, message, _TEXT)
        assert statuses(journal, [one]) == [None]
        says(journal, message, "other")
        apply(journal, [restored(journal, one), restored(journal, message)])
        assert statuses(journal, [message, one]) == [None, None]

    @pytest.mark.parametrize("kept", sorted({*STATUSES} - {"stale"}))
    def test_another_status_stays_and_is_looked_at_when_it_goes(
        self, journal: Journal, kept: Any
    ) -> None:
        """A proposal that is accepted after its source changed is not served."""
        (message,) = ids(journal, adding(_TEXT))
        (one,) = ids(journal, fact("Ana lives in Lisbon", source(message), withheld=kept))
        says(journal, message, "other")
        assert statuses(journal, [one]) == [kept]
        withheld(journal, one, None)
        assert statuses(journal, [one]) == ["stale"]
        says(journal, message, _TEXT)
        assert statuses(journal, [one]) == [None]

    def test_a_person_may_say_that_a_stale_one_holds(self, journal: Journal) -> None:
        """By taking the mark away or undoing it; until a source changes again."""
        (message,) = ids(journal, adding(_TEXT))
        (one,) = ids(journal, fact("Ana lives in Lisbon", source(message)))
        says(journal, message, "other")
        withheld(journal, one, None)
        assert statuses(journal, [one]) == [None]
        says(journal, message, "another")
        assert statuses(journal, [one]) == ["stale"]
        apply(journal, [restored(journal, one)])
        assert statuses(journal, [one]) == [None]

    def test_what_was_read_before_a_change_is_stale_when_it_comes(self, journal: Journal) -> None:
        """An addition, a restoration and new sources are looked at, too."""
        message, gone = ids(journal, adding(_TEXT), adding("gone"))
        (early,) = ids(journal, fact("Ana lives in Lisbon", source(message)))
        apply(journal, [Edit(id=early, change=lambda state: replace(state, text="in Lisbon"))])
        apply(journal, [Remove(id=early)])
        says(journal, message, "other")
        apply(journal, [Remove(id=gone)])
        late, of_gone, plain = ids(
            journal,
            fact("late", source(message)),
            fact("of what is gone", source(gone, None)),
            fact("plain", source(message, "other")),
        )
        apply(journal, [Restore(id=early, seq=3)])
        assert statuses(journal, [late, of_gone, early, plain]) == [*["stale"] * 3, None]
        change = (source(message), source(message, "other"))
        apply(journal, [Edit(id=plain, change=lambda state: replace(state, sources=change))])
        assert statuses(journal, [plain]) == ["stale"]
        self._is_sound(journal)

    def test_a_source_that_comes_later_is_compared_then(self, journal: Journal) -> None:
        """As in an import: facts before messages, in one transaction and in two."""
        one, two = new_id(), new_id()
        first, second, third = ids(
            journal,
            fact("of the first", source(one, "first")),
            fact("of the second", source(two, "second")),
            fact("of another", source(one, "another")),
            replace(adding("first"), id=one),
        )[:3]
        apply(journal, [replace(adding("second", scope=BOB), id=two)])
        assert statuses(journal, [first, second, third]) == [None, None, "stale"]
        says(journal, two, "other")
        assert statuses(journal, [second]) == ["stale"]

    def test_what_one_transaction_does_is_seen_as_a_whole(self, journal: Journal) -> None:
        """A source that changes, and what is drawn from it, in the same call."""
        (message,) = ids(journal, adding(_TEXT))
        one, two = new_id(), new_id()
        apply(
            journal,
            [
                replace(fact("one", source(message)), id=one),
                replace(fact("two", source(one, "one")), id=two),
                Edit(id=message, change=lambda state: replace(state, text="other")),
            ],
        )
        assert statuses(journal, [one, two]) == ["stale", "stale"]
        back = Edit(id=message, change=lambda state: replace(state, text=_TEXT))
        away = Edit(id=message, change=lambda state: replace(state, text="other"))
        apply(journal, [back, away, back])
        assert statuses(journal, [one, two]) == [None, None]
        head = journal.head().seq
        apply(journal, [away, back])
        assert journal.head().seq == head + 2
        self._is_sound(journal)

    def test_a_message_may_have_more_facts_than_a_page_holds(self, journal: Journal) -> None:
        """All of them follow, the last one too; and those of other messages don't."""
        message, other = ids(journal, adding(_TEXT), adding("another message"))
        facts = ids(
            journal,
            *(fact(f"fact {n}", source(message)) for n in range(2500)),
            fact("of the other", source(other, "another message")),
        )
        says(journal, message, "other")
        found = everything(journal)
        assert {found[id_].withheld for id_ in facts[:-1]} == {"stale"}
        assert found[facts[-1]].withheld is None
        assert journal.count(select("withheld = 'stale'")) == 2500
        says(journal, message, _TEXT)
        assert journal.count(select("withheld = null")) == 2503
        assert len(journal.derived_keys([message])) == 2500
        assert list(journal.check()) == []

    def test_whatever_happens_only_what_lost_its_ground_is_stale(self, journal: Journal) -> None:
        """Random changes, several a call, compared with what follows from the texts alone."""
        rng = random.Random(5)
        for turn in range(60):
            removed: set[str] = set()
            apply(journal, [_any_change(journal, rng, removed) for _ in range(rng.randint(1, 4))])
            there = everything(journal)
            stale = _without_ground(there, {event.memory_id for event in journal.events()})
            told = {id_ for id_, record in there.items() if record.withheld == "stale"}
            assert told == stale, f"after call {turn}"
        kinds = Counter(event.event for event in journal.events())
        assert min(kinds[kind] for kind in ("STALE", "FRESH", "DELETE", "UPDATE")) > 4
        self._is_sound(journal)

    def test_what_was_drawn_from_memories_is_told(self, journal: Journal) -> None:
        """At any depth, also from what is gone; not from sources that were taken away."""
        message, other = ids(journal, adding("tea"), adding("milk"))
        one, two = ids(
            journal,
            fact("one", source(message, "tea")),
            fact("two", source(message, "tea"), source(other, "milk"), scope=BOB),
        )
        (deep,) = ids(journal, fact("deep", source(one, "one")))

        def told(*wanted: str) -> set[str]:
            keys = journal.derived_keys(wanted)
            assert keys.tolist() == sorted(set(keys.tolist()))
            return {record.id for record in journal.read(keys).values()}

        assert told(message) == {one, two, deep}
        assert told(message, other) == {one, two, deep}
        assert told(other) == {two}
        assert told(one) == {deep}
        assert told(deep) == told("unknown") == told() == set()
        apply(journal, [Remove(id=message)])
        assert told(message) == {one, two, deep}
        apply(journal, [Edit(id=two, change=lambda state: replace(state, sources=()))])
        apply(journal, [Remove(id=one)])
        assert told(message) == told(other) == set()
        assert told(one) == {deep}
        self._is_sound(journal)

    def test_what_is_said_again_takes_the_place_of_what_is_not_served(
        self, journal: Journal
    ) -> None:
        """But what was turned down does not come back by being derived again."""
        for kept in STATUSES:
            (one,) = ids(journal, adding(f"tea {kept}", derived_by="default", withheld=kept))
            derived = State(text=f"tea {kept}", derived_by="default")
            (same,) = apply(journal, [Add(scope=ALICE, state=replace(derived, withheld=kept))])
            (again,) = apply(journal, [Add(scope=ALICE, state=derived)])
            assert (same.event, again.id) == ("NONE", one)
            assert again.event == ("NONE" if kept == "rejected" else "UPDATE")
            (said,) = apply(journal, [adding(f"tea {kept}", metadata={"said": True})])
            # A person's own word is a memory of its own.
            assert said.event == "ADD"
            assert statuses(journal, [one]) == ["rejected" if kept == "rejected" else None]

    @staticmethod
    def _is_sound(journal: Journal) -> None:
        events = journal.events()
        assert everything(journal) == folded(events)
        assert list(journal.check()) == []
