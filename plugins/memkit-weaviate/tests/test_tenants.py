"""A tenant for each user, through the stand-in, which is no substitute for Weaviate."""

import numpy as np
import pytest
from helpers import Journal, fill, found, select, store_on, vectors
from weaviate.proto.v1 import batch_pb2, search_get_pb2, tenants_pb2

from memkit.domain.records import Scope
from memkit.errors import ScopeError, StoreLostError
from memkit.testing import SampleMemory

ALICE, BOB = Scope(user_id="alice"), Scope(user_id="bob")


@pytest.fixture
def context():
    return Journal()


@pytest.fixture
def store(server, context):
    return store_on(server, context, tenancy="user_id", fan_out=4)


def rows_of(*scopes):
    return [
        SampleMemory(scope=scope, vectors={"a": vector})
        for scope, vector in zip(scopes, vectors(len(scopes)), strict=True)
    ]


def tenants(server):
    (name,) = server.data.classes
    held = server.data.classes[name].tenants
    return {tenant: len(rows) for tenant, rows in held.items()}


def test_each_user_has_a_tenant_with_their_memories_alone(server, store, context):
    keys = fill(store, context, rows_of(ALICE, BOB, ALICE, Scope(agent_id="cook")))
    counts = tenants(server)
    # Each memory, and the space, has a small row in the directory.
    assert counts.pop("memkit") == 5
    assert sorted(counts.values()) == [1, 1, 2]
    assert "alice" not in str(list(counts)), "a user's name is no tenant's name"
    assert found(store, select(scope=ALICE)) == [keys[0], keys[2]]
    assert store.count() == store.count("a") == 4


def test_a_search_of_one_user_asks_one_tenant(server, store, context):
    fill(store, context, rows_of(ALICE, BOB))
    server.heard.clear()
    found(store, select(scope=BOB))
    (asked,) = server.calls(search_get_pb2.SearchRequest)
    assert asked.tenant in tenants(server)
    assert asked.tenant != "memkit"


def test_a_user_without_memories_has_none(store, context):
    fill(store, context, rows_of(ALICE))
    assert found(store, select(scope=Scope(user_id="nobody"))) == []


def test_a_search_of_all_asks_every_tenant_and_merges(server, store, context):
    rows = rows_of(*[Scope(user_id=f"user {number % 3}") for number in range(30)])
    fill(store, context, rows)
    query = vectors(1, seed=9)[0]
    best = store.search("a", query, k=7, selection=select())
    keys, scores = context.scores("a", query, select())
    assert best.keys.tolist() == keys[:7].tolist()
    np.testing.assert_allclose(best.scores, scores[:7], atol=1e-5)


def test_a_search_of_too_many_is_refused(store, context):
    fill(store, context, rows_of(*[Scope(user_id=str(number)) for number in range(5)]))
    with pytest.raises(ScopeError, match=r"no user_id.*5 tenants.*fan_out="):
        found(store, select())
    assert found(store, select(scope=Scope(user_id="3"))) == [4]


def test_a_memory_that_moves_leaves_no_copy(server, store, context):
    (key,) = fill(store, context, rows_of(ALICE))
    store.upsert(context.edit(key, rows_of(BOB)[0]))
    assert found(store, select(scope=ALICE)) == []
    assert found(store, select(scope=BOB)) == [key]
    assert store.count() == 1
    assert sorted(tenants(server).values()) == [0, 1, 2]


def test_a_deletion_finds_its_tenant(server, store, context):
    keys = fill(store, context, rows_of(ALICE, BOB, BOB))
    store.delete(np.array([*keys[:2], 99], np.int64))
    assert found(store, select()) == keys[2:]
    assert store.count() == 1


def test_the_directory_is_written_first(server, store, context):
    fill(store, context, rows_of(ALICE))
    server.heard.clear()
    fill(store, context, rows_of(BOB))
    order = [asked.objects[0].tenant for asked in server.calls(batch_pb2.BatchObjectsRequest)]
    assert order[0] == "memkit"
    assert len(order) == 2


def test_what_the_journal_checks_is_asked_of_every_tenant(store, context):
    rows = [
        SampleMemory(scope=scope, metadata={"s": f"note {number}"}, vectors={"a": vector})
        for number, (scope, vector) in enumerate(zip([ALICE, BOB] * 6, vectors(12), strict=True))
    ]
    keys = fill(store, context, rows)
    assert found(store, select("s contains '1'")) == [keys[1], keys[10], keys[11]]


def test_another_process_finds_them(server, store, context):
    fill(store, context, rows_of(ALICE, BOB))
    other = store_on(server, context, tenancy="user_id", fan_out=4)
    other.open_space(context.spaces["a"])
    assert found(other, select(scope=BOB)) == [2]
    other.delete(np.array([1], np.int64))
    assert found(store, select()) == [2]


def test_tenants_are_made_again_in_a_collection_that_is_another(server, store, context):
    keys = fill(store, context, rows_of(ALICE, BOB))
    server.data.classes.clear()
    other = store_on(server, context, tenancy="user_id", fan_out=4)
    other.open_space(context.spaces["a"])
    with pytest.raises(StoreLostError):
        store.position()
    store.upsert(context.batch(keys))
    assert found(store, select(scope=BOB)) == [2]
    assert store.count() == 2


def test_few_questions_are_asked_about_tenants(server, store, context):
    fill(store, context, rows_of(*[Scope(user_id=str(number)) for number in range(30)]))
    assert len(server.calls(tenants_pb2.TenantsGetRequest)) == 1


def test_a_tenant_that_somebody_deleted_is_made_again(server, context, store):
    keys = fill(store, context, rows_of(ALICE, ALICE))
    assert found(store, select(scope=ALICE)) == keys
    (made,) = server.data.classes.values()
    (name,) = set(made.tenants) - {"memkit"}
    del made.tenants[name]
    assert found(store, select(scope=ALICE)) == []
    store.upsert(context.batch(keys))
    del made.tenants[name]
    store.upsert(context.batch(keys))
    assert found(store, select(scope=ALICE)) == keys
