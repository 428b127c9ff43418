"""What goes to /chat/completions, and what is made of the answers."""

from __future__ import annotations

import asyncio
import base64
import json

import pytest
import wire
from memkit_openai._plugin import LLMS

from memkit.concurrency.effects import run
from memkit.domain.attachments import Attachment, content_digest
from memkit.domain.records import Message, Scope
from memkit.errors import ConnectionError, ProviderError
from memkit.extraction.asking.call import Asker
from memkit.extraction.asking.ladder import climb
from memkit.extraction.asking.profiles import profile
from memkit.extraction.tasks.extracting import Extracting
from memkit.extraction.tasks.schemas import decide_schema, extract_schema, select_schema
from memkit.extraction.windows.lines import Line
from memkit.extraction.windows.windows import Window
from memkit.testing import CANARY, Reply

SPEC = {spec.name: spec for spec in LLMS}
HELLO = [Message(role="user", content="Hello.")]
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "year": {"type": "integer"}},
    "required": ["city", "year"],
}
OBJECT = '{"city": "Athens", "year": 1896}'


@pytest.fixture
def openai(make):
    return make(SPEC["openai"])


def test_a_request_is_as_documented(server, openai):
    openai.complete(
        [
            Message(role="system", content="Be brief."),
            Message(role="user", content="I am Ana.", name="Ana <Maria>"),
            Message(role="assistant", content="Hello."),
            Message(role="tool", content="18 degrees", name="weather"),
            Message(role="tool", content="half \ud83d"),
        ]
    )
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/chat/completions")
    assert request.headers["authorization"] == f"Bearer {CANARY}"
    assert request.json == {
        "model": "gpt-5.4-mini",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "I am Ana.", "name": "Ana_Maria_"},
            {"role": "assistant", "content": "Hello."},
            {"role": "user", "content": "18 degrees", "name": "weather"},
            {"role": "user", "content": "half ?", "name": "tool"},
        ],
        "max_completion_tokens": 4096,
    }


@pytest.mark.parametrize(
    ("service", "field"), [("openai", "max_completion_tokens"), ("together", "max_tokens")]
)
def test_options_go_into_the_request(server, make, service, field):
    options = {"temperature": 0, "max_tokens": 50, "extra_body": {"seed": 7}}
    make(SPEC[service], model="m", **options).complete(HELLO)
    sent = server.requests[0].json
    assert {name: sent[name] for name in sent if name not in ("model", "messages")} == {
        "temperature": 0,
        field: 50,
        "seed": 7,
    }


@pytest.mark.parametrize(
    ("service", "bound"), [("openai", 4096), ("groq", 4096), ("lmstudio", 2048), ("vllm", 2048)]
)
def test_an_answer_has_a_bound_by_default(server, make, service, bound):
    llm = make(SPEC[service], model="m")
    llm.complete(HELLO)
    llm.complete(HELLO, max_tokens=None)
    first, second = (request.json for request in server.requests)
    field = llm.config.service.length_field
    assert first[field] == llm.max_tokens == bound
    assert field not in second


def test_an_object_is_asked_for_by_the_strict_mode(server, openai):
    answer = openai.complete(HELLO, schema=SCHEMA)
    assert answer.data == {"city": "Athens", "year": 1896}
    assert server.requests[0].json["response_format"] == {
        "type": "json_schema",
        "json_schema": {
            "name": "answer",
            "strict": True,
            "schema": {**SCHEMA, "additionalProperties": False},
        },
    }
    assert server.requests[0].json["messages"] == [{"role": "user", "content": "Hello."}]


def test_a_schema_beyond_the_strict_mode_is_sent_as_it_is(server, openai):
    schema = {**SCHEMA, "required": ["city"]}
    assert openai.complete(HELLO, schema=schema).data == {"city": "Athens", "year": 1896}
    sent = server.requests[0].json["response_format"]["json_schema"]
    assert sent == {"name": "answer", "strict": False, "schema": schema}


@pytest.mark.parametrize("service", ["groq", "deepseek"])
def test_a_service_without_schemas_is_asked_in_words(server, make, service):
    llm = make(SPEC[service], model="m")
    messages = [Message(role="system", content="Be brief."), *HELLO]
    assert llm.complete(messages, schema=SCHEMA).data == {"city": "Athens", "year": 1896}
    sent = server.requests[0].json
    assert sent["response_format"] == {"type": "json_object"}
    system, user = sent["messages"]
    assert system["content"].startswith("Be brief.")
    assert '"required": ["city", "year"]' in system["content"]
    assert user == {"role": "user", "content": "Hello."}


def test_how_to_ask_is_an_option(server, make):
    make(SPEC["groq"], model="m", structured_output="json_schema").complete(HELLO, schema=SCHEMA)
    server.first(wire.completion(f"```json\n{OBJECT}\n```"))
    llm = make(SPEC["openai"], structured_output="prompt")
    assert llm.complete(HELLO, schema=SCHEMA).data == {"city": "Athens", "year": 1896}
    first, second = (request.json for request in server.requests)
    assert first["response_format"]["json_schema"] == {"name": "answer", "schema": SCHEMA}
    assert "response_format" not in second
    assert second["messages"][0]["role"] == "system"


def test_what_is_no_object_is_asked_for_in_words(server, openai):
    server.first(wire.completion("[1, 2]"))
    schema = {"type": "array", "items": {"type": "integer"}}
    assert openai.complete(HELLO, schema=schema).data == [1, 2]
    assert "response_format" not in server.requests[0].json


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (wire.completion(None, refusal="I can't help with that."), "I can't help with that."),
        (wire.completion(OBJECT, reason="length"), OBJECT),
        (wire.completion(OBJECT, reason="content_filter"), OBJECT),
        (wire.completion(None, reason="content_filter"), ""),
        (wire.completion('{"city": "Athens"}'), '{"city": "Athens"}'),
        (wire.completion("Athens, I think."), "Athens, I think."),
    ],
    ids=["refused", "cut off", "filtered", "all filtered", "beside the schema", "no JSON"],
)
def test_an_answer_that_is_no_object_is_text(server, openai, answer, text):
    server.first(answer)
    found = openai.complete(HELLO, schema=SCHEMA)
    assert (found.text, found.data) == (text, None)


@pytest.mark.parametrize(
    "body",
    [
        {"choices": []},
        {"choices": None},
        {"choices": [None]},
        {"choices": ["Hello"]},
        {"choices": [{"message": None}]},
        {"choices": [{"message": {"content": ["Hello"]}}]},
    ],
)
def test_nonsense_is_refused(server, openai, body):
    server.first(Reply(json=body))
    with pytest.raises(ProviderError, match="answered with no message"):
        openai.complete(HELLO)
    assert openai.usage.calls == 0


def test_tokens_are_counted_as_the_service_tells_them(server, make):
    llm = make(SPEC["openai"], price={"input": 1, "output": 10})
    usage = {"prompt_tokens": 1_000, "completion_tokens": 200, "total_tokens": 1_200}
    server.first(wire.completion("Hello.", usage=usage), wire.completion("Hello."))
    first = llm.complete(HELLO).usage
    assert (first.calls, first.input_tokens, first.output_tokens) == (1, 1_000, 200)
    assert first.cost == pytest.approx(0.003)
    assert asyncio.run(llm.acomplete(HELLO)).usage.input_tokens == 0
    assert llm.usage.calls == 2
    assert llm.usage.cost == pytest.approx(0.003)


def test_a_stream_tells_what_it_consumed(server, openai):
    assert "".join(openai.stream(HELLO)) == wire.ANSWER
    assert server.requests[0].json["stream_options"] == {"include_usage": True}
    used = openai.usage
    assert used.calls == 1
    assert used.output_tokens == wire.tokens_of(wire.ANSWER)


def events(*values, done=True):
    return [*map(wire.event, values), *([b"data: [DONE]\n\n"] if done else [])]


def piece(text, reason=None):
    return {"choices": [wire.choice({"content": text}, reason)]}


@pytest.mark.parametrize(
    "answer",
    [
        Reply(events=events(piece("One "), piece("two "), done=False), cut=True),
        Reply(events=events(piece("One "), piece("two "), done=False)),
        Reply(events=events(piece("One "), piece("two "))),
        Reply(events=events(piece("One "), piece("two "), {"error": {"message": "Overloaded."}})),
    ],
    ids=["connection cut", "no end", "no reason to end", "an error as an event"],
)
def test_a_stream_that_breaks_off_is_an_error(server, openai, answer):
    server.first(answer)
    found = []
    with pytest.raises(ConnectionError) as raised:
        found.extend(openai.stream(HELLO))
    assert found == ["One ", "two "]
    assert raised.value.provider == "openai"
    assert openai.usage.calls == 0


def test_a_stream_of_nonsense_is_an_error(server, openai):
    server.first(Reply(events=[b"data: {no json\n\n"]))
    with pytest.raises(ProviderError, match="no JSON"):
        list(openai.stream(HELLO))


def test_a_stream_may_be_refused_or_left(server, openai):
    refusal = {"choices": [wire.choice({"refusal": "No."}, "stop")]}
    server.first(Reply(events=events(refusal)))
    assert list(openai.stream(HELLO)) == ["No."]
    pieces = openai.stream(HELLO)
    next(pieces)
    pieces.close()
    assert openai.complete(HELLO).text == wire.ANSWER


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
def test_the_schemas_of_facts_are_kept_by_the_api_itself(server, openai, schema):
    openai.complete(HELLO, schema=schema)
    sent = server.requests[0].json["response_format"]["json_schema"]
    assert sent == {"name": "answer", "strict": True, "schema": schema}


def test_a_window_is_read_by_a_service_that_refuses_schemas_and_cuts_answers(server, openai):
    """All of the ladder over the wire: in words, by halves, and what is wrong sent back once."""
    line = {"memory_id": "m", "digest": "", "role": "user"}
    lines = [Line(number=1, text="I live in Oslo.", **line), Line(number=2, text="Hi!", **line)]
    fact = {"line": 1, "quote": "I live in Oslo", "text": "The user lives in Oslo."}
    said = {"facts": [fact]}
    server.first(
        wire.refused("Invalid parameter: 'response_format' of type 'json_schema'"),
        wire.completion(f"```json\n{json.dumps(said)[:60]}", reason="length"),
        wire.completion(json.dumps({"facts": [fact | {"line": 7, "quote": "Oslo!"}]})),
        wire.completion(f"Of course: {json.dumps(said)}"),
        wire.completion("[]"),
    )
    window = Window(scope=Scope(user_id="ana"), lines=tuple(lines))
    task = Extracting(profile=profile("extract"))
    outcome = run(climb(task, window, asker=Asker(llm=openai, provider="openai")))
    assert [(item.line, item.text) for item in outcome.items] == [(1, "The user lives in Oslo.")]
    assert [dropped.why for dropped in outcome.dropped] == ["line 7 does not exist"]
    assert (outcome.pending, outcome.structured, outcome.usage.calls) == ((), False, 4)
    assert len(server.requests) == 5
    assert all("response_format" not in request.json for request in server.requests[1:])


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
    make(SPEC["openai"], images=True).complete(
        [asked, answered, Message(role="user", content="So?")]
    )
    make(SPEC["openai"], images=False).complete([asked])
    first, second = (request.json["messages"] for request in server.requests)
    data = base64.b64encode(content).decode()
    assert first[0]["content"] == [
        {"type": "text", "text": "Look."},
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}},
    ]
    assert [turn["content"] for turn in first[1:]] == ["Look.", "So?"]
    assert second[0]["content"] == "Look."
    takes = {name: make(spec, model="x").images for name, spec in SPEC.items() if name != "azure"}
    assert [name for name, does in takes.items() if does] == ["openai"]
