"""A file that is not the file any more: deleted, moved, replaced, written over while it is open."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.errors import JournalError, MemkitError


def beside(path: Path) -> list[Path]:
    return [Path(f"{path}{ending}") for ending in ("", "-wal", "-shm")]


def another(path: Path, texts: list[str]) -> Path:
    """Make a memory of other content, closed, somewhere else."""
    with Memory(path, embedder="hash", durability="fast") as memory:
        for text in texts:
            memory.add(text, user_id="a")
    return path


def delete(path: Path, scratch: Path) -> None:
    path.unlink()


def delete_all(path: Path, scratch: Path) -> None:
    for file in beside(path):
        file.unlink()


def move(path: Path, scratch: Path) -> None:
    path.rename(scratch / "moved.db")


def rename_the_folder(path: Path, scratch: Path) -> None:
    path.parent.rename(scratch / "renamed")


def replace(path: Path, scratch: Path) -> None:
    os.replace(another(scratch / "other.db", ["another memory"]), path)


def replace_by_nothing(path: Path, scratch: Path) -> None:
    path.unlink()
    path.touch()


def restore(path: Path, scratch: Path) -> None:
    os.replace(scratch / "backup.db", path)


def copy_over(path: Path, scratch: Path) -> None:
    shutil.copyfile(another(scratch / "other.db", ["another memory"]), path)


def restore_over(path: Path, scratch: Path) -> None:
    shutil.copyfile(scratch / "backup.db", path)


def delete_the_log(path: Path, scratch: Path) -> None:
    beside(path)[1].unlink()


def swap_the_log(path: Path, scratch: Path) -> None:
    shutil.copyfile(beside(path)[1], scratch / "log")
    os.replace(scratch / "log", beside(path)[1])


def delete_the_index(path: Path, scratch: Path) -> None:
    beside(path)[2].unlink()


FAULTS: list[Callable[[Path, Path], None]] = [
    delete, delete_all, move, rename_the_folder, replace, replace_by_nothing, restore, copy_over,
    restore_over, delete_the_log, swap_the_log, delete_the_index,
]  # fmt: skip
# What is open still shows what was there.
READABLE = [fault for fault in FAULTS if "over" not in fault.__name__]
CHANGES: dict[str, Callable[[Memory, str], object]] = {
    "add": lambda m, id_: m.add("after", user_id="a"),
    "add_many": lambda m, id_: m.add_many(["after"], user_id="a", progress=False),
    "update": lambda m, id_: m.update(id_, "after"),
    "delete": lambda m, id_: m.delete(id_),
    "delete_all": lambda m, id_: m.delete_all(user_id="a"),
    "rate": lambda m, id_: m.rate("tea", id_),
    "reset": lambda m, id_: m.reset(confirm=True),
    "import": lambda m, id_: m.import_("lines.jsonl", progress=False),
}


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    (tmp_path / "scratch").mkdir()
    return tmp_path / "scratch"


@pytest.fixture
def opened(tmp_path: Path, scratch: Path) -> Memory:
    """A memory in a folder of its own, with a backup of its first day, and something since."""
    (tmp_path / "home").mkdir()
    (tmp_path / "lines.jsonl").write_text('{"memory": "after", "user_id": "a"}\n')
    memory = Memory(tmp_path / "home" / "memory.db", embedder="hash", durability="fast")
    memory.add("the first day", user_id="a")
    memory.backup(scratch / "backup.db")
    memory.add("the second day", user_id="a")
    return memory


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_nothing_is_acknowledged_that_would_be_gone(
    opened: Memory, scratch: Path, fault: Callable[..., None], change: str
) -> None:
    path = opened.engine.journal.path
    assert path is not None
    id_ = opened.get_all(user_id="a")[0].id
    fault(path, scratch)
    with pytest.raises(JournalError) as caught:
        CHANGES[change](opened, id_)
    assert str(path) in str(caught.value)
    assert caught.value.fix
    opened.close()


@pytest.mark.parametrize("fault", READABLE, ids=lambda fault: fault.__name__)
def test_what_it_held_can_be_rescued(
    opened: Memory, scratch: Path, fault: Callable[..., None]
) -> None:
    path = opened.engine.journal.path
    assert path is not None
    fault(path, scratch)
    opened.backup(scratch / "rescued.db")
    opened.export(scratch / "rescued.jsonl")
    opened.close()
    with Memory(scratch / "rescued.db") as rescued:
        assert [record.memory for record in rescued.get_all(user_id="a")] == [
            "the first day",
            "the second day",
        ]
        assert rescued.doctor().problems == ()
    assert len((scratch / "rescued.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("fault", "there"),
    [(replace, ["another memory"]), (restore, ["the first day"]), (replace_by_nothing, [])],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_file_that_took_its_place_is_left_alone(
    opened: Memory, scratch: Path, fault: Callable[..., None], there: list[str]
) -> None:
    """Also its log: by its name, SQLite would delete it when the old one is closed."""
    path = opened.engine.journal.path
    assert path is not None
    fault(path, scratch)
    if there:
        # The old log belongs to nobody at this path any more.
        for file in beside(path)[1:]:
            file.unlink()
        new = Memory(path, durability="fast")
        new.add("new", user_id="a")
        assert beside(path)[1].exists()
        opened.close()
        assert beside(path)[1].exists()
        new.close()
        there = [*there, "new"]
    else:
        opened.close()
    with Memory(path) as memory:
        assert [record.memory for record in memory.get_all()] == there
        assert memory.doctor().problems == ()


@pytest.mark.parametrize("fault", [replace, restore, move, delete, delete_all])
def test_no_other_thread_reads_another_memory_or_makes_a_stray_file(
    opened: Memory, scratch: Path, fault: Callable[..., None]
) -> None:
    path = opened.engine.journal.path
    assert path is not None
    fault(path, scratch)
    was_there = path.exists()
    found: list[object] = []

    def read() -> None:
        try:
            found.append([record.memory for record in opened.get_all(user_id="a")])
        except MemkitError as error:
            found.append(type(error))

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert found == [JournalError]
    assert path.exists() == was_there
    opened.close()


@pytest.mark.parametrize(
    "fault", [delete, move, replace, restore, copy_over, restore_over], ids=lambda f: f.__name__
)
def test_a_search_says_so(opened: Memory, scratch: Path, fault: Callable[..., None]) -> None:
    assert opened.search("day", user_id="a")
    path = opened.engine.journal.path
    assert path is not None
    fault(path, scratch)
    with pytest.raises(JournalError, match=r"memory\.db"):
        opened.search("day", user_id="a")
    opened.close()


def test_a_file_that_is_put_back_goes_on(opened: Memory, scratch: Path) -> None:
    path = opened.engine.journal.path
    assert path is not None
    move(path, scratch)
    with pytest.raises(JournalError, match="gone"):
        opened.add("lost", user_id="a")
    (scratch / "moved.db").rename(path)
    opened.add("kept", user_id="a")
    opened.close()
    with Memory(path) as again:
        assert again.count() == 3


@pytest.mark.parametrize("file", ["a.db", "b/a.db", "../a.db", "./a.db"])
@pytest.mark.parametrize("before", [False, True], ids=["new", "old"])
def test_a_relative_path_means_the_same_file_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, before: bool
) -> None:
    start, elsewhere = tmp_path / "x" / "start", tmp_path / "x" / "elsewhere"
    for folder in (start / "b", elsewhere / "b"):
        folder.mkdir(parents=True)
    monkeypatch.chdir(elsewhere)
    if before and not file.startswith(".."):
        another(elsewhere / file, ["another memory"])
    monkeypatch.chdir(start)
    memory = Memory(file, embedder="hash", durability="fast")
    memory.add("mine", user_id="a")
    monkeypatch.chdir(elsewhere)
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.extend(memory.get_all(user_id="a")))
    thread.start()
    thread.join()
    memory.add("mine too", user_id="a")
    memory.add_many([f"row {i}" for i in range(2100)], user_id="a", progress=False)
    assert [record.memory for record in found] == ["mine"]
    memory.close()
    assert Path(memory.engine.journal.url) == Path(os.path.abspath(start / file))
    # The store's file, too.
    assert Path(f"{os.path.abspath(start / file)}.index").exists()
    left = sorted(p.name for p in elsewhere.rglob("*") if p.is_file())
    assert left == (["a.db"] if before and not file.startswith("..") else [])


def test_a_damaged_file_and_a_stale_log_are_told_apart(tmp_path: Path, scratch: Path) -> None:
    """A backup is put in place of a file whose process was killed, beside the log of that."""
    path = tmp_path / "memory.db"
    memory = Memory(path, embedder="hash", durability="fast")
    memory.add("the first day", user_id="a")
    memory.backup(scratch / "backup.db")
    memory.add("the second day", user_id="a")
    for file in beside(path):
        shutil.copyfile(file, scratch / file.name)
    memory.close()
    killed = scratch / path.name
    shutil.copyfile(scratch / "backup.db", killed)
    with pytest.raises(JournalError, match="does not belong") as caught:
        Memory(killed)
    assert "-wal" in caught.value.fix
    for file in beside(killed)[1:]:
        file.unlink(missing_ok=True)
    with Memory(killed) as restored:
        assert [record.memory for record in restored.get_all()] == ["the first day"]
        assert restored.doctor().problems == ()
