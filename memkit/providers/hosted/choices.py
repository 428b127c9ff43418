"""LLMs that answer in the shape of OpenAI's /chat/completions, which many providers speak.

SDKs check none of it: a field may be missing, or of any type.
"""

from __future__ import annotations

from typing import Any

from memkit.contracts.llm import Stop
from memkit.providers.hosted.failures import nonsense
from memkit.providers.hosted.llm import HostedLLM, Said

# What a request has besides, whose answer shall come in pieces, and what they consumed at the end.
STREAMED = {"stream": True, "stream_options": {"include_usage": True}}

# Reasons to end that mean something else than the end; servers have many words for that.
_STOPS: dict[str, Stop] = {
    "length": "length",
    "max_tokens": "length",
    "content_filter": "refused",
    "tool_calls": "other",
    "function_call": "other",
}


class ChoicesLLM(HostedLLM):
    """An LLM that answers with choices. `send` is all that a plug-in author writes."""

    def said_in(self, answer: Any) -> Said:
        """Return what an answer says.

        Raises:
            ProviderError: It holds no message.
        """
        choice = _first_choice(answer)
        message = getattr(choice, "message", None)
        content, refusal = getattr(message, "content", None), getattr(message, "refusal", None)
        if message is None or not isinstance(content, str | None):
            raise nonsense(self._provider, self.model, "no message")
        if isinstance(refusal, str) and refusal:
            return Said(text=refusal, stop="refused", **tokens_in(answer))
        stop = _stop(getattr(choice, "finish_reason", None))
        return Said(text=content or "", stop=stop, **tokens_in(answer))

    def piece_in(self, piece: Any) -> Said:
        """Return what a piece of a streamed answer says."""
        choice = _first_choice(piece)
        delta = getattr(choice, "delta", None)
        refusal = getattr(delta, "refusal", None)
        text = getattr(delta, "content", None) or refusal
        reason = getattr(choice, "finish_reason", None)
        stop: Stop | None = "refused" if refusal else None
        return Said(
            text=text if isinstance(text, str) else "",
            stop=stop if stop or reason is None else _stop(reason),
            **tokens_in(piece),
        )


def tokens_in(answer: object) -> dict[str, int | None]:
    """Return what an answer says that it consumed, as arguments of `Calls.count` and `Said`."""
    usage = getattr(answer, "usage", None)
    return {
        "input_tokens": _count(getattr(usage, "prompt_tokens", None)),
        "output_tokens": _count(getattr(usage, "completion_tokens", None)),
    }


def _stop(reason: object) -> Stop:
    return _STOPS.get(reason, "end") if isinstance(reason, str) else "end"


def _first_choice(answer: object) -> object | None:
    choices = getattr(answer, "choices", None)
    return choices[0] if isinstance(choices, list) and choices else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None
