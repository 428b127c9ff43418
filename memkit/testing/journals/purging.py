"""What is erased from the history for good, and what stays of it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from memkit.contracts.journal import Edit, Journal, Remove, Restore, Window, WindowLine
from memkit.contracts.store import Position
from memkit.domain.digests import text_digest
from memkit.domain.records import MemoryRecord, Source, Usage
from memkit.domain.times import from_instant
from memkit.errors import NotFoundError, PurgedError
from memkit.testing.context import NOW
from memkit.testing.journals.base import JournalKit
from memkit.testing.journals.tools import (
    DIM,
    SECOND,
    add,
    adding,
    apply,
    as_keys,
    by_id,
    call,
    derivation,
    everything,
    folded,
    follow,
    put_readings,
    reading,
    space,
)
from memkit.testing.samples import BOB

# More than a list of parameters holds in any database.
_MANY = 1200


def said_by_memory(id_: str) -> tuple[Source, ...]:
    """Return the sources of what was drawn from a memory."""
    return (Source(document="notes.md"), Source(memory_id=id_, quote="secret"))


def purge(journal: Journal, *ids: str, **options: Any) -> list[str]:
    """Purge memories."""
    return journal.purge(ids, **{"now": NOW + SECOND, "batch_id": "purge", **options})


class Purging(JournalKit):
    """The texts go, the numbers stay."""

    def test_a_purged_memory_leaves_numbers_alone(self, journal: Journal) -> None:
        """All of its states go, and those of what was derived from it, at any depth."""
        other = add(journal, "milk")
        id_ = add(journal, "secret one", metadata={"m": "secret two"})
        apply(journal, [Edit(id=id_, change=lambda s: replace(s, text="secret three"))])
        journal.apply(
            [Remove(id=id_)], vectors={}, now=NOW, batch_id="b2", actor="ana", reason="secret four"
        )
        apply(journal, [Restore(id=id_, seq=2)])
        fact = add(journal, "secret five", sources=said_by_memory(id_), scope=BOB)
        summary = add(journal, "secret six", sources=said_by_memory(fact))
        apply(journal, [Edit(id=summary, change=lambda s: replace(s, sources=()))])
        apply(journal, [Remove(id=fact)])
        before = journal.events()
        erased = purge(journal, id_, actor="bob", reason="must not be here")
        assert erased[0] == id_
        assert sorted(erased[1:]) == sorted([fact, summary])
        events = journal.events()
        assert "secret" not in str(events)
        assert list(everything(journal)) == [other]
        kept = [(e.seq, e.memory_id, e.batch_id, e.at, e.actor) for e in before]
        assert [(e.seq, e.memory_id, e.batch_id, e.at, e.actor) for e in events[:-3]] == kept
        assert events[0] == before[0]
        assert {(e.event, e.effect, e.before, e.after) for e in events[1:]} == {
            ("PURGE", "PURGE", None, None)
        }
        assert [e.memory_id for e in events[-3:]] == erased
        assert {(e.actor, e.reason, e.batch_id, e.at) for e in events[-3:]} == {
            ("bob", "must not be here", "purge", from_instant(NOW + SECOND))
        }
        assert {e.reason for e in events[:-3]} == {None}
        for seq in range(events[-1].seq + 1):
            past = dict(by_id(journal.state_at(seq)))
            assert past == folded(event for event in events if event.seq <= seq)
        self.kit_whole(journal)

    def test_what_others_say_stays(self, journal: Journal) -> None:
        """A text that another memory says, or once said, and its vectors."""
        journal.put_space(space("a", default=True))
        texts = ["tea", "milk", "salt", "pepper"]
        vectors = {text: np.full(DIM, n + 1, np.float32) for n, text in enumerate(texts)}
        one, _, three = apply(
            journal,
            [adding("tea"), adding("tea", scope=BOB), adding("salt")],
            vectors={"a": vectors},
        )
        for id_, text in ((one.id, "milk"), (one.id, "pepper"), (three.id, "milk")):
            edit = Edit(id=id_, change=functools.partial(replace, text=text))
            apply(journal, [edit], vectors={"a": vectors})
        apply(journal, [Remove(id=three.id)])
        assert journal.known_texts("a", texts) == set(texts)
        purge(journal, one.id)
        assert journal.known_texts("a", texts) == {"tea", "milk", "salt"}
        assert [record.memory for record in everything(journal).values()] == ["tea"]
        apply(journal, [Restore(id=three.id, seq=6)])
        assert journal.get([three.id])[three.id].memory == "milk"
        self.kit_whole(journal)

    def test_a_call_that_showed_a_text_before_it_was_stored_goes(self, journal: Journal) -> None:
        """It names the text by its digest, also one that the memory had once."""
        secret = add(journal, "secret", role="user")
        edit = Edit(id=secret, change=functools.partial(replace, text="milk"))
        apply(journal, [edit])
        for key, said in (("k1", "secret"), ("k2", "milk"), ("k3", "salt")):
            journal.put_call(call(key, lines=("no memory's id", text_digest(said))))
        purge(journal, secret)
        assert [one.key for one in journal.calls()] == ["k3"]

    def test_what_shows_it_goes(self, journal: Journal) -> None:
        """Calls, windows, readings, ratings and the cache; what calls cost is still counted."""
        journal.put_derivation(derivation("default"))
        secret, other = (add(journal, text, role="user") for text in ("secret", "milk"))
        line = WindowLine(secret, text_digest("secret"))
        harmless = WindowLine(other, text_digest("milk"))
        windows = [
            Window(derivation="default", lines=lines, context=context)
            for lines, context in (
                ((harmless, line), ()),
                ((harmless,), (line,)),
                ((harmless,), (harmless,)),
            )
        ]
        last = [journal.put_window(window) for window in windows][-1]
        journal.put_call(call("k1", lines=(other, secret), input_tokens=5, cost=0.5))
        journal.put_call(call("k2", lines=(other,), input_tokens=7))
        put_readings(
            journal,
            reading(journal, secret, "failed", reason="secret"),
            reading(journal, other, "failed", reason="beside the secret"),
        )
        for id_ in (secret, other):
            journal.rate("secret?", id_, True, at=NOW, actor=None)
        journal.cache_put("picture", b"secret")
        keys = journal.keys_of([secret, other])
        purge(journal, secret)
        assert journal.call("k1") is None
        assert [one.key for one in journal.calls()] == ["k2"]
        assert journal.usage() == {("extract", "small"): Usage(calls=2, input_tokens=12, cost=0.5)}
        assert [window.id for window in journal.open_windows("default")] == [last]
        told = journal.readings("default", as_keys(keys.values()))
        assert [(one.key, one.reason) for one in told.values()] == [(keys[other], None)]
        assert journal.ratings() == {"secret?": {other: True}}
        assert journal.cache_get("picture") is None
        # Who asks the same again pays again, and is answered.
        journal.put_call(call("k1", answer="new"))
        assert [one.answer for one in journal.calls()] == [call("k2").answer, "new"]
        self.kit_whole(journal)

    def test_the_call_that_made_a_fact_goes_with_it(self, journal: Journal) -> None:
        """Its answer holds the text; the message stays, and is not read again."""
        journal.put_derivation(derivation("default"))
        said, other = (add(journal, text, role="user") for text in ("I hid it", "milk"))
        fact = add(journal, "secret", sources=said_by_memory(said), derived_by="default")
        apply(journal, [Edit(id=fact, change=lambda state: replace(state, sources=()))])
        put_readings(journal, reading(journal, said), reading(journal, other))
        journal.put_call(call("k1", lines=(said,), answer="secret", output_tokens=4))
        journal.put_call(call("k2", lines=(other,)))
        assert purge(journal, fact) == [fact]
        assert [one.key for one in journal.calls()] == ["k2"]
        assert journal.usage() == {("extract", "small"): Usage(calls=2, output_tokens=4)}
        assert journal.count_unread("default", now=NOW) == 0
        assert set(everything(journal)) == {said, other}
        self.kit_whole(journal)

    def test_what_a_model_says_of_it_later_is_not_kept(self, journal: Journal) -> None:
        """A call that was under way leaves what it cost, and nothing can be written of it."""
        journal.put_derivation(derivation("default"))
        secret, other = (add(journal, text, role="user") for text in ("secret", "milk"))
        fact = add(journal, "a fact", sources=said_by_memory(other), derived_by="default")
        purge(journal, secret)
        purge(journal, fact)
        late = call(
            "k1", lines=(other, secret), answer="the secret", prompt="secret", input_tokens=5,
            cost=0.5, seconds=1.5,
        )  # fmt: skip
        assert journal.put_call(late) == (secret,)
        # It is one more call each time: what is asked again is paid again.
        assert journal.put_call(late) == (secret,)
        assert journal.put_call(call("k2", lines=(fact,), answer="a fact")) == (fact,)
        assert journal.put_call(call("k3", lines=(other,))) == ()
        assert [one.key for one in journal.calls()] == ["k3"]
        assert (journal.call("k1"), journal.call("k2")) == (None, None)
        (spent,) = journal.spending()
        assert (spent.usage.calls, spent.usage.input_tokens, spent.seconds) == (4, 10, 3.0)
        for gone in ((other, secret), (fact,)):
            with pytest.raises(PurgedError, match=gone[-1]) as raised:
                journal.apply(
                    [adding("of the secret")], vectors={}, now=NOW, batch_id="b", shown=gone,
                    readings=[reading(journal, other)],
                )  # fmt: skip
            assert raised.value.ids == gone[-1:]
        assert [record.memory for record in everything(journal).values()] == ["milk"]
        assert journal.count_unread("default", now=NOW) == 1
        journal.apply([adding("tea")], vectors={}, now=NOW, batch_id="b", shown=(other, "nobody"))
        assert len(everything(journal)) == 2
        self.kit_whole(journal)

    def test_followers_learn_of_it(
        self, journal: Journal, open_journal: Callable[[], Journal]
    ) -> None:
        """From any position: what was there goes, and what was not does not come."""
        journal.put_space(space("a"))
        kept = add(journal, "milk")
        id_ = add(journal, "secret")
        keys = journal.keys_of([id_, kept])
        behind: dict[int, tuple[MemoryRecord, bytes]] = {}
        here: dict[int, tuple[MemoryRecord, bytes]] = {}
        start = follow(journal, behind, Position(1, 0), limit=1)
        position = follow(journal, here, Position(), limit=1000)
        token = journal.changed()
        tokens = [journal.event_token(seq) for seq in (1, 2)]
        purge(open_journal(), id_)
        assert journal.changed() != token
        assert [journal.event_token(seq) for seq in (1, 2)] == tokens
        news = journal.news(position, limit=100)
        assert news.delta.deleted.tolist() == [keys[id_]]
        for held, since in ((behind, start), (here, position), ({}, Position())):
            assert follow(journal, held, since, limit=1) == journal.head()
            assert keys[id_] not in held
        assert list(here) == [keys[kept]]

    def test_a_purged_memory_does_not_come_back(self, journal: Journal) -> None:
        """Unless it is stored again, as a new memory or under its id."""
        id_ = add(journal, "secret", role="user")
        purge(journal, id_)
        for seq in (1, 2):
            with pytest.raises(NotFoundError):
                apply(journal, [Restore(id=id_, seq=seq)])
        assert purge(journal, id_) == [id_]
        new = add(journal, "secret", role="user")
        assert new != id_
        apply(journal, [Remove(id=new)])
        (again,) = apply(journal, [replace(adding("secret", role="user"), id=id_)])
        assert (again.id, again.event) == (id_, "ADD")
        assert [event.event for event in journal.events(memory_id=id_)] == [*["PURGE"] * 3, "ADD"]
        self.kit_whole(journal)
        assert purge(journal, id_, new) == [id_, new]
        assert everything(journal) == {}
        self.kit_whole(journal)

    def test_what_never_was_is_not_purged(self, journal: Journal) -> None:
        """Neither an unknown id, nor one that something merely replies to; all or nothing."""
        id_ = add(journal, "tea")
        unknown = "01890000-0000-7000-8000-000000000077"
        apply(journal, [replace(adding("milk"), reply_to=unknown)])
        before = (journal.head(), journal.events())
        for named in ((id_, "unknown"), (unknown,)):
            with pytest.raises(NotFoundError):
                purge(journal, *named)
        assert (journal.head(), journal.events()) == before

    def test_much_is_purged_at_once(self, journal: Journal) -> None:
        """A long chain, and a message with many facts."""
        id_ = add(journal, "message", role="user")
        last = id_
        for number in range(30):
            last = add(journal, f"step {number}", sources=said_by_memory(last))
        done = apply(
            journal,
            [adding(f"fact {number}", sources=said_by_memory(id_)) for number in range(_MANY)],
        )
        others = apply(journal, [adding(f"other {number}") for number in range(_MANY)])
        erased = purge(journal, id_)
        assert len(erased) == len(set(erased)) == 31 + _MANY
        assert {last, *(item.id for item in done)} < set(erased)
        assert set(everything(journal)) == {item.id for item in others}
        self.kit_whole(journal)
