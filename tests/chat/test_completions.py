"""Chat completions that remember, in the shape of OpenAI's client, by any LLM plug-in."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

import memkit
from memkit import AsyncMemory, Memory, Message
from memkit.chat.completions import acreate, create, memory_for
from memkit.contracts.llm import LLM, Completion, Ended, MaxTokens
from memkit.errors import ProviderError, ScopeError, ValidationError

ANA = {"user_id": "ana", "infer": False}
ASK = [{"role": "user", "content": "Where do I live?"}]


class Scripted(LLM):
    """Says what it is told to, and keeps what it was sent."""

    model = "scripted"

    def __init__(self, answer: str = "In Lisbon.") -> None:
        self.answer = answer
        self.sent: list[list[Message]] = []
        self.options: list[dict[str, Any]] = []
        self.error: Exception | None = None

    def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        max_tokens: MaxTokens = "default",
    ) -> Completion:
        self.sent.append(list(messages))
        self.options.append({"schema": schema, "max_tokens": max_tokens})
        if self.error is not None:
            raise self.error
        return Completion(text=self.answer)

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: MaxTokens = "default",
        ended: Ended | None = None,
    ) -> Iterator[str]:
        answer = self.complete(messages, max_tokens=max_tokens)
        yield from answer.text.split(" ")
        if ended is not None:
            ended(answer)


@pytest.fixture
def llm() -> Scripted:
    return Scripted()


@pytest.fixture
def memory(llm: Scripted) -> Iterator[Memory]:
    with Memory(":memory:", llm=llm) as made:
        made.add("Ana lives in Lisbon.", user_id="ana", infer=False, occurred_at="2025-03-01")
        yield made


def stored(memory: Memory, answer: Any) -> list[tuple[str | None, str]]:
    """Return what was stored of an answer, once it is."""
    turn = answer.memkit
    for _ in range(1_000):
        if turn.remembering not in ("waiting", "off"):
            break
        asyncio.run(asyncio.sleep(0.01))
    assert turn.remembering == "stored", turn.error
    return [(memory.get(one.id).role, one.memory) for one in turn.remembered]


def test_it_recalls_before_and_remembers_after(memory: Memory, llm: Scripted) -> None:
    given = [{"role": "system", "content": "Be brief."}, *ASK]
    before = copy.deepcopy(given)
    answer = memkit.chat.completions.create(messages=given, memory=memory, **ANA)
    assert given == before
    assert answer.choices[0].message.content == answer["choices"][0]["message"]["content"]
    assert answer.choices[0].message.content == "In Lisbon."
    assert (answer.object, answer.model) == ("chat.completion", "scripted")
    assert answer.choices[0].finish_reason == "stop"
    assert answer.model_dump()["usage"]["total_tokens"] == 0
    system, question = llm.sent[0]
    assert (system.role, system.content) == ("system", "Be brief.")
    assert "[2025-03-01] Ana lives in Lisbon." in question.content
    assert question.content.endswith("\n\nWhere do I live?")
    assert [item.memory.memory for item in answer.memkit.recalled] == ["Ana lives in Lisbon."]
    assert stored(memory, answer) == [("user", "Where do I live?"), ("assistant", "In Lisbon.")]


def test_a_conversation_that_is_sent_whole_each_time_is_stored_once(
    memory: Memory, llm: Scripted
) -> None:
    messages: list[dict[str, Any]] = []
    for number in range(3):
        messages.append({"role": "user", "content": f"Question {number}"})
        llm.answer = f"Answer {number}"
        answer = create(messages=messages, memory=memory, **ANA)
        messages.append({"role": "assistant", "content": f"Answer {number}"})
        assert len(stored(memory, answer)) == 2
    assert memory.count(user_id="ana") == 7


def test_a_stream_comes_in_chunks_with_what_was_used_at_the_end(memory: Memory) -> None:
    options = {"stream": True, "stream_options": {"include_usage": True}}
    chunks = list(create(messages=ASK, memory=memory, **options, **ANA))
    first, *said, last, usage = chunks
    assert first.choices[0].delta.role == "assistant"
    assert "".join(chunk.choices[0].delta.content for chunk in said) == "InLisbon."
    assert last.choices[0].finish_reason == "stop"
    assert (usage.choices, usage.usage.total_tokens) == ([], 0)
    assert len({chunk.id for chunk in chunks}) == 1
    assert stored(memory, last)[1] == ("assistant", "InLisbon.")


def test_a_stream_that_is_left_is_stored_as_far_as_it_came(memory: Memory) -> None:
    stream = create(messages=ASK, memory=memory, stream=True, **ANA)
    next(stream)
    piece = next(stream)
    stream.close()
    assert stored(memory, piece)[1] == ("assistant", "In")
    assert piece.memkit.stop == "stopped"


def test_the_async_one_does_the_same(llm: Scripted) -> None:
    async def story() -> tuple[Any, list[Any], int]:
        async with AsyncMemory(":memory:", llm=llm) as memory:
            answer = await acreate(messages=ASK, memory=memory, **ANA)
            stream = await acreate(
                messages=[{"role": "user", "content": "And then?"}], memory=memory, stream=True,
                **ANA,
            )  # fmt: skip
            pieces = [piece async for piece in stream]
            while answer.memkit.remembering == "waiting" or pieces[-1].memkit.remembered is None:
                await asyncio.sleep(0.01)
            return answer, pieces, await memory.count(user_id="ana")

    answer, pieces, number = asyncio.run(story())
    assert answer.choices[0].message.content == "In Lisbon."
    assert pieces[-1].choices[0].finish_reason == "stop"
    assert number == 4


@pytest.mark.parametrize("stream", [False, True])
def test_what_fails_is_raised_and_nothing_is_stored(
    memory: Memory, llm: Scripted, stream: bool
) -> None:
    llm.error = ProviderError("Down.", fix="Wait.", provider="scripted")
    with pytest.raises(ProviderError, match="Down"):
        for _ in create(messages=ASK, memory=memory, stream=stream, **ANA):
            pass
    assert memory.count(user_id="ana") == 1


def test_what_is_still_to_be_stored_is_stored_when_the_memory_is_closed(
    tmp_path: Any, llm: Scripted
) -> None:
    with Memory(tmp_path / "a.db", llm=llm) as memory:
        for number in range(5):
            create(
                messages=[{"role": "user", "content": f"Question {number}"}], memory=memory, **ANA
            )
    with Memory(tmp_path / "a.db") as memory:
        assert memory.count(user_id="ana") == 6


def test_parts_tools_and_names_are_understood(memory: Memory, llm: Scripted) -> None:
    parts = [{"type": "text", "text": "Where do"}, {"type": "text", "text": "I live?"}]
    answer = create(messages=[{"role": "user", "content": parts}], memory=memory, **ANA)
    assert "Lisbon" in llm.sent[-1][-1].content
    assert stored(memory, answer)[0] == ("user", "Where do\nI live?")
    said = [
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": "How warm is it?", "name": "Ana"},
    ]
    create(messages=said, memory=memory, remember=False, user_id="ana")
    assert [message.role for message in llm.sent[-1]] == ["system", "user"]
    assert llm.sent[-1][-1].name == "Ana"


def test_options_say_whose_which_and_how_much(memory: Memory, llm: Scripted) -> None:
    memory.add("Bob lives in Porto.", user_id="bob", infer=False)
    create(messages=ASK, memory=memory, user_id="bob", remember=False)
    assert "Porto" in llm.sent[-1][-1].content
    assert "Lisbon" not in llm.sent[-1][-1].content
    create(messages=ASK, memory=memory, remember=False, memory_tokens=0)
    assert llm.sent[-1][-1].content == "Where do I live?"
    create(messages=ASK, memory=memory, remember=False, where={"user_id": "bob"})
    assert "Lisbon" not in llm.sent[-1][-1].content
    answer = create(messages=ASK, memory=memory, remember=False)
    assert answer.memkit.remembering == "off"
    create(messages=ASK, memory=memory.scoped(user_id="ana"), infer=False)
    with pytest.raises(ScopeError):
        create(messages=ASK, memory=memory)


def test_models_are_named_as_in_litellm_or_as_in_memkit(memory: Memory) -> None:
    replies = {"provider": "echo", "config": {"replies": ["Hello."]}}
    for model in (replies, Scripted("Hello."), None):
        answer = create(model=model, messages=ASK, memory=memory, user_id="ana", remember=False)
        assert answer.choices[0].message.content in ("Hello.", "In Lisbon.")
    answer = create(model="echo", replies=["Hi."], messages=ASK, memory=memory, remember=False)
    assert answer.choices[0].message.content == "Hi."
    for wrong in ("", 7, "no-such/model", "no-such:model"):
        with pytest.raises(memkit.MemkitError):
            create(model=wrong, messages=ASK, memory=memory, remember=False)


def test_what_every_model_can_do_is_translated(memory: Memory, llm: Scripted) -> None:
    schema = {"type": "object", "properties": {"city": {"type": "string"}}}
    form = {"type": "json_schema", "json_schema": {"name": "place", "schema": schema}}
    options: dict[str, Any] = {"messages": ASK, "memory": memory, "remember": False}
    create(**options, max_tokens=7, n=1, response_format=form, temperature=None)
    assert llm.options[-1] == {"schema": schema, "max_tokens": 7}
    create(**options, max_completion_tokens=9, response_format={"type": "json_object"})
    assert llm.options[-1] == {"schema": {"type": "object"}, "max_tokens": 9}
    create(**options, response_format={"type": "text"})
    assert llm.options[-1]["schema"] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tools", [{"type": "function", "function": {"name": "f"}}]),
        ("tool_choice", "auto"),
        ("temperature", 0.5),
        ("seed", 7),
        ("logprobs", True),
        ("n", 2),
        ("no_such_parameter", 1),
        ("response_format", {"type": "grammar"}),
    ],
)
def test_what_a_model_cannot_be_asked_for_is_refused_by_name(
    memory: Memory, llm: Scripted, name: str, value: Any
) -> None:
    with pytest.raises(ValidationError) as caught:
        create(messages=ASK, memory=memory, **ANA, **{name: value})
    assert name in str(caught.value) or name == "n"
    assert caught.value.fix
    assert not llm.sent


@pytest.mark.parametrize(
    "messages",
    [
        "hello", [], None, [{"role": "user"}][0], ["hello"], [{"role": "king", "content": "x"}],
        [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}],
        [{"role": "assistant", "tool_calls": [{"id": "1"}]}, {"role": "tool", "content": "x"}],
    ],
)  # fmt: skip
def test_what_is_no_conversation_of_texts_is_refused(memory: Memory, messages: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        create(messages=messages, memory=memory, **ANA)
    assert caught.value.fix


def test_a_memory_that_fails_to_store_does_not_take_the_answer(
    memory: Memory, monkeypatch: pytest.MonkeyPatch, recwarn: Any
) -> None:
    def failing(self: Memory, *args: Any, **options: Any) -> Any:
        raise ProviderError("The disk is full.", fix="Make room.", provider="test")

    with monkeypatch.context() as patched:
        patched.setattr(Memory, "add", failing)
        answer = create(messages=ASK, memory=memory, **ANA)
        assert answer.choices[0].message.content == "In Lisbon."
        while answer.memkit.error is None:
            asyncio.run(asyncio.sleep(0.01))
    second = create(messages=[{"role": "user", "content": "And now?"}], memory=memory, **ANA)
    stored(memory, second)
    assert stored(memory, answer)[0][1] == "Where do I live?"


def test_only_a_client_is_given_a_memory(memory: Memory) -> None:
    with pytest.raises(ValidationError, match="openai"):
        memory_for(object(), memory=memory, user_id="ana")
    with pytest.raises(ValidationError, match="memory"):
        create(messages=ASK, memory="memory.db", user_id="ana")


def test_what_the_conversation_says_explains_nothing_that_is_recalled(
    memory: Memory, llm: Scripted
) -> None:
    """A question that was stored comes back neither by itself nor before its answer."""
    said = [{"role": "user", "content": "What is my cat called?"}]
    llm.answer = "Your cat is called Mimi."
    stored(memory, create(messages=said, memory=memory, **ANA))
    turn = create(messages=said, memory=memory, **ANA).memkit
    assert "called Mimi" in turn.recalled.text
    assert "What is my cat called?" not in turn.recalled.text


def test_a_tools_round_trip_stores_the_question_once(memory: Memory) -> None:
    from memkit.chat.completions.conversation import conversation_of

    asked = {"role": "user", "content": "How warm is it?"}
    call = {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]}
    told = {"role": "tool", "tool_call_id": "1", "content": "31 degrees"}
    first, second = conversation_of([asked]), conversation_of([asked, call, told])
    assert (first.question, second.question) == ("How warm is it?", "")
    assert first.last == second.last == "How warm is it?"
    block = second.recalling("<block>")[0]["content"]
    assert block == "<block>\n\nHow warm is it?"


def test_a_memory_that_fails_to_recall_does_not_take_the_answer(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: Any, **options: Any) -> Any:
        raise ProviderError("The embedder is down.", fix="Start it.", provider="test")

    monkeypatch.setattr("memkit.chat.completions.recalling.recalled", down)
    with pytest.warns(memkit.MemkitWarning, match="is down"):
        answer = create(messages=ASK, memory=memory, **ANA)
    assert answer.choices[0].message.content == "In Lisbon."
    assert "is down" in str(answer.memkit.not_recalled)
    assert stored(memory, answer) == [("user", "Where do I live?"), ("assistant", "In Lisbon.")]
