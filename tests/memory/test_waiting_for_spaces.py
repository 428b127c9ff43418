"""A space that is being filled is waited for; one that nobody fills says how to go on."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from memkit import AsyncMemory, Memory
from memkit.engine.spaces import waiting
from memkit.engine.spaces.fingerprint import PROBES
from memkit.errors import MemkitWarning, SpaceError

TEXTS = [f"note {number} about {word}" for number in range(40) for word in ("tea", "boats")]


@pytest.fixture
def gate() -> threading.Event:
    """Open it, and what `slow` was asked for is embedded."""
    return threading.Event()


@pytest.fixture
def slow(make_embedder: Callable[..., Any], gate: threading.Event) -> Any:
    """An embedder that embeds a first batch, and the rest once its gate is open."""
    embedder = make_embedder("slow", 8)
    embedder.max_batch = 16
    embed, batches = embedder.embed_batch, []

    def wait(texts: Any, *, kind: Any) -> Any:
        if kind == "document" and texts[0] not in PROBES.values():
            batches.append(len(texts))
            assert len(batches) < 2 or gate.wait(60)
        return embed(texts, kind=kind)

    embedder.embed_batch = wait
    return embedder


@pytest.fixture
def being_filled(
    open_memory: Callable[..., Memory],
    slow: Any,
    gate: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Memory]:
    """A memory whose space "slow" has 16 of 80 vectors, and waits at its gate for the others."""
    monkeypatch.setattr("memkit.engine.spaces.fill._TEXTS_A_COMMIT", 16)
    memory = open_memory()
    memory.add_many([{"memory": text, "user_id": "a"} for text in TEXTS], progress=False)
    memory.add_space(slow, progress=False)
    until(lambda: space(memory).count == 16)
    yield memory
    gate.set()


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def space(memory: Memory) -> Any:
    return next(one for one in memory.spaces if one.key == "slow")


def opens_when_waited_for(memory: Memory, gate: threading.Event, monkeypatch: Any) -> list[Any]:
    """Open the gate once somebody waits; return what the bar was told."""
    told: list[Any] = []
    look = waiting.standing

    def seen(engine: Any, key: str) -> Any:
        found = look(engine, key)
        told.append((found.by, found.completed, found.total))
        gate.set()
        return found

    monkeypatch.setattr(waiting, "standing", seen)
    return told


USES: dict[str, Callable[[Memory], Any]] = {
    "compare": lambda m: len(m.compare("static-2", "slow", projection="pca")),
    "compare all": lambda m: len(m.compare(projection="pca")),
    "search": lambda m: len(m.search("tea", space="slow", mode="vector", k=200)),
    "search as of": lambda m: len(
        m.as_of(m.engine.journal.head().seq).search("tea", space="slow", mode="vector", k=200)
    ),
    "duplicates": lambda m: len(m.duplicates(space="slow", threshold=1e-9, limit=10_000)) and 80,
    "use_space": lambda m: m.use_space("slow") or space(m).count,
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_what_needs_a_space_waits_until_it_is_filled(
    being_filled: Memory,
    gate: threading.Event,
    use: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = opens_when_waited_for(being_filled, gate, monkeypatch)
    assert use(being_filled) == 80
    assert told[0] == ("here", 16, 80)
    assert "waiting for space slow" in capsys.readouterr().err
    assert space(being_filled).ready


@pytest.mark.parametrize("name", ["search", "use_space", "duplicates", "compare"])
def test_an_event_loop_goes_on_meanwhile(
    being_filled: Memory, gate: threading.Event, slow: Any, name: str, path: Any
) -> None:
    given: dict[str, Any] = {
        "search": (("tea",), {"space": "slow", "mode": "vector"}),
        "use_space": (("slow",), {}),
        "duplicates": ((), {"space": "slow"}),
        "compare": (("static-2", "slow"), {"projection": "pca"}),
    }

    async def scene() -> None:
        memory = AsyncMemory(path)
        memory._memory = being_filled
        arguments, options = given[name]
        asked = asyncio.ensure_future(getattr(memory, name)(*arguments, **options))
        await asyncio.sleep(0.5)
        assert not asked.done()
        gate.set()
        await asyncio.wait_for(asked, 30)

    asyncio.run(scene())


def test_a_past_state_that_was_searched_before_is_embedded_too(
    being_filled: Memory, gate: threading.Event
) -> None:
    past = being_filled.as_of(being_filled.engine.journal.head().seq)
    assert past.search("tea", mode="vector", k=3)
    gate.set()
    assert len(past.search("tea", space="slow", mode="vector", k=200)) == 80


def test_another_memory_of_the_same_file_waits_too(
    being_filled: Memory,
    open_memory: Callable[..., Memory],
    make_embedder: Callable[..., Any],
    gate: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = open_memory()
    told = opens_when_waited_for(other, gate, monkeypatch)
    assert len(other.compare("static-2", "slow", projection="pca")) == 80
    assert told[0] == ("elsewhere", 16, 80)


def test_a_process_that_was_killed_is_not_waited_for(
    being_filled: Memory, open_memory: Callable[..., Memory], path: Any
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    said = json.loads(being_filled.engine.journal.cache_get("filling-slow") or b"")
    assert said["pid"] == os.getpid()
    being_filled.engine.journal.cache_put(
        "filling-slow", json.dumps({**said, "pid": gone.pid}).encode()
    )
    with pytest.raises(SpaceError, match=r"16 of 80 embedded.*'slow' is not running") as caught:
        open_memory().search("tea", space="slow")
    assert "m.add_space('slow', wait=True)" in str(caught.value)


STRICT = [name for name in USES if not name.startswith("compare")]


@pytest.mark.parametrize("use", [USES[name] for name in STRICT], ids=STRICT)
@pytest.mark.parametrize("end", ["cancelled", "failed"])
def test_a_fill_that_ended_early_is_named_with_the_way_to_resume(
    being_filled: Memory, slow: Any, gate: threading.Event, end: str, use: Any
) -> None:
    ended_early(being_filled, slow, gate, end)
    with pytest.raises(SpaceError, match=f"the job fill 'slow' (was )?{end}") as caught:
        use(being_filled)
    assert "of 80 embedded" in str(caught.value)
    assert "m.add_space('slow', wait=True)" in str(caught.value)


@pytest.mark.parametrize("end", ["cancelled", "failed"])
def test_a_comparison_says_on_what_it_works(
    being_filled: Memory, slow: Any, gate: threading.Event, end: str
) -> None:
    ended_early(being_filled, slow, gate, end)
    held = space(being_filled).count
    found = being_filled.compare("static-2", "slow", projection="pca")
    assert len(found) == held
    assert any(f"{held} of 80 embedded" in note and end in note for note in found.notes)


@pytest.mark.filterwarnings("ignore::memkit.MemkitWarning")
def ended_early(memory: Memory, slow: Any, gate: threading.Event, end: str) -> None:
    job = next(job for job in memory.jobs if job.name == "slow")
    if end == "cancelled":
        job.cancel()
        gate.set()
        job.join(30)
        return

    def fail(texts: Any, *, kind: Any) -> Any:
        raise RuntimeError("a bug in the model")

    slow.embed_batch = fail
    gate.set()
    with pytest.warns(MemkitWarning, match="stopped"):
        job.join(30)


def test_a_fill_that_is_stuck_is_waited_for_no_longer(
    being_filled: Memory, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_PATIENCE_SECONDS", 0.3)
    with pytest.raises(SpaceError, match=r"nothing was embedded.*job fill 'slow'") as caught:
        being_filled.search("tea", space="slow")
    assert "m.jobs" in str(caught.value)
    gate.set()


def test_an_interrupt_ends_the_wait_and_not_the_fill(
    being_filled: Memory, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = waiting.standing

    def interrupted(engine: Any, key: str) -> Any:
        if threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt
        return look(engine, key)

    with monkeypatch.context() as patched:
        patched.setattr(waiting, "standing", interrupted)
        with (
            pytest.warns(MemkitWarning, match="goes on being filled in the background"),
            pytest.raises(KeyboardInterrupt),
        ):
            being_filled.search("tea", space="slow")
    gate.set()
    assert being_filled.search("tea", space="slow", mode="vector")
    assert space(being_filled).ready


def test_a_store_that_is_rebuilt_meanwhile_has_the_vectors_in_the_end(
    being_filled: Memory, gate: threading.Event
) -> None:
    being_filled.reindex()
    gate.set()
    assert len(being_filled.search("tea", space="slow", mode="vector", k=200)) == 80
    assert being_filled.doctor().ok


def test_the_explorer_says_how_far_it_is_and_waits_for_nobody(
    being_filled: Memory, gate: threading.Event
) -> None:
    explorer = being_filled.explore(space="slow")
    with pytest.raises(SpaceError, match="16 of 80 embedded, and it is being filled"):
        explorer.search("tea")
    gate.set()
    being_filled.add_space("slow", wait=True, progress=False)
    assert explorer.search("tea")
