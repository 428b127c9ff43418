"""Memories on stores that each do one thing wrong; started by `test_memories.py`."""

from __future__ import annotations

import importlib.util
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from memkit import Memory, plugins
from memkit.contracts.store import no_matches
from memkit.testing import StoredMemoryConformance, TunedStoreConformance


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


def forgets_the_breadth(store):
    store.set_breadth = lambda space, breadth: None


def never_goes_back(store):
    set_breadth = store.set_breadth

    def widen(space, breadth):
        if (breadth or 0) > store.breadths.get(space, 0):
            set_breadth(space, breadth)

    store.set_breadth = widen


class OnBlurry(TunedStoreConformance):
    memories = 150
    change = staticmethod(lambda store: None)

    @pytest.fixture(autouse=True)
    def _installed(self, tmp_path, monkeypatch):
        place = Path(__file__).parents[1] / "approximate.py"
        spec = importlib.util.spec_from_file_location("blurry_impl", place)
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, "blurry_impl", module)
        spec.loader.exec_module(module)
        module.install(tmp_path / "site", monkeypatch)
        plugins.reset()
        yield
        plugins.reset()
        sys.modules.pop("blurry_plugin", None)

    @pytest.fixture
    def open_memory(self):
        return on(self.change)

    @pytest.fixture
    def choice(self):
        return {"provider": "blurry"}


class TestTuned(OnBlurry):
    pass


class TestForgetsTheBreadth(OnBlurry):
    change = staticmethod(forgets_the_breadth)


class TestNeverGoesBack(OnBlurry):
    change = staticmethod(never_goes_back)
