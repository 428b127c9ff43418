"""A journal as a whole: reopened, reset, and used by many at once."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from memkit.contracts.journal import (
    Applied,
    Edit,
    Journal,
    Rating,
    Remove,
    Window,
    WindowLine,
)
from memkit.domain.times import instant_of
from memkit.errors import JournalError
from memkit.plugins.specs import JournalSpec
from memkit.testing.context import NOW, START
from memkit.testing.journals.base import JournalKit
from memkit.testing.journals.tools import (
    DIM,
    add,
    adding,
    apply,
    call,
    derivation,
    everything,
    put_readings,
    reading,
    select,
    space,
    whole,
    work,
)
from memkit.testing.samples import random_units


class Sharing(JournalKit):
    """What is written is there for everybody who opens it."""

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
        assert journal.rated() == [
            Rating("hot?", one, True, instant_of(START)),
            Rating("hot?", two, False, instant_of(START) + 3, "bo"),
        ]

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
        """And the derivations; it has another id, no memories, no history, no vectors, no calls."""
        journal.put_space(space("a", default=True))
        journal.put_derivation(derivation("default"))
        said = add(journal, "I like tea", role="user")
        put_readings(journal, reading(journal, said))
        journal.put_window(Window(derivation="default", lines=(WindowLine(said, ""),)))
        journal.put_call(call("k1", lines=(said,)))
        apply(journal, [adding("tea")], vectors={"a": {"tea": random_units(1, DIM, seed=5)[0]}})
        journal.set_follower("shelf", journal.head())
        journal.rate("hot?", "some id", True, at=0, actor=None)
        id_ = journal.journal_id
        journal.reset()
        assert journal.journal_id != id_
        assert (everything(journal), journal.events(), journal.ratings()) == ({}, [], {})
        assert [s.key for s in journal.spaces()] == ["a"]
        assert [(row.name, row.in_use) for row in journal.derivations()] == [("default", True)]
        assert (journal.open_windows("default"), journal.calls(), journal.usage()) == ([], [], {})
        assert journal.count_vectors("a") == 0
        assert journal.known_texts("a", ["tea"]) == set()
        vectors = {"a": {"I like tea": np.ones(DIM, np.float32)}}
        (again,) = apply(journal, [adding("I like tea", role="user")], vectors=vectors)
        assert [one.message.id for one in journal.unread("default", now=NOW, limit=9)] == [again.id]
        assert list(journal.check()) == []

    def test_repairing_what_is_whole_changes_nothing(self, journal: Journal) -> None:
        """A repair leaves memories and history as they were."""
        work(journal, random.Random(6), rounds=10)
        before = whole(journal)
        journal.repair()
        assert whole(journal) == before
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


def _add_in_process(spec: JournalSpec, options: Mapping[str, Any], name: str) -> None:
    kit = type("Kit", (JournalKit,), {"spec": spec, "__module__": __name__})
    journal = kit().kit_instance(options)
    for number in range(30):
        apply(journal, [adding(f"{name} {number}"), adding(f"both {number}")])
    journal.close()
