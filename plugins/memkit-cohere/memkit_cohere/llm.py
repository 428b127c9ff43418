"""Chat models on Cohere's API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from memkit.contracts import Stop
from memkit.domain.records import Message
from memkit.providers.hosted import HostedLLM, Said, as_turns, broken_off, wish_for
from memkit_cohere.answers import tokens_in
from memkit_cohere.client import clients_of, request_options
from memkit_cohere.config import LLMConfig
from memkit_cohere.failures import PROVIDER, translator, unreadable
from memkit_cohere.schemas import response_format

_STOPS: dict[str, Stop] = {
    "COMPLETE": "end",
    "STOP_SEQUENCE": "end",
    "MAX_TOKENS": "length",
}
_FAILED = frozenset({"ERROR", "TIMEOUT"})


class CohereLLM(HostedLLM):
    """Answers with a chat model of Cohere (https://docs.cohere.com/reference/chat).

    Args:
        config: Which model, and how it answers.
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
        options = {
            "temperature": self.config.temperature,
            "max_tokens": max_tokens,
            "response_format": None if schema is None else response_format(schema),
        }
        ask = client.chat_stream if stream else client.chat
        return ask(
            model=self.model,
            # The API asks to say in words that the answer is JSON.
            messages=as_turns(messages, instruction=None if schema is None else wish_for(schema)),
            request_options=request_options(self.config),
            **{name: value for name, value in options.items() if value is not None},
        )

    def said_in(self, answer: Any) -> Said:
        """Return what an answer says."""
        content = getattr(getattr(answer, "message", None), "content", None)
        stop = self._stop(getattr(answer, "finish_reason", None))
        if stop is None or not isinstance(content, list):
            raise unreadable(self.model)
        # Beside the text there may be what a model thought before.
        parts = [getattr(part, "text", None) for part in content]
        text = "".join(part for part in parts if isinstance(part, str))
        return Said(text=text, stop=stop, **tokens_in(getattr(answer, "usage", None)))

    def piece_in(self, piece: Any) -> Said:
        """Return what an event of a stream says."""
        delta = getattr(piece, "delta", None)
        match getattr(piece, "type", None):
            case "content-delta":
                content = getattr(getattr(delta, "message", None), "content", None)
                return Said(text=getattr(content, "text", None) or "")
            case "message-end":
                stop = self._stop(getattr(delta, "finish_reason", None)) or "end"
                return Said(text="", stop=stop, **tokens_in(getattr(delta, "usage", None)))
        return Said()

    def _stop(self, reason: Any) -> Stop | None:
        if reason in _FAILED:
            raise broken_off(PROVIDER, self.model, f"its finish_reason is {reason!r}")
        return None if reason is None else _STOPS.get(reason, "other")
