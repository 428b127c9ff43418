"""A store that is found damaged is made anew, and nobody gets a wrong answer meanwhile."""

from __future__ import annotations

import contextlib
import shutil
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from memkit import Memory
from memkit.builtin.local_store import sidecar
from memkit.builtin.local_store.blocks import BLOCK, Blocks, RowChecks, checksums
from memkit.errors import MemkitError, ProviderError, StoreDamagedError

N = 5000
# Rare words, for the journal's text index looks up no further scores of common ones.
QUERIES = ["adze5 birch7 clay9", "birch11 4998", "clay12 adze90"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed memory with a sidecar of several megabytes, one of many scopes."""
    path = tmp_path_factory.mktemp("made") / "m.db"
    with Memory(path, embedder={"provider": "hash", "config": {"dim": 256}}) as memory:
        memory.add_many(
            [
                {
                    "memory": f"adze{i % 97} birch{i % 89} clay{i % 83} {i}",
                    "user_id": f"u{i % 2}",
                    "metadata": {"n": i},
                }
                for i in range(N)
            ],
            progress=False,
        )
        memory.search("adze1", user_id="u0")
    assert path.with_name("m.db.index").stat().st_size > 5_000_000
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made.parent, tmp_path / "copy")
    return tmp_path / "copy" / "m.db"


def answers(memory: Memory) -> list[Any]:
    found = []
    for query in QUERIES:
        for mode in ("vector", "text", "hybrid"):
            for where in (None, "n < 3000") if mode != "hybrid" else (None,):
                hits = memory.search(query, user_id="u0", k=7, mode=mode, where=where)  # type: ignore[arg-type]
                found.append([(hit.id, round(hit.score, 5)) for hit in hits])
    return found


@contextlib.contextmanager
def quietly() -> Iterator[list[warnings.WarningMessage]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield caught


def places(path: Path) -> dict[str, tuple[int, int]]:
    """Return where each array lies in a sidecar: its first byte and its length."""
    content = path.read_bytes()
    found = sidecar.load(path)
    assert found is not None
    assert found.blocks is not None
    header, arrays, _ = sidecar._read(path)
    start = len(content) - header["size"]
    return {
        name: (start + header["arrays"][name][2], array.nbytes) for name, array in arrays.items()
    }


def flip(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ (1 << (at % 8))]))


ARRAYS = ["keys", "terms", "term_starts", "rows", "counts", "lengths", "hash/vectors",
          "hash/codes", "hash/scales"]  # fmt: skip


@pytest.mark.parametrize("array", ARRAYS)
def test_a_flipped_bit_in_any_array_is_never_believed(path: Path, array: str) -> None:
    index = path.with_name("m.db.index")
    with Memory(path) as memory:
        expected = answers(memory)
    start, size = places(index)[array]
    rng = np.random.default_rng(len(array))
    whole = index.read_bytes()
    for at in [start, start + size - 1, int(rng.integers(start, start + size))]:
        index.write_bytes(whole)
        flip(index, at)
        with quietly() as caught, Memory(path) as memory:
            assert answers(memory) == expected
            report = memory.doctor()
            for job in memory.jobs:
                job.join()
            # Every bit is in some block: what no search has met is found by doctor.
            assert report.problems or any("damaged" in str(w.message) for w in caught)
            assert answers(memory) == expected
            assert not memory.doctor().problems
            assert memory.engine.store.damage is None


def test_what_is_damaged_does_not_get_new_checksums(path: Path) -> None:
    index = path.with_name("m.db.index")
    start, size = places(index)["hash/vectors"]
    flip(index, start + size // 2)
    with quietly(), Memory(path) as memory:
        # So many that the sidecar is written again, with all that it held.
        memory.add([f"more of the tea {i}" for i in range(N // 5)], user_id="u1")
    with quietly(), Memory(path) as memory:
        wanted = memory.engine.journal.vectors("hash", np.arange(1, N + 1))
        held = memory.engine.store.unguarded._view.segments
        del held
        answers(memory)
        for job in memory.jobs:
            job.join()
        assert not memory.doctor().problems
        assert len(wanted) == N


def test_opening_reads_no_vector(path: Path) -> None:
    found = sidecar.load(path.with_name("m.db.index"))
    assert found is not None
    assert found.blocks is not None
    assert found.blocks.checked.mean() < 0.5


@pytest.mark.parametrize("width", [1, 3, 64, 1000, BLOCK + 7, 3 * BLOCK])
def test_rows_are_checked_wherever_they_lie(width: int) -> None:
    rng = np.random.default_rng(width)
    n = max(3, 5 * BLOCK // width)
    array = rng.integers(0, 255, (n, width), np.uint8)
    offset = 192
    data = np.concatenate([np.zeros(offset, np.uint8), array.reshape(-1)])
    sums = checksums([data[:1000].data, data[1000:].data])
    for row in [0, 1, n // 2, n - 1]:
        torn = data.copy()
        torn[offset + row * width + rng.integers(width)] ^= 16
        for rows in (slice(row, row + 1), slice(None), np.array([row]), np.arange(n)):
            checks = RowChecks(Blocks(torn, sums, Path("x")), offset, array)
            with pytest.raises(StoreDamagedError):
                checks.check(rows)
        whole = RowChecks(Blocks(data, sums, Path("x")), offset, array)
        whole.check(np.array([row]))
        whole.check(slice(None))


# -- a store that says so ------------------------------------------------------------------------


class Torn:
    """Lets methods of a memory's store say that it is damaged, until it is cleared."""

    def __init__(self, memory: Memory, *methods: str) -> None:
        self.store = memory.engine.store.unguarded
        self.asked = 0
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.clears = True
        clear = self.store.clear

        def broken(*args: Any, **options: Any) -> Any:
            self.asked += 1
            raise StoreDamagedError("Its pickle is torn.", fix="Make it anew.", provider="local")

        def cleared() -> None:
            self.may_go_on.wait()
            if not self.clears:
                raise ProviderError("It does not go.", fix="Try.", provider="local")
            for name in methods:
                self.store.__dict__.pop(name, None)
            clear()

        for name in methods:
            setattr(self.store, name, broken)
        self.store.clear = cleared  # type: ignore[method-assign]


METHODS = ["search", "search_both", "search_text", "frequencies", "look", "position", "take",
           "count", "verify"]  # fmt: skip


@pytest.mark.parametrize("method", METHODS)
def test_a_store_that_is_damaged_is_made_anew_in_the_background(path: Path, method: str) -> None:
    with Memory(path) as memory:
        expected = answers(memory)
        torn = Torn(memory, *([method] if method != "search" else METHODS[:4]))
        torn.may_go_on.clear()
        with quietly() as caught:
            memory.add("tea number 90001 in the attic", user_id="u0", metadata={"n": 9})
            answers(memory)
            report = memory.doctor()
            assert any("made anew" in problem.what for problem in report.problems)
            asked = torn.asked
            # It is asked no more, and what was added is found.
            hits = memory.search("90001 attic", user_id="u0", mode="text", k=1)
            assert [hit.memory for hit in hits] == ["tea number 90001 in the attic"]
            hits = memory.search("tea number 90001 in the attic", user_id="u0", mode="vector", k=1)
            assert [hit.memory for hit in hits] == ["tea number 90001 in the attic"]
            assert torn.asked == asked
        said = [str(warning.message) for warning in caught]
        assert sum("made anew in the background" in each for each in said) == 1
        (job,) = memory.jobs
        assert (job.kind, job.name, job.state) == ("rebuild", "local", "running")
        torn.may_go_on.set()
        job.wait()
        assert memory.engine.store.damage is None
        memory.delete(hits[0].id)
        assert answers(memory) == expected
        assert not memory.doctor().problems
    with Memory(path) as memory:
        assert answers(memory) == expected


def test_the_journal_answers_as_the_store_does(path: Path) -> None:
    with Memory(path) as memory:
        expected = answers(memory)
        torn = Torn(memory, "search", "search_both", "search_text", "frequencies")
        torn.may_go_on.clear()
        with quietly():
            found = answers(memory)
        torn.may_go_on.set()
    assert found == expected


def test_one_that_can_not_be_made_anew_says_so_and_is_tried_again(path: Path) -> None:
    with Memory(path) as memory:
        expected = answers(memory)
        torn = Torn(memory, "search", "search_both", "search_text")
        torn.clears = False
        with quietly() as caught:
            assert answers(memory) == expected
            (job,) = memory.jobs
            job.join()
        assert job.state == "failed"
        assert any("could not be made anew" in str(warning.message) for warning in caught)
        with quietly():
            assert answers(memory) == expected
            with pytest.raises(MemkitError):
                memory.reindex()
        torn.clears = True
        memory.reindex()
        assert memory.engine.store.damage is None
        assert answers(memory) == expected


def test_doctor_mends_it(path: Path) -> None:
    with Memory(path) as memory:
        Torn(memory, "search", "search_both", "search_text")
        with quietly():
            answers(memory)
            assert not memory.doctor(fix=True).problems


def test_closing_while_it_is_made_anew_is_no_error(path: Path) -> None:
    memory = Memory(path)
    torn = Torn(memory, "search_both")
    with quietly():
        memory.search("adze1", user_id="u0")
        torn.may_go_on.set()
        memory.close()
    with Memory(path) as memory:
        assert not memory.doctor().problems
