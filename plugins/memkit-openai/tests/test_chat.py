"""Chat completions with a memory: memkit's own before the real SDK, and the SDK's own client."""

from __future__ import annotations

import asyncio
import functools
import inspect
import json
import warnings

import openai
import pytest
import wire
from pydantic import BaseModel

from memkit import AsyncMemory, MemkitWarning, Memory
from memkit.chat.completions import acreate, create, memory_for
from memkit.errors import ConnectionError, FilterError, ProviderError, ValidationError
from memkit.testing import Reply, WireServer

ASK = [{"role": "user", "content": "Where do I live?"}]
TOOL = {
    "type": "function",
    "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}},
}
CALL = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}
# What the request itself is made of.
_ITSELF = {"self", "messages", "model", "stream"}
_CREATE = openai.resources.chat.completions.Completions.create
PARAMETERS = sorted(set(inspect.signature(_CREATE).parameters) - _ITSELF)
# Not in the body: where else they are seen on the wire.
ELSEWHERE = {
    "extra_headers": ({"X-One": "1"}, lambda request: request.headers["x-one"] == "1"),
    "extra_query": ({"two": "2"}, lambda request: "two=2" in request.path),
    "extra_body": ({"three": 3}, lambda request: request.json["three"] == 3),
    "timeout": (7.0, lambda request: request.headers["x-stainless-read-timeout"] == "7.0"),
}
# Where a value must fit for the SDK, or for the server of the tests.
VALUES = {
    "tools": [TOOL],
    "functions": [{"name": "weather"}],
    "stream_options": {"include_usage": True},
    "response_format": {"type": "text"},
    "metadata": {"topic": "home"},
    "max_tokens": 100,
    "max_completion_tokens": 100,
}
# What models behind other plug-ins are asked for in their own way.
TRANSLATED = {"max_tokens", "max_completion_tokens", "response_format", "stream_options"}


@pytest.fixture
def memory():
    with Memory(":memory:") as made:
        made.add("Ana lives in Lisbon.", user_id="ana")
        yield made


@pytest.fixture
def ours(server, memory):
    """The arguments of memkit's own `create`."""
    config = {"api_key": "k", "base_url": server.url}
    model = {"provider": "openai", "config": config}
    return {"model": model, "memory": memory, "user_id": "ana", "infer": False}


@pytest.fixture
def client(server, memory):
    """The SDK's client, with a memory."""
    with openai.OpenAI(api_key="k", base_url=server.url, max_retries=0) as inner:
        yield memory_for(inner, memory=memory, user_id="ana", infer=False)


def texts(memory):
    """Return what is stored, once everything is, in its order."""
    for job in memory.jobs:
        job.join()
    return [one.memory for one in sorted(memory.get_all(user_id="ana"), key=lambda one: one.id)][1:]


def sent_to(server):
    return [request.json for request in server.requests]


@pytest.fixture(scope="module")
def several():
    """A server, and memkit's own `create` and the SDK's, for many calls that store nothing."""
    with WireServer(wire.answer) as server, Memory(":memory:") as memory:
        memory.add("Ana lives in Lisbon.", user_id="ana")
        options = {"memory": memory, "user_id": "ana", "remember": False}
        model = {"provider": "openai", "config": {"api_key": "k", "base_url": server.url}}
        with openai.OpenAI(api_key="k", base_url=server.url, max_retries=0) as inner:
            theirs = memory_for(inner, **options).chat.completions.create
            yield (
                server,
                {
                    "ours": functools.partial(create, model=model, **options),
                    "sdk": functools.partial(theirs, model="m"),
                },
            )


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("whose", ["ours", "sdk"])
def test_every_parameter_of_the_sdk_arrives(several, name, whose):
    server, ways = several
    value, seen = ELSEWHERE.get(name, (VALUES.get(name, "a value"), None))
    more = {"stream": True} if name == "stream_options" else {}
    before = len(server.requests)
    answer = ways[whose](messages=ASK, **more, **{name: value})
    if more:
        assert list(answer)[-1].usage.total_tokens
    (request,) = server.requests[before:]
    assert seen(request) if seen else request.json[name] == value
    assert "Ana lives in Lisbon." in request.json["messages"][0]["content"]


@pytest.mark.parametrize("name", [*PARAMETERS, "no_such_parameter"])
def test_a_plugin_that_speaks_otherwise_refuses_what_it_cannot_pass_on_by_name(several, name):
    memory = several[1]["ours"].keywords["memory"]
    value = ELSEWHERE.get(name, (VALUES.get(name, 2),))[0]
    call = {"model": "echo", "memory": memory, "user_id": "ana", "remember": False, name: value}
    if name in TRANSLATED:
        assert create(messages=ASK, **call).choices[0].message.content
        return
    with pytest.raises(ValidationError, match=r"\b(?:n|one answer)\b" if name == "n" else name):
        create(messages=ASK, **call)


def test_a_parameter_that_the_sdk_does_not_know_is_refused_by_name(server, ours):
    with pytest.raises(ValidationError, match="no_such_parameter") as raised:
        create(messages=ASK, no_such_parameter=1, **ours)
    assert "extra_body" in raised.value.fix
    assert not server.requests


def test_models_are_named_as_litellm_does(server, memory, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    for model in ("openai/gpt-5-mini", "openai:gpt-5-mini"):
        answer = create(
            model=model, base_url=server.url, messages=ASK, memory=memory, user_id="ana",
            remember=False,
        )  # fmt: skip
        assert answer["choices"][0]["message"]["content"] == wire.ANSWER
    assert [sent["model"] for sent in sent_to(server)] == ["gpt-5-mini"] * 2
    assert all("base_url" not in sent for sent in sent_to(server))


def ask_ours(ours, client, messages, **more):
    return create(messages=messages, **ours, **more)


def ask_sdk(ours, client, messages, **more):
    return client.chat.completions.create(model="m", messages=messages, **more)


BOTH = pytest.mark.parametrize("ask", [ask_ours, ask_sdk], ids=["ours", "sdk"])


@BOTH
def test_the_answer_is_used_stored_and_tells_what_it_cost(server, memory, ours, client, ask):
    answer = ask(ours, client, ASK)
    assert answer.choices[0].message.content == wire.ANSWER
    assert "memkit" not in answer.model_dump()
    assert answer.memkit.usage.input_tokens == answer.usage.prompt_tokens > 0
    assert answer.memkit.usage.output_tokens == answer.usage.completion_tokens > 0
    assert answer.memkit.stop == "end"
    assert [item.memory.memory for item in answer.memkit.recalled] == ["Ana lives in Lisbon."]
    assert texts(memory) == ["Where do I live?", wire.ANSWER]
    assert ASK == [{"role": "user", "content": "Where do I live?"}]


@BOTH
@pytest.mark.parametrize("wish", [None, {"include_usage": True}])
def test_streams(server, memory, ours, client, ask, wish):
    with ask(ours, client, ASK, stream=True, stream_options=wish or openai.omit) as stream:
        chunks = list(stream)
    said = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(said) == wire.ANSWER == stream.memkit.answer
    assert stream.memkit.stop == "end"
    assert bool(chunks[-1].choices) is (wish is None)
    if wish or ask is ask_ours:
        assert stream.memkit.usage.output_tokens > 0
    assert texts(memory) == ["Where do I live?", wire.ANSWER]


@BOTH
def test_a_stream_that_is_left(memory, ours, client, ask):
    with ask(ours, client, ASK, stream=True) as stream:
        next(stream), next(stream)
    assert (stream.memkit.stop, stream.memkit.answer) == ("stopped", "Hello ")
    with ask(ours, client, [{"role": "user", "content": "And now?"}], stream=True) as stream:
        for chunk in stream:
            if chunk.choices[0].finish_reason:
                break
    assert (stream.memkit.stop, stream.memkit.answer) == ("end", wire.ANSWER)
    assert texts(memory) == ["Where do I live?", "Hello ", "And now?", wire.ANSWER]


@BOTH
@pytest.mark.parametrize("stream", [False, True])
def test_tools_are_called_and_the_question_is_stored_once(
    server, memory, ours, client, ask, stream
):
    messages = [{"role": "user", "content": "How warm is it where I live?"}]
    server.first(wire.tool_call(CALL, stream=stream))
    first = ask(ours, client, messages, tools=[TOOL], tool_choice="auto", stream=stream)
    if stream:
        *_, last = first
        assert last.choices[0].finish_reason == "tool_calls"
        messages.append({"role": "assistant", "tool_calls": [CALL]})
    else:
        assert first.choices[0].message.tool_calls[0].function.name == "weather"
        # As the SDK's documentation has it: the message itself goes back.
        messages.append(first.choices[0].message)
    messages.append({"role": "tool", "tool_call_id": "call_1", "content": "31 degrees"})
    second = ask(ours, client, messages, tools=[TOOL])
    assert second.choices[0].message.content == wire.ANSWER
    question, called, answered = sent_to(server)[1]["messages"]
    assert "Ana lives in Lisbon." in question["content"]
    assert called["tool_calls"][0]["id"] == answered["tool_call_id"] == "call_1"
    assert texts(memory) == ["How warm is it where I live?", wire.ANSWER]


@BOTH
def test_what_stands_in_the_conversation_is_not_recalled_as_well(server, memory, ours, client, ask):
    messages = [{"role": "user", "content": "My cat is called Mimi."}]
    messages.append(ask(ours, client, messages).choices[0].message)
    texts(memory)
    messages.append({"role": "user", "content": "What is my cat called?"})
    turn = ask(ours, client, messages).memkit
    assert "Mimi" not in turn.recalled.text
    assert wire.ANSWER not in turn.recalled.text
    assert any(one.reason == "stands in the conversation" for one in turn.recalled.left_out)
    sent = sent_to(server)[1]["messages"]
    assert sent[0]["content"] == "My cat is called Mimi."


@BOTH
def test_parts_are_sent_as_they_are(server, memory, ours, client, ask):
    image = {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}
    ask(ours, client, [{"role": "user", "content": [{"type": "text", "text": "My home?"}, image]}])
    block, said, seen = sent_to(server)[0]["messages"][0]["content"]
    assert "Ana lives in Lisbon." in block["text"]
    assert (said["text"], seen) == ("My home?", image)
    assert texts(memory)[0] == "My home?"


@BOTH
def test_of_several_answers_the_first_is_stored(server, memory, ours, client, ask):
    server.first(wire.several("One.", "Two."))
    assert len(ask(ours, client, ASK, n=2).choices) == 2
    assert texts(memory) == ["Where do I live?", "One."]


@BOTH
def test_a_memory_that_fails_takes_nobodys_answer(memory, ours, client, ask, monkeypatch):
    def down(*args, **options):
        raise ConnectionError("The embedder is down.", fix="Start it.", provider="test")

    monkeypatch.setattr("memkit.chat.completions.recalling.recalled", down)
    with pytest.warns(MemkitWarning, match="is down"):
        answer = ask(ours, client, ASK)
    assert answer.choices[0].message.content == wire.ANSWER
    assert "is down" in str(answer.memkit.not_recalled)
    assert texts(memory) == ["Where do I live?", wire.ANSWER]


def test_a_wrong_filter_is_told_and_not_taken_for_a_memory_that_fails(server, memory, ours):
    with openai.OpenAI(api_key="k", base_url=server.url) as inner:
        client = memory_for(inner, memory=memory, user_id="ana", where="price > 3 AND")
        with pytest.raises(FilterError):
            client.chat.completions.create(model="m", messages=ASK)
    with pytest.raises(FilterError):
        create(messages=ASK, where="price > 3 AND", **ours)
    assert not server.requests


@pytest.mark.parametrize("stream", [False, True])
def test_a_model_that_fails_raises_whose_error_it_is_and_stores_nothing(
    server, memory, ours, client, stream
):
    server.first(*[wire.refused("Slow down.", status=429)] * 2)
    with pytest.raises(ProviderError, match="Slow down"):
        list(create(messages=ASK, stream=stream, **ours))
    with pytest.raises(openai.RateLimitError):
        client.chat.completions.create(model="m", messages=ASK, stream=stream)
    assert texts(memory) == []


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"null", b'"words"', b'{"choices": [{"message": 7}]}']
)
def test_an_answer_that_is_none_is_an_error_of_memkit(server, memory, ours, body):
    server.first(Reply(body=body))
    with pytest.raises(ProviderError) as raised:
        create(messages=ASK, **ours)
    assert raised.value.fix
    assert texts(memory) == []


def test_the_async_ones(server):
    async def story():
        async with AsyncMemory(":memory:") as memory, openai.AsyncOpenAI(
            api_key="k", base_url=server.url
        ) as inner:  # fmt: skip
            await memory.add("Ana lives in Lisbon.", user_id="ana")
            client = memory_for(inner, memory=memory, user_id="ana", infer=False)
            model = {"provider": "openai", "config": {"api_key": "k", "base_url": server.url}}
            ours = {"model": model, "memory": memory, "user_id": "ana", "infer": False}
            found = [
                (await acreate(messages=ASK, **ours)).choices[0].message.content,
                (await client.chat.completions.create(model="m", messages=ASK))
                .choices[0].message.content,
            ]  # fmt: skip
            for stream in (
                await acreate(messages=ASK, stream=True, **ours),
                await client.chat.completions.create(model="m", messages=ASK, stream=True),
            ):
                async with stream:
                    found += ["".join([c.choices[0].delta.content or "" async for c in stream])]
                assert stream.memkit.answer == wire.ANSWER
            left = await acreate(messages=ASK, stream=True, **ours)
            await anext(left), await anext(left)
            await left.close()
            assert left.memkit.stop == "stopped"
            with pytest.raises(ValidationError, match="nonsense"):
                await acreate(messages=ASK, nonsense=1, **ours)
            return found

    assert asyncio.run(story()) == [wire.ANSWER] * 4
    assert all("Ana lives" in sent["messages"][0]["content"] for sent in sent_to(server))
    assert {request.headers["x-stainless-async"] for request in server.requests} != {"false"}


class City(BaseModel):
    city: str
    year: int


def test_an_object_is_parsed_by_the_sdk_and_remembered(server, memory, client):
    answer = client.chat.completions.parse(model="m", messages=ASK, response_format=City)
    assert answer.choices[0].message.parsed == City(city="Athens", year=1896)
    assert "Ana lives" in sent_to(server)[0]["messages"][0]["content"]
    assert texts(memory) == ["Where do I live?", json.dumps({"city": "Athens", "year": 1896})]


def test_a_client_with_other_options_keeps_its_memory(server, memory, client):
    for other in (client.with_options(timeout=9.0), client.copy(timeout=9.0)):
        other.chat.completions.create(model="m", messages=ASK)
    for request in server.requests:
        assert request.headers["x-stainless-read-timeout"] == "9.0"
        assert "Ana lives" in request.json["messages"][0]["content"]


def test_all_else_of_the_client_is_untouched(server, memory, client):
    raw = client.chat.completions.with_raw_response.create(model="m", messages=ASK)
    assert raw.http_response.status_code == 200
    assert raw.parse().choices[0].message.content == wire.ANSWER
    assert sent_to(server)[0]["messages"] == ASK
    found = client.embeddings.create(model="text-embedding-3-small", input=["tea"])
    assert len(found.data[0].embedding) == 1536
    for ask in (client.models.list, lambda: client.responses.create(model="m", input="Hi.")):
        with pytest.raises(openai.NotFoundError):
            ask()
    assert client.api_key == "k"
    assert texts(memory) == []


def test_the_client_that_was_given_stays_as_it_was(server, memory):
    with openai.OpenAI(api_key="k", base_url=server.url) as inner:
        memory_for(inner, memory=memory, user_id="ana")
        inner.chat.completions.create(model="m", messages=ASK)
    assert sent_to(server)[0]["messages"] == ASK
    assert texts(memory) == []


def test_nothing_warns_where_nothing_fails(ours, client):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ask_ours(ours, client, ASK)
        ask_sdk(ours, client, ASK)
