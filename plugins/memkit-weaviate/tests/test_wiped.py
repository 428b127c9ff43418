"""A collection that somebody deletes, or makes another of, under an open store.

All through the stand-in, which is no substitute for Weaviate; see `wire`.
"""

import numpy as np
import pytest
from helpers import DIM, QUERY, Journal, fill, found, rows_with, select, store_on

from memkit.contracts import Position
from memkit.errors import ProviderError, StoreLostError, ValidationError


@pytest.fixture
def context():
    return Journal()


@pytest.fixture
def store(server, context):
    made = store_on(server, context)
    fill(made, context, rows_with([{}, {}]))
    made.moved(Position(1, 1))
    return made


CALLS = {
    "search": lambda store, context: found(store, select()),
    "native_text": lambda store, context: store.native_text("memory", k=1, selection=select()),
    "native_hybrid": lambda store, context: store.native_hybrid(
        "memory", "a", QUERY, k=1, selection=select()
    ),
    "upsert": lambda store, context: store.upsert(context.batch([1])),
    "delete": lambda store, context: store.delete(np.array([1], np.int64)),
    "count": lambda store, context: store.count(),
    "count of a space": lambda store, context: store.count("a"),
    "position": lambda store, context: store.position(),
    "open_space": lambda store, context: store.open_space(context.open_space("b", DIM)),
    "moved": lambda store, context: store.moved(Position(2, 2)),
}


@pytest.mark.parametrize("auto_schema", [True, False])
@pytest.mark.parametrize("call", CALLS)
def test_it_is_told_and_made_again_with_the_next_memories(
    server, store, context, call, auto_schema
):
    server.auto_schema = auto_schema
    server.data.classes.clear()
    # Who writes while it is deleted may find one that the server makes for the rows.
    if auto_schema and call == "upsert":
        with pytest.raises(ProviderError, match="not found in schema"):
            CALLS[call](store, context)
    elif auto_schema and call == "moved":
        CALLS[call](store, context)
    else:
        with pytest.raises(StoreLostError, match="is gone"):
            CALLS[call](store, context)
    if server.data.classes:
        with pytest.raises(StoreLostError, match="has lost what it says of itself"):
            store.position()
    assert store.position() == Position()
    store.clear()
    for space in context.spaces.values():
        store.open_space(space)
    store.upsert(context.batch([1, 2]))
    assert found(store, select()) == [1, 2]
    assert store.count() == 2


def test_what_the_server_made_for_rows_of_others_is_left_alone(server, context):
    """Only a collection that holds what memkit writes is ours, whoever made it."""
    store = store_on(server, context, collection="Theirs")
    server.data.classes["Theirs"] = server.data.made_for("Theirs", {"title": "text"})
    for act in (store.position, store.clear):
        with pytest.raises(ValidationError, match="is not of this journal"):
            act()
    assert "Theirs" in server.data.classes


def test_one_that_another_made_again_is_used_as_it_is(server, store, context):
    server.data.classes.clear()
    other = store_on(server, context)
    for space in context.spaces.values():
        other.open_space(space)
    other.upsert(context.batch([1]))
    assert found(store, select()) == [1]
    assert found(other, select()) == [1]
