"""What happens when the server misbehaves."""

from __future__ import annotations

import json

import pytest
import wire
from memkit_ollama._plugin import EMBEDDER, LLM

from memkit.domain.records import Message
from memkit.errors import ConnectionError, ProviderError
from memkit.testing import HostedConformance, HostedLLMConformance, Reply

ERROR = {"error": "something is wrong"}
HELLO = [Message(role="user", content="Hello.")]


class Hosted(HostedConformance):
    error_body = ERROR

    def answer(self, request):
        return wire.answer(request)

    def options(self, url):
        return {"base_url": url}


class TestEmbedder(Hosted):
    spec = EMBEDDER

    def options(self, url):
        return {"base_url": url, "dimensions": 32}


class TestLLM(Hosted, HostedLLMConformance):
    spec = LLM
    stops = ("end", "length")

    def ended(self, text, stop, *, streamed):
        reason = {"end": "stop", "length": "length"}[stop]
        if streamed:
            return Reply(events=list(wire.pieces_of(text, reason=reason)))
        return Reply(json=wire.said(text, reason=reason))


class TestStream(TestLLM):
    """The same failures, when the answer is asked for in pieces."""

    streamed = True


def test_a_model_that_was_not_pulled(make):
    calls = [
        lambda: make(EMBEDDER, model="bge-m3").embed_query("tea"),
        lambda: make(LLM, model="bge-m3").complete(HELLO),
        lambda: list(make(LLM, model="bge-m3").stream(HELLO)),
    ]
    for call in calls:
        with pytest.raises(ProviderError, match="has no model 'bge-m3'") as raised:
            call()
        assert raised.value.fix == "Run: ollama pull bge-m3"


def test_a_server_that_is_not_there(make):
    llm = make(LLM, base_url="http://127.0.0.1:9")
    for call in (llm.complete, lambda messages: list(llm.stream(messages))):
        with pytest.raises(ConnectionError, match="refused") as raised:
            call(HELLO)
        assert "ollama serve" in raised.value.fix
        assert "base_url" in raised.value.fix


def test_an_address_that_is_none(make):
    with pytest.raises(ProviderError):
        make(LLM, base_url="http://[").complete(HELLO)


@pytest.mark.parametrize("body", [b"", b"[]", b'"words"', b"<html>Welcome!</html>", b"\xff\xfe"])
@pytest.mark.parametrize("status", [400, 404, 500])
def test_an_error_without_the_word_error(server, make, status, body):
    server.first(Reply(status=status, body=body))
    with pytest.raises(ProviderError):
        make(LLM).complete(HELLO)
    server.first(Reply(status=status, body=body))
    with pytest.raises(ProviderError):
        list(make(LLM).stream(HELLO))


def test_a_model_that_has_no_embeddings(server, make):
    server.first(wire.refused("this model does not support embeddings", status=501))
    with pytest.raises(ProviderError, match="does not support embeddings"):
        make(EMBEDDER, model="gemma4").embed_query("tea")


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("lines", [1, 2, 3])
def test_a_stream_that_ends_in_the_middle(server, make, lines, cut):
    llm = make(LLM)
    server.first(Reply(events=list(wire.pieces_of("one two three"))[:lines], cut=cut))
    with pytest.raises(ConnectionError):
        list(llm.stream(HELLO))
    assert llm.usage.calls == 0


def test_a_stream_that_fails_in_the_middle(server, make):
    failed = json.dumps({"error": "an error was encountered while running the model"}).encode()
    events = [*list(wire.pieces_of("one two three"))[:2], failed + b"\n"]
    server.first(Reply(events=events))
    pieces = make(LLM).stream(HELLO)
    assert next(pieces) == "one "
    with pytest.raises(ConnectionError, match="while running the model"):
        list(pieces)


@pytest.mark.parametrize("line", [b"[]", b"null", b"{", b'{"message": 7}', b"\xff"])
def test_a_line_of_a_stream_that_is_none(server, make, line):
    events = [*list(wire.pieces_of("one two"))[:1], line + b"\n"]
    server.first(Reply(events=events))
    with pytest.raises(ProviderError, match="not an answer"):
        list(make(LLM).stream(HELLO))
