"""LLMs on the endpoint /chat/completions of OpenAI's API, which all the services speak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit.domain.records import Message
from memkit.providers.hosted import HostedLLM, Once, PerLoop, Said, nonsense, wish_for
from memkit.providers.hosted.choices import said_in, streamed
from memkit_openai import clients
from memkit_openai.config import LLMConfig
from memkit_openai.failures import broken_off, calls_of
from memkit_openai.messages import as_sent
from memkit_openai.schemas import mode_for, response_format

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI


class OpenAILLM(HostedLLM):
    """Answers by a service that speaks OpenAI's API.

    Args:
        config: Which service, which model.
    """

    def __init__(self, config: LLMConfig) -> None:
        clients.check(config)
        super().__init__(model=config.model, calls=calls_of(config))
        self.config = config
        self._client: Once[OpenAI] = Once(
            lambda: clients.blocking(config), close=lambda client: client.close()
        )
        self._async_client: PerLoop[AsyncOpenAI] = PerLoop(
            lambda: clients.asynchronous(config), close=lambda client: client.close()
        )

    def request(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None) -> Said:
        """Send a conversation."""
        body = self._body(messages, schema)
        return self._said(self._client.get().chat.completions.create(**body))

    async def arequest(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None
    ) -> Said:
        """Do the same with the SDK's async client."""
        body = self._body(messages, schema)
        return self._said(await self._async_client.get().chat.completions.create(**body))

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
        return streamed(pieces, calls=self._calls, broken_off=broken_off(self.config))

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

    def _said(self, answer: object) -> Said:
        return said_in(answer, nonsense(self.config.service.name, self.model, "no message"))
