"""Claude, on the endpoint /v1/messages of Anthropic's API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from memkit.domain.records import Message
from memkit.providers.hosted import Clients, HostedLLM, Said, nonsense, wish_for
from memkit_anthropic import answers, clients
from memkit_anthropic.config import PROVIDER, AnthropicConfig
from memkit_anthropic.failures import translator
from memkit_anthropic.messages import as_sent
from memkit_anthropic.schemas import output_format

# The API wants a bound. Its models write as much, and older ones refuse to be asked for it.
_UNBOUNDED = 64_000


class AnthropicLLM(HostedLLM):
    """Answers with Claude (https://platform.claude.com/docs/en/api/messages).

    Args:
        config: Which model, and how it answers.
    """

    config: AnthropicConfig

    def __init__(self, config: AnthropicConfig) -> None:
        super().__init__(
            config,
            provider=PROVIDER,
            clients=Clients(lambda: clients.blocking(config), lambda: clients.asynchronous(config)),
            translate=translator(config.model),
        )
        self.images = config.images

    def send(
        self,
        client: Any,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None,
        max_tokens: int | None,
        stream: bool,
    ) -> Any:
        """Send a conversation."""
        config = self.config
        form = None if schema is None else output_format(schema, config.structured_output)
        instruction = None if schema is None or form is not None else wish_for(schema)
        output = {"effort": config.effort, "format": form}
        output = {name: value for name, value in output.items() if value is not None}
        return client.messages.create(
            model=config.model,
            max_tokens=_UNBOUNDED if max_tokens is None else max_tokens,
            **as_sent(messages, instruction=instruction, images=self.images),
            **({"output_config": output} if output else {}),
            **({"stream": True} if stream else {}),
            extra_body=config.extra_body,
        )

    def said_in(self, answer: Any) -> Said:
        """Return what Claude answered."""
        return answers.said_in(answer, nonsense(PROVIDER, self.model, "no message"))

    def piece_in(self, piece: Any) -> Said:
        """Return what an event of a stream says."""
        return answers.piece_in(piece)
