from __future__ import annotations

import asyncio

import numpy as np
import pytest

from memkit.domain.records import Usage
from memkit.errors import ProviderError
from memkit.providers.hosted import Clients, Embedded, HostedEmbedder, HostedEmbedderConfig, TooLong


class Lengths(HostedEmbedder):
    """Gives a text's length and the number of its request; refuses what is too long."""

    max_batch = 3
    request_tokens = 10
    text_tokens = 8

    def __init__(self, *, dim=None, most=None, answer=None, **options):
        super().__init__(
            HostedEmbedderConfig(model="lengths", **options),
            provider="acme",
            clients=Clients(lambda: None, lambda: asyncio),
            translate=lambda error: None,
            dim=dim,
        )
        self.most, self.answer, self.asked = most, answer, []

    def send(self, client, texts, *, kind):
        if client is asyncio:
            return asyncio.to_thread(self.answered, texts, kind)
        return self.answered(texts, kind)

    def answered(self, texts, kind):
        self.asked.append((kind, list(texts)))
        if self.most is not None and sum(map(len, texts)) > self.most:
            raise TooLong("Too long.", fix="Shorten it.")
        rows = [[len(text), len(self.asked)] for text in texts]
        return self.answer or Embedded(rows=rows, input_tokens=sum(map(len, texts)))

    def embedded_in(self, answer):
        return answer


class Raw(Lengths):
    normalized = False


def blocking(embedder, texts, kind="document"):
    return embedder.embed_batch(texts, kind=kind)


def awaited(embedder, texts, kind="document"):
    return asyncio.run(embedder.aembed_batch(texts, kind=kind))


EVERY_WAY = pytest.mark.parametrize("embed", [blocking, awaited])


@EVERY_WAY
def test_texts_are_sent_in_batches_within_the_limits(embed):
    embedder = Raw(dim=2)
    vectors = embed(embedder, ["a", "bb", "ccc", "d" * 20, "e"], "query")
    assert embedder.asked == [
        ("query", ["a", "bb", "ccc"]),
        ("query", ["d" * 20, "e"]),
    ]
    np.testing.assert_array_equal(vectors, [[1, 1], [2, 1], [3, 1], [20, 2], [1, 2]])
    assert embedder.usage == Usage(calls=2, input_tokens=27)


@EVERY_WAY
def test_texts_without_content_are_not_sent(embed):
    embedder = Raw(dim=2)
    vectors = embed(embedder, ["", "a", " \n", "b"])
    assert embedder.asked == [("document", ["a", "b"])]
    np.testing.assert_array_equal(vectors, [[0, 0], [1, 1], [0, 0], [1, 1]])
    assert embed(embedder, ["", ""]).shape == (2, 2)
    assert embed(embedder, []).shape == (0, 2)
    assert len(embedder.asked) == 1


@EVERY_WAY
def test_an_unknown_length_is_asked_for_if_no_answer_tells_it(embed):
    embedder = Lengths()
    assert embed(embedder, [""]).shape == (1, 2)
    assert len(embedder.asked) == 1
    assert embedder.dim == 2
    assert len(embedder.asked) == 1


def test_an_unknown_length_is_told_by_the_first_answer():
    embedder = Lengths()
    blocking(embedder, ["a"])
    assert embedder.dim == 2
    assert len(embedder.asked) == 1
    assert Lengths().dim == 2


@EVERY_WAY
def test_a_vector_of_another_length_is_refused(embed):
    with pytest.raises(ProviderError, match="3 numbers were expected"):
        embed(Lengths(dim=3), ["a"])
    changed = Lengths()
    embed(changed, ["a"])
    changed.answer = Embedded(rows=[[1, 2, 3]])
    with pytest.raises(ProviderError, match="2 numbers were expected"):
        embed(changed, ["a"])
    assert changed.usage.calls == 1, "nonsense was counted"


def test_vectors_have_length_one_unless_said_otherwise():
    np.testing.assert_allclose(np.linalg.norm(blocking(Lengths(), ["a", "bb"]), axis=1), 1)
    assert Lengths.normalized
    assert blocking(Raw(), ["bb"]).tolist() == [[2, 1]]


def test_a_long_text_is_cut_by_the_estimate_first():
    embedder = Raw(dim=2)
    blocking(embedder, ["é" * 1000, "half a character: \ud800"])
    assert embedder.asked == [("document", ["é" * 12]), ("document", ["half a character: ?"])]


@EVERY_WAY
def test_what_is_refused_as_too_long_is_sent_in_parts_and_then_cut(embed):
    embedder = Raw(dim=2, most=20)
    embedder.request_tokens, embedder.text_tokens = None, None
    vectors = embed(embedder, ["a", "b" * 70, "c"])
    assert [len(text) for _, texts in embedder.asked for text in texts] == [
        *(1, 70, 1),
        1,
        *(70, 1),
        *(70, 35, 17),
        1,
    ]
    assert vectors[:, 0].tolist() == [1, 17, 1]


def test_a_provider_that_finds_everything_too_long_is_believed():
    with pytest.raises(TooLong):
        blocking(Raw(dim=2, most=0), ["a word or two", "and more of them " * 10])


@EVERY_WAY
def test_a_text_stands_behind_the_prefix_of_its_kind(embed):
    embedder = Raw(dim=2, query_prefix="q: ", document_prefix="d: ", text_weight=0.5)
    embed(embedder, ["a", " "], "query")
    embed(embedder, ["a"], "document")
    assert embedder.asked == [("query", ["q: a"]), ("document", ["d: a"])]
    assert embedder.text_weight == 0.5


def test_a_length_that_is_asked_for_goes_before_the_models_own():
    assert Lengths(dim=3, dimensions=2).dim == 2
