"""What stands in an answer. The SDK checks none of it: a field may be missing, or of any type."""

from __future__ import annotations

from typing import Any

from memkit.contracts import Stop
from memkit.errors import ProviderError
from memkit.providers.hosted import Said

_STOPS: dict[str, Stop] = {
    "end_turn": "end",
    "stop_sequence": "end",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "refused",
}
_INPUT = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


def said_in(answer: Any, error: ProviderError) -> Said:
    """Return what Claude answered.

    Raises:
        ProviderError: `error`: the answer holds no message.
    """
    content = getattr(answer, "content", None)
    reason = getattr(answer, "stop_reason", None)
    if not isinstance(content, list) or not isinstance(reason, str):
        raise error
    # Beside the text there may be what the model thought before.
    parts = [getattr(part, "text", None) for part in content]
    text = "".join(part for part in parts if isinstance(part, str))
    return Said(text=text or _refusal_in(answer), stop=_stop(reason), **_tokens_in(answer))


def piece_in(event: Any) -> Said:
    """Return what an event of a stream says.

    The first one has the input's tokens, and later ones how far it is with the output.
    """
    delta = getattr(event, "delta", None)
    text = _refusal_in(delta) or getattr(delta, "text", None)
    reason = getattr(delta, "stop_reason", None)
    return Said(
        text=text if isinstance(text, str) else "",
        stop=_stop(reason) if isinstance(reason, str) else None,
        **_tokens_in(getattr(event, "message", None) or event),
    )


def _stop(reason: str) -> Stop:
    return _STOPS.get(reason, "other")


def _refusal_in(answer: Any) -> str:
    """Return why Claude did not answer, in words; the empty text if that is not told."""
    explained = getattr(getattr(answer, "stop_details", None), "explanation", None)
    return explained if isinstance(explained, str) else ""


def _tokens_in(answer: Any) -> dict[str, int]:
    """Return what an answer, or an event of a stream, says that it consumed, as far as it does.

    What was written to the cache and read from it counts as input.
    """
    usage = getattr(answer, "usage", None)
    found = {name: getattr(usage, name, None) for name in (*_INPUT, "output_tokens")}
    told = {name: value for name, value in found.items() if isinstance(value, int) and value >= 0}
    tokens = {}
    if "input_tokens" in told:
        tokens["input_tokens"] = sum(told.get(name, 0) for name in _INPUT)
    if "output_tokens" in told:
        tokens["output_tokens"] = told["output_tokens"]
    return tokens
