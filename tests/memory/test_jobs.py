"""m.jobs: what a memory does in the background, and what others left unfinished."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import AsyncMemory, Memory
from memkit.errors import MemkitWarning, ProviderError, SpaceError

FOREVER = 60

KILLED = """
import os, signal, sys
from memkit import Memory
from memkit.engine.spaces import fill
from memkit.builtin.hash import HashEmbedder
fill._TEXTS_A_COMMIT = HashEmbedder.max_batch = 64
embed, batches = fill.embed_documents, []

def embed_documents(embedder, texts, **rest):
    batches.append(texts)
    if len(batches) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return (yield from embed(embedder, texts, **rest))

fill.embed_documents = embed_documents
Memory(sys.argv[1]).add_space("hash", wait=True, progress=False)
"""


class Slow:
    """Holds up the embedder of a space before a batch."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, after: int) -> None:
        from memkit.engine.spaces import fill

        monkeypatch.setattr(fill, "_TEXTS_A_COMMIT", 64)
        monkeypatch.setattr("memkit.builtin.hash.HashEmbedder.max_batch", 64)
        self.reached, self.go_on = threading.Event(), threading.Event()
        real, batches = fill.embed_documents, []

        def embed_documents(embedder: Any, texts: Any, **rest: Any) -> Any:
            batches.append(texts)
            if len(batches) > after:
                self.reached.set()
                assert self.go_on.wait(FOREVER)
            return (yield from real(embedder, texts, **rest))

        monkeypatch.setattr(fill, "embed_documents", embed_documents)


@pytest.fixture
def full(open_memory: Callable[..., Memory]) -> Memory:
    memory = open_memory()
    memory.add_many((f"note {i}" for i in range(300)), user_id="a", progress=False)
    return memory


def test_a_space_that_is_filled_is_a_job(full: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(monkeypatch, after=2)
    assert full.jobs == []
    job = full.add_space("hash", progress=False)
    assert slow.reached.wait(FOREVER)
    assert full.jobs == [job]
    assert (job.kind, job.name, job.state, job.completed, job.total) == (
        "fill", "hash", "running", 128, 300,
    )  # fmt: skip
    assert full.add_space("hash", progress=False) is job
    slow.go_on.set()
    job.wait()
    assert (job.state, job.completed, full.jobs) == ("done", 300, [job])


def test_a_fill_is_cancelled_and_resumed(full: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(monkeypatch, after=2)
    job = full.add_space("hash", progress=False)
    assert slow.reached.wait(FOREVER)
    job.cancel()
    slow.go_on.set()
    assert job.wait() is None
    assert (job.state, job.completed) == ("cancelled", 192)
    with pytest.raises(SpaceError, match="not filled"):
        full.use_space("hash")
    job.resume().wait()
    assert (job.state, job.completed) == ("done", 300)
    full.use_space("hash")


def test_a_memory_that_closes_stops_its_jobs(
    full: Memory, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch, after=2)
    job = full.add_space("hash", progress=False)
    assert slow.reached.wait(FOREVER)
    closing = threading.Thread(target=full.close)
    closing.start()
    slow.go_on.set()
    closing.join(FOREVER)
    assert not closing.is_alive()
    assert job.state == "cancelled"
    with Memory(path) as again:
        (left,) = again.jobs
        assert (left.state, left.name, left.completed) == ("interrupted", "hash", job.completed)
        assert "m.add_space('hash')" in left.message
        left.resume().wait()
        assert again.jobs == [left]
        assert {space.key: space.ready for space in again.spaces} == {
            "static-2": True,
            "hash": True,
        }


def test_a_process_that_is_killed_leaves_a_job_that_any_other_resumes(
    full: Memory, path: Path
) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    (left,) = full.jobs
    assert (left.kind, left.name, left.state) == ("fill", "hash", "interrupted")
    assert (left.completed, left.total) == (128, 300)
    left.resume().wait()
    assert [space.count for space in full.spaces] == [300, 300]
    assert full.doctor().ok


def test_what_another_process_finished_is_listed_no_more(
    full: Memory, open_memory: Callable[..., Memory], path: Path
) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert [job.state for job in full.jobs] == ["interrupted"]
    open_memory().add_space("hash", wait=True, progress=False)
    assert full.jobs == []


@pytest.mark.filterwarnings("ignore::memkit.MemkitWarning")
def test_a_fill_that_failed_is_listed_with_its_error_and_goes_on(
    full: Memory, flaky: Any, provider_down: Callable[[], Exception]
) -> None:
    flaky.error = provider_down()
    with pytest.raises(ProviderError):
        full.add_space(flaky, wait=True, progress=False)
    (job,) = full.jobs
    assert (job.state, job.error) == ("failed", flaky.error)
    flaky.error = None
    job.resume().wait()
    assert full.jobs == [job]
    assert (job.state, job.error) == ("done", None)


def test_a_space_that_is_dropped_has_no_job(full: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(monkeypatch, after=1)
    job = full.add_space("hash", progress=False)
    assert slow.reached.wait(FOREVER)
    slow.go_on.set()
    full.drop_space("hash")
    assert job.done
    assert full.jobs == []


def test_a_space_of_an_object_is_resumed_with_the_object(
    open_memory: Callable[..., Memory], flaky: Any, provider_down: Callable[[], Exception]
) -> None:
    memory = open_memory()
    memory.add("tea", user_id="a")
    flaky.error = provider_down()
    with pytest.warns(MemkitWarning), pytest.raises(ProviderError):
        memory.add_space(flaky, wait=True, progress=False)
    memory.close()
    again = open_memory()
    (left,) = again.jobs
    with pytest.warns(MemkitWarning), pytest.raises(SpaceError, match="embedder object"):
        left.resume().wait()
    flaky.error = None
    again.add_space(flaky, wait=True, progress=False)
    assert [job.state for job in again.jobs] == ["done"]


def test_the_bar_shows_what_the_job_says(
    full: Memory, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    full.add_space("hash", wait=True)
    last = screen.getvalue().replace("\r", "\n").splitlines()[-1]
    assert "fill hash: 100%" in last
    assert "300/300" in last


def test_an_async_memory_has_the_same_jobs(path: Path) -> None:
    async def main() -> None:
        async with AsyncMemory(path) as m:
            await m.add(["tea", "milk"], user_id="a")
            job = await m.add_space("hash", progress=False)
            assert m.jobs == [job]
            assert await job is None
            assert job.state == "done"

    asyncio.run(main())


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_sees_an_interrupted_job_and_can_go_on(
    full: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch, after=1)
    job = full.add_space("hash", progress=False)
    assert slow.reached.wait(FOREVER)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        said = "nothing"
        try:
            said = f"{job.state} {[one.state for one in full.jobs]}"
        finally:
            os.write(write, said.encode())
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        assert pipe.read() == "interrupted ['interrupted']"
    os.waitpid(child, 0)
    slow.go_on.set()
    job.wait()
    assert full.jobs == [job]


def test_a_job_that_ends_while_the_journal_is_read_is_done(
    full: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch, after=1)
    job = full.add_space("hash", progress=False)
    assert slow.reached.wait(FOREVER)
    journal, spaces = full.engine.journal, full.engine.journal.spaces

    def spaces_before_the_end() -> Any:
        rows = spaces()
        monkeypatch.setattr(journal, "spaces", spaces)
        slow.go_on.set()
        job.wait()
        return rows

    monkeypatch.setattr(journal, "spaces", spaces_before_the_end)
    assert full.jobs == [job]
    assert job.state == "done"
