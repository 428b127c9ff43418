"""How broadly a graph is walked is an option of the collection: read, set, and kept there.

The stand-in compares all vectors; here it leaves out the nearest as a narrow walk might, down to
the collection's cutoff, below which a server compares all.
"""

import pytest
import wire.grpc_api
from helpers import Journal, fill, rows_with, select, store_on
from weaviate.proto.v1 import search_get_pb2

from memkit import Memory
from memkit.testing import TunedStoreConformance


def missed(ef):
    """Return how many of the ten nearest are left out; a server chooses 100 for ten."""
    return max(0, 9 - (100 if ef == -1 else ef) // 25)


@pytest.fixture
def graph(server, monkeypatch):
    """The server, whose graphs miss some."""
    near = wire.grpc_api._near

    def narrow(rows, name, sent, owner):
        found = near(rows, name, sent, owner)
        index = owner.schema["vectorConfig"][name]["vectorIndexConfig"]
        if len(rows) < index.get("flatSearchCutoff", 10**9):
            return found
        best, *rest = sorted(found, key=lambda each: -each[1])
        return [best, *rest[missed(index["ef"]) :]]

    monkeypatch.setattr(wire.grpc_api, "_near", narrow)
    return server


class TestTuned(TunedStoreConformance):
    memories = 120

    @pytest.fixture
    def open_memory(self):
        return Memory

    @pytest.fixture
    def choice(self, graph):
        return {"provider": "weaviate", "config": {**graph.config, "flat_search_cutoff": 100}}


def efs(server):
    (each,) = server.data.classes.values()
    return {
        name: one["vectorIndexConfig"]["ef"] for name, one in each.schema["vectorConfig"].items()
    }


def test_each_named_vector_has_its_own(server):
    context = Journal()
    store = store_on(server, context)
    store.open_space(context.open_space("b", 3))
    fill(store, context, rows_with([{}, {}]))
    store.set_breadth("a", 300)
    assert sorted(efs(server).values()) == [-1, 300]
    assert store.approximation("a").breadth == 300
    assert store.approximation("b").breadth is None
    assert store.approximation("a").exact_below == 40_000
    store.set_breadth("a", None)
    assert set(efs(server).values()) == {-1}


def test_a_collection_that_is_made_anew_is_walked_as_before(server):
    context = Journal()
    store = store_on(server, context)
    fill(store, context, rows_with([{}, {}]))
    store.set_breadth("a", 300)
    store.clear()
    store.open_space(context.spaces["a"])
    assert store.approximation("a").breadth == 300
    fill(store, context, rows_with([{}, {}]))
    assert set(efs(server).values()) == {300}


def test_what_others_set_is_told(server):
    context = Journal()
    store = store_on(server, context)
    fill(store, context, rows_with([{}, {}]))
    store_on(server, context)
    (each,) = server.data.classes.values()
    for one in each.schema["vectorConfig"].values():
        one["vectorIndexConfig"]["ef"] = 77
    assert store.approximation("a").breadth == 77


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"index": "flat"}, None),
        ({"index": "flat", "quantization": "bq"}, False),
        ({"index": "hnsw"}, True),
        ({"index": "hnsw", "quantization": "rq"}, True),
    ],
)
@pytest.mark.parametrize("made", [False, True])
def test_what_can_be_set(server, options, expected, made):
    context = Journal()
    store = store_on(server, context, **options)
    store.open_space(context.open_space("a", 8))
    if made:
        fill(store, context, rows_with([{}, {}]))
    found = store.approximation("a")
    assert (None if found is None else found.adjustable) is expected
    if found is not None:
        assert ("quantization='none'" in found.advice) is ("quantization" in options)


def test_a_search_costs_no_more(server):
    context = Journal()
    store = store_on(server, context)
    rows = rows_with([{}, {}])
    fill(store, context, rows)
    store.set_breadth("a", 300)
    server.heard.clear()
    store.search("a", rows[0].vectors["a"], k=1, selection=select())
    assert len(server.heard) == len(server.calls(search_get_pb2.SearchRequest)) == 1
