"""Memories on stores that each do one thing wrong; started by `test_memories.py`."""

from __future__ import annotations

import functools
import importlib.util
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from memkit import Memory, plugins
from memkit.contracts.store import Store, no_matches
from memkit.testing import StoredMemoryConformance, TunedStoreConformance
from memkit.testing.answers import Answers


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
        vectors = {key: held for key, held in batch.vectors.items() if key == "static-2"}
        upsert(replace(batch, vectors=vectors))

    store.upsert = upsert_one


def serves_one_thread(store):
    search, owner = store.search, threading.get_ident()

    def search_in_one(space, vector, *, k, selection):
        if threading.get_ident() != owner:
            return no_matches()
        return search(space, vector, k=k, selection=selection)

    store.search = search_in_one


def proposes_the_oldest(store):
    search_text = store.search_text

    def search(query, *, k, selection):
        found = search_text(query, k=10_000, selection=selection)
        return pooled(found, found.keys, k)

    store.search_text = search
    by_both(store)


def proposes_the_oldest_vectors(store):
    search = store.search

    def search_some(space, vector, *, k, selection):
        allowed = store.context.allowed_keys(selection)
        return pooled(search(space, vector, k=10_000, selection=selection), allowed, k)

    store.search = search_some
    by_both(store)


def filters_after_the_cut(store):
    search, search_text = store.search, store.search_text

    def passing(found, k, selection):
        passed = np.isin(found.keys, store.context.allowed_keys(selection, among=found.keys))
        return replace(found, keys=found.keys[passed][:k], scores=found.scores[passed][:k])

    def search_first(space, vector, *, k, selection):
        first = replace(selection, where=None)
        return passing(search(space, vector, k=500, selection=first), k, selection)

    def search_text_first(query, *, k, selection):
        first = replace(selection, where=None)
        return passing(search_text(query, k=500, selection=first), k, selection)

    store.search, store.search_text = search_first, search_text_first
    by_both(store)


def tells_no_further_scores(store):
    search_text = store.search_text

    def search(query, *, k, selection):
        return replace(search_text(query, k=k, selection=selection), lookup=None)

    store.search_text = search
    by_both(store)


def tells_rough_scores(store):
    search = store.search

    def search_roughly(space, vector, *, k, selection):
        found = search(space, vector, k=k, selection=selection)
        return replace(found, scores=np.round(found.scores, 2))

    store.search = search_roughly
    by_both(store)


def pooled(found, allowed, k):
    """Return what a search finds that looks at the oldest 500 alone."""
    kept = np.isin(found.keys, np.sort(allowed)[:500])
    return replace(found, keys=found.keys[kept][:k], scores=found.scores[kept][:k])


def by_both(store):
    store.search_both = functools.partial(Store.search_both, store)


class Answering(Answers):
    """What is prepared is prepared by the whole store, and asked of the broken one."""

    change = staticmethod(lambda store: None)

    @pytest.fixture
    def open_memory(self):
        def open_memory(path, *, store):
            return (Memory if store == "local" else on(self.change))(path, store=store)

        return open_memory

    @pytest.fixture
    def choice(self):
        return {"provider": "local", "config": {"sidecar": False}}


class TestProposesTheOldest(Answering):
    change = staticmethod(proposes_the_oldest)


class TestProposesTheOldestVectors(Answering):
    change = staticmethod(proposes_the_oldest_vectors)


class TestFiltersAfterTheCut(Answering):
    change = staticmethod(filters_after_the_cut)


class TestTellsNoFurtherScores(Answering):
    change = staticmethod(tells_no_further_scores)


class TestTellsRoughScores(Answering):
    change = staticmethod(tells_rough_scores)


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
