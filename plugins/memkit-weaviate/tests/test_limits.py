"""Servers that give few rows at once, and options of a collection that is there already.

All through the stand-in, which is no substitute for Weaviate; see `wire`.
"""

import grpc
import numpy as np
import pytest
from helpers import DIM, QUERY, Journal, fill, found, rows_with, select, store_on
from memkit_weaviate import schema
from weaviate.proto.v1 import batch_delete_pb2, batch_pb2, search_get_pb2

from memkit import Memory
from memkit.contracts import Position
from memkit.errors import MemkitWarning, ProviderError, StoreLostError
from memkit.testing import SampleMemory


@pytest.fixture
def context():
    return Journal()


def only_class(server):
    (made,) = server.data.classes.values()
    return made


def graphs(server):
    return [
        each["vectorIndexConfig"] for each in only_class(server).schema["vectorConfig"].values()
    ]


# -- QUERY_MAXIMUM_RESULTS -------------------------------------------------------------------


@pytest.mark.parametrize("most", [1, 7, 500])
@pytest.mark.parametrize("tenancy", [None, "user_id"])
def test_a_server_that_gives_few_rows_at_once(server, context, most, tenancy):
    server.maximum_results = most
    store = store_on(server, context, tenancy=tenancy)
    n = min(3 * most, 700)
    keys = fill(store, context, rows_with([{"n": n} for n in range(n)]))
    store.moved(Position(1, 1))
    again = store_on(server, context, tenancy=tenancy)
    assert again.position() == Position(1, 1)
    again.open_space(context.spaces["a"])
    assert found(again, select(), k=n) == keys
    assert found(again, select("memory icontains 'MEMORY'"), k=n) == keys
    assert again.count() == n


@pytest.mark.parametrize(
    ("where", "most"),
    # Of those that the journal checks, twice as many are looked at.
    [(None, 5), ("n >= 0", 5), ("memory icontains 'MEMORY'", 9)],
)
def test_more_than_a_server_gives_at_once_takes_few_requests(server, context, where, most):
    store = store_on(server, context)
    rows = rows_with([{"n": n} for n in range(400)])
    keys = fill(store, context, rows)
    unlimited = store.search("a", QUERY, k=250, selection=select(where))
    server.maximum_results = 60
    store.search("a", QUERY, k=250, selection=select(where))
    server.heard.clear()
    limited = store.search("a", QUERY, k=250, selection=select(where))
    assert limited.keys.tolist() == unlimited.keys.tolist()
    assert set(limited.keys.tolist()) <= set(keys)
    # Those that the journal checks are looked at twice as many at once.
    assert len(server.calls(search_get_pb2.SearchRequest)) <= (
        9 if where and "memory" in where else 5
    )


def test_what_a_server_gives_at_once_is_found_out_once(server, context):
    server.maximum_results = 123
    store = store_on(server, context)
    fill(store, context, rows_with([{}] * 300))
    assert len(store.search("a", QUERY, k=200, selection=select())) == 200
    server.heard.clear()
    assert len(store.search("a", QUERY, k=100, selection=select())) == 100
    assert len(store.search("a", QUERY, k=123, selection=select())) == 123
    assert [asked.limit for asked in server.calls(search_get_pb2.SearchRequest)] == [100, 123]


def test_all_are_deleted_where_few_are_deleted_at_once(server, context):
    server.maximum_results = 40
    for tenancy in (None, "user_id"):
        journal = Journal()
        store = store_on(server, journal, tenancy=tenancy)
        keys = fill(store, journal, rows_with([{}] * 130))
        server.heard.clear()
        store.delete(np.array([*keys[:100], 9_000], np.int64))
        assert found(store, select()) == keys[100:]
        assert store.count() == 30
    # One request where nothing is left.
    server.maximum_results = 10_000
    server.heard.clear()
    store.delete(np.array(keys[100:], np.int64))
    assert len(server.calls(batch_delete_pb2.BatchDeleteRequest)) == 2


def test_a_refusal_that_can_not_be_helped_names_the_option(server, context):
    store = store_on(server, context)
    fill(store, context, rows_with([{}]))
    said = "explorer: list class: search: query maximum results exceeded"
    server.answers = (grpc.StatusCode.UNKNOWN, said)
    with pytest.raises(ProviderError, match=r"max_results=\.\.\..*QUERY_MAXIMUM_RESULTS"):
        store.search("a", QUERY, k=3, selection=select())


# -- other limits ----------------------------------------------------------------------------


def test_requests_fit_into_what_a_server_takes(server, context):
    server.largest_message = 200_000
    store = store_on(server, context)
    long = [SampleMemory(text="x" * 20_000, vectors={"a": v}) for v in np.eye(8, dtype=np.float32)]
    fill(store, context, long)
    sent = server.calls(batch_pb2.BatchObjectsRequest)
    assert max(each.ByteSize() for each in sent) <= 200_000
    assert store.count() == 8


def test_no_room_for_a_collection_is_told_with_what_to_do(server, context):
    server.maximum_collections = 0
    store = store_on(server, context)
    with pytest.raises(ProviderError, match="MAXIMUM_ALLOWED_COLLECTIONS_COUNT"):
        fill(store, context, rows_with([{}]))


# -- what the collection says of itself ------------------------------------------------------


def test_rows_of_an_older_version_are_read_and_replaced(server, context):
    """It had a row for the position, and one for each space."""
    store = store_on(server, context)
    keys = fill(store, context, rows_with([{}, {}]))
    store.moved(Position(5, 2))
    rows = only_class(server).tenants[None]
    (own,) = [row for row in rows.values() if row.properties["tokens"] == ["state"]]
    del rows[own.uuid]
    space = context.spaces["a"]
    for name, token, said in (
        ("position", "position", f'{{"seq": 5, "vectors": 2, "mark": "{context.event_token(5)}"}}'),
        ("space/a", "space", f'{{"key": "a", "id": {space.id}, "dim": {DIM}, "normalized": true}}'),
    ):
        row = schema.row_id(context.journal_id, name)
        properties = {schema.TOKENS: [token], schema.STATE: said}
        rows[str(row)] = type(own)(str(row), properties, {})
    again = store_on(server, context)
    assert again.position() == Position(5, 2)
    again.open_space(space)
    assert found(again, select()) == keys
    again.moved(Position(6, 3))
    tokens = [row.properties["tokens"] for row in rows.values()]
    assert tokens.count(["state"]) == 1
    assert ["position"] not in tokens
    assert ["space"] not in tokens
    assert store_on(server, context).position() == Position(6, 3)


def test_a_collection_that_another_process_made_anew_is_looked_at_again(server, context):
    store = store_on(server, context)
    keys = fill(store, context, rows_with([{"n": 1}, {"n": 2}]))
    assert found(store, select("n > 1")) == keys[1:]
    other = store_on(server, context)
    other.clear()
    other.open_space(context.spaces["a"])
    other.upsert(context.batch(keys[:1]))
    assert store.position() == Position()
    assert len(only_class(server).schema["properties"]) == len(schema._properties()) + 1
    store.upsert(context.batch(keys))
    assert found(store, select("n > 1")) == keys[1:]


# -- options of a collection that is there already -------------------------------------------


def test_options_that_were_given_are_given_to_the_collection(server, context):
    first = store_on(server, context)
    first.open_space(context.open_space("b", 3))
    keys = fill(first, context, rows_with([{}]))
    store = store_on(server, context, ef=512, flat_search_cutoff=7, quantization="rq")
    assert store.position() == Position()
    for graph in graphs(server):
        assert (graph["ef"], graph["flatSearchCutoff"]) == (512, 7)
        assert graph["rq"]["enabled"] is True
    store.open_space(context.spaces["a"])
    assert found(store, select()) == keys


def test_options_cost_no_request_where_nothing_is_to_be_changed(server, context):
    fill(store_on(server, context, ef=99), context, rows_with([{}]))
    heard = []
    for options in ({}, {"ef": 99}):
        server.heard.clear()
        store_on(server, context, **options).position()
        heard.append([asked for kind, asked, _ in server.heard if kind == "http"])
    assert heard[0] == heard[1]


def test_defaults_undo_nothing(server, context):
    fill(store_on(server, context, ef=256, quantization="rq"), context, rows_with([{}]))
    before = [dict(graph) for graph in graphs(server)]
    store = store_on(server, context, batch_size=7)
    assert store.count() == 1
    assert graphs(server) == before


@pytest.mark.parametrize(
    ("made", "asked", "told"),
    [
        ({}, {"index": "flat"}, r"index='hnsw' \(not 'flat'\)"),
        ({"index": "flat"}, {"index": "hnsw", "ef": 9}, r"index='flat' \(not 'hnsw'\)"),
        ({"quantization": "rq"}, {"quantization": "none"}, r"quantization='rq' \(not 'none'\)"),
        ({"quantization": "rq"}, {"quantization": "bq"}, r"quantization='rq' \(not 'bq'\)"),
        (
            {"index": "flat"},
            {"index": "flat", "quantization": "bq"},
            r"quantization='none' \(not 'bq'\)",
        ),
        ({}, {"replicas": 3}, r"replicas=1 \(not 3\)"),
    ],
)
def test_what_stands_is_told_and_a_reindex_makes_it_new(server, tmp_path, made, asked, told):
    def choice(options):
        return {"provider": "weaviate", "config": {**server.config, **options}}

    with Memory(tmp_path / "memory.db", store=choice(made)) as m:
        m.add("Alice plays the cello.", user_id="alice")
    with Memory(tmp_path / "memory.db", store=choice(asked)) as m:
        with pytest.warns(MemkitWarning, match=f"{told}.*reindex"):
            assert m.search("cello", user_id="alice")
        m.reindex()
        assert m.search("cello", user_id="alice")
    with Memory(tmp_path / "memory.db", store=choice(asked)) as m:
        assert m.search("cello", user_id="alice")


def test_a_collection_that_the_server_made_is_not_believed(server, context):
    store = store_on(server, context)
    fill(store, context, rows_with([{}]))
    store.moved(Position(1, 1))
    server.data.classes.clear()
    # It comes too late: the server makes a collection for it, in which there is nothing else.
    store.moved(Position(2, 2))
    assert len(only_class(server).tenants[None]) == 1
    with pytest.raises(StoreLostError):
        store.position()
