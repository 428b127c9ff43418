"""LLMs by the task chat-completion of Hugging Face's inference API."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit.domain.records import Message
from memkit.providers.hosted import HostedLLM, Once, PerLoop, Said, as_turns, wish_for
from memkit.providers.hosted.choices import said_in, streamed
from memkit_huggingface import clients
from memkit_huggingface.config import LLMConfig
from memkit_huggingface.failures import broken_off, calls_of, unreadable
from memkit_huggingface.schemas import response_format

if TYPE_CHECKING:
    from huggingface_hub import AsyncInferenceClient, InferenceClient


class HuggingFaceLLM(HostedLLM):
    """Answers with a model on Hugging Face, or behind a server that speaks its API.

    See https://huggingface.co/docs/inference-providers/tasks/chat-completion and
    https://huggingface.co/docs/text-generation-inference.

    Args:
        config: Which model, and where it runs.
    """

    def __init__(self, config: LLMConfig) -> None:
        super().__init__(model=config.model, calls=calls_of(config))
        self._config = config
        self._client: Once[InferenceClient] = Once(
            lambda: clients.blocking(config), close=clients.close
        )
        self._async_client: PerLoop[AsyncInferenceClient] = PerLoop(
            lambda: clients.asynchronous(config), close=clients.aclose
        )

    def request(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None) -> Said:
        """Send a conversation."""
        body = self._body(messages, schema)
        return self._said(self._client.get().chat_completion(**body))

    async def arequest(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None
    ) -> Said:
        """Do the same with the SDK's async client."""
        body = self._body(messages, schema)
        return self._said(await self._async_client.get().chat_completion(**body))

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
            pieces = self._calls.stream(lambda: client.chat_completion(**body))
            yield from streamed(pieces, calls=self._calls, broken_off=broken_off(self.model))

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

    def _said(self, answer: object) -> Said:
        return said_in(answer, unreadable(self.model))
