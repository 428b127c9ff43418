"""A server that is down, refuses, is slow, or takes a part; and secrets in none of it.

All through the stand-in, which is no substitute for Weaviate; see `wire`.
"""

import logging
import traceback

import grpc
import pytest
from helpers import Journal, fill, found, rows_with, select, store_on
from weaviate.proto.v1 import search_get_pb2

from memkit.errors import (
    AuthenticationError,
    ConnectionError,
    MemkitError,
    ProviderError,
    RateLimitError,
)

SECRET = "a-key-that-nobody-may-see"


@pytest.fixture
def context():
    return Journal()


@pytest.fixture
def store(server, context):
    made = store_on(server, context)
    fill(made, context, rows_with([{}, {}]))
    return made


def test_a_server_that_is_not_there(server, context):
    server.stop()
    with pytest.raises(ConnectionError, match=r"Start the server, or correct url="):
        store_on(server, context).count()


def test_a_server_that_goes_and_comes_back(server, store, context, monkeypatch):
    monkeypatch.setattr("time.sleep", no_sleep)
    server.stop()
    for call in (
        lambda: found(store, select()),
        lambda: store.upsert(context.batch([1])),
        lambda: store.count(),
        lambda: store.position(),
    ):
        with pytest.raises(ConnectionError, match="catches up at the next call"):
            call()
    server.start()
    assert found(store, select()) == [1, 2]
    assert store.count() == 2


def no_sleep(seconds):
    raise AssertionError(f"the client sleeps for {seconds} s before it tries again")


def test_the_clients_insides_are_those_that_are_known(store):
    store.count()
    connection = store._connection.client.client._connection
    assert type(connection._grpc_channel).__name__ == "Channel"
    assert connection._grpc_stub is not None


def test_a_server_that_is_not_ready(server, context):
    server.ready = False
    with pytest.raises(ConnectionError, match="not ready"):
        store_on(server, context).count()
    assert store_on(server, context, skip_init_checks=True).count() == 0


def test_a_server_that_is_too_old(server, context):
    server.version = "1.26.1"
    with pytest.raises(ProviderError, match="Update the server"):
        store_on(server, context).count()


@pytest.mark.parametrize(
    ("status", "said", "error", "fix"),
    [
        (grpc.StatusCode.UNAUTHENTICATED, "no key", AuthenticationError, "WEAVIATE_API_KEY"),
        (grpc.StatusCode.PERMISSION_DENIED, "forbidden", AuthenticationError, "may read"),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, "too many requests", RateLimitError, "Wait"),
        (
            grpc.StatusCode.RESOURCE_EXHAUSTED,
            "Sent message larger than max (9 vs. 8)",
            ProviderError,
            "batch_size",
        ),
        (grpc.StatusCode.DEADLINE_EXCEEDED, "too slow", ConnectionError, "timeout_query"),
        (grpc.StatusCode.UNAVAILABLE, "going away", ConnectionError, "Start the server"),
        (grpc.StatusCode.INTERNAL, "shard is broken", ProviderError, r"m\.reindex\(\)"),
    ],
)
def test_refusals_are_told_with_the_fix(server, store, context, status, said, error, fix):
    server.answers = (status, said)
    for call in (
        lambda: found(store, select()),
        lambda: store.upsert(context.batch([1])),
        lambda: store.delete(context.batch([1]).keys),
        lambda: store.count(),
    ):
        with pytest.raises(error, match=fix) as caught:
            call()
        assert type(caught.value) is error
        assert caught.value.provider == "weaviate"
    server.answers = None
    assert found(store, select()) == [1, 2]


def test_a_slow_server_is_left(server, context):
    store = store_on(server, context, timeout_query=0.2)
    fill(store, context, rows_with([{}]))
    with server.data.lock, pytest.raises(ConnectionError, match="timeout_query"):
        found(store, select())
    assert found(store, select()) == [1]


def test_a_row_that_is_refused_is_named(server, store, context):
    batch = context.add(rows_with([{}, {}, {}], seed=3))
    server.refused = lambda row: row.properties.get("key") == "4"
    with pytest.raises(ProviderError, match=r"took 2 of 3 .* key 4: store is read-only"):
        store.upsert(batch)
    server.refused = lambda row: True
    with pytest.raises(ProviderError, match="read-only"):
        store.upsert(batch)
    server.refused = None
    store.upsert(batch)
    assert found(store, select()) == [1, 2, 3, 4, 5]


def test_a_batch_that_was_cut_is_made_whole(server, store, context):
    batch = context.add(rows_with([{}] * 50, seed=3))
    server.cut_after = 20
    with pytest.raises(ConnectionError):
        store.upsert(batch)
    server.cut_after = None
    assert 2 < store.count() < 52
    store.upsert(batch)
    assert store.count() == store.count("a") == 52
    assert found(store, select()) == list(range(1, 53))


# -- secrets ---------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["api_key", "headers"])
def test_no_error_shows_a_secret(server, context, caplog, option):
    caplog.set_level(logging.DEBUG)
    server.api_key = "another"
    value = SECRET if option == "api_key" else {"authorization": f"Bearer {SECRET}"}
    store = store_on(server, context, **{option: value})
    with pytest.raises(AuthenticationError) as caught:
        store.count()
    assert "invalid api key" in str(caught.value), "the server's words, without the key"
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert SECRET not in caplog.text
    assert SECRET not in repr(store) + repr(store.config) + str(vars(store))


def test_a_key_that_is_withdrawn_is_not_shown(server, context, caplog):
    caplog.set_level(logging.DEBUG)
    server.api_key = SECRET
    store = store_on(server, context, api_key=SECRET)
    fill(store, context, rows_with([{}]))
    server.api_key = "another"
    for call in (lambda: found(store, select()), lambda: store.upsert(context.batch([1]))):
        with pytest.raises(MemkitError) as caught:
            call()
        assert isinstance(caught.value, AuthenticationError)
        assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert SECRET not in caplog.text


def test_searches_are_not_tried_again_and_again(server, store):
    server.heard.clear()
    server.answers = (grpc.StatusCode.UNAVAILABLE, "going away")
    with pytest.raises(ConnectionError):
        found(store, select())
    assert len(server.calls(search_get_pb2.SearchRequest)) == 2
