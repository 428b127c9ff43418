"""LLMs by the task chat-completion of Hugging Face's inference API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from memkit.domain.records import Message
from memkit.providers.hosted import STREAMED, ChoicesLLM, as_turns, response_format, wish_for
from memkit_huggingface.clients import clients_of
from memkit_huggingface.config import LLMConfig
from memkit_huggingface.failures import PROVIDER, translator


class HuggingFaceLLM(ChoicesLLM):
    """Answers with a model on Hugging Face, or behind a server that speaks its API.

    See https://huggingface.co/docs/inference-providers/tasks/chat-completion and
    https://huggingface.co/docs/text-generation-inference.

    Args:
        config: Which model, and where it runs.
    """

    config: LLMConfig

    def __init__(self, config: LLMConfig) -> None:
        super().__init__(
            config,
            provider=PROVIDER,
            clients=clients_of(config),
            translate=translator(config.model),
        )

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
        mode = self.config.structured_output
        return client.chat_completion(
            model=self.model,
            # A grammar makes a model keep to a form, and not know it.
            messages=as_turns(messages, instruction=None if schema is None else wish_for(schema)),
            temperature=self.config.temperature,
            max_tokens=max_tokens,
            response_format=None if schema is None else response_format(schema, mode),
            **(STREAMED if stream else {}),
        )
