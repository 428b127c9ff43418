"""Memories on stores that each do one thing wrong; started by `test_memories.py`."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from memkit import Memory
from memkit.contracts.store import no_matches
from memkit.testing import StoredMemoryConformance


def on(change):
    """Return what opens memories whose store was changed."""

    def open_memory(path, **options):
        memory = Memory(path, **options)
        change(memory.engine.store.unguarded)
        return memory

    return open_memory


def keeps_what_was_deleted(store):
    store.delete = lambda keys: None


def knows_one_space(store):
    upsert = store.upsert

    def upsert_one(batch):
        vectors = {key: held for key, held in batch.vectors.items() if key == "static"}
        upsert(replace(batch, vectors=vectors))

    store.upsert = upsert_one


def serves_one_thread(store):
    search, owner = store.search, threading.get_ident()

    def search_in_one(space, vector, *, k, selection):
        if threading.get_ident() != owner:
            return no_matches()
        return search(space, vector, k=k, selection=selection)

    store.search = search_in_one


class OnLocal(StoredMemoryConformance):
    change = staticmethod(lambda store: None)

    @pytest.fixture
    def open_memory(self):
        return on(self.change)

    @pytest.fixture
    def choice(self):
        return "local"


class TestGood(OnLocal):
    pass


class TestKeepsWhatWasDeleted(OnLocal):
    change = staticmethod(keeps_what_was_deleted)


class TestKnowsOneSpace(OnLocal):
    change = staticmethod(knows_one_space)


class TestServesOneThread(OnLocal):
    change = staticmethod(serves_one_thread)
