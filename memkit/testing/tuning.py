"""A store that misses some of the nearest, under a memory: it is measured, tuned, and stays so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from memkit.testing.overriding import Guarded

# Drawn from many words, so that the texts are far from each other and the graph has a hard time.
_WORDS = 5_000
_OF_A_TEXT = 12

Open = Callable[..., Any]


class TunedStoreConformance(Guarded):
    """Subclass it, and override the fixtures `open_memory` and `choice`.

    Attributes:
        memories: How many there are; more than the store compares all of.
        target: What the store finds with a broader search, and not as it is.
    """

    memories = 2_000
    target = 0.9

    @pytest.fixture
    def open_memory(self) -> Open:
        """The class `Memory`, or what opens one."""
        raise NotImplementedError("Override the fixture open_memory.")

    @pytest.fixture
    def choice(self) -> dict[str, Any]:
        """The store, set so that it misses many; its breadth is not among the options."""
        raise NotImplementedError("Override the fixture choice.")

    @pytest.fixture
    def filled(self, open_memory: Open, choice: dict[str, Any], tmp_path: Path) -> Iterator[Open]:
        """Opens the same memory, with more texts than are compared exactly."""
        opened: list[Any] = []

        def open_filled(**options: Any) -> Any:
            for memory in opened:
                memory.close()
            store = {**choice, "config": {**choice.get("config", {}), **options}}
            path = tmp_path / "memory.db"
            opened.append(open_memory(path, embedder="hash", store=store, durability="fast"))
            return opened[-1]

        first = open_filled()
        first.add_many(_texts(self.memories), user_id="someone", progress=False)
        yield open_filled
        opened[-1].engine.store.clear()
        opened[-1].close()

    def test_it_is_measured_tuned_and_stays_so(self, filled: Open) -> None:
        """Measured as it is; searched more broadly from then on, by the next process too."""
        memory = filled()
        before = memory.check_recall(settings=False)
        assert not before.exact
        assert before.option is not None
        assert before.recall < self.target
        assert memory.doctor().recall != ()
        report = memory.tune(recall=self.target, progress=False)
        assert report.reached
        assert report.after.breadth is not None
        assert report.after.breadth > (before.breadth or 0)
        _stands(memory, report.after.breadth, self.target)
        again = filled()
        _stands(again, report.after.breadth, self.target)
        again.reindex()
        _stands(again, report.after.breadth, 0)

    def test_a_check_leaves_it_as_it_was(self, filled: Open) -> None:
        """Broader searches were tried, and are no longer made."""
        memory = filled()
        report = memory.check_recall()
        assert report.tried
        assert max(one.recall for one in report.tried) > report.recall
        after = memory.check_recall(settings=False)
        assert (after.breadth, after.recall) == (report.breadth, report.recall)


def _stands(memory: Any, breadth: int, target: float) -> None:
    report = memory.check_recall(settings=False)
    assert report.breadth == breadth
    assert report.recall >= target


def _texts(number: int) -> list[str]:
    drawn = np.random.default_rng(0)
    words = [f"w{n}x{n * 7919 % 1000}" for n in range(_WORDS)]
    return [" ".join(drawn.choice(words, _OF_A_TEXT)) for _ in range(number)]
