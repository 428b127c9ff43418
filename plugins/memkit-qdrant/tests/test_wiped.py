"""A collection that somebody deletes, or a part of it, under an open store."""

import numpy as np
import pytest
from memkit_qdrant.config import QdrantConfig
from memkit_qdrant.store import QdrantStore
from qdrant_client import models

from memkit.contracts import Position
from memkit.errors import StoreLostError, ValidationError
from memkit.testing import DictContext
from memkit.testing.stores import all_keys, fill, random_units, search

VECTORS = random_units(5, 8, seed=1)


@pytest.fixture
def context():
    return DictContext()


@pytest.fixture(params=["wire", "grpc_wire"])
def config(request):
    return request.getfixturevalue(request.param).config


@pytest.fixture
def store(config, context):
    made = QdrantStore(QdrantConfig(**config), context)
    fill(made, context, VECTORS)
    made.moved(Position(1, 1))
    yield made
    made.close()


CALLS = {
    "search": lambda store, context: search(store, VECTORS[0], k=1),
    "upsert": lambda store, context: store.upsert(context.batch([1])),
    "delete": lambda store, context: store.delete(np.array([1], np.int64)),
    "count": lambda store, context: store.count(),
    "count of a space": lambda store, context: store.count("a"),
    "position": lambda store, context: store.position(),
    "open_space": lambda store, context: store.open_space(context.open_space("b", 3)),
    "moved": lambda store, context: store.moved(Position(2, 2)),
}


def made_again(store, context):
    assert store.position() == Position()
    store.clear()
    for space in context.spaces.values():
        store.open_space(space)
    store.upsert(context.batch([1, 2, 3, 4, 5]))
    assert all_keys(store) == [1, 2, 3, 4, 5]
    assert store.count() == 5


@pytest.mark.parametrize("call", CALLS)
def test_it_is_told_and_made_again_with_the_next_memories(wire, store, context, call):
    wire.engine.delete_collection(store.name)
    with pytest.raises(StoreLostError, match="is gone"):
        CALLS[call](store, context)
    made_again(store, context)


def test_one_that_lost_the_point_that_says_whose_it_is(wire, store, context):
    wire.engine.delete(store.name, [0])
    with pytest.raises(StoreLostError, match="has lost what it says of itself"):
        store.position()
    made_again(store, context)


def test_one_that_nobody_came_to_the_end_of_making(wire, store, config, context):
    wire.engine.delete_collection(store.name)
    wire.engine.create_collection(store.name, vectors_config={})
    next_one = QdrantStore(QdrantConfig(**config), context)
    made_again(next_one, context)
    next_one.close()


def test_one_of_another_name_that_says_nothing_is_somebody_elses(wire, config, context):
    store = QdrantStore(QdrantConfig(**config, collection="theirs"), context)
    vectors = models.VectorParams(size=3, distance=models.Distance.DOT)
    wire.engine.create_collection("theirs", vectors_config=vectors)
    for act in (store.position, store.clear):
        with pytest.raises(ValidationError, match="belongs to no journal"):
            act()
    assert wire.engine.collection_exists("theirs")
    store.close()


def test_one_that_another_made_again_is_used_as_it_is(wire, store, config, context):
    wire.engine.delete_collection(store.name)
    other = QdrantStore(QdrantConfig(**config), context)
    for space in context.spaces.values():
        other.open_space(space)
    other.upsert(context.batch([1]))
    assert all_keys(store) == all_keys(other) == [1]
    other.close()
