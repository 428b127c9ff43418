"""A disk without room costs time or raises an error of memkit; it never ends the process."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from memkit.domain.files import allocate

SCENE = """
import os, sys, warnings
from pathlib import Path
from memkit import Memory
from memkit.builtin.local_store import compaction
from memkit.engine import follower
from memkit.errors import MemkitError

compaction._LARGE, follower._CHUNK = 1 << 20, 500
path = Path(sys.argv[1])
memory = Memory(path, embedder={"provider": "hash", "config": {"dim": 512}}, durability="fast")
memory.add_many([f"w{i % 97} number {i}" for i in range(4000)], user_id="u", progress=False)
memory.close()
path.with_name(path.name + ".index").unlink()
expected = [f"w5 number {i}" for i in (5, 102)]
"""

SEARCHED = """
memory = Memory(path)
leave(2_000_000)
for mode in ("vector", "text", "hybrid"):
    assert len(memory.search("w5 number", user_id="u", mode=mode, k=50)) == 50
assert memory.search("w5 number 102", user_id="u", k=1)[0].memory == "w5 number 102"
memory.close()
assert not path.with_name(path.name + ".index").exists()
print("searched")
"""

WRITTEN = """
memory = Memory(path)
memory.search("w5", user_id="u")
leave(200_000)
stored = memory.count()
for i in range(2000):
    try:
        memory.add(f"new {i} " * 400, user_id="u")
        stored += 1
    except MemkitError as error:
        assert "space" in str(error), error
        break
else:
    raise AssertionError("there was room")
assert memory.count() == stored
assert len(memory.search("w5 number", user_id="u", k=50)) == 50
memory.close()
free()
with Memory(path) as memory:
    assert memory.count() == stored
    memory.add("and on", user_id="u")
    assert not memory.doctor().problems
print("written")
"""

ON_A_DISK = """
def leave(bytes_left):
    found = os.statvfs(path.parent)
    filler = path.parent / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, found.f_bavail * found.f_frsize - bytes_left)

def free():
    (path.parent / "filler").unlink()
"""

UNDER_A_LIMIT = """
import resource

def leave(bytes_left):
    # No file may become larger than the largest one there is.
    largest = max(file.stat().st_size for file in path.parent.iterdir())
    sidecar_like = 2_000_000
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (sidecar_like, hard))

def free():
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 90 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=90m", "tmpfs", str(folder)]
    linux = sys.platform == "linux"
    if not linux or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small file system, and only on Linux")
    yield folder
    subprocess.run(["umount", folder], check=True)


def run(script: str, folder: Path) -> str:
    child = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(script), folder / "m.db"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, (child.returncode, child.stderr)
    return child.stdout


@pytest.mark.parametrize("scene", [SEARCHED, WRITTEN], ids=["searched", "written"])
def test_a_full_disk(small_disk: Path, scene: str) -> None:
    assert run(ON_A_DISK + SCENE + scene, small_disk)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    assert run(UNDER_A_LIMIT + SCENE + SEARCHED, tmp_path)


@pytest.mark.parametrize("has_it", [True, False])
def test_an_allocated_file_has_room_for_all_of_it(
    tmp_path: Path, has_it: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_it:
        monkeypatch.delattr(os, "posix_fallocate", raising=False)
    with (tmp_path / "file").open("w+b") as file:
        allocate(file.fileno(), 3_000_001)
        status = os.fstat(file.fileno())
    assert status.st_size == 3_000_001
    assert status.st_blocks * 512 >= 3_000_001


TRUNCATED = """
memory = Memory(path)
memory.get_all(user_id="u", limit=10)
os.truncate(path, 8192)
for ask in (lambda: memory.get_all(user_id="u", limit=5000), memory.events,
            lambda: memory.search("w5", user_id="u"), lambda: memory.doctor().problems):
    try:
        found = ask()
    except MemkitError as error:
        pass
print("truncated")
os._exit(0)
"""


def test_a_file_that_is_cut_off_while_it_is_open_is_an_error(tmp_path: Path) -> None:
    """Mapped into memory it would end the process."""
    assert "truncated" in run(SCENE + TRUNCATED, tmp_path)
