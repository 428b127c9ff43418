"""Claude, on the endpoint /v1/messages of Anthropic's API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from memkit.domain.records import Message
from memkit.providers.hosted import HostedLLM, Once, PerLoop, Said, nonsense
from memkit_anthropic import clients
from memkit_anthropic.answers import refusal_in, said_in, tokens_in
from memkit_anthropic.config import PROVIDER, AnthropicConfig
from memkit_anthropic.failures import broken_off, calls_of
from memkit_anthropic.messages import as_sent
from memkit_anthropic.schemas import instruction, output_format

if TYPE_CHECKING:
    from anthropic import Anthropic, AsyncAnthropic


class AnthropicLLM(HostedLLM):
    """Answers with Claude (https://platform.claude.com/docs/en/api/messages).

    Args:
        config: Which model, and how it answers.
    """

    def __init__(self, config: AnthropicConfig) -> None:
        super().__init__(model=config.model, calls=calls_of(config))
        self.config = config
        self._client: Once[Anthropic] = Once(
            lambda: clients.blocking(config), close=lambda client: client.close()
        )
        self._async_client: PerLoop[AsyncAnthropic] = PerLoop(
            lambda: clients.asynchronous(config), close=lambda client: client.close()
        )

    def request(self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None) -> Said:
        """Send a conversation."""
        body = self._body(messages, schema)
        return self._said(self._client.get().messages.create(**body))

    async def arequest(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None
    ) -> Said:
        """Do the same with the SDK's async client."""
        body = self._body(messages, schema)
        return self._said(await self._async_client.get().messages.create(**body))

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

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._client.close()
        self._async_client.close()

    def _body(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        config = self.config
        form = None if schema is None else output_format(schema, config.structured_output)
        asked = None if schema is None or form is not None else instruction(schema)
        output = {"effort": config.effort, "format": form}
        output = {name: value for name, value in output.items() if value is not None}
        return {
            "model": config.model,
            "max_tokens": config.max_tokens,
            **as_sent(messages, instruction=asked),
            **({"output_config": output} if output else {}),
            "extra_body": config.extra_body,
        }

    def _said(self, answer: object) -> Said:
        return said_in(answer, nonsense(PROVIDER, self.model, "no message"))
