"""What happens when the API misbehaves."""

from __future__ import annotations

import json

import pytest
import wire
from memkit_anthropic._plugin import ANTHROPIC

from memkit.domain.records import Message
from memkit.errors import ConnectionError, ProviderError, RateLimitError
from memkit.testing import HostedLLMConformance, Reply

HELLO = [Message(role="user", content="Hello.")]


class TestLLM(HostedLLMConformance):
    spec = ANTHROPIC
    error_body = wire.error("something is wrong", kind="api_error")

    def answer(self, request):
        return wire.answer(request)

    def options(self, url):
        return {"base_url": url}

    def ended(self, text, stop, *, streamed):
        reason = {"end": "end_turn", "length": "max_tokens", "refused": "refusal"}[stop]
        if streamed:
            return Reply(events=list(wire.pieces_of(text, reason=reason)))
        return wire.message(text, reason=reason)


class TestStream(TestLLM):
    """The same failures, when the answer is asked for in pieces."""

    streamed = True


def test_an_overloaded_api_is_worth_another_try(server, make):
    server.first(wire.refused("Overloaded", status=529, kind="overloaded_error"))
    with pytest.raises(ConnectionError, match=r"status 529\. It said: Overloaded"):
        make().complete(HELLO)


@pytest.mark.parametrize(
    "reply",
    [
        wire.refused("Your credit balance is too low", status=402, kind="billing_error"),
        Reply(
            status=429,
            json=wire.error(
                "Spend limit reached",
                kind="rate_limit_error",
                details={"error_code": "enforced_spend_limit_reached"},
            ),
        ),
    ],
)
def test_an_account_without_credit_is_not_waited_for(server, make, reply):
    server.first(reply)
    with pytest.raises(ProviderError, match=r"may spend no more\. .*Add credit") as raised:
        make().complete(HELLO)
    assert not isinstance(raised.value, ConnectionError | RateLimitError)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("overloaded_error", ConnectionError),
        ("api_error", ConnectionError),
        ("rate_limit_error", RateLimitError),
    ],
)
def test_a_stream_that_fails_in_the_middle(server, make, kind, expected):
    events = list(wire.pieces_of("one two three"))
    failed = b"event: error\ndata: " + json.dumps(wire.error("no", kind=kind)).encode()
    server.first(Reply(events=[*events[:7], failed + b"\n\n"]))
    llm = make()
    pieces = llm.stream(HELLO)
    assert next(pieces) == "one "
    with pytest.raises(expected):
        list(pieces)
    assert llm.usage.calls == 0


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("events", [1, 4, 7, 10])
def test_a_stream_that_ends_in_the_middle(server, make, events, cut):
    llm = make()
    server.first(Reply(events=list(wire.pieces_of("one two three"))[:events], cut=cut))
    with pytest.raises(ConnectionError):
        list(llm.stream(HELLO))
    assert llm.usage.calls == 0


@pytest.mark.parametrize("more", [{"content": None}, {"content": "words"}, {"stop_reason": None}])
def test_a_message_that_is_none(server, make, more):
    reply = wire.message("Hello.")
    server.first(Reply(json=reply.json | more))
    with pytest.raises(ProviderError, match="answered with no message"):
        make().complete(HELLO)


def test_usage_that_is_not_told_counts_the_call(server, make):
    reply = wire.message("Hello.")
    server.first(Reply(json=reply.json | {"usage": {"input_tokens": "many"}}))
    usage = make().complete(HELLO).usage
    assert (usage.calls, usage.input_tokens, usage.output_tokens) == (1, 0, 0)


def test_an_address_that_is_none_is_told(make):
    with pytest.raises(ConnectionError, match="can't be reached"):
        make(base_url="nowhere at all").complete(HELLO)
    with pytest.raises(ConnectionError, match="can't be reached"):
        make(base_url="http://[").complete(HELLO)
