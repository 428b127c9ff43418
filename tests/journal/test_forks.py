"""Forks of a process that has a memory open: `benchmarks.forks` plays more of them."""

from __future__ import annotations

import importlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import forks
from memkit import Memory

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

# The others take several seconds, and are played by the benchmark.
PLAYED = (
    "own_object", "own_open", "busy_threads", "nested", "killed", "inside_a_call",
    "a_fork_that_tells_nobody",
)  # fmt: skip


@pytest.mark.parametrize("name", PLAYED)
def test_nothing_acknowledged_is_lost(name: str) -> None:
    outcome = forks.play(1, seed=7, names=[name])
    assert outcome.problems == []
    assert outcome.acknowledged


def test_a_loss_is_noticed(tmp_path: Path) -> None:
    scene = forks.Scene(tmp_path / "memory.db", forks.random.Random(0))
    with scene.open() as memory:
        scene.add(memory, "kept", 1)
    scene.write_down("never stored")
    outcome = forks.Outcome()
    assert "never stored" in str(forks._looked(scene.path, outcome))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system lists no open files")
def test_no_connection_is_copied(memory: Memory, path: Path) -> None:
    """Of no thread, of no other object, and of none that somebody's error keeps."""
    other = Memory(path, durability="fast")
    memory.add("tea", user_id="a")
    assert Memory(path).count() == 1  # Dropped without being closed.
    held = threading.Event()
    thread = threading.Thread(target=lambda: (other.count(), held.wait(60)))
    thread.start()
    failures = []
    try:
        memory.update("0198c0de-7a3b-7c1f-9a54-2f9c1e7a0b11", "x")
    except Exception as error:  # noqa: BLE001 - it holds what was under way
        failures.append(error)
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        links = []
        for name in os.listdir("/proc/self/fd"):
            try:
                links.append(os.readlink(f"/proc/self/fd/{name}"))
            except OSError:
                continue
        os.write(write_end, str([link for link in links if str(path) in link]).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read_end, 1000) == b"[]"
    os.close(read_end)
    os.close(write_end)
    held.set()
    thread.join()
    assert memory.count() == other.count() == 1
    assert len(failures) == 1
    other.close()


def test_a_fork_waits_for_who_is_inside(memory: Memory) -> None:
    """A thread that writes comes to its end, and the child can use the memory."""
    connections: Any = memory.engine.journal._connections  # type: ignore[attr-defined]
    inside, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with connections.write() as writer:
            inside.set()
            go_on.wait(60)
            writer.execute("INSERT INTO meta VALUES ('written', '1')")

    writer = threading.Thread(target=write)
    writer.start()
    inside.wait()
    threading.Timer(0.1, go_on.set).start()
    child = forks.forked(lambda: memory.add("child", user_id="a"))
    forks.ended(child)
    writer.join()
    assert memory.count() == 1
    assert connections._writer is None or not connections._writer.in_transaction


def test_who_can_not_be_waited_for_costs_the_child_the_file(
    memory: Memory, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memkit.domain.forks._PATIENCE_SECONDS", 0.05)
    connections: Any = memory.engine.journal._connections  # type: ignore[attr-defined]
    inside, end = threading.Event(), threading.Event()

    def read() -> None:
        with connections.snapshot():
            inside.set()
            end.wait(60)

    reader = threading.Thread(target=read)
    reader.start()
    inside.wait()
    scene = forks.Scene(path, forks.random.Random(0))
    forks.ended(forks.forked(lambda: scene.expect_refusal(memory)))
    end.set()
    reader.join()
    memory.add("parent", user_id="a")
    forks.ended(forks.forked(lambda: memory.add("child", user_id="a")))
    assert memory.count() == 2


def test_locks_that_others_hold_are_not_held_in_the_child(memory: Memory) -> None:
    """All that memkit makes: of stores, followers, spaces, jobs, plug-ins, words and times."""
    from memkit.concurrency.clients import Clients
    from memkit.domain import times
    from memkit.plugins import manager
    from memkit.text import stems

    memory.add("tea", user_id="a")
    engine = memory.engine
    job = engine.fill("static-2", progress=False)
    job.wait()
    client = Clients(object, object)
    kept = client.blocking()
    locks = [
        engine.store.unguarded._lock,  # type: ignore[attr-defined]
        engine.follower._lock, engine.spaces._lock, engine.jobs._lock, job._lock,
        client._blocking._lock, client._of_loop._lock, manager.default_manager()._lock,
        manager._default_lock, stems._lock, times._lock,
    ]  # fmt: skip
    held, end = threading.Event(), threading.Event()

    def hold() -> None:
        for lock in locks:
            lock.acquire()
        held.set()
        end.wait(60)
        for lock in locks:
            lock.release()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()

    def use() -> None:
        memory.add("an unheard-of beverage", user_id="a")
        assert len(memory.search("beverage", user_id="a")) == 2
        assert memory.jobs
        memory.add_space("hash", wait=True, progress=False)
        assert client.blocking() is not kept

    child = forks.forked(use)
    deadline = time.monotonic() + 60
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if time.monotonic() > deadline:
            os.kill(child, 9)
        time.sleep(0.01)
    end.set()
    holder.join()
    assert client.blocking() is kept
    assert memory.count() == 2


def test_a_module_that_another_thread_imports_can_be_imported_in_the_child(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As numpy imports parts of itself at their first use."""
    (tmp_path / "takes_a_while.py").write_text(
        "import sys, time\nsys.began.set()\ntime.sleep(0.2)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    began = threading.Event()
    monkeypatch.setattr("sys.began", began, raising=False)
    thread = threading.Thread(target=importlib.import_module, args=("takes_a_while",))
    thread.start()
    began.wait()
    child = forks.forked(lambda: importlib.import_module("takes_a_while"))
    deadline = time.monotonic() + 30
    while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0):
        if time.monotonic() > deadline:
            os.kill(child, 9)
        time.sleep(0.01)
    thread.join()
    assert ended[1] == 0


def test_a_store_of_a_plugin_is_made_anew(
    open_memory: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    from memkit.builtin.local_store.store import LocalStore

    monkeypatch.delattr(LocalStore, "in_child")
    memory = open_memory()
    memory.add("tea", user_id="a")
    memory.search("tea", user_id="a")
    store = memory.engine.store
    of_the_parent = store.unguarded  # type: ignore[attr-defined]

    def use() -> None:
        assert memory.search("tea", user_id="a")[0].memory == "tea"
        memory.add("milk", user_id="a")
        assert len(memory.search("milk", user_id="a")) == 2
        assert store.unguarded is not of_the_parent  # type: ignore[attr-defined]
        memory.close()

    forks.ended(forks.forked(use))
    forks.ended(forks.forked(memory.close))
    assert store.unguarded is of_the_parent  # type: ignore[attr-defined]
    assert len(memory.search("milk", user_id="a")) == 2
