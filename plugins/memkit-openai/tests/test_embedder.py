"""What goes to /embeddings, and what is made of the answers."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest
import wire
from memkit_openai._plugin import EMBEDDERS

from memkit.errors import ProviderError
from memkit.testing import CANARY, Reply

SPEC = {spec.name: spec for spec in EMBEDDERS}


@pytest.fixture
def openai(make):
    return make(SPEC["openai"])


def reply(*vectors, indexes=None, **usage):
    data = [
        {"object": "embedding", "embedding": vector, "index": index}
        for index, vector in zip(indexes or range(len(vectors)), vectors, strict=True)
    ]
    return Reply(json={"object": "list", "model": "m", "data": data, "usage": usage})


def coded(*numbers):
    return base64.b64encode(np.array(numbers, "<f4").tobytes()).decode()


def test_a_request_is_as_documented(server, openai):
    openai.embed_batch(["one", "two"], kind="document")
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/embeddings")
    assert request.headers["authorization"] == f"Bearer {CANARY}"
    assert request.json == {
        "model": "text-embedding-3-small",
        "input": ["one", "two"],
        "encoding_format": "base64",
    }


def test_options_go_into_the_request(server, make):
    embedder = make(
        SPEC["openai"],
        model="text-embedding-3-large",
        dimensions=256,
        extra_body={"user": "someone"},
        headers={"X-Team": "memory"},
        query_prefix="query: ",
        document_prefix="passage: ",
    )
    assert embedder.dim == 256
    assert embedder.embed_batch(["one"], kind="query").shape == (1, 256)
    embedder.embed_batch(["one"], kind="document")
    first, second = server.requests
    assert first.json == {
        "model": "text-embedding-3-large",
        "input": ["query: one"],
        "encoding_format": "base64",
        "dimensions": 256,
        "user": "someone",
    }
    assert second.json["input"] == ["passage: one"]
    assert first.headers["x-team"] == "memory"


@pytest.mark.parametrize(
    ("service", "model", "dim"),
    [
        ("openai", "text-embedding-3-small", 1536),
        ("openai", "text-embedding-3-large", 3072),
        ("openai", "text-embedding-ada-002", 1536),
        ("openrouter", "openai/text-embedding-3-large", 3072),
    ],
)
def test_the_length_of_known_models_needs_no_call(server, make, service, model, dim):
    assert make(SPEC[service], model=model).dim == dim
    assert server.requests == []


def test_the_length_of_another_model_is_asked_for_once(server, make):
    embedder = make(SPEC["lmstudio"], model="nomic-embed")
    assert [embedder.dim, embedder.dim] == [wire.OTHER_DIMENSIONS] * 2
    assert len(server.requests) == 1


def test_both_encodings_give_the_same_numbers(make):
    one, other = make(SPEC["vllm"], model="m"), make(SPEC["together"], model="m")
    texts = ["green tea", "a train to Porto"]
    vectors = one.embed_batch(texts, kind="document")
    np.testing.assert_allclose(vectors, other.embed_batch(texts, kind="document"), atol=1e-6)


def test_vectors_are_put_in_the_order_of_the_texts(server, make):
    embedder = make(SPEC["vllm"], model="m")
    server.first(reply([1, 0], [0, 1], [-1, 0], indexes=[2, 0, 1]))
    found = embedder.embed_batch(["a", "b", "c"], kind="document")
    assert found.tolist() == [[0, 1], [-1, 0], [1, 0]]


def test_a_server_that_ignores_the_encoding_is_understood(server, make):
    embedder = make(SPEC["openai"], dimensions=2)
    server.first(reply([0.6, 0.8]))
    np.testing.assert_allclose(embedder.embed_batch(["a"], kind="query"), [[0.6, 0.8]])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reply([1, 0]), "1 vectors for 2 texts"),
        (reply([1, 0], [0, 1], [1, 1]), "3 vectors for 2 texts"),
        (reply([1, 0, 0], [0, 1, 0]), r"shape \(2, 3\); 2 numbers were expected"),
        (reply([1, 0], [0]), "no lists of numbers"),
        (reply([1, 0], [0, float("nan")]), "NaN"),
        (reply([1, 0], None), "no lists of numbers"),
        (reply("no base64!", coded(0, 1)), "no base64 of float32"),
        (reply(coded(1, 0)[:-4], coded(0, 1)), "no base64 of float32"),
        (reply([1, 0], [0, 1], indexes=[0, 0]), "not numbered"),
        (reply([1, 0], [0, 1], indexes=[1, 2]), "not numbered"),
        (reply([1, 0], [0, 1], indexes=["0", {}]), "not numbered"),
        (Reply(json={"data": [1, 2]}), "2 numbers were expected"),
        (Reply(json={"data": {"embedding": [1]}}), "no list of vectors"),
        (Reply(json={"error": {"message": "Odd."}}), "no list of vectors"),
    ],
)
def test_nonsense_is_refused(server, make, answer, words):
    embedder = make(SPEC["openai"], dimensions=2)
    server.first(answer)
    with pytest.raises(ProviderError, match=words):
        embedder.embed_batch(["a", "b"], kind="document")
    assert embedder.usage.calls == 0


def test_tokens_are_counted_as_the_service_tells_them(server, make):
    embedder = make(SPEC["openai"], dimensions=2, price={"input": 0.02})
    server.first(reply([1, 0], prompt_tokens=500_000, total_tokens=500_000), reply([1, 0]))
    for _ in range(2):
        embedder.embed_batch(["a"], kind="document")
    used = embedder.usage
    assert (used.calls, used.input_tokens, used.output_tokens) == (2, 500_000, 0)
    assert used.cost == pytest.approx(0.01)
    assert embedder.estimate(["four" * 1_000_000]).cost == pytest.approx(0.02)


def test_an_empty_text_is_not_sent(server, openai):
    vectors = openai.embed_batch(["", "one", "\n"], kind="document")
    assert server.requests[0].json["input"] == ["one"]
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([0, 1, 0])


def test_requests_stay_within_the_limits(server, openai):
    openai.embed_batch(["word " * 4_000] * 60, kind="document")
    sizes = [sum(map(wire.tokens_of, request.json["input"])) for request in server.requests]
    assert len(sizes) > 1
    assert max(sizes) <= wire.MOST_TOKENS


def test_a_text_of_more_tokens_than_estimated_is_cut_until_it_is_taken(server, openai):
    # Each sign is a token, three times as many as their bytes let expect.
    vectors = openai.embed_batch(["short", "$" * 50_000, "last"], kind="document")
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1])
    sent = [max(map(len, request.json["input"])) for request in server.requests]
    assert sent[0] == 3 * 8191
    assert 4_096 <= min(size for size in sent if size > 10) <= 8_192
    np.testing.assert_allclose(
        vectors[[0, 2]], openai.embed_batch(["short", "last"], kind="document"), atol=1e-6
    )


def test_a_batch_of_more_tokens_than_estimated_is_sent_in_parts(server, openai):
    texts = [f"{number} " + "$" * 7_000 for number in range(60)]
    vectors = openai.embed_batch(texts, kind="document")
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(60))
    assert json.loads(server.requests[0].body)["input"] == texts
    assert len(server.requests) == 3


def test_half_a_character_is_no_obstacle(server, openai):
    openai.embed_batch(["\ud83d half"], kind="document")
    assert server.requests[0].json["input"] == ["? half"]
