"""How broadly a graph is walked goes along with each search."""

import numpy as np
import pytest
from memkit_qdrant.config import QdrantConfig
from memkit_qdrant.store import QdrantStore

from memkit import Memory
from memkit.testing import DictContext
from memkit.testing.stores import fill, random_units, search


def store_of(config, context):
    return QdrantStore(QdrantConfig(**config), context)


def test_each_space_is_searched_in_its_way(wire):
    context = DictContext()
    store = store_of({**wire.config, "ef_search": 77}, context)
    store.open_space(context.open_space("b", 8))
    vectors = random_units(12, 8, seed=1)
    fill(store, context, vectors)
    assert store.approximation("a").breadth == store.approximation("b").breadth == 77
    store.set_breadth("a", 300)
    search(store, vectors[0], k=3)
    search(store, vectors[0], k=3, space="b")
    assert [params.hnsw_ef for params in wire.params if not params.exact] == [300, 77]
    store.set_breadth("a", None)
    search(store, vectors[0], k=3)
    assert wire.params[-1].hnsw_ef == 77
    store.close()


def test_the_server_chooses_unless_it_is_told(wire):
    context = DictContext()
    store = store_of(wire.config, context)
    store.open_space(context.open_space("a", 256))
    found = store.approximation("a")
    assert found.breadth is None
    assert found.adjustable
    assert found.exact_below == 9_999
    store.close()


def test_what_compares_all_vectors_has_no_breadth(wire, tmp_path):
    for config in ({**wire.config, "exact": True}, {"url": ":memory:"}, {"path": str(tmp_path)}):
        context = DictContext()
        store = store_of(config, context)
        store.open_space(context.open_space("a", 8))
        assert store.approximation("a") is None
        store.close()


def test_quantization_is_named_where_it_may_be_the_reason(wire):
    for quantization, named in (("none", False), ("int8", True)):
        context = DictContext()
        store = store_of({**wire.config, "quantization": quantization}, context)
        store.open_space(context.open_space("a", 8))
        assert ("quantization" in store.approximation("a").advice) is named
        store.close()


def test_a_memory_is_tuned(wire, tmp_path, monkeypatch):
    """The stand-in compares all vectors: here it leaves out what a narrow walk might."""
    asked = QdrantStore.nearest

    def narrow(self, client, space, unit, scope):
        ask = asked(self, client, space, unit, scope)

        def missing(native, limit, exact):
            found = ask(native, limit + 10, exact)
            missed = max(0, 9 - (self._breadth_of(space) or 100) // 25)
            keep = np.r_[0, 1 + missed : len(found)][:limit] if len(found) else slice(0)
            return type(found)(found.keys[keep], found.scores[keep])

        return missing

    monkeypatch.setattr(QdrantStore, "nearest", narrow)
    # Below this a server compares all vectors, and doctor measures nothing.
    monkeypatch.setattr("memkit_qdrant.standing.Standing.compared_anyway", lambda *_: 0)
    choice = {"provider": "qdrant", "config": wire.config}
    path = tmp_path / "memory.db"
    with Memory(path, store=choice, embedder="hash") as m:
        texts = [f"memory {n} of {n * n * 7919}" for n in range(120)]
        m.add_many(texts, user_id="a", progress=False)
        before = m.check_recall()
        assert before.recall < 0.9
        assert before.better
        assert not m.doctor().ok
        report = m.tune(progress=False)
        assert report.reached
    with Memory(path, store=choice) as m:
        after = m.check_recall(settings=False)
        assert (after.breadth, after.recall) == (report.after.breadth, report.after.recall)
        m.engine.store.clear()


@pytest.mark.parametrize("breadth", [1, 1_000_000])
def test_any_breadth_is_sent(wire, breadth):
    context = DictContext()
    store = store_of(wire.config, context)
    vectors = random_units(3, 8, seed=1)
    fill(store, context, vectors)
    store.set_breadth("a", breadth)
    search(store, vectors[0], k=1)
    assert wire.params[0].hnsw_ef == breadth
    store.close()
