"""Stores and memories for the tests of this plug-in."""

from __future__ import annotations

import numpy as np
from memkit_weaviate.config import WeaviateConfig
from memkit_weaviate.store import WeaviateStore

from memkit.contracts import Selection
from memkit.domain.records import Scope
from memkit.filters import parse
from memkit.testing import DictContext, SampleMemory

DIM = 8
NOW = 1_770_000_000_000_000
QUERY = np.full(DIM, DIM**-0.5, np.float32)


class Journal(DictContext):
    """A journal that counts how often it is asked which memories a search may return."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.asked = []

    def allowed_keys(self, selection, *, among=None):
        self.asked.append("all" if among is None else len(among))
        return super().allowed_keys(selection, among=among)


def select(written=None, *, scope=None, now=NOW):
    return Selection(
        scope=scope or Scope(), where=None if written is None else parse(written), now=now
    )


def vectors(n, dim=DIM, seed=0):
    drawn = np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


# Closed after each test, whatever became of it.
OPENED: list[WeaviateStore] = []


def store_on(server, context, **options):
    OPENED.append(WeaviateStore(WeaviateConfig(**{**server.config, **options}), context))
    return OPENED[-1]


def fill(store, context, rows, *, space="a"):
    """Tell a store of memories, and return their keys."""
    if space not in context.spaces:
        store.open_space(context.open_space(space, DIM))
    batch = context.add(rows)
    store.upsert(batch)
    return batch.keys.tolist()


def rows_with(metadata, seed=0):
    """Return a memory for each metadata."""
    return [
        SampleMemory(text=f"memory {number}", metadata=each, vectors={"a": vector})
        for number, (each, vector) in enumerate(
            zip(metadata, vectors(len(metadata), seed=seed), strict=True)
        )
    ]


def found(store, selection, *, k=1000, space="a"):
    """Return the keys that a search finds, rising."""
    return sorted(store.search(space, QUERY, k=k, selection=selection).keys.tolist())
