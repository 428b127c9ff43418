"""LLMs on the endpoint /api/chat of an Ollama server."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit.domain.records import Message
from memkit.providers.hosted import HostedLLM, Said
from memkit_ollama.answers import is_whole, tokens_in
from memkit_ollama.clients import Clients
from memkit_ollama.config import LLMConfig
from memkit_ollama.failures import broken_off, calls_of
from memkit_ollama.messages import as_sent

if TYPE_CHECKING:
    from ollama import ChatResponse


class OllamaLLM(HostedLLM):
    """Answers with a model on an Ollama server (https://docs.ollama.com/api/chat).

    Args:
        config: Which model, on which server, and how it answers.
    """

    def __init__(self, config: LLMConfig) -> None:
        super().__init__(model=config.model, calls=calls_of(config))
        self.config = config
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
            ProviderError: The server can't be reached, has no such model, or breaks off.
        """
        body = {**self._body(messages, None), "stream": True}
        last: ChatResponse | None = None
        for piece in self._calls.stream(lambda: _begun(self._clients.blocking().chat(**body))):
            if piece.message.content:
                yield piece.message.content
            last = piece if piece.done else last
        if last is None:
            raise broken_off(self.model)
        self._calls.count(**tokens_in(last))

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._clients.close()

    def _body(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        config = self.config
        given = {"temperature": config.temperature, "num_predict": config.max_tokens}
        own = {name: value for name, value in given.items() if value is not None}
        # An empty schema, which any value satisfies, is none for the server.
        kept = dict(schema) if schema and config.structured_output == "json_schema" else None
        return {
            "model": config.model,
            "messages": as_sent(messages, schema=schema),
            "format": kept,
            "options": config.options | own or None,
            "keep_alive": config.keep_alive,
            "think": config.think,
        }

    def _said(self, answer: ChatResponse) -> Said:
        if not answer.done:
            raise broken_off(self.model)
        text = answer.message.content or ""
        return Said(text=text, whole=is_whole(answer), **tokens_in(answer))


def _begun(pieces: Iterable[ChatResponse]) -> Iterator[ChatResponse]:
    """Return the same pieces, the first of which has come: the SDK asks for it only then."""
    rest = iter(pieces)
    return itertools.chain(list(itertools.islice(rest, 1)), rest)
