"""Nothing that memkit writes takes the place of a memory."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from typer.testing import CliRunner

from memkit import AsyncMemory, Memory
from memkit.cli.app import app
from memkit.comparison import Comparison
from memkit.errors import ValidationError

BESIDE = ("", "-wal", "-shm", "-journal", ".index", ".flat.faiss", ".hnsw.faiss")


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    """An open memory with log and sidecar, beside one that is closed."""
    monkeypatch.chdir(tmp_path)
    for name in ("other.db", "own.db"):
        with Memory(name, embedder="hash") as made:
            made.add_many([f"{name} {i}" for i in range(20)], user_id="alice", progress=False)
            made.search("own", user_id="alice")
    with Memory("own.db") as made:
        made.add("one more", user_id="alice")
        made.add_space("static-2", wait=True, progress=False)
        yield made


def export(memory: Memory, path: Path) -> None:
    memory.export(path)


def export_awaited(memory: Memory, path: Path) -> None:
    async def exported() -> None:
        async with AsyncMemory("own.db") as other:
            await other.export(path)

    asyncio.run(exported())


def explorer(memory: Memory, path: Path) -> None:
    memory.explore().export(path)


def save(memory: Memory, path: Path) -> None:
    memory.compare("hash", "static-2").save(path)


def to_html(memory: Memory, path: Path) -> None:
    memory.compare("hash", "static-2").to_html(path)


def command(memory: Memory, path: Path) -> None:
    done = CliRunner().invoke(app, ["export", str(path), "--db", "own.db"])
    if done.exit_code:
        assert done.exit_code == 1, done.output
        raise ValidationError(done.stderr, fix="")


def magic(memory: Memory, path: Path) -> None:
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "memkit")
    shell.user_ns["m"] = memory
    try:
        shell.run_line_magic("memkit", "use m")
        shell.run_line_magic("memkit", f"export {path} --yes")
    finally:
        shell.run_line_magic("unload_ext", "memkit")
        InteractiveShell.clear_instance()


OUTPUTS = (export, export_awaited, explorer, save, to_html, command, magic)
Output = Callable[[Memory, Path], Any]


def targets(tmp_path: Path) -> list[Path]:
    """What must stay, under all of its names, and what is not there but would be read."""
    found = [tmp_path / f"{name}{ending}" for name in ("own.db", "other.db") for ending in BESIDE]
    for path in list(found):
        if path.exists():
            (tmp_path / f"soft-{path.name}").symlink_to(path.name)
            os.link(path, tmp_path / f"hard-{path.name}")
            # What is empty is a log only by its name.
            links = (["hard"] if path.stat().st_size else []) + ["soft"]
            found += [tmp_path / f"{link}-{path.name}" for link in links]
    shutil.copy("own.db", "copy")
    return [*found, tmp_path / "copy", tmp_path / "." / "own.db", Path("own.db")]


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.__name__)
def test_no_output_takes_the_place_of_a_memory(
    memory: Memory, tmp_path: Path, output: Output
) -> None:
    output(memory, Path("warm.up"))  # what is computed first is kept in the journal
    before = {record.memory for record in memory.get_all()}
    for target in targets(tmp_path):
        # The memory that is open brings its log into its file; that file stays what it is.
        own = target.exists() and target.samefile("own.db")
        still = target.exists() and "db-" not in target.name
        old = target.read_bytes()[: 16 if own else None] if still else None
        node = target.stat().st_ino if still else None
        with pytest.raises(ValidationError, match="belongs to a memory"):
            output(memory, target)
        assert old is None or target.read_bytes()[: 16 if own else None] == old
        assert node is None or target.stat().st_ino == node
    assert not list(tmp_path.glob("*.tmp"))
    assert {record.memory for record in memory.get_all()} == before
    assert memory.doctor().problems == ()
    with Memory("other.db") as other:
        assert len(other.get_all(limit=100)) == 20


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.__name__)
def test_an_output_is_private_if_what_it_replaces_was(
    memory: Memory, tmp_path: Path, output: Output
) -> None:
    target = tmp_path / "out"
    target.touch()
    target.chmod(0o600)
    output(memory, target)
    assert target.stat().st_size > 100
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda output: output.__name__)
def test_an_output_goes_into_the_home_folder_and_comes_from_there(
    memory: Memory, tmp_path: Path, output: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    output(memory, Path("~/out.jsonl"))
    assert [p.name for p in (tmp_path / "home").glob("*.*l*")] == ["out.jsonl"]
    if output is export:
        assert memory.import_("~/out.jsonl", progress=False).unchanged == 21
    if output is save:
        assert len(Comparison.load("~/out.jsonl")) == 21


def test_a_memory_given_as_an_input_is_refused_and_keeps_its_locks(tmp_path: Path) -> None:
    path = tmp_path / "research.db"
    with Memory(path) as memory:
        memory.add("I like tea", user_id="alice")
        for read in (
            lambda: memory.import_(path),
            lambda: memory.import_(tmp_path / "research.db-wal"),
            lambda: Comparison.load(path),
            lambda: Memory.from_config(path),
        ):
            with pytest.raises(ValidationError, match="belongs to a memory"):
                read()
        connection = memory.engine.journal._connections
        with connection.write():
            other = (
                "import sqlite3, sys\n"
                "sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
            )
            with pytest.raises(ValidationError):
                memory.import_(path)
            done = subprocess.run(
                [sys.executable, "-c", other, str(path)],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
        assert "locked" in done.stderr
