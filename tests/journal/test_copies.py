"""Copies of a file, and what a file says of its log."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import AsyncMemory, Memory
from memkit.builtin.sqlite import log, quiet
from memkit.errors import JournalError, ValidationError


def texts(path: Path, **settings: Any) -> list[str]:
    with Memory(path, **settings) as memory:
        assert memory.doctor().problems == ()
        return sorted(record.memory for record in memory.get_all(limit=10**6))


def without_log(path: Path) -> dict[str, Any]:
    return {"journal": {"provider": "sqlite", "config": {"path": str(path), "without_log": True}}}


def copied(path: Path, folder: Path, *endings: str) -> Path:
    folder.mkdir(exist_ok=True)
    for ending in ("", *endings):
        shutil.copyfile(f"{path}{ending}", folder / f"{path.name}{ending}")
    return folder / path.name


WAYS_TO_WRITE: dict[str, Callable[[Memory], object]] = {
    "the first addition": lambda m: m.add("two", user_id="a"),
    "many": lambda m: [m.add(f"number {i}", user_id="a") for i in range(40)],
    "more than the log keeps": lambda m: m.add_many(
        [f"number {i} " + "x" * 500 for i in range(400)],
        user_id="a",
        batch_size=50,
        progress=False,
    ),
    "a deletion": lambda m: m.delete_all(user_id="a"),
    "a space": lambda m: m.add_space("static-2", wait=True, progress=False),
    "nothing but a rating": lambda m: m.rate("one", m.get_all()[0].id),
}


def test_who_dies_while_the_log_is_begun_anew_has_lost_nothing(tmp_path: Path, path: Path) -> None:
    """SQLite writes the log's new header first: then it holds no commit, and the file has all."""
    with Memory(path, embedder="hash", durability="fast") as memory:
        memory.add("one", user_id="a")
        rest(memory)
        memory.add("two", user_id="a")
        died = copied(path, tmp_path / "died", "-wal")
        cut = copied(path, tmp_path / "cut", "-wal")
    held = log.read_file(died)
    assert held is not None
    assert held.state == "beyond"
    whole = bytearray(Path(f"{died}-wal").read_bytes())
    page_size, salt = (int.from_bytes(whole[at : at + 4]) for at in (8, 16))
    for frame in range(32, len(whole), 24 + page_size):
        whole[frame + 8 : frame + 12] = ((salt - 1) % 2**32).to_bytes(4)
    Path(f"{died}-wal").write_bytes(whole)
    assert texts(died) == ["one", "two"]
    # A header alone tells nothing of what stood behind it.
    Path(f"{cut}-wal").write_bytes(whole[:32])
    with pytest.raises(JournalError, match="not whole"):
        Memory(cut)


@pytest.mark.parametrize("way", WAYS_TO_WRITE)
@pytest.mark.parametrize("start", ["new", "closed before", "open elsewhere", "had a rest"])
def test_a_copy_without_its_log_is_refused(
    tmp_path: Path, path: Path, way: str, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("log", "connections"):
        monkeypatch.setattr(f"memkit.builtin.sqlite.{module}.LARGE", 200_000)
    memory = Memory(path, embedder="hash", durability="fast")
    memory.add("one", user_id="a")
    other = None
    if start in ("closed before", "open elsewhere"):
        other, memory = memory, Memory(path, durability="fast")
        if start == "closed before":
            memory.close()
            other.close()
            memory = Memory(path, durability="fast")
    if start == "had a rest":
        rest(memory)
    WAYS_TO_WRITE[way](memory)
    copy = copied(path, tmp_path / "copy")
    for _ in range(2):
        with pytest.raises(JournalError, match="not whole") as caught:
            Memory(copy)
        assert "backup" in caught.value.fix
    # With its log it is all there; alone, and accepted, it is sound.
    whole = copied(path, tmp_path / "both", "-wal")
    expected = sorted(record.memory for record in memory.get_all(limit=10**6))
    assert texts(whole) == expected
    with Memory(**without_log(copy)) as accepted:
        left = {record.memory for record in accepted.get_all(limit=10**6)}
        accepted.add("goes on", user_id="a")
    assert left <= {*expected, "one"}
    with Memory(copy) as again:
        assert again.count() == len(left | {"goes on"})
    memory.close()
    if other is not None:
        other.close()
    # Closed, the file alone is everything.
    assert texts(copied(path, tmp_path / "closed")) == expected


def rest(memory: Memory) -> None:
    """What happens when nothing was written for a while."""
    connections: Any = memory.engine.journal._connections  # type: ignore[attr-defined]
    connections._last_commit = -1e9
    assert connections.rest() is None


def test_a_copy_of_one_at_rest_is_whole(tmp_path: Path, path: Path) -> None:
    memory = Memory(path, embedder="hash", durability="fast")
    memory.add_many([f"number {i}" for i in range(500)], user_id="a", progress=False)
    large = Path(f"{path}-wal").stat().st_size
    rest(memory)
    assert Path(f"{path}-wal").stat().st_size < large / 100
    copy = copied(path, tmp_path / "copy")
    assert len(texts(copy)) == 500
    memory.add("after the rest", user_id="a")
    with pytest.raises(JournalError, match="not whole"):
        Memory(copied(path, tmp_path / "later"))
    memory.close()


def test_it_rests_by_itself_and_the_thread_ends(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("quiet", "connections"):
        monkeypatch.setattr(f"memkit.builtin.sqlite.{module}.QUIET_SECONDS", 0.05)
    memory = Memory(path, embedder="hash", durability="fast")
    memory.add("one", user_id="a")
    thread = quiet.quiet()._thread
    assert thread is not None
    while Path(f"{path}-wal").stat().st_size:
        thread.join(0.05)
    # Others may still be waited for.
    quiet.quiet()._due.clear()
    thread.join(20)
    assert not thread.is_alive()
    memory.add("two", user_id="a")
    assert Path(f"{path}-wal").stat().st_size
    memory.close()
    assert texts(path) == ["one", "two"]


def test_a_reader_in_the_way_loses_nothing(tmp_path: Path, path: Path) -> None:
    memory = Memory(path, embedder="hash", durability="fast")
    memory.add("one", user_id="a")
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM memories").fetchone()
    other = Memory(path, durability="fast")
    for i in range(3):
        other.add(f"other {i}", user_id="a")
        memory.add(f"mine {i}", user_id="a")
    third = Memory(path, durability="fast")
    third.add("third", user_id="a")
    reader.close()
    both = copied(path, tmp_path / "both", "-wal")
    assert len(texts(both)) == 8
    for one in (memory, other, third):
        one.add("again", user_id="b")
        one.close()
    assert len(texts(path)) == 9


def test_a_foreign_program_may_close_what_a_kill_left(
    start: Callable[..., Any], path: Path
) -> None:
    """sqlite3 or a browser of databases folds the log in; that is no copy without its log."""
    child = start(
        """
        import sys
        from memkit import Memory
        m = Memory(sys.argv[1], embedder="hash")
        for i in range(5):
            m.add(f"number {i}", user_id="a")
        print("ready", flush=True)
        sys.stdin.read()
        """,
        path,
    )
    assert child.stdout.readline() == "ready\n"
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    connection = sqlite3.connect(path)
    connection.execute("SELECT count(*) FROM memories").fetchone()
    connection.close()
    assert not Path(f"{path}-wal").exists()
    assert len(texts(path)) == 5


@pytest.mark.parametrize("state", ["beyond", "within", "whole"])
def test_a_kill_between_two_marks(tmp_path: Path, path: Path, state: str) -> None:
    memory = Memory(path, embedder="hash", durability="fast")
    memory.add("one", user_id="a")
    with memory.engine.journal._connections.write() as writer:  # type: ignore[attr-defined]
        mark = log.read(writer)
        assert mark is not None
        log.put(writer, log.replace(mark, state=state))  # type: ignore[attr-defined]
    killed = copied(path, tmp_path / "killed", "-wal", "-shm")
    memory.close()
    with Memory(killed, durability="fast") as again:
        again.add("two", user_id="a")
    assert texts(killed) == ["one", "two"]
    assert texts(path) == ["one"]


# -- backups -----------------------------------------------------------------------------------


def test_a_backup_is_a_memory_of_one_moment(tmp_path: Path, path: Path) -> None:
    memory = Memory(path, embedder="hash", durability="fast")
    stop, written = threading.Event(), list[int]()

    def write() -> None:
        while not stop.is_set():
            memory.add([f"batch {len(written)} text {i}" for i in range(7)], user_id="a")
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    acknowledged = []
    for n in range(5):
        while len(written) < 3 * (n + 1):
            stop.wait(0.002)
        acknowledged.append(7 * len(written))
        assert memory.backup(tmp_path / f"{n}.db") == tmp_path / f"{n}.db"
    stop.set()
    writer.join()
    memory.close()
    for n, least in enumerate(acknowledged):
        found = texts(tmp_path / f"{n}.db")
        assert len(found) >= least
        assert len(found) % 7 == 0
    assert sorted(p.name for p in tmp_path.iterdir() if "tmp" in p.name) == []
    with Memory(tmp_path / "0.db") as backup, Memory(path) as original:
        events = backup.events()
        assert events == original.events(limit=len(events))
        assert [s.key for s in backup.spaces] == [s.key for s in original.spaces]


@pytest.mark.parametrize("at", ["file", ":memory:"])
def test_a_backup_of_any_memory(tmp_path: Path, path: Path, at: str) -> None:
    with Memory(path if at == "file" else at, embedder="hash") as memory:
        memory.add("tea", user_id="a")
        memory.backup(tmp_path / "backup.db")
    assert texts(tmp_path / "backup.db") == ["tea"]

    async def use() -> None:
        async with AsyncMemory(tmp_path / "backup.db") as m:
            await m.backup(tmp_path / "second.db")

    asyncio.run(use())
    assert texts(tmp_path / "second.db") == ["tea"]


def test_a_backup_takes_no_place_without_being_told(
    memory: Memory, path: Path, tmp_path: Path
) -> None:
    memory.add("tea", user_id="a")
    target = tmp_path / "backup.db"
    target.write_text("notes")
    with pytest.raises(ValidationError, match="overwrite"):
        memory.backup(target)
    assert target.read_text() == "notes"
    memory.backup(target, overwrite=True)
    memory.backup(target, overwrite=True)
    assert texts(target) == ["tea"]
    for own in (
        path,
        f"{path}-wal",
        f"{path}-shm",
        f"{path}.index",
        tmp_path / "x" / ".." / path.name,
    ):
        with pytest.raises(ValidationError):
            memory.backup(own, overwrite=True)
    link = tmp_path / "link.db"
    link.symlink_to(path)
    with pytest.raises(ValidationError, match="itself"):
        memory.backup(link, overwrite=True)
    for nowhere in (tmp_path, tmp_path / "no" / "folder.db"):
        with pytest.raises(ValidationError):
            memory.backup(nowhere)
    assert memory.count() == 1
    with Memory(target) as other:
        other.add("in use", user_id="a")
        with pytest.raises(ValidationError, match="in use"):
            memory.backup(target, overwrite=True)


def test_a_backup_that_is_put_back_is_another_history(tmp_path: Path, path: Path) -> None:
    memory = Memory(path, embedder="hash")
    memory.add("the first day", user_id="a")
    memory.backup(tmp_path / "backup.db")
    memory.add_many([f"lost {i}" for i in range(2100)], user_id="a", progress=False)
    memory.close()
    assert Path(f"{path}.index").exists()
    shutil.copyfile(tmp_path / "backup.db", path)
    with Memory(path) as restored:
        restored.add_many([f"new {i}" for i in range(2200)], user_id="a", progress=False)
        assert {hit.memory.split()[0] for hit in restored.search("lost", user_id="a", k=50)} <= {
            "new",
            "the",
        }
        assert restored.doctor().problems == ()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_backup_is_no_more_open_than_its_memory(memory: Memory, path: Path) -> None:
    path.chmod(0o600)
    memory.backup(path.with_name("backup.db"))
    assert path.with_name("backup.db").stat().st_mode & 0o777 == 0o600
