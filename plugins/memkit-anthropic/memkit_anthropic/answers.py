"""What stands in an answer. The SDK checks none of it: a field may be missing, or of any type."""

from __future__ import annotations

from memkit.errors import ProviderError
from memkit.providers.hosted import Said

# Why an answer ends that says all it was to say. Others were cut off or refused.
_WHOLE = ("end_turn", "stop_sequence")
_INPUT = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


def said_in(answer: object, error: ProviderError) -> Said:
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
    whole = reason in _WHOLE
    return Said(text=text or refusal_in(answer), whole=whole, **tokens_in(answer))


def refusal_in(answer: object) -> str:
    """Return why Claude did not answer, in words; the empty text if that is not told."""
    explained = getattr(getattr(answer, "stop_details", None), "explanation", None)
    return explained if isinstance(explained, str) else ""


def tokens_in(answer: object) -> dict[str, int]:
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
