"""Images and files that came with memories, and their bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from memkit.contracts.journal import Edit, Journal, Remove, Restore
from memkit.domain.attachments import Attachment, content_digest
from memkit.domain.states import State
from memkit.errors import ValidationError
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
    select,
)
from memkit.testing.overriding import needs
from memkit.testing.samples import ALICE, BOB

_MANY = 300
_OFTEN = 1000
# All bytes there are, and text that a database might take for something else.
_BYTES = bytes(range(256)) * 40 + b"\x00\\x00'%s?"
# More than travels at once.
_LARGE = 9 << 20


def attached(content: bytes, **fields: Any) -> dict[str, Any]:
    """Return the fields of a state that comes with these bytes."""
    told = {"media_type": "application/pdf", "name": "ö.pdf", "size": len(content), **fields}
    one = Attachment(digest=content_digest(content), **told)
    return {"attachments": (one,), "contents": {content_digest(content): content}}


def held(journal: Journal, *contents: bytes) -> list[bool]:
    """Return which of some bytes are there, and are what they were."""
    digests = [content_digest(content) for content in contents]
    found = journal.contents(digests)
    assert all(
        found[content_digest(one)] == one for one in contents if content_digest(one) in found
    )
    assert len(found) <= len(set(digests))
    return [digest in found for digest in digests]


class Attaching(JournalKit):
    """Bytes beside the memories, for journals with the capability "attachments"."""

    @needs("attachments")
    def test_bytes_come_back_as_they_were(self, journal: Journal) -> None:
        """Of every value, and none for what is not there."""
        one = add(journal, "tea", **attached(_BYTES, width=3, height=4, description="a cup"))
        assert held(journal, _BYTES, b"other") == [True, False]
        assert journal.contents([]) == {}
        assert (
            journal.get([one])[one].attachments
            == attached(_BYTES, width=3, height=4, description="a cup")["attachments"]
        )
        self.kit_whole(journal)

    @needs("attachments")
    def test_many_at_once_and_one_very_often(self, journal: Journal) -> None:
        """Each is held once, however many memories name it."""
        contents = [f"file {n}".encode() * 50 for n in range(_MANY)]
        several: dict[str, Any] = {
            "attachments": tuple(a for one in contents for a in attached(one)["attachments"]),
            "contents": {content_digest(one): one for one in contents},
        }
        apply(journal, [adding("all of them", **several)])
        assert all(held(journal, *contents))
        apply(journal, [adding(f"again {n}", **attached(_BYTES)) for n in range(_OFTEN)])
        assert held(journal, _BYTES) == [True]
        last = add(journal, "a later transaction", **attached(_BYTES))
        assert journal.get([last])[last].attachments == attached(_BYTES)["attachments"]
        assert len(everything(journal)) == _OFTEN + 2

    @needs("attachments")
    def test_large_ones_are_whole(self, journal: Journal) -> None:
        """Several of many bytes in one transaction."""
        contents = [bytes([n]) * _LARGE + bytes(range(n)) for n in range(1, 4)]
        apply(journal, [adding(f"{n}", **attached(one)) for n, one in enumerate(contents)])
        assert held(journal, *contents) == [True] * 3

    @needs("attachments")
    def test_another_attachment_is_another_memory(self, journal: Journal) -> None:
        """The same words with the same one are a duplicate, with another they are not."""
        first = add(journal, "look", **attached(b"one"))
        (again,) = apply(journal, [adding("look", **attached(b"one", name="another name"))])
        assert (again.id, again.event) == (first, "NONE")
        second = add(journal, "look", **attached(b"two"))
        third = add(journal, "look")
        elsewhere = Attachment(media_type="image/*", uri="https://example.com/1")
        fourth = add(journal, "look", attachments=(elsewhere,))
        fifth = add(journal, "look", attachments=(replace(elsewhere, uri="https://example.com/2"),))
        assert set(everything(journal)) == {first, second, third, fourth, fifth}
        assert held(journal, b"one", b"two") == [True, True]
        self.kit_whole(journal)

    @needs("attachments")
    def test_the_history_tells_them(self, journal: Journal) -> None:
        """They are edited, deleted, brought back, and told of as they were."""
        id_ = add(journal, "tea", **attached(b"one"))
        one = journal.get([id_])[id_].attachments

        def other(state: State) -> State:
            return replace(state, **attached(b"two"))

        apply(journal, [Edit(id=id_, change=other)])
        two = journal.get([id_])[id_].attachments
        assert one != two
        before, after = journal.events()[-1].before, journal.events()[-1].after
        assert before is not None
        assert after is not None
        assert (before.attachments, after.attachments) == (one, two)
        apply(journal, [Restore(id=id_, seq=1)])
        assert journal.get([id_])[id_].attachments == one
        apply(journal, [Edit(id=id_, change=lambda state: replace(state, attachments=()))])
        apply(journal, [Remove(id=id_)])
        apply(journal, [Restore(id=id_, seq=2)])
        assert journal.get([id_])[id_].attachments == two
        assert held(journal, b"one", b"two") == [True, True]
        events = journal.events()
        for seq in range(events[-1].seq + 1):
            past = dict(by_id(journal.state_at(seq)))
            assert past == folded(event for event in events if event.seq <= seq)
        self.kit_whole(journal)

    @needs("attachments")
    def test_bytes_that_are_nowhere_end_the_transaction(self, journal: Journal) -> None:
        """A memory never names what is not there."""
        add(journal, "tea")
        before = journal.head(), journal.events()
        missing = {**attached(b"one"), "contents": {}}
        with pytest.raises(ValidationError, match="not in this memory") as caught:
            apply(journal, [adding("first", **attached(b"two")), adding("look", **missing)])
        assert str(caught.value).endswith(caught.value.fix)
        assert (journal.head(), journal.events()) == before
        assert held(journal, b"one", b"two") == [False, False]
        # An addition before it brings them.
        apply(journal, [adding("first", **attached(b"one")), adding("second", **missing)])
        assert held(journal, b"one") == [True]
        self.kit_whole(journal)

    @needs("attachments")
    def test_a_purge_erases_what_nothing_else_names(self, journal: Journal) -> None:
        """Now or in its history, in whichever scope; what was there once goes, too."""
        id_ = add(journal, "secret", **attached(b"one"))
        for content in (b"two", b"three"):

            def other(state: State, content: bytes = content) -> State:
                return replace(state, **attached(content))

            apply(journal, [Edit(id=id_, change=other)])
        shared = add(journal, "milk", scope=BOB, **attached(b"two"))
        apply(journal, [Remove(id=shared)])
        add(journal, "salt", scope=ALICE, metadata={"attachments": [1]})
        journal.purge([id_], now=NOW + SECOND, batch_id="purge")
        assert held(journal, b"one", b"two", b"three") == [False, True, False]
        apply(journal, [Restore(id=shared, seq=4)])
        journal.purge([shared], now=NOW + SECOND, batch_id="purge")
        assert held(journal, b"two") == [False]
        again = add(journal, "secret", **attached(b"one"))
        assert held(journal, b"one") == [True]
        assert journal.get([again])[again].attachments == attached(b"one")["attachments"]
        self.kit_whole(journal)

    @needs("attachments")
    def test_those_that_have_some_are_listed(self, journal: Journal) -> None:
        """In pages, by scope; not what nothing is to be drawn from, nor what is deleted."""
        there = [add(journal, f"{n}", scope=(ALICE, BOB)[n % 2], **attached(b"%d" % n))
                 for n in range(25)]  # fmt: skip
        add(journal, "plain")
        gone = add(journal, "gone", **attached(b"one"))
        apply(journal, [Remove(id=gone)])
        journal.apply(
            [adding("private", **attached(b"two"))], vectors={}, now=NOW, batch_id="b", infer=False
        )
        after, found = 0, []
        while page := journal.attached(select(scope=ALICE), limit=4, after=after):
            assert len(page) <= 4
            after = page[-1][0]
            found += [record for _, record in page]
        assert [record.id for record in found] == there[::2]
        assert all(record.attachments for record in found)
        assert len(journal.attached(select(), limit=100)) == 25

    @needs("attachments")
    def test_a_reset_erases_them(self, journal: Journal) -> None:
        """As all else."""
        add(journal, "tea", **attached(_BYTES))
        journal.reset()
        assert held(journal, _BYTES) == [False]
        self.kit_whole(journal)
