"""memkit beside mem0ai 2.2.1 with its default embedded store, in one run on one core.

    python -m benchmarks.peers [--n 100000] [--queries 30] [--cache DIR]

Both get the same memories, the same vectors (those of memkit's default embedder, plain), the same
questions and users, and k = 10. mem0 runs in a process and an environment of its own
(`requirements-peers.txt`, installed into `.cache/bench-peers` when it is not there), with telemetry
off and no language model. Its embedder is a lookup of vectors made beforehand, while memkit embeds
each question inside the time that is measured; mem0 searches by vector (its keyword search needs
further packages), memkit hybrid, which is its default. Each side is measured through its public
`search`.

mem0 is loaded through its own `vector_store.insert` with the payload that `add(infer=False)`
stores, in batches of 1,000: one `add` a memory would take far longer. The time is printed as it
is, and is no measure of its `add`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import data, database, exact
from benchmarks.measure import Latency, Row, arguments, latency, pin_to_one_core, report
from memkit import Memory
from memkit.contracts.embedder import Embedder
from memkit.domain import defaults
from memkit.plugins import create

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE.parent / ".cache" / "bench-peers"
TIMES_FASTER = 300
WARM_UP = 3

Vectors = NDArray[np.float32]


def interpreter() -> Path:
    """Return the Python of the peers' environment."""
    folder = "Scripts" if os.name == "nt" else "bin"
    return ENVIRONMENT / folder / "python"


def is_installed() -> bool:
    """Tell whether the peers' environment is there and complete."""
    if not interpreter().exists():
        return False
    command = [str(interpreter()), "-c", "import mem0, qdrant_client"]
    environ = {**os.environ, "MEM0_TELEMETRY": "False", "MEM0_DIR": tempfile.gettempdir()}
    return subprocess.run(command, env=environ, capture_output=True, check=False).returncode == 0


def install() -> None:
    """Make the peers' environment if it is not there."""
    if is_installed():
        return
    print(f"installing the peers into {ENVIRONMENT} ...", file=sys.stderr)
    venv.create(ENVIRONMENT, with_pip=True)
    requirements = HERE / "requirements-peers.txt"
    subprocess.run(
        [str(interpreter()), "-m", "pip", "install", "--quiet", "-r", str(requirements)],
        check=True,
        stdout=sys.stderr,
    )


def cases(workload: data.Workload, count: int) -> dict[str, list[data.Question]]:
    """Return the questions of each kind of user."""
    askers: Mapping[str, data.Asker] = {
        "users drawn": "drawn",
        "largest user (5 %)": "largest",
        "small user (0.05 %)": "small",
    }
    return {name: workload.questions(count, asker=asker) for name, asker in askers.items()}


def write(folder: Path, workload: data.Workload, asked: Mapping[str, Sequence[data.Question]]) -> (
    tuple[Vectors, Vectors]
):  # fmt: skip
    """Write what mem0's side reads, and return the vectors of the memories and of the queries."""
    embedder: Embedder = create("embedder", defaults.EMBEDDER)
    size = embedder.max_batch
    items = list(workload.memories())
    with (folder / "memories.jsonl").open("w", encoding="utf-8") as file:
        for item in items:
            line = {**item, "occurred_at": item["occurred_at"].isoformat()}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    texts = [item["memory"] for item in items]
    vectors = np.concatenate(
        [
            embedder.embed_batch(texts[low : low + size], kind="document")
            for low in range(0, len(texts), size)
        ]
    )
    np.save(folder / "vectors.npy", vectors)
    queries = {
        name: [{"text": q.text, "filters": {"user_id": q.user_id}} for q in questions]
        for name, questions in asked.items()
    }
    (folder / "queries.json").write_text(json.dumps(queries), "utf-8")
    different = list(dict.fromkeys(q.text for questions in asked.values() for q in questions))
    query_vectors = np.concatenate(
        [
            embedder.embed_batch(different[low : low + size], kind="query")
            for low in range(0, len(different), size)
        ]
    )
    np.save(folder / "query_vectors.npy", query_vectors)
    return vectors, query_vectors


def run_mem0(folder: Path) -> dict[str, Any]:
    """Run mem0's side and return what it printed."""
    command = [str(interpreter()), str(HERE / "peers_mem0.py"), str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def run_memkit(path: Path, asked: Mapping[str, Sequence[data.Question]]) -> dict[str, Latency]:
    """Return the times of memkit's hybrid search for the same questions."""
    with Memory(path) as memory:
        return {
            name: latency(
                lambda q: memory.search(q.text, user_id=q.user_id, k=10),
                list(questions),
                warm_up=WARM_UP,
            )
            for name, questions in asked.items()
        }


def recall_of(
    workload: data.Workload,
    vectors: Vectors,
    query_vectors: Vectors,
    asked: Mapping[str, Sequence[data.Question]],
    found: Mapping[str, Sequence[Sequence[str]]],
) -> dict[str, float]:
    """Return the recall@10 of vector searches by brute force over the vectors both were given."""
    different = list(dict.fromkeys(q.text for questions in asked.values() for q in questions))
    place = {text: i for i, text in enumerate(different)}
    texts = list(workload.texts())
    means = {}
    for name, questions in asked.items():
        values = []
        for question, hits in zip(questions, found[name], strict=True):
            owner = int(question.user_id.rpartition("-")[2])
            mine = np.flatnonzero(workload.owners == owner)
            scores = vectors[mine] @ query_vectors[place[question.text]]
            row_of = {texts[row]: i for i, row in enumerate(mine)}
            values.append(exact.recall(scores, [row_of[text] for text in hits if text in row_of]))
        means[name] = float(np.mean(values))
    return means


def measure(n: int, cache: Path, *, queries: int) -> list[Row]:
    """Return a row for each kind of user."""
    install()
    workload = data.Workload(n)
    asked = cases(workload, queries)
    path = database.built(n, cache)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vectors, query_vectors = write(folder, workload, asked)
        start = time.perf_counter()
        theirs = run_mem0(folder)
        print(f"mem0: {time.perf_counter() - start:.0f} s in all", file=sys.stderr)
    ours = run_memkit(path, asked)
    recalls = recall_of(
        workload,
        vectors,
        query_vectors,
        asked,
        {name: case["found"] for name, case in theirs["cases"].items()},
    )
    rows = []
    for name in asked:
        peer = Latency(theirs["cases"][name]["times"], theirs["cases"][name]["share"])
        ratio = peer.p50 / ours[name].p50
        rows.append(
            Row(
                f"{n:,}: times faster than mem0ai 2.2.1 (qdrant local), {name}",
                f">= {TIMES_FASTER}",
                f"{ratio:,.0f}: {ours[name]} against {peer} (mem0's recall@10 {recalls[name]:.2f})",
                ratio >= TIMES_FASTER,
            )
        )
    rows.append(
        Row(
            f"{n:,}: loading mem0 through vector_store.insert",
            "",
            f"{n / theirs['loading']:,.0f} memories/s",
        )
    )
    return rows


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=30, help="for each kind of user")
    parser.add_argument("--cache", type=Path, default=database.CACHE)
    options = parser.parse_args()
    pin_to_one_core(options.core)
    report(measure(options.n, options.cache, queries=options.queries), options.json)


if __name__ == "__main__":
    main()
