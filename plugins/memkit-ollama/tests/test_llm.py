from __future__ import annotations

import json

import pytest
import wire
from memkit_ollama._plugin import LLM

from memkit.domain.records import Message
from memkit.errors import ConnectionError
from memkit.extraction.tasks.schemas import decide_schema, extract_schema, select_schema
from memkit.testing import Reply

HELLO = [Message(role="user", content="Say hello.")]
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "year": {"type": "integer"}},
    "required": ["city"],
}


def test_a_request_is_as_documented(server, make):
    llm = make(
        LLM, temperature=0, max_tokens=50, think=False, keep_alive=-1, options={"num_ctx": 16384}
    )
    llm.complete(
        [
            Message(role="system", content="You are brief."),
            Message(role="user", content="I am Ana.", name="ana"),
            Message(role="assistant", content="Hello.", name="bot"),
            Message(role="tool", content="12 degrees", name="weather"),
            Message(role="user", content="Is it cold? \ud83c"),
        ]
    )
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/api/chat")
    body = request.json
    assert not body.pop("tools", None)
    assert body == {
        "model": "gemma4",
        "messages": [
            {"role": "system", "content": "You are brief."},
            {"role": "user", "content": "ana: I am Ana."},
            {"role": "assistant", "content": "Hello."},
            {"role": "user", "content": "weather: 12 degrees"},
            {"role": "user", "content": "Is it cold? ?"},
        ],
        "stream": False,
        "think": False,
        "keep_alive": -1,
        "options": {"num_ctx": 16384, "temperature": 0, "num_predict": 50},
    }


def test_what_is_not_given_is_not_sent(server, make):
    make(LLM).complete(HELLO)
    body = server.requests[0].json
    assert set(body) - {"tools"} == {"model", "messages", "stream", "options"}
    assert body["options"] == {"num_predict": 2048}
    make(LLM, max_tokens=None).complete(HELLO)
    assert "options" not in server.requests[1].json


def test_the_window_is_asked_for_and_told(server, make):
    llm = make(LLM, context=16384, max_tokens=None)
    llm.complete(HELLO)
    assert server.requests[0].json["options"] == {"num_ctx": 16384}
    assert llm.context == 16384
    assert make(LLM, options={"num_ctx": 8192}).context == 8192
    assert make(LLM).context is None


@pytest.mark.parametrize(("said", "most"), [(50, 50), (-1, None), (-2, None)])
def test_a_bound_in_ollamas_own_words_is_the_models(server, make, said, most):
    llm = make(LLM, options={"num_predict": said})
    assert llm.max_tokens == most
    llm.complete(HELLO)
    llm.complete(HELLO, max_tokens=7)
    llm.complete(HELLO, max_tokens=None)
    sent = [request.json.get("options") for request in server.requests]
    assert sent == [{"num_predict": most} if most else None, {"num_predict": 7}, None]
    assert make(LLM, max_tokens=9, options={"num_predict": said}).max_tokens == 9


def test_a_schema_is_sent_and_told(server, make):
    system = Message(role="system", content="Be brief.")
    assert make(LLM).complete([system, *HELLO], schema=SCHEMA).data == wire.FACT
    body = server.requests[0].json
    assert body["format"] == SCHEMA
    assert body["messages"][0]["content"].startswith("Be brief.\n\nAnswer with one JSON value")
    assert body["messages"][0]["content"].endswith(json.dumps(SCHEMA))
    assert len(body["messages"]) == 2


def test_a_schema_can_be_told_alone(server, make):
    llm = make(LLM, structured_output="prompt")
    assert llm.complete(HELLO, schema=SCHEMA).data == wire.FACT
    body = server.requests[0].json
    assert "format" not in body
    assert body["messages"][0]["role"] == "system"


def test_any_value_will_do_for_an_empty_schema(server, make):
    assert make(LLM).complete(HELLO, schema={}).data == wire.FACT
    assert "format" not in server.requests[0].json


def test_an_answer_that_was_cut_is_text_without_data(server, make):
    server.first(Reply(json=wire.said(json.dumps(wire.FACT), reason="length")))
    answer = make(LLM).complete(HELLO, schema=SCHEMA)
    assert answer.text == json.dumps(wire.FACT)
    assert answer.data is None


def test_an_answer_that_is_not_done_is_an_error(server, make):
    llm = make(LLM)
    server.first(Reply(json=wire.piece("Hel")))
    with pytest.raises(ConnectionError, match="broke off"):
        llm.complete(HELLO)
    assert llm.usage.calls == 0


def test_thoughts_are_no_part_of_the_answer(server, make):
    message = {"role": "assistant", "content": "Hello.", "thinking": "They greet me."}
    server.first(Reply(json=wire.said("") | {"message": message}))
    assert make(LLM).complete(HELLO).text == "Hello."
    thought = wire.piece("") | {"message": message | {"content": ""}}
    server.first(Reply(events=[wire.line(thought), *wire.pieces_of("Hello.")]))
    assert list(make(LLM).stream(HELLO)) == ["Hello."]


def test_usage_is_what_the_server_counted(server, make):
    llm = make(LLM)
    server.first(Reply(json=wire.said("Hello.", prompt=10)))
    usage = llm.complete(HELLO).usage
    assert (usage.calls, usage.input_tokens, usage.output_tokens) == (1, 10, 2)
    without = wire.said("Hello.")
    # As of a prompt that the server has in its cache.
    del without["prompt_eval_count"]
    server.first(Reply(json=without))
    assert llm.complete(HELLO).usage.input_tokens == 0
    assert llm.usage.calls == 2


def test_a_stream_is_counted_as_a_call_is(server, make):
    streamed, called = make(LLM), make(LLM)
    pieces = list(streamed.stream(HELLO))
    assert pieces[:3] == ["Hello ", "there, ", "it "]
    assert server.requests[0].json["stream"] is True
    called.complete(HELLO)
    assert streamed.usage == called.usage


def test_a_stream_may_be_left(make):
    llm = make(LLM, max_concurrency=1)
    pieces = llm.stream(HELLO)
    assert next(pieces) == "Hello "
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
    assert server.requests[0].json["format"] == schema
