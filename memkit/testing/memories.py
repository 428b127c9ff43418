"""A whole memory on a store: what users do, and what may happen to the store meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from memkit.domain import defaults
from memkit.errors import MemkitWarning
from memkit.testing.answers import Answers, Open
from memkit.testing.stores.tools import wait_until_settled

# Who said it, what, and the category in its metadata.
FACTS = (
    ("alice", "I moved to Lisbon in March", "home"),
    ("alice", "I play the cello in an orchestra", "music"),
    ("bob", "I bake bread every weekend", "food"),
    ("alice", "I stopped eating meat, but I do eat fish", "food"),
)
HOME, CELLO, _, FISH = (text for _, text, _ in FACTS)

_ANOTHER = """
import json, sys
from memkit import Memory
path, store = sys.argv[1], json.loads(sys.argv[2])
with Memory(path, store=store) as m:
    m.add("Somebody else was here", user_id="alice", metadata={"category": "other"})
    print([hit.memory for hit in m.search("who plays the cello?", user_id="alice", k=1)])
"""

_FILLING = """
import json, sys
from memkit import Memory
m = Memory(sys.argv[1], store=json.loads(sys.argv[2]))
for start in range(0, 10**6, 500):
    texts = [f"fact number {start + i}" for i in range(500)]
    m.add_many(texts, user_id="carol", progress=False)
    print(start, flush=True)
"""


def tell(memory: Any) -> None:
    """Add `FACTS` to a memory."""
    for user, text, category in FACTS:
        memory.add(text, user_id=user, metadata={"category": category})


def texts(hits: Iterable[Any]) -> list[str]:
    """Return the texts of hits."""
    return [hit.memory for hit in hits]


def held(memory: Any, space: str = defaults.EMBEDDER) -> tuple[int, int]:
    """Return how many memories the store holds, and how many have a vector in a space."""
    # Stores that hear of changes when they are asked have heard of all after this.
    memory.search("anything", user_id="nobody", mode="vector", k=1)
    store = memory.engine.store
    # Stores that show late what they were told show it after this.
    wait_until_settled(store, written=time.monotonic())
    return store.count(), store.count(space)


def another(path: Path, store: Any) -> subprocess.CompletedProcess[str]:
    """Have another process add a memory of alice's, and print who plays the cello."""
    return subprocess.run(
        [sys.executable, "-c", _ANOTHER, str(path), json.dumps(store)],
        capture_output=True,
        text=True,
        check=False,
    )


class StoredMemoryConformance(Answers):
    """Subclass it, and make `open_memory` give `memkit.Memory`, and `choice` say which store.

    Memories have the default embedder and their journal in `tmp_path`. What a subclass does not
    answer is skipped, with the reason. One whose index is approximate says so by `min_share`.
    """

    @pytest.fixture
    def shared(self, choice: Any) -> Any:
        """The `store=` of one that several processes may have open at once."""
        return choice

    @pytest.fixture
    def kept(self) -> Any:
        """The `store=` of one that keeps all that it has in `tmp_path`."""
        pytest.skip("the store keeps nothing beside the journal")

    def wipe(self, memory: Any) -> None:
        """Delete behind its back all that the store of an open memory has."""
        pytest.skip("the store can't be wiped behind a memory's back")

    @pytest.fixture
    def m(self, open_memory: Open, path: Path, choice: Any) -> Iterator[Any]:
        """An open memory, whose store is emptied in the end."""
        with open_memory(path, store=choice) as memory:
            yield memory
            memory.engine.store.clear()

    # -- what users do ---------------------------------------------------------------------------

    def test_the_verbs(self, m: Any) -> None:
        """Add, search, update, undo, delete, and see what was known."""
        tell(m)
        where = {"query": "where does she live?", "user_id": "alice", "mode": "vector"}
        hits = m.search(**where)
        assert hits[0].memory == HOME
        assert "bread" not in " ".join(texts(hits))
        assert texts(m.search("dinner", where="category = 'food'", user_id="alice")) == [FISH]
        m.update(hits[0].id, "I moved on to Porto in September")
        assert texts(m.search(**where, k=1)) == ["I moved on to Porto in September"]
        m.undo(m.events()[-1].seq)
        assert texts(m.search(**where, k=1)) == [HOME]
        m.delete(hits[0].id)
        assert held(m) == (3, 3)
        assert HOME not in texts(m.search("where does she live?", user_id="alice"))
        before = m.as_of(1).search("where does she live?", user_id="alice", k=1)
        assert texts(before) == [HOME]
        assert m.doctor().ok

    def test_what_no_longer_holds_is_not_found(self, m: Any) -> None:
        """Unless one asks for another day, or for everything; it comes before the cut."""
        days = {"valid_from": "2020-01-01", "valid_to": "2025-03-01"}
        past = [
            {"memory": f"I play the cello, {number}", "user_id": "alice", **days}
            for number in range(150)
        ]
        m.add_many(past, progress=False)
        tell(m)
        m.update(m.search("fish", user_id="alice", k=1)[0].id, pinned=True, data={"n": 3})
        for mode in ("vector", "text", "hybrid"):
            where = {"query": "who plays the cello?", "user_id": "alice", "mode": mode, "k": 1}
            assert texts(m.search(**where)) == [CELLO]
            assert texts(m.search(**where, valid_at=None)) != [CELLO]
            (hit,) = m.search(**where, valid_at="2024-06-01", where="valid_to != null")
            assert hit.memory in {each["memory"] for each in past}
            assert hit.notes == ("no longer valid since 2025-03-01",)
        (fish,) = m.search("fish", where="pinned = true and data.n > 2", mode="vector")
        assert (fish.memory, fish.notes) == (FISH, ())

    def test_what_has_a_status_is_not_served(self, m: Any) -> None:
        """Unless a filter names it; it comes before the cut, and the past is told as it was."""
        tell(m)
        (cello,) = (record for record in m.get_all() if record.memory == CELLO)
        facts = [
            {"memory": f"Plays the cello, {number}", "user_id": "alice", "derived_by": "a test",
             "sources": [cello]}
            for number in range(150)
        ]  # fmt: skip
        m.add_many(facts, progress=False)
        for mode in ("vector", "text", "hybrid"):
            where = {"query": "who plays the cello?", "user_id": "alice", "mode": mode}
            assert len(m.search(**where, k=200, kind="facts")) == 150
            assert texts(m.search(**where, k=1, kind="messages")) == [CELLO]
        m.update(cello.id, "I play the cello no more")
        for mode in ("vector", "text", "hybrid"):
            where = {"query": "who plays the cello?", "user_id": "alice", "mode": mode}
            assert texts(m.search(**where, k=1)) == ["I play the cello no more"]
            assert m.search(**where, kind="facts") == []
            assert len(m.search(**where, k=200, where="withheld = 'stale'")) == 150
        m.undo(batch=m.events()[-1].batch_id)
        assert len(m.search("the cello", mode="vector", k=200, kind="facts")) == 150

    def test_spaces_beside_each_other(self, m: Any) -> None:
        """A space is filled with what is there, and again after it was dropped."""
        tell(m)
        m.add_space("hash", wait=True, progress=False)
        m.add("A new one about olives", user_id="alice")
        where = {"query": "olives", "space": "hash", "mode": "vector", "user_id": "alice"}
        assert "olives" in m.search(**where)[0].memory
        assert held(m) == held(m, "hash") == (5, 5)
        m.drop_space("hash")
        m.add_space("hash", wait=True, progress=False)
        assert "olives" in m.search(**where)[0].memory
        assert m.doctor().ok

    def test_reindex_makes_it_anew(self, m: Any) -> None:
        """All is there again."""
        tell(m)
        m.reindex()
        assert held(m) == (4, 4)
        assert m.doctor().ok

    def test_a_reset_leaves_nothing(self, m: Any) -> None:
        """Neither in what is found nor in the store."""
        tell(m)
        m.reset(confirm=True)
        assert len(m.search("cello", user_id="alice")) == 0
        assert held(m) == (0, 0)

    def test_a_memory_moves_here(self, open_memory: Open, path: Path, choice: Any) -> None:
        """From the store it had before."""
        with open_memory(path) as memory:
            tell(memory)
            there: dict[str, Any] = {"provider": choice} if isinstance(choice, str) else choice
            memory.use_store(there["provider"], **there.get("config", {}), progress=False)
            assert held(memory) == (4, 4)
            assert texts(memory.search("who plays the cello?", user_id="alice", k=1)) == [CELLO]
            memory.engine.store.clear()

    def test_it_is_found_again(self, open_memory: Open, path: Path, choice: Any) -> None:
        """When the memory is opened the next time."""
        with open_memory(path, store=choice) as memory:
            tell(memory)
        with open_memory(path, store=choice) as memory:
            assert texts(memory.search("who plays the cello?", user_id="alice", k=1)) == [CELLO]
            assert held(memory) == (4, 4)
            memory.engine.store.clear()

    def test_a_memory_without_a_file(self, open_memory: Open, choice: Any) -> None:
        """Its journal is gone with the process."""
        with open_memory(":memory:", store=choice) as memory:
            tell(memory)
            assert texts(memory.search("who plays the cello?", user_id="alice", k=1)) == [CELLO]
            memory.engine.store.clear()

    def test_threads_share_it(self, m: Any) -> None:
        """Each finds what it added."""
        failed: list[BaseException] = []

        def work(number: int) -> None:
            try:
                m.add(f"Thread {number} was here", user_id=f"user {number}")
                hits = m.search("who was here?", user_id=f"user {number}", mode="vector")
                assert texts(hits) == [f"Thread {number} was here"]
            except BaseException as error:  # noqa: BLE001 - told below, in the test's own thread
                failed.append(error)

        threads = [Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert held(m) == (8, 8)

    # -- what may happen meanwhile ---------------------------------------------------------------

    def test_it_is_filled_again_where_it_was_wiped(self, m: Any) -> None:
        """At the next call, from the journal."""
        tell(m)
        assert held(m) == (4, 4)
        self.wipe(m)
        with pytest.warns(MemkitWarning, match="is gone"):
            m.add("Said after it was wiped", user_id="alice")
        assert held(m) == (5, 5)
        assert texts(m.search("who plays the cello?", user_id="alice", k=1)) == [CELLO]

    def test_whoever_asks_finds_out_that_it_was_wiped(self, m: Any) -> None:
        """Is answered as ever, and is told; however often, since it is made again each time."""
        tell(m)
        (fish,) = m.search("fish", user_id="alice", k=1)
        where = {"query": "who plays the cello?", "user_id": "alice", "k": 1}
        calls: list[Callable[[], object]] = [
            lambda: m.search(**where, mode="vector"),
            lambda: m.search(**where, where="category != 'food'"),
            lambda: m.search(["a cello", "who plays it?"], user_id="alice", k=1),
            lambda: m.update(fish.id, f"{FISH}, and more of it"),
            lambda: m.undo(m.events()[-1].seq),
            lambda: m.delete(m.add("Soon to be gone", user_id="alice")[0].id),
            lambda: m.add_space("hash", wait=True, progress=False),
            lambda: m.drop_space("hash"),
            lambda: m.reindex(),
        ]

        def asked(call: Callable[[], object]) -> None:
            call()
            held(m)  # The journal alone may have answered.

        for call in calls:
            assert held(m) == (4, 4)
            self.wipe(m)
            with pytest.warns(MemkitWarning, match="is gone"):
                asked(call)
            assert texts(m.search(**where)) == [CELLO]
        self.wipe(m)
        with pytest.warns(MemkitWarning, match="is gone"):
            assert m.doctor().ok
        assert held(m) == (4, 4)

    def test_two_that_find_it_wiped_make_one_of_it(
        self, open_memory: Open, path: Path, shared: Any
    ) -> None:
        """What one of them has made again, the other leaves as it is."""
        with open_memory(path, store=shared) as one, open_memory(path, store=shared) as other:
            tell(one)
            assert held(one) == held(other) == (4, 4)
            self.wipe(one)
            with pytest.warns(MemkitWarning, match="is gone"):
                one.add("Said after it was wiped", user_id="alice")
            for memory in (other, one, other):
                found = memory.search("who plays the cello?", user_id="alice", k=1)
                assert texts(found) == [CELLO]
                assert held(memory) == (5, 5)
            self.wipe(one)

            def found(memory: Any) -> list[str]:
                return texts(memory.search("who plays the cello?", user_id="alice", k=1))

            with ThreadPoolExecutor(2) as threads, pytest.warns(MemkitWarning, match="is gone"):
                assert list(threads.map(found, (one, other))) == [[CELLO], [CELLO]]
            assert held(one) == held(other) == (5, 5)
            one.engine.store.clear()

    def test_another_process_goes_on_with_it(
        self, open_memory: Open, path: Path, shared: Any
    ) -> None:
        """It finds what is there, and what it adds is found."""
        with open_memory(path, store=shared) as memory:
            tell(memory)
            assert held(memory) == (4, 4)
            done = another(path, shared)
            assert done.returncode == 0, done.stderr
            assert "cello" in done.stdout
            found = memory.search("who was here?", user_id="alice", where="category = 'other'")
            assert texts(found) == ["Somebody else was here"]
            assert held(memory) == (5, 5)
            memory.engine.store.clear()

    def test_a_process_that_is_killed_loses_nothing(
        self, open_memory: Open, path: Path, kept: Any
    ) -> None:
        """In the middle of an addition; what the journal has, the store has."""
        process = subprocess.Popen(
            [sys.executable, "-c", _FILLING, str(path), json.dumps(kept)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= 1000:
                break
        time.sleep(0.2)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with open_memory(path, store=kept) as memory:
            found = memory.search("fact number 77", user_id="carol", k=1)
            assert texts(found) == ["fact number 77"]
            stored = memory.count(user_id="carol")
            assert stored >= 1500
            assert held(memory) == (stored, stored)
            assert memory.doctor().ok

    def test_a_store_that_was_restored_catches_up(
        self, open_memory: Open, path: Path, kept: Any, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        """From a backup that does not know what came later."""
        backup = tmp_path_factory.mktemp("backup")
        with open_memory(path, store=kept) as memory:
            tell(memory)
            assert held(memory) == (4, 4)
        _copy(path, backup)
        with open_memory(path, store=kept) as memory:
            memory.delete(memory.search("cello", user_id="alice", k=1)[0].id)
            memory.add("Said after the backup", user_id="alice")
            assert held(memory) == (4, 4)
        _restore(path, backup)
        with open_memory(path, store=kept) as memory:
            assert CELLO not in texts(memory.search("cello", user_id="alice", mode="vector"))
            assert held(memory) == (4, 4)

    def test_a_journal_that_was_restored(
        self, open_memory: Open, path: Path, choice: Any, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        """What the store knows beyond the backup never happened."""
        backup = tmp_path_factory.mktemp("backup") / path.name
        with open_memory(path, store=choice) as memory:
            tell(memory)
            assert held(memory) == (4, 4)
        shutil.copy(path, backup)
        with open_memory(path, store=choice) as memory:
            memory.add("Never happened", user_id="alice")
            memory.search("never", user_id="alice")
        shutil.copy(backup, path)
        with open_memory(path, store=choice) as memory:
            memory.add("Happened in its place", user_id="alice")
            found = texts(memory.search("what happened?", user_id="alice", mode="vector"))
            assert found[0] == "Happened in its place"
            assert "Never happened" not in found
            assert held(memory) == (5, 5)
            memory.engine.store.clear()


def _files(journal: Path) -> list[Path]:
    """Return what stands beside a journal: all but the files of SQLite."""
    own = {journal.name, f"{journal.name}-wal", f"{journal.name}-shm"}
    return [each for each in journal.parent.iterdir() if each.name not in own]


def _copy(journal: Path, backup: Path) -> None:
    found = _files(journal)
    assert found, "the store keeps nothing beside the journal"
    for each in found:
        (shutil.copytree if each.is_dir() else shutil.copy)(each, backup / each.name)


def _restore(journal: Path, backup: Path) -> None:
    for each in _files(journal):
        (shutil.rmtree if each.is_dir() else Path.unlink)(each)
    for each in backup.iterdir():
        (shutil.copytree if each.is_dir() else shutil.copy)(each, journal.parent / each.name)
