"""What the tests of stores put in, and how they search."""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Keys, Matches, Selection, Store
from memkit.domain.records import Scope
from memkit.filters import Where, parse
from memkit.testing.context import NOW, DictContext, SampleMemory
from memkit.testing.samples import EVERYONE, unit

DIM = 8
SECOND = 1_000_000
# Seconds in which the kit's few memories have to be seen, however late a store shows them.
LONGEST_LAG = 60.0

TEXTS = [
    "Lisbon, Lisbon: in March I moved to Lisbon",
    "The olives were salty",
    "A long story about a train that goes by way of Lisbon and of many other towns",
    "Ein Sommer in Zürich",
    "Москва зимой",
]


def select(written: Any = None, *, scope: Scope = EVERYONE) -> Selection:
    """Return a selection by a filter, as dict, string or tree, and a scope."""
    where: Where | None = parse(written) if isinstance(written, (dict, str)) else written
    return Selection(scope=scope, where=where, now=NOW)


def fan(n: int) -> Vectors:
    """Return n vectors that turn away from the first axis, step by step."""
    angles = np.linspace(0, np.pi * 0.9, n)
    vectors = np.zeros((n, DIM), np.float32)
    vectors[:, 0], vectors[:, 1] = np.cos(angles), np.sin(angles)
    return unit(vectors)


def put(
    store: Store, context: DictContext, memories: Sequence[SampleMemory], *, space: str = "a"
) -> Keys:
    """Store memories of one space and tell the store."""
    if space not in context.spaces:
        context.open_space(space, len(memories[0].vectors[space]))
    store.open_space(context.spaces[space])
    return put_memories(store, context, memories)


def put_memories(store: Store, context: DictContext, memories: Sequence[SampleMemory]) -> Keys:
    """Store memories and tell the store."""
    batch = context.add(memories)
    store.upsert(batch)
    return batch.keys


def put_texts(store: Store, context: DictContext, texts: Sequence[str]) -> Keys:
    """Store texts without vectors and tell the store."""
    store.open_space(context.open_space("a", DIM))
    return put_memories(store, context, [SampleMemory(text=text) for text in texts])


def fill(store: Store, context: DictContext, vectors: Vectors) -> Keys:
    """Store a memory for each vector and tell the store."""
    return put(store, context, [SampleMemory(vectors={"a": vector}) for vector in vectors])


def search(
    store: Store,
    vector: Vectors,
    *,
    k: int = 10,
    selection: Selection | None = None,
    space: str = "a",
) -> Matches:
    """Search, and check the shape of the answer."""
    found = store.search(space, vector, k=k, selection=selection or select())
    assert_matches(found, k=k)
    return found


def assert_matches(found: Matches, *, k: int) -> None:
    """Check the shape and the type of an answer."""
    assert isinstance(found, Matches)
    assert found.keys.dtype == np.int64
    assert found.scores.dtype == np.float32
    assert found.keys.ndim == found.scores.ndim == 1
    assert len(found.keys) == len(found.scores) <= k
    assert len(set(found.keys.tolist())) == len(found.keys), "a key comes twice"


def assert_order(found: Matches) -> None:
    """Check that the best score comes first."""
    assert (np.diff(found.scores) <= 0).all(), "the best score comes first"


def all_keys(store: Store, selection: Selection | None = None) -> list[int]:
    """Return the keys of all memories in a selection, rising."""
    query = np.full(DIM, DIM**-0.5, np.float32)
    return sorted(search(store, query, k=2000, selection=selection).keys.tolist())


def found_text(
    store: Store, query: str, *, k: int = 10, selection: Selection | None = None
) -> list[int]:
    """Search for words, and check the shape of the answer."""
    found = store.search_text(query, k=k, selection=selection or select())
    assert_matches(found, k=k)
    assert (found.scores >= 0).all()
    keys: list[int] = found.keys.tolist()
    return keys


def settling(store: Store) -> Store:
    """Have a store that shows its writes late be asked only when it shows them.

    The kit compares what a store finds with what it was told. What a search of memkit does in the
    meantime is memkit's: `StoredMemoryConformance` shows it.
    """
    written = -math.inf

    def writing(act: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(act)
        def write(*arguments: Any, **options: Any) -> Any:
            nonlocal written
            try:
                return act(*arguments, **options)
            finally:
                written = time.monotonic()

        return write

    def reading(act: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(act)
        def read(*arguments: Any, **options: Any) -> Any:
            wait_until_settled(store, written=written)
            return act(*arguments, **options)

        return read

    for name in ("upsert", "delete", "clear", "open_space", "drop_space", "take"):
        setattr(store, name, writing(getattr(store, name)))
    for name in ("search", "search_both", "search_text", "count"):
        setattr(store, name, reading(getattr(store, name)))
    return store


def wait_until_settled(store: Store, *, written: float) -> None:
    """Wait until a store says that it shows everything, or for its lag where it can't tell.

    Args:
        store: The store.
        written: When it was last written to, by `time.monotonic`.
    """
    while (settled := store.settled()) is not True:
        waited = time.monotonic() - written
        if settled is None and waited >= store.lag():
            return
        assert waited < LONGEST_LAG, f"it does not show in {LONGEST_LAG} s what was written"
        time.sleep(0.005)
