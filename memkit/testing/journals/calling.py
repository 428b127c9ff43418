"""Recorded calls to models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from memkit.contracts.journal import Call, Journal
from memkit.domain.records import Usage
from memkit.domain.times import from_instant
from memkit.testing.context import NOW
from memkit.testing.journals.base import JournalKit
from memkit.testing.journals.tools import call


class Calling(JournalKit):
    """What was paid for is kept, found again, and counted."""

    def test_calls_are_kept_as_they_came(
        self, journal: Journal, open_journal: Callable[[], Journal]
    ) -> None:
        """With all that they say, in every instance, whatever the model answered."""
        full = call(
            "k1",
            derivation="default",
            prompt="extract-1",
            request=(
                {"role": "system", "content": "\ud83d\0"},
                {"role": "user", "content": [{"type": "text", "text": "人"}], "n": 1.5},
            ),
            answer="half \ud83d, zero \0, ö 人 \U0001f600",
            stop="length",
            input_tokens=2**40,
            output_tokens=7,
            cost=0.1 + 0.2,
            seconds=1.25,
            lines=("01890000-0000-7000-8000-000000000001", "x"),
        )
        journal.put_call(full)
        journal.put_call(call("k2"))
        other = open_journal()
        kept = other.call("k1")
        assert kept is not None
        told = replace(kept, id=0, request=tuple(kept.request))
        assert told == full
        assert other.call("k3") is None
        assert [one.key for one in other.calls()] == ["k1", "k2"]

    def test_a_call_is_recorded_once(self, journal: Journal) -> None:
        """The first answer of a key stays, and is counted once."""
        journal.put_call(call("k1", answer="first", input_tokens=5))
        journal.put_call(call("k1", answer="second", input_tokens=9))
        journal.put_call(call("k2"))
        assert [(one.key, one.answer) for one in journal.calls()] == [
            ("k1", "first"),
            ("k2", '{"items": []}'),
        ]
        assert journal.usage() == {("extract", "small"): Usage(calls=2, input_tokens=5)}

    def test_calls_follow_each_other(self, journal: Journal) -> None:
        """In the order in which they were recorded, of one derivation or of all, in pages."""
        for number in range(250):
            name = ("a", "b", None)[number % 3]
            journal.put_call(call(f"k{number % 7}-{number}", derivation=name))
        every = journal.calls()
        assert [int(one.key.split("-")[1]) for one in every] == list(range(250))
        assert [one.id for one in every] == sorted({one.id for one in every})
        for name, expected in ((None, every), ("b", every[1::3])):
            pages: list[Call] = []
            while page := journal.calls(name, after=pages[-1].id if pages else 0, limit=20):
                pages += page
            assert pages == expected
        assert journal.calls("c") == []

    def test_usage_is_counted_by_task_and_model(self, journal: Journal) -> None:
        """Costs are those that are known."""
        assert journal.usage() == {}
        journal.put_call(call("1", input_tokens=10, output_tokens=1, cost=0.5))
        journal.put_call(call("2", input_tokens=20, output_tokens=2))
        journal.put_call(call("3", task="decide", input_tokens=40))
        journal.put_call(call("4", model="large", cost=2.0))
        journal.put_call(call("5", cost=0.25))
        assert journal.usage() == {
            ("extract", "small"): Usage(calls=3, input_tokens=30, output_tokens=3, cost=0.75),
            ("decide", "small"): Usage(calls=1, input_tokens=40),
            ("extract", "large"): Usage(calls=1, cost=2.0),
        }

    def test_what_was_consumed_is_told_by_task_model_and_derivation(self, journal: Journal) -> None:
        """With seconds, and how many calls have no known price."""
        for number in range(120):
            name = ("a", None)[number % 2]
            cost = None if number % 3 else 0.5
            journal.put_call(
                call(str(number), derivation=name, input_tokens=2, seconds=0.25, cost=cost)
            )
        journal.put_call(call("last", task="answer", output_tokens=7))
        found = [
            (one.task, one.derivation, one.usage.calls, one.usage.cost, one.unpriced, one.seconds)
            for one in journal.spending()
        ]
        assert found == [
            ("extract", "a", 60, 10.0, 40, 15.0),
            ("extract", None, 60, 10.0, 40, 15.0),
            ("answer", None, 1, None, 1, 0.0),
        ]

    def test_a_budget_counts_what_came_after_it(
        self, journal: Journal, open_journal: Callable[[], Journal]
    ) -> None:
        """For all instances alike; without one, all calls are counted."""
        other = open_journal()
        journal.put_call(call("1", input_tokens=100, cost=1.0))
        unset = other.budget()
        assert (unset.tokens, unset.usd, unset.since, unset.spent) == (None, None, None, None)
        assert (unset.tokens_used, unset.usd_used) == (100, 1.0)
        journal.set_budget(tokens=50, usd=0.75, at=NOW)
        assert other.budget().since == from_instant(NOW)
        assert (other.budget().tokens_left, other.budget().usd_left) == (50, 0.75)
        other.put_call(call("2", input_tokens=20, output_tokens=10, cost=0.5))
        journal.put_call(call("2", input_tokens=20, output_tokens=10, cost=0.5))
        there = journal.budget()
        assert (there.tokens_left, there.usd_left, there.spent) == (20, 0.25, None)
        other.put_call(call("3", output_tokens=40))
        there = journal.budget()
        assert (there.tokens_left, there.unpriced) == (0, 1)
        assert "50 tokens is spent: 70" in str(there.spent)
        other.set_budget(tokens=None, usd=0.5, at=NOW + 1)
        assert (journal.budget().used, journal.budget().spent) == (Usage(), None)
        journal.put_call(call("4"))
        assert "1 call" in str(other.budget().spent)
        other.set_budget(tokens=None, usd=None, at=NOW)
        assert (journal.budget().usd, journal.budget().since) == (None, None)
