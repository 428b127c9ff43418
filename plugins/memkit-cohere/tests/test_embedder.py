import numpy as np
import pytest
from memkit_cohere._plugin import EMBEDDER
from memkit_cohere.config import DIMENSIONS
from wire import vector

from memkit.errors import ProviderError, ValidationError
from memkit.testing import CANARY, Reply


@pytest.mark.parametrize(
    ("kind", "input_type"), [("query", "search_query"), ("document", "search_document")]
)
def test_a_request_is_as_documented(server, make, kind, input_type):
    make(EMBEDDER, headers={"X-Team": "memory"}).embed_batch(["green tea", "rain"], kind=kind)
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v2/embed")
    assert request.headers["authorization"] == f"Bearer {CANARY}"
    assert request.headers["x-team"] == "memory"
    assert request.json == {
        "model": "embed-v4.0",
        "texts": ["green tea", "rain"],
        "input_type": input_type,
        "embedding_types": ["float"],
        "truncate": "END",
    }


def test_dimensions_and_type_are_asked_for(server, make):
    vectors = make(EMBEDDER, dimensions=256, embedding_type="int8").embed_batch(
        ["tea"], kind="document"
    )
    assert vectors.shape == (1, 256)
    assert server.requests[0].json["output_dimension"] == 256
    assert server.requests[0].json["embedding_types"] == ["int8"]


def test_no_more_than_96_texts_go_at_once(server, make):
    embedder = make(EMBEDDER, dimensions=256)
    assert embedder.max_batch == 96
    embedder.embed_batch([f"text {number}" for number in range(200)], kind="document")
    assert [len(request.json["texts"]) for request in server.requests] == [96, 96, 8]


def test_empty_texts_are_not_sent_and_give_zeros(server, make):
    vectors = make(EMBEDDER).embed_batch(["", "tea", " \n"], kind="document")
    assert server.requests[0].json["texts"] == ["tea"]
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([0, 1, 0])


def test_half_a_character_is_sent_as_a_question_mark(server, make):
    make(EMBEDDER).embed_batch(["tea \ud83c"], kind="document")
    assert server.requests[0].json["texts"] == ["tea ?"]


@pytest.mark.parametrize("model", sorted(DIMENSIONS))
def test_the_dimension_of_a_known_model_takes_no_call(server, make, model):
    assert make(EMBEDDER, model=model).dim == DIMENSIONS[model][0]
    assert server.requests == []


def test_the_dimension_of_an_unknown_model_is_asked_once(server, make):
    embedder = make(EMBEDDER, model="our-own-model")
    assert embedder.dim == embedder.dim == 1536
    assert len(server.requests) == 1


def test_usage_is_what_was_billed(make):
    embedder = make(EMBEDDER, price={"input": 0.12})
    embedder.embed_batch(["green tea", "rain"], kind="document")
    assert embedder.usage.input_tokens == 5
    assert embedder.usage.cost == pytest.approx(5 * 0.12 / 1e6)


# What the API rounds to is compared by the cosine of what it rounded.
@pytest.mark.parametrize(("embedding_type", "tolerance"), [("int8", 0.02), ("binary", 0.1)])
def test_rounded_vectors_are_near_the_floats(make, embedding_type, tolerance):
    texts = ["green tea with honey", "green tea with milk", "the train to Porto leaves at nine"]
    rounded = make(EMBEDDER, embedding_type=embedding_type).embed_batch(texts, kind="document")
    floats = make(EMBEDDER).embed_batch(texts, kind="document")
    angles = (
        np.arccos(np.clip(floats @ floats.T, -1, 1)),
        np.arccos(np.clip(rounded @ rounded.T, -1, 1)),
    )
    np.testing.assert_allclose(*angles, atol=np.pi * tolerance)


def test_bits_become_signs_in_their_order(make):
    embedder = make(EMBEDDER, embedding_type="binary", dimensions=256)
    found = embedder.embed_batch(["green tea"], kind="document")[0]
    signs = np.where(vector("green tea", 256) > 0, 1, -1)
    np.testing.assert_allclose(found, signs / 16, atol=1e-6)


def test_bytes_keep_their_signs_and_sizes(server, make):
    numbers = [-128, 127, 0, *[1] * 253]
    server.first(Reply(json={"id": "1", "embeddings": {"int8": [numbers]}}))
    embedder = make(EMBEDDER, embedding_type="int8", dimensions=256)
    found = embedder.embed_batch(["tea"], kind="document")[0]
    np.testing.assert_allclose(found, np.array(numbers) / np.linalg.norm(numbers), atol=1e-6)


def test_rounded_vectors_are_those_of_another_model(make):
    assert make(EMBEDDER).model == "embed-v4.0"
    assert make(EMBEDDER, embedding_type="int8").model == "embed-v4.0:int8"
    assert make(EMBEDDER, embedding_type="binary").model == "embed-v4.0:binary"


@pytest.mark.parametrize(
    ("embedding_type", "embeddings"),
    [
        ("float", {"float": [[1.0] * 255]}),
        ("float", {"float": [[1.0] * 256] * 2}),
        ("float", {"float": []}),
        ("float", {"float": [[float("nan")] * 256]}),
        ("float", {"float": [["one"] * 256]}),
        ("float", {"float": 7}),
        ("float", {"int8": [[1] * 256]}),
        ("float", [[1.0] * 256]),
        ("int8", {"int8": [[300] * 256]}),
        ("int8", {"int8": [[[1]] * 256]}),
        ("int8", {"int8": [None]}),
        ("binary", {"binary": [[1] * 31]}),
        ("binary", {"binary": [[-129] * 32]}),
    ],
)
def test_vectors_that_are_none_are_refused(server, make, embedding_type, embeddings):
    server.first(Reply(json={"id": "1", "embeddings": embeddings}))
    with pytest.raises(ProviderError) as raised:
        make(EMBEDDER, dimensions=256, embedding_type=embedding_type).embed_batch(
            ["tea"], kind="document"
        )
    assert raised.value.provider == "cohere"


def test_the_api_says_why_it_refuses(server, make):
    said = "invalid request: model 'embed-v4.0' is not supported by the embed API"
    server.first(Reply(status=400, json={"id": "1", "message": said}))
    with pytest.raises(ProviderError, match="is not supported by the embed API"):
        make(EMBEDDER).embed_batch(["tea"], kind="document")


@pytest.mark.parametrize(
    "options",
    [
        {"dimensions": 300},
        {"model": "embed-english-v3.0", "dimensions": 512},
        {"model": "our-own-model", "dimensions": 12, "embedding_type": "binary"},
        {"embedding_type": "ubinary"},
    ],
)
def test_options_that_no_model_has_are_refused(make, options):
    with pytest.raises(ValidationError):
        make(EMBEDDER, **options)
