"""Derivations, what they have read, and the windows that they set out to read."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from memkit.contracts.journal import (
    Applied,
    Edit,
    Journal,
    Reading,
    Remove,
    Restore,
    Window,
    WindowLine,
)
from memkit.domain.digests import text_digest
from memkit.errors import NotFoundError, ValidationError
from memkit.testing.context import NOW
from memkit.testing.journals.base import JournalKit
from memkit.testing.journals.tools import (
    SECOND,
    add,
    adding,
    apply,
    as_keys,
    derivation,
    everything,
    put_readings,
    reading,
)
from memkit.testing.samples import ALICE, BOB

# More than any page, piece or list of parameters holds.
_MANY = 2500


def unread(journal: Journal, name: str = "default", **options: Any) -> list[str]:
    """Return the texts of unread messages, and check that they are counted."""
    found = journal.unread(name, **{"now": NOW, "limit": 100, **options})
    narrowed = {option: options[option] for option in ("scope", "failed") if option in options}
    if not options.keys() & {"after", "limit"}:
        assert journal.count_unread(name, now=options.get("now", NOW), **narrowed) == len(found)
    assert [journal.keys_of([one.message.id])[one.message.id] for one in found] == [
        one.key for one in found
    ]
    return [one.message.memory for one in found]


class Deriving(JournalKit):
    """Who reads messages, and which."""

    def test_derivations_are_kept(
        self, journal: Journal, open_journal: Callable[[], Journal]
    ) -> None:
        """In the order in which they came, with all that their rows say, in every instance."""
        assert journal.derivations() == []
        first = derivation(
            "qwen3", instructions={"includes": ["ö"], "language": None}, created_at=7
        )
        journal.put_derivation(first)
        journal.put_derivation(derivation("default", in_use=True))
        one, two = open_journal().derivations()
        assert one == replace(first, in_use=False, id=one.id)
        assert two == replace(derivation("default"), in_use=True, id=two.id)
        assert 0 < one.id < two.id
        journal.put_derivation(derivation("qwen3", prompts="2"))
        assert journal.derivations() == [replace(derivation("qwen3", prompts="2"), id=one.id), two]

    def test_exactly_one_derivation_is_in_use(self, journal: Journal) -> None:
        """The first one, until another takes its place; who is in use is not dropped."""

        def in_use() -> list[str]:
            return [row.name for row in journal.derivations() if row.in_use]

        journal.put_derivation(derivation("a"))
        journal.put_derivation(derivation("b"))
        assert in_use() == ["a"]
        journal.use_derivation("b")
        journal.put_derivation(derivation("b", prompts="2"))
        assert in_use() == ["b"]
        with pytest.raises(ValidationError, match=r"'b' is in use.*'a'"):
            journal.drop_derivation("b")
        for refused in (journal.use_derivation, journal.drop_derivation):
            with pytest.raises(NotFoundError, match="'c'"):
                refused("c")
        assert in_use() == ["b"]
        journal.drop_derivation("a")
        journal.drop_derivation("b")
        assert journal.derivations() == []

    def test_messages_are_unread_until_they_are_read(self, journal: Journal) -> None:
        """By each derivation for itself; rules of the system, and what is derived, never."""
        journal.put_derivation(derivation("default"))
        journal.put_derivation(derivation("other"))
        roles = ("user", "assistant", "tool")
        ids = [add(journal, f"{role} said", role=role) for role in roles]
        add(journal, "a note")
        add(journal, "a rule", role="system")
        add(journal, "a fact", derived_by="default")
        add(journal, "a fact of a message", derived_by="default", role="user")
        add(journal, "gone soon", role="user", expires_at=NOW + SECOND)
        add(journal, "Bob's", role="user", scope=BOB)
        said = [*(f"{role} said" for role in roles), "a note"]
        assert unread(journal) == [*said, "gone soon", "Bob's"]
        assert unread(journal, now=NOW + SECOND) == [*said, "Bob's"]
        assert unread(journal, scope=BOB) == ["Bob's"]
        assert unread(journal, scope=ALICE, now=NOW + SECOND) == said
        put_readings(journal, reading(journal, ids[0]), reading(journal, ids[2], "skipped"))
        assert unread(journal, scope=ALICE) == ["assistant said", "a note", "gone soon"]
        assert unread(journal, "other", scope=ALICE) == [*said, "gone soon"]
        with pytest.raises(NotFoundError, match=r"'nobody'.*'default', 'other'"):
            journal.unread("nobody", now=NOW, limit=1)
        with pytest.raises(NotFoundError, match="'nobody'"):
            journal.count_unread("nobody", now=NOW)

    def test_a_message_is_read_as_it_stands(self, journal: Journal) -> None:
        """An edit makes it unread, its undoing does not, and what is deleted is not asked for."""
        journal.put_derivation(derivation("default"))
        id_ = add(journal, "tea", role="user")
        first = reading(journal, id_)
        put_readings(journal, first)
        assert unread(journal) == []
        apply(journal, [Edit(id=id_, change=lambda state: replace(state, text="coffee"))])
        # Who read the text of before says nothing of this one.
        put_readings(journal, first)
        assert unread(journal) == ["coffee"]
        assert journal.readings("default", as_keys([first.key])) == {}
        put_readings(journal, reading(journal, id_))
        assert unread(journal) == []
        apply(journal, [Restore(id=id_, seq=1)])
        assert unread(journal) == []
        apply(journal, [Edit(id=id_, change=lambda state: replace(state, metadata={"n": 1}))])
        assert unread(journal) == []
        apply(journal, [Edit(id=id_, change=lambda state: replace(state, text="milk"))])
        apply(journal, [Remove(id=id_)])
        assert unread(journal) == []
        apply(journal, [Restore(id=id_, seq=5)])
        assert unread(journal) == ["milk"]

    def test_what_failed_is_told_when_asked(self, journal: Journal) -> None:
        """With its reason and the number of attempts; who succeeds at last is read."""
        journal.put_derivation(derivation("default"))
        one, two = (add(journal, text, role="user") for text in ("tea", "milk"))
        reason = "it answered '\0\ud83d'"
        failed = reading(journal, one, "failed", reason=reason)
        put_readings(journal, failed, batch_id="b1")
        assert unread(journal) == ["milk"]
        assert unread(journal, failed=True) == ["tea", "milk"]
        put_readings(journal, failed, reading(journal, one, "failed", reason="late"), batch_id="b2")
        told, never = journal.unread("default", now=NOW, limit=9, failed=True)
        assert told.failed == replace(failed, reason="late", batch_id="b2", at=NOW, attempts=2)
        assert never.failed is None
        put_readings(journal, reading(journal, one), reading(journal, two))
        assert unread(journal, failed=True) == []
        both = journal.readings("default", as_keys([told.key, never.key]))
        assert [(both[key].outcome, both[key].attempts) for key in (told.key, never.key)] == [
            ("read", 3),
            ("read", 1),
        ]

    def test_readings_are_written_with_the_facts_or_not_at_all(self, journal: Journal) -> None:
        """A call that fails writes no reading and closes no window."""
        journal.put_derivation(derivation("default"))
        id_ = add(journal, "I like tea", role="user")
        window = journal.put_window(
            Window(derivation="default", lines=(WindowLine(id_, text_digest("I like tea")),))
        )
        read = reading(journal, id_)
        fact = adding("likes tea", derived_by="default")
        before = (journal.head(), journal.open_windows("default"))

        def attempt(*instructions: Any, **options: Any) -> None:
            journal.apply(
                instructions, vectors={}, now=NOW, batch_id="b", closes=[window], **options
            )

        with pytest.raises(NotFoundError):
            attempt(fact, Remove(id="unknown"), readings=[read])
        with pytest.raises(NotFoundError, match="'nobody'"):
            attempt(fact, readings=[read, replace(read, derivation="nobody")])
        assert (journal.head(), journal.open_windows("default")) == before
        assert unread(journal) == ["I like tea"]
        attempt(fact, readings=[read])
        assert unread(journal) == []
        assert journal.open_windows("default") == []
        assert [record.memory for record in everything(journal).values()] == [
            "I like tea",
            "likes tea",
        ]
        self.kit_whole(journal)

    def test_readings_of_nothing_are_left_out(self, journal: Journal) -> None:
        """Those of a memory or a text that the journal never had; the others are written."""
        journal.put_derivation(derivation("default"))
        id_ = add(journal, "tea", role="user")
        read = reading(journal, id_)
        put_readings(
            journal,
            replace(read, key=read.key + 99),
            replace(read, digest=text_digest("nobody said this")),
            read,
        )
        assert unread(journal) == []
        assert list(journal.check()) == []

    def test_many_messages_are_read_page_by_page(
        self, journal: Journal, open_journal: Callable[[], Journal]
    ) -> None:
        """In their order, each once, whatever comes, is edited and is read meanwhile."""
        journal.put_derivation(derivation("default"))
        rng = random.Random(13)
        texts = [f"message {number}" for number in range(_MANY)]
        done = apply(
            journal,
            [
                adding(text, scope=rng.choice((ALICE, BOB)), role=rng.choice(("user", "tool")))
                for text in texts
            ],
        )
        seen: list[str] = []
        after = 0
        while page := journal.unread("default", now=NOW, limit=100, after=after):
            seen += [one.message.memory for one in page]
            after = page[-1].key
        assert seen == texts
        keys = journal.keys_of([item.id for item in done])
        read = [
            Reading(
                derivation="default",
                key=keys[item.id],
                digest=text_digest(item.text),
                outcome="read",
            )
            for item in done
        ]
        put_readings(journal, *read[:-1])
        assert unread(open_journal(), limit=9) == texts[-1:]
        put_readings(journal, read[-1])
        assert unread(open_journal(), limit=9) == []
        assert journal.count_unread("default", now=NOW) == 0
        assert len(journal.readings("default", as_keys(keys.values()))) == _MANY
        apply(journal, [Edit(id=done[7].id, change=lambda s: replace(s, text="edited"))])
        add(journal, "the last", role="user")
        assert unread(journal, limit=9) == ["edited", "the last"]

    def test_windows_are_open_until_they_are_closed(
        self, journal: Journal, open_journal: Callable[[], Journal]
    ) -> None:
        """As they were written, whatever came since, and for the derivation that wrote them."""
        journal.put_derivation(derivation("default"))
        journal.put_derivation(derivation("other"))
        lines = tuple(WindowLine(f"id {number}", text_digest(str(number))) for number in range(4))
        first = Window(derivation="default", lines=lines[:2])
        second = Window(derivation="default", lines=lines[2:], context=lines[:2])
        one, two = journal.put_window(first), journal.put_window(second)
        elsewhere = journal.put_window(Window(derivation="other", lines=lines))
        assert 0 < one < two < elsewhere
        found = open_journal().open_windows("default")
        assert found == [replace(first, id=one), replace(second, id=two)]
        journal.apply([], vectors={}, now=NOW, batch_id="b", closes=[one, one, elsewhere + 9])
        assert journal.open_windows("default") == [replace(second, id=two)]
        assert [window.id for window in journal.open_windows("other")] == [elsewhere]
        with pytest.raises(NotFoundError, match="'nobody'"):
            journal.open_windows("nobody")
        with pytest.raises(NotFoundError, match="'nobody'"):
            journal.put_window(replace(first, derivation="nobody"))

    def test_a_dropped_derivation_has_read_nothing(self, journal: Journal) -> None:
        """One of the same name begins anew; those of others stay."""
        for name in ("default", "other"):
            journal.put_derivation(derivation(name))
        id_ = add(journal, "tea", role="user")
        put_readings(journal, reading(journal, id_), reading(journal, id_, derivation="other"))
        window = Window(derivation="other", lines=(WindowLine(id_, text_digest("tea")),))
        journal.put_window(window)
        journal.drop_derivation("other")
        journal.put_derivation(derivation("other"))
        assert unread(journal, "other") == ["tea"]
        assert journal.open_windows("other") == []
        assert unread(journal) == []

    def test_a_derivation_goes_with_its_facts_or_not_at_all(self, journal: Journal) -> None:
        """In one transaction; one that is in use, or not there, takes nothing with it."""
        for name in ("default", "other"):
            journal.put_derivation(derivation(name))
        fact = add(journal, "she likes tea", derived_by="other")

        def drop(name: str) -> None:
            journal.apply([Remove(id=fact)], vectors={}, now=NOW, batch_id="b", drops=name)

        for name, error in (("default", ValidationError), ("nobody", NotFoundError)):
            with pytest.raises(error, match=name):
                drop(name)
            assert list(journal.get([fact])) == [fact]
        with pytest.raises(NotFoundError):
            journal.apply(
                [Remove(id=fact), Remove(id="nobody")],
                vectors={}, now=NOW, batch_id="b", drops="other",
            )  # fmt: skip
        assert [row.name for row in journal.derivations()] == ["default", "other"]
        drop("other")
        assert [row.name for row in journal.derivations()] == ["default"]
        assert journal.get([fact]) == {}
        self.kit_whole(journal)

    def test_what_is_passed_over_is_read_by_nobody(
        self, journal: Journal, open_journal: Callable[[], Journal]
    ) -> None:
        """In the transaction of the additions, also by derivations that come later."""
        journal.put_derivation(derivation("default"))
        texts = [f"text {number}" for number in range(_MANY)]

        def added(*said: str, infer: bool | None) -> list[Applied]:
            additions = [adding(text, role="user") for text in said]
            return journal.apply(additions, vectors={}, now=NOW, batch_id="b", infer=infer)

        done = added(*texts, infer=False)
        (there,) = added("tea", infer=None)
        other = open_journal()
        other.put_derivation(derivation("later"))
        for name in ("default", "later"):
            assert unread(other, name, limit=9) == ["tea"]
        # Saying it again that nobody reads it leaves what is there as it is.
        assert added("tea", texts[0], infer=False)[0].event == "NONE"
        assert unread(journal) == ["tea"]
        added(texts[0], infer=None)
        assert unread(journal) == ["tea"]
        added(texts[0], texts[1], texts[1], infer=True)
        assert unread(journal, limit=9) == [texts[0], texts[1], "tea"]
        # Other words are read, and the same ones that come back are not.
        edit = Edit(id=done[2].id, change=lambda state: replace(state, text="other words"))
        apply(journal, [edit])
        assert "other words" in unread(journal, limit=9)
        apply(journal, [Edit(id=done[2].id, change=lambda state: replace(state, text=texts[2]))])
        assert unread(journal, limit=9) == [texts[0], texts[1], "tea"]
        journal.purge([done[3].id, there.id], now=NOW, batch_id="p")
        assert journal.count_unread("default", now=NOW) == 2
        self.kit_whole(journal)
        journal.reset()
        assert unread(journal) == []
