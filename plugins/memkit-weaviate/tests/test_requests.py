"""What goes over the wire: names, limits, tenants, filters, sizes, and to whom.

All through the stand-in, which is no substitute for Weaviate; see `wire`.
"""

import json
import math
import socket

import numpy as np
import pytest
from helpers import DIM, Journal, fill, found, rows_with, select, store_on, vectors
from memkit_weaviate import schema
from weaviate.proto.v1 import batch_delete_pb2, batch_pb2, search_get_pb2

from memkit.contracts import Position
from memkit.domain.records import Scope
from memkit.errors import MemkitWarning, SpaceError, StoreLostError, ValidationError
from memkit.testing import SampleMemory


@pytest.fixture
def context():
    return Journal()


@pytest.fixture
def store(server, context):
    return store_on(server, context)


def only_class(server):
    (name,) = server.data.classes
    return server.data.classes[name]


def test_the_collection_is_made_as_it_should_be(server, store, context):
    fill(store, context, rows_with([{"n": 1}]))
    schema_sent = only_class(server).schema
    assert schema_sent["class"] == f"Memkit_{context.journal_id.replace('-', '')}"
    assert context.journal_id in schema_sent["description"]
    (name,) = schema_sent["vectorConfig"]
    assert name == f"s{context.spaces['a'].id}_a"
    vector = schema_sent["vectorConfig"][name]
    assert vector["vectorizer"] == {"none": {}}
    assert vector["vectorIndexConfig"]["distance"] == "cosine"
    assert vector["vectorIndexConfig"]["skipDefaultQuantization"] is True
    assert schema_sent["invertedIndexConfig"]["stopwords"]["preset"] == "none"
    tokens = next(each for each in schema_sent["properties"] if each["name"] == "tokens")
    assert (tokens["dataType"], tokens["tokenization"]) == (["text[]"], "field")
    assert schema_sent["multiTenancyConfig"]["enabled"] is False


def test_a_search_names_its_vector_its_filter_and_its_limit(server, store, context):
    store.open_space(context.open_space("b", 3))
    fill(store, context, rows_with([{"n": 1}, {"n": 2}]))
    server.heard.clear()
    selection = select("n > 1", scope=Scope(user_id="alice"))
    store.search("a", vectors(1)[0], k=7, selection=selection)
    (asked,) = server.calls(search_get_pb2.SearchRequest)
    assert asked.limit == 7
    assert list(asked.near_vector.targets.target_vectors) == [f"s{context.spaces['a'].id}_a"]
    assert asked.tenant == ""
    assert list(asked.properties.non_ref_properties) == [schema.KEY]
    sent = np.frombuffer(asked.near_vector.vectors[0].vector_bytes, "<f4")
    np.testing.assert_allclose(sent, vectors(1)[0], atol=1e-6)
    space, rest = asked.filters.filters
    assert list(space.value_text_array.values) == [f"space=s{context.spaces['a'].id}_a"]
    scope, expiry, number = rest.filters
    assert list(scope.value_text_array.values) == ['user_id="alice"']
    assert (expiry.target.property, expiry.value_int) == ("expires_at", selection.now)
    assert number.target.property == schema.number_property(("n",))
    assert number.value_number == 1.0


def test_rows_have_names_that_come_again(server, store, context):
    keys = fill(store, context, rows_with([{}, {}]))
    (first,) = server.calls(batch_pb2.BatchObjectsRequest)[-1:]
    store.upsert(context.batch(keys))
    (again,) = server.calls(batch_pb2.BatchObjectsRequest)[-1:]
    names = [row.uuid for row in first.objects]
    assert names == [row.uuid for row in again.objects]
    assert names == [str(schema.row_id(context.journal_id, key)) for key in keys]
    assert names != [str(schema.row_id("another journal", key)) for key in keys]


def test_a_row_can_be_read_by_people_and_other_programs(server, store, context):
    fill(store, context, rows_with([{"ключ": "値"}]))
    (row,) = [r for r in only_class(server).tenants[None].values() if "text" in r.properties]
    assert row.properties["text"] == "memory 0"
    assert json.loads(row.properties["metadata"]) == {"ключ": "値"}
    assert row.properties["user_id"] == "alice"
    assert row.properties["memory_id"] == context.record(1).id


def test_requests_are_kept_small(server, context):
    store = store_on(server, context, batch_size=40)
    keys = fill(store, context, rows_with([{}] * 130))
    sizes = [len(a.objects) for a in server.calls(batch_pb2.BatchObjectsRequest)]
    assert sizes[-4:] == [40, 40, 40, 10]
    server.heard.clear()
    long = [SampleMemory(text="x" * 1_500_000, vectors={"a": v}) for v in vectors(5)]
    fill(store, context, long)
    assert [len(a.objects) for a in server.calls(batch_pb2.BatchObjectsRequest)] == [1] * 5
    server.heard.clear()
    store.delete(np.array([*keys, *range(10_000, 12_500)], np.int64))
    deletions = server.calls(batch_delete_pb2.BatchDeleteRequest)
    assert [len(a.filters.value_text_array.values) for a in deletions] == [1000, 1000, 630]


def test_nobody_but_the_server_is_asked(server, store, context, monkeypatch):
    asked = set()
    resolve = socket.getaddrinfo

    def recording(host, *arguments, **options):
        asked.add(host)
        return resolve(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", recording)
    fill(store, context, rows_with([{}]))
    found(store, select())
    assert asked <= {"127.0.0.1"}


def test_headers_and_key_go_with_every_request(server, context):
    server.api_key = "the-key"
    options = {"api_key": "the-key", "headers": {"X-OpenAI-Api-Key": "other-key"}}
    store = store_on(server, context, **options)
    fill(store, context, rows_with([{}]))
    assert found(store, select()) == [1]
    kinds = set()
    for kind, _, sent in server.heard:
        headers = {name.lower(): value for name, value in sent.items()}
        assert headers["authorization"] == "Bearer the-key"
        assert headers["x-openai-api-key"] == "other-key"
        kinds.add(kind)
    assert kinds == {"http", "grpc"}


def asked_for_nodes(server):
    return [asked for kind, asked, _ in server.heard if kind == "http" and "/nodes/" in asked]


@pytest.mark.parametrize("tenancy", [None, "user_id"])
def test_it_tells_whether_all_is_indexed(server, context, tenancy):
    store = store_on(server, context, tenancy=tenancy)
    assert store.settled() is True
    server.data.indexed_after = math.inf
    fill(store, context, rows_with([{}]))
    assert asked_for_nodes(server) == [], "a write does not wait"
    assert store.lag() == 2.0
    assert store.settled() is False
    assert found(store, select()) == []
    server.data.index_all()
    assert store.settled() is True
    assert found(store, select()) == [1]


def test_it_does_not_tell_what_it_does_not_know(server, store, context):
    fill(store, context, rows_with([{}]))
    server.shows_nodes = False
    assert store.settled() is None
    server.shows_nodes, server.replicas = True, 3
    assert store.settled() is None
    everywhere = store_on(server, context, consistency="ALL")
    assert everywhere.settled() is True


def test_an_option_without_effect_says_so(server, context):
    with pytest.warns(MemkitWarning, match=r"wait_for_index.*no effect.*lag="):
        store_on(server, context, wait_for_index=False)


def test_the_index_can_be_chosen(server, context):
    store = store_on(server, context, index="flat", quantization="bq", replicas=1)
    fill(store, context, rows_with([{}]))
    (vector,) = only_class(server).schema["vectorConfig"].values()
    assert vector["vectorIndexType"] == "flat"
    assert vector["vectorIndexConfig"]["bq"]["enabled"] is True
    plain = Journal()
    fill(store_on(server, plain, index="flat"), plain, rows_with([{}]))
    name = f"Memkit_{plain.journal_id.replace('-', '')}"
    (vector,) = server.data.classes[name].schema["vectorConfig"].values()
    assert vector["vectorIndexType"] == "flat"
    assert vector["vectorIndexConfig"]["bq"]["enabled"] is False


def test_writes_ask_for_the_consistency_that_was_chosen(server, context):
    store = store_on(server, context, consistency="ALL")
    fill(store, context, rows_with([{}]))
    asked = server.calls(batch_pb2.BatchObjectsRequest)[-1]
    assert asked.consistency_level == 3


# -- whose collection it is ------------------------------------------------------------------


def test_a_collection_of_another_journal_is_refused_and_left_alone(server, context):
    mine = store_on(server, context, collection="Shared")
    fill(mine, context, rows_with([{}]))
    other = store_on(server, Journal(), collection="Shared")
    for call in (lambda: other.count(), other.clear, other.position):
        with pytest.raises(ValidationError, match=r"Shared.*collection="):
            call()
    assert mine.count() == 1


def test_tenancy_cannot_be_changed(server, context):
    store = store_on(server, context)
    fill(store, context, rows_with([{}]))
    other = store_on(server, context, tenancy="user_id")
    with pytest.raises(ValidationError, match="without tenants"):
        other.count()


def test_a_collection_of_an_older_layout_is_made_anew(server, store, context, monkeypatch):
    keys = fill(store, context, rows_with([{}]))
    store.moved(Position(1, 1))
    monkeypatch.setattr(schema, "LAYOUT", schema.LAYOUT + 1)
    newer = store_on(server, context)
    assert newer.position() == Position()
    newer.open_space(context.spaces["a"])
    newer.upsert(context.batch(keys))
    assert newer.count() == 1


# -- what it knows of itself -----------------------------------------------------------------


def test_a_wiped_collection_is_at_the_beginning(server, store, context):
    fill(store, context, rows_with([{}]))
    store.moved(Position(1, 1))
    assert store.position() == Position(1, 1)
    server.data.classes.clear()
    with pytest.raises(StoreLostError, match="is gone"):
        store.position()
    assert store.position() == Position()
    store.clear()
    store.open_space(context.spaces["a"])
    store.upsert(context.batch([1]))
    assert found(store, select()) == [1]


def test_a_restored_journal_is_told_by_its_event_token(server, store, context, monkeypatch):
    fill(store, context, rows_with([{}]))
    store.moved(Position(1, 1))
    monkeypatch.setattr(context, "event_token", lambda seq: "another event")
    assert store.position() == Position()


def test_a_server_that_cannot_add_vectors_says_what_to_do(server, context):
    server.version = "1.30.0"
    store = store_on(server, context)
    for space in ("a", "b"):
        store.open_space(context.open_space(space, DIM))
    fill(store, context, rows_with([{}]))
    with pytest.raises(SpaceError, match=r"1\.31.*m\.reindex\(\)"):
        store.open_space(context.open_space("late", 3))
    assert found(store, select()) == [1]
    store.clear()
    for space in context.spaces.values():
        store.open_space(space)
    store.upsert(context.batch([1]))
    assert store.count("a") == 1
    assert store.count("late") == 0
