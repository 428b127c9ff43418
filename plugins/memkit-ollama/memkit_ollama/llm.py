"""LLMs on the endpoint /api/chat of an Ollama server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from memkit.contracts import Stop
from memkit.domain.records import Message
from memkit.providers.hosted import HostedLLM, Said, as_turn, wish_for, with_instruction
from memkit_ollama.clients import clients_of
from memkit_ollama.config import PROVIDER, LLMConfig
from memkit_ollama.failures import translator

_STOPS: dict[str | None, Stop] = {None: "end", "stop": "end", "length": "length"}


class OllamaLLM(HostedLLM):
    """Answers with a model on an Ollama server (https://docs.ollama.com/api/chat).

    Args:
        config: Which model, on which server, and how it answers.
    """

    config: LLMConfig

    def __init__(self, config: LLMConfig) -> None:
        super().__init__(
            config,
            provider=PROVIDER,
            clients=clients_of(config),
            translate=translator(config.model),
        )
        self.context = config.context or config.options.get("num_ctx")
        if "max_tokens" not in config.model_fields_set and "num_predict" in config.options:
            # Ollama writes no bound as -1, and as -2 that the window is one.
            most = config.options["num_predict"]
            self.max_tokens = most if most > 0 else None

    def send(
        self,
        client: Any,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None,
        max_tokens: int | None,
        stream: bool,
    ) -> Any:
        """Send a conversation.

        The API has no names, so that of a user stands before what they said. A tool's message is
        sent as the user's: the templates of many models leave out what a tool says. The server
        keeps the model to a schema and does not show it, so it is told as well.
        """
        config = self.config
        given = {
            "temperature": config.temperature,
            "num_predict": max_tokens,
            "num_ctx": config.context,
        }
        own = {name: value for name, value in given.items() if value is not None}
        options = {name: value for name, value in config.options.items() if name != "num_predict"}
        # An empty schema, which any value satisfies, is none for the server.
        kept = dict(schema) if schema and config.structured_output == "json_schema" else None
        turns = [as_turn(message) for message in messages]
        return client.chat(
            model=config.model,
            messages=with_instruction(turns, None if schema is None else wish_for(schema)),
            format=kept,
            options=options | own or None,
            keep_alive=config.keep_alive,
            think=config.think,
            stream=stream,
        )

    def said_in(self, answer: Any) -> Said:
        """Return what an answer says, whose types the SDK checks; of a piece, as of a whole one."""
        return Said(
            text=answer.message.content or "",
            stop=_STOPS.get(answer.done_reason, "other") if answer.done else None,
            input_tokens=answer.prompt_eval_count,
            output_tokens=answer.eval_count,
        )
