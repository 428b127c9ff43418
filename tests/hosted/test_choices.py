from __future__ import annotations

from types import SimpleNamespace

import pytest

from memkit.domain.records import Message, Usage
from memkit.errors import ConnectionError, ProviderError
from memkit.providers.hosted import ChoicesLLM, Clients, HostedLLMConfig, Said
from memkit.providers.hosted.choices import tokens_in


class Answering(ChoicesLLM):
    """Answers with JSON values, as an SDK's objects."""

    def __init__(self, answer=None):
        super().__init__(
            HostedLLMConfig(model="m"),
            provider="acme",
            clients=Clients(lambda: None, lambda: None),
            translate=lambda error: None,
        )
        self.answer = answer

    def send(self, client, messages, *, schema, max_tokens, stream):
        return self.answer


def of(value):
    """Return JSON values as an SDK's objects."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: of(one) for name, one in value.items()})
    return [of(one) for one in value] if isinstance(value, list) else value


def answer(message, reason="stop", usage=None):
    return of({"choices": [{"message": message, "finish_reason": reason}], "usage": usage})


@pytest.mark.parametrize(
    ("message", "reason", "said"),
    [
        ({"content": "Hello."}, "stop", Said(text="Hello.", stop="end")),
        ({"content": "Hello."}, "eos_token", Said(text="Hello.", stop="end")),
        ({"content": "Hello."}, None, Said(text="Hello.", stop="end")),
        ({"content": "Hel"}, "length", Said(text="Hel", stop="length")),
        ({"content": None}, "content_filter", Said(text="", stop="refused")),
        ({"content": None, "refusal": "No."}, "stop", Said(text="No.", stop="refused")),
        ({"content": None}, "tool_calls", Said(text="", stop="other")),
    ],
)
def test_an_answer_says_its_text_and_why_it_ended(message, reason, said):
    assert Answering().said_in(answer(message, reason)) == said


@pytest.mark.parametrize(
    "value",
    [None, "words", {"choices": None}, {"choices": []}, {"choices": [None]},
     {"choices": [{"message": None}]}, {"choices": [{"message": {"content": ["Hello."]}}]}],
)  # fmt: skip
def test_an_answer_without_a_message_is_an_error(value):
    with pytest.raises(ProviderError, match=r"'acme' .* answered with no message"):
        Answering().said_in(of(value))


@pytest.mark.parametrize("told", [None, -1, "many"])
def test_tokens_that_are_no_count_are_not_told(told):
    found = tokens_in(of({"usage": {"prompt_tokens": 7, "completion_tokens": told}}))
    assert found == {"input_tokens": 7, "output_tokens": None}


def piece(text=None, reason=None, **more):
    return of({"choices": [{"delta": {"content": text}, "finish_reason": reason}], **more})


def read(pieces):
    llm, ends = Answering(pieces), []
    said = list(llm.stream([Message(role="user", content="Hi.")], ended=ends.append))
    return said, ends[0], llm.usage


def test_the_pieces_of_a_stream_are_counted_at_its_end():
    usage = {"prompt_tokens": 7, "completion_tokens": 2}
    last = of({"choices": [], "usage": usage})
    said, end, used = read([piece("One "), piece("two"), piece(reason="stop"), last])
    assert said == ["One ", "two"]
    assert (end.text, end.stop) == ("One two", "end")
    assert end.usage == used == Usage(calls=1, input_tokens=7, output_tokens=2)


@pytest.mark.parametrize(("reason", "stop"), [("length", "length"), ("content_filter", "refused")])
def test_a_stream_says_why_it_ended(reason, stop):
    assert read([piece("One "), piece(reason=reason)])[1].stop == stop


def test_a_refusal_in_pieces_is_one():
    refused = of({"choices": [{"delta": {"refusal": "No."}, "finish_reason": None}]})
    said, end, _ = read([refused, piece(reason="stop")])
    assert (said, end.stop) == (["No."], "refused")


def test_a_stream_without_an_end_is_an_error_and_not_counted():
    llm, found = Answering([piece("One ")]), []
    with pytest.raises(ConnectionError, match="broke off"):
        found.extend(llm.stream([Message(role="user", content="Hi.")]))
    assert found == ["One "]
    assert llm.usage == Usage()
