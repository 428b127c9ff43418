"""LLMs on the endpoint /chat/completions of OpenAI's API, which all the services speak."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from typing import Any

from memkit.domain.records import Message
from memkit.providers.hosted import STREAMED, ChoicesLLM, nonsense, tokens_in, wish_for
from memkit_openai.clients import clients_of, model_of
from memkit_openai.config import LLMConfig
from memkit_openai.failures import translator
from memkit_openai.messages import as_sent
from memkit_openai.requests import checked, with_body
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
            messages=as_sent(messages, instruction=instruction, images=self.images),
            extra_body=config.extra_body,
            **{name: value for name, value in options.items() if value is not None},
            **(STREAMED if stream else {}),
        )

    # -- requests as they are --------------------------------------------------------------------

    def chat(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Send a request of the API, and return its answer as JSON."""
        answer: Mapping[str, Any] = self._call(self._asking(request), self._json).blocking()
        return answer

    async def achat(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """Do the same with the SDK's async client."""
        answer: Mapping[str, Any] = await self._call(self._asking(request), self._json).awaitable()
        return answer

    def stream_chat(self, request: Mapping[str, Any]) -> Generator[Mapping[str, Any], None, None]:
        """Yield the pieces of an answer as JSON."""
        send = self._asking({**request, "stream": True})
        with (
            self._clients.for_stream() as client,
            contextlib.closing(self._calls.stream(lambda: send(client), self._json)) as pieces,
        ):
            yield from pieces

    async def astream_chat(
        self, request: Mapping[str, Any]
    ) -> AsyncGenerator[Mapping[str, Any], None]:
        """Do the same with the SDK's async client."""
        send = self._asking({**request, "stream": True})
        async with self._clients.for_astream() as client:
            pieces = self._calls.astream(lambda: send(client), self._json)
            async with contextlib.aclosing(pieces):
                async for piece in pieces:
                    yield piece

    def _asking(self, request: Mapping[str, Any]) -> Any:
        config = self.config

        def ask(client: Any) -> Any:
            create = client.chat.completions.create
            return create(
                model=model_of(config),
                **with_body(checked(create, request), config.extra_body),
            )

        return ask

    def _json(self, answer: Any) -> Mapping[str, Any]:
        if not isinstance(getattr(answer, "choices", None), list):
            raise nonsense(self._provider, self.model, "no list of choices")
        told = tokens_in(answer)
        if any(number is not None for number in told.values()):
            self._calls.count(**told)
        said: Mapping[str, Any] = answer.model_dump(exclude_unset=True, warnings=False)
        return said
