"""What every LLM must do."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from typing import Any, ClassVar

import pytest

from memkit.contracts.llm import LLM, Completion
from memkit.domain.records import Message
from memkit.errors import ValidationError
from memkit.plugins.specs import LLMSpec
from memkit.testing.base import ODD_TEXTS, ProviderConformance
from memkit.testing.overriding import needs

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "year": {"type": "integer"}},
    "required": ["city", "year"],
    "additionalProperties": False,
}

# Where all that matters is that there is an answer: small models go on and on about an odd text.
_A_FEW = 16


class LLMConformance(ProviderConformance):
    """Subclass it, set `spec`, and override the fixture `config` if the defaults won't do.

    Attributes:
        spec: The model's `LLMSpec`.
        deterministic: Whether two new instances answer the same; false for most real models.
        answer_tokens: The most tokens of each answer, so that the kit can be run on a small model
            that never ends by itself. One that thinks before it answers needs more.
        cut_tokens: The tokens after which answers are cut, to see what they say of it.
    """

    spec: ClassVar[LLMSpec]
    deterministic: ClassVar[bool] = True
    answer_tokens: ClassVar[int] = 256
    cut_tokens: ClassVar[int] = 3

    kit_spec = LLMSpec
    kit_contract = LLM
    kit_capabilities = frozenset({"schema", "stream", "async", "chat", "images"})
    kit_methods: ClassVar = {
        "stream": "stream",
        "acomplete": "async",
        "astream": "async stream",
        "chat": "chat",
        "achat": "async chat",
        "stream_chat": "chat stream",
        "astream_chat": "async chat stream",
    }

    @pytest.fixture
    def messages(self) -> list[Message]:
        """A conversation to which the model has an answer."""
        return [
            Message(role="system", content="You answer in one short sentence."),
            Message(role="user", content="Say hello."),
        ]

    @pytest.fixture
    def schema_messages(self) -> list[Message]:
        """A conversation that the model answers with an object of `SCHEMA`."""
        question = "In which city and year were the first modern Olympic Games? Answer as JSON."
        return [Message(role="user", content=question)]

    @pytest.fixture
    def babbling(self) -> LLM | None:
        """An instance that answers a request for an object with something else, if you have one."""
        return None

    @pytest.fixture
    def long_messages(self) -> list[Message]:
        """A conversation whose answer has more than `cut_tokens` tokens."""
        question = "Count from one to twenty in words, please."
        return [Message(role="user", content=question)]

    @pytest.fixture
    def chat_request(self) -> dict[str, Any]:
        """A request of OpenAI's API, for models with the capability "chat"."""
        question = {"role": "user", "content": "Say hello."}
        return {"messages": [question], "max_tokens": self.answer_tokens}

    def kit_exercise(self, provider: Any, *context: Any) -> None:
        """Ask for an answer."""
        self.kit_ask(provider, [Message(role="user", content="Say hello.")], max_tokens=_A_FEW)

    def kit_ask(
        self,
        provider: LLM,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        max_tokens: int | None = None,
    ) -> Completion:
        """Ask, and check the type of the answer."""
        answer = provider.complete(
            messages, schema=schema, max_tokens=max_tokens or self.answer_tokens
        )
        assert isinstance(answer, Completion)
        assert isinstance(answer.text, str)
        assert answer.usage.calls >= 1
        return answer

    def kit_stream(
        self, provider: LLM, messages: Sequence[Message], *, max_tokens: int | None = None
    ) -> tuple[list[str], Completion]:
        """Ask for a stream; return its pieces, and how it said that it ended."""
        ends: list[Completion] = []
        most = max_tokens or self.answer_tokens
        pieces = list(provider.stream(messages, max_tokens=most, ended=ends.append))
        assert len(ends) == 1, f"`ended` was called {len(ends)} times"
        return pieces, ends[0]

    def kit_astream(
        self, provider: LLM, messages: Sequence[Message], *, max_tokens: int | None = None
    ) -> tuple[list[str], Completion]:
        """Do the same without blocking an event loop."""
        ends: list[Completion] = []
        most = max_tokens or self.answer_tokens

        async def ask() -> list[str]:
            pieces = provider.astream(messages, max_tokens=most, ended=ends.append)
            return [piece async for piece in pieces]

        pieces = asyncio.run(ask())
        assert len(ends) == 1, f"`ended` was called {len(ends)} times"
        return pieces, ends[0]

    def kit_check_cut(self, text: str, answer: Completion) -> None:
        """Check an answer that has no more than `cut_tokens` tokens."""
        # No token holds more than one word.
        assert len(text.split()) <= self.cut_tokens, "max_tokens was ignored"
        assert answer.usage.output_tokens <= self.cut_tokens
        assert answer.stop == "length"

    # -- tests -------------------------------------------------------------------------------

    def test_it_says_what_it_is(self, provider: LLM) -> None:
        """The model's name is there, and what is known of its window and its bound."""
        assert provider.model.strip()
        assert provider.context is None or provider.context >= 1
        assert provider.max_tokens is None or provider.max_tokens >= 1

    def test_it_answers(self, provider: LLM, messages: list[Message]) -> None:
        """An answer is a text, has cost a call, and ended by itself."""
        answer = self.kit_ask(provider, messages)
        assert answer.text.strip()
        assert answer.data is None, "no object was asked for"
        assert answer.stop == "end"

    def test_it_takes_every_role(self, provider: LLM) -> None:
        """A conversation may have gone on for a while, with names and without."""
        self.kit_ask(
            provider,
            [
                Message(role="system", content="You are brief."),
                Message(role="user", content="I am Ana.", name="ana"),
                Message(role="assistant", content="Hello Ana."),
                Message(role="user", content="What is my name?"),
            ],
            max_tokens=_A_FEW,
        )

    @pytest.mark.parametrize("text", [text for text in ODD_TEXTS if text.strip()], ids=range(7))
    def test_messages_of_any_kind(self, provider: LLM, text: str) -> None:
        """Any script is taken, and long messages."""
        said = Message(role="user", content=text[:10_000])
        self.kit_ask(provider, [said], max_tokens=_A_FEW)

    # -- the bound ---------------------------------------------------------------------------

    def test_an_answer_is_cut_at_max_tokens(
        self, provider: LLM, long_messages: list[Message]
    ) -> None:
        """`max_tokens` is kept, and an answer that was cut says so."""
        answer = self.kit_ask(provider, long_messages, max_tokens=self.cut_tokens)
        self.kit_check_cut(answer.text, answer)

    def test_a_stream_is_cut_at_max_tokens(
        self, provider: LLM, long_messages: list[Message]
    ) -> None:
        """So are answers in pieces, blocking and async."""
        for ask in (self.kit_stream, self.kit_astream):
            pieces, answer = ask(provider, long_messages, max_tokens=self.cut_tokens)
            self.kit_check_cut("".join(pieces), answer)

    def test_an_object_that_was_cut_is_none(
        self, provider: LLM, schema_messages: list[Message]
    ) -> None:
        """What was cut is no object, even if it looks like one."""
        answer = self.kit_ask(provider, schema_messages, schema=SCHEMA, max_tokens=self.cut_tokens)
        assert answer.stop == "length"
        assert answer.data is None

    def test_the_bound_can_be_lifted(self, provider: LLM, messages: list[Message]) -> None:
        """`max_tokens=None` asks for an answer without a bound."""
        answer = provider.complete(messages, max_tokens=None)
        assert answer.text.strip()
        assert answer.stop == "end"

    def test_the_default_bound_is_its_own(
        self, provider: LLM, long_messages: list[Message]
    ) -> None:
        """A call that does not say is bound by `max_tokens` of the model."""
        provider.max_tokens = self.cut_tokens
        answer = provider.complete(long_messages)
        self.kit_check_cut(answer.text, answer)

    def test_a_bound_is_a_number_of_tokens(self, provider: LLM, messages: list[Message]) -> None:
        """Less than one token is a mistake, which `LLM.bound` tells."""
        with pytest.raises(ValidationError):
            provider.complete(messages, max_tokens=0)
        with pytest.raises(ValidationError):
            list(provider.stream(messages, max_tokens=-1))

    # -- objects -----------------------------------------------------------------------------

    def test_an_object_fits_the_schema_or_is_none(
        self, provider: LLM, schema_messages: list[Message]
    ) -> None:
        """`data` is never an object that the schema does not allow."""
        before = repr(SCHEMA)
        answer = self.kit_ask(provider, schema_messages, schema=SCHEMA)
        assert answer.data is None or fits(answer.data)
        assert repr(SCHEMA) == before, "the schema was changed"

    @needs("schema")
    def test_a_schema_gives_data(self, provider: LLM, schema_messages: list[Message]) -> None:
        """Asked for an object, the model gives one."""
        assert fits(self.kit_ask(provider, schema_messages, schema=SCHEMA).data)

    def test_an_answer_beside_the_schema_is_text(
        self, babbling: LLM | None, schema_messages: list[Message]
    ) -> None:
        """An answer that is no such object is returned as text, never raised."""
        if babbling is None:
            pytest.skip("override the fixture `babbling` to test answers that miss the schema")
        answer = self.kit_ask(babbling, schema_messages, schema=SCHEMA)
        assert answer.data is None
        assert answer.text.strip()

    # -- streams -----------------------------------------------------------------------------

    def test_a_stream_joins_to_the_answer(
        self, make: Callable[..., LLM], messages: list[Message]
    ) -> None:
        """The pieces are strings and make up the answer, which the stream's end tells too."""
        pieces, answer = self.kit_stream(make(), messages)
        assert all(isinstance(piece, str) for piece in pieces)
        assert "".join(pieces).strip()
        assert answer.text == "".join(pieces)
        assert answer.stop == "end"
        if self.deterministic:
            assert "".join(pieces) == self.kit_ask(make(), messages).text

    @needs("stream")
    def test_a_stream_comes_in_pieces(self, provider: LLM, long_messages: list[Message]) -> None:
        """A longer answer does not come at once."""
        assert len(self.kit_stream(provider, long_messages)[0]) > 1
        assert len(self.kit_astream(provider, long_messages)[0]) > 1

    def test_an_async_stream_equals_a_stream(
        self, make: Callable[..., LLM], messages: list[Message]
    ) -> None:
        """`astream` gives the pieces that `stream` gives, and ends as it does."""
        pieces, answer = self.kit_astream(make(), messages)
        assert "".join(pieces).strip()
        assert answer.text == "".join(pieces)
        if self.deterministic:
            assert (pieces, answer) == self.kit_stream(make(), messages)

    def test_a_stream_is_counted_as_a_call_is(
        self, make: Callable[..., LLM], messages: list[Message]
    ) -> None:
        """What a stream consumed is in `usage`, as what a call consumed is."""
        called, streamed, astreamed = make(), make(), make()
        self.kit_ask(called, messages)
        self.kit_stream(streamed, messages)
        self.kit_astream(astreamed, messages)
        assert called.usage.calls == streamed.usage.calls == astreamed.usage.calls
        if self.deterministic:
            assert called.usage == streamed.usage == astreamed.usage

    def test_a_stream_may_be_left(self, provider: LLM, messages: list[Message]) -> None:
        """Whoever reads it may stop, and ask again."""
        most = self.answer_tokens
        pieces = provider.stream(messages, max_tokens=most)
        next(pieces)
        del pieces

        async def leave() -> None:
            # An async generator that nobody closes is closed when the loop gets round to it.
            async with aclosing(provider.astream(messages, max_tokens=most)) as pieces:
                await anext(pieces)

        asyncio.run(leave())
        assert self.kit_ask(provider, messages).text.strip()

    # -- requests as they are ----------------------------------------------------------------

    @needs("chat")
    def test_a_request_is_answered_as_the_api_does(
        self, make: Callable[..., LLM], chat_request: dict[str, Any]
    ) -> None:
        """The answer has choices with a message, blocking and async, and is counted as a call."""
        called, awaited = make(), make()
        before = copy.deepcopy(chat_request)
        answers = [called.chat(chat_request), asyncio.run(awaited.achat(chat_request))]
        assert chat_request == before, "the request was changed"
        for answer in answers:
            (choice,) = answer["choices"]
            assert choice["message"]["content"].strip()
            assert choice["finish_reason"] in ("stop", "length")
        assert called.usage.calls == awaited.usage.calls == 1

    @needs("chat")
    def test_a_request_is_answered_in_pieces(
        self, make: Callable[..., LLM], chat_request: dict[str, Any]
    ) -> None:
        """They have deltas, the last of which says why the answer ended, blocking and async."""
        request = {**chat_request, "stream_options": {"include_usage": True}}
        streamed, astreamed = make(), make()

        async def ask() -> list[Mapping[str, Any]]:
            return [piece async for piece in astreamed.astream_chat(request)]

        for pieces in (list(streamed.stream_chat(request)), asyncio.run(ask())):
            choices = [choice for piece in pieces for choice in piece["choices"]]
            assert "".join(choice["delta"].get("content") or "" for choice in choices).strip()
            assert choices[-1]["finish_reason"] in ("stop", "length")
        assert streamed.usage.calls == astreamed.usage.calls == 1

    @needs("chat")
    def test_a_tool_is_called(self, provider: LLM, chat_request: dict[str, Any]) -> None:
        """A model that must call a tool does, which its answer tells."""
        called = {"name": "look_up", "parameters": {"type": "object", "properties": {}}}
        tools = [{"type": "function", "function": called}]
        answer = provider.chat({**chat_request, "tools": tools, "tool_choice": "required"})
        (call, *_) = answer["choices"][0]["message"]["tool_calls"]
        assert call["function"]["name"] == "look_up"
        assert call["id"]

    @needs("chat")
    def test_a_parameter_that_the_api_lacks_is_refused_by_name(
        self, provider: LLM, chat_request: dict[str, Any]
    ) -> None:
        """It is never dropped, be the answer whole or in pieces."""
        request = {**chat_request, "no_such_parameter": 1}
        with pytest.raises(ValidationError, match="no_such_parameter"):
            provider.chat(request)
        with pytest.raises(ValidationError, match="no_such_parameter"):
            list(provider.stream_chat(request))

    # -- callers -----------------------------------------------------------------------------

    def test_async_equals_sync(self, make: Callable[..., LLM], messages: list[Message]) -> None:
        """`acomplete` answers as `complete` does, for several calls at once."""
        provider = make()

        async def several() -> list[Completion]:
            most = self.answer_tokens
            calls = (provider.acomplete(messages, max_tokens=most) for _ in range(3))
            return list(await asyncio.gather(*calls))

        answers = asyncio.run(several())
        assert all(answer.text.strip() for answer in answers)
        if self.deterministic:
            other = make()
            expected = sorted(self.kit_ask(other, messages).text for _ in range(3))
            assert sorted(answer.text for answer in answers) == expected

    def test_threads_may_share_it(self, provider: LLM, messages: list[Message]) -> None:
        """Several threads are answered."""
        with ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(lambda _: self.kit_ask(provider, messages), range(8)))
        assert all(answer.text.strip() for answer in answers)

    def test_inputs_are_not_changed(self, provider: LLM, messages: list[Message]) -> None:
        """The messages stay as they were, and may be any sequence."""
        before = [message.model_copy(deep=True) for message in messages]
        self.kit_ask(provider, messages)
        self.kit_stream(provider, messages)
        assert messages == before
        self.kit_ask(provider, tuple(messages))


def fits(data: Any) -> bool:
    """Tell whether an object is of `SCHEMA`."""
    return (
        isinstance(data, Mapping)
        and set(data) == {"city", "year"}
        and isinstance(data["city"], str)
        and isinstance(data["year"], int)
        and not isinstance(data["year"], bool)
    )
