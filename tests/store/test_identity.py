"""A view follows one history of one journal; what is of another is dropped, and nothing is left."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from memkit import Memory
from memkit.builtin.local_store import store as local_store
from memkit.engine.follower import EVERYTHING
from memkit.engine.word_index import WordIndex

OLD = [f"the heron number {i} stood in the reeds" for i in range(40)]
NEW = [f"a zebra with {i} stripes" for i in range(5)]


@pytest.fixture(autouse=True)
def _every_sidecar_is_worth_saving(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_store, "_WORTH_SAVING", 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed memory of old texts, with a sidecar."""
    path = tmp_path / "memory.db"
    with Memory(path, embedder="hash") as memory:
        memory.add(OLD, user_id="u")
        memory.search("heron", user_id="u")
    assert path.with_name("memory.db.index").exists()
    return path


def remove(path: Path) -> None:
    """Remove the database and its log, and leave what stands beside it."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def backup(path: Path) -> Path:
    copy = path.with_name("backup")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def restore(copy: Path, path: Path) -> None:
    remove(path)
    shutil.copy(copy, path)


def all_found(memory: Memory, mode: str) -> set[str]:
    hits = memory.search("the zebra and the heron number", user_id="u", mode=mode, k=100)  # type: ignore[arg-type]
    return {hit.memory for hit in hits}


def reset_first(path: Path) -> Memory:
    memory = Memory(path)
    memory.reset(confirm=True)
    memory.add(NEW, user_id="u")
    return memory


def reset_by_another_process_before_the_first_search(path: Path) -> Memory:
    memory = Memory(path)
    with Memory(path, store={"provider": "local", "config": {"sidecar": False}}) as other:
        other.reset(confirm=True)
        other.add(NEW, user_id="u")
    return memory


def reset_by_another_process_while_in_use(path: Path) -> Memory:
    memory = Memory(path)
    memory.search("heron", user_id="u")
    with Memory(path) as other:
        other.reset(confirm=True)
        other.add(NEW, user_id="u")
    return memory


def reset_by_one_and_closed_by_another(path: Path) -> Memory:
    late = Memory(path)
    late.add("the last heron", user_id="u")
    with Memory(path) as other:
        other.reset(confirm=True)
    late.close()
    memory = Memory(path)
    memory.add(NEW, user_id="u")
    return memory


def another_memory_at_the_same_path(path: Path) -> Memory:
    remove(path)
    memory = Memory(path, embedder="hash")
    memory.add(NEW, user_id="u")
    return memory


def another_memory_with_as_many_events(path: Path) -> Memory:
    remove(path)
    with Memory(
        path, embedder="hash", store={"provider": "local", "config": {"sidecar": False}}
    ) as m:
        m.add([f"filler {i}" for i in range(len(OLD) - len(NEW))], user_id="v")
        m.add(NEW, user_id="u")
    return Memory(path)


@pytest.mark.parametrize("mode", ["vector", "text", "hybrid"])
@pytest.mark.parametrize(
    "scene",
    [
        reset_first,
        reset_by_another_process_before_the_first_search,
        reset_by_another_process_while_in_use,
        reset_by_one_and_closed_by_another,
        another_memory_at_the_same_path,
        another_memory_with_as_many_events,
    ],
)
def test_nothing_of_another_history_is_found(
    path: Path, scene: Callable[[Path], Memory], mode: str
) -> None:
    with scene(path) as memory:
        assert all_found(memory, mode) == set(NEW)
        assert memory.engine.store.count() == memory.count()
        assert not memory.doctor().problems
    with Memory(path) as memory:
        assert all_found(memory, mode) == set(NEW)


@pytest.mark.parametrize("grown", [len(NEW), len(NEW) + 30])
def test_a_backup_that_went_on_differently(path: Path, grown: int) -> None:
    copy = backup(path)
    with Memory(path) as memory:
        memory.add([f"the lost otter {i}" for i in range(len(NEW))], user_id="u")
        memory.search("otter", user_id="u")
    restore(copy, path)
    with Memory(path, store={"provider": "local", "config": {"sidecar": False}}) as memory:
        memory.add([f"a zebra with {i} stripes" for i in range(grown)], user_id="u")
    with Memory(path) as memory:
        found = all_found(memory, "vector")
        assert not any("otter" in text for text in found)
        assert len(found) == len(OLD) + grown
        assert not memory.doctor().problems


def test_a_space_of_a_lost_history_is_another_than_the_one_that_has_its_place(path: Path) -> None:
    """The backup does not know it: a new space must not be taken for it by its number."""
    copy = backup(path)
    with Memory(path) as memory:
        memory.add_space("static-2", key="second", wait=True)
        memory.search("heron", user_id="u", space="second")
    restore(copy, path)
    with Memory(path, store={"provider": "local", "config": {"sidecar": False}}) as memory:
        memory.add_space({"provider": "hash", "config": {"dim": 256}}, key="second", wait=True)
        wanted = memory.search("heron 7", user_id="u", space="second", mode="vector", k=9)
    with Memory(path) as memory:
        found = memory.search("heron 7", user_id="u", space="second", mode="vector", k=9)
        assert [(hit.id, hit.score) for hit in found] == [(hit.id, hit.score) for hit in wanted]
        assert not memory.doctor().problems


# -- what a reset leaves -------------------------------------------------------------------------


def traces(folder: Path, words: list[bytes]) -> list[tuple[str, bytes]]:
    return [
        (file.name, word)
        for file in sorted(folder.iterdir())
        for word in words
        if word in file.read_bytes()
    ]


SECRET = [b"quokka", b"marmalade", b"xylograph", b"ornithopter"]


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("store", ["local", "hidden"])
def test_a_reset_leaves_no_word_in_any_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: str, closed: bool
) -> None:
    path = tmp_path / "memory.db"
    with Memory(path, embedder="hash") as memory:
        memory.add([f"quokka marmalade {i} " * 20 for i in range(300)], user_id="u")
        memory.add("short-lived", user_id="u", metadata={"kept": "xylograph"})
        # Deleted long before: its pages are free, and still hold it.
        memory.delete_all(user_id="u")
        memory.add([f"quokka marmalade {i}" for i in range(300)], user_id="ornithopter")
        hits = memory.search("quokka", user_id="ornithopter")
        memory.rate("marmalade", hits[0].id, True)
        memory.search("marmalade", user_id="ornithopter", mode="text")
        # As beside a store that has no words.
        words = memory.engine.words
        assert isinstance(words, WordIndex)
        words.kept = True
        monkeypatch.setattr("memkit.builtin.local_store.store._WORTH_SAVING", 1)
        words.search_text("quokka", k=1, selection=EVERYTHING)
    left = path.with_name("memory.db.index.4711.tmp")
    shutil.copy(path.with_name("memory.db.index"), left)  # Of a process that was killed.
    (tmp_path / "memory.db.notes").write_text("mine")
    assert path.with_name("memory.db.words").exists()
    assert traces(tmp_path, SECRET)
    other = {"provider": "local", "config": {"sidecar": False}}
    memory = Memory(path, store=other if store == "hidden" else "local")
    memory.reset(confirm=True)
    if closed:
        memory.close()
    assert traces(tmp_path, SECRET) == []
    assert not left.exists()
    assert (tmp_path / "memory.db.notes").read_text() == "mine"
    memory.close()
    with Memory(path) as memory:
        assert memory.count() == 0
        seq = memory.add("new", user_id="u")
        assert seq
        assert memory.events()[0].seq > 601  # Numbers go on.
        assert not memory.doctor().problems


def test_a_reset_says_when_it_could_not_erase_all(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    with Memory(path, embedder="hash") as memory:
        memory.add(OLD, user_id="u")
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM texts").fetchone()
            memory.engine.journal._connections._writer.execute("PRAGMA busy_timeout = 50")  # type: ignore[attr-defined]
            with pytest.warns(UserWarning, match="still in files"):
                memory.reset(confirm=True)
        assert memory.count() == 0


def test_modes_of_files_are_those_of_the_database(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    before = os.umask(0o022)
    try:
        with Memory(path, embedder="hash") as memory:
            path.chmod(0o600)
            memory.add(OLD, user_id="u")
            memory.search("heron", user_id="u")
    finally:
        os.umask(before)
    modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert modes == {"memory.db": 0o600, "memory.db.index": 0o600}


def test_the_first_additions_leave_the_spaces_of_an_empty_store_to_who_searches_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Memory(":memory:", embedder="hash") as memory:
        assert not memory.search("tea", user_id="alice")
        store = memory.engine.store.unguarded
        monkeypatch.setattr(store, "clear", lambda: pytest.fail("somebody may be searching it"))
        memory.add("I like tea", user_id="alice")
        assert [hit.memory for hit in memory.search("tea", user_id="alice")] == ["I like tea"]
