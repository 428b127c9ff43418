"""LLMs on the endpoint /api/chat of an Ollama server."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit.contracts.llm import LLM, Completion
from memkit.hosted import matching
from memkit.records import Message, Usage
from memkit_ollama.answers import is_whole, tokens_in
from memkit_ollama.clients import Clients
from memkit_ollama.config import LLMConfig
from memkit_ollama.failures import broken_off, calls_of
from memkit_ollama.messages import as_sent

if TYPE_CHECKING:
    from ollama import ChatResponse


class OllamaLLM(LLM):
    """Answers with a model on an Ollama server (https://docs.ollama.com/api/chat).

    Args:
        config: Which model, on which server, and how it answers.
    """

    def __init__(self, config: LLMConfig) -> None:
        self.config = config
        self.model = config.model
        self._calls = calls_of(config)
        self._clients = Clients(config)

    def complete(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Answer a conversation.

        Args:
            messages: At least one. A tool's message is sent as the user's.
            schema: A JSON schema. An answer that does not fit or was cut off is returned as text.

        Raises:
            ProviderError: The server can't be reached, has no such model, or answers nonsense.
        """

        def ask() -> Completion:
            answer = self._clients.blocking().chat(**self._body(messages, schema))
            return self._completion_in(answer, schema)

        return self._calls.run(ask)

    async def acomplete(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Do the same with the SDK's async client."""

        async def ask() -> Completion:
            answer = await self._clients.of_loop().chat(**self._body(messages, schema))
            return self._completion_in(answer, schema)

        return await self._calls.arun(ask)

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

    @property
    def usage(self) -> Usage:
        """What the calls so far consumed."""
        return self._calls.usage

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

    def _completion_in(self, answer: ChatResponse, schema: Mapping[str, Any] | None) -> Completion:
        if not answer.done:
            raise broken_off(self.model)
        text = answer.message.content or ""
        usage = self._calls.count(**tokens_in(answer))
        data = matching(text, schema) if schema is not None and is_whole(answer) else None
        return Completion(text=text, data=data, usage=usage)


def _begun(pieces: Iterable[ChatResponse]) -> Iterator[ChatResponse]:
    """Return the same pieces, the first of which has come: the SDK asks for it only then."""
    rest = iter(pieces)
    return itertools.chain(list(itertools.islice(rest, 1)), rest)
