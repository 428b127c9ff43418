from __future__ import annotations

import json

import pytest
from memkit_huggingface._plugin import LLM
from wire import FACT, completion, stream

from memkit.domain.records import Message
from memkit.errors import ConnectionError, ProviderError, RateLimitError
from memkit.extraction.tasks.schemas import decide_schema, extract_schema, select_schema
from memkit.testing import Reply

HELLO = [Message(role="user", content="Say hello.")]
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "year": {"type": "integer"}},
    "required": ["city"],
}


def test_a_request_is_as_documented(server, make):
    make(LLM, temperature=0.0, max_tokens=50).complete(
        [
            Message(role="user", content="I am Ana.", name="ana"),
            Message(role="system", content="You are brief."),
            Message(role="assistant", content="Hello.", name="bot"),
            Message(role="tool", content="12 degrees", name="weather"),
            Message(role="system", content="You are kind."),
            Message(role="user", content="Is it cold? \ud83c"),
        ]
    )
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.json == {
        "model": "a/model",
        "messages": [
            {"role": "system", "content": "You are brief.\n\nYou are kind."},
            {"role": "user", "content": "ana: I am Ana."},
            {"role": "assistant", "content": "Hello."},
            {"role": "user", "content": "weather: 12 degrees"},
            {"role": "user", "content": "Is it cold? ?"},
        ],
        "temperature": 0.0,
        "max_tokens": 50,
        "stream": False,
    }


@pytest.mark.parametrize("end", ["", "/", "/v1", "/v1/chat/completions"])
def test_the_address_may_end_anywhere(server, make, end):
    make(LLM, base_url=server.url + end).complete(HELLO)
    assert server.requests[0].path == "/v1/chat/completions"


def test_usage_is_what_the_server_counts(make):
    llm = make(LLM, price={"input": 1.0, "output": 2.0})
    answer = llm.complete(HELLO)
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (2, 6)
    assert answer.usage.cost == pytest.approx((2 + 2 * 6) / 1e6)
    assert llm.usage == answer.usage


def test_an_answer_without_usage_counts_as_a_call(server, make):
    server.first(Reply(json=completion("Hello.")))
    assert make(LLM).complete(HELLO).usage.calls == 1


def test_a_schema_is_sent_and_told(server, make):
    assert make(LLM).complete(HELLO, schema=SCHEMA).data == FACT
    body = server.requests[0].json
    # The SDK writes the form of TGI for a server of one's own.
    assert body["response_format"] == {"type": "json_object", "value": SCHEMA}
    assert json.dumps(SCHEMA) in body["messages"][0]["content"]


@pytest.mark.parametrize(
    ("mode", "form"), [("json_object", {"type": "json_object"}), ("prompt", None)]
)
def test_a_server_that_keeps_to_no_schema_is_told_in_words(server, make, mode, form):
    server.first(Reply(json=completion(f"```json\n{json.dumps(FACT)}\n```")))
    assert make(LLM, structured_output=mode).complete(HELLO, schema=SCHEMA).data == FACT
    body = server.requests[0].json
    assert body.get("response_format") == form
    assert json.dumps(SCHEMA) in body["messages"][0]["content"]


def test_a_schema_of_no_object_is_only_told(server, make):
    server.first(Reply(json=completion("[1, 2]")))
    schema = {"type": "array", "items": {"type": "integer"}}
    assert make(LLM).complete(HELLO, schema=schema).data == [1, 2]
    assert "response_format" not in server.requests[0].json


def test_an_answer_that_was_cut_is_text_without_data(server, make):
    server.first(Reply(json=completion(json.dumps(FACT), finish_reason="length")))
    answer = make(LLM).complete(HELLO, schema=SCHEMA)
    assert answer.text == json.dumps(FACT)
    assert answer.data is None


@pytest.mark.parametrize(
    "choices", [None, [], 7, [None], [{}], [{"message": None}], [{"message": {"content": 7}}]]
)
def test_a_malformed_answer_is_refused(server, make, choices):
    server.first(Reply(json={"choices": choices}))
    with pytest.raises(ProviderError, match=r"answered with (no message|something)"):
        make(LLM).complete(HELLO)


def test_a_stream_comes_as_documented(server, make):
    llm = make(LLM)
    pieces = list(llm.stream(HELLO))
    assert pieces == ["one, ", "two, ", "three: ", "hello ", "from ", "here."]
    assert server.requests[0].json["stream"] is True
    assert server.requests[0].json["stream_options"] == {"include_usage": True}
    assert (llm.usage.calls, llm.usage.output_tokens) == (1, 6)


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("events", [1, 3])
def test_a_stream_that_ends_in_the_middle_is_an_error(server, make, events, cut):
    llm = make(LLM)
    server.first(Reply(events=stream("one two three four", None)[:events], cut=cut))
    pieces = llm.stream(HELLO)
    assert next(pieces) == "one "
    with pytest.raises(ConnectionError):
        list(pieces)
    assert llm.usage.calls == 0


@pytest.mark.parametrize(
    ("kind", "error"), [("generation", ConnectionError), ("overloaded", RateLimitError)]
)
def test_a_stream_that_fails_is_an_error(server, make, kind, error):
    failed = {"error": "CUDA out of memory", "error_type": kind}
    events = [stream("one two", None)[0], f"data: {json.dumps(failed)}\n\n".encode()]
    server.first(Reply(events=events))
    with pytest.raises(error, match="CUDA out of memory"):
        list(make(LLM).stream(HELLO))


@pytest.mark.parametrize("data", ["{", "null", "[]", "7", '{"choices": 7}', '{"choices": [{}]}'])
def test_a_malformed_stream_is_an_error(server, make, data):
    server.first(Reply(events=[f"data: {data}\n\n".encode(), b"data: [DONE]\n\n"]))
    with pytest.raises(ProviderError):
        list(make(LLM).stream(HELLO))


def test_a_stream_may_be_left(server, make):
    llm = make(LLM, max_concurrency=1)
    pieces = llm.stream(HELLO)
    assert next(pieces) == "one, "
    assert llm.complete(HELLO).text
    pieces.close()


@pytest.mark.parametrize(
    "schema",
    [
        extract_schema(),
        extract_schema(full=True, categories=("health", "travel")),
        select_schema(),
        decide_schema(),
    ],
    ids=["extract", "full", "select", "decide"],
)
def test_the_schemas_of_facts_are_kept_by_the_api_itself(server, make, schema):
    make(LLM).complete(HELLO, schema=schema)
    sent = server.requests[0].json["response_format"]
    assert sent == {"type": "json_object", "value": schema}
