from __future__ import annotations

import numpy as np
import pytest
from memkit_huggingface._plugin import EMBEDDER
from wire import refused

from memkit.errors import AuthenticationError, ProviderError, ValidationError
from memkit.testing import Reply


@pytest.mark.parametrize("kind", ["query", "document"])
def test_a_request_is_as_documented(server, make, kind):
    embedder = make(
        EMBEDDER,
        api_key="hf_of_the_tests",
        headers={"X-Team": "memory"},
        query_prompt_name="query",
        document_prefix="passage: ",
        bill_to="our-team",
    )
    embedder.embed_batch(["green tea", "rain"], kind=kind)
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/")
    assert request.headers["authorization"] == "Bearer hf_of_the_tests"
    assert request.headers["x-team"] == "memory"
    assert request.headers["x-hf-bill-to"] == "our-team"
    wanted = {
        "query": {"inputs": ["green tea", "rain"], "prompt_name": "query", "truncate": True},
        "document": {"inputs": ["passage: green tea", "passage: rain"], "truncate": True},
    }
    assert request.json == wanted[kind]


def test_the_path_of_the_address_is_kept(server, make):
    make(EMBEDDER, base_url=f"{server.url}/embed").embed_batch(["tea"], kind="document")
    assert server.requests[0].path == "/embed"


def test_dimensions_are_asked_for(server, make):
    embedder = make(EMBEDDER, dimensions=64)
    assert embedder.dim == 64
    assert embedder.embed_batch(["tea"], kind="document").shape == (1, 64)
    assert server.requests[0].json["dimensions"] == 64


def test_the_dimension_is_asked_once(server, make):
    embedder = make(EMBEDDER)
    assert embedder.dim == embedder.dim == 384
    assert len(server.requests) == 1


def test_no_more_texts_go_at_once_than_the_server_takes(server, make):
    texts = [f"text {number}" for number in range(70)]
    make(EMBEDDER).embed_batch(texts, kind="document")
    assert [len(request.json["inputs"]) for request in server.requests] == [32, 32, 6]
    make(EMBEDDER, most_texts=5).embed_batch(texts[:7], kind="document")
    assert [len(request.json["inputs"]) for request in server.requests[3:]] == [5, 2]


def test_empty_texts_are_not_sent_and_give_zeros(server, make):
    vectors = make(EMBEDDER).embed_batch(["", "tea", " \n"], kind="document")
    assert server.requests[0].json["inputs"] == ["tea"]
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([0, 1, 0])


def test_half_a_character_is_sent_as_a_question_mark(server, make):
    make(EMBEDDER).embed_batch(["tea \ud83c"], kind="document")
    assert server.requests[0].json["inputs"] == ["tea ?"]


def test_a_text_that_is_too_long_for_a_server_that_does_not_cut_is_halved(server, make):
    too_long = refused("`inputs` must have less than 512 tokens. Given: 900", status=413)
    server.first(too_long)
    text = "green tea " * 450
    assert make(EMBEDDER).embed_batch([text], kind="document").any()
    assert server.requests[1].json["inputs"] == [text[: len(text) // 2]]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[1.0] * 384] * 3,
        [[1.0] * 384, [1.0] * 383],
        [[[1.0] * 384] * 4] * 2,
        [[float("nan")] * 384] * 2,
        [["one"] * 384] * 2,
        [None, None],
        {"error": "none"},
        7,
    ],
    ids=["none", "three", "ragged", "tokens", "nan", "words", "null", "object", "number"],
)
@pytest.mark.parametrize("dimensions", [None, 384])
def test_vectors_that_are_none_are_refused(server, make, rows, dimensions):
    server.first(Reply(json=rows))
    with pytest.raises(ProviderError) as raised:
        make(EMBEDDER, dimensions=dimensions).embed_batch(["tea", "rain"], kind="document")
    assert raised.value.provider == "huggingface"


def test_vectors_of_another_length_are_refused(server, make):
    embedder = make(EMBEDDER)
    embedder.embed_batch(["tea"], kind="document")
    server.first(Reply(json=[[1.0] * 383]))
    with pytest.raises(ProviderError, match="383"):
        embedder.embed_batch(["tea"], kind="document")


def test_the_server_says_why_it_refuses(server, make):
    server.first(refused("`normalize` is not supported by this model"))
    with pytest.raises(ProviderError, match="is not supported by this model"):
        make(EMBEDDER).embed_batch(["tea"], kind="document")


def test_a_gated_model_is_a_matter_of_the_token(server, make):
    gated = Reply(status=403, json={"error": "no access"}, headers={"X-Error-Code": "GatedRepo"})
    server.first(gated)
    with pytest.raises(AuthenticationError, match="HF_TOKEN"):
        make(EMBEDDER).embed_batch(["tea"], kind="document")


@pytest.mark.parametrize("options", [{"base_url": "127.0.0.1:8080"}, {"model": ""}])
def test_options_that_can_not_be_are_refused(make, options):
    with pytest.raises(ValidationError):
        make(EMBEDDER, **options)
