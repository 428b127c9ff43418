"""What stores read who follow a journal."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from memkit.contracts.journal import Journal
from memkit.contracts.store import Position
from memkit.domain.records import MemoryRecord
from memkit.plugins.specs import JournalSpec
from memkit.testing.context import NOW
from memkit.testing.journals.base import JournalKit
from memkit.testing.journals.tools import DIM, adding, apply, as_keys, follow, select, space, work
from memkit.testing.samples import ALICE, BOB, random_units


class Following(JournalKit):
    """Positions, turns and deltas."""

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


def _hold(spec: JournalSpec, options: Mapping[str, Any], held: Any) -> None:
    kit = type("Kit", (JournalKit,), {"spec": spec, "__module__": __name__})
    with kit().kit_instance(options).exclusively("shelf"):
        held.set()
        time.sleep(600)


def _entered(journal: Journal) -> bool:
    with journal.exclusively("shelf"):
        return True
