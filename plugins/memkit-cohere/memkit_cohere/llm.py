"""Chat models on Cohere's API."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit.domain.records import Message
from memkit.providers.hosted import HostedLLM, Said, as_turns, wish_for
from memkit_cohere.answers import input_tokens, output_tokens
from memkit_cohere.client import Clients
from memkit_cohere.config import LLMConfig
from memkit_cohere.failures import broken_off, calls_of, unreadable
from memkit_cohere.schemas import response_format

if TYPE_CHECKING:
    from cohere import V2ChatResponse, V2ChatStreamResponse

# Why an answer ended. One that is neither whole nor failed was cut at the most tokens.
_WHOLE = frozenset({"COMPLETE", "STOP_SEQUENCE"})
_FAILED = frozenset({"ERROR", "TIMEOUT"})


class CohereLLM(HostedLLM):
    """Answers with a chat model of Cohere (https://docs.cohere.com/reference/chat).

    Args:
        config: Which model, and how it answers.
    """

    def __init__(self, config: LLMConfig) -> None:
        super().__init__(model=config.model, calls=calls_of(config, model=config.model))
        self._config = config
        self._clients = Clients(config)

    def request(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None) -> Said:
        """Send a conversation."""
        body = self._body(messages, schema)
        return self._said(self._clients.blocking().chat(**body))

    async def arequest(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None
    ) -> Said:
        """Do the same with the SDK's async client."""
        body = self._body(messages, schema)
        return self._said(await self._clients.of_loop().chat(**body))

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield the answer in pieces, as they come.

        Raises:
            ProviderError: The API can't be reached, refuses, or breaks off.
        """
        body = self._body(messages, None)
        return self._calls.stream(lambda: self._begun(body))

    def close(self) -> None:
        """Close the connections."""
        self._clients.close()

    def _body(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        options = {
            "temperature": self._config.temperature,
            "max_tokens": self._config.max_tokens,
            "response_format": None if schema is None else response_format(schema),
        }
        return {
            "model": self.model,
            # The API asks to say in words that the answer is JSON.
            "messages": as_turns(
                messages, instruction=None if schema is None else wish_for(schema)
            ),
            "request_options": self._clients.request_options,
            **{name: value for name, value in options.items() if value is not None},
        }

    def _said(self, response: V2ChatResponse) -> Said:
        ended = getattr(response, "finish_reason", None)
        if ended in _FAILED:
            raise broken_off(self.model, f"its finish_reason is {ended!r}")
        content = getattr(getattr(response, "message", None), "content", None)
        if ended is None or not isinstance(content, list):
            raise unreadable(self.model)
        # Beside the text there may be what a model thought before.
        parts = [getattr(part, "text", None) for part in content]
        usage = getattr(response, "usage", None)
        return Said(
            text="".join(part for part in parts if isinstance(part, str)),
            whole=ended in _WHOLE,
            input_tokens=input_tokens(usage),
            output_tokens=output_tokens(usage),
        )

    def _begun(self, body: Mapping[str, Any]) -> Iterator[str]:
        events = self._clients.blocking().chat_stream(**body)
        # The SDK sends the request when the first event is asked for.
        first = list(itertools.islice(events, 1))
        return self._pieces(itertools.chain(first, events))

    def _pieces(self, events: Iterable[V2ChatStreamResponse]) -> Iterator[str]:
        for event in events:
            delta = getattr(event, "delta", None)
            kind = getattr(event, "type", None)
            if kind == "content-delta":
                content = getattr(getattr(delta, "message", None), "content", None)
                text = getattr(content, "text", None)
                if text:
                    yield text
            elif kind == "message-end":
                ended = getattr(delta, "finish_reason", None)
                if ended in _FAILED:
                    raise broken_off(self.model, f"its finish_reason is {ended!r}")
                usage = getattr(delta, "usage", None)
                self._calls.count(
                    input_tokens=input_tokens(usage), output_tokens=output_tokens(usage)
                )
                return
        raise broken_off(self.model, "the stream ended in the middle")
