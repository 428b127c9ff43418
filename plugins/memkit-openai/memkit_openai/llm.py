"""LLMs on the endpoint /chat/completions of OpenAI's API, which all the services speak."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit.contracts.llm import LLM, Completion
from memkit.hosted import Once, PerLoop, matching, nonsense, wish_for
from memkit.records import Message, Usage
from memkit_openai import clients
from memkit_openai.answers import first_choice, said_in, tokens_in
from memkit_openai.config import LLMConfig
from memkit_openai.failures import broken_off, calls_of
from memkit_openai.messages import as_sent
from memkit_openai.schemas import mode_for, response_format

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI


class OpenAILLM(LLM):
    """Answers by a service that speaks OpenAI's API.

    Args:
        config: Which service, which model.
    """

    def __init__(self, config: LLMConfig) -> None:
        clients.check(config)
        self.config = config
        self.model = config.model
        self._calls = calls_of(config)
        self._client: Once[OpenAI] = Once(
            lambda: clients.blocking(config), close=lambda client: client.close()
        )
        self._async_client: PerLoop[AsyncOpenAI] = PerLoop(
            lambda: clients.asynchronous(config), close=lambda client: client.close()
        )

    def complete(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Answer a conversation.

        Args:
            messages: At least one. A tool's message is sent as the user's.
            schema: A JSON schema. An answer that does not fit, was refused or was cut off is
                returned as text.

        Raises:
            ProviderError: The service can't be reached, refuses, or answers nonsense.
        """
        body = self._body(messages, schema)

        def ask() -> Completion:
            answer = self._client.get().chat.completions.create(**body)
            return self._completion_in(answer, schema)

        return self._calls.run(ask)

    async def acomplete(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Do the same with the SDK's async client."""
        body = self._body(messages, schema)

        async def ask() -> Completion:
            answer = await self._async_client.get().chat.completions.create(**body)
            return self._completion_in(answer, schema)

        return await self._calls.arun(ask)

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield the answer in pieces, as they come.

        Raises:
            ProviderError: The service can't be reached, refuses, or breaks off in the middle.
        """
        body = {
            **self._body(messages, None),
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        pieces = self._calls.stream(lambda: self._client.get().chat.completions.create(**body))
        ended, tokens = False, tokens_in(None)
        for piece in pieces:
            choice = first_choice(piece)
            delta = getattr(choice, "delta", None)
            text = getattr(delta, "content", None) or getattr(delta, "refusal", None)
            if isinstance(text, str):
                yield text
            ended = ended or getattr(choice, "finish_reason", None) is not None
            tokens = tokens_in(piece) if getattr(piece, "usage", None) else tokens
        if not ended:
            raise broken_off(self.config)
        self._calls.count(**tokens)

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
        config, service = self.config, self.config.service
        body: dict[str, Any] = {
            "model": clients.model_of(config),
            "messages": as_sent(messages),
            "extra_body": config.extra_body,
        }
        if config.temperature is not None:
            body["temperature"] = config.temperature
        if config.max_tokens is not None:
            body[service.length_field] = config.max_tokens
        if schema is not None:
            mode = mode_for(schema, config.structured_output or service.objects)
            form = response_format(schema, mode, strict=service.strict)
            if form is not None:
                body["response_format"] = form
            if mode != "json_schema":
                body["messages"] = as_sent(messages, instruction=wish_for(schema))
        return body

    def _completion_in(self, answer: object, schema: Mapping[str, Any] | None) -> Completion:
        said = said_in(answer, functools.partial(nonsense, self.config.service.name, self.model))
        usage = self._calls.count(**tokens_in(answer))
        data = matching(said.text, schema) if schema is not None and said.whole else None
        return Completion(text=said.text, data=data, usage=usage)
