"""LLMs by the task chat-completion of Hugging Face's inference API."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit.contracts.llm import LLM, Completion
from memkit.hosted import Once, PerLoop, as_turns, matching, wish_for
from memkit.records import Message, Usage
from memkit_huggingface import clients
from memkit_huggingface.answers import first_choice, said_in, tokens_in
from memkit_huggingface.config import LLMConfig
from memkit_huggingface.failures import broken_off, calls_of, unreadable
from memkit_huggingface.schemas import response_format

if TYPE_CHECKING:
    from huggingface_hub import AsyncInferenceClient, InferenceClient


class HuggingFaceLLM(LLM):
    """Answers with a model on Hugging Face, or behind a server that speaks its API.

    See https://huggingface.co/docs/inference-providers/tasks/chat-completion and
    https://huggingface.co/docs/text-generation-inference.

    Args:
        config: Which model, and where it runs.
    """

    def __init__(self, config: LLMConfig) -> None:
        self.model = config.model
        self._config = config
        self._calls = calls_of(config)
        self._client: Once[InferenceClient] = Once(
            lambda: clients.blocking(config), close=clients.close
        )
        self._async_client: PerLoop[AsyncInferenceClient] = PerLoop(
            lambda: clients.asynchronous(config), close=clients.aclose
        )

    def complete(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Answer a conversation.

        Raises:
            ProviderError: The server can't be reached, refuses, or answers nonsense.
        """
        body = self._body(messages, schema)
        return self._calls.run(
            lambda: self._completion_in(self._client.get().chat_completion(**body), schema)
        )

    async def acomplete(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Do the same with the SDK's async client."""
        body = self._body(messages, schema)

        async def ask() -> Completion:
            return self._completion_in(
                await self._async_client.get().chat_completion(**body), schema
            )

        return await self._calls.arun(ask)

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield the answer in pieces, as they come.

        Raises:
            ProviderError: The server can't be reached, refuses, or breaks off.
        """
        body = {
            **self._body(messages, None),
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        # A client keeps the connection of a stream until it is closed itself.
        with contextlib.closing(clients.blocking(self._config)) as client:
            yield from self._calls.stream(lambda: self._pieces(client.chat_completion(**body)))

    @property
    def usage(self) -> Usage:
        """What the calls so far consumed."""
        return self._calls.usage

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._client.close()
        self._async_client.close()

    def _body(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        config = self._config
        form = None if schema is None else response_format(schema, config.structured_output)
        return {
            "model": self.model,
            # A grammar makes a model keep to a form, and not know it.
            "messages": as_turns(
                messages, instruction=None if schema is None else wish_for(schema)
            ),
            "temperature": config.temperature,
            "max_tokens": config.max_tokens,
            "response_format": form,
        }

    def _completion_in(self, answer: object, schema: Mapping[str, Any] | None) -> Completion:
        said = said_in(answer, unreadable(self.model))
        data = matching(said.text, schema) if schema is not None and said.whole else None
        return Completion(text=said.text, data=data, usage=self._calls.count(**tokens_in(answer)))

    def _pieces(self, answer: Iterable[object]) -> Iterator[str]:
        ended, tokens = False, tokens_in(None)
        for piece in answer:
            choice = first_choice(piece)
            text = getattr(getattr(choice, "delta", None), "content", None)
            if isinstance(text, str) and text:
                yield text
            ended = ended or getattr(choice, "finish_reason", None) is not None
            tokens = tokens_in(piece) if getattr(piece, "usage", None) else tokens
        if not ended:
            raise broken_off(self.model)
        self._calls.count(**tokens)
