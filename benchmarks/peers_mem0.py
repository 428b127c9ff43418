"""The part of `benchmarks/peers.py` that runs in mem0's own environment; it knows no memkit.

    python peers_mem0.py FOLDER

FOLDER holds what `peers.py` wrote: memories.jsonl, vectors.npy, queries.json, query_vectors.npy.
Prints a JSON object: seconds to load; for each case the milliseconds of each search, the share of
the core that the process had meanwhile, and the texts found.
"""

import hashlib
import json
import logging
import os
import sys
import time
import uuid
from pathlib import Path
from typing import Any

FOLDER = Path(sys.argv[1])

# mem0 reads these when it is imported: no telemetry, and nothing outside the folder.
os.environ["MEM0_TELEMETRY"] = "False"
os.environ["MEM0_DIR"] = str(FOLDER / "mem0")
# Its language model is made at the start and never called.
os.environ["OPENAI_API_KEY"] = "unused"

# After the settings: mem0 reads them when it is imported.
import numpy as np  # noqa: E402
from mem0 import Memory  # noqa: E402
from mem0.utils.lemmatization import lemmatize_for_bm25  # noqa: E402

BATCH = 1000
WARM_UP = 3


class Prepared:
    """Looks up the vector of a query that `peers.py` has embedded."""

    def __init__(self, vectors: dict[str, list[float]]) -> None:
        self._vectors = vectors

    def embed(self, text: str, memory_action: str | None = None) -> list[float]:
        """Return the vector of a query."""
        return self._vectors[text]


def opened(dim: int) -> Memory:
    """Return a memory with mem0's default store, qdrant in this process."""
    return Memory.from_config(
        {
            "vector_store": {
                "provider": "qdrant",
                "config": {"path": str(FOLDER / "qdrant"), "embedding_model_dims": dim},
            },
            "history_db_path": str(FOLDER / "history.db"),
        }
    )


def load(memory: Memory, count: int) -> float:
    """Insert the memories as `add(infer=False)` does, in batches, and return the seconds."""
    vectors = np.load(FOLDER / "vectors.npy", mmap_mode="r")
    start = time.perf_counter()
    with (FOLDER / "memories.jsonl").open(encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    for low in range(0, count, BATCH):
        part = items[low : low + BATCH]
        memory.vector_store.insert(
            vectors=vectors[low : low + BATCH].tolist(),
            ids=[str(uuid.uuid4()) for _ in part],
            payloads=[payload(item) for item in part],
        )
        print(f"{low + len(part):,} of {count:,} in mem0", file=sys.stderr, flush=True)
    return time.perf_counter() - start


def payload(item: dict[str, Any]) -> dict[str, Any]:
    """Return what `Memory._create_memory` of mem0 2.2.1 stores beside the vector."""
    text = item["memory"]
    return {
        "user_id": item["user_id"],
        "role": "user",
        **item["metadata"],
        "data": text,
        "hash": hashlib.md5(text.encode()).hexdigest(),
        "created_at": item["occurred_at"],
        "updated_at": item["occurred_at"],
        "text_lemmatized": lemmatize_for_bm25(text),
    }


def main() -> None:
    """Load, search, and print what came out."""
    logging.disable(logging.WARNING)
    cases = json.loads((FOLDER / "queries.json").read_text("utf-8"))
    texts = list(dict.fromkeys(query["text"] for case in cases.values() for query in case))
    vectors = np.load(FOLDER / "query_vectors.npy")
    memory = opened(vectors.shape[1])
    seconds = load(memory, len(np.load(FOLDER / "vectors.npy", mmap_mode="r")))
    memory.embedding_model = Prepared(dict(zip(texts, vectors.tolist(), strict=True)))
    answer: dict[str, Any] = {"loading": seconds, "cases": {}}
    for name, queries in cases.items():
        times, found = [], []
        for query in queries[:WARM_UP]:
            memory.search(query["text"], filters=query["filters"], top_k=10)
        worked, began = time.process_time(), time.perf_counter()
        for query in queries:
            start = time.perf_counter()
            hits = memory.search(query["text"], filters=query["filters"], top_k=10)
            times.append((time.perf_counter() - start) * 1000)
            found.append([hit["memory"] for hit in hits["results"]])
        share = (time.process_time() - worked) / (time.perf_counter() - began)
        answer["cases"][name] = {"times": times, "share": share, "found": found}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
