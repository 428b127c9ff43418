"""close() comes to its end whatever is down, and who works meanwhile is told that it is closed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import AsyncMemory, Memory
from memkit.builtin.echo import EchoLLM
from memkit.builtin.hash import HashEmbedder
from memkit.builtin.local_store.store import LocalStore
from memkit.builtin.sqlite.journal import SQLiteJournal
from memkit.concurrency.jobs import BackgroundJob
from memkit.contracts.reranker import Ranked, Reranker
from memkit.errors import JournalError, MemkitError, MemkitWarning, ProviderError


class SomeReranker(Reranker):
    model = "some"

    def rerank(self, query: str, texts: Any, *, k: int) -> list[Ranked]:
        return []


PARTS: dict[str, type[Any]] = {
    "journal": SQLiteJournal,
    "store": LocalStore,
    "embedder": HashEmbedder,
    "llm": EchoLLM,
    "reranker": SomeReranker,
}
FAILURES = [
    KeyError("no"),
    ConnectionResetError("cut"),
    ProviderError("It is down.", fix="Try again."),
    sqlite3.OperationalError("disk I/O error"),
]


def open_all(path: Path) -> Memory:
    return Memory(path, embedder="hash", llm="echo", reranker=SomeReranker(), durability="fast")


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("broken", PARTS)
@pytest.mark.parametrize("way", ["close", "with", "async"])
def test_whatever_is_down_the_rest_is_closed(
    path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, error: Exception, way: str
) -> None:
    closed: list[str] = []
    for name, part in PARTS.items():

        def close(self: Any, name: str = name, real: Any = part.close) -> None:
            closed.append(name)
            real(self)
            if name == broken:
                raise error

        monkeypatch.setattr(part, "close", close)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        if way == "async":

            async def use() -> None:
                async with contextlib.aclosing(
                    AsyncMemory(path, embedder="hash", llm="echo", reranker=SomeReranker())
                ) as m:
                    await m.add("tea", user_id="a")

            asyncio.run(use())
        else:
            memory = open_all(path)
            memory.add("tea", user_id="a")
            if way == "with":
                with memory:
                    pass
            else:
                memory.close()
            memory.close()
    assert sorted(closed) == sorted(PARTS)
    assert [warning.category for warning in told] == [MemkitWarning]
    assert "nothing is lost" in str(told[0].message)
    monkeypatch.undo()
    assert_released(path)


def assert_released(path: Path) -> None:
    """The last one to close folds the log into the file, and none is open any more."""
    assert not Path(f"{path}-wal").exists()
    with Memory(path) as again:
        assert again.count() == 1
        assert again.doctor().problems == ()


def test_the_cause_is_told_when_a_memory_can_not_be_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Any, *_: Any, **__: Any) -> None:
        raise ProviderError("It is down.", fix="Try again.")

    monkeypatch.setattr(HashEmbedder, "embed_batch", fail)
    monkeypatch.setattr(LocalStore, "close", fail)
    monkeypatch.setattr(EchoLLM, "close", fail)
    with pytest.raises(ProviderError, match="down"), pytest.warns(MemkitWarning, match="close"):
        open_all(path)


def test_a_job_whose_step_never_ends_keeps_nobody_from_closing(
    memory: Memory, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("memkit.engine.engine._LAST_STEP_SECONDS", 0.1)
    never, late = threading.Event(), []

    def work(job: BackgroundJob[None]) -> None:
        never.wait(60)
        late.append(memory.add("too late", user_id="a"))

    memory.add("tea", user_id="a")
    job = memory.engine.jobs.start(BackgroundJob("fill", "x", work))
    with pytest.warns(MemkitWarning, match="did not stop"):
        memory.close()
    never.set()
    with pytest.raises(JournalError, match="closed"):
        job.wait(60)
    assert late == []
    assert_released(path)


WORK: dict[str, Callable[[Memory, int], object]] = {
    "search": lambda m, i: m.search(f"number {i % 50}", user_id="a")[0],
    "search by words": lambda m, i: m.search("number", user_id="a", mode="text")[0],
    "get_all": lambda m, i: m.get_all(user_id="a")[0],
    "count": lambda m, i: m.count(user_id="a") or 1 / 0,
    "events": lambda m, i: m.events()[0],
    "history": lambda m, i: m.history(m.events(limit=1)[0].memory_id)[0],
    "as_of": lambda m, i: m.as_of(1).get_all()[0],
    "add": lambda m, i: m.add(f"new {i}", user_id="a")[0],
    "doctor": lambda m, i: m.doctor(),
}


@pytest.mark.parametrize("verb", WORK)
@pytest.mark.parametrize("at", ["file", ":memory:"])
def test_who_works_while_it_is_closed_is_told_so(path: Path, verb: str, at: str) -> None:
    for round_ in range(3):
        memory = Memory(path if at == "file" else at, embedder="hash", durability="fast")
        memory.add_many([f"number {i}" for i in range(300)], user_id="a", progress=False)
        begun, ends = threading.Barrier(3), list[BaseException]()

        def work(memory: Memory = memory, begun: Any = begun, ends: Any = ends) -> None:
            begun.wait()
            try:
                for i in range(10**6):
                    WORK[verb](memory, i)
            except BaseException as error:  # noqa: BLE001 - compared below
                ends.append(error)

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        begun.wait()
        time.sleep(0.01 * (1 + round_))
        with warnings.catch_warnings():
            # A store that could not be told of a change.
            warnings.simplefilter("ignore", MemkitWarning)
            memory.close()
        for thread in threads:
            thread.join(60)
        assert [type(end) for end in ends] == [JournalError] * 2, ends
        assert all("is closed" in str(end) for end in ends), ends
    if at == "file":
        assert not Path(f"{path}-wal").exists()


def test_a_long_reader_is_interrupted_and_told(memory: Memory) -> None:
    journal = memory.engine.journal
    assert isinstance(journal, SQLiteJournal)
    inside, ends = threading.Event(), list[BaseException]()

    def read() -> None:
        try:
            with journal._connections.read() as connection:
                inside.set()
                connection.execute(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                    "SELECT max(i) FROM n"
                ).fetchone()
        except BaseException as error:  # noqa: BLE001 - compared below
            ends.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    inside.wait()
    memory.close()
    thread.join(60)
    assert [str(end) for end in ends if isinstance(end, JournalError)]
    assert "is closed" in str(ends[0])


def test_close_inside_of_a_call_lets_it_come_to_its_end(memory: Memory, path: Path) -> None:
    journal = memory.engine.journal
    assert isinstance(journal, SQLiteJournal)
    with journal._connections.write() as connection:
        memory.close()
        connection.execute("INSERT INTO meta VALUES ('inside', '1')")
    assert not Path(f"{path}-wal").exists()
    with pytest.raises(MemkitError, match="closed"):
        memory.count()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has no fork")
def test_a_child_that_closes_takes_nothing_from_its_parent(
    snippet: Callable[..., Any], path: Path
) -> None:
    snippet(
        """
        import os, sys
        from memkit import Memory
        m = Memory(sys.argv[1], embedder="hash", llm="echo", durability="fast")
        m.add("before", user_id="a")
        if os.fork() == 0:
            m.close()
            m.close()
            os._exit(0)
        assert os.wait()[1] == 0
        m.add("after", user_id="a")
        m.close()
        assert Memory(sys.argv[1]).count() == 2
        """,
        path,
    )


def test_the_end_of_the_interpreter_closes_what_is_left_open(
    snippet: Callable[..., Any], path: Path
) -> None:
    done = snippet(
        """
        import sys, threading
        from memkit import Memory
        m = Memory(sys.argv[1], embedder="hash")
        m.add("tea", user_id="a")
        thread = threading.Thread(target=lambda: m.search("tea", user_id="a"))
        thread.start()
        thread.join()
        """,
        path,
    )
    assert done.stderr == ""
    assert_released(path)
