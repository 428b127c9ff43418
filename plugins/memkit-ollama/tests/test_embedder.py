from __future__ import annotations

import numpy as np
import pytest
import wire
from memkit_ollama._plugin import EMBEDDER

from memkit.errors import ProviderError
from memkit.testing import CANARY, Reply


def test_a_request_is_as_documented(server, make):
    embedder = make(EMBEDDER, dimensions=32, keep_alive="10m", options={"num_ctx": 512})
    vectors = embedder.embed_batch(["green tea", "rain"], kind="document")
    assert vectors.shape == (2, 32)
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/api/embed")
    assert request.headers["authorization"] == f"Bearer {CANARY}"
    assert request.json == {
        "model": "all-minilm",
        "input": ["green tea", "rain"],
        "truncate": True,
        "dimensions": 32,
        "keep_alive": "10m",
        "options": {"num_ctx": 512},
    }


def test_what_is_not_given_is_not_sent(server, make):
    embedder = make(EMBEDDER, api_key=None)
    assert embedder.dim == wire.DIM
    (request,) = server.requests
    assert set(request.json) == {"model", "input", "truncate"}
    assert "authorization" not in request.headers


def test_the_server_is_found_by_its_variable(server, make, monkeypatch):
    monkeypatch.setenv("OLLAMA_HOST", server.url.removeprefix("http://"))
    assert make(EMBEDDER, base_url=None).dim == wire.DIM
    assert len(server.requests) == 1


def test_the_dimension_is_asked_once(server, make):
    embedder = make(EMBEDDER)
    assert embedder.dim == embedder.dim == wire.DIM
    assert len(server.requests) == 1
    embedder.embed_query("tea")
    assert len(server.requests) == 2


def test_prefixes_stand_before_each_text(server, make):
    embedder = make(EMBEDDER, query_prefix="search_query: ", document_prefix="search_document: ")
    embedder.embed_query("tea")
    embedder.embed_batch(["rain"], kind="document")
    inputs = [request.json["input"] for request in server.requests]
    assert inputs == [["search_query: tea"], ["search_document: rain"]]


@pytest.mark.parametrize("status", [400, 500])
def test_a_text_that_is_too_long_is_cut_and_harms_no_other(server, make, status):
    embedder = make(EMBEDDER)
    server.first(wire.refused("the input length exceeds the context length", status=status))
    long = "word " * 1000
    together = embedder.embed_batch(["tea", long, "rain"], kind="document")
    np.testing.assert_allclose(together[0], embedder.embed_query("tea"), atol=1e-6)
    np.testing.assert_allclose(together[2], embedder.embed_query("rain"), atol=1e-6)
    np.testing.assert_allclose(together[1], embedder.embed_query("word"), atol=1e-5)


@pytest.mark.parametrize(
    "vectors",
    [[], [[0.1] * wire.DIM] * 2, [[0.1] * 7], [[float("nan")] * wire.DIM], [[]], [None], ["words"]],
    ids=["none", "two", "short", "nan", "empty", "null", "text"],
)
def test_vectors_that_are_none_are_refused(server, make, vectors):
    embedder = make(EMBEDDER)
    assert embedder.dim == wire.DIM
    server.first(Reply(json=wire.embedded(vectors)))
    with pytest.raises(ProviderError):
        embedder.embed_query("tea")
    assert embedder.usage.calls == 1


def test_vectors_are_scaled_to_length_one(server, make):
    server.first(Reply(json=wire.embedded([[3.0, 4.0]])))
    np.testing.assert_allclose(make(EMBEDDER).embed_query("tea"), [0.6, 0.8], atol=1e-6)


def test_many_texts_go_in_several_requests_by_the_verb(server, make, tmp_path):
    from memkit import Memory

    with Memory(tmp_path / "m.db", embedder=make(EMBEDDER)) as memory:
        memory.add([f"text number {number}" for number in range(150)], user_id="alice")
    sizes = [len(request.json["input"]) for request in server.requests]
    assert sum(sizes) >= 150
    assert max(sizes) == 64


def test_usage_is_what_the_server_counted(server, make):
    embedder = make(EMBEDDER, dimensions=32)
    embedder.embed_batch(["green tea", "rain"], kind="document")
    assert (embedder.usage.calls, embedder.usage.input_tokens) == (1, 3)
