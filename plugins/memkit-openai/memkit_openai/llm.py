"""LLMs on the endpoint /chat/completions of OpenAI's API, which all the services speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from memkit.domain.records import Message
from memkit.providers.hosted import STREAMED, ChoicesLLM, wish_for
from memkit_openai.clients import clients_of, model_of
from memkit_openai.config import LLMConfig
from memkit_openai.failures import translator
from memkit_openai.messages import as_sent
from memkit_openai.schemas import asked_for


class OpenAILLM(ChoicesLLM):
    """Answers by a service that speaks OpenAI's API.

    Args:
        config: Which service, which model.
    """

    config: LLMConfig

    def __init__(self, config: LLMConfig) -> None:
        super().__init__(
            config,
            provider=config.service.name,
            clients=clients_of(config),
            translate=translator(config),
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
        config, service = self.config, self.config.service
        form = instruction = None
        if schema is not None:
            mode = config.structured_output or service.objects
            form = asked_for(schema, mode, strict=service.strict)
            in_words = form is None or form["type"] != "json_schema"
            instruction = wish_for(schema) if in_words else None
        options = {
            "temperature": config.temperature,
            service.length_field: max_tokens,
            "response_format": form,
        }
        return client.chat.completions.create(
            model=model_of(config),
            messages=as_sent(messages, instruction=instruction),
            extra_body=config.extra_body,
            **{name: value for name, value in options.items() if value is not None},
            **(STREAMED if stream else {}),
        )
