from __future__ import annotations

import errno
import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from memkit.domain import files
from memkit.domain.files import output_file, output_path, replacing
from memkit.errors import ValidationError


def write(path: Path | str, content: bytes = b"new") -> None:
    with output_file(path) as file:
        file.write(content)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.parametrize("old", [None, b"old"])
def test_a_file_is_there_whole_and_nothing_beside_it(tmp_path: Path, old: bytes | None) -> None:
    target = tmp_path / "out"
    if old is not None:
        target.write_bytes(old)
    with output_file(target) as file:
        file.write(b"half")
        file.flush()
        assert (target.read_bytes() if target.exists() else None) == old
        file.write(b" and half")
    assert target.read_bytes() == b"half and half"
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("error", [RuntimeError("x"), KeyboardInterrupt(), OSError("x")])
def test_what_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, error: BaseException
) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"old")
    expected = ValidationError if isinstance(error, OSError) else type(error)
    with pytest.raises(expected), output_file(target) as file:  # noqa: PT012
        file.write(b"new")
        raise error
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="there is no /dev/shm here")
def test_a_file_in_shared_memory_is_replaced_as_a_whole() -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        target = Path(folder) / "out"
        target.write_bytes(b"old")
        with output_file(target) as file:
            file.write(b"new")
            assert target.read_bytes() == b"old"
        assert target.read_bytes() == b"new"


@pytest.mark.parametrize("bits", [0o600, 0o640, 0o644, 0o666, 0o700])
def test_permissions_stay_and_are_never_wider(tmp_path: Path, umask: None, bits: int) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"old")
    target.chmod(bits)
    with output_file(target) as file:
        (aside,) = set(tmp_path.iterdir()) - {target}
        assert mode(aside) & ~bits == 0
        file.write(b"new")
    assert mode(target) == bits
    other = tmp_path / "other"
    with replacing(other, like=target) as file:
        file.write(b"new")
    assert mode(other) == bits


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path, umask: None) -> None:
    write(tmp_path / "out")
    assert mode(tmp_path / "out") == 0o644


def test_names_aside_cannot_be_foreseen(tmp_path: Path) -> None:
    names = set()
    for _ in range(2):
        with output_file(tmp_path / "out"):
            names |= set(os.listdir(tmp_path)) - {"out"}
    assert len(names) == 2


def test_a_link_that_waits_at_the_name_aside_is_not_written_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    monkeypatch.setattr(files, "_name_aside", lambda name: "foreseen")
    (tmp_path / "foreseen").symlink_to(victim)
    with pytest.raises(ValidationError):
        write(tmp_path / "out")
    assert victim.read_bytes() == b"precious"
    assert not (tmp_path / "out").exists()


def test_a_link_is_followed_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "far" / "real")
    write(tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "far" / "real").read_bytes() == b"new"
    (tmp_path / "dangling").symlink_to("far/none")
    write(tmp_path / "dangling")
    assert (tmp_path / "far" / "none").read_bytes() == b"new"
    (tmp_path / "round").symlink_to("round")
    with pytest.raises(ValidationError, match=r"'.*round' can't be written"):
        write(tmp_path / "round")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs another user")
def test_a_link_planted_in_a_shared_folder_is_refused(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    (shared / "out").symlink_to(victim)
    os.chown(shared / "out", 12345, 12345, follow_symlinks=False)
    with pytest.raises(ValidationError, match="somebody else"):
        write(shared / "out")
    assert victim.read_bytes() == b"precious"


def test_the_home_folder_has_its_short_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    write("~/out")
    assert (tmp_path / "out").read_bytes() == b"new"
    assert output_path("~/out") == tmp_path / "out"


@pytest.mark.parametrize("path", ["", ".", "no/out", "out/below", "a\0b", "x" * 300, "\ud800", 7])
def test_where_no_file_can_be(tmp_path: Path, path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").write_bytes(b"old")
    with pytest.raises(ValidationError):
        write(path)
    assert os.listdir(tmp_path) == ["out"]


def test_a_name_as_long_as_names_may_be(tmp_path: Path) -> None:
    write(tmp_path / ("ü" * 127))
    assert os.listdir(tmp_path) == ["ü" * 127]


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")
    with (
        pytest.raises(ValidationError, match=r"no space left for .*unchanged"),
        output_file(tmp_path / "out"),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert (tmp_path / "out").read_bytes() == b"old"


def test_a_pipe_is_written_as_it_is(tmp_path: Path) -> None:
    code = (
        "from memkit.domain.files import output_file\n"
        "with output_file('/dev/stdout') as file: file.write(b'new')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"new"
    with (tmp_path / "out").open("wb") as out:
        subprocess.run([sys.executable, "-c", code], stdout=out, check=True)
    assert (tmp_path / "out").read_bytes() == b"new"
    write("/dev/null")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_any_database_is_refused_with_what_stands_beside_it(tmp_path: Path) -> None:
    own = tmp_path / "own.db"
    connection = sqlite3.connect(own)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE x (y)")
    names = ["own.db", "own.db-wal", "own.db-shm", "own.db.index", "own.db-journal"]
    names += ["own.db.flat.faiss", "own.db-12ab.lock"]
    for name in names[:3]:
        os.link(tmp_path / name, tmp_path / f"hard-{name[6:]}")
        (tmp_path / f"soft-{name[6:]}").symlink_to(tmp_path / name)
        names += [f"hard-{name[6:]}", f"soft-{name[6:]}"]
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for name in names:
        with pytest.raises(ValidationError, match="belongs to a memory or another database"):
            write(tmp_path / name)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    connection.close()


def test_a_database_that_is_made_meanwhile_is_left(tmp_path: Path) -> None:
    def make() -> None:
        with output_file(tmp_path / "out") as file:
            file.write(b"new")
            with sqlite3.connect(tmp_path / "out") as connection:
                connection.execute("CREATE TABLE x (y)")
            connection.close()

    with pytest.raises(ValidationError, match="belongs to a memory"):
        make()
    assert (tmp_path / "out").read_bytes().startswith(b"SQLite")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do all")
def test_a_write_protected_file_is_left(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")
    (tmp_path / "out").chmod(0o444)
    with pytest.raises(ValidationError, match="Permission denied"):
        write(tmp_path / "out")


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX belong to a process")
def test_looking_at_an_open_database_leaves_its_locks(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("CREATE TABLE t (x)")
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(ValidationError, match="belongs to a memory"):
        output_path(path)
    other = (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"
    )
    done = subprocess.run(
        [sys.executable, "-c", other, str(path)], capture_output=True, text=True, check=False
    )
    assert "locked" in done.stderr
    writer.close()
