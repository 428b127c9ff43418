"""Purging: a text that must not be there is nowhere any more, and everything else works on."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from memkit import AsyncMemory, Memory
from memkit.errors import MemkitWarning, NotFoundError, ValidationError
from memkit.testing.journals.tools import call

# No other text has these words, whole or stemmed, in any case.
SECRET = "The passphrase is Xylquorth-Vambrisko"
WORDS = (b"xylquorth", b"vambrisko", b"passphrase")


def bytes_near(path: Path) -> dict[str, bytes]:
    """All that is in the file of a memory and beside it, in lower case."""
    return {
        file.name: file.read_bytes().lower()
        for file in path.parent.iterdir()
        if file.name.startswith(path.name)
    }


def holding(path: Path, *words: bytes) -> set[str]:
    """The files near a memory that hold one of the words."""
    return {
        name
        for name, content in bytes_near(path).items()
        if any(word in content for word in words or WORDS)
    }


def with_facts(memory: Memory) -> tuple[str, list[str]]:
    """A message, changed and undone, with facts of facts of it; and the ids of all."""
    (said,) = memory.add([{"role": "user", "content": SECRET}], user_id="ana", reason=SECRET)
    memory.update(said.id, f"{SECRET}!", metadata={"note": SECRET})
    memory.update(said.id, "nothing to see", metadata={})
    (fact,) = memory.add(
        f"Ana: {SECRET}",
        user_id="ana",
        sources=[{"memory_id": said.id, "quote": SECRET, "start": 0}],
        derived_by="default",
        data={"what": SECRET},
    )
    (summary,) = memory.add(f"In short, {SECRET}", user_id="ana", sources=[{"memory_id": fact.id}])
    memory.delete(fact.id, reason=SECRET)
    memory.rate(SECRET, said.id)
    memory.engine.journal.put_call(
        call("k1", request=({"role": "user", "content": f"1 | {SECRET}"},), lines=(said.id,))
    )
    memory.engine.journal.cache_put("picture", SECRET.encode())
    return said.id, [said.id, fact.id, summary.id]


@pytest.mark.parametrize("embedder", ["hash", None])
def test_a_purged_text_is_in_no_file(path: Path, embedder: str | None) -> None:
    with Memory(path, embedder=embedder) as memory:
        memory.add_many((f"memory number {n}" for n in range(2500)), user_id="ana", progress=False)
    with Memory(path) as memory:
        id_, _ = with_facts(memory)
        memory.search("passphrase", user_id="ana")
        assert path.name in holding(path)
        key = memory.spaces[0].key
        vector = memory.engine.journal.text_vectors(key, [SECRET])[0]
        assert vector.any()
        erased = memory.purge(id_, reason="a secret")
        assert {(one.event, one.memory) for one in erased} == {("PURGE", "")}
        assert holding(path) == set()
        assert np.asarray(vector, "<f4").tobytes().lower() not in bytes_near(path)[path.name]
        assert memory.doctor().problems == ()
        assert memory.search("memory number 7", user_id="ana", k=1)[0].memory == "memory number 7"
        assert holding(path) == set()
    assert holding(path) == set()
    with Memory(path) as memory:
        assert memory.count() == 2500
        assert memory.doctor().problems == ()
    assert holding(path) == set()


def test_a_process_that_saw_it_writes_it_nowhere(start: Callable[..., Any], path: Path) -> None:
    """One that indexed the text, is idle during the purge, and saves its index at its end."""
    child = start(
        """
        import sys
        from memkit import Memory
        m = Memory(sys.argv[1], embedder="hash")
        m.add_many((f"memory number {n}" for n in range(2500)), user_id="a", progress=False)
        m.add(sys.argv[2], user_id="a")
        print(len(m.search("passphrase", user_id="a", mode="text")), flush=True)
        sys.stdin.readline()
        m.close()
        """,
        path,
        SECRET,
    )
    assert child.stdout.readline() == "1\n"
    with Memory(path) as memory:
        memory.purge(memory.search("passphrase", user_id="a", mode="text")[0].id)
        assert holding(path) == set()
        _, errors = child.communicate("go\n")
        assert child.returncode == 0, errors
        assert holding(path) == set()


def test_nothing_of_it_is_found_shown_or_undone(path: Path, tmp_path: Path) -> None:
    with Memory(path, embedder="hash") as memory:
        (kept,) = memory.add("milk", user_id="ana")
        id_, ids = with_facts(memory)
        before = memory.events()
        assert [one.id for one in memory.purge(id_[-12:])] == ids
        events = memory.events()
        assert [event.seq for event in events[: len(before)]] == [event.seq for event in before]
        assert [event.event for event in events] == ["ADD", *["PURGE"] * (len(events) - 1)]
        assert "assphrase" not in repr(events) + events.to_pandas().to_csv()
        assert [one.memory for one in memory.get_all(user_id="ana")] == ["milk"]
        for mode in ("text", "vector", "hybrid"):
            hits = memory.search("passphrase", user_id="ana", mode=mode)
            assert {hit.id for hit in hits} <= {kept.id}
        for event in events[1:]:
            past = memory.as_of(event.seq)
            assert [one.memory for one in past.get_all(user_id="ana")] == ["milk"]
            with pytest.raises(ValidationError, match="was purged"):
                memory.undo(event.seq)
        with pytest.raises(ValidationError, match="was purged"):
            memory.undo_many([1, events[1].seq])
        assert memory.get(kept.id).memory == "milk"
        for read in (memory.get, memory.as_of(events[1].seq).get, memory.delete):
            with pytest.raises(NotFoundError, match="was purged"):
                read(id_)
        assert {event.event for event in memory.history(id_)} == {"PURGE"}
        assert memory.ratings == {}
        assert memory.export(tmp_path / "history.jsonl", history=True) == len(events)
        assert "assphrase" not in (tmp_path / "history.jsonl").read_text()
        timeline = memory.timeline(user_id="ana")
        assert "assphrase" not in repr(timeline)
        (again,) = memory.add([{"role": "user", "content": SECRET}], user_id="ana")
        assert again.id != id_
        assert memory.search("passphrase", user_id="ana", k=1)[0].id == again.id
        assert memory.doctor().problems == ()
    with Memory(tmp_path / "other.db", embedder="hash") as memory:
        memory.import_(tmp_path / "history.jsonl", progress=False)
        assert [one.memory for one in memory.get_all(user_id="ana")] == ["milk"]
        assert memory.doctor().problems == ()


def test_what_never_was_and_what_is_ambiguous_is_refused(memory: Memory) -> None:
    memory.add("milk", user_id="ana")
    with pytest.raises(NotFoundError, match="now or in the history"):
        memory.purge("01890000-0000-7000-8000-000000000009")
    with pytest.raises(ValidationError, match="too short"):
        memory.purge("abc")
    assert len(memory.events()) == 1


def test_who_reads_meanwhile_is_told_of(path: Path) -> None:
    """A reader in another program keeps the log: what is left is said, and goes when it ends."""
    with Memory(path, embedder="hash", durability="fast") as memory:
        (added,) = memory.add(SECRET, user_id="ana")
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM memories").fetchone()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("memkit.builtin.sqlite.connections.BUSY_SECONDS", 0.1)
            memory.engine.journal._connections._writer.execute("PRAGMA busy_timeout = 100")  # type: ignore[attr-defined]
            with pytest.warns(MemkitWarning, match="Purged 1 memory, but remains"):
                memory.purge(added.id)
        assert memory.count() == 0
        reader.close()
        assert holding(path) != set()
        assert [one.id for one in memory.purge(added.id)] == [added.id]
        assert holding(path) == set()


def test_kill_9_leaves_all_or_nothing_and_a_second_purge_ends_it(
    start: Callable[..., Any], path: Path
) -> None:
    code = """
        import sys
        from memkit import Memory
        m = Memory(sys.argv[1])
        print("ready", flush=True)
        m.purge(sys.argv[2])
        print("done", flush=True)
        sys.stdin.readline()
    """
    rng = random.Random(int.from_bytes(os.urandom(4)))
    with Memory(path, embedder="hash") as memory:
        memory.add_many((f"memory number {n}" for n in range(3000)), user_id="ana", progress=False)
        id_, ids = with_facts(memory)
    for _ in range(5):
        child = start(code, path, id_)
        assert child.stdout.readline() == "ready\n"
        time.sleep(rng.random() * 0.05)
        os.kill(child.pid, signal.SIGKILL)
        said, errors = child.communicate()
        assert child.returncode == -signal.SIGKILL, errors
        with Memory(path) as memory:
            gone = [{event.event for event in memory.history(one)} == {"PURGE"} for one in ids]
            assert gone in ([False] * 3, [True] * 3)
            assert all(gone) or said == ""
            assert memory.count() == 3000 + 2 * (not all(gone))
            assert memory.doctor().problems == ()
    with Memory(path) as memory:
        memory.purge(id_)
        assert holding(path) == set()


def test_it_is_a_coroutine_of_async_memories(path: Path) -> None:
    async def purged() -> list[str]:
        async with AsyncMemory(path, embedder="hash") as memory:
            (added,) = await memory.add(SECRET, user_id="ana")
            erased = await memory.purge(added.id)
            assert await memory.count() == 0
            return [one.id for one in erased if one.id == added.id]

    assert len(asyncio.run(purged())) == 1
    assert holding(path) == set()
