"""A store that does not answer is not asked by everybody, and nobody waits for it twice."""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.errors import ConnectionError, MemkitError, MemkitWarning, ProviderError


class Clock:
    """What time it is, as far as stores are concerned."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        for module in ("follower", "outage"):
            monkeypatch.setattr(f"memkit.engine.{module}.monotonic", lambda: self.now)


class Down:
    """Lets a memory's store fail, after so many seconds, when it follows the journal."""

    def __init__(
        self,
        memory: Memory,
        clock: Clock,
        *,
        seconds: float,
        error: type[ProviderError] = ConnectionError,
    ) -> None:
        self.asked = 0
        self.is_up = False
        # Whether it works for long before it is cut off, and is not there after that.
        self.cut = False
        # Who asks may be held here.
        self.gate = threading.Event()
        self.gate.set()
        # As if it outlived this process: it is handed each change at once.
        memory.engine.index.persistent = True
        store = memory.engine.store.unguarded
        position = store.position

        def asked() -> Any:
            self.asked += 1
            self.gate.wait()
            if self.is_up:
                return position()
            clock.now += seconds
            failure = error("It does not answer.", fix="Start it.", provider="local")
            if self.cut and isinstance(failure, ConnectionError):
                failure.unreachable = True
                clock.now -= seconds if self.asked > 1 else 0
            raise failure

        monkey: Any = store
        monkey.position = asked


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / "memory.db") as memory:
        memory.add(["tea is good", "coffee is better"], user_id="a")
        memory.search("tea", user_id="a")
        yield memory
        # What a test left down must not hold it up when it closes.
        vars(memory.engine.store.unguarded).pop("position", None)


@contextmanager
def told() -> Iterator[list[str]]:
    said: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield said
    said.extend(str(each.message) for each in caught if each.category is MemkitWarning)


def found(memory: Memory, query: str, mode: Any = "vector") -> list[str]:
    return [hit.memory for hit in memory.search(query, user_id="a", k=1, mode=mode)]


@pytest.mark.parametrize("error", [ConnectionError, ProviderError])
def test_one_that_fails_at_once_is_asked_each_time(
    memory: Memory, clock: Clock, error: type[ProviderError]
) -> None:
    """It costs nothing, and one that is back is believed by the next call."""
    down = Down(memory, clock, seconds=0.01, error=error)
    with told() as said:
        for number in range(3):
            memory.add(f"milk number {number}", user_id="a")
    assert down.asked == 3
    assert len(said) == 3
    assert all("catches up at the next call." in each for each in said)
    with pytest.raises(error):
        found(memory, "milk")
    down.is_up = True
    memory.add("juice", user_id="a")
    assert memory.engine.store.count() == 6
    assert memory.doctor().ok


@pytest.mark.parametrize("error", [ConnectionError, ProviderError])
def test_whatever_it_says_in_the_end(
    memory: Memory, clock: Clock, error: type[ProviderError]
) -> None:
    down = Down(memory, clock, seconds=30, error=error)
    with told() as said:
        for number in range(3):
            memory.add(f"milk number {number}", user_id="a")
    assert (down.asked, len(said)) == (1, 1)


def test_nobody_waits_again_for_one_that_took_long_to_fail(memory: Memory, clock: Clock) -> None:
    down = Down(memory, clock, seconds=30)
    with told() as said:
        memory.add("milk", user_id="a")
    assert ["until then searches are answered from it" in each for each in said] == [True]
    assert down.asked == 1
    for number in range(20):
        memory.add(f"juice number {number}", user_id="a")
        for mode in ("vector", "text", "hybrid"):
            assert found(memory, f"juice number {number}", mode) == [f"juice number {number}"]
    assert down.asked == 1
    assert not memory.jobs
    # It is tried in the background, which holds nobody up.
    down.gate.clear()
    clock.now += 5
    memory.add("water", user_id="a")
    assert found(memory, "water") == ["water"]
    (job,) = memory.jobs
    assert (job.kind, job.name, job.state) == ("catch up", "local", "running")
    down.gate.set()
    job.join()
    assert job.state == "failed"
    assert down.asked == 2
    down.is_up = True
    clock.now += 60
    assert found(memory, "water") == ["water"]
    (job,) = memory.jobs
    job.wait()
    assert memory.engine.follower.outage is None
    assert memory.engine.store.count() == 24
    assert memory.doctor().ok


def test_one_that_goes_in_the_middle_of_much_work_fails_at_once(
    memory: Memory, clock: Clock
) -> None:
    down = Down(memory, clock, seconds=30)
    down.cut = True
    with told() as said:
        memory.add("milk", user_id="a")
    assert len(said) == 1
    assert memory.engine.follower.outage is None
    down.is_up = True
    assert found(memory, "milk") == ["milk"]


def test_the_attempts_are_ever_further_apart(memory: Memory, clock: Clock) -> None:
    down = Down(memory, clock, seconds=30)
    with told():
        memory.add("milk", user_id="a")
    times, ended = [clock.now], {0}
    for _ in range(400):
        memory.add("milk", user_id="a")
        for job in memory.jobs:
            job.join()
            if job.number not in ended:
                ended.add(job.number)
                times.append(clock.now)
        clock.now += 0.5
    # From the end of one to the beginning of the next, which takes 30 itself.
    apart = [after - before - 30 for before, after in pairwise(times)]
    assert [round(each) for each in apart[:5]] == [1, 2, 4, 8, 16]
    assert {round(each) for each in apart[5:]} == {30}
    assert down.asked == len(times)


def test_those_that_queue_behind_a_failure_do_not_wait_each(memory: Memory, clock: Clock) -> None:
    down = Down(memory, clock, seconds=30)
    down.gate.clear()
    waiting = threading.Barrier(5)

    def add(number: int) -> None:
        waiting.wait()
        memory.add(f"milk number {number}", user_id="a")

    with told() as said, ThreadPoolExecutor(4) as threads:
        adding = [threads.submit(add, number) for number in range(4)]
        waiting.wait()
        while memory.count(user_id="a") < 6 or not down.asked:
            time.sleep(0.01)
        down.gate.set()
        for each in adding:
            each.result()
    assert down.asked <= 2
    assert len(said) == 1


@pytest.mark.parametrize("call", ["doctor", "reindex"])
def test_what_the_user_asks_for_is_tried_at_once(memory: Memory, clock: Clock, call: str) -> None:
    down = Down(memory, clock, seconds=30)
    with told():
        memory.add("milk", user_id="a")
    if call == "doctor":
        (problem,) = memory.doctor().problems
        assert "does not answer" in problem.what
    else:
        with pytest.raises(MemkitError):
            memory.reindex()
    assert down.asked == 2
    down.is_up = True
    if call == "reindex":
        memory.reindex()
    assert memory.doctor().ok
    assert memory.engine.follower.outage is None


def test_it_closes_without_a_word_about_what_was_told(tmp_path: Path, clock: Clock) -> None:
    with Memory(tmp_path / "memory.db") as memory:
        memory.add("tea", user_id="a")
        down = Down(memory, clock, seconds=30)
        with told():
            memory.add("milk", user_id="a")
    assert down.asked == 1
