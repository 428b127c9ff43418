"""Claude, on the endpoint /v1/messages of Anthropic's API."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit.contracts.llm import LLM, Completion
from memkit.hosted import Once, PerLoop, matching, nonsense
from memkit.records import Message, Usage
from memkit_anthropic import clients
from memkit_anthropic.answers import refusal_in, said_in, tokens_in
from memkit_anthropic.config import PROVIDER, AnthropicConfig
from memkit_anthropic.failures import broken_off, calls_of
from memkit_anthropic.messages import as_sent
from memkit_anthropic.schemas import instruction, output_format

if TYPE_CHECKING:
    from anthropic import Anthropic, AsyncAnthropic


class AnthropicLLM(LLM):
    """Answers with Claude (https://platform.claude.com/docs/en/api/messages).

    Args:
        config: Which model, and how it answers.
    """

    def __init__(self, config: AnthropicConfig) -> None:
        self.config = config
        self.model = config.model
        self._calls = calls_of(config)
        self._client: Once[Anthropic] = Once(
            lambda: clients.blocking(config), close=lambda client: client.close()
        )
        self._async_client: PerLoop[AsyncAnthropic] = PerLoop(
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
            ProviderError: The API can't be reached, refuses, or answers nonsense.
        """

        def ask() -> Completion:
            body = self._body(messages, schema)
            return self._completion_in(self._client.get().messages.create(**body), schema)

        return self._calls.run(ask)

    async def acomplete(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None
    ) -> Completion:
        """Do the same with the SDK's async client."""

        async def ask() -> Completion:
            body = self._body(messages, schema)
            answer = await self._async_client.get().messages.create(**body)
            return self._completion_in(answer, schema)

        return await self._calls.arun(ask)

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield the answer in pieces, as they come.

        Raises:
            ProviderError: The API can't be reached, refuses, or breaks off in the middle.
        """
        body = {**self._body(messages, None), "stream": True}
        ended, tokens = False, tokens_in(None)
        for event in self._calls.stream(lambda: self._client.get().messages.create(**body)):
            delta = getattr(event, "delta", None)
            text = refusal_in(delta) or getattr(delta, "text", None)
            if isinstance(text, str) and text:
                yield text
            # The first event has the input's, and later ones how far it is with the output.
            tokens |= tokens_in(getattr(event, "message", None) or event)
            ended = ended or getattr(event, "type", None) == "message_stop"
        if not ended:
            raise broken_off(self.model)
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
        config = self.config
        form = schema and output_format(schema, config.structured_output)
        asked = instruction(schema) if schema is not None and form is None else None
        output = {"effort": config.effort, "format": form}
        return {
            "model": config.model,
            "max_tokens": config.max_tokens,
            **as_sent(messages, instruction=asked),
            "output_config": {name: value for name, value in output.items() if value},
            "extra_body": config.extra_body,
        }

    def _completion_in(self, answer: object, schema: Mapping[str, Any] | None) -> Completion:
        said = said_in(answer, functools.partial(nonsense, PROVIDER, self.model))
        usage = self._calls.count(**tokens_in(answer))
        data = matching(said.text, schema) if schema is not None and said.whole else None
        return Completion(text=said.text, data=data, usage=usage)
