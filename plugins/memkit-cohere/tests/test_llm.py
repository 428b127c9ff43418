import json

import pytest
from memkit_cohere._plugin import LLM
from wire import FACT, event, reply, stream

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
    assert (request.method, request.path) == ("POST", "/v2/chat")
    assert request.json == {
        "model": "command-a-plus-05-2026",
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


def test_thoughts_are_no_part_of_the_answer(make):
    assert make(LLM).complete(HELLO).text == "one, two, three: hello from here."


def test_usage_is_what_was_billed(make):
    llm = make(LLM, price={"input": 2.5, "output": 10})
    answer = llm.complete(HELLO)
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (3, 7)
    assert answer.usage.cost == pytest.approx((3 * 2.5 + 7 * 10) / 1e6)
    assert llm.usage == answer.usage


def test_a_schema_is_sent_and_told(server, make):
    assert make(LLM).complete(HELLO, schema=SCHEMA).data == FACT
    body = server.requests[0].json
    assert body["response_format"] == {"type": "json_object", "json_schema": SCHEMA}
    assert json.dumps(SCHEMA) in body["messages"][0]["content"]


@pytest.mark.parametrize(
    "more",
    [
        {"required": []},
        {"properties": {"city": {"type": "string", "minLength": 1}}},
        {"properties": {"year": {"anyOf": [{"type": "integer", "minimum": 0}]}}},
        {"properties": {"year": {"type": "array", "items": {"oneOf": [{"type": "integer"}]}}}},
        {"$defs": {"place": {"type": "object", "properties": {}}}},
        {"additionalProperties": {"not": {}}},
    ],
)
def test_a_schema_the_api_can_not_hold_is_told_in_words(server, make, more):
    schema = SCHEMA | more
    make(LLM).complete(HELLO, schema=schema)
    body = server.requests[0].json
    assert body["response_format"] == {"type": "json_object"}
    assert json.dumps(schema) in body["messages"][0]["content"]


def test_names_of_properties_are_no_keywords(server, make):
    schema = {
        "type": "object",
        "properties": {"not": {"type": "string"}, "minimum": {"enum": [1, 2]}},
        "required": ["not"],
    }
    make(LLM).complete(HELLO, schema=schema)
    assert server.requests[0].json["response_format"]["json_schema"] == schema


def test_a_schema_of_no_object_is_only_told(server, make):
    server.first(reply("[1, 2]"))
    schema = {"type": "array", "items": {"type": "integer"}}
    assert make(LLM).complete(HELLO, schema=schema).data == [1, 2]
    assert "response_format" not in server.requests[0].json


def test_an_answer_that_was_cut_is_text_without_data(server, make):
    server.first(reply(json.dumps(FACT), finish_reason="MAX_TOKENS"))
    answer = make(LLM).complete(HELLO, schema=SCHEMA)
    assert answer.text == json.dumps(FACT)
    assert answer.data is None


@pytest.mark.parametrize("reason", ["ERROR", "TIMEOUT"])
def test_an_answer_that_failed_is_an_error(server, make, reason):
    llm = make(LLM)
    server.first(reply("", finish_reason=reason))
    with pytest.raises(ConnectionError, match=reason):
        llm.complete(HELLO)
    assert llm.usage.calls == 0


@pytest.mark.parametrize(
    "message", [None, {}, {"role": "assistant", "content": 7}, {"content": None}]
)
def test_a_malformed_message_is_refused(server, make, message):
    server.first(Reply(json={"id": "1", "finish_reason": "COMPLETE", "message": message}))
    with pytest.raises(ProviderError, match="not an answer"):
        make(LLM).complete(HELLO)


def test_a_stream_comes_as_documented(server, make):
    llm = make(LLM)
    pieces = list(llm.stream(HELLO))
    assert pieces == ["one, ", "two, ", "three: ", "hello ", "from ", "here."]
    assert server.requests[0].json["stream"] is True
    assert (llm.usage.calls, llm.usage.output_tokens) == (1, 7)


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("events", [1, 4, 7])
def test_a_stream_that_ends_in_the_middle_is_an_error(server, make, events, cut):
    llm = make(LLM)
    server.first(Reply(events=stream("one two three four", {})[:events], cut=cut))
    with pytest.raises(ConnectionError):
        list(llm.stream(HELLO))
    assert llm.usage.calls == 0


def test_a_stream_that_fails_is_an_error(server, make):
    server.first(Reply(events=stream("one two", {}, finish_reason="ERROR")))
    pieces = make(LLM).stream(HELLO)
    assert next(pieces) == "one "
    with pytest.raises(ConnectionError, match="ERROR"):
        list(pieces)


def test_a_stream_passes_over_what_it_does_not_know(server, make):
    events = stream("one two", {})
    server.first(Reply(events=[*events[:3], event("news", delta=7), *events[3:]]))
    assert "".join(make(LLM).stream(HELLO)) == "one two"


def test_a_stream_that_is_refused_is_an_error(server, make):
    server.first(Reply(status=429, json={"message": "slow"}, headers={"Retry-After": "7"}))
    with pytest.raises(RateLimitError) as raised:
        list(make(LLM).stream(HELLO))
    assert raised.value.retry_after == 7


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
    assert sent == {"type": "json_object", "json_schema": schema}
