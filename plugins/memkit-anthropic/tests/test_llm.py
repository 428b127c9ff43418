import base64
import json

import pytest
import wire

from memkit.domain.attachments import Attachment, content_digest
from memkit.domain.records import Message
from memkit.errors import ValidationError
from memkit.extraction.tasks.schemas import decide_schema, extract_schema, select_schema
from memkit.testing import CANARY, Reply

HELLO = [Message(role="user", content="Say hello.")]
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "year": {"type": "integer"}},
    "required": ["city"],
}


def test_a_request_is_as_documented(server, make):
    make(max_tokens=50, effort="low", extra_body={"thinking": {"type": "disabled"}}).complete(
        [
            Message(role="user", content="I am Ana.", name="ana"),
            Message(role="system", content="You are brief."),
            Message(role="assistant", content="Hello. ", name="bot"),
            Message(role="tool", content="12 degrees", name="weather"),
            Message(role="tool", content="rain"),
            Message(role="system", content="You are kind."),
            Message(role="user", content=" \n"),
            Message(role="user", content="Is it cold? \ud83c"),
        ]
    )
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/messages")
    assert request.headers["authorization"] == f"Bearer {CANARY}"
    assert request.headers["anthropic-version"]
    assert request.json == {
        "model": "claude-haiku-5-5",
        "max_tokens": 50,
        "system": "You are brief.\n\nYou are kind.",
        "messages": [
            {"role": "user", "content": "ana: I am Ana."},
            {"role": "assistant", "content": "Hello."},
            {"role": "user", "content": "weather: 12 degrees"},
            {"role": "user", "content": "tool: rain"},
            {"role": "user", "content": "Is it cold? ?"},
        ],
        "output_config": {"effort": "low"},
        "thinking": {"type": "disabled"},
    }


@pytest.mark.parametrize("role", ["system", "assistant", "user"])
def test_odd_conversations_are_answered(make, role):
    assert make().complete([Message(role=role, content="Hello.")]).text == wire.ANSWER
    assert make().complete([Message(role=role, content="")]).text == wire.ANSWER


def test_own_headers_go_with_each_request(server, make):
    make(headers={"anthropic-beta": "a-feature"}).complete(HELLO)
    assert server.requests[0].headers["anthropic-beta"] == "a-feature"


def test_long_answers_need_no_stream(make):
    assert make(max_tokens=64_000).complete(HELLO).text


def test_thoughts_are_no_part_of_the_answer(make):
    assert make().complete(HELLO).text == wire.ANSWER
    assert "".join(make().stream(HELLO)) == wire.ANSWER


def test_usage_counts_what_came_from_the_cache(server, make):
    server.first(wire.message("Hello.", input_tokens=10))
    answer = make(price={"input": 1, "output": 5}).complete(HELLO)
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (15, 8)
    assert answer.usage.cost == pytest.approx((15 * 1 + 8 * 5) / 1e6)


def test_a_stream_is_counted_as_a_call_is(make):
    streamed, called = make(), make()
    list(streamed.stream(HELLO))
    called.complete(HELLO)
    assert streamed.usage == called.usage


def test_a_schema_is_sent_closed(server, make):
    before = json.dumps(SCHEMA)
    assert make().complete(HELLO, schema=SCHEMA).data == wire.FACT
    assert json.dumps(SCHEMA) == before
    body = server.requests[0].json
    assert body["output_config"] == {
        "format": {"type": "json_schema", "schema": {**SCHEMA, "additionalProperties": False}}
    }
    assert "system" not in body


@pytest.mark.parametrize(
    "more",
    [
        {"properties": {"city": {"type": "string", "minLength": 1}, "year": {"minimum": 0,
         "type": "integer"}}},
        {"properties": {"city": {"$ref": "#/$defs/city"}, "year": {"type": "integer"}},
         "$defs": {"city": {"type": "string", "pattern": "^A"}}},
        {"properties": {"city": {"oneOf": [{"type": "string"}, {"type": "null"}]},
         "year": {"type": "integer"}}},
        {"properties": {"city": {"enum": ["Athens", None]}, "year": {"const": 1896}}},
    ],
)  # fmt: skip
def test_what_the_api_does_not_know_is_checked_here(server, make, more):
    assert make().complete(HELLO, schema=SCHEMA | more).data == wire.FACT
    assert "format" in server.requests[0].json["output_config"]


def test_an_answer_beyond_what_the_api_keeps_to_has_no_data(make):
    schema = SCHEMA | {"properties": {"year": {"type": "integer", "maximum": 1000}}}
    answer = make().complete(HELLO, schema=schema)
    assert json.loads(answer.text) == wire.FACT
    assert answer.data is None


@pytest.mark.parametrize(
    "more",
    [
        {"additionalProperties": {"type": "string"}},
        {"properties": {}, "required": []},
        {"properties": {"city": {}, "year": True}},
        {"properties": {"city": {"type": ["string", "null"]}}},
        {"properties": {"year": {"enum": [1896, [1900]]}}},
        {"properties": {"cities": {"type": "array"}}},
        {"properties": {"next": {"$ref": "#/$defs/node"}}, "$defs": {"node": {"anyOf": [
            {"type": "null"},
            {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}},
        ]}}},
        {"properties": {"next": {"$ref": "#"}}},
        {"definitions": {"x": {"type": "string"}}},
        {"patternProperties": {"^c": {"type": "string"}}},
    ],
)  # fmt: skip
def test_a_schema_the_api_can_not_express_is_told_in_words(server, make, more):
    schema = SCHEMA | more
    make().complete([Message(role="system", content="Be brief."), *HELLO], schema=schema)
    body = server.requests[0].json
    assert "output_config" not in body or "format" not in body["output_config"]
    assert body["system"].startswith("Be brief.\n\nAnswer with one JSON value")
    assert body["system"].endswith(json.dumps(schema))


def test_what_is_not_given_is_not_sent(server, make):
    make().complete(HELLO)
    assert set(server.requests[0].json) == {"model", "max_tokens", "messages"}


def test_an_empty_schema_asks_for_any_value(server, make):
    assert make().complete(HELLO, schema={}).data == wire.FACT
    assert "JSON schema" in server.requests[0].json["system"]


@pytest.mark.parametrize(
    "part",
    [
        {"type": "words"},
        {"type": {}},
        {"enum": 7},
        {"anyOf": 7},
        {"anyOf": {}},
        {"type": "object", "properties": [1]},
        {"$ref": 7},
    ],
)
def test_a_schema_with_a_mistake_is_told_as_one(make, part):
    schema = SCHEMA | {"properties": {"city": part, "year": {"type": "integer"}}, "$defs": {}}
    with pytest.raises(ValidationError, match="Correct the schema"):
        make().complete(HELLO, schema=schema)


def test_a_value_that_is_no_object(server, make):
    server.first(wire.message("```json\n[1, 2]\n```"))
    schema = {"type": "array", "items": {"type": "integer"}}
    assert make().complete(HELLO, schema=schema).data == [1, 2]


def test_a_schema_that_is_none_is_told(make):
    with pytest.raises(ValidationError, match="Correct the schema"):
        make().complete(HELLO, schema={"type": "list"})


@pytest.mark.parametrize("reason", ["max_tokens", "model_context_window_exceeded", "refusal"])
def test_an_answer_that_was_cut_is_text_without_data(server, make, reason):
    server.first(wire.message(json.dumps(wire.FACT), reason=reason))
    answer = make().complete(HELLO, schema=SCHEMA)
    assert answer.text == json.dumps(wire.FACT)
    assert answer.data is None


def test_a_refusal_says_why(server, make):
    details = {"type": "refusal", "category": "bio", "explanation": "I can't help with that."}
    server.first(wire.message(None, reason="refusal", stop_details=details))
    answer = make().complete(HELLO, schema=SCHEMA)
    assert (answer.text, answer.data) == ("I can't help with that.", None)
    events = wire.pieces_of("Well, ", reason="refusal", stop_details=details)
    server.first(Reply(events=list(events)))
    assert "".join(make().stream(HELLO)) == "Well, I can't help with that."


def test_a_stream_comes_as_documented(server, make):
    pieces = list(make().stream(HELLO))
    assert pieces[:3] == ["Hello ", "there, ", "it "]
    assert server.requests[0].json["stream"] is True


def test_a_stream_passes_over_what_it_does_not_know(server, make):
    events = list(wire.pieces_of("one two"))
    server.first(Reply(events=[*events[:3], wire.event("news", delta=7), *events[3:]]))
    assert "".join(make().stream(HELLO)) == "one two"


def test_a_stream_may_be_left(make):
    llm = make(max_concurrency=1)
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
    make().complete(HELLO, schema=schema)
    body = server.requests[0].json
    sent = body["output_config"]["format"]
    # The SDK leaves out the type beside an enum, which says it too.
    bare = json.loads(json.dumps(schema).replace('"type": "string", "enum"', '"enum"'))
    assert sent == {"type": "json_schema", "schema": bare}
    assert "system" not in body


def test_an_image_is_sent_as_documented(server, make):
    """With its bytes, to a model that takes images; never what is elsewhere, or no image."""
    content = b"\x89PNG\r\n\x1a\n..."
    held = {content_digest(content): content, content_digest(b"%PDF"): b"%PDF"}
    attachments = (
        Attachment(media_type="image/png", digest=content_digest(content), name="boat.png"),
        Attachment(media_type="application/pdf", digest=content_digest(b"%PDF")),
        Attachment(media_type="image/png", uri="https://example.com/x.png"),
        Attachment(media_type="image/png", digest="0" * 64),
    )
    asked = Message(role="user", content="Look.", attachments=attachments, contents=held)
    answered = asked.model_copy(update={"role": "assistant"})
    make(images=True).complete([asked, answered, Message(role="user", content="So?")])
    make(images=False).complete([asked])
    first, second = (request.json["messages"] for request in server.requests)
    data = base64.b64encode(content).decode()
    assert first[0]["content"] == [
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": data}},
        {"type": "text", "text": "Look."},
    ]
    assert [turn["content"] for turn in first[1:]] == ["Look.", "So?"]
    assert second[0]["content"] == "Look."
    assert make().images is True
