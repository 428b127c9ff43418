"""What every LLM must do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import pytest

from memkit.contracts.llm import LLM, Completion
from memkit.domain.records import Message
from memkit.plugins.specs import LLMSpec
from memkit.testing.base import ODD_TEXTS, ProviderConformance
from memkit.testing.overriding import needs

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "year": {"type": "integer"}},
    "required": ["city", "year"],
    "additionalProperties": False,
}


class LLMConformance(ProviderConformance):
    """Subclass it, set `spec`, and override the fixture `config` if the defaults won't do.

    Attributes:
        spec: The model's `LLMSpec`.
        deterministic: Whether two new instances answer the same; false for most real models.
    """

    spec: ClassVar[LLMSpec]
    deterministic: ClassVar[bool] = True

    kit_spec = LLMSpec
    kit_contract = LLM
    kit_capabilities = frozenset({"schema", "stream", "async"})
    kit_methods: ClassVar = {"stream": "stream", "acomplete": "async"}

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

    def kit_exercise(self, provider: Any, *context: Any) -> None:
        """Ask for an answer."""
        provider.complete([Message(role="user", content="Say hello.")])

    def test_it_says_what_it_is(self, provider: LLM) -> None:
        """The model's name is there."""
        assert provider.model.strip()

    def test_it_answers(self, provider: LLM, messages: list[Message]) -> None:
        """An answer is a text, and has cost a call."""
        answer = complete(provider, messages)
        assert answer.text.strip()
        assert answer.data is None, "no object was asked for"

    def test_it_takes_every_role(self, provider: LLM) -> None:
        """A conversation may have gone on for a while, with names and without."""
        complete(
            provider,
            [
                Message(role="system", content="You are brief."),
                Message(role="user", content="I am Ana.", name="ana"),
                Message(role="assistant", content="Hello Ana."),
                Message(role="user", content="What is my name?"),
            ],
        )

    @pytest.mark.parametrize("text", [text for text in ODD_TEXTS if text.strip()], ids=range(7))
    def test_messages_of_any_kind(self, provider: LLM, text: str) -> None:
        """Any script is taken, and long messages."""
        complete(provider, [Message(role="user", content=text[:10_000])])

    def test_an_object_fits_the_schema_or_is_none(
        self, provider: LLM, schema_messages: list[Message]
    ) -> None:
        """`data` is never an object that the schema does not allow."""
        before = repr(SCHEMA)
        answer = complete(provider, schema_messages, schema=SCHEMA)
        assert answer.data is None or fits(answer.data)
        assert repr(SCHEMA) == before, "the schema was changed"

    @needs("schema")
    def test_a_schema_gives_data(self, provider: LLM, schema_messages: list[Message]) -> None:
        """Asked for an object, the model gives one."""
        assert fits(complete(provider, schema_messages, schema=SCHEMA).data)

    def test_an_answer_beside_the_schema_is_text(
        self, babbling: LLM | None, schema_messages: list[Message]
    ) -> None:
        """An answer that is no such object is returned as text, never raised."""
        if babbling is None:
            pytest.skip("override the fixture `babbling` to test answers that miss the schema")
        answer = complete(babbling, schema_messages, schema=SCHEMA)
        assert answer.data is None
        assert answer.text.strip()

    def test_a_stream_joins_to_the_answer(
        self, make: Callable[..., LLM], messages: list[Message]
    ) -> None:
        """The pieces are strings and make up the answer."""
        pieces = list(make().stream(messages))
        assert all(isinstance(piece, str) for piece in pieces)
        assert "".join(pieces).strip()
        if self.deterministic:
            assert "".join(pieces) == complete(make(), messages).text

    @needs("stream")
    def test_a_stream_comes_in_pieces(self, provider: LLM) -> None:
        """A longer answer does not come at once."""
        question = "Count from one to twenty in words, please."
        assert len(list(provider.stream([Message(role="user", content=question)]))) > 1

    def test_async_equals_sync(self, make: Callable[..., LLM], messages: list[Message]) -> None:
        """`acomplete` answers as `complete` does, for several calls at once."""
        provider = make()

        async def several() -> list[Completion]:
            return list(await asyncio.gather(*(provider.acomplete(messages) for _ in range(3))))

        answers = asyncio.run(several())
        assert all(answer.text.strip() for answer in answers)
        if self.deterministic:
            other = make()
            expected = sorted(complete(other, messages).text for _ in range(3))
            assert sorted(answer.text for answer in answers) == expected

    def test_threads_may_share_it(self, provider: LLM, messages: list[Message]) -> None:
        """Several threads are answered."""
        with ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(lambda _: complete(provider, messages), range(8)))
        assert all(answer.text.strip() for answer in answers)

    def test_inputs_are_not_changed(self, provider: LLM, messages: list[Message]) -> None:
        """The messages stay as they were, and may be any sequence."""
        before = [message.model_copy(deep=True) for message in messages]
        complete(provider, messages)
        list(provider.stream(messages))
        assert messages == before
        provider.complete(tuple(messages))


def complete(
    provider: LLM, messages: list[Message], *, schema: Mapping[str, Any] | None = None
) -> Completion:
    """Ask, and check the type of the answer."""
    answer = provider.complete(messages, schema=schema)
    assert isinstance(answer, Completion)
    assert isinstance(answer.text, str)
    assert answer.usage.calls >= 1
    return answer


def fits(data: Any) -> bool:
    """Tell whether an object is of `SCHEMA`."""
    return (
        isinstance(data, Mapping)
        and set(data) == {"city", "year"}
        and isinstance(data["city"], str)
        and isinstance(data["year"], int)
        and not isinstance(data["year"], bool)
    )
